package pages_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crunchy/pages"
)

var lineMark = regexp.MustCompile(`<([a-z0-9]+)[^>]* data-crunchy-line="([^"]*)"`)

// TestLinesForTheAuthor: the page of whoever writes the lesson says where its blocks
// stand in the file, and nobody else's does; it is the same version for both.
func TestLinesForTheAuthor(t *testing.T) {
	const forged = `<p data-crunchy-line="99">`
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"a.md": {"---\ntitle: T\n---\n\n# A\n\ntext\n\n- one\n- two\n\n" + fence("editor", "1") + "\n" + fence("check name=x hidden", "1") + "\n|a|\n|-|\n|b|\n\n" + forged + "x</p>\n\n> said\n",
			[]string{"h1 5", "p 7", "ul 9", "section 12", "pre 17", "table 22", "p 26", "blockquote 28", "p 28"}},
		"a.html": {"<title>T</title>\n<h1>A</h1>\n<div>\n" + forged + "x</p>\n<pre title=editor>\n1</pre>\n</div>\n<span data-crunchy-line=3>y</span>\n",
			[]string{"h1 2", "p 4", "section 5"}},
	} {
		o := pages.Options{Author: true, Margin: true, Salt: "s"}
		p, out := render(t, name, "", []byte(c.source), o)
		var got []string
		for _, m := range lineMark.FindAllStringSubmatch(out, -1) {
			got = append(got, m[1]+" "+m[2])
		}
		if !slices.Equal(got, c.want) || !strings.Contains(out, "data-crunchy-margin") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		for _, o := range []pages.Options{{Author: true, Salt: "s"}, {Author: true, Salt: "s", Trust: pages.Strict}, {Salt: "s"}} {
			q, out := render(t, name, "", []byte(c.source), o)
			if strings.Contains(out, "data-crunchy-line") || strings.Contains(out, "data-crunchy-margin") {
				t.Errorf("%s for others: %s", name, out)
			}
			if o.Author && o.Trust == "" && q.Version != p.Version {
				t.Errorf("%s is another version for its author", name)
			}
		}
	}
}

// FuzzAuthor: whatever a lesson is, its author's page has the elements that readers
// get, is as safe, and says only lines that there are.
func FuzzAuthor(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in string) {
		for _, name := range []string{"x.md", "x.html"} {
			p, _ := render(t, name, "", []byte(in), pages.Options{Assets: "/static/1a2b"})
			q, out := render(t, name, "", []byte(in), pages.Options{Assets: "/static/1a2b", Author: true, Margin: true, Key: true})
			checkSafe(t, "fuzz", out)
			if len(p.Elements) != len(q.Elements) {
				t.Fatalf("%s has %d elements, and %d for its author", name, len(p.Elements), len(q.Elements))
			}
			most := 1 + strings.Count(in, "\n") + strings.Count(in, "\r")
			for _, m := range lineMark.FindAllStringSubmatch(out, -1) {
				if n, err := strconv.Atoi(m[2]); err != nil || n < 1 || n > most {
					t.Fatalf("%s: the line %q of %d", name, m[2], most)
				}
			}
		}
	})
}
