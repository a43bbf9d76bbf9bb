package pages

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
	"go.abhg.dev/goldmark/frontmatter"

	"crunchy/ioelement"
)

// matter is what a page may say of itself in its front matter, and an HTML page
// in <meta name="crunchy:…">.
type matter struct {
	Title       string `yaml:"title" toml:"title"`
	Lang        string `yaml:"lang" toml:"lang"`
	Python      string `yaml:"python" toml:"python"`
	Session     string `yaml:"session" toml:"session"`
	Description string `yaml:"description" toml:"description"`
	Author      any    `yaml:"author" toml:"author"` // other tools have lists
	Import      any    `yaml:"python_import" toml:"python_import"`
}

func renderMarkdown(src Source, o Options) (*Page, error) {
	source := []byte(decode(src.Data, cmp.Or(src.ContentType, "text/plain")))
	body, m, notices, err := markdown(source, inMarkdown{set: o.Set, marked: o.marked(), slugs: newSlugs(), matter: true})
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	var doc strings.Builder
	doc.WriteString("<!DOCTYPE html><html")
	if m.Lang != "" {
		fmt.Fprintf(&doc, ` lang="%s"`, html.EscapeString(m.Lang))
	}
	doc.WriteString("><head>")
	author, _ := m.Author.(string)
	for _, meta := range [][2]string{
		{"crunchy:title", m.Title}, {"crunchy:python", m.Python}, {"crunchy:session", m.Session},
		{"description", m.Description}, {"author", author},
	} {
		if meta[1] != "" {
			fmt.Fprintf(&doc, `<meta name="%s" content="%s">`, meta[0], html.EscapeString(meta[1]))
		}
	}
	for _, name := range importNames(m.Import) {
		fmt.Fprintf(&doc, `<meta title="%s" name="%s">`, importTitle, html.EscapeString(name))
	}
	doc.WriteString("</head><body>")
	doc.Write(body)
	page := build(parse(doc.String()), "lesson", src.Name, &beside{files: o.Files}, o)
	page.Notices = append(notices, page.Notices...)
	return page, nil
}

// maxFences is how deep fences with Markdown in them may stand in each other.
const maxFences = 8

// inMarkdown says how Markdown is read.
type inMarkdown struct {
	set    ioelement.Set
	marked marked
	before int    // lines of the source that come before it
	slugs  *slugs // of the headings of the page
	notes  string // what the ids of footnotes begin with
	matter bool   // there may be front matter
	depth  int    // of the fences around it
}

// markdown turns Markdown into HTML that is not yet sanitised.
func markdown(source []byte, in inMarkdown) (body []byte, m matter, notices []Notice, err error) {
	source = tame(source)
	lines := &lineMarks{set: in.set, starts: startsOf(source), before: in.before, marked: in.marked}
	if in.depth < maxFences {
		lines.inside = func(text string, before int) string {
			inner := in
			inner.before, inner.matter, inner.depth = before, false, in.depth+1
			inner.notes = fmt.Sprintf("%sm%d-", in.notes, before)
			body, _, notices, err := markdown([]byte(text), inner)
			if err != nil {
				return html.EscapeString(text)
			}
			lines.notices = append(lines.notices, notices...)
			return string(body)
		}
	}
	extensions := []goldmark.Extender{
		extension.Table, extension.Strikethrough, extension.Linkify, extension.TaskList,
		extension.NewFootnote(extension.WithFootnoteIDPrefix(in.notes)), extension.DefinitionList, mathsInMarkdown{}, divs{},
	}
	if in.matter {
		extensions = append(extensions, &frontmatter.Extender{Formats: matterFormats})
	}
	md := goldmark.New(
		goldmark.WithExtensions(extensions...),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute(),
			parser.WithASTTransformers(util.Prioritized(lines, 1000))),
		goldmark.WithRendererOptions(
			goldmarkhtml.WithUnsafe(), // the sanitiser comes after it
			renderer.WithNodeRenderers(util.Prioritized(lines, 10)),
		),
	)
	ctx := parser.NewContext(parser.WithIDs(in.slugs))
	var out bytes.Buffer
	if err := md.Convert(source, &out, parser.WithContext(ctx)); err != nil {
		return nil, m, nil, err
	}
	if data := frontmatter.Get(ctx); data != nil {
		if err := data.Decode(&m); err != nil {
			notices = append(notices, Notice{Line: 1, Text: "the front matter cannot be read: " + err.Error()})
		}
	}
	return out.Bytes(), m, append(notices, lines.notices...), nil
}

// slugs makes the ids of headings, in the letters of any language.
type slugs struct {
	used map[string]bool
	last map[string]int // the highest number that a slug was given
}

func newSlugs() *slugs { return &slugs{used: map[string]bool{}, last: map[string]int{}} }

// Generate implements parser.IDs.
func (s *slugs) Generate(value []byte, _ ast.NodeKind) []byte {
	slug := slugOf(string(value))
	id := slug
	for s.used[id] {
		s.last[slug]++
		id = fmt.Sprintf("%s-%d", slug, s.last[slug])
	}
	s.used[id] = true
	return []byte(id)
}

// Put implements parser.IDs.
func (s *slugs) Put(value []byte) { s.used[string(value)] = true }

func slugOf(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '_':
			b.WriteRune(r)
		case unicode.IsSpace(r) || r == '-':
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-_")
	switch {
	case slug == "":
		return "section"
	case ours(slug):
		return "section-" + slug
	}
	return slug
}
