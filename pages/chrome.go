package pages

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// chrome is what stands around the content of a page.
type chrome struct {
	o    Options
	kind string // "lesson", "list", "error" or "html"
	page *Page

	words texts.Catalogue // of the interface

	class string // of the article of a page of ours, beyond cr-article
	maths bool   // there are formulas to be set
}

func (c chrome) sheet(name string) *html.Node {
	return element("link", attrs("rel", "stylesheet", "href", c.o.Assets+"/"+name, "data-crunchy-added", ""))
}

func (c chrome) script(name string, more ...string) *html.Node {
	return element("script", append(attrs("nonce", nonceMark, "src", c.o.Assets+"/"+name), more...))
}

// modules is the page's script, and what it imports: a browser that learnt of
// that only from the script would be busy with the page by then.
func (c chrome) modules() []*html.Node {
	all := []*html.Node{c.script("crunchy.js", "type", "module")}
	for _, name := range c.o.Modules {
		all = append(all, element("link", attrs("rel", "modulepreload", "nonce", nonceMark, "href", c.o.Assets+"/"+name, "data-crunchy-added", "")))
	}
	return all
}

// which tells the page's script which page it is on.
func (c chrome) which() []*html.Node {
	all := []*html.Node{meta("crunchy:tutorial", c.o.Tutorial)}
	if v := c.page.Version; v != "" {
		all = append(all, meta("crunchy:version", v))
	}
	return all
}

func meta(name, content string) *html.Node {
	return element("meta", attrs("name", name, "content", content))
}

// around adds to an HTML page no more than its elements need.
func (c chrome) around(root, head, body *html.Node) {
	for i, a := 0, c.rootAttrs(); i < len(a); i += 2 {
		setAttr(root, a[i], a[i+1])
	}
	head.InsertBefore(element("meta", attrs("charset", "utf-8")), head.FirstChild)
	for _, n := range c.which() {
		head.AppendChild(n)
	}
	head.AppendChild(c.sheet("foreign.css"))
	head.AppendChild(c.sheet("crunchy.css"))
	if c.maths {
		head.AppendChild(c.sheet("math.css"))
	}
	for _, n := range c.modules() {
		head.AppendChild(n)
	}
	c.far(body)
	for _, n := range []*html.Node{c.told(), c.trust()} {
		if n != nil {
			body.InsertBefore(n, body.FirstChild)
		}
	}
	body.InsertBefore(raw(sprite), body.FirstChild)
}

// rootAttrs are what the page's script reads off the document.
func (c chrome) rootAttrs() []string {
	a := attrs("data-crunchy-page", c.kind, "data-trust", c.o.Trust.word(), "data-crunchy-home", c.o.Home)
	if c.o.Place != "" {
		a = append(a, "data-crunchy-trust", string(c.o.Trust), "data-crunchy-place", c.o.Place)
	}
	if c.o.Sandboxed {
		a = append(a, "data-crunchy-sandbox", "")
	}
	if c.o.Author {
		a = append(a, "data-crunchy-author", "")
	}
	if c.o.Margin {
		a = append(a, "data-crunchy-margin", "")
	}
	if c.o.Search != "" {
		a = append(a, "data-crunchy-search", c.o.Search)
	}
	if theme := cmp.Or(c.o.Theme, c.o.Rules.Value(ioelement.ThemeSetting)); theme != "" {
		a = append(a, "data-theme", theme)
	}
	if errors := c.o.Rules.Value(ioelement.ErrorsSetting); errors != "" {
		a = append(a, "data-crunchy-errors", errors)
	}
	if l := c.words.Language(); l != texts.English {
		a = append(a, "data-crunchy-language", l)
	}
	return a
}

// trust asks whether a page from elsewhere may run, or is nil.
func (c chrome) trust() *html.Node {
	if c.o.Trust.Runs() {
		return nil
	}
	host := cmp.Or(c.o.Host, c.o.Place, c.words.Text("trust.other"))
	what := "trust.what"
	if c.o.Sandboxed {
		what = "trust.whatSandbox"
	}
	return c.ui(element("div", attrs("class", "cr-trust", "role", "region", "aria-label", c.words.Text("trust.label", "host", host)),
		element("p", nil, element("strong", nil, c.words.Text("trust.readOnly")), c.words.Text("trust.from"), element("strong", nil, host),
			c.words.Text(what, "host", host)),
		element("button", attrs("class", "cr-btn cr-primary", "data-do", "trust", "type", "button"), c.words.Text("trust.button", "host", host))))
}

// lesson returns a document of our own look around the content of body.
func (c chrome) lesson(head, body *html.Node, m matter) *html.Node {
	p := c.page
	lang := p.Lang
	if lang == "" {
		lang = "en"
	}
	title := p.Title
	if c.o.Course != "" {
		title += " · " + c.o.Course
	}
	newHead := element("head", nil, "\n",
		element("meta", attrs("charset", "utf-8")), "\n",
		meta("viewport", "width=device-width, initial-scale=1"), "\n",
		element("title", nil, title), "\n",
		meta("crunchy:title", p.Title), "\n")
	add := func(n *html.Node) {
		newHead.AppendChild(n)
		newHead.AppendChild(text("\n"))
	}
	if m.Python != "" {
		add(meta("crunchy:python", m.Python))
	}
	if m.Session != "" {
		add(meta("crunchy:session", m.Session))
	}
	for _, n := range c.which() {
		add(n)
	}
	add(element("link", attrs("rel", "icon", "href", "data:,", "data-crunchy-added", "")))
	add(c.sheet("crunchy.css"))
	add(c.sheet("page.css"))
	if c.maths {
		add(c.sheet("math.css"))
	}
	c.keepHead(head, add)
	for _, n := range c.modules() {
		add(n)
	}

	article := element("article", attrs("class", strings.TrimSpace("cr-article "+c.class)))
	moveChildren(article, body)
	c.article(article)
	c.far(article)
	toc := c.contents(article)
	article.AppendChild(text("\n"))
	if pager := c.pager(); pager != nil {
		article.AppendChild(pager)
		article.AppendChild(text("\n"))
	}

	layout := element("div", attrs("class", "cr-page"), "\n")
	if toc == nil {
		setAttr(layout, "class", "cr-page cr-no-toc")
	} else {
		layout.AppendChild(c.toc(c.words.Text("top.contents"), toc))
		layout.AppendChild(text("\n"))
	}
	layout.AppendChild(element("main", attrs("id", "cr-main", "class", "cr-main"), article))
	layout.AppendChild(text("\n"))

	newBody := element("body", nil, "\n", raw(sprite), "\n",
		c.ui(element("a", attrs("class", "cr-skip", "href", "#cr-main"), c.words.Text(c.skip()))), "\n",
		c.top(toc), "\n")
	for _, n := range []*html.Node{c.trust(), c.told()} {
		if n != nil {
			newBody.AppendChild(n)
			newBody.AppendChild(text("\n"))
		}
	}
	newBody.AppendChild(layout)
	newBody.AppendChild(text("\n"))

	doc := &html.Node{Type: html.DocumentNode}
	doc.AppendChild(&html.Node{Type: html.DoctypeNode, Data: "html"})
	doc.AppendChild(element("html", append(attrs("lang", lang), c.rootAttrs()...),
		newHead, "\n", newBody))
	return doc
}

// skip is the key of the words that lead past the bar.
func (c chrome) skip() string {
	if c.kind == "lesson" {
		return "top.skipLesson"
	}
	return "top.skipPage"
}

// keepHead keeps what the author put into the head.
func (c chrome) keepHead(head *html.Node, add func(*html.Node)) {
	for n := head.FirstChild; n != nil; {
		next := n.NextSibling
		name := strings.ToLower(attr(n, "name"))
		if is(n, atom.Style) || is(n, atom.Link) || is(n, atom.Meta) && (name == "description" || name == "author" || name == "keywords") {
			head.RemoveChild(n)
			add(n)
		}
		n = next
	}
}

// article prepares what the author wrote: one main landmark, and a link to
// each heading.
func (c chrome) article(article *html.Node) {
	trim(article)
	article.InsertBefore(text("\n"), article.FirstChild)
	used := newSlugs()
	for _, id := range idsIn(article) {
		used.used[id] = true
	}
	walk(article, func(n *html.Node) bool {
		switch {
		case is(n, atom.Main):
			rename(n, "div")
		case is(n, atom.Section) && hasClass(n, "cr-cell"):
			return false
		case c.kind == "lesson" && (is(n, atom.H2) || is(n, atom.H3) || is(n, atom.H4)):
			c.anchor(n, used)
		}
		return true
	})
}

// anchor gives a heading an id if it has none, and a link to itself.
func (c chrome) anchor(h *html.Node, used *slugs) {
	title := oneLine(textOf(h))
	if title == "" {
		return
	}
	id := attr(h, "id")
	if id == "" {
		id = string(used.Generate([]byte(title), 0))
		setAttr(h, "id", id)
	}
	for p := h; p != nil; p = p.Parent {
		if is(p, atom.A) {
			return // links do not nest
		}
	}
	h.AppendChild(c.ui(element("a", attrs("class", "cr-anchor", "href", "#"+id, "aria-label", c.words.Text("top.linkTo", "title", title)), "#")))
}
