package pages

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// nearLines is how many lines of elements are always laid out at once: what may
// be seen first, and all that most pages have. The head of an element is as high
// as headLines.
const (
	nearLines = 160
	headLines = 4
)

// far marks the elements farther down a long page whose height is known by the
// number of their lines. A browser leaves out what is in them until they come to
// life or are seen, and is done with the page so much sooner.
func (c chrome) far(content *html.Node) {
	if !c.o.Trust.Runs() {
		return // nothing comes to life there
	}
	lines := 0
	walk(content, func(section *html.Node) bool {
		if !is(section, atom.Section) || !hasClass(section, "cr-cell") {
			return true
		}
		rows := rowsOf(section)
		if lines > nearLines && rows > 0 {
			setAttr(section, "class", attr(section, "class")+" cr-far")
			setAttr(section, "style", "--cr-rows:"+strconv.Itoa(rows))
		}
		lines += headLines + rows
		return false
	})
}

// rowsOf counts the lines of an editor that shows its head and its code, and
// nothing else yet. It is 0 for all others.
func rowsOf(section *html.Node) int {
	var code *html.Node
	heads := 0
	for c := section.FirstChild; c != nil; c = c.NextSibling {
		switch class := attr(c, "class"); {
		case class == "cr-head":
			heads++
		case class == "cr-code" && code == nil, class == "cr-code cr-lines" && code == nil:
			code = c
		case class != "cr-bar" && !hasAttr(c, "hidden"):
			return 0
		}
	}
	if code == nil || heads != 1 || !hasClass(section, "cr-editor") || findAtom(code, atom.Details) != nil {
		return 0
	}
	return 1 + strings.Count(strings.TrimSuffix(textOf(code), "\n"), "\n")
}
