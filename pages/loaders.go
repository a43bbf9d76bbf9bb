package pages

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement/texts"
)

// loaderAttr marks what leads to another page of the reader's: a span with the
// address of one, <span title="load_remote">, and a place to open a file,
// <div title="local_html_file">, local_python_file or local_rst_file. It stays on the page.
const loaderAttr = "data-crunchy-loader"

// loaders puts buttons and links into these places. Nothing is opened before the
// reader says so, and an address is no other than the one that is shown.
func loaders(body *html.Node, o Options, words texts.Catalogue) (notices []Notice) {
	var forms []*html.Node
	walk(body, func(n *html.Node) bool {
		if !is(n, atom.Span) && !is(n, atom.Div) {
			return !is(n, atom.Pre)
		}
		what, line := attr(n, loaderAttr), lineOf(n)
		if title := attr(n, "title"); loaderKinds[title] {
			what = title
			delAttr(n, "title")
			setAttr(n, loaderAttr, what)
		}
		switch what {
		case "load_remote":
			address, scheme := cleanURL(strings.TrimSpace(textOf(n)))
			if scheme != "http" && scheme != "https" {
				notices = append(notices, Notice{Line: line, Text: "a load_remote holds no address of the web, such as https://docs.python.org/3/"})
				return false
			}
			n.AppendChild(element("span", attrs("class", "cr-open", "data-crunchy-added", ""), " ",
				element("button", attrs("class", "cr-btn", "data-do", "open", "data-target", address, "type", "button", "disabled", "",
					"aria-label", words.Text("loader.openWhat", "name", address)), words.Text("loader.open"))))
		case "local_python_file", "local_rst_file":
			if !o.Trust.Runs() {
				return false
			}
			n.AppendChild(fileForm(what, len(forms), words))
			forms = append(forms, n)
		case "local_html_file":
			n.AppendChild(element("a", attrs("href", o.Home+"#cr-target", "data-crunchy-added", ""), words.Text("loader.file")))
		}
		return what == ""
	})
	return notices
}

// fileForm takes the name of a program or of reStructuredText of the reader's own.
func fileForm(what string, number int, words texts.Catalogue) *html.Node {
	id := "cr-file-" + strconv.Itoa(number+1)
	label, example := "loader.python", "~/week.py"
	if what == "local_rst_file" {
		label, example = "loader.rst", "~/week.rst"
	}
	return element("form", attrs("class", "cr-open", "data-do", "open-form", "data-crunchy-added", ""),
		element("label", attrs("for", id), words.Text(label)),
		element("div", attrs("class", "cr-open-row"),
			element("input", attrs("id", id, "name", "target", "type", "text", "required", "", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false",
				"placeholder", example, "aria-describedby", id+"-error")),
			element("button", attrs("class", "cr-btn cr-primary", "type", "submit", "disabled", ""), words.Text("loader.open"))),
		element("p", attrs("id", id+"-error", "class", "cr-open-error", "role", "alert")))
}

var loaderKinds = words(`load_remote local_html_file local_python_file local_rst_file`)
