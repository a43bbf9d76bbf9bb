package pages

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
)

// noteBroken stands for a notebook that cannot be read.
const noteBroken = "broken"

// notebook makes the tree of a page of one of Jupyter's notebooks, in the formats
// 3 and 4: prose of its Markdown cells, and editors that share one Python of its
// code cells, with what was printed when it was saved.
type notebook struct {
	set      ioelement.Set
	starts   lineStarts
	marked   marked
	language string // of code cells, in small letters
	slugs    *slugs
	body     *html.Node
	notices  []Notice
	cells    int
}

func renderNotebook(src Source, o Options) (*Page, error) {
	doc, m, notices := readNotebook(src, o.Set, o.marked())
	head := findAtom(doc, atom.Head)
	if m.Title != "" {
		head.AppendChild(element("meta", attrs("name", "crunchy:title", "content", m.Title)))
	}
	page := build(doc, "lesson", src.Name, &beside{files: o.Files}, o)
	page.Notices = append(notices, page.Notices...)
	return page, nil
}

// readNotebook makes a tree that is not yet sanitised.
func readNotebook(src Source, set ioelement.Set, which marked) (doc *html.Node, m matter, notices []Notice) {
	source := []byte(decode(src.Data, "application/json; charset=utf-8"))
	doc = parse("<!DOCTYPE html><html><head></head><body></body></html>")
	nb := &notebook{set: set, starts: startsOf(source), marked: which, slugs: newSlugs(), body: findAtom(doc, atom.Body)}
	var whole json.RawMessage
	err := json.Unmarshal(source, &whole)
	fields := piece{raw: source}.fields()
	cells, is := fields["cells"]
	if sheets := fields["worksheets"].items(); !is && len(sheets) > 0 { // format 3
		cells, is = sheets[0].fields()["cells"]
	}
	if err != nil || !is {
		nb.broken(err)
		return doc, m, nb.notices
	}
	metadata := fields["metadata"].fields()
	info := metadata["language_info"].fields()
	nb.language = strings.ToLower(cmp.Or(metadata["kernelspec"].fields()["language"].text(), info["name"].text(), "python"))
	if v := info["version"].text(); strings.HasPrefix(v, "2.") && ioelement.IsPython(nb.language) {
		nb.note(fields["metadata"].at, "this notebook was written for Python %s; here it runs with Python 3", v)
	}
	m.Title = oneLine(metadata["title"].text())
	for _, c := range cells.items() {
		nb.cell(c)
	}
	return doc, m, nb.notices
}

// broken says that there is no notebook in the file.
func (nb *notebook) broken(err error) {
	nb.body.AppendChild(element("p", attrs(noteAttr, noteBroken)))
	at, why := 0, "it has no cells"
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		at, why = int(syntax.Offset), syntax.Error()
	case err != nil:
		why = err.Error()
	}
	nb.note(at, "this is no notebook of Jupyter: %s", why)
}

func (nb *notebook) note(at int, format string, a ...any) {
	nb.notices = append(nb.notices, Notice{Line: nb.starts.line(at), Text: fmt.Sprintf(format, a...)})
}

func (nb *notebook) add(nodes ...*html.Node) {
	for _, n := range nodes {
		nb.body.AppendChild(n)
		if n.Type == html.ElementNode {
			nb.body.AppendChild(text("\n"))
		}
	}
}

func (nb *notebook) cell(c piece) {
	fields := c.fields()
	nb.cells++
	source, ok := fields["source"]
	if !ok {
		source = fields["input"] // format 3
	}
	switch kind := fields["cell_type"].text(); kind {
	case "markdown":
		nb.prose(source, source.text(), fields["attachments"])
	case "heading": // format 3
		level := min(max(fields["level"].number(), 1), 6)
		nb.prose(source, strings.Repeat("#", level)+" "+oneLine(source.text()), piece{})
	case "code":
		nb.code(c, fields, source)
	case "raw":
		nb.add(asIs(source.text()))
	default:
		nb.note(c.at, "there are no cells of the kind %q; it is shown as it is", kind)
		nb.add(asIs(source.text()))
	}
}

// asIs shows a text that nothing is made of.
func asIs(s string) *html.Node {
	return element("pre", attrs("data-crunchy", "no_vlam"), element("code", nil, s))
}

// prose adds the text of a Markdown cell.
func (nb *notebook) prose(source piece, s string, attachments piece) {
	body, _, notices, err := markdown([]byte(s), inMarkdown{
		set: nb.set, marked: nb.marked, before: nb.starts.line(source.first()) - 1,
		slugs: nb.slugs, notes: fmt.Sprintf("n%d-", nb.cells),
	})
	if err != nil {
		nb.add(asIs(s))
		return
	}
	nb.notices = append(nb.notices, notices...)
	nodes := contained(string(body))
	pictures := attachments.fields()
	for _, n := range nodes {
		attach(n, pictures)
	}
	nb.add(nodes...)
}

// attach gives pictures that are in the cell itself their data.
func attach(n *html.Node, pictures map[string]piece) {
	if is(n, atom.Img) {
		if name, ok := strings.CutPrefix(attr(n, "src"), "attachment:"); ok {
			if plain, err := url.PathUnescape(name); err == nil {
				name = plain
			}
			for kind, data := range pictures[name].fields() {
				setAttr(n, "src", dataAddress(kind, data.text()))
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		attach(c, pictures)
	}
}

// contained are the nodes that HTML becomes which stands alone: it closes and
// opens nothing around it.
func contained(source string) (nodes []*html.Node) {
	doc := parse(source)
	for _, part := range []*html.Node{findAtom(doc, atom.Head), findAtom(doc, atom.Body)} {
		for part != nil && part.FirstChild != nil {
			n := part.FirstChild
			part.RemoveChild(n)
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// code adds a code cell and what it printed once.
func (nb *notebook) code(c piece, fields map[string]piece, source piece) {
	language := cmp.Or(strings.ToLower(fields["language"].text()), nb.language)
	f := fence{language: language, text: source.text(), titles: []string{"no_vlam"}}
	switch _, known := nb.set.Lookup(language); {
	case ioelement.IsPython(language) && nb.skips(fields):
		f.titles = []string{"py_code"}
	case ioelement.IsPython(language):
		f = cell("python", f.text)
	case known:
		f.titles = []string{language}
	}
	line := nb.starts.line(source.at)
	pre := element("pre", attrs(lineAttr, fmt.Sprintf("%d+%d", line, nb.starts.line(source.first())-line), "data-crunchy", f.titles[0]),
		element("code", attrs("class", "language-"+f.language), f.text))
	nb.add(pre)
	nb.notices = append(nb.notices, f.tell(line)...)
	if stored := nb.outputs(fields["outputs"]); stored != nil {
		nb.add(stored)
	}
	if f.note != "" {
		nb.add(element("p", attrs(noteAttr, f.note)))
	}
}

// skips reports whether a cell says of itself that it is not to be run.
func (nb *notebook) skips(fields map[string]piece) bool {
	return slices.ContainsFunc(fields["metadata"].fields()["tags"].items(), func(tag piece) bool {
		return tag.text() == "skip-execution"
	})
}
