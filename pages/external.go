package pages

import (
	"golang.org/x/net/html"
)

// externalAttr marks a link that leads out of Crunchy, into a tab of its own, even
// where it is one to the page's own site: <a title="external_link">. It stays on
// the page.
const externalAttr = "data-crunchy-external"

// external marks a link whose title says so.
func external(a *html.Node) {
	if attr(a, "title") == "external_link" {
		delAttr(a, "title")
		setAttr(a, externalAttr, "")
	}
	if hasAttr(a, externalAttr) {
		setAttr(a, "target", "_blank")
	}
}
