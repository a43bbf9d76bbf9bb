package pages

import (
	"cmp"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

func renderHTML(src Source, o Options) (*Page, error) {
	source := decode(src.Data, src.ContentType)
	doc := parse(markLines(source, 1, o.marked()))
	kind := fold(doc)
	b := &beside{files: o.Files}
	doc, notices := frame(doc, b)
	page := build(doc, kind, src.Name, b, o)
	page.Notices = append(notices, page.Notices...)
	return page, nil
}

// build makes a page of a tree that is as its author wrote it.
func build(doc *html.Node, kind, name string, b *beside, o Options) *Page {
	if says := findAtom(doc, atom.Html); attr(says, "lang") == "" && o.Lang != "" {
		setAttr(says, "lang", o.Lang)
	}
	notices := adopt(doc, o.speak(attr(findAtom(doc, atom.Html), "lang")))
	modules, said := imports(findAtom(doc, atom.Head), b)
	notices = append(notices, said...)
	var links []LinkRef
	if o.Sources {
		links = linksIn(doc, findBase(doc))
	}
	doc = canonical(doc, &sanitiser{o: o, base: findBase(doc)})
	root, head, body := findAtom(doc, atom.Html), findAtom(doc, atom.Head), findAtom(doc, atom.Body)
	m := readMeta(head)
	page := &Page{Title: m.Title, Lang: attr(root, "lang"), Notices: notices, Imports: modules, Uses: b.uses}
	if page.Title == "" {
		if t := findAtom(head, atom.Title); t != nil && kind == "html" {
			page.Title = oneLine(textOf(t))
		} else if h1 := findAtom(body, atom.H1); h1 != nil {
			page.Title = oneLine(textOf(h1))
		}
	}
	if page.Title == "" {
		page.Title = titleOf(name)
	}

	r := newRewriter(o.Set, ioelement.Defaults{
		Python:  cmp.Or(m.Python, o.Defaults.Python),
		Session: cmp.Or(m.Session, o.Defaults.Session),
	})
	words := o.speak(page.Lang)
	r.words, r.rules = words, o.Rules.Over(o.Defaults.Rules)
	if foreign(words, page.Lang) {
		r.lang = cmp.Or(page.Lang, texts.English)
	}
	if kind != "html" {
		trim(body)
	}
	if kind != "html" && findAtom(body, atom.H1) == nil {
		h1 := element("h1", attrs("data-crunchy-added", ""), page.Title)
		body.InsertBefore(h1, body.FirstChild)
		body.InsertBefore(text("\n"), h1.NextSibling)
	}
	page.Summary = cmp.Or(m.Description, summaryOf(body))
	maths := setMaths(body)
	says(body, o)
	edition := newEdition(doc, page.Title, o)
	page.Notices = append(page.Notices, loaders(body, o, words)...)
	r.keep, r.places, r.now = o.Sources, o.Author, o.Now
	r.excerpt = edition.finder(o.Excerpt)
	r.rewrite(body)
	page.now, page.starts = o.Now, r.exams.starts
	page.Elements, page.Blocks, page.Links = r.elements, r.blocks, links
	page.Passing = r.looked > 0
	page.Version = edition.version(r.elements)
	for _, n := range r.notices {
		page.Notices = append(page.Notices, n.Notice)
	}

	c := chrome{o: o, words: words, kind: kind, page: page, maths: maths}
	c.slides(body)
	page.Notices = append(page.Notices, c.preferences(body)...)
	if key := c.key(); o.Key && key != nil {
		body.AppendChild(key)
	}
	if kind == "html" {
		c.around(root, head, body)
	} else {
		doc = c.lesson(head, body, m)
	}
	page.Notices = append(page.Notices, tips(doc, words, o.Margin)...) // after all that asks what a heading says
	if o.Sources {
		page.IDs = allIDs(doc)
	}
	return page.finish(serialise(doc))
}

// readMeta reads what the head of a page says in <meta name="crunchy:…">.
func readMeta(head *html.Node) (m matter) {
	for n := head.FirstChild; n != nil; n = n.NextSibling {
		if !is(n, atom.Meta) {
			continue
		}
		content := oneLine(attr(n, "content"))
		switch strings.ToLower(attr(n, "name")) {
		case "crunchy:title":
			m.Title = content
		case "description":
			m.Description = content
		case "crunchy:python":
			m.Python = content
		case "crunchy:session":
			m.Session = content
		}
	}
	return m
}

// oneLine returns a text on one line, with one blank between words.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// titleOf makes a title of a file's name.
func titleOf(name string) string {
	base := path.Base(name)
	base = strings.TrimSuffix(base, path.Ext(base))
	title := oneLine(strings.NewReplacer("_", " ", "-", " ").Replace(base))
	if title == "" || title == "." || title == "/" {
		return "Lesson"
	}
	return strings.ToUpper(title[:1]) + title[1:]
}
