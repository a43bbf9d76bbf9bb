package pages_test

import (
	"strings"
	"testing"

	"crunchy/pages"
)

// seeds are the inputs of the other tests.
func seeds(f *testing.F) {
	pages.AddScripts(f)
	for _, in := range []string{
		"", "<p>a", "<pre title=editor>x</pre>", "<pre>\n\n>>> 1\n1</pre>", "<table><pre>>>> 1</table>", "\xef\xbb\xbf<p>", "<h2>a<pre title=interpreter>x",
		"<a><pre title=editor>1</a>", "<pre title='editor no_copy show_vlam'>>>> x</pre>", "<dl><dt><pre class=language-python>x", "<frameset><frame>", "<svg><title><pre title=editor>x",
		"<html data-crunchy-page=lesson><body><h2><a>x</h2><pre title=editor>y", "<section class=cr-cell data-crunchy=x>", "<b><table><i><pre title=editor>",
		"---\ntitle: x\n---\n# a\n\n## b\n\n```python editor\n1\n```\n", "* a\n\n      >>> 1\n", "[^1]\n\n[^1]: x\n", "```\n>>> 1\n", "<pre title=editor>\n\n```\n</pre>\n",
		"<pre title='check name=a hidden'>1</pre><pre title='editor name=a timeout=9'>______</pre><pre title='doctest name=a show_vlam'>>>> 1",
		"<pre title=doctest>>>> 1\n1</pre><details class=hint data-for=a><summary>x</summary></details><pre title='unittest name=a'>",
		"<section class=cr-cell data-crunchy=doctest data-crunchy-added>x</section><div class='cr-part cr-test'><pre data-crunchy=output>\n\n x",
		"<details class='cr-part cr-setup'><summary>a</summary><pre data-crunchy='setup name=a hidden'>1</pre></details><pre title='editor name=a'>",
		"<details class='cr-part cr-hint' data-for=cr-0001 data-name=a>x<pre title='editor name=a'><pre title='check name=a'>1</pre>",
		"```python check name=a\n1\n```\n\n<details class=hint data-for=a>\n\n```text output name=a\n\n 1\n```\n</details>\n", "+++\ntitle = 1\n+++\n",
		"<h2 title='cluetip a|b'>x</h2><table title='cluetip a'><tr><td title='cluetip b'><b title='cluetip c'>y", "<span title=username>a<b>c</b></span><a title=external_link href=/x>",
		"<div data-crunchy-tip='a|b'><button data-crunchy-added>x", "<span title=load_remote>http://a<b>b</b></span><div title=local_html_file>x<div title=load_remote>", "<ruby title='cluetip a'>", "<p title='cluetip a'><div>x",
	} {
		f.Add(in)
	}
}

func FuzzHTML(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in string) {
		o := pages.Options{Assets: "/static/1a2b"}
		p, out := render(t, "x.html", "", []byte(in), o)
		again(t, "x.html", p, out, o)
		checkSafe(t, "fuzz", out)
		o.Trust = pages.Strict
		p, out = render(t, "x.html", "", []byte(in), o)
		again(t, "x.html", p, out, o)
		checkSafe(t, "fuzz", out)
		checkStrict(t, out)
	})
}

func FuzzMarkdown(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in string) {
		o := pages.Options{Assets: "/static/1a2b"}
		p, out := render(t, "x.md", "", []byte(in), o)
		again(t, "x.md", p, out, o)
		checkSafe(t, "fuzz", out)
	})
}

func FuzzStyleSheet(f *testing.F) {
	for _, s := range []string{"p{}", "@import 'a';", `a{b:url(c)}`, `\63 r-x{}`, "/*", "'\\", "@\\", "--\\", "url(\\", "<!--", "1e3-->", `"\`, "url(a\"b)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, css string) {
		once := pages.StyleSheet(css)
		checkCSS(t, "fuzz", once)
		if strings.ContainsRune(once, '<') {
			t.Errorf("%q holds a <", once)
		}
		if twice := pages.StyleSheet(once); twice != once {
			t.Errorf("%q became %q, then %q", css, once, twice)
		}
	})
}
