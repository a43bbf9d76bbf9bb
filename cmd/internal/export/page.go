package export

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/cmd/internal/spec"
	"crunchy/ioelement"
	"crunchy/ioelement/texts"
	"crunchy/pages"
)

// page is one page of the export.
type page struct {
	src      *source
	file     string // the lesson in src; "" for a list
	name     string // in the export
	title    string
	summary  string
	lang     string // of the lesson; "" if it does not say
	words    texts.Catalogue
	sections []pages.Section
	doc      *html.Node
}

// lesson makes the page of a lesson. Its links are still those of the lesson.
func (x *export) lesson(src *source, file string) (*page, error) {
	data, err := src.read(file, maxLesson)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w); nothing was exported", src.shown(file), err)
	}
	p := &page{src: src, file: file, name: src.prefix + src.pages[file]}
	source := pages.Source{Name: file, Data: data}
	if _, p.sections, err = pages.Text(source, ioelement.Set{}); err != nil {
		return nil, fmt.Errorf("%s is not a lesson; give Markdown (.md) or HTML (.html) files, notebooks (.ipynb), or folders", src.shown(file))
	}
	o := x.options(p)
	o.Files = spec.Beside(src.fsys, file)
	var unread error
	o.Rest = func(source string) (rest pages.Rest, err error) {
		err = errors.New("nothing reads reStructuredText")
		if x.Rest != nil {
			rest, err = x.Rest(source)
		}
		unread = err
		return rest, err
	}
	if x.Excerpt != nil {
		o.Excerpt = x.Excerpt(src.lesson(file))
	}
	c := src.settings(path.Dir(file))
	o.Lang, o.Defaults = c.Language, c.Defaults()
	o.Prev, o.Next, o.Lesson = src.neighbours(file)
	o.Course = src.course(file)
	made, err := pages.Render(source, o)
	if err != nil {
		return nil, fmt.Errorf("%s is not a lesson; give Markdown (.md) or HTML (.html) files, notebooks (.ipynb), or folders", src.shown(file))
	}
	var missing *pages.RestMissing
	switch {
	case errors.As(unread, &missing):
		return nil, fmt.Errorf("%s takes docutils to be read, which is not installed; %s installs it", src.shown(file), missing.Install)
	case unread != nil:
		return nil, fmt.Errorf("%s cannot be read, and nothing was exported: %w", src.shown(file), unread)
	}
	if err := x.take(p, made); err != nil {
		return nil, err
	}
	if one(p.doc, func(n *html.Node) bool { return attr(n, "data-crunchy-note") == "broken" }) != nil {
		return nil, fmt.Errorf("%s is damaged or no notebook, and nothing was exported", src.shown(file))
	}
	if unread := strings.Count(textOf(p.doc), "\ufffd"); unread > 0 && !bytes.Contains(data, []byte("\ufffd")) {
		x.notice("%s: %d characters of it cannot be read and are shown as \ufffd; save the file as UTF-8.", src.shown(file), unread)
	}
	s := still{export: x, page: p, elements: made.Elements, shown: x.record[src.lesson(file).Path]}
	s.content()
	return p, nil
}

// options are those of every page.
func (x *export) options(p *page) pages.Options {
	o := pages.Options{Assets: up(p.name) + assetsFolder, Home: up(p.name) + "index.html", Language: x.Language, Now: x.Now, Search: "export"}
	if x.sources.lessons() == 1 {
		o.Home = path.Base(p.name)
	}
	return o
}

// take reads what pages has made, and takes off what needs a server.
func (x *export) take(p *page, made *pages.Page) error {
	var b bytes.Buffer
	if err := made.WriteHTML(&b, ""); err != nil {
		return err
	}
	doc, err := html.Parse(&b)
	if err != nil {
		return fmt.Errorf("%s: its page cannot be read again: %w", p.name, err)
	}
	p.doc, p.title, p.summary, p.lang = doc, made.Title, made.Summary, made.Lang
	p.words, _ = texts.In(made.Lang)
	if _, known := texts.In(made.Lang); !known {
		p.words, _ = texts.In(x.Language)
	}
	x.frame(p)
	return nil
}

// frame changes what stands around the content.
func (x *export) frame(p *page) {
	root, head, body := one(p.doc, byAtom(atom.Html)), one(p.doc, byAtom(atom.Head)), one(p.doc, byAtom(atom.Body))
	del(root, "data-trust", "data-crunchy-home", "data-crunchy-search", "data-crunchy-language")
	for _, n := range all(head, func(n *html.Node) bool {
		return is(n, atom.Script) || is(n, atom.Link) && attr(n, "rel") == "modulepreload" || is(n, atom.Meta) && attr(n, "name") == "crunchy:tutorial"
	}) {
		remove(n)
	}
	for _, n := range all(head, byAtom(atom.Link)) {
		if has(n, "data-crunchy-added") {
			del(n, "data-crunchy-added")
		}
	}
	head.InsertBefore(element("meta", attrs("name", "generator", "content", madeBy)), head.FirstChild) // where it is looked for
	assets := up(p.name) + assetsFolder
	for _, n := range []*html.Node{
		element("link", attrs("rel", "stylesheet", "href", assets+"/export.css", "data-crunchy-added", "")),
		element("script", attrs("src", assets+"/export.js")),
	} {
		head.AppendChild(n)
	}
	if one(p.doc, byClass("cr-math")) != nil {
		x.maths = true
		head.AppendChild(element("script", attrs("defer", "", "src", assets+"/maths.js")))
	}
	head.AppendChild(element("script", attrs("type", "application/json", "id", "ex-words"), string(x.wordsOf(p))))
	for _, n := range all(body, func(n *html.Node) bool {
		return is(n, atom.Button) || is(n, atom.Noscript) || hasClass(n, "cr-open") || hasClass(n, "cr-progress") || hasClass(n, "cr-sep") || hasClass(n, "cr-dot")
	}) {
		if hasClass(n, "cr-tip") {
			continue // opened by the browser itself
		}
		switch attr(n, "data-do") {
		case "theme", "search":
			dropClass(n, "cr-wide")
			set(n, "class", strings.TrimSpace(attr(n, "class")+" ex-"+attr(n, "data-do")))
			del(n, "data-do", "disabled")
			if hasClass(n, "ex-search") && within(n, "cr-sheet") {
				remove(n) // it has a place in the bar at all widths
			}
		default:
			remove(n)
		}
	}
	if home := one(body, byClass("cr-home")); home != nil {
		set(home, ownLink, "")
	}
	for _, n := range all(body, byClass("cr-only-text")) {
		dropClass(n, "cr-only-text")
	}
	for _, n := range all(body, byClass("cr-menu")) {
		if one(n, byAtom(atom.Nav)) == nil {
			remove(n)
		}
	}
}

// within reports whether something stands in an element of a class.
func within(n *html.Node, class string) bool {
	for a := range n.Ancestors() {
		if hasClass(a, class) {
			return true
		}
	}
	return false
}

// row is the lessons of a folder that follow each other.
func (s *source) row(dir string) []string {
	var names []string
	for _, file := range s.lessons {
		if path.Dir(file) == dir && path.Base(s.pages[file]) != "index.html" {
			names = append(names, path.Base(file))
		}
	}
	slices.Sort(names)
	row := s.settings(dir).Row(names, "")
	for i, name := range row {
		row[i] = path.Join(dir, name)
	}
	return row
}

// neighbours are the lessons before and after one, and its place among them.
func (s *source) neighbours(file string) (prev, next *pages.Link, at int) {
	row := s.row(path.Dir(file))
	i := slices.Index(row, file)
	if i < 0 || !s.whole {
		return nil, nil, 0
	}
	link := func(i int) *pages.Link {
		if i < 0 || i >= len(row) {
			return nil
		}
		return &pages.Link{Title: s.title(row[i]), Href: (&url.URL{Path: path.Base(row[i])}).String()}
	}
	if len(row) > 1 {
		at = i + 1
	}
	return link(i - 1), link(i + 1), at
}

// title is that of a lesson; of one that cannot be read, its file's name.
func (s *source) title(file string) string {
	data, err := s.read(file, maxLesson)
	if err == nil {
		if title, _, err := pages.Text(pages.Source{Name: file, Data: data}, ioelement.Set{}); err == nil {
			return title
		}
	}
	return path.Base(file)
}

// course is the name of what a lesson is part of, "" for the page that names it.
func (s *source) course(file string) string {
	dir := path.Dir(file)
	index, ok := pages.Index(s.fsys, dir)
	title := s.settings(dir).Title
	switch {
	case !s.whole || ok && index == path.Base(file):
		return ""
	case title != "" || !ok:
		return title
	}
	return s.title(path.Join(dir, index))
}
