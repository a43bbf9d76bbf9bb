package browsertest_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestFarElementsAreLeftOutAtFirst opens a long page whose script does not come:
// what is far down is left out by the browser, but takes the room that it takes
// when it is alive, and is found by who searches, prints or follows a link.
func TestFarElementsAreLeftOutAtFirst(t *testing.T) {
	const n = 40
	var lesson strings.Builder
	lesson.WriteString("# Far\n")
	for i := range n {
		fmt.Fprintf(&lesson, "\n```python editor name=e%d%s\nneedle_%d = \"%s\"\n%s```\n", i+1, []string{"", " linenumber"}[i%2], i+1, strings.Repeat("-", i), strings.Repeat("x = 1\n", i*i/25))
	}
	s := serve(t, written(t, "far.md", lesson.String()))
	const heights = `[...document.querySelectorAll("section.cr-cell")].map((e) => e.getBoundingClientRect().height)`
	const leftOut = `document.querySelector("#cr-0040 .cr-head").innerText === ""`
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := newTab(t, s, width)
			b.excuse("crunchy.js", "ERR_BLOCKED_BY_CLIENT")
			_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
			b.must(err)
			block(b, "*://*:*/static/*/crunchy.js")
			b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.server.at("", true))))
			b.until(`location.search === "" && document.readyState === "complete"`)
			b.until(leftOut)
			before := value[[]float64](b, heights)

			pdf, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{})
			b.must(err)
			if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf.Data, -1)); n < 15 {
				t.Errorf("it is printed on %d pages", n)
			}
			b.until(leftOut)
			b.do(`location.hash = "cr-0035"`)
			b.until(`Math.abs(document.querySelector("#cr-0035").getBoundingClientRect().top - 88 - 90) < 2`)
			if !value[bool](b, `find("needle_39 ") && document.querySelector("#cr-0039").contains(getSelection().anchorNode)`) {
				t.Error("what is left out is not found")
			}

			block(b)
			b.do(`scrollTo({ top: 0, behavior: "instant" }); history.replaceState(null, "", location.pathname)`)
			b.reload()
			if n := value[int](b, `document.querySelectorAll(".cr-far").length`); n != 0 || value[bool](b, leftOut) {
				t.Errorf("of elements that are alive, %d are still left out", n)
			}
			if n := b.spoken("button", "Run Shift Enter") + b.spoken("button", "Run"); n != len(before) {
				t.Errorf("a screen reader knows %d buttons Run", n)
			}
			after := value[[]float64](b, heights)
			if len(before) != n || len(after) != n {
				t.Fatalf("%d elements, then %d", len(before), len(after))
			}
			for i := range before { // lines of some sizes are a 64th of a pixel lower or higher
				if math.Abs(before[i]-after[i]) > 1 {
					t.Errorf("element %d is %v px high, then %v", i+1, before[i], after[i])
				}
			}
		})
	}
}

// spoken counts what a screen reader can find of that role and name.
func (b *tab) spoken(role, name string) int {
	b.t.Helper()
	root, err := chromedp.Call(b.ctx, dom.GetDocument, dom.GetDocumentParams{})
	b.must(err)
	found, err := chromedp.Call(b.ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{NodeID: root.Root.NodeID, Role: role, AccessibleName: name})
	b.must(err)
	return len(found.Nodes)
}
