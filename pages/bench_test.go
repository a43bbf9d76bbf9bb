package pages_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"golang.org/x/net/html"

	"crunchy/pages"
)

const (
	words = `<h2 id="a">A heading</h2>
<p class="lead" style="color: #333">Some <em>words</em> and a <a href="next.html" title="there">link</a>, <code>code</code>, and more words that say nothing of any use to anybody at all.</p>
<ul><li>One</li><li>Two &amp; three</li></ul><table><tr><td align="right">1</td><td>2</td></tr></table>
<div class="highlight"><pre>$ ls -l</pre></div><script>ignored()</script><img src="x.png" alt="x" onerror="ignored()">
`
	marked = "## A heading\n\nSome *words* and a [link](next.md), `code`, and more words that say nothing of any use to anybody at all.\n\n" +
		"- One\n- Two & three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
)

// BenchmarkRender makes pages with an element every few paragraphs. The floor is to
// parse the same bytes and to write them again, unchanged.
func BenchmarkRender(b *testing.B) {
	parsed := func(data []byte) error {
		tree, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			return err
		}
		return html.Render(io.Discard, tree)
	}
	for _, page := range []struct {
		name, file, piece string
		size              int
		trust             pages.Trust
		floor             func([]byte) error
	}{
		{"html 4 KB", "x.html", words, 4 << 10, pages.Normal, parsed},
		{"html 260 KB", "x.html", words, 260 << 10, pages.Normal, parsed},
		{"html 2 MB", "x.html", words, 2 << 20, pages.Normal, parsed},
		{"html 2 MB strict", "x.html", words, 2 << 20, pages.Strict, parsed},
		{"markdown 4 KB", "x.md", marked, 4 << 10, pages.Normal, converted},
		{"markdown 260 KB", "x.md", marked, 260 << 10, pages.Normal, converted},
	} {
		b.Run(page.name, func(b *testing.B) {
			element := "<pre title=\"editor\">print(1)</pre>\n"
			if strings.HasSuffix(page.file, ".md") {
				element = "```python editor\nprint(1)\n```\n\n"
			}
			piece := element + strings.Repeat(page.piece, 5)
			data := []byte(strings.Repeat(piece, 1+page.size/len(piece)))
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := pages.Render(pages.Source{Name: page.file, Data: data}, pages.Options{Trust: page.trust}); err != nil {
					b.Fatal(err)
				}
			}
			took := b.Elapsed() / time.Duration(b.N)
			begin := time.Now()
			n := 0
			for ; time.Since(begin) < 300*time.Millisecond; n++ {
				if err := page.floor(data); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(took)/(float64(time.Since(begin))/float64(n)), "×floor")
		})
	}
}

// converted makes plain HTML of Markdown, parses it and writes it again.
func converted(data []byte) error {
	var plain bytes.Buffer
	if err := goldmark.Convert(data, &plain); err != nil {
		return err
	}
	tree, err := html.Parse(&plain)
	if err != nil {
		return err
	}
	return html.Render(io.Discard, tree)
}
