package pages

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// saysAttr marks a span that says the student's name or which Crunchy this is:
// <span title="username">, <span title="version">. It stays on the page.
const saysAttr = "data-crunchy-says"

// says fills these spans. A page that nobody has agreed to is told no name.
func says(body *html.Node, o Options) {
	walk(body, func(n *html.Node) bool {
		if !is(n, atom.Span) {
			return !is(n, atom.Pre)
		}
		what := attr(n, saysAttr)
		if title := attr(n, "title"); title == "username" || title == "version" {
			what = title
			delAttr(n, "title")
			setAttr(n, saysAttr, what)
		}
		said := map[string]string{"username": o.User, "version": o.Version}[what]
		if said != "" && (what != "username" || o.Trust.Runs()) {
			clearOut(n)
			n.AppendChild(text(said))
		}
		return what == ""
	})
}
