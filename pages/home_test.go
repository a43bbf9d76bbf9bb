package pages_test

import (
	"strings"
	"testing"
	"time"

	"crunchy/pages"
)

func TestHomePage(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	o := pages.Options{Assets: "/static/1a2b", Home: "/home", Search: "~lessons"}
	full := pages.Home{
		Courses: []pages.Course{{Title: "First steps", Entries: []pages.Entry{
			{Title: "Hello", Href: "/t/1.md", Number: 1, Done: 5, Of: 5, Text: "A first talk."},
			{Title: "Names", Href: "/t/2.md", Number: 2, Done: 3, Of: 5},
			{Title: "Deciding", Href: "/t/3.md", Number: 3, Of: 4},
		}}},
		Recent: []pages.Recent{
			{Title: "Names", Href: "/t/2.md", When: now.Add(-time.Hour)},
			{Title: "Week <b>", Target: "/home/ada/week.md", When: now.Add(-20 * time.Hour)},
			{Title: "Old", Href: "/t/o.md", When: now.AddDate(0, -1, 0)},
			{Title: "Older", Href: "/t/p.md", When: now.AddDate(-1, 0, 0)},
		},
		Reading: []pages.Entry{{Title: "Using Crunchy", Href: "/t/using.md", Text: "What one can do."}},
		Now:     now,
	}
	out := write(t, pages.HomePage(full, o))
	checkStructure(t, out)
	golden(t, "testdata/home.golden", out)
	for _, want := range []string{"Go on where you were", "all done", "3 of 5 done", "not begun", "today, 08:30", "yesterday, 13:30", ">2 February<", ">2 March 2025<", `data-target="/home/ada/week.md"`} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	bare := write(t, pages.HomePage(pages.Home{Now: now}, o))
	checkStructure(t, bare)
	if !strings.Contains(bare, "Nothing opened yet") {
		t.Error("an empty home page does not say so")
	}
	full.Courses[0].Entries[1].Done = 0
	if out := write(t, pages.HomePage(full, o)); !strings.Contains(out, "Go on with the next lesson") {
		t.Error("the next lesson is not offered")
	}
	full.Courses[0].Entries[0].Done = 0
	if out := write(t, pages.HomePage(full, o)); !strings.Contains(out, "Begin with the first lesson") {
		t.Error("the first lesson is not offered")
	}
}

func TestSummary(t *testing.T) {
	for in, want := range map[string]string{
		"# A\n\nOne *sentence* here. And another.":                  "One sentence here.",
		"---\ndescription: What the author says.\n---\n# A\n\nB.":   "What the author says.",
		"# A\n\n> quoted\n\nText!":                                  "Text!",
		"# A\n\nUse e.g. this one. Then":                            "Use e.g. this one.",
		"# A\n\nPython 3.12 is out. Yes":                            "Python 3.12 is out.",
		"# A":                                                       "",
		"# A\n\n" + strings.Repeat("word ", 60):                     strings.Repeat("word ", 31) + "word …",
		"# A\n\n\"Really?\" he said. More":                          "\"Really?\" he said.",
		"# 一\n\n第一句。第二句。":                                           "第一句。",
		"# A\n\n<p><img src=x.png></p>\n\nAfter the picture, text.": "After the picture, text.",
	} {
		if p, _ := render(t, "x.md", "", []byte(in), pages.Options{}); p.Summary != want {
			t.Errorf("%.50q: %q, want %q", in, p.Summary, want)
		}
	}
}

func TestContents(t *testing.T) {
	const cell = "\n```python editor\n1\n```\n"
	short := "# T\n\n## A\n" + cell + "\n### A1\n" + cell + "\n## B\n\ntext\n"
	_, out := render(t, "x.md", "", []byte(short), pages.Options{})
	for _, want := range []string{
		`<li><a href="#a"><span class="cr-dot"><svg`, `<ol><li><a href="#a1"><span>A1</span></a></li></ol>`, `<li class="cr-only-text"><a href="#b"><span class="cr-dot"></span><span>B</span>`,
		`aria-valuemax="2"`, `<span class="cr-count">`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	if strings.Contains(out, "cr-long") || strings.Contains(out, "cr-fill") {
		t.Error("a short list is called long")
	}
	_, out = render(t, "x.md", "", []byte("# T\n"+strings.Repeat("\n## A\n\n### B\n"+cell, 13)), pages.Options{})
	if !strings.Contains(out, "cr-toc cr-long") || !strings.Contains(out, "cr-steps cr-fill") {
		t.Error("a long list is not called so")
	}
	_, out = render(t, "x.md", "", []byte("# T\n\n## Only text\n"), pages.Options{})
	if strings.Contains(out, "cr-dot") || strings.Contains(out, "cr-progress") {
		t.Error("a page where nothing can be done counts what is done")
	}
}
