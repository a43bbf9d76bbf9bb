package pages_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"crunchy/ioelement"
	"crunchy/pages"
)

// TestGolden renders the pages in testdata and compares with what they were.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		n++
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := options()
			o.Files = os.DirFS("testdata/beside")
			if strings.Contains(file, "remote") {
				o.Trust, o.Host = pages.Display, "docs.example.org"
				o.Origin, o.Root = "https://docs.example.org", "/t/remote/docs.example.org"
			}
			p, out := render(t, file, "", data, o)
			again(t, file, p, out, o)
			checkSafe(t, file, out)
			checkStructure(t, out)
			for _, notice := range p.Notices {
				t.Logf("line %d: %s", notice.Line, notice.Text)
			}
			golden(t, file+".golden", out)
		})
	}
	if n < 5 {
		t.Errorf("only %d pages", n)
	}
}

// checkStructure holds what every page of ours must have: ids that are there
// once, links within the page that lead somewhere, names for all that is
// worked with.
func checkStructure(t *testing.T, out string) {
	t.Helper()
	doc := parseHTML(t, out)
	ids := map[string]int{}
	each(doc, func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
	})
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %q is there %d times", id, n)
		}
	}
	mains := 0
	each(doc, func(n *html.Node) {
		href := attr(n, "href")
		if strings.HasPrefix(href, "#") && len(href) > 1 && ids[href[1:]] == 0 {
			t.Errorf("%s leads nowhere", href)
		}
		switch n.Data {
		case "main":
			mains++
		case "button", "textarea", "nav", "summary":
			if attr(n, "aria-label") == "" && strings.TrimSpace(textOf(n)) == "" {
				t.Errorf("<%s> has no name", n.Data)
			}
		case "html":
			if attr(n, "data-crunchy-page") != "html" && attr(n, "lang") == "" {
				t.Error("no lang")
			}
		}
	})
	if strings.Contains(out, `data-crunchy-page="lesson"`) && mains != 1 {
		t.Errorf("%d main landmarks", mains)
	}
}

func TestFormats(t *testing.T) {
	tests := []struct {
		name, contentType string
		lesson            bool
		err               error
	}{
		{"a.md", "", true, nil},
		{"A.MARKDOWN", "", true, nil},
		{"a.html", "", false, nil},
		{"a.HTM", "", false, nil},
		{"a.md", "text/html", false, nil},
		{"a", "text/markdown; charset=utf-8", true, nil},
		{"a.md", "text/plain", true, nil},
		{"a.txt", "text/plain", false, pages.ErrFormat},
		{"a.png", "", false, pages.ErrFormat},
		{"a", "", false, pages.ErrFormat},
		{"a.html", "image/png", false, pages.ErrFormat},
	}
	for _, tt := range tests {
		p, err := pages.Render(pages.Source{Name: tt.name, ContentType: tt.contentType, Data: []byte("# a")}, pages.Options{})
		if !errors.Is(err, tt.err) {
			t.Errorf("%s %s: %v", tt.name, tt.contentType, err)
		}
		if err == nil && strings.Contains(write(t, p), `data-crunchy-page="lesson"`) != tt.lesson {
			t.Errorf("%s %s: lesson is not %v", tt.name, tt.contentType, tt.lesson)
		}
	}
	if !pages.Renders("x/y.md") || pages.Renders("x.py") {
		t.Error("Renders")
	}
}

// TestRecognition shows which blocks without a title become what.
func TestRecognition(t *testing.T) {
	const session, program = "&gt;&gt;&gt; 1\n1\n", "x = 1\n"
	tests := []struct{ name, in, want string }{
		{"plain session", "<pre>" + session + "</pre>", "interpreter"},
		{"plain text", "<pre>" + program + "</pre>", ""},
		{"indented session", "<pre>\n\n    " + session + "</pre>", "interpreter"},
		{"sphinx", `<div class="highlight-python3 notranslate"><div class="highlight"><pre><span></span>` + session + `</pre></div></div>`, "interpreter"},
		{"sphinx default", `<div class="highlight-default notranslate"><div class="highlight"><pre>` + session + `</pre></div></div>`, "interpreter"},
		{"sphinx none", `<div class="highlight-none notranslate"><div class="highlight"><pre>` + session + `</pre></div></div>`, "interpreter"},
		{"sphinx program", `<div class="highlight-python3"><div class="highlight"><pre><span></span><span class="n">x</span> = 1</pre></div></div>`, ""},
		{"sphinx program without colours", `<div class="highlight-python3"><div class="highlight"><pre><span></span>` + program + `</pre></div></div>`, "styled"},
		{"sphinx with numbers", `<div class="highlight-pycon"><table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1
2</pre></div></td><td class="code"><div class="highlight"><pre>` + session + `</pre></div></td></tr></table></div>`, "interpreter"},
		{"sphinx in C", `<div class="highlight-c"><div class="highlight"><pre>` + session + `</pre></div></div>`, ""},
		{"docutils literal", `<pre class="literal-block">` + session + `</pre>`, "interpreter"},
		{"docutils doctest", `<pre class="doctest-block">` + session + `</pre>`, "interpreter"},
		{"docutils code", `<pre class="code python literal-block"><code>` + session + `</code></pre>`, "interpreter"},
		{"docutils program", `<pre class="code python literal-block"><code>` + program + `</code></pre>`, "styled"},
		{"docutils other", `<pre class="code c literal-block"><code>` + session + `</code></pre>`, ""},
		{"mkdocs", `<div class="highlight"><pre><span></span><code>` + session + `</code></pre></div>`, "interpreter"},
		{"mkdocs pycon", `<div class="language-pycon highlight"><pre><span></span><code>` + session + `</code></pre></div>`, "interpreter"},
		{"class", `<pre><code class="language-python">` + session + `</code></pre>`, "interpreter"},
		{"class of a program", `<pre><code class="language-python">` + program + `</code></pre>`, "styled"},
		{"class on pre", `<pre class="language-python">` + program + `</pre>`, "styled"},
		{"another language", `<pre><code class="language-js">` + session + `</code></pre>`, ""},
		{"github", `<div class="highlight highlight-source-python"><pre>` + program + `</pre></div>`, "styled"},
		{"title", `<pre title="interpreter">` + program + `</pre>`, "interpreter"},
		{"title in capitals", `<pre title="Borg No-Pre">` + program + `</pre>`, "interpreter"},
		{"data-crunchy", `<pre data-crunchy="editor">` + program + `</pre>`, "editor"},
		{"data-crunchy before title", `<pre title="interpreter" data-crunchy="editor">` + program + `</pre>`, "editor"},
		{"no_vlam", `<pre title="no_vlam">` + session + `</pre>`, ""},
		{"a tooltip", `<pre title="My first session">` + session + `</pre>`, ""},
		{"py_code", `<pre title="py_code">` + session + `</pre>`, "styled"},
		{"python_tutorial", `<pre title="python_tutorial">` + session + `</pre>`, "interpreter"},
		{"python_tutorial program", `<pre title="python_tutorial">` + program + `</pre>`, "styled"},
		{"isolated", `<pre title="interpreter isolated">` + session + `</pre>`, "isolated"},
		{"empty", `<pre title="interpreter"></pre>`, "interpreter"},
		{"xmp", `<xmp title="editor">x < 1</xmp>`, "editor"},
		{"conflict marker", `<pre>&gt;&gt;&gt;&gt;&gt;&gt;&gt; main</pre>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, out := render(t, "x.html", "", []byte("<p>a"+tt.in+"<p>b"), pages.Options{})
			again(t, "x.html", p, out, pages.Options{})
			got := ""
			if len(p.Elements) == 1 {
				got = p.Elements[0].Kind
			} else if strings.Contains(out, "cr-styled") {
				got = "styled"
			}
			if got != tt.want {
				t.Errorf("it is %q, want %q\n%s", got, tt.want, body(t, out))
			}
			if got != "" && strings.Contains(out, " title=") {
				t.Error("the title is still there")
			}
			if got == "" && strings.Contains(tt.in, "title=") && !strings.Contains(out, " title=") {
				t.Error("a block that is left alone lost its title")
			}
		})
	}
}

func TestLinks(t *testing.T) {
	remote := pages.Options{Origin: "https://docs.example.org", Root: "/t/remote/docs.example.org"}
	local := pages.Options{Root: "/t/folder"}
	tests := []struct {
		name, in, want string
		o              pages.Options
	}{
		{"relative", `<a href="b.md?x=1&y=ä#c d">`, "b.md?x=1&amp;y=ä#c d", pages.Options{}},
		{"place", `<a href="#top">`, "#top", remote},
		{"empty", `<a href="">`, "", remote},
		{"root", `<a href="/lib/x.html">`, "/lib/x.html", pages.Options{}},
		{"root of a folder", `<a href="/lib/x.html">`, "/t/folder/lib/x.html", local},
		{"root of a site", `<a href="/lib/x.html#a">`, "/t/remote/docs.example.org/lib/x.html#a", remote},
		{"same site", `<a href="https://docs.example.org/3/?q">`, "/t/remote/docs.example.org/3/?q", remote},
		{"same site bare", `<a href="https://docs.example.org">`, "/t/remote/docs.example.org/", remote},
		{"same site without scheme", `<a href="//docs.example.org/3">`, "/t/remote/docs.example.org/3", remote},
		{"a longer name", `<a href="https://docs.example.org.evil.example/">`, "https://docs.example.org.evil.example/", remote},
		{"another site", `<a href="https://python.org/">`, "https://python.org/", remote},
		{"base folder", `<base href="sub/"><a href="x.html">`, "sub/x.html", pages.Options{}},
		{"base file", `<base href="sub/a.html"><a href="x.html?q">`, "sub/x.html?q", pages.Options{}},
		{"base query", `<base href="sub/a.html"><a href="?q">`, "sub/a.html?q", pages.Options{}},
		{"base place", `<base href="sub/"><a href="#x">`, "#x", pages.Options{}},
		{"base of the site", `<base href="https://docs.example.org/3/lib/"><a href="../x.html">`, "/t/remote/docs.example.org/3/x.html", remote},
		{"base root", `<base href="/a/"><a href="x">`, "/t/folder/a/x", local},
		{"base after another", `<base target=x><base href="a/"><base href="b/"><a href="x">`, "a/x", pages.Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, out := render(t, "x.html", "", []byte(tt.in+"x</a>"), tt.o)
			again(t, "x.html", p, out, tt.o)
			want := `<a href="` + tt.want + `">x</a>`
			if !strings.Contains(body(t, out), want) {
				t.Errorf("want %s in %s", want, body(t, out))
			}
		})
	}
}

func TestNotices(t *testing.T) {
	md := "# a\n\n```python edtior\nx\n```\n\n<pre title='editor frob'>x</pre>\n\n```\nx\n```\n\n```python editor linenumber=x\nx\n```\n"
	p, _ := render(t, "x.md", "", []byte(md), pages.Options{})
	var got []int
	for _, n := range p.Notices {
		got = append(got, n.Line)
	}
	if len(got) != 3 || got[0] != 3 || got[1] != 7 || got[2] != 13 {
		t.Errorf("%v", p.Notices)
	}
	htm := "<html>\n<body>\n<pre>a</pre>\n\n<pre title='editor frob'>x</pre>\n<p>\n<pre\ntitle='editor linenumber=x'>"
	p, _ = render(t, "x.html", "", []byte(htm), pages.Options{})
	got = nil
	for _, n := range p.Notices {
		got = append(got, n.Line)
	}
	if len(got) != 2 || got[0] != 5 || got[1] != 7 {
		t.Errorf("%v", p.Notices)
	}
	p, _ = render(t, "x.md", "", []byte("---\ntitle: [\n---\n# a\n"), pages.Options{})
	if len(p.Notices) != 1 || p.Notices[0].Line != 1 {
		t.Errorf("front matter: %v", p.Notices)
	}
	// what would take the reader of TOML minutes
	for _, deep := range []string{strings.Repeat("a.", 50_000) + "a = 1", "a = " + strings.Repeat("{a=", 5000), "[" + strings.Repeat("'a' . ", 50_000) + "a]"} {
		p, _ = render(t, "x.md", "", []byte("+++\n"+deep+"\n+++\n# a\n"), pages.Options{})
		if len(p.Notices) != 1 || !strings.Contains(p.Notices[0].Text, "keys in keys") {
			t.Errorf("deep front matter: %v", p.Notices)
		}
	}
	p, _ = render(t, "x.md", "", []byte("+++\ntitle = 'T'\nparams.x = {a = 1}\n+++\n# a\n"), pages.Options{})
	if len(p.Notices) != 0 || p.Title != "T" {
		t.Errorf("front matter in TOML: %q %v", p.Title, p.Notices)
	}
}

func TestFrontMatter(t *testing.T) {
	const code = "\n```pycon\n>>> 1\n```\n\n```python editor\n1\n```\n"
	for name, in := range map[string]string{
		"yaml.md":   "---\ntitle: A week\nlang: de\npython: 3.10\nsession: all\n---\nText\n" + code,
		"toml.md":   "+++\ntitle = \"A week\"\nlang = \"de\"\npython = \"3.10\"\nsession = \"all\"\n+++\nText\n" + code,
		"meta.html": `<html lang=de><meta name="crunchy:title" content="A week"><meta name="crunchy:python" content="3.10"><meta name="Crunchy:Session" content=all><pre>&gt;&gt;&gt; 1</pre><pre title=editor>1</pre>`,
	} {
		p, out := render(t, name, "", []byte(in), pages.Options{})
		again(t, name, p, out, pages.Options{})
		if p.Title != "A week" || p.Lang != "de" || len(p.Elements) != 2 {
			t.Fatalf("%s: %q %q %d elements %v", name, p.Title, p.Lang, len(p.Elements), p.Notices)
		}
		i, e := p.Elements[0], p.Elements[1]
		if i.Python != "3.10" || e.Python != "3.10" || i.Session != ioelement.SharedSession || e.Session != "all" {
			t.Errorf("%s: %+v %+v", name, i, e)
		}
		if !strings.Contains(out, `<html lang="de"`) {
			t.Errorf("%s: no lang", name)
		}
	}
}

func TestNonce(t *testing.T) {
	p, _ := render(t, "x.md", "", []byte("# a"), pages.Options{})
	var b strings.Builder
	if err := p.WriteHTML(&b, `a"><b>`); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<b>") && !strings.Contains(b.String(), "a&#34;&gt;&lt;b&gt;") || strings.Contains(b.String(), "\x00") {
		t.Error("the nonce is written as it is")
	}
	if err := p.WriteHTML(failing{}, "x"); err == nil {
		t.Error("the writer's error is lost")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestIndex(t *testing.T) {
	file := &fstest.MapFile{}
	fsys := fstest.MapFS{
		"a/README.md": file, "a/x.md": file,
		"b/Index.HTML": file, "b/index.md": file,
		"c/x.md":             file,
		"d/index.html/x.txt": file, "d/readme.md": file,
	}
	for dir, want := range map[string]string{"a": "README.md", "b": "Index.HTML", "c": "", "d": "readme.md", "nowhere": ""} {
		name, ok := pages.Index(fsys, dir)
		if name != want || ok != (want != "") {
			t.Errorf("%s: %q %v", dir, name, ok)
		}
	}
}

func TestOwnPages(t *testing.T) {
	o := pages.Options{Assets: "/static/1a2b"}
	list, err := pages.List("First steps <b>", []pages.Entry{
		{Title: "A & B", Href: "a.md", Text: "What a list is."}, {Title: "more", Href: "more/", Dir: true},
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	empty, err := pages.List("Nothing", nil, o)
	if err != nil {
		t.Fatal(err)
	}
	searched := o
	searched.Search, searched.Home = "course/", "/home"
	course, err := pages.List("A course", []pages.Entry{
		{Title: "One", Href: "1.md", Number: 1, Done: 2, Of: 2}, {Title: "Two", Href: "2.md", Text: "The second.", Number: 2, Of: 5},
	}, searched)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*pages.Page{
		"course": course, "list": list, "empty": empty, "error": pages.Error(404, "The folder has no page of that name <x>.", o), "teapot": pages.Error(418, "No coffee.", o),
	} {
		out := write(t, p)
		checkSafe(t, name, out)
		checkStructure(t, out)
		golden(t, "testdata/"+name+".golden", out)
	}
}
