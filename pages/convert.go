package pages

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// Converted is a lesson in Markdown and in our own words that says what a file
// for another tool has said.
type Converted struct {
	Markdown string
	Files    map[string][]byte // pictures that were in the file itself, by their names beside the lesson
	Uses     []Use             // files that the lesson shows or leads to, each once, sorted
	Notices  []Notice          // what was left out or changed; an Aside is nothing to worry about
}

// Use is a file that a lesson shows or leads to.
type Use struct {
	File string // relative to the source, perhaps above it
	Line int    // where the source names it first, 0 if not known
}

// Convert makes a lesson of a Markdown file of Quarto, MyST or mdBook, a notebook,
// an HTML page, or reStructuredText (which needs o.Rest). Prose, code, pictures and
// formulas are kept. It fails with ErrFormat for other files, and with an error
// that says in one sentence why a file of these cannot be read. Of the Options
// only Files and Rest count.
func Convert(src Source, o Options) (Converted, error) {
	o = Options{Files: o.Files, Rest: o.Rest}.complete()
	c := &converter{o: o, source: string(src.Data), files: map[string][]byte{}, named: map[string]int{}, prefix: strings.TrimSuffix(path.Base(src.Name), path.Ext(src.Name))}
	var text string
	var err error
	switch format(src) {
	case "markdown":
		text = c.markdown(decode(src.Data, cmp.Or(src.ContentType, "text/plain")), 0)
	case "notebook":
		text, err = c.notebook(src)
	case "html":
		text = c.page(src)
	case "rest":
		text, err = c.rest(src)
	default:
		return Converted{}, fmt.Errorf("%w: %s", ErrFormat, path.Base(src.Name))
	}
	slices.SortFunc(c.uses, func(a, b Use) int { return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line) })
	c.uses = slices.CompactFunc(c.uses, func(a, b Use) bool { return a.File == b.File })
	slices.SortStableFunc(c.notices, func(a, b Notice) int { return a.Line - b.Line })
	return Converted{Markdown: strings.TrimLeft(text, "\n"), Files: c.files, Uses: c.uses, Notices: c.notices}, err
}

// converter is at work on one file.
type converter struct {
	o       Options
	prefix  string // of the names of pictures
	source  string
	files   map[string][]byte
	uses    []Use
	notices []Notice
	named   map[string]int // the line of a page on which an address is named first
}

func (c *converter) note(line int, format string, a ...any) {
	c.notices = append(c.notices, Notice{Line: line, Text: fmt.Sprintf(format, a...)})
}

// notebook writes the cells of a notebook, and what they printed once.
func (c *converter) notebook(src Source) (string, error) {
	source := []byte(decode(src.Data, "application/json; charset=utf-8"))
	nb := &notebook{set: c.o.Set, starts: startsOf(source), slugs: newSlugs()}
	_, m, _ := readNotebook(src, c.o.Set, marked{})
	fields := piece{raw: source}.fields()
	cells, is := fields["cells"]
	if sheets := fields["worksheets"].items(); !is && len(sheets) > 0 {
		cells, is = sheets[0].fields()["cells"]
	}
	if !is || !json.Valid(source) {
		return "", errors.New("this is no notebook of Jupyter, or it is damaged")
	}
	metadata := fields["metadata"].fields()
	language := strings.ToLower(cmp.Or(metadata["kernelspec"].fields()["language"].text(), metadata["language_info"].fields()["name"].text(), "python"))
	blocks := []string{frontMatter(m.Title, "")}
	for _, cell := range cells.items() {
		fields := cell.fields()
		source, ok := fields["source"]
		if !ok {
			source = fields["input"]
		}
		line := nb.starts.line(source.first())
		switch kind := fields["cell_type"].text(); kind {
		case "markdown":
			uses, notices := len(c.uses), len(c.notices)
			blocks = append(blocks, c.attached(c.markdown(source.text(), line-1), fields["attachments"]))
			if items := source.items(); len(items) == 0 || nb.starts.line(items[len(items)-1].at) != line+len(items)-1 {
				for i := range c.uses[uses:] { // the cell does not have a line for each of its text
					c.uses[uses+i].Line = line
				}
				for i := range c.notices[notices:] {
					c.notices[notices+i].Line = line
				}
			}
		case "heading":
			blocks = append(blocks, strings.Repeat("#", min(max(fields["level"].number(), 1), 6))+" "+oneLine(source.text()))
		case "code":
			blocks = append(blocks, c.codeCell(nb, fields, source, cmp.Or(strings.ToLower(fields["language"].text()), language)))
		default:
			c.note(line, "a cell of the kind %q is kept as text", kind)
			blocks = append(blocks, fenced("text no_vlam", source.text()))
		}
	}
	c.notices = append(c.notices, nb.notices...)
	return joined(blocks), nil
}

// attached gives pictures that are in a cell itself files of their own.
func (c *converter) attached(text string, attachments piece) string {
	for name, forms := range attachments.fields() {
		for kind, data := range forms.fields() {
			if file := c.keep(dataAddress(kind, data.text())); file != "" {
				text = strings.NewReplacer("attachment:"+name, file, "attachment:"+strings.ReplaceAll(name, " ", "%20"), file).Replace(text)
			}
		}
	}
	return text
}

func (c *converter) codeCell(nb *notebook, fields map[string]piece, source piece, language string) string {
	text, line := source.text(), nb.starts.line(source.at)
	if strings.TrimSpace(text) == "" {
		return ""
	}
	f := fence{language: language, text: text, titles: []string{"no_vlam"}}
	switch {
	case ioelement.IsPython(language) && nb.skips(fields):
		f.titles = []string{"py_code"}
	case ioelement.IsPython(language):
		f = cell("python", text)
	default:
		c.note(line, "a cell for %s is only shown", language)
	}
	c.notices = append(c.notices, f.tell(line)...)
	blocks := []string{f.markdown()}
	if stored := nb.outputs(fields["outputs"]); stored != nil {
		blocks = append(blocks, c.blocks(stored)...)
	}
	return joined(blocks)
}

// markdown is a fence in our own words.
func (f fence) markdown() string {
	var blocks []string
	for _, title := range f.titles {
		blocks = append(blocks, fenced(strings.TrimSpace(f.language+" "+title), f.text))
	}
	if f.hint != "" {
		return "<details class=\"hint\" data-for=\"" + f.hint + "\"><summary>Hint</summary>\n\n" + joined(blocks) + "\n\n</details>"
	}
	return joined(blocks)
}

var backquotes = regexp.MustCompile("`{3,}")

// fenced is a block of code, between fences that are longer than any in it.
func fenced(info, text string) string {
	marks := "```"
	for _, run := range backquotes.FindAllString(text, -1) {
		if len(run) >= len(marks) {
			marks = run + "`"
		}
	}
	return marks + info + "\n" + strings.TrimRight(text, "\n") + "\n" + marks
}

// joined puts blocks below each other.
func joined(blocks []string) string {
	var kept []string
	for _, b := range blocks {
		if b = strings.Trim(b, "\n"); b != "" {
			kept = append(kept, b)
		}
	}
	return strings.Join(kept, "\n\n") + "\n"
}

// frontMatter is what a page says of itself, "" if that is nothing.
func frontMatter(title, lang string) string {
	var b strings.Builder
	for _, line := range [][2]string{{"title", title}, {"lang", lang}} {
		if line[1] != "" {
			b.WriteString(line[0] + ": " + strconv.Quote(line[1]) + "\n")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "---\n" + b.String() + "---"
}

// page writes a page of HTML: what is to be read on it, without what leads through
// the site that it comes from.
func (c *converter) page(src Source) string {
	source := decode(src.Data, src.ContentType)
	c.lost(source)
	doc := parse(markLines(source, 1, marked{}))
	fold(doc)
	doc, notices := frame(doc, &beside{files: c.o.Files})
	c.notices = append(c.notices, notices...)
	c.notices = append(c.notices, adopt(doc, texts.Catalogue{})...)
	title := ""
	if t := findAtom(doc, atom.Title); t != nil {
		title = oneLine(textOf(t))
	}
	lang := attr(findAtom(doc, atom.Html), "lang")
	doc = canonical(doc, &sanitiser{o: c.o, base: findBase(doc)})
	body := mainPart(findAtom(doc, atom.Body))
	if findAtom(body, atom.H1) != nil {
		title = ""
	}
	setMaths(body)
	return joined(append([]string{frontMatter(title, lang)}, c.blocks(body)...))
}

// rest writes what docutils makes of reStructuredText.
func (c *converter) rest(src Source) (string, error) {
	source := decode(src.Data, cmp.Or(src.ContentType, "text/plain"))
	if c.o.Rest == nil {
		return "", errors.New("nothing here reads reStructuredText")
	}
	rest, err := c.o.Rest(source)
	var missing *RestMissing
	switch {
	case errors.As(err, &missing):
		return "", fmt.Errorf("reading reStructuredText takes docutils, which is not installed; %s installs it", missing.Install)
	case err != nil:
		return "", errors.New("docutils could not read it")
	}
	c.notices = append(c.notices, rest.Notices...)
	doc := parse("<!DOCTYPE html><html><head></head><body>" + strings.ReplaceAll(rest.Body, "\x00", "") + "</body></html>")
	c.notices = append(c.notices, adopt(doc, texts.Catalogue{})...)
	doc = canonical(doc, &sanitiser{o: c.o})
	body := findAtom(doc, atom.Body)
	title := ""
	if findAtom(body, atom.H1) == nil {
		title = restTitle(source)
	}
	setMaths(body)
	return joined(append([]string{frontMatter(title, "")}, c.blocks(body)...)), nil
}

// use notes that the lesson needs a file beside it, or says that it cannot have it.
func (c *converter) use(ref string, line int) {
	ref, scheme := cleanURL(ref)
	ref, _, _ = strings.Cut(ref, "#")
	ref, _, _ = strings.Cut(ref, "?")
	plain, err := url.PathUnescape(ref)
	switch {
	case strings.HasPrefix(ref, "//"): // on another site
	case scheme == "file", len(scheme) == 1, scheme == "" && (err != nil || strings.HasPrefix(plain, "/") || strings.Contains(plain, `\`)):
		c.note(line, "%s is not carried over, for it is no address of a file beside this one; copy the file there, and name it alone", ref)
	case scheme == "" && plain != "":
		c.uses = append(c.uses, Use{File: path.Clean(plain), Line: line})
	}
}
