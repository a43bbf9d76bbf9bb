package pages

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
)

// What is on a page is written as Markdown where that can say it, and else as the
// HTML that it is, which Markdown may hold: so nothing is lost.

// blocks writes what is in an element.
func (c *converter) blocks(n *html.Node) (all []string) {
	var line strings.Builder
	flush := func() {
		if s := strings.TrimSpace(line.String()); s != "" {
			all = append(all, atStart(s))
		}
		line.Reset()
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch {
		case unread(child) && child.Namespace == "" && child.Type == html.ElementNode:
		case child.Type == html.ElementNode && !inline(child) && !c.inlined(child):
			flush()
			if s := c.block(child); s != "" {
				all = append(all, s)
			}
		default:
			line.WriteString(c.inline(child))
		}
	}
	flush()
	return all
}

// inlined are elements beyond those of inline that stand in a line of text.
func (c *converter) inlined(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Img, atom.Br, atom.Del, atom.Ins, atom.Cite, atom.Q, atom.Dfn, atom.Time, atom.Label, atom.Input, atom.Font, atom.Big:
		return true
	}
	return false
}

func (c *converter) block(n *html.Node) string {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		s := strings.Repeat("#", int(n.Data[1]-'0')) + " " + oneLine(c.inside(n))
		id := attr(n, "id")
		if id == "" {
			id = anchorOf(n)
		}
		if id != "" && id != slugOf(headingWords(n)) && plainName(id) {
			s += " {#" + id + "}"
		}
		return s
	case atom.P:
		return atStart(strings.TrimSpace(c.inside(n)))
	case atom.Pre:
		return c.code(n)
	case atom.Ul, atom.Ol:
		return c.list(n)
	case atom.Blockquote:
		return prefixed("> ", "> ", strings.TrimRight(joined(c.blocks(n)), "\n"))
	case atom.Hr:
		return "***"
	case atom.Table:
		return c.table(n)
	case atom.Details:
		summary := "<summary></summary>"
		if s := findAtom(n, atom.Summary); s != nil {
			summary = string(rendered(s))
			remove(s)
		}
		opening := string(rendered(&html.Node{Type: html.ElementNode, Data: n.Data, DataAtom: n.DataAtom, Attr: n.Attr}))
		return strings.TrimSuffix(opening, "</details>") + summary + "\n\n" + joined(c.blocks(n)) + "\n</details>"
	case atom.Figcaption, atom.Caption:
		return "*" + strings.TrimSpace(c.inside(n)) + "*"
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Aside, atom.Center, atom.Figure, atom.Body, atom.Address:
		return c.container(n)
	}
	return c.asHTML(n)
}

// container writes what stands in an element that says little itself.
func (c *converter) container(n *html.Node) string {
	kind := ""
	for _, class := range strings.Fields(attr(n, "class")) {
		if admonitions[class] && (kind == "" || kind == "admonition") {
			kind = class
		}
	}
	if title := find(n, func(e *html.Node) bool { return hasClass(e, "admonition-title") }); kind != "" && title != nil && strings.EqualFold(oneLine(textOf(title)), kind) {
		remove(title) // the box says so itself
	}
	inner := strings.TrimRight(joined(c.blocks(n)), "\n")
	if kind != "" && inner != "" {
		return "::: {." + kind + "}\n\n" + inner + "\n\n:::"
	}
	id := attr(n, "id")
	if first := firstElement(n); id == "" || first != nil && anchorOf(first) == id {
		return inner
	}
	return strings.TrimRight(`<a id="`+html.EscapeString(id)+"\"></a>\n\n"+inner, "\n")
}

// code writes a block with its title, or the language that the page says it is in.
func (c *converter) code(pre *html.Node) string {
	text, title, language := textOf(pre), titled(pre), languageOf(pre)
	info := language
	switch k, _ := c.o.Set.Lookup(ioelement.ParseTitle(title).Keyword); {
	case title == "no_vlam" && language == "":
		info = "text"
	case title != "" && len(k.Names) > 0 && k.Names[0] == "quiz":
		info = "text " + title
	case title != "":
		info = strings.TrimSpace("python " + title)
		if ioelement.IsSession(text) {
			info = strings.TrimSpace("pycon " + title)
		}
	case ioelement.IsSession(text) && (language == "" || ioelement.IsPython(language)):
		info = "pycon"
	case language == "" || language == "none" || language == "default":
		info = "text"
	}
	return fenced(info, strings.TrimPrefix(text, "\n"))
}

func (c *converter) list(n *html.Node) string {
	var items []string
	number, loose := 1, false
	for li := n.FirstChild; li != nil; li = li.NextSibling {
		if !is(li, atom.Li) {
			continue
		}
		mark := "- "
		if is(n, atom.Ol) {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		blocks := c.blocks(li)
		text := strings.TrimRight(joined(blocks), "\n")
		if len(blocks) == 2 && findAtom(li, atom.P) == nil && find(li, func(e *html.Node) bool { return is(e, atom.Ul) || is(e, atom.Ol) }) != nil {
			text = strings.Join(blocks, "\n") // a list below a line
		}
		loose = loose || len(blocks) > 2
		items = append(items, prefixed(mark, strings.Repeat(" ", len(mark)), text))
	}
	if loose {
		return strings.Join(items, "\n\n")
	}
	return strings.Join(items, "\n")
}

// prefixed puts something before the first line of a text, and something before
// the others.
func prefixed(first, others, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		case line == "":
			lines[i] = strings.TrimRight(others, " ")
		default:
			lines[i] = others + line
		}
	}
	return strings.Join(lines, "\n")
}

// table writes a table of single lines as Markdown does, and others as they are.
func (c *converter) table(n *html.Node) string {
	var rows [][]string
	simple := true
	walk(n, func(e *html.Node) bool {
		switch e.DataAtom {
		case atom.Tr:
			rows = append(rows, nil)
		case atom.Td, atom.Th:
			if hasAttr(e, "colspan") || hasAttr(e, "rowspan") || len(rows) == 0 || find(e, func(x *html.Node) bool {
				return is(x, atom.Pre) || is(x, atom.Ul) || is(x, atom.Ol) || is(x, atom.Table) || is(x, atom.Br)
			}) != nil {
				simple = false
				return false
			}
			cell := oneLine(strings.Join(c.blocks(e), " "))
			rows[len(rows)-1] = append(rows[len(rows)-1], strings.ReplaceAll(cell, "|", `\|`))
			return false
		case atom.Caption:
			simple = false
		}
		return simple
	})
	if !simple || len(rows) < 2 || len(rows[0]) == 0 {
		return c.asHTML(n)
	}
	var b strings.Builder
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return c.asHTML(n)
		}
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString(strings.Repeat("| --- ", len(row)) + "|\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// asHTML writes an element as it is. In Markdown it ends at an empty line, so that
// it may hold none.
func (c *converter) asHTML(n *html.Node) string {
	walk(n, func(e *html.Node) bool {
		if is(e, atom.Img) {
			c.picture(e)
		}
		return true
	})
	return strings.ReplaceAll(string(rendered(n)), "\n\n", "\n&#10;")
}

func rendered(n *html.Node) []byte {
	delAttr(n, lineAttr)
	return serialise(n)
}

// inside is what stands in an element, as a line of text.
func (c *converter) inside(n *html.Node) string {
	var b strings.Builder
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		b.WriteString(c.inline(child))
	}
	return b.String()
}

var blankRun = regexp.MustCompile(`[ \t\n]+`)

func (c *converter) inline(n *html.Node) string {
	switch {
	case n.Type == html.TextNode:
		return markdownText(blankRun.ReplaceAllString(n.Data, " "))
	case n.Type != html.ElementNode:
		return ""
	case is(n, atom.Span) && hasClass(n, "cr-math"):
		if attr(n, "data-display") == "true" {
			return "\n$$\n" + strings.TrimSpace(textOf(n)) + "\n$$\n"
		}
		return "$" + strings.TrimSpace(textOf(n)) + "$"
	case hasClass(n, "headerlink"):
		return ""
	case n.Namespace != "":
		return c.asHTML(n)
	}
	switch n.DataAtom {
	case atom.Code, atom.Tt, atom.Samp:
		if titled(n) == "" && !strings.Contains(textOf(n), "`") {
			return "`" + blankRun.ReplaceAllString(textOf(n), " ") + "`"
		}
		return c.asHTML(n)
	case atom.Em, atom.I:
		return wrapped("*", c.inside(n))
	case atom.Strong, atom.B:
		return wrapped("**", c.inside(n))
	case atom.Br:
		return "\\\n"
	case atom.Img:
		c.picture(n)
		return "![" + markdownText(oneLine(attr(n, "alt"))) + "](" + address(attr(n, "src")) + ")"
	case atom.A:
		href := attr(n, "href")
		if href == "" {
			if id := attr(n, "id") + attr(n, "name"); id != "" {
				return `<a id="` + html.EscapeString(id) + `"></a>` + c.inside(n)
			}
			return c.inside(n)
		}
		c.use(href, c.named[href])
		return "[" + strings.TrimSpace(c.inside(n)) + "](" + address(href) + ")"
	case atom.Input:
		return ""
	case atom.Sub, atom.Sup, atom.Kbd, atom.U, atom.S, atom.Del, atom.Ins, atom.Mark, atom.Small, atom.Q, atom.Abbr, atom.Var:
		return "<" + n.Data + ">" + c.inside(n) + "</" + n.Data + ">"
	}
	if !inline(n) && !c.inlined(n) { // a block where none is expected
		return "\n\n" + c.block(n) + "\n\n"
	}
	if id := attr(n, "id"); id != "" && !ours(id) {
		return `<a id="` + html.EscapeString(id) + `"></a>` + c.inside(n)
	}
	return c.inside(n)
}

// wrapped puts marks around a text, whose blankRun stay outside.
func wrapped(mark, text string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	before, after, _ := strings.Cut(text, inner)
	return before + mark + inner + mark + after
}

// address is an address within the brackets of a link.
func address(ref string) string {
	if strings.ContainsAny(ref, " ()<>") {
		return "<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(ref) + ">"
	}
	return ref
}

// picture gives a picture that is in the page itself a file, and notes one beside it.
func (c *converter) picture(n *html.Node) {
	delAttr(n, "srcset")
	src := attr(n, "src")
	if strings.HasPrefix(src, "data:") {
		if file := c.keep(src); file != "" {
			setAttr(n, "src", file)
		}
		return
	}
	c.use(src, c.named[src])
}

// keep makes a file of an address that holds a picture, and returns its name; "" if
// it holds none.
func (c *converter) keep(address string) string {
	kind, data, ok := strings.Cut(strings.TrimPrefix(address, "data:image/"), ";base64,")
	plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if !ok || err != nil {
		return ""
	}
	for n := len(c.files) + 1; ; n++ {
		name := fmt.Sprintf("%s-%d.%s", notFile.ReplaceAllString(c.prefix, "-"), n, strings.ToLower(strings.TrimSuffix(kind, "+xml")))
		if !c.taken(name) {
			c.files[name] = plain
			return name
		}
	}
}

// taken reports whether a name is that of a file beside the source, or of one that the
// source itself names.
func (c *converter) taken(name string) bool {
	if c.files[name] != nil || strings.Contains(c.source, name) {
		return true
	}
	if c.o.Files == nil || !fs.ValidPath(name) {
		return false
	}
	_, err := fs.Stat(c.o.Files, name)
	return err == nil || !errors.Is(err, fs.ErrNotExist)
}

var notFile = regexp.MustCompile(`[^\pL\pN_-]+`)

var special = regexp.MustCompile("[\\\\`*_\\[\\]<>$]")

// markdownText is a text that says just that in Markdown.
func markdownText(s string) string {
	return special.ReplaceAllString(s, `\$0`)
}

var startMark = regexp.MustCompile(`(?m)^( *)([#+=~:|-]|\d+[.)])`)

// atStart keeps a paragraph from beginning as something else.
func atStart(s string) string {
	return startMark.ReplaceAllStringFunc(s, func(m string) string {
		at := len(m) - len(strings.TrimLeft(m, " "))
		mark := m[at:]
		return m[:at] + mark[:len(mark)-1] + `\` + mark[len(mark)-1:]
	})
}
