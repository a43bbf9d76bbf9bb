package ioelement

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// node returns an element; attributes come in pairs of name and value. A child
// is a *html.Node, or a string for text.
func node(name string, attrs []string, children ...any) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attrs); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attrs[i], Val: attrs[i+1]})
	}
	for _, c := range children {
		switch c := c.(type) {
		case *html.Node:
			if c != nil {
				n.AppendChild(c)
			}
		case string:
			if c != "" {
				n.AppendChild(&html.Node{Type: html.TextNode, Data: c})
			}
		}
	}
	return n
}

func attrs(pairs ...string) []string { return pairs }

// icon shows a symbol of the page's sprite.
func icon(name string) *html.Node {
	use := node("use", attrs("href", "#cr-i-"+name))
	svg := node("svg", attrs("class", "cr-icon", "aria-hidden", "true"), use)
	svg.Namespace, use.Namespace = "svg", "svg"
	return svg
}

// button returns a button that does nothing until the page's script enables it.
func button(do, symbol, text string, extra ...any) *html.Node {
	return styledButton("cr-btn", do, symbol, text, extra...)
}

// primaryButton is the button that a keystroke stands for.
func primaryButton(do, symbol, text string) *html.Node {
	return styledButton("cr-btn cr-primary", do, symbol, text, " ", node("kbd", nil, "Shift Enter"))
}

func styledButton(class, do, symbol, text string, extra ...any) *html.Node {
	children := append([]any{icon(symbol), node("span", nil, text)}, extra...)
	return node("button", attrs("class", class, "data-do", do, "type", "button", "disabled", ""), children...)
}

// codeBox says how the author's code is shown.
type codeBox struct {
	class   string // beyond cr-code
	label   string // "" for code that is only shown
	hidden  bool
	text    string
	plain   bool   // not Python
	numbers int    // number of the first line, 0 for none
	folds   []fold // if lines have numbers
}

// build returns the <pre> with the highlighted text. It keeps the attributes
// of the author's own and the targets of links into it.
func (c codeBox) build(b Block) *html.Node {
	class := "cr-code"
	if c.class != "" {
		class += " " + c.class
	}
	if c.numbers > 0 {
		class += " cr-lines"
	}
	for _, a := range b.Attr {
		if a.Key == "class" && a.Val != "" {
			class += " " + a.Val
		}
	}
	pre := node("pre", attrs("class", class))
	for _, a := range b.Attr {
		if a.Key != "class" {
			pre.Attr = append(pre.Attr, a)
		}
	}
	set := func(key, val string) { pre.Attr = append(pre.Attr, html.Attribute{Key: key, Val: val}) }
	if b.Lang != "" && c.label != "" && !slices.ContainsFunc(b.Attr, func(a html.Attribute) bool { return a.Key == "lang" }) {
		set("lang", b.Lang) // comments and texts in the code are the author's
	}
	if c.numbers > 0 {
		set("data-start", strconv.Itoa(c.numbers))
	}
	if c.label != "" {
		set("tabindex", "0")
		set("role", "group")
		set("aria-label", c.label)
	}
	if c.hidden {
		set("hidden", "")
	}
	code := node("code", nil)
	if !c.plain {
		code.Attr = append(code.Attr, html.Attribute{Key: "class", Val: "language-python"})
	}
	for _, id := range b.Anchors {
		code.AppendChild(node("span", attrs("id", id)))
	}
	spans := []Span{{Text: c.text}}
	if !c.plain {
		spans = Highlight(c.text)
	}
	if b.Title.Has("no_style") {
		spans = uncoloured(spans)
	}
	if c.numbers > 0 {
		b.tuck(appendLines(code, spans, c.numbers), c.folds)
	} else {
		appendSpans(code, spans)
	}
	pre.AppendChild(code)
	return pre
}

// uncoloured leaves of the spans those that say what is a prompt and what an answer.
func uncoloured(spans []Span) []Span {
	out := slices.Clone(spans)
	for i, s := range out {
		if s.Class != ClassPrompt && s.Class != ClassResult {
			out[i].Class = ""
		}
	}
	return out
}

func appendSpans(to *html.Node, spans []Span) {
	for _, s := range spans {
		switch {
		case s.Text == "":
		case s.Class == "":
			if t := to.LastChild; t != nil && t.Type == html.TextNode && len(t.Data) < 1024 {
				t.Data += s.Text
			} else {
				to.AppendChild(&html.Node{Type: html.TextNode, Data: s.Text})
			}
		default:
			to.AppendChild(node("span", attrs("class", s.Class), s.Text))
		}
	}
}

// appendLines puts every line into an element of its own, which carries its number.
func appendLines(to *html.Node, spans []Span, number int) (lines []*html.Node) {
	var line []Span
	flush := func() {
		ln := node("span", attrs("class", "cr-ln", "data-n", strconv.Itoa(number)))
		appendSpans(ln, line)
		to.AppendChild(ln)
		lines = append(lines, ln)
		number++
		line = line[:0]
	}
	for _, s := range spans {
		for {
			head, rest, found := strings.Cut(s.Text, "\n")
			if !found {
				break
			}
			line = append(line, Span{s.Class, head}, Span{"", "\n"})
			flush()
			s.Text = rest
		}
		if s.Text != "" {
			line = append(line, s)
		}
	}
	if len(line) > 0 {
		flush()
	}
	return lines
}

// cell returns the card of a live block, with the children that are not nil.
func cell(b Block, kind, class, label string, data []string, children ...*html.Node) *html.Node {
	if b.Title.Has("no_style") {
		class += " cr-nostyle"
	}
	a := append(attrs(
		"class", "cr-cell "+class,
		"id", "cr-"+b.Number,
		"data-number", b.Number,
		"data-kind", kind,
		"data-crunchy", b.Raw,
	), data...)
	s := node("section", append(a, "aria-label", label))
	if b.Lang != "" {
		s.Attr = append(s.Attr, html.Attribute{Key: "lang", Val: b.Words.Language()})
	}
	for _, c := range children {
		if c != nil {
			s.AppendChild(c)
		}
	}
	return s
}

// vlam shows the markup of a block with this text, if show_vlam asks for that.
func vlam(b Block, text string) *html.Node {
	if !b.Title.Has("show_vlam") {
		return nil
	}
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	text = `<pre title="` + html.EscapeString(b.Raw) + "\">\n" + escape.Replace(text) + "\n</pre>"
	return node("pre", attrs("class", "cr-vlam", "tabindex", "0", "role", "group", "aria-label", b.Words.Text("written")), node("code", nil, text))
}
