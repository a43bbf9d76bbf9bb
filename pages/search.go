package pages

import (
	"cmp"
	"fmt"
	"path"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// Section is a part of a page, from one heading to the next, as text.
type Section struct {
	Heading string // "" for what comes before the first one
	Anchor  string // the place on the page, "" for its top
	Text    string // on one line
}

// Text returns what there is to read on a page, without its navigation, in
// sections, the first of which is the beginning of the page. It is much faster
// than Render, and fails with ErrFormat as that does.
func Text(src Source, set ioelement.Set) (title string, sections []Section, err error) {
	if set.Empty() {
		set = ioelement.Default()
	}
	var doc *html.Node
	switch format(src) {
	case "markdown":
		body, m, _, err := markdown([]byte(decode(src.Data, cmp.Or(src.ContentType, "text/plain"))), inMarkdown{set: set, slugs: newSlugs(), matter: true})
		if err != nil {
			return "", nil, fmt.Errorf("pages: %w", err)
		}
		doc, title = parse("<body>"+string(body)), m.Title
	case "html":
		doc = parse(decode(src.Data, src.ContentType))
		title = readMeta(findAtom(doc, atom.Head)).Title
		if t := findAtom(doc, atom.Title); t != nil {
			title = cmp.Or(title, oneLine(textOf(t)))
		}
	case "notebook":
		var m matter
		doc, m, _ = readNotebook(src, set, marked{})
		title = m.Title
	case "rest":
		source := decode(src.Data, cmp.Or(src.ContentType, "text/plain"))
		doc, title = parse("<body>"+restText(source)), cmp.Or(restTitle(source), titleOf(src.Name))
	default:
		return "", nil, fmt.Errorf("%w: %s", ErrFormat, cmp.Or(src.ContentType, path.Base(src.Name)))
	}
	adopt(doc, texts.Catalogue{})
	dropExams(doc, set)
	body := findAtom(doc, atom.Body)
	if body == nil {
		return cmp.Or(title, titleOf(src.Name)), []Section{{}}, nil
	}
	if title == "" {
		if h1 := findAtom(body, atom.H1); h1 != nil {
			title = oneLine(textOf(h1))
		}
	}
	r := &textReader{set: set, sections: []Section{{}}}
	r.read(mainPart(body))
	r.flush()
	return cmp.Or(title, titleOf(src.Name)), r.sections, nil
}

// mainPart is where the content of a page stands, if the page says so.
func mainPart(body *html.Node) *html.Node {
	if n := find(body, func(n *html.Node) bool { return is(n, atom.Main) || attr(n, "role") == "main" }); n != nil {
		return n
	}
	return body
}

// textReader collects the text of a tree.
type textReader struct {
	set      ioelement.Set
	sections []Section
	text     strings.Builder
}

func (r *textReader) flush() {
	r.sections[len(r.sections)-1].Text = oneLine(r.text.String())
	r.text.Reset()
}

func (r *textReader) read(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			r.text.WriteString(c.Data)
		case c.Type != html.ElementNode || unread(c) || secret(c, r.set):
		case is(c, atom.H1), is(c, atom.H2), is(c, atom.H3), is(c, atom.H4):
			r.heading(c)
		default:
			r.read(c)
			if !inline(c) {
				r.text.WriteByte(' ')
			}
		}
	}
}

func (r *textReader) heading(h *html.Node) {
	title := strings.TrimSpace(strings.TrimRight(headingWords(h), "¶#"))
	r.flush()
	s := Section{Heading: title, Anchor: anchorOf(h)}
	if is(h, atom.H1) && len(r.sections) == 1 {
		s.Anchor = "" // the top of the page
	}
	if len(r.sections) == 1 && r.sections[0].Text == "" {
		r.sections[0] = s
		return
	}
	r.sections = append(r.sections, s)
}

// headingWords is the text of a heading without the links to itself that Sphinx
// and others add.
func headingWords(h *html.Node) string {
	var b strings.Builder
	for n := h.FirstChild; n != nil; n = n.NextSibling {
		if !hasClass(n, "headerlink") && !hasClass(n, "cr-anchor") {
			appendText(&b, n)
		}
	}
	return oneLine(b.String())
}

// anchorOf is the name by which a link leads to a heading, or "".
func anchorOf(h *html.Node) string {
	if id := attr(h, "id"); id != "" && !ours(id) {
		return id
	}
	if p := h.Parent; p != nil && (is(p, atom.Section) || is(p, atom.Div)) && firstElement(p) == h {
		if id := attr(p, "id"); id != "" && !ours(id) {
			return id
		}
	}
	if ids := idsIn(h); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// firstElement is the first child that is an element, passing over empty
// targets of links.
func firstElement(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.FirstChild != nil || !is(c, atom.Span) && !is(c, atom.A)) {
			return c
		}
	}
	return nil
}

// unread reports whether an element holds nothing to be found.
func unread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Nav, atom.Footer, atom.Select, atom.Button, atom.Iframe, atom.Svg, atom.Object:
		return true
	}
	role := attr(n, "role")
	return role == "navigation" || role == "search" || hasClass(n, "headerlink")
}

// inline reports whether an element does not part words.
func inline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.B, atom.Code, atom.Em, atom.I, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Tt, atom.Kbd, atom.Samp, atom.Var, atom.Mark, atom.Small, atom.Abbr, atom.Wbr, atom.U, atom.S:
		return true
	}
	return false
}

// Fold returns the words of a text for comparison: in lower case, without
// accents, each with a blank before it. Characters that are words by themselves,
// as the Chinese ones, are treated so.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 1)
	parted := true
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r < 0x80 && isAlnum(byte(r)), r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			alone := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
			if parted || alone {
				b.WriteByte(' ')
			}
			if r == 'ß' {
				b.WriteString("ss")
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
			parted = alone
		case unicode.Is(unicode.Mn, r):
		default:
			parted = true
		}
	}
	return b.String()
}
