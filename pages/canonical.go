package pages

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// canonical cleans a tree until it is one that a browser reads back from its
// own text unchanged. What a sanitiser saw is then what a browser sees, which
// is what tricks with nesting are about.
func canonical(doc *html.Node, s *sanitiser) *html.Node {
	s.clean(doc)
	s.base = nil // its effect is in the links now
	if settled(doc) {
		return doc
	}
	before := serialise(doc)
	for round := 0; ; round++ {
		again := parse(string(before))
		if same(doc, again) {
			return again
		}
		doc = again
		s.clean(doc)
		switch round {
		case 5: // it may never settle: take out what can be nested in ways that cannot be written
			plain(doc)
		case 8:
			return parse("<pre>" + html.EscapeString(textOf(doc)) + "</pre>")
		}
		after := serialise(doc)
		if bytes.Equal(before, after) {
			return doc
		}
		before = after
	}
}

// same reports whether two trees are alike, node by node. It joins the texts
// of a that are neighbours, as they are when they are read again.
func same(a, b *html.Node) bool {
	if a.Type != b.Type || a.Data != b.Data || a.Namespace != b.Namespace || !slices.Equal(a.Attr, b.Attr) {
		return false
	}
	c, d := a.FirstChild, b.FirstChild
	for c != nil && d != nil {
		if c.Type == html.TextNode {
			joinTexts(c)
		}
		if !same(c, d) {
			return false
		}
		c, d = c.NextSibling, d.NextSibling
	}
	return c == nil && d == nil
}

// joinTexts puts the texts that follow n into it.
func joinTexts(n *html.Node) {
	next := n.NextSibling
	if next == nil || next.Type != html.TextNode {
		return
	}
	var b strings.Builder
	b.WriteString(n.Data)
	for ; next != nil && next.Type == html.TextNode; next = n.NextSibling {
		b.WriteString(next.Data)
		n.Parent.RemoveChild(next)
	}
	n.Data = b.String()
}

// serialise writes a tree. A tree that cannot be written, as when an element
// that is always empty is not, is written as its text.
func serialise(doc *html.Node) []byte {
	var b bytes.Buffer
	if err := html.Render(&b, doc); err != nil {
		b.Reset()
		b.WriteString("<pre>" + html.EscapeString(textOf(doc)) + "</pre>")
	}
	return b.Bytes()
}

// plain takes out tables and formatting, and keeps what is in them.
func plain(doc *html.Node) {
	for c := doc.FirstChild; c != nil; {
		if c.Type == html.ElementNode && (formatting[c.Data] || isTable(c.DataAtom)) {
			next := c.NextSibling
			if first := unwrap(c); first != nil {
				next = first
			}
			c = next
			continue
		}
		plain(c)
		c = c.NextSibling
	}
}

func isTable(a atom.Atom) bool {
	switch a {
	case atom.Table, atom.Caption, atom.Colgroup, atom.Col, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
		return true
	}
	return false
}
