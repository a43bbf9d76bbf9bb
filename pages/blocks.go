package pages

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// maxElements is how many live blocks a page may have.
const maxElements = 9999

// rewriter turns the blocks of a page into what their authors ask for.
type rewriter struct {
	set      ioelement.Set
	defaults ioelement.Defaults
	rules    ioelement.Rules
	heading  int // level of the last heading
	keys     keyer
	elements []ioelement.Element
	notices  []ordered
	order    int // of the block or hint that the walk has come to
	full     bool
	keep     bool        // the blocks as their author wrote them
	places   bool        // what becomes of blocks has their lines
	blocks   []CodeBlock // if so

	excerpt func(what, python string) ioelement.Excerpt // finds what stands elsewhere, or nil
	looked  int                                         // how often it was asked

	words texts.Catalogue // of the interface
	lang  string          // of the page, if that is another

	parts   map[*html.Node]*ioelement.Part // by block
	later   []waiting
	hints   []waiting
	numbers map[*ioelement.Exercise]string // of the live elements
	named   map[string]live                // elements that hints can be for
	now     time.Time                      // see Options
	exams   exams
	helped  map[string]int // how many hints there are for a name
}

// ordered is a notice with its place in the document.
type ordered struct {
	order int
	Notice
}

func newRewriter(set ioelement.Set, defaults ioelement.Defaults) *rewriter {
	return &rewriter{
		set: set, defaults: defaults,
		parts:   map[*html.Node]*ioelement.Part{},
		numbers: map[*ioelement.Exercise]string{},
		named:   map[string]live{},
		helped:  map[string]int{},
	}
}

// rewrite goes over all that is below n.
func (r *rewriter) rewrite(n *html.Node) {
	r.tie(n)
	r.exams = findExams(n, r.set, r.now)
	walk(n, func(n *html.Node) bool {
		if n.Type != html.ElementNode || n.Namespace != "" {
			return true
		}
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			r.heading = int(n.Data[1] - '0')
			r.keys.under(textOf(n))
		case atom.Pre:
			return r.block(n)
		case atom.Details:
			r.order++
			line, _ := takeLine(n)
			if isHint(n) {
				r.hints = append(r.hints, waiting{node: n, line: line, order: r.order})
			}
			r.place(line, n)
		}
		return true
	})
	r.settle()
	r.keys.assign(r.elements)
}

// block rewrites one block, unless it stays as it is.
func (r *rewriter) block(pre *html.Node) (stays bool) {
	r.order++
	line, textLine := takeLine(pre)
	defer func() {
		if stays {
			r.place(line, pre)
		}
	}()
	raw := r.title(pre)
	if r.keep {
		r.blocks = append(r.blocks, CodeBlock{Line: line, TextLine: textLine, Title: ioelement.ParseTitle(raw), Text: textOf(pre)})
	}
	if raw == "" {
		return true
	}
	b := ioelement.Block{
		Raw:      raw,
		Title:    r.rules.Apply(r.set, ioelement.ParseTitle(raw), textOf(pre)),
		Text:     textOf(pre),
		Number:   fmt.Sprintf("%04d", len(r.elements)+1),
		Heading:  r.heading + 1,
		Anchors:  idsIn(pre),
		Defaults: r.defaults,
		Part:     r.parts[pre],
		Words:    r.words,
		Lang:     r.lang,
	}
	for _, a := range pre.Attr {
		switch {
		case a.Key == "data-crunchy":
		case a.Key == "id", a.Key == "class", a.Key == "style", a.Key == "lang", a.Key == "dir",
			a.Key == "translate", strings.HasPrefix(a.Key, "data-"):
			b.Attr = append(b.Attr, a)
		}
	}
	if b.Part == nil { // within another block
		alone := []ioelement.Block{b}
		r.set.Tie(alone)
		b = alone[0]
	}
	r.find(&b)
	b.Hints = r.helped[r.helpedName(b)]
	var said []string
	b.Exam, b.Sealed, said = r.exams.of(b)
	b.Order = r.order
	r.note(r.order, line, said...)
	if r.waits(b) {
		r.later = append(r.later, waiting{pre, b, line, r.order, len(r.blocks) - 1})
		return false
	}
	made := r.set.Make(b)
	if made.Element != nil && len(r.elements) == maxElements {
		if !r.full {
			r.full = true
			r.note(r.order, line, fmt.Sprintf("a page may have %d live blocks; this one and those after it stay as they are", maxElements))
		}
		if k, _ := r.set.Lookup(b.Title.Keyword); k.Keeps || b.Sealed {
			replace(pre, element("pre", attrs("data-crunchy", raw, "class", "cr-part", "hidden", "")))
			return false
		}
		if !r.lone(&b) {
			return true
		}
		made = r.set.Make(b)
	}
	r.note(r.order, line, made.Notices...)
	if made.Nodes == nil {
		return true
	}
	if made.Element != nil {
		r.elements = append(r.elements, *made.Element)
		r.keys.add(*made.Element)
		r.number(made.Element, b)
		if r.keep {
			r.blocks[len(r.blocks)-1].Number = made.Element.Number
		}
	}
	r.place(line, made.Nodes...)
	replace(pre, made.Nodes...)
	return false
}

// place notes the line of what a block has become, or is still.
func (r *rewriter) place(line int, nodes ...*html.Node) {
	for _, n := range nodes {
		if r.places && line > 0 && n.Type == html.ElementNode {
			setAttr(n, lineAttr, strconv.Itoa(line))
			return
		}
	}
}

func (r *rewriter) note(order, line int, texts ...string) {
	for _, text := range texts {
		r.notices = append(r.notices, ordered{order, Notice{Line: line, Text: text}})
	}
}

// title returns the title of a block, or "" for one that stays as it is.
func (r *rewriter) title(pre *html.Node) string {
	if t := titled(pre); t != "" {
		return t
	}
	language := languageOf(pre)
	python := ioelement.IsPython(language)
	session := (python || language == "" || language == "none" || language == "default" || language == "doctest") &&
		ioelement.IsSession(textOf(pre))
	switch unmarked := r.rules.Unmarked(); {
	case unmarked == "none":
	case unmarked != "" && (session || python):
		return unmarked
	case session:
		return "python_tutorial"
	case python && !coloured(pre):
		return "py_code"
	}
	return ""
}

// titled returns the title that the author gave a block, or "".
func titled(pre *html.Node) string {
	if t := strings.TrimSpace(attr(pre, "data-crunchy")); t != "" {
		return t
	}
	return strings.TrimSpace(attr(pre, "title"))
}

// coloured reports whether a block has colours already, which are its page's own.
func coloured(pre *html.Node) bool {
	return find(pre, func(n *html.Node) bool {
		return n.Type == html.ElementNode && !is(n, atom.Code) && n.FirstChild != nil
	}) != nil
}

// languageOf returns the language that a page says a block is in, as Sphinx,
// docutils, MkDocs, GitHub and the HTML standard write it, or "".
func languageOf(pre *html.Node) string {
	if code := findAtom(pre, atom.Code); code != nil {
		if l := languageClass(code, false); l != "" {
			return l
		}
	}
	if l := languageClass(pre, hasClass(pre, "code")); l != "" {
		return l
	}
	// div.highlight-python3 > div.highlight > pre, with a table between them
	// if lines are numbered.
	for p, i := pre.Parent, 0; p != nil && i < 7; p, i = p.Parent, i+1 {
		switch p.DataAtom {
		case atom.Div, atom.Figure:
			if l := languageClass(p, false); l != "" {
				return l
			}
		case atom.Table, atom.Tbody, atom.Tr, atom.Td:
		default:
			return ""
		}
	}
	return ""
}

// languageClass returns the language that the classes of n name; bare says
// that one of them may be the language word itself, as docutils has it.
func languageClass(n *html.Node, bare bool) string {
	for _, c := range strings.Fields(strings.ToLower(attr(n, "class"))) {
		for _, prefix := range []string{"language-", "lang-", "highlight-source-", "highlight-"} {
			if l, ok := strings.CutPrefix(c, prefix); ok {
				return l
			}
		}
		if bare && c != "code" && c != "literal-block" {
			return c
		}
	}
	return ""
}
