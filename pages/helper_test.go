package pages_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
	"crunchy/pages"
)

var update = flag.Bool("update", false, "write the golden files")

// options are those of a lesson among others.
func options() pages.Options {
	return pages.Options{
		Tutorial: "first/week.md", Assets: "/static/1a2b", Course: "First steps in Python", User: "Ada", Version: "1.2",
		Prev: &pages.Link{Title: "Making decisions", Href: "decisions.md"},
		Next: &pages.Link{Title: "Words and counts", Href: "words.md"},
	}
}

func render(t testing.TB, name, contentType string, data []byte, o pages.Options) (*pages.Page, string) {
	t.Helper()
	p, err := pages.Render(pages.Source{Name: name, ContentType: contentType, Data: data}, o)
	if err != nil {
		t.Fatal(err)
	}
	return p, write(t, p)
}

func write(t testing.TB, p *pages.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.WriteHTML(&b, "NONCE"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// again checks that rendering a page that was rendered changes nothing.
func again(t testing.TB, name string, first *pages.Page, out string, o pages.Options) {
	t.Helper()
	second, twice := render(t, name, "text/html; charset=utf-8", []byte(out), o)
	if twice != out {
		i := 0
		for i < len(out) && i < len(twice) && out[i] == twice[i] {
			i++
		}
		from := max(0, i-120)
		t.Fatalf("rendered again it differs at %d\n first: %q\n then:  %q", i, out[from:min(len(out), i+120)], twice[from:min(len(twice), i+120)])
	}
	if len(second.Elements) != len(first.Elements) {
		t.Fatalf("%d elements, then %d", len(first.Elements), len(second.Elements))
	}
	for i, e := range first.Elements {
		if s := second.Elements[i]; s.Source != e.Source || s.Kind != e.Kind || s.Session != e.Session || s.Python != e.Python || s.File != e.File || s.Key != e.Key || s.WorkFile != e.WorkFile {
			t.Fatalf("element %d\n first: %+v\n then:  %+v", i, e, s)
		}
		if s, f := shownOf(second.Elements[i]), shownOf(e); s != f {
			t.Fatalf("exercise %d\n first: %s\n then:  %s", i, f, s)
		}
	}
}

// shownOf is what a page that is read again still has of an exercise.
func shownOf(e ioelement.Element) string {
	if e.Exercise == nil {
		return ""
	}
	x := *e.Exercise
	x.Setup, x.Solution, x.Tests = "", "", slices.Clone(x.Tests) // some of it may be hidden
	for i := range x.Tests {
		if x.Tests[i].Hidden {
			x.Tests[i].Source = ""
		}
	}
	return fmt.Sprintf("%d gaps %+v", e.Gaps, x)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s (run with -update if that is meant):\n%s", file, got)
	}
}

func parseHTML(t testing.TB, s string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// each calls f with every element.
func each(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for _, c := range strings.Fields(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}

// body returns what an HTML page has in its body, without what we add.
func body(t testing.TB, out string) string {
	t.Helper()
	_, rest, ok := strings.Cut(out, "</symbol></svg>")
	if !ok {
		t.Fatalf("no sprite in %s", out)
	}
	rest, _, _ = strings.Cut(rest, "</body>")
	return strings.TrimSpace(rest)
}
