package pages

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	goldmarktext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"crunchy/ioelement"
)

// lineMarks writes the blocks of code with their titles, and all that may be
// asked about later with its line in the source.
type lineMarks struct {
	set    ioelement.Set
	starts lineStarts
	before int // lines of the source that come before this text
	marked marked

	notices []Notice // about blocks of other tools
	// inside reads Markdown that stands in a fence, behind so many lines of the
	// source; nil says that fences stand too deep in each other.
	inside func(text string, before int) string
}

// RegisterFuncs implements renderer.NodeRenderer.
func (l *lineMarks) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, l.fence)
	reg.Register(ast.KindCodeBlock, l.indented)
	reg.Register(ast.KindHTMLBlock, l.block)
	reg.Register(ast.KindRawHTML, l.inline)
}

// Transform implements parser.ASTTransformer: it marks links and pictures, and what
// notices can stand beside.
func (l *lineMarks) Transform(doc *ast.Document, _ goldmarktext.Reader, _ parser.Context) {
	if !l.marked.links && !l.marked.places {
		return
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link := n.Kind() == ast.KindLink || n.Kind() == ast.KindImage
		block := n.Type() == ast.TypeBlock && n.Kind() != ast.KindListItem && n.Kind() != ast.KindThematicBreak
		if at := n.Pos(); entering && at >= 0 && (link && l.marked.links || block && l.marked.places) {
			n.SetAttributeString(lineAttr, strconv.Itoa(l.line(at)))
		}
		return ast.WalkContinue, nil // it does not fail
	})
}

// line is the line in the source of an offset in the text.
func (l *lineMarks) line(offset int) int { return l.before + l.starts.line(offset) }

func (l *lineMarks) fence(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	info, line := "", 0
	if n.Info != nil {
		info = html.UnescapeString(string(n.Info.Segment.Value(source)))
		line = l.line(n.Info.Segment.Start)
	} else if n.Lines().Len() > 0 {
		line = l.line(n.Lines().At(0).Start) - 1
	}
	if note, ok := mystNote(info, textOfLines(source, n.Lines())); ok && l.inside != nil {
		_, _ = w.WriteString(note.html(l.inside(note.text, line+note.skipped)))
		return ast.WalkContinue, nil
	}
	if f, ok := foreignFence(l.set, info, textOfLines(source, n.Lines())); ok {
		l.notices = append(l.notices, f.tell(line)...)
		_, _ = w.WriteString(f.html(line))
		return ast.WalkContinue, nil
	}
	language, title := l.set.Fence(info)
	fmt.Fprintf(w, `<pre %s="%d+1"`, lineAttr, line)
	if title != "" {
		fmt.Fprintf(w, ` data-crunchy="%s"`, html.EscapeString(title))
	}
	_, _ = w.WriteString("><code")
	if language != "" {
		fmt.Fprintf(w, ` class="language-%s"`, html.EscapeString(language))
	}
	_, _ = w.WriteString(">")
	code(w, source, n.Lines())
	return ast.WalkContinue, nil
}

func (l *lineMarks) indented(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		line := 0
		if n.Lines().Len() > 0 {
			line = l.line(n.Lines().At(0).Start)
		}
		fmt.Fprintf(w, `<pre %s="%d"><code>`, lineAttr, line)
		code(w, source, n.Lines())
	}
	return ast.WalkContinue, nil
}

func code(w util.BufWriter, source []byte, lines *goldmarktext.Segments) {
	for i := range lines.Len() {
		segment := lines.At(i)
		_, _ = w.WriteString(html.EscapeString(string(segment.Value(source))))
	}
	_, _ = w.WriteString("</code></pre>\n")
}

// block writes HTML that stands in Markdown.
func (l *lineMarks) block(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.HTMLBlock)
	switch {
	case entering:
		l.raw(w, source, n.Lines())
	case n.HasClosure():
		closure := n.ClosureLine
		_, _ = w.Write(closure.Value(source))
	}
	return ast.WalkContinue, nil
}

func (l *lineMarks) inline(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		l.raw(w, source, node.(*ast.RawHTML).Segments)
	}
	return ast.WalkSkipChildren, nil
}

func (l *lineMarks) raw(w util.BufWriter, source []byte, lines *goldmarktext.Segments) {
	if lines.Len() == 0 {
		return
	}
	first := lines.At(0)
	_, _ = w.WriteString(markLines(textOfLines(source, lines), l.line(first.Start), l.marked))
}

func textOfLines(source []byte, lines *goldmarktext.Segments) string {
	var b strings.Builder
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(source))
	}
	return b.String()
}
