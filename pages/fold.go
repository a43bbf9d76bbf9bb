package pages

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fold undoes what rendering adds, so that a page that was rendered already is
// rendered alike. What only looks like our own gains nothing by it: a card
// becomes a block with a title, which any author may write.
func fold(doc *html.Node) (kind string) {
	root := findAtom(doc, atom.Html)
	kind = attr(root, "data-crunchy-page")
	if kind != "lesson" && kind != "list" && kind != "error" {
		kind = "html"
	}
	if kind != "html" {
		if article := find(doc, func(n *html.Node) bool { return is(n, atom.Article) && hasClass(n, "cr-article") }); article != nil {
			body := findAtom(doc, atom.Body)
			article.Parent.RemoveChild(article)
			clearOut(body)
			body.Attr = nil
			moveChildren(body, article)
		}
	}
	var visit func(n *html.Node) bool
	visit = func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch {
		case hasAttr(n, "data-crunchy-added"),
			is(n, atom.Meta) && (strings.HasPrefix(strings.ToLower(attr(n, "name")), "crunchy:tutorial") || strings.EqualFold(attr(n, "name"), "crunchy:version")),
			n.DataAtom == atom.Svg && hasClass(n, "cr-sprite"),
			is(n, atom.Pre) && hasClass(n, "cr-vlam"),
			is(n, atom.Div) && hasClass(n, "cr-trust"),
			is(n, atom.Nav) && hasClass(n, "cr-pager"),
			is(n, atom.A) && hasClass(n, "cr-anchor"):
			remove(n)
			return false
		case is(n, atom.Span) && hasClass(n, "cr-math"):
			foldMath(n)
			return false
		case is(n, atom.Section) && hasClass(n, "cr-cell") && hasAttr(n, "data-crunchy"):
			foldCell(n)
			return false
		case is(n, atom.Details) && hasClass(n, "cr-hint") && hasAttr(n, "data-name"):
			setAttr(n, "data-for", attr(n, "data-name"))
			delAttr(n, "data-name")
		case hasClass(n, "cr-part") && (is(n, atom.Div) || is(n, atom.Details)):
			walk(n, visit)
			foldPart(n)
			return false
		}
		return true
	}
	walk(doc, visit)
	return kind
}

// foldPart puts a part of an exercise where it stood before it was wrapped.
func foldPart(n *html.Node) {
	if summary := n.FirstChild; is(n, atom.Details) && is(summary, atom.Summary) {
		remove(summary)
	}
	unwrap(n)
}

// foldCell puts a block with a title where its card was.
func foldCell(cell *html.Node) {
	isCode := func(class string) func(*html.Node) bool {
		return func(n *html.Node) bool { return is(n, atom.Pre) && hasClass(n, class) }
	}
	code := find(cell, isCode("cr-copy"))
	if code == nil {
		code = find(cell, isCode("cr-code"))
	}
	if code == nil {
		code = element("pre", nil)
	} else {
		remove(code)
	}
	delAttr(code, "data-start", "tabindex", "role", "aria-label", "hidden", "title")
	setAttr(code, "data-crunchy", attr(cell, "data-crunchy"))
	flattenCode(code)
	replace(cell, code)
}

// flattenCode leaves of a block its text, and the targets of links into it.
func flattenCode(pre *html.Node) {
	s := textOf(pre)
	ids := idsIn(pre)
	clearOut(pre)
	for _, id := range ids {
		pre.AppendChild(element("span", attrs("id", id)))
	}
	if s != "" {
		// Within <code> a line end at the beginning survives.
		pre.AppendChild(element("code", nil, s))
	}
}

// idsIn returns the ids of what is in n.
func idsIn(n *html.Node) (ids []string) {
	walk(n, func(c *html.Node) bool {
		if c.Type == html.ElementNode {
			for _, key := range []string{"id", "name"} {
				if id := attr(c, key); id != "" && (key == "id" || is(c, atom.A)) && !ours(id) {
					ids = append(ids, id)
				}
			}
		}
		return true
	})
	return ids
}

// ours reports whether a name, as of a class, is reserved for what we add.
func ours(name string) bool {
	return len(name) >= 3 && strings.EqualFold(name[:3], "cr-")
}
