package pages

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lineAttr carries the line of a block in the source to the notices about it.
// It is taken off again before the page is written.
const lineAttr = "data-crunchy-line"

// markLines notes for each block and each hint of an HTML page where its tag
// stands. The parser does not say, so the tags are counted; if the counts
// differ, as when one stands in a comment, no lines are noted.
func markLines(doc *html.Node, source string) {
	markTags(doc, source, atom.Pre, atom.Xmp, atom.Listing)
	markTags(doc, source, atom.Details)
}

func markTags(doc *html.Node, source string, tags ...atom.Atom) {
	var found []*html.Node
	walk(doc, func(n *html.Node) bool {
		if n.Namespace == "" && slices.Contains(tags, n.DataAtom) {
			found = append(found, n)
		}
		return true
	})
	if len(found) == 0 {
		return
	}
	var lines []int
	line := 1
	for {
		i := strings.IndexByte(source, '<')
		if i < 0 {
			break
		}
		line += strings.Count(source[:i], "\n")
		source = source[i+1:]
		for _, tag := range tags {
			tag := tag.String()
			if len(source) > len(tag) && strings.EqualFold(source[:len(tag)], tag) && !isAlnum(source[len(tag)]) {
				lines = append(lines, line)
			}
		}
	}
	if len(lines) != len(found) {
		return
	}
	for i, n := range found {
		setAttr(n, lineAttr, strconv.Itoa(lines[i]))
	}
}
