package pages

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement/texts"
)

// noteAttr marks a paragraph that tells the student of something in a page of
// another tool; see the notes in magics.go. storedAttr marks what a tool kept of
// an earlier run, which is shown until the block above it is run. Both stay on
// the page.
const (
	noteAttr   = "data-crunchy-note"
	storedAttr = "data-crunchy-stored"
)

// noteTexts are the texts of notes, by the value of noteAttr.
var noteTexts = map[string]string{
	noteMagics: "foreign.magics", noteCellMagic: "foreign.cellMagic", noteBroken: "foreign.broken",
}

// adopt writes in our own words what other tools have written in theirs into a
// tree that is as its author wrote it.
func adopt(doc *html.Node, words texts.Catalogue) (notices []Notice) {
	snippets := newSnippets()
	walk(doc, func(n *html.Node) bool {
		switch {
		case n.Type != html.ElementNode:
		case is(n, atom.Pre):
			notices = append(notices, thebe(n)...)
			snippets.see(n)
			return false
		case n.Data == "codapi-snippet":
			notices = append(notices, snippets.take(n)...)
		case is(n, atom.Div) && hasAttr(n, "data-exercise"):
			return quartoDiv(n, words)
		case is(n, atom.Details) && isHint(n):
			if s := findAtom(n, atom.Summary); s != nil && s.FirstChild == nil {
				s.AppendChild(text(words.Text("foreign.hint")))
			}
		}
		return true
	})
	walk(doc, func(n *html.Node) bool {
		switch t := noteTexts[attr(n, noteAttr)]; {
		case t != "":
			clearOut(n)
			n.AppendChild(text(words.Text(t)))
		case is(n, atom.Div) && hasAttr(n, storedAttr):
			setAttr(n, "role", "group")
			setAttr(n, "aria-label", words.Text("foreign.stored"))
		}
		return true
	})
	return notices
}

// become makes a block one of ours, with this text and perhaps a note below.
func become(pre *html.Node, f fence) []Notice {
	line := lineOf(pre)
	setAttr(pre, "data-crunchy", f.titles[0])
	if f.text != textOf(pre) {
		clearOut(pre)
		pre.AppendChild(element("code", nil, f.text))
	}
	if f.note != "" {
		pre.Parent.InsertBefore(element("p", attrs(noteAttr, f.note)), pre.NextSibling)
	}
	return f.tell(line)
}
