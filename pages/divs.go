package pages

import (
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	goldmarktext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// divs reads what stands between lines of colons, as Pandoc, Quarto and MyST
// write a <div>:
//
//	::: {.hint exercise="dbl"}
//	Multiply by two.
//	:::
//
// A line of colons with something behind them opens one, a line of nothing but
// colons closes the one that was opened last.
type divs struct{}

// maxDivs is how deep they may stand in each other.
const maxDivs = 50

// Extend implements goldmark.Extender.
func (divs) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(parser.WithBlockParsers(util.Prioritized(divParser{}, 750)))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(divRenderer{}, 500)))
}

type div struct {
	ast.BaseBlock
	info string
}

var kindDiv = ast.NewNodeKind("Div")

func (d *div) Kind() ast.NodeKind            { return kindDiv }
func (d *div) Dump(source []byte, level int) { ast.DumpHelper(d, source, level, nil, nil) }

type divParser struct{}

func (divParser) Trigger() []byte                                     { return []byte{':'} }
func (divParser) Close(ast.Node, goldmarktext.Reader, parser.Context) {}
func (divParser) CanInterruptParagraph() bool                         { return true }
func (divParser) CanAcceptIndentedLine() bool                         { return false }

// Open implements parser.BlockParser.
func (divParser) Open(_ ast.Node, reader goldmarktext.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	info, ok := colons(line)
	if !ok || info == "" {
		return nil, parser.NoChildren
	}
	open := 0
	for _, b := range pc.OpenedBlocks() {
		if b.Node.Kind() == kindDiv {
			open++
		}
	}
	if open >= maxDivs {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &div{info: info}, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (divParser) Continue(node ast.Node, reader goldmarktext.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if info, ok := colons(line); !ok || info != "" {
		return parser.Continue | parser.HasChildren
	}
	var last ast.Node
	for _, b := range pc.OpenedBlocks() {
		switch b.Node.Kind() {
		case kindDiv:
			last = b.Node
		case ast.KindFencedCodeBlock:
			return parser.Continue | parser.HasChildren // colons in code are code
		}
	}
	if last != node {
		return parser.Continue | parser.HasChildren
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// colons returns what stands on a line behind three colons or more.
func colons(line []byte) (info string, ok bool) {
	s := strings.TrimSpace(string(line))
	rest := strings.TrimLeft(s, ":")
	if len(s)-len(rest) < 3 {
		return "", false
	}
	return strings.TrimSpace(strings.TrimRight(rest, ":")), true
}

type divRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (divRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindDiv, func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		d := readDiv(node.(*div).info)
		if !entering {
			_, _ = w.WriteString("</" + d.tag + ">\n")
			return ast.WalkContinue, nil
		}
		_, _ = w.WriteString("<" + d.tag)
		for _, a := range [][2]string{{"id", d.id}, {"class", strings.Join(d.classes, " ")}, {"data-exercise", d.exercise}} {
			if a[1] != "" {
				fmt.Fprintf(w, ` %s="%s"`, a[0], html.EscapeString(a[1]))
			}
		}
		_, _ = w.WriteString(">\n")
		if d.title != "" {
			fmt.Fprintf(w, "<p><strong>%s</strong></p>\n", html.EscapeString(d.title))
		}
		return ast.WalkContinue, nil
	})
}

// opening is what a line of colons opens.
type opening struct {
	tag, id, title, exercise string
	classes                  []string
}

// readDiv reads {.class #id key="value"}, the name of a class, or {note} Title.
func readDiv(info string) opening {
	d := opening{tag: "div"}
	inner, braces := strings.CutPrefix(info, "{")
	inner, title, closed := strings.Cut(inner, "}")
	if !braces {
		inner, title, closed = "."+strings.Fields(info)[0], "", true
	}
	a := readAttributes(inner)
	d.id, d.classes, d.exercise, d.title = a.id, a.classes, a.values["exercise"], a.values["title"]
	if braces && closed && len(a.words) > 0 { // MyST
		d.classes = append(d.classes, a.words[0])
		d.title = strings.TrimSpace(title)
	}
	for _, c := range d.classes {
		if d.exercise == "" && (strings.HasPrefix(c, "callout") || admonitions[c]) {
			d.tag = "blockquote"
		}
	}
	return d
}

// admonitions are remarks that stand apart from the text.
var admonitions = words(`admonition note tip hint warning caution important attention danger error seealso`)
