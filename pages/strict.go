package pages

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a page at level Strict loses beside what all pages lose.
var (
	// strictRemoved go with all that is in them.
	strictRemoved = words(`style link svg source track map`)
	// strictUnwrapped leave what is in them.
	strictUnwrapped = words(`audio video picture font center big nobr strike tt blink marquee`)
	// strictAttributes only change the look, or lead to pictures.
	strictAttributes = words(`style align valign bgcolor color face size background border cellpadding cellspacing
		hspace vspace nowrap clear compact noshade rules frame link vlink alink text char charoff axis
		srcset sizes poster usemap ismap mathcolor mathbackground mathsize`)
)

// strict takes out what only less strict levels keep. It returns true when n is
// gone, and the first of its children when these are in its place.
func strict(n *html.Node) (again *html.Node, gone bool) {
	switch {
	case strictRemoved[n.Data], is(n, atom.Meta) && strings.HasPrefix(strings.ToLower(attr(n, "name")), "theme-color"),
		is(n, atom.Meta) && strings.EqualFold(attr(n, "name"), "color-scheme"):
		remove(n)
		return nil, true
	case n.Namespace == "" && strictUnwrapped[n.Data]:
		return unwrap(n), true
	}
	return nil, false
}

// elsewhere reports whether an address leads to another site than the page's own.
func elsewhere(ref string) bool {
	_, scheme := cleanURL(ref)
	slashes := strings.ReplaceAll(ref[:min(len(ref), 2)], `\`, "/")
	return scheme != "" && scheme != "data" || slashes == "//"
}
