package pages

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"crunchy/ioelement"
)

// Source is a file that an author wrote.
type Source struct {
	// Name is the file's name; its last part decides between Markdown, HTML and
	// notebooks when ContentType is "".
	Name string
	// ContentType is what a server said of the file, with its charset if any.
	ContentType string
	Data        []byte
}

// Link leads to another page.
type Link struct {
	Title string
	Href  string
}

// Options say how a page is rendered. The zero Options are useful.
type Options struct {
	Set       ioelement.Set // the kinds of elements; the zero Set stands for all there are
	Trust     Trust         // "" is Normal
	Tutorial  string        // the page's name, for its script
	Assets    string        // address prefix of the style sheets and scripts, without a slash at its end
	Modules   []string      // the scripts there that the page's script imports, to be fetched with it
	Host      string        // where a page that does not run yet comes from
	Sandboxed bool          // programs run in a sandbox
	Place     string        // the folder or host whose level Trust is, for its reader to change; "" for none
	Prev      *Link         // the lessons before and after
	Next      *Link
	Home      string // where the mark in the top bar leads; "" is "/"
	Course    string // the name of the course that the lesson is part of
	Lesson    int    // its place there, from 1; 0 for none
	Lang      string // the language of a page that does not say its own; "" if it is not known
	Search    string // the name under which the page's script may search; "" for no search
	Defaults  ioelement.Defaults
	// Rules are the reader's preferences, and RuleErrors what is wrong with them.
	Rules      ioelement.Rules
	RuleErrors []ioelement.RuleError
	Theme      string // "light" or "dark" where this browser has chosen; "" is what Rules say
	// Files is the folder that the page's file is in; nil where there is none.
	Files fs.FS
	// Rest reads reStructuredText; nil if nothing does. An error that is no
	// *RestMissing is shown as a page that could not be read.
	Rest func(source string) (Rest, error)
	// Excerpt finds the source of a module, class or function for blocks that show
	// it, as it is for a Python ("" is the usual one). Nil finds nothing.
	Excerpt func(what, python string) ioelement.Excerpt
	Author  bool // it is of one of the user's own folders, and follows what is saved there
	Margin  bool // and its author reads it, who is told on it what is wrong with it
	Key     bool // and wants its answers at its end
	// Salt is a secret of the server's, with which pages get a Version; "" gives none.
	Salt    string
	Sources bool // keep what is asked about a page by those who check it: Blocks, Links and IDs

	// Language is what the interface speaks where the page itself says nothing
	// of its language, or one that there are no texts in. FixedLanguage lets it
	// speak that on every page. "" is English.
	Language      string
	FixedLanguage bool

	// Watched says that a teacher may watch the page, which it tells its reader.
	Watched bool

	// Now is when the page is read: what belongs to an exam that has not begun
	// then is not on it. The zero time shows everything.
	Now time.Time

	// User and Version are what <span title="username"> and
	// <span title="version"> say; "" leaves what the author wrote.
	User    string
	Version string

	// Origin is the origin of a remote page, "https://docs.python.org", and
	// Root the address under which Crunchy serves the root of the page's site.
	// With a Root, links to the site's own pages that are not relative lead
	// there, and so stay inside Crunchy.
	Origin string
	Root   string
}

// Notice tells the author of a page what could not be done as asked.
type Notice struct {
	Line  int // in the source, 0 if not known
	Text  string
	Aside bool // there is nothing to mend
}

// Page is a page ready to be served. It does not change any more; any number
// of goroutines may use it.
type Page struct {
	Title    string
	Version  string // another one whenever its content or an element has changed; "" without Options.Salt
	Summary  string // a sentence about it: the author's, else its first one; or ""
	Lang     string // "" if the page does not say
	Elements []ioelement.Element
	Notices  []Notice

	// Imports are the modules that the programs of the page may import: .py files
	// in Options.Files, and folders there that are packages.
	Imports []string
	// Uses are the files there that the page depends on, also those that are missing.
	Uses []string
	// Passing says that the page may look otherwise the next time, although its
	// source is the same.
	Passing bool

	// With Options.Sources: the blocks of code and the links in the order of the
	// document, and the places that links can lead to.
	Blocks []CodeBlock
	Links  []LinkRef
	IDs    map[string]bool

	now    time.Time   // of the Options
	starts []time.Time // of its exams

	parts [][]byte // the HTML, cut where the nonce belongs
}

// ErrFormat says that a file is none that Render takes.
var ErrFormat = errors.New("pages: neither Markdown nor HTML, nor a notebook")

// Render makes a page of a source. It fails with ErrFormat for other files.
// Whatever the Data are, there is a page.
func Render(src Source, o Options) (*Page, error) {
	o = o.complete()
	switch format(src) {
	case "markdown":
		return renderMarkdown(src, o)
	case "html":
		return renderHTML(src, o)
	case "notebook":
		return renderNotebook(src, o)
	case "rest":
		return renderRest(src, o)
	case "program":
		return renderProgram(src, o)
	}
	return nil, fmt.Errorf("%w: %s", ErrFormat, cmp.Or(src.ContentType, path.Base(src.Name)))
}

// Renders reports whether files with this name are lessons.
func Renders(name string) bool { return Opens(name) && format(Source{Name: name}) != "program" }

// Opens reports whether Render takes files with this name: lessons, and programs.
func Opens(name string) bool { return format(Source{Name: name}) != "" }

func format(src Source) string {
	if src.ContentType != "" {
		mime, _, _ := strings.Cut(strings.ToLower(src.ContentType), ";")
		switch strings.TrimSpace(mime) {
		case "text/html", "application/xhtml+xml":
			return "html"
		case "text/markdown", "text/x-markdown":
			return "markdown"
		case "application/x-ipynb+json":
			return "notebook"
		case "text/x-rst", "text/prs.fallenstein.rst":
			return "rest"
		case "text/plain", "application/octet-stream", "application/json":
			// Servers of raw files say this of everything.
			if f := format(Source{Name: src.Name}); f == "markdown" || f == "notebook" || f == "rest" {
				return f
			}
		}
		return ""
	}
	switch strings.ToLower(path.Ext(src.Name)) {
	case ".html", ".htm", ".xhtml":
		return "html"
	case ".md", ".markdown", ".mkd", ".mdown", ".qmd":
		return "markdown"
	case ".ipynb":
		return "notebook"
	case ".rst", ".rest":
		return "rest"
	case ".py":
		return "program"
	}
	return ""
}

func (o Options) complete() Options {
	if o.Set.Empty() {
		o.Set = ioelement.Default()
	}
	if o.Trust == "" {
		o.Trust = Normal
	}
	o.Home = cmp.Or(o.Home, "/")
	return o
}

// nonceMark stands in a page where the nonce belongs. No author can write it:
// NUL is taken out of every source before it is read.
const nonceMark = "\x00"

func (p *Page) finish(page []byte) *Page {
	p.parts = bytes.Split(page, []byte(nonceMark))
	return p
}

// WriteHTML writes the page as UTF-8, with the nonce that the answer's
// Content-Security-Policy names.
func (p *Page) WriteHTML(w io.Writer, nonce string) error {
	nonce = html.EscapeString(nonce)
	for i, part := range p.parts {
		if i > 0 {
			if _, err := io.WriteString(w, nonce); err != nil {
				return err
			}
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
