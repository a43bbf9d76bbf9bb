package pages

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// section is one heading of a lesson, with what is below it.
type section struct {
	id, title string
	live      int // elements from here to the next heading of this or a higher level
	below     []section
}

// longContents is the number of headings from which the smaller ones are shown
// only where one is reading.
const longContents = 14

// contents is the list of a lesson's headings; nil if there are none.
type contents struct {
	sections []section
	long     bool
	live     bool // there are elements that can be done
}

// contents finds the headings of the second and third level.
func (c chrome) contents(article *html.Node) *contents {
	if c.kind != "lesson" {
		return nil
	}
	toc, count := &contents{}, 0
	walk(article, func(n *html.Node) bool {
		last := len(toc.sections) - 1
		switch {
		case is(n, atom.Section) && hasClass(n, "cr-cell"):
			toc.live = true
			if last >= 0 {
				s := &toc.sections[last]
				s.live++
				if len(s.below) > 0 {
					s.below[len(s.below)-1].live++
				}
			}
			return false
		case (is(n, atom.H2) || is(n, atom.H3)) && attr(n, "id") != "":
			s := section{id: attr(n, "id"), title: headingText(n)}
			if s.title == "" {
				break
			}
			count++
			if is(n, atom.H3) && last >= 0 {
				toc.sections[last].below = append(toc.sections[last].below, s)
			} else {
				toc.sections = append(toc.sections, s)
			}
		}
		return true
	})
	if count == 0 {
		return nil
	}
	toc.long = count > longContents
	return toc
}

// headingText is the text of a heading without the link to itself.
func headingText(h *html.Node) string {
	var b strings.Builder
	for n := h.FirstChild; n != nil; n = n.NextSibling {
		if !hasClass(n, "cr-anchor") {
			appendText(&b, n)
		}
	}
	return oneLine(b.String())
}

// list writes the headings, each with the sign that is filled when all that is
// below it is done.
func (t *contents) list() *html.Node {
	list := element("ol", nil)
	for _, s := range t.sections {
		link := element("a", attrs("href", "#"+s.id))
		if t.live {
			dot := element("span", attrs("class", "cr-dot"))
			if s.live > 0 {
				dot.AppendChild(icon("check"))
			}
			link.AppendChild(dot)
		}
		link.AppendChild(element("span", nil, s.title))
		item := element("li", nil, link)
		if s.live == 0 {
			setAttr(item, "class", "cr-only-text")
		}
		if len(s.below) > 0 {
			below := element("ol", nil)
			for _, b := range s.below {
				below.AppendChild(element("li", nil, element("a", attrs("href", "#"+b.id), element("span", nil, b.title))))
			}
			item.AppendChild(below)
		}
		list.AppendChild(item)
	}
	return list
}

// toc is the list of contents in the margin, or in the menu.
func (c chrome) toc(label string, t *contents) *html.Node {
	class := "cr-toc"
	if t.long {
		class += " cr-long"
	}
	nav := c.ui(element("nav", attrs("class", class, "aria-label", label), element("h2", nil, c.words.Text("top.contents")), c.own(t.list())))
	if c.o.Next != nil {
		nav.AppendChild(element("p", attrs("class", "cr-next"), c.words.Text("top.nextLesson"),
			c.own(element("a", attrs("href", c.o.Next.Href), c.o.Next.Title))))
	}
	return nav
}
