package export

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// element returns an element; attributes come in pairs of name and value. A child
// is a *html.Node, or a string for text.
func element(name string, attrs []string, children ...any) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attrs); i += 2 {
		set(n, attrs[i], attrs[i+1])
	}
	for _, c := range children {
		switch c := c.(type) {
		case *html.Node:
			if c != nil {
				n.AppendChild(c)
			}
		case string:
			n.AppendChild(&html.Node{Type: html.TextNode, Data: c})
		}
	}
	return n
}

func attrs(pairs ...string) []string { return pairs }

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key && a.Namespace == "" })
}

func set(n *html.Node, key, val string) {
	for i, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			n.Attr[i].Val = val
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
}

func del(n *html.Node, keys ...string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return slices.Contains(keys, a.Key) })
}

func is(n *html.Node, a atom.Atom) bool { return n.Type == html.ElementNode && n.DataAtom == a }

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}

func dropClass(n *html.Node, classes ...string) {
	kept := slices.DeleteFunc(strings.Fields(attr(n, "class")), func(c string) bool { return slices.Contains(classes, c) })
	if len(kept) == 0 {
		del(n, "class")
		return
	}
	set(n, "class", strings.Join(kept, " "))
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// after puts a node behind another.
func after(n, at *html.Node) { at.Parent.InsertBefore(n, at.NextSibling) }

// all returns the elements below n for which ok is true, in the order of the document.
func all(n *html.Node, ok func(*html.Node) bool) (found []*html.Node) {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && ok(c) {
			found = append(found, c)
		}
	}
	return found
}

// one returns the first of them, or nil.
func one(n *html.Node, ok func(*html.Node) bool) *html.Node {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && ok(c) {
			return c
		}
	}
	return nil
}

func byClass(class string) func(*html.Node) bool {
	return func(n *html.Node) bool { return hasClass(n, class) }
}

func byAtom(a atom.Atom) func(*html.Node) bool {
	return func(n *html.Node) bool { return is(n, a) }
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// icon shows a symbol of the page's sprite.
func icon(name string) *html.Node {
	use := element("use", attrs("href", "#cr-i-"+name))
	svg := element("svg", attrs("class", "cr-icon", "aria-hidden", "true"), use)
	svg.Namespace, use.Namespace = "svg", "svg"
	return svg
}
