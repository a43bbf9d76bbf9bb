package pages_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

// TestVersion: a page's version changes with all that its reader sees or is
// checked against, and with nothing else.
func TestVersion(t *testing.T) {
	const lesson = "# A\n\nText.\n\n```python editor name=a\nx = 1\n```\n\n```python check name=a hidden\nassert x == 2\n```\n\n```python getpythonsource m.f\n```\n"
	found := "def f(): pass"
	plain := pages.Options{Salt: "s", Tutorial: "a.md", Excerpt: func(string, string) ioelement.Excerpt { return ioelement.Excerpt{Text: found, Line: 1} }}
	version := func(lesson string, change ...func(*pages.Options)) string {
		t.Helper()
		o := plain
		for _, f := range change {
			f(&o)
		}
		p, out := render(t, "a.md", "", []byte(lesson), o)
		if want := `<meta name="crunchy:version" content="` + p.Version + `"`; p.Version != "" && strings.Count(out, want) != 1 {
			t.Errorf("the page does not say its version %s once", p.Version)
		}
		if p.Version == "" && strings.Contains(out, "crunchy:version") {
			t.Error("a page without a version says one")
		}
		return p.Version
	}
	first := version(lesson)
	if first == "" || version(lesson) != first {
		t.Fatalf("the same page has the versions %q and %q", first, version(lesson))
	}
	for what, change := range map[string]func(*pages.Options){
		"language":   func(o *pages.Options) { o.Language = "de" },
		"theme":      func(o *pages.Options) { o.Theme = "dark" },
		"neighbours": func(o *pages.Options) { o.Next = &pages.Link{Title: "B", Href: "b.md"} },
		"time":       func(o *pages.Options) { o.Now = time.Unix(1e9, 0) },
		"sources":    func(o *pages.Options) { o.Files = fstest.MapFS{} },
	} {
		if version(lesson, change) != first {
			t.Errorf("another version for another %s", what)
		}
	}
	if version(lesson, func(o *pages.Options) { o.Salt = "" }) != "" {
		t.Error("a version without a salt")
	}
	seen := map[string]string{first: "nothing"}
	for what, other := range map[string]string{
		"text":          strings.Replace(lesson, "Text.", "Texts.", 1),
		"code":          strings.Replace(lesson, "x = 1", "x = 3", 1),
		"a hidden test": strings.Replace(lesson, "x == 2", "x == 4", 1),
		"an option":     strings.Replace(lesson, "editor name=a", "editor name=a linenumber", 1),
		"the title":     "---\ntitle: Z\n---\n" + lesson,
		"a block more":  lesson + "\n```python editor\n```\n",
	} {
		v := version(other)
		if seen[v] != "" {
			t.Errorf("%s and %s have the same version", what, seen[v])
		}
		seen[v] = what
	}
	if version(lesson, func(o *pages.Options) { o.Salt = "t" }) == first {
		t.Error("the salt does not count")
	}
	found = "def f(): return 1"
	if version(lesson) == first {
		t.Error("what is shown of a module does not count")
	}
	p, out := render(t, "a.html", "", []byte(`<meta name="crunchy:version" content="mine"><pre title="editor">1</pre>`), plain)
	if p.Version == "" || strings.Contains(out, "mine") {
		t.Errorf("an author gives a version: %s", out)
	}
}
