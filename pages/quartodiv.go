package pages

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// quartoDiv makes a hint of ::: {.hint exercise="dbl"}, and of
// ::: {.solution exercise="dbl"} a solution, with what the author says about it
// folded away below. It reports whether the walk goes on into what it was given.
func quartoDiv(n *html.Node, words texts.Catalogue) (down bool) {
	name := attr(n, "data-exercise")
	delAttr(n, "data-exercise")
	switch {
	case hasClass(n, "hint"):
		setAttr(n, "data-for", name)
		rename(n, "details")
		n.InsertBefore(element("summary", nil, words.Text("foreign.hint")), n.FirstChild)
	case hasClass(n, "solution"):
		pre := find(n, func(c *html.Node) bool {
			return is(c, atom.Pre) && titled(c) == "" && ioelement.IsPython(languageOf(c))
		})
		if pre == nil {
			return true
		}
		setAttr(pre, "data-crunchy", withOptions("solution", option("name", name)))
		remove(pre)
		n.Parent.InsertBefore(pre, n)
		if strings.TrimSpace(textOf(n)) == "" {
			remove(n)
			return false
		}
		rename(n, "details")
		n.InsertBefore(element("summary", nil, words.Text("foreign.solution")), n.FirstChild)
	}
	return true
}
