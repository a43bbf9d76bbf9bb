package pages

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
)

// CodeBlock is a block of code as its author wrote it, live or not.
type CodeBlock struct {
	Line     int // of its fence or tag in the source, 0 if not known
	TextLine int // of the first line of Text
	Title    ioelement.Title
	Text     string
	Number   string // of the live element that it is, or brings; else ""
	For      string // of the live element that it is a part for; else ""
}

// LinkRef is a link, or a picture, sound or film.
type LinkRef struct {
	Href    string
	Line    int  // in the source, 0 if not known
	Picture bool // it is shown on the page, and no link
}

// linksIn returns the links of a document that is as its author wrote it.
func linksIn(doc *html.Node, b *base) (links []LinkRef) {
	walk(doc, func(n *html.Node) bool {
		key := ""
		switch {
		case is(n, atom.A), is(n, atom.Area):
			key = "href"
		case is(n, atom.Img), is(n, atom.Audio), is(n, atom.Video), is(n, atom.Source):
			key = "src"
		}
		if ref, _ := cleanURL(attr(n, key)); key != "" && hasAttr(n, key) {
			line, _ := takeLine(n)
			links = append(links, LinkRef{Href: b.resolve(ref), Line: line, Picture: is(n, atom.Img)})
		}
		return !is(n, atom.Pre)
	})
	return links
}

// allIDs returns what the links to a page can have behind their #.
func allIDs(doc *html.Node) map[string]bool {
	ids := map[string]bool{}
	walk(doc, func(n *html.Node) bool {
		if n.Type == html.ElementNode {
			if id := attr(n, "id"); id != "" {
				ids[id] = true
			}
			if name := attr(n, "name"); name != "" && is(n, atom.A) {
				ids[name] = true
			}
		}
		return true
	})
	return ids
}
