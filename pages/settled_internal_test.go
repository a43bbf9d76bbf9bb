package pages

import (
	"os"
	"strings"
	"testing"

	"crunchy/ioelement"
)

// AddScripts seeds a fuzz target with the pages of TestXSS.
func AddScripts(f *testing.F) {
	f.Helper()
	data, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range strings.Split("\n"+string(data), "\n=== ")[1:] {
		_, in, _ := strings.Cut(c, "\n")
		f.Add(in)
	}
}

// FuzzSettled holds what can be told of a page by looking at it against reading its
// text again, which it is told instead of.
func FuzzSettled(f *testing.F) {
	AddScripts(f)
	for _, in := range append(plainPages,
		"<p>a<p>b", "<p><table><tr><td>x", "<b><p>x</b>y", "<b><b><b><b>x</b></b></b></b>", "<a><a>x", "<a><div><a>x", "<h1><h2>x", "<ul><ul><li><li>x",
		"<table>x<tr><td><table><tr><td>", "<dl><div><dt><p><dd>", "<pre>\n\nx", "<pre>&#13;&#10;x", "<pre><code>\nx", "<p title='&#13;'>&#0;&#13;", "<title>\n&lt;/title>x",
		"<style>a{}</style>x<style>", "<noscript><p>x</noscript>", "<object><b>x</object>y", "<marquee><i>", "<form><p>a<form>", "<li>x<p><li>y", "<nobr>a<nobr>b", "<ruby>a<rt>b<rp>c",
		"<html a=b a=c D=e><head x><body y>", "<!DOCTYPE html SYSTEM 'about:legacy-compat'>", "<!doctype html public '' ''><p><table>", "<p x:y=z>", "<a href=b class=a>x</a>",
		"<details><p><summary>x", "<select><option><p>", "<template><tr>", "x</p>y", "<a>x<table><td><a>y", "<svg><p>x", "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">x", "<!DOCTYPE html PUBLIC \"a\">", "<frameset>", "<p><button><p>x", "<center><font><hr><p><hr>",
	) {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, level := range []Trust{Trusted, Normal, Strict} {
			o := Options{Trust: level, Set: ioelement.Default()}
			doc := parse(markLines(decode([]byte(in), ""), 1, marked{}))
			fold(doc)
			(&sanitiser{o: o, base: findBase(doc)}).clean(doc)
			if settled(doc) {
				if text := string(serialise(doc)); !same(doc, parse(text)) {
					t.Errorf("%q becomes %q, which is read as another tree", in, text)
				}
			}
		}
	})
}

// plainPages are of the kind that authors write.
var plainPages = []string{
	"<!DOCTYPE html><html lang=en><head>\n<meta charset=utf-8><title>A &lt;b> &amp; c</title><style>p { color: red }</style><link rel=next href=x></head>\n<body class=a>\n<h1>A</h1>\n<p>b</p>\n</body></html>",
	"<div><p>a <em>b <strong title=z class=y id=x>c</strong></em> <a href=d><code>e</code></a><br><img src=f alt=g></p><hr></div>",
	"<ul><li>a<ol><li>b</ol></ul><dl><dt>a<dd>b<p>c</dl><blockquote><p>a</blockquote>",
	"<table><caption>a</caption><colgroup><col><col></colgroup><thead><tr><th>a</thead><tbody>\n<tr>\n<td>b<p>c</p><ul><li>d</ul></td></tr></tbody><tfoot><tr><td>e</tfoot></table>",
	"<pre>\n\na</pre><pre title=editor>print(1)</pre><pre><code class=language-python>x</code></pre><details><summary>a</summary>b</details>",
	"<section><header><nav><a href=x><div>y</div></a></nav></header><article><figure><img src=x><figcaption>y</figcaption></figure></article></section>",
}

// TestSettled looks at pages which are plain enough to need no second reading. That it
// takes no others is for FuzzSettled.
func TestSettled(t *testing.T) {
	for _, in := range plainPages {
		doc := parse(markLines(in, 1, marked{}))
		(&sanitiser{o: Options{Trust: Normal, Set: ioelement.Default()}}).clean(doc)
		if !settled(doc) {
			t.Errorf("%q is read twice", in)
		}
	}
}
