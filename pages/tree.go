package pages

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// element returns an HTML element; attributes come in pairs of name and value.
// A child is a *html.Node, or a string for text; nil is passed over.
func element(name string, attrs []string, children ...any) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attrs); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attrs[i], Val: attrs[i+1]})
	}
	for _, c := range children {
		switch c := c.(type) {
		case *html.Node:
			if c != nil {
				n.AppendChild(c)
			}
		case string:
			n.AppendChild(text(c))
		}
	}
	return n
}

func attrs(pairs ...string) []string { return pairs }

func text(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return true
		}
	}
	return false
}

func setAttr(n *html.Node, key, val string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key && n.Attr[i].Namespace == "" {
			n.Attr[i].Val = val
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
}

func delAttr(n *html.Node, keys ...string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Namespace == "" && slices.Contains(keys, a.Key) })
}

func hasClass(n *html.Node, class string) bool {
	v := attr(n, "class")
	if !strings.Contains(v, class) {
		return false
	}
	for _, c := range strings.Fields(v) {
		if c == class {
			return true
		}
	}
	return false
}

func is(n *html.Node, a atom.Atom) bool {
	return n != nil && n.Type == html.ElementNode && n.DataAtom == a && n.Namespace == ""
}

// walk calls f with each node below n in the order of the document, unless f
// says not to go below one. f may remove or replace the node it is given.
func walk(n *html.Node, f func(*html.Node) (down bool)) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if f(c) {
			walk(c, f)
		}
		c = next
	}
}

// find returns the first node below n that f accepts, or nil.
func find(n *html.Node, f func(*html.Node) bool) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f(c) {
			return c
		}
		if d := find(c, f); d != nil {
			return d
		}
	}
	return nil
}

func findAtom(n *html.Node, a atom.Atom) *html.Node {
	return find(n, func(c *html.Node) bool { return is(c, a) })
}

// moveChildren puts the children of from at the end of to.
func moveChildren(to, from *html.Node) {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		to.AppendChild(c)
	}
}

// clearOut takes out all that is in n.
func clearOut(n *html.Node) {
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// replace puts nodes where n was.
func replace(n *html.Node, nodes ...*html.Node) {
	p := n.Parent
	for _, r := range nodes {
		p.InsertBefore(r, n)
	}
	p.RemoveChild(n)
}

// unwrap puts the children of n where n was, and returns the first of them.
func unwrap(n *html.Node) *html.Node {
	first := n.FirstChild
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	remove(n)
	return first
}

// textOf returns the text of n; a line break is one.
func textOf(n *html.Node) string {
	var b strings.Builder
	appendText(&b, n)
	return b.String()
}

func appendText(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case is(n, atom.Br):
		b.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		appendText(b, c)
	}
}

// trim takes blanks off both ends of what is in n.
func trim(n *html.Node) {
	for c := n.FirstChild; c != nil && c.Type == html.TextNode; c = n.FirstChild {
		if c.Data = strings.TrimLeft(c.Data, blanks); c.Data != "" {
			break
		}
		n.RemoveChild(c)
	}
	for c := n.LastChild; c != nil && c.Type == html.TextNode; c = n.LastChild {
		if c.Data = strings.TrimRight(c.Data, blanks); c.Data != "" {
			break
		}
		n.RemoveChild(c)
	}
}

// blanks are what HTML takes for white space.
const blanks = " \t\n\f\r"
