package export

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/cmd/internal/check"
	"crunchy/ioelement"
)

// still brings what is live on a page to rest.
type still struct {
	*export
	page     *page
	elements []ioelement.Element
	shown    map[string][]check.Shown // by number
}

// content goes over all that the author wrote.
func (s *still) content() {
	body := one(s.page.doc, byAtom(atom.Body))
	for _, n := range all(body, byClass("cr-part")) {
		s.part(n)
	}
	for _, n := range all(body, func(n *html.Node) bool { return is(n, atom.Section) && hasClass(n, "cr-cell") }) {
		s.cell(n)
	}
	for _, n := range all(body, func(n *html.Node) bool { return ours(n) }) {
		plain(n)
	}
	for _, n := range all(body, func(n *html.Node) bool { return true }) {
		del(n, "data-crunchy-loader", "data-crunchy-external", "data-crunchy-preferences")
	}
	s.live(body)
}

// part keeps the parts of an exercise that are for its reader: of hidden ones not
// even their names, for a page that is read again would take them for tests of
// nothing.
func (s *still) part(n *html.Node) {
	switch {
	case is(n, atom.Pre) && has(n, "hidden"), hasClass(n, "cr-solution") && !s.Solutions:
		remove(n)
	case is(n, atom.Details):
		dropClass(n, "cr-taken") // no card takes it in
	}
}

// cell makes of the card of a live element one that only shows.
func (s *still) cell(n *html.Node) {
	e := s.element(attr(n, "data-number"))
	if e == nil {
		return
	}
	code := one(n, func(c *html.Node) bool {
		return is(c, atom.Pre) && hasClass(c, "cr-code") && !has(c, "hidden") && textOf(c) != ""
	})
	if has(n, "data-crunchy-added") && code == nil {
		remove(n) // the empty editor of a test
		return
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if !s.keeps(c) {
			n.RemoveChild(c)
		}
		c = next
	}
	for _, name := range []string{"cr-badge", "cr-with"} {
		for _, c := range all(n, byClass(name)) {
			remove(c)
		}
	}
	dropClass(n, "cr-far", "cr-parsons")
	if strings.HasPrefix(attr(n, "style"), "--cr-rows") {
		del(n, "style")
	}
	switch {
	case e.Quiz != nil:
		s.quiz(n, e)
	case e.Kind == "parsons":
		del(n, "data-crunchy") // read again, this order would be the right one
		s.answer(n, "export.solution", s.Solutions && e.Exercise != nil && e.Exercise.Solution != "", func() *html.Node {
			return element("pre", attrs("class", "cr-code"), element("code", attrs("class", "language-python"), highlighted(e.Exercise.Solution)...))
		})
	case code == nil:
		n.AppendChild(element("p", attrs("class", "ex-empty"), s.page.words.Text("export.empty")))
	}
	s.output(n, e)
}

// keeps reports whether a part of a card says something by itself.
func (s *still) keeps(n *html.Node) bool {
	for _, class := range []string{"cr-vlam", "cr-head", "cr-question", "cr-choices", "cr-many"} {
		if hasClass(n, class) {
			return true
		}
	}
	return is(n, atom.Pre) && !(textOf(n) == "" && hasClass(n, "cr-code"))
}

func (s *still) element(number string) *ioelement.Element {
	at, err := strconv.Atoi(number)
	if err != nil || at < 1 || at > len(s.elements) {
		return nil
	}
	return &s.elements[at-1]
}

// output puts what an element showed behind its code, unless the author has put
// there what it shows.
func (s *still) output(n *html.Node, e *ioelement.Element) {
	if stored(n) || e.Mode == ioelement.Interpreter && written(n) {
		return
	}
	out := showing(s.shown[e.Number], s.page.words.Text("export.picture"))
	if len(out) == 0 {
		return
	}
	label := s.page.words.Text("export.output")
	if e.Kind == "predict" { // the reader is to think first
		s.answer(n, "export.prints", true, func() *html.Node { return s.shownBox(out, label) })
		return
	}
	n.AppendChild(s.shownBox(out, label))
}

func (s *still) shownBox(out []*html.Node, label string) *html.Node {
	box := element("div", attrs("class", "ex-out", "role", "group", "aria-label", label))
	for _, o := range out {
		box.AppendChild(o)
	}
	return box
}

// stored reports whether an output follows that came with a notebook.
func stored(n *html.Node) bool {
	for c := n.NextSibling; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return has(c, "data-crunchy-stored")
		}
	}
	return false
}

// written reports whether the author shows in a session what it prints.
func written(n *html.Node) bool {
	code := one(n, func(c *html.Node) bool { return is(c, atom.Pre) && hasClass(c, "cr-code") })
	if code == nil {
		return false
	}
	return slices.ContainsFunc(ioelement.Examples(textOf(code)), func(x ioelement.Example) bool { return x.Want != "" })
}

// quiz keeps the question and what can be chosen.
func (s *still) quiz(n *html.Node, e *ioelement.Element) {
	del(n, "data-crunchy") // what is right is not in it
	for _, c := range all(n, byAtom(atom.Input)) {
		remove(c)
	}
	for _, c := range all(n, byAtom(atom.Label)) {
		c.Data, c.DataAtom = "span", atom.Span
	}
	for _, c := range all(n, byClass("cr-written")) {
		remove(c)
	}
	for _, c := range all(n, byClass("cr-choices")) {
		del(c, "role", "aria-labelledby")
		if c.FirstChild == nil {
			remove(c)
			continue
		}
		c.Data, c.DataAtom = "ul", atom.Ul
		for choice := range c.ChildNodes() {
			choice.Data, choice.DataAtom = "li", atom.Li
		}
	}
	s.answer(n, "export.answer", s.Solutions, func() *html.Node {
		list := element("ul", attrs("class", "ex-answers"))
		for _, a := range e.Quiz.Answers {
			if a.Right && a.Text != "" {
				says := strings.ReplaceAll(a.Feedback, "`", "")
				list.AppendChild(element("li", nil, element("b", nil, strings.ReplaceAll(a.Text, "`", "")), strings.TrimRight(" "+says, " ")))
			}
		}
		return list
	})
}

// answer puts behind a card what its reader opens after some thought.
func (s *still) answer(n *html.Node, key string, there bool, make func() *html.Node) {
	if !there {
		return
	}
	n.AppendChild(element("details", attrs("class", "ex-answer", "data-crunchy-added", ""),
		element("summary", nil, s.page.words.Text(key)), make()))
}

// highlighted is Python in colours.
func highlighted(source string) (nodes []any) {
	for _, span := range ioelement.Highlight(source) {
		if span.Class == "" {
			nodes = append(nodes, span.Text)
			continue
		}
		nodes = append(nodes, element("span", attrs("class", span.Class), span.Text))
	}
	return nodes
}

// ours reports whether an element is one of the interface.
func ours(n *html.Node) bool {
	return slices.ContainsFunc(strings.Fields(attr(n, "class")), func(c string) bool { return strings.HasPrefix(c, "cr-") })
}

// kept are the attributes of elements of ours that style sheets, or whoever reads
// the page again, ask for.
var kept = []string{"data-crunchy", "data-crunchy-added", "data-n", "data-label", "data-display", "data-name", ownLink}

// plain takes off an element what only the page's script needs.
func plain(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		return strings.HasPrefix(a.Key, "data-") && !slices.Contains(kept, a.Key)
	})
	if hasClass(n, "cr-cell") && is(n, atom.Section) && !has(n, "data-crunchy") {
		del(n, "data-crunchy-added")
	}
}
