package pages_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/ioelement"
	"crunchy/pages"
)

// notices are the texts of a page's notices, one after the other.
func notices(p *pages.Page) string {
	var all []string
	for _, n := range p.Notices {
		all = append(all, n.Text)
	}
	return strings.Join(all, "\n")
}

// TestTemplates puts a page into templates that cannot be used, which leaves it as it is.
func TestTemplates(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	file := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	place := `<div id="a">old</div>FRAME`
	file("good.html", place)
	file("sub/good.htm", place)
	file(".hidden.html", place)
	file("plain.txt", place)
	file("huge.html", place+strings.Repeat("x", 2<<20))
	file("no-place.html", "FRAME")
	file("a.html", `<meta title="template b.html">`+place)
	file("b.html", `<meta title="template a.html">`+place)
	file("self.html", `<meta title="template self.html">`+place)
	for i := range 12 {
		file(fmt.Sprintf("deep%d.html", i), fmt.Sprintf(`<meta title="template deep%d.html"><div id="a">%d</div>`, i+1, i))
	}
	file("deep12.html", place)
	file("binary.html", "\x00\xff\xfe"+place)
	file("folder.html/x.html", place)
	if err := os.WriteFile(filepath.Join(outside, "secret.html"), []byte(place+"SECRET"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret.html"), filepath.Join(dir, "planted.html")); err != nil {
		lacks(t, "no links can be made here: "+err.Error())
	}
	if err := os.Symlink(outside, filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, framed := range map[string]bool{
		"good.html": true, "sub/good.htm": true, "./good.html": true, "'good.html'": true, "sub/../good.html": true, "a.html": true, "self.html": true, "deep0.html": true, "deep5.html": true,
		".hidden.html": false, "plain.txt": false, "huge.html": false, "no-place.html": false, "folder.html": false,
		"planted.html": false, "out/secret.html": false, "../x.html": false, "missing.html": false,
		filepath.Join(outside, "secret.html"): false, "sub/../../x.html": false, "": false, "/": false, `sub\good.htm`: false, "file:///etc/passwd.html": false,
	} {
		page := `<title>Mine</title><meta title="template ` + name + `"><div id="a"><b>new</b></div>`
		p, out := render(t, "x.html", "", []byte(page), pages.Options{Files: root.FS()})
		again(t, "x.html", p, out, pages.Options{Files: root.FS()})
		if !strings.Contains(out, "<b>new</b>") || p.Title != "Mine" || strings.Contains(out, "SECRET") {
			t.Errorf("%s: %s", name, body(t, out))
		}
		nested := strings.HasPrefix(name, "deep") || name == "a.html" || name == "self.html"
		switch {
		case framed && !nested && notices(p) != "", !framed && name != "" && notices(p) == "":
			t.Errorf("%s: notices %q", name, notices(p))
		case strings.Contains(out, "FRAME") != framed && !nested:
			t.Errorf("%s: framed is not %v: %s", name, framed, body(t, out))
		}
	}
	p, _ := render(t, "x.html", "", []byte(`<meta title="template good.html"><div id="a">x</div><div id="b">y</div>`), pages.Options{})
	if !strings.Contains(notices(p), "good.html") {
		t.Errorf("a page without a folder has no notice: %q", notices(p))
	}
}

func TestPythonImport(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"shapes.py", "tools/maths.py", "tools/pkg/__init__.py", "tools/pkg/deep/more.py", "tools/pkg/data.txt", "tools/pkg/.secret.py", "random.py", "other/shapes.py", ".git/config.py", "nopkg/x.py"} {
		files[name] = &fstest.MapFile{Data: []byte("# " + name)}
	}
	files["huge.py"] = &fstest.MapFile{Data: make([]byte, 2<<20)}
	for _, tt := range []struct{ name, want, notice string }{
		{"shapes", "shapes.py", ""},
		{"shapes.py", "shapes.py", ""},
		{"tools/maths", "maths.py", ""},
		{"./tools/pkg", "pkg/__init__.py pkg/deep/more.py", ""},
		{"random", "random.py", "hides"},
		{"../shapes", "", "folder of the page"},
		{"/etc/shapes", "", "folder of the page"},
		{".git/config", "", "folder of the page"},
		{"missing", "", "no such file"},
		{"nopkg", "", "no such file"},
		{"a b", "", "no name"},
		{"", "", "no name"},
	} {
		p, _ := render(t, "x.html", "", []byte(`<meta title="python_import" name="`+tt.name+`"><p>x`), pages.Options{Files: files})
		all, err := pages.Modules(files, p.Imports)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(slices.Sorted(maps.Keys(all)), " "); got != tt.want {
			t.Errorf("%q imports %q, want %q", tt.name, got, tt.want)
		}
		if got := notices(p); !strings.Contains(got, tt.notice) || (tt.notice == "") != (got == "") {
			t.Errorf("%q: %q", tt.name, got)
		}
	}
	p, _ := render(t, "x.md", "", []byte("---\npython_import: [shapes, other/shapes]\n---\n# a\n"), pages.Options{Files: files})
	if len(p.Imports) != 1 || !strings.Contains(notices(p), "another module") {
		t.Errorf("%v %s", p.Imports, notices(p))
	}
	if p, _ := render(t, "x.md", "", []byte("---\npython_import: tools/maths\n---\n# a\n"), pages.Options{Files: files}); len(p.Imports) != 1 {
		t.Errorf("%v %s", p.Imports, notices(p))
	}
	if _, err := pages.Modules(files, []string{"huge.py"}); err == nil {
		t.Error("a huge module is taken")
	}
	many := fstest.MapFS{}
	for i := range 1000 {
		many[fmt.Sprintf("pkg/m%d.py", i)] = &fstest.MapFile{}
	}
	if _, err := pages.Modules(many, []string{"pkg"}); err == nil {
		t.Error("a huge package is taken")
	}
	var _ fs.FS = many
}

// TestRest renders what docutils might make of a page.
func TestRest(t *testing.T) {
	o := pages.Options{Assets: "/static/1a2b", Rest: func(source string) (pages.Rest, error) {
		return pages.Rest{
			Body: "<h1 class=\"title\">T</h1><script>x</script><pre data-crunchy-line=\"3+2\" data-crunchy=\"editor frob\"><code>" + source + "</code></pre>\x00",
		}, nil
	}}
	p, out := render(t, "x.rst", "", []byte("print(1)"), o)
	checkSafe(t, "x.rst", out)
	if len(p.Elements) != 1 || p.Elements[0].Source != "print(1)" || p.Passing || len(p.Notices) != 1 || p.Notices[0].Line != 3 {
		t.Errorf("%+v", p)
	}
	o.Rest = func(string) (pages.Rest, error) { return pages.Rest{}, &pages.RestMissing{Install: "py -m pip <x>"} }
	if _, out := render(t, "x.rst", "", []byte(".. Crunchy :: check hidden\n\n   secret\n"), o); strings.Contains(out, "secret") {
		t.Errorf("a test is shown: %s", out)
	}
	p, out = render(t, "x.rst", "", []byte("Title\n=====\n\n.. crunchy:: check hidden\n\n   secret\n"), o)
	if !p.Passing || p.Title != "Title" || !strings.Contains(out, "<code>py -m pip &lt;x&gt;</code>") || strings.Contains(out, "secret") || !strings.Contains(notices(p), "py -m pip <x>") {
		t.Errorf("%s", body(t, out))
	}
}

// TestUnmarked gives blocks without a title what their reader wants.
func TestUnmarked(t *testing.T) {
	const in = `<pre>&gt;&gt;&gt; 1` + "\n1\n" + `</pre><pre class="language-python">x = 1</pre><pre>text</pre><pre title="editor">y = 1</pre><pre title="no_vlam">&gt;&gt;&gt; 1</pre>`
	for rules, want := range map[string]string{
		"": "interpreter editor", "no_markup = editor": "editor editor editor", "no_markup = none": "editor", "no_markup = interpreter linenumber": "interpreter interpreter editor",
		"interpreter = parrot": "parrot editor",
	} {
		r, errs := ioelement.ParseRules(rules, ioelement.Default())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		o := pages.Options{Rules: r}
		p, out := render(t, "x.html", "", []byte(in), o)
		again(t, "x.html", p, out, o)
		var kinds []string
		for _, e := range p.Elements {
			kinds = append(kinds, e.Kind)
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%q: %q, want %q", rules, got, want)
		}
	}
}

func FuzzProgram(f *testing.F) {
	for _, s := range []string{"\"\"\"One line.\"\"\"\n", "# a\n\n'''T\n\n  two\n\tthree\n'''", "r\"\"\"", "x = '''no'''", "Title\n=====\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, name := range []string{"week.py", "a b.py", "week.rst"} {
			p, out := render(t, name, "", []byte(source), pages.Options{Assets: "/static/1a2b"})
			checkSafe(t, name, out)
			if strings.HasSuffix(name, ".py") && (len(p.Elements) != 1 || p.Title == "") {
				t.Fatalf("%q: %+v", source, p)
			}
		}
	})
}
