package pages_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"crunchy/pages"
)

const shortLesson = "# T\n\n## A\n\n```python editor name=x\n1\n```\n"

// TestLanguageOfTheInterface goes by the page, then by the reader, unless it is
// fixed; the page's own language stays what it is.
func TestLanguageOfTheInterface(t *testing.T) {
	for _, tt := range []struct {
		lang, reader string
		fixed        bool
		page, ui     string
	}{
		{"", "", false, "en", "en"},
		{"", "de", false, "en", "de"},
		{"en", "de", false, "en", "en"},
		{"en-GB", "de", false, "en-GB", "en"},
		{"de", "", false, "de", "de"},
		{"de-AT", "en", false, "de-AT", "de"},
		{"fr", "de", false, "fr", "de"},
		{"fr", "", false, "fr", "en"},
		{"de", "en", true, "de", "en"},
		{"en", "de", true, "en", "de"},
		{"", "xx", false, "en", "en"},
	} {
		source := shortLesson
		if tt.lang != "" {
			source = "---\nlang: " + tt.lang + "\n---\n" + source
		}
		o := options()
		o.Language, o.FixedLanguage = tt.reader, tt.fixed
		_, out := render(t, "x.md", "", []byte(source), o)
		checkStructure(t, out)
		if !strings.Contains(out, `<html lang="`+tt.page+`"`) {
			t.Errorf("%+v: the language of the page is not kept", tt)
		}
		run := map[string]string{"en": "<span>Run</span>", "de": "<span>Starten</span>"}[tt.ui]
		if !strings.Contains(out, run) {
			t.Errorf("%+v: it lacks %s", tt, run)
		}
		differs := !strings.HasPrefix(tt.page, tt.ui)
		each(parseHTML(t, out), func(n *html.Node) {
			switch {
			case hasClass(n, "cr-top"), hasClass(n, "cr-skip"), hasClass(n, "cr-cell"), hasClass(n, "cr-pager"):
				if got := attr(n, "lang"); (got == tt.ui) != differs || !differs && got != "" {
					t.Errorf("%+v: %s is said to be in %q", tt, attr(n, "class"), got)
				}
			case n.Data == "pre" && hasClass(n, "cr-code"), n.Data == "ol" && hasClass(n.Parent, "cr-toc"):
				if got := attr(n, "lang"); (got == tt.page) != differs {
					t.Errorf("%+v: what the author wrote is said to be in %q", tt, got)
				}
			}
		})
	}
}

// TestLanguageOfTheFolder is that of a page which says nothing of its own.
func TestLanguageOfTheFolder(t *testing.T) {
	for name, source := range map[string]string{
		"x.md":    shortLesson,
		"x.html":  "<title>T</title><h1>T</h1><pre title=editor>1</pre>",
		"x.ipynb": `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","source":"1","metadata":{},"outputs":[]}]}`,
	} {
		o := options()
		o.Language, o.Lang = "en", "de"
		p, out := render(t, name, "", []byte(source), o)
		if p.Lang != "de" || !strings.Contains(out, `<html lang="de"`) || !strings.Contains(out, "<span>Starten</span>") {
			t.Errorf("%s is in %q", name, p.Lang)
		}
	}
	o := options()
	o.Lang = "de"
	if p, out := render(t, "x.md", "", []byte("---\nlang: en\n---\n"+shortLesson), o); p.Lang != "en" || !strings.Contains(out, "<span>Run</span>") {
		t.Errorf("a page that says its own is in %q", p.Lang)
	}
}

func TestOwnPagesInGerman(t *testing.T) {
	now := time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC)
	o := pages.Options{Assets: "/static/1a2b", Language: "de", Search: "x"}
	home := write(t, pages.HomePage(pages.Home{Now: now,
		Courses: []pages.Course{{Title: "First steps", Entries: []pages.Entry{{Title: "Hello", Number: 1, Done: 2, Of: 5}, {Title: "Hallo", Lang: "de", Number: 2, Of: 4}}}},
		Recent:  []pages.Recent{{Title: "Names", Href: "/t/2.md", When: now.AddDate(0, -1, 0)}},
	}, o))
	list, err := pages.List("Leer", nil, o)
	if err != nil {
		t.Fatal(err)
	}
	missing := write(t, pages.Error(404, "x", o))
	for _, tt := range []struct{ page, want string }{
		{home, `<html lang="de"`}, {home, "Lerne Python, indem du es benutzt"}, {home, "2 von 5 geschafft"}, {home, "noch nicht begonnen"}, {home, "12. Februar"},
		{home, `<h2 lang="en">First steps</h2>`}, {home, `<b lang="en">Hello</b>`}, {home, "<b>Hallo</b>"}, {home, "Mach dort weiter, wo du warst"}, {home, `data-crunchy-language="de"`},
		{write(t, list), "In diesem Ordner ist keine Lektion"},
		{missing, "Diese Seite gibt es nicht"}, {missing, "Zur Startseite"},
	} {
		checkStructure(t, tt.page)
		if !strings.Contains(tt.page, tt.want) {
			t.Errorf("it lacks %s in %s", tt.want, tt.page)
		}
	}
}
