package pages_test

import (
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"crunchy/pages"
)

// TestBombs renders pages that were made to be slow or deep. They are up to
// 2 MB, an eighth of that with the race detector. They take seconds; without
// bounds some take hours.
func TestBombs(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(64 << 20))
	deep, scale := 100_000, 1
	if raceDetector {
		deep, scale = deep/8, 8
	}
	many := func(unit string, size int) string { return strings.Repeat(unit, size/scale/len(unit)) }
	attributes := func(n int) string {
		var b strings.Builder
		b.WriteString("<p")
		for i := range n {
			fmt.Fprintf(&b, " a%d=1 data-x%d=1", i, i)
		}
		return b.String() + ">x"
	}
	fonts := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<font size=%d>", i)
		}
		return b.String()
	}
	tests := []struct{ name, in string }{
		{"div", strings.Repeat("<div>", deep) + "text" + strings.Repeat("</div>", deep)},
		{"div and p", strings.Repeat("<div><p>", deep) + "text"},
		{"b", strings.Repeat("<b>", deep) + "text"},
		{"font", fonts(deep) + "text"},
		{"fonts reopened", fonts(400) + many("<p>x", 2<<20)},
		{"links in tables", many("<table><a href=x>", 1<<20)},
		{"tables", strings.Repeat("<table><tr><td>", deep/2) + "text"},
		{"lists", strings.Repeat("<ul><li>", deep) + "text"},
		{"svg", strings.Repeat("<svg><g>", deep) + "text"},
		{"math", strings.Repeat("<math><mi>", deep) + "text"},
		{"select", strings.Repeat("<select><option>", deep) + "text"},
		{"template", strings.Repeat("<template>", deep) + "text"},
		{"pre", strings.Repeat("<pre title=editor>", deep) + "text"},
		{"sections", strings.Repeat(`<section class="cr-cell" data-crunchy="editor"><pre class="cr-code">`, deep/5) + "text"},
		{"blockquotes", strings.Repeat("<blockquote>", deep) + "text"},
		{"ends", many("</div>", 1<<20)},
		{"adoption", many("<b><i></b>", 1<<20)},
		{"attributes", attributes(20_000)},
		{"comments", many("<!-- - -", 1<<20)},
		{"open tags", many("<a", 1<<20)},
		{"less than", many("<", 1<<20)},
		{"entities", many("&amp", 1<<20)},
		{"quotes", "<p title=\"" + many("&quot;", 1<<20)},
		{"one pre", "<pre>&gt;&gt;&gt; (\n" + many("x\n", 2<<20) + "</pre>"},
		{"one long line", "<pre>&gt;&gt;&gt; " + many("f'{x}'", 2<<20) + "</pre>"},
		{"css", "<style>" + many("a{b:url(", 1<<20) + "</style>"},
		{"css escapes", "<style>" + many(`\61 `, 1<<20) + "</style>"},
		{"css imports", "<style>" + many("@import 'a", 1<<20) + "</style>"},
		{"srcset", "<img srcset='" + many("a.png 1x, ", 1<<20) + "'>"},
		{"ids", many("<p id=a name=b>", 1<<20)},
		{"brackets in markdown", many("[", 100<<10)},
		{"links in markdown", many("[a](", 2<<20)},
		{"pictures in markdown", many("![a](b \"", 1<<20)},
		{"links in paragraphs in markdown", many(many("[a](", 8000)+"\n\n", 1<<20)},
		{"stars in markdown", many("*a **b ", 200<<10)},
		{"quotes in markdown", many(">", 1<<20)},
		{"lines of quotes in markdown", many(strings.Repeat("> ", 500)+"a\n", 200<<10)},
		{"lists in markdown", many("* ", 1<<20)},
		{"lists with text in markdown", many("- ", 1<<20) + "text"},
		{"ordered lists in markdown", many("1. ", 1<<20) + "text"},
		{"footnotes in markdown", many("[^a]: x\n\n", 200<<10) + many("[^a]", 100<<10)},
		{"raw HTML in markdown", many("<a b='", 100<<10)},
		{"underlines in markdown", many("_a __b ", 200<<10)},
		{"references in markdown", many("[a]: b\n", 200<<10) + many("[a]", 100<<10)},
		{"backquotes in markdown", many("`a``b", 200<<10)},
		{"headings in markdown", many("# a\n", 200<<10)},
		{"tables in markdown", many("|a", 50<<10) + "\n" + many("|-", 50<<10) + "\n" + many("|b", 50<<10)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name := "x.html"
			if strings.Contains(tt.name, "markdown") {
				name = "x.md"
			}
			start := time.Now()
			p, out := render(t, name, "", []byte(tt.in), pages.Options{})
			took := time.Since(start)
			if took > 5*time.Minute {
				t.Errorf("%d bytes took %v", len(tt.in), took)
			}
			if strings.HasSuffix(tt.in, "text") && !strings.Contains(out, "text") && tt.name != "template" && tt.name != "select" {
				t.Error("the text is lost")
			}
			t.Logf("%d bytes in, %d out, %v", len(tt.in), len(out), took.Round(time.Millisecond))
			if len(out) > 40*len(tt.in)+1<<20 {
				t.Errorf("%d bytes became %d", len(tt.in), len(out))
			}
			again(t, "x.html", p, out, pages.Options{})
		})
	}
}

func TestManyElements(t *testing.T) {
	in := strings.Repeat("<pre>&gt;&gt;&gt; 1</pre>\n", 10_005)
	p, out := render(t, "x.html", "", []byte(in), pages.Options{})
	if len(p.Elements) != 9999 || p.Elements[9998].Number != "9999" {
		t.Errorf("%d elements", len(p.Elements))
	}
	if n := strings.Count(out, "<pre>&gt;&gt;&gt; 1</pre>"); n != 6 {
		t.Errorf("%d blocks stayed as they were", n)
	}
	if len(p.Notices) != 1 || !strings.Contains(p.Notices[0].Text, "9999") || p.Notices[0].Line != 10_000 {
		t.Errorf("%v", p.Notices)
	}
	again(t, "x.html", p, out, pages.Options{})
}
