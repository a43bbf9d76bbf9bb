package pages

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement/texts"
)

// tipAttr holds the note of title="cluetip Title | line | line", which may stand
// on almost any element and opens with a click on a button beside it. It stays on
// the page.
const tipAttr = "data-crunchy-tip"

// tips gives the elements with a note their buttons. On its way, the last over the
// page, it takes off the lines, or leaves each as a number if they are to stay.
func tips(doc *html.Node, words texts.Catalogue, stay bool) (notices []Notice) {
	type noted struct {
		node *html.Node
		line int
	}
	var with []noted
	settle := func(n *html.Node) bool {
		settleLine(n, stay)
		return true
	}
	walk(doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return false
		}
		if is(n, atom.Pre) || n.Namespace != "" { // where a title stays as it is
			settle(n)
			walk(n, settle)
			return false
		}
		if keyword, note, _ := strings.Cut(strings.TrimSpace(attr(n, "title")), " "); strings.EqualFold(keyword, "cluetip") {
			delAttr(n, "title")
			setAttr(n, tipAttr, strings.TrimSpace(note))
		}
		if hasAttr(n, tipAttr) {
			with = append(with, noted{n, lineOf(n)})
		}
		return settle(n)
	})
	for i, w := range with {
		n := w.node
		note := tip(attr(n, tipAttr), i+1, words)
		switch {
		case note == nil:
			notices = append(notices, Notice{Line: w.line, Text: fmt.Sprintf("a cluetip on <%s> says nothing", n.Data)})
		case holdsTips[n.Data]:
			for _, part := range note {
				n.AppendChild(part)
			}
		case tipsBehind[n.Data]:
			for _, part := range note {
				n.Parent.InsertBefore(part, n.NextSibling)
				n = part
			}
		default:
			notices = append(notices, Notice{Line: w.line, Text: fmt.Sprintf("a cluetip cannot stand on <%s>", n.Data)})
		}
	}
	return notices
}

// Elements that can have a note, in them or behind them.
var (
	holdsTips  = words(`p li td th dd dt div section article header footer aside main h1 h2 h3 h4 h5 h6 blockquote figcaption caption figure center`)
	tipsBehind = words(`span a em strong b i u s code kbd samp var abbr acronym cite dfn q sub sup small big font tt mark img del ins time data bdi bdo strike`)
)

// tip makes the button and the note that it opens, or nothing of an empty one.
func tip(note string, number int, words texts.Catalogue) []*html.Node {
	title, lines, _ := strings.Cut(note, "|")
	title = strings.TrimSpace(title)
	name := oneLine(title)
	if name == "" {
		name = oneLine(strings.ReplaceAll(lines, "|", " "))
	}
	if name == "" {
		return nil
	}
	id := fmt.Sprintf("cr-tip-%d", number)
	button := element("button", attrs("class", "cr-tip", "type", "button", "popovertarget", id,
		"aria-label", words.Text("tip.note", "title", name), "data-crunchy-added", ""), "?")
	box := element("span", attrs("class", "cr-tipbox", "popover", "", "id", id, "data-crunchy-added", ""))
	if title != "" {
		box.AppendChild(element("strong", nil, title))
	}
	if lines != "" {
		for line := range strings.SplitSeq(lines, "|") {
			box.AppendChild(element("span", nil, strings.TrimSpace(line)))
		}
	}
	return []*html.Node{button, box}
}
