package pages

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lineAttr carries the line of a block in the source to the notices about it.
// It is taken off again before the page is written.
const lineAttr = "data-crunchy-line"

// markLines notes for each block of an HTML page where its tag stands. The
// parser does not say, so the tags are counted; if the counts differ, as when
// one stands in a comment, no lines are noted.
func markLines(doc *html.Node, source string) {
	var blocks []*html.Node
	walk(doc, func(n *html.Node) bool {
		if is(n, atom.Pre) || is(n, atom.Xmp) || is(n, atom.Listing) {
			blocks = append(blocks, n)
		}
		return true
	})
	var lines []int
	line := 1
	for {
		i := strings.IndexByte(source, '<')
		if i < 0 {
			break
		}
		line += strings.Count(source[:i], "\n")
		source = source[i+1:]
		for _, tag := range []string{"pre", "xmp", "listing"} {
			if len(source) > len(tag) && strings.EqualFold(source[:len(tag)], tag) && !isAlnum(source[len(tag)]) {
				lines = append(lines, line)
			}
		}
	}
	if len(lines) != len(blocks) {
		return
	}
	for i, n := range blocks {
		setAttr(n, lineAttr, strconv.Itoa(lines[i]))
	}
}
