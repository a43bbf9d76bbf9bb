package pages

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// settled reports whether a browser makes the same tree again of the text of this
// one, where that can be told by looking at it: of plain prose whose elements stand
// where HTML wants them, so that no rule about misnested tags ever comes into play.
// It names what it knows, and false only says that one has to try. Texts that are
// neighbours are joined, as they are when they are read again.
func settled(doc *html.Node) bool {
	n := doc.FirstChild
	if n != nil && n.Type == html.DoctypeNode {
		if !plainDoctype(n) {
			return false
		}
		n = n.NextSibling
	}
	if !is(n, atom.Html) || n.NextSibling != nil || !plainAttrs(n) {
		return false
	}
	head := n.FirstChild
	if !is(head, atom.Head) || !plainAttrs(head) || !settledHead(head) {
		return false
	}
	body := head.NextSibling
	if body != nil && body.Type == html.TextNode && !blankText(body) {
		return false
	}
	if body != nil && body.Type == html.TextNode {
		body = body.NextSibling
	}
	return is(body, atom.Body) && body.NextSibling == nil && plainAttrs(body) && nest{}.holds(body)
}

// plainDoctype reports whether a document type is read as it is written.
func plainDoctype(n *html.Node) bool {
	for i, a := range n.Attr {
		if a.Key != "system" && (i > 0 || a.Key != "public") || a.Val == "" || strings.ContainsAny(a.Val, "\x00\r\"'<>&") {
			return false
		}
	}
	return n.Data == "html" && len(n.Attr) <= 2 && (len(n.Attr) < 2 || n.Attr[0].Key == "public")
}

// settledHead is settled for what is in the head of a page.
func settledHead(head *html.Node) bool {
	for n := head.FirstChild; n != nil; n = n.NextSibling {
		switch {
		case n.Type == html.TextNode:
			if !blankText(n) {
				return false
			}
		case n.Namespace != "" || n.DataAtom.String() != n.Data || !plainAttrs(n):
			return false
		case is(n, atom.Meta), is(n, atom.Link):
			if n.FirstChild != nil {
				return false
			}
		case is(n, atom.Title), is(n, atom.Style):
			t := n.FirstChild
			if t == nil {
				continue
			}
			if t.Type != html.TextNode || !plainText(t) || t.NextSibling != nil || is(n, atom.Style) && strings.Contains(t.Data, "<") {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// nest is where in the body of a page an element stands.
type nest struct {
	depth   int
	closed  bool   // within a paragraph or a heading: a block would end it
	tabular bool   // within a table
	styles  uint16 // the formatting elements that are open
}

// settledDepth is far below the depth at which the parser gives up.
const settledDepth = 100

// holds reports whether all that is in n, an element that takes text, is settled.
func (p nest) holds(n *html.Node) bool {
	if p.depth++; p.depth > settledDepth {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			if !plainText(c) {
				return false
			}
			continue
		}
		if !known(c) || !p.element(c, n.DataAtom) {
			return false
		}
	}
	return true
}

// element is holds for an element and its place in its parent.
func (p nest) element(n *html.Node, parent atom.Atom) bool {
	if bit := style(n.DataAtom); bit != 0 {
		if p.styles&bit != 0 { // of those that are within themselves only three are opened again
			return false
		}
		p.styles |= bit
		slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) }) // as the parser does
		return p.holds(n)
	}
	switch n.DataAtom {
	case atom.Span, atom.Abbr, atom.Acronym, atom.Bdi, atom.Bdo, atom.Cite, atom.Data, atom.Del, atom.Dfn, atom.Ins, atom.Kbd,
		atom.Label, atom.Mark, atom.Q, atom.Samp, atom.Sub, atom.Sup, atom.Time, atom.Var:
		return p.holds(n)
	case atom.Br, atom.Img, atom.Input, atom.Wbr:
		return n.FirstChild == nil
	}
	if p.closed {
		return false
	}
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Div, atom.Dl, atom.Figcaption,
		atom.Figure, atom.Footer, atom.Header, atom.Hgroup, atom.Main, atom.Nav, atom.Ol, atom.Pre, atom.Section, atom.Summary, atom.Ul:
		return p.holds(n)
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.closed = true
		return p.holds(n)
	case atom.Li:
		return (parent == atom.Ul || parent == atom.Ol) && p.holds(n)
	case atom.Dt, atom.Dd:
		return parent == atom.Dl && p.holds(n)
	case atom.Hr:
		return n.FirstChild == nil
	case atom.Table:
		if p.tabular {
			return false
		}
		p.tabular = true
		return p.table(n)
	}
	return false
}

// table is holds for a part of a table that takes no text.
func (p nest) table(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			if !blankText(c) {
				return false
			}
			continue
		}
		if !known(c) {
			return false
		}
		ok := false
		switch parent := n.DataAtom; c.DataAtom {
		case atom.Caption:
			ok = parent == atom.Table && p.holds(c)
		case atom.Colgroup, atom.Thead, atom.Tbody, atom.Tfoot:
			ok = parent == atom.Table && p.table(c)
		case atom.Col:
			ok = parent == atom.Colgroup && c.FirstChild == nil
		case atom.Tr:
			ok = (parent == atom.Thead || parent == atom.Tbody || parent == atom.Tfoot) && p.table(c)
		case atom.Td, atom.Th:
			ok = parent == atom.Tr && p.holds(c)
		}
		if !ok {
			return false
		}
	}
	return true
}

// style is the bit of a formatting element, or 0.
func style(a atom.Atom) uint16 {
	switch a {
	case atom.A:
		return 1 << 0
	case atom.B:
		return 1 << 1
	case atom.Big:
		return 1 << 2
	case atom.Code:
		return 1 << 3
	case atom.Em:
		return 1 << 4
	case atom.Font:
		return 1 << 5
	case atom.I:
		return 1 << 6
	case atom.S:
		return 1 << 7
	case atom.Small:
		return 1 << 8
	case atom.Strike:
		return 1 << 9
	case atom.Strong:
		return 1 << 10
	case atom.Tt:
		return 1 << 11
	case atom.U:
		return 1 << 12
	}
	return 0
}

// known reports whether n is an element of HTML that is read as it is written.
func known(n *html.Node) bool {
	return n.Type == html.ElementNode && n.Namespace == "" && n.DataAtom != 0 && n.DataAtom.String() == n.Data && plainAttrs(n)
}

// maxPlainAttrs bounds how long it takes to see that none is there twice.
const maxPlainAttrs = 16

// plainAttrs reports whether the attributes of n are read as they are written.
func plainAttrs(n *html.Node) bool {
	if len(n.Attr) > maxPlainAttrs {
		return false
	}
	for i, a := range n.Attr {
		if a.Namespace != "" || a.Key == "" || strings.IndexByte(a.Val, 0) >= 0 || strings.IndexByte(a.Val, '\r') >= 0 {
			return false
		}
		for j := range len(a.Key) {
			if c := a.Key[j]; (c < 'a' || c > 'z') && c != '-' && (c < '0' || c > '9') && c != '_' {
				return false
			}
		}
		for _, b := range n.Attr[:i] {
			if a.Key == b.Key {
				return false
			}
		}
	}
	return true
}

// plainText reports whether a text, with those that follow it, is read as it is written.
func plainText(n *html.Node) bool {
	joinTexts(n)
	return n.Data != "" && strings.IndexByte(n.Data, 0) < 0 && strings.IndexByte(n.Data, '\r') < 0
}

// blankText is plainText for one that is only white space.
func blankText(n *html.Node) bool {
	return plainText(n) && strings.Trim(n.Data, blanks) == ""
}
