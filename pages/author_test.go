package pages_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"crunchy/pages"
)

// What an author wrote is found again on its line.
func TestSources(t *testing.T) {
	tests := []struct{ name, in, blocks, links string }{
		{"x.md", `---
title: x
---
# A [b](c.md)

Text and
a [link](d.md#e) and <a
href="f.md">one</a>, ![p](g.png).

- item

  ~~~python editor name=a
  1
  ~~~

      >>> 2
      2

<p>
<pre title="interpreter">
>>> 3
</pre>

<pre title="check name=a">assert 4</pre>

[j]: h.md

> See [the *long*
> one][j].
`, "12 13 editor 0001, 16 16 python_tutorial 0002, 20 21 interpreter 0003, 24 24 check for 0001", "c.md 4, d.md#e 7, f.md 7, g.png 8, h.md 28"},
		{"x.html", `<!-- <pre> <a href="no"> --><html>
<pre
title="editor">

x
</pre><p><a href='b.html' id=z><img
src=c.png></a>
<script>"<pre>"</script><pre>>>> 1</pre><code><pre>text</pre>
<img src="data:,">
`, "2 4 editor 0001, 8 8 python_tutorial 0002, 8 8 ", "b.html 6, c.png 6, data:, 9"},
		{"x.html", "<base href=\"a/\">\n<a href=x>\n<a href='#y'>", "", "a/x 2, #y 3"},
	}
	for _, tt := range tests {
		p, out := render(t, tt.name, "", []byte(tt.in), pages.Options{Sources: true})
		var blocks, links []string
		for _, b := range p.Blocks {
			s := fmt.Sprint(b.Line, " ", b.TextLine, " ", b.Title.Keyword)
			if b.Number != "" {
				s += " " + b.Number
			}
			if b.For != "" {
				s += " for " + b.For
			}
			blocks = append(blocks, s)
		}
		for _, l := range p.Links {
			links = append(links, fmt.Sprint(l.Href, " ", l.Line))
		}
		if got := strings.Join(blocks, ", "); got != tt.blocks {
			t.Errorf("%s blocks\n%s\nnot\n%s", tt.name, got, tt.blocks)
		}
		if got := strings.Join(links, ", "); got != tt.links {
			t.Errorf("%s links\n%s\nnot\n%s", tt.name, got, tt.links)
		}
		q, same := render(t, tt.name, "", []byte(tt.in), pages.Options{})
		if same != out || strings.Contains(out, "data-crunchy-line") || q.Blocks != nil || q.Links != nil || q.IDs != nil {
			t.Errorf("%s: the page is another", tt.name)
		}
	}
}

func TestIDs(t *testing.T) {
	p, _ := render(t, "x.md", "", []byte("# A b\n\n## C\n\n<a name=d></a><span id=e>\n"), pages.Options{Sources: true})
	for _, id := range []string{"a-b", "c", "d", "e"} {
		if !p.IDs[id] {
			t.Errorf("no %q in %v", id, slices.Sorted(func(yield func(string) bool) {
				for id := range p.IDs {
					yield(id)
				}
			}))
		}
	}
}
