package pages

import (
	"bytes"
	"fmt"
	"html"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	reader "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// mathsInMarkdown reads $…$, $$…$$, \(…\) and \[…\]. A dollar sign begins a
// formula only when no blank follows it, and ends one only when no blank comes
// before it and no digit after it: "$5 and $6" stays text.
type mathsInMarkdown struct{}

// Extend implements goldmark.Extender.
func (mathsInMarkdown) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(mathBlocks{}, 150)),
		parser.WithInlineParsers(util.Prioritized(mathInlines{}, 90)))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(mathRenderer{}, 90)))
}

var (
	kindMathInline = ast.NewNodeKind("MathInline")
	kindMathBlock  = ast.NewNodeKind("MathBlock")
)

// mathInline is a formula within a paragraph.
type mathInline struct {
	ast.BaseInline
	kind string
	tex  []byte
}

func (*mathInline) Kind() ast.NodeKind            { return kindMathInline }
func (n *mathInline) Dump(source []byte, lvl int) { ast.DumpHelper(n, source, lvl, nil, nil) }

// mathBlock is a formula that stands alone.
type mathBlock struct {
	ast.BaseBlock
	end    []byte
	closed bool
	tex    []byte
}

func (*mathBlock) Kind() ast.NodeKind            { return kindMathBlock }
func (n *mathBlock) Dump(source []byte, lvl int) { ast.DumpHelper(n, source, lvl, nil, nil) }
func (*mathBlock) IsRaw() bool                   { return true }

type mathInlines struct{}

func (mathInlines) Trigger() []byte { return []byte{'$', '\\'} }

// Parse implements parser.InlineParser.
func (mathInlines) Parse(_ ast.Node, block reader.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	var open, end []byte
	kind := "inline"
	switch {
	case bytes.HasPrefix(line, []byte("$$")):
		open, end, kind = []byte("$$"), []byte("$$"), "display"
	case bytes.HasPrefix(line, []byte("$")):
		if len(line) < 2 || util.IsSpace(line[1]) || unicode.IsLetter(before) || unicode.IsDigit(before) {
			return nil
		}
		open, end = []byte("$"), []byte("$")
	case bytes.HasPrefix(line, []byte(`\(`)):
		open, end = []byte(`\(`), []byte(`\)`)
	case bytes.HasPrefix(line, []byte(`\[`)):
		open, end, kind = []byte(`\[`), []byte(`\]`), "display"
	default:
		return nil
	}
	ahead := block.Source()[segment.Start+len(open):]
	if !bytes.Contains(ahead[:min(len(ahead), longMath)], end) {
		return nil
	}
	block.Advance(len(open))
	var tex []byte
	for len(tex) <= longMath {
		line, _ := block.PeekLine()
		if line == nil {
			return nil
		}
		i, ok := mathEnd(line[:min(len(line), longMath)], end, len(tex) == 0)
		if !ok {
			return nil
		}
		if i >= 0 {
			tex = bytes.TrimSpace(append(tex, line[:i]...))
			if len(tex) == 0 || len(open) == 1 && bytes.IndexByte(tex, '`') >= 0 {
				return nil
			}
			block.Advance(i + len(end))
			return &mathInline{kind: kind, tex: tex}
		}
		tex = append(tex, line...)
		block.AdvanceLine()
	}
	return nil
}

// mathEnd returns where in a line a formula ends, or -1. It is not ok when what
// is there can be no formula.
func mathEnd(line, end []byte, first bool) (at int, ok bool) {
	for i := 0; i < len(line); i++ {
		switch {
		case bytes.HasPrefix(line[i:], end):
			if len(end) == 1 { // a single dollar
				after := i + 1
				if i == 0 && first || i > 0 && util.IsSpace(line[i-1]) || after < len(line) && line[after] >= '0' && line[after] <= '9' {
					return -1, false
				}
			}
			return i, true
		case line[i] == '\\':
			i++
		}
	}
	return -1, true
}

type mathBlocks struct{}

func (mathBlocks) Trigger() []byte { return []byte{'$', '\\'} }

// Open implements parser.BlockParser. The end of the formula has to be there,
// before the next empty line; otherwise the dollar signs are text.
func (mathBlocks) Open(_ ast.Node, in reader.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := in.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || pc.BlockIndent() > 3 {
		return nil, parser.NoChildren
	}
	var end []byte
	switch body := line[at:]; {
	case bytes.HasPrefix(body, []byte("$$")):
		end = []byte("$$")
	case bytes.HasPrefix(body, []byte(`\[`)):
		end = []byte(`\]`)
	default:
		return nil, parser.NoChildren
	}
	source := in.Source()
	rest := source[segment.Start-segment.Padding+at+2:]
	rest = rest[:min(len(rest), longMath)]
	i := bytes.Index(rest, end)
	if i <= 0 || blankLine(rest[:i]) || len(bytes.TrimSpace(rest[:i])) == 0 {
		return nil, parser.NoChildren
	}
	after, _, _ := bytes.Cut(rest[i+2:], []byte("\n"))
	if len(bytes.TrimSpace(after)) > 0 {
		return nil, parser.NoChildren // it is part of a paragraph
	}
	n := &mathBlock{end: end}
	n.take(line[at+2:])
	in.AdvanceToEOL()
	return n, parser.NoChildren
}

// blankLine reports whether there is an empty line in a text, if only within a
// quotation.
func blankLine(s []byte) bool {
	lines := bytes.Split(s, []byte("\n"))
	for i, l := range lines {
		if i > 0 && i < len(lines)-1 && len(bytes.Trim(l, " \t\r>")) == 0 {
			return true
		}
	}
	return false
}

// take adds a line, up to the end of the formula.
func (n *mathBlock) take(line []byte) {
	if i := bytes.Index(line, n.end); i >= 0 {
		line, n.closed = line[:i], true
	}
	n.tex = append(n.tex, line...)
}

// Continue implements parser.BlockParser.
func (mathBlocks) Continue(node ast.Node, in reader.Reader, _ parser.Context) parser.State {
	n := node.(*mathBlock)
	line, _ := in.PeekLine()
	if n.closed || util.IsBlank(line) {
		return parser.Close
	}
	n.take(line)
	in.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (mathBlocks) Close(ast.Node, reader.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (mathBlocks) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (mathBlocks) CanAcceptIndentedLine() bool { return false }

type mathRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (mathRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindMathInline, func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if n := node.(*mathInline); entering {
			fmt.Fprintf(w, `<span %s="%s">%s</span>`, mathAttr, n.kind, html.EscapeString(string(n.tex)))
		}
		return ast.WalkSkipChildren, nil
	})
	reg.Register(kindMathBlock, func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if n := node.(*mathBlock); entering {
			fmt.Fprintf(w, "<p><span %s=\"display\">%s</span></p>\n", mathAttr, html.EscapeString(string(bytes.TrimSpace(n.tex))))
		}
		return ast.WalkSkipChildren, nil
	})
}
