package pages

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// chrome is what stands around the content of a page.
type chrome struct {
	o    Options
	kind string // "lesson", "list", "error" or "html"
	page *Page
}

// sprite holds the pictures of the buttons, once for each page.
const sprite = `<svg class="cr-sprite" width="0" height="0" aria-hidden="true" hidden="">` +
	`<symbol id="cr-i-play" viewBox="0 0 20 20"><path d="M6 4.2v11.6l9.4-5.8z" fill="currentColor" stroke-linejoin="round"/></symbol>` +
	`<symbol id="cr-i-stop" viewBox="0 0 20 20"><rect x="5" y="5" width="10" height="10" rx="1.5" fill="currentColor" stroke="none"/></symbol>` +
	`<symbol id="cr-i-reset" viewBox="0 0 20 20"><path d="M4 4v4.2h4.2M4.3 8.2A6.4 6.4 0 1 1 3.8 11.6"/></symbol>` +
	`<symbol id="cr-i-all" viewBox="0 0 20 20"><path d="M3.5 5v10l6.8-5zM10.3 5v10l6.7-5z"/></symbol>` +
	`<symbol id="cr-i-theme" viewBox="0 0 20 20"><circle cx="10" cy="10" r="6.6"/><path d="M10 3.4a6.6 6.6 0 0 1 0 13.2z" fill="currentColor" stroke="none"/></symbol>` +
	`<symbol id="cr-i-menu" viewBox="0 0 20 20"><path d="M4 6h12M4 10h12M4 14h8"/></symbol>` +
	`<symbol id="cr-i-check" viewBox="0 0 20 20"><path d="m4.5 10.6 3.7 3.7 7.3-8"/></symbol>` +
	`</svg>`

// mark is the sign in the top bar.
const mark = `<svg class="cr-mark" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="8" fill="currentColor"/>` +
	`<path class="cr-mark-line" d="m8 9.5 4.7 4.5L8 18.5M15 19h5.5" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`

func raw(s string) *html.Node { return &html.Node{Type: html.RawNode, Data: s} }

func icon(name string) *html.Node {
	return raw(`<svg class="cr-icon" aria-hidden="true"><use href="#cr-i-` + name + `"></use></svg>`)
}

func (c chrome) sheet(name string) *html.Node {
	return element("link", attrs("rel", "stylesheet", "href", c.o.Assets+"/"+name, "data-crunchy-added", ""))
}

func (c chrome) script(name string, more ...string) *html.Node {
	return element("script", append(attrs("nonce", nonceMark, "src", c.o.Assets+"/"+name), more...))
}

func meta(name, content string) *html.Node {
	return element("meta", attrs("name", name, "content", content))
}

// around adds to an HTML page no more than its elements need.
func (c chrome) around(root, head, body *html.Node) {
	setAttr(root, "data-crunchy-page", "html")
	setAttr(root, "data-trust", string(c.o.Trust))
	head.InsertBefore(element("meta", attrs("charset", "utf-8")), head.FirstChild)
	head.AppendChild(meta("crunchy:tutorial", c.o.Tutorial))
	head.AppendChild(c.sheet("crunchy.css"))
	head.AppendChild(c.script("crunchy.js", "type", "module"))
	if trust := c.trust(); trust != nil {
		body.InsertBefore(trust, body.FirstChild)
	}
	body.InsertBefore(raw(sprite), body.FirstChild)
}

// trust asks whether a page from elsewhere may run, or is nil.
func (c chrome) trust() *html.Node {
	if c.o.Trust != Display {
		return nil
	}
	host := c.o.Host
	if host == "" {
		host = "another site"
	}
	return element("div", attrs("class", "cr-trust", "role", "region", "aria-label", "This page comes from "+host),
		element("p", nil, "This page comes from ", element("strong", nil, host),
			". Its Python examples can run on your computer, with all that you may do there, once you say so."),
		element("button", attrs("class", "cr-btn cr-primary", "data-do", "trust", "type", "button"), "Run Python on this page"))
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
	add(meta("crunchy:tutorial", c.o.Tutorial))
	add(element("link", attrs("rel", "icon", "href", "data:,", "data-crunchy-added", "")))
	add(c.sheet("crunchy.css"))
	add(c.sheet("page.css"))
	c.keepHead(head, add)
	add(c.script("theme.js"))
	add(c.script("crunchy.js", "type", "module"))

	article := element("article", attrs("class", "cr-article"))
	moveChildren(article, body)
	c.article(article)
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
		layout.AppendChild(c.toc("In this lesson", toc, true))
		layout.AppendChild(text("\n"))
	}
	layout.AppendChild(element("main", attrs("id", "cr-main", "class", "cr-main"), article))
	layout.AppendChild(text("\n"))

	newBody := element("body", nil, "\n", raw(sprite), "\n",
		element("a", attrs("class", "cr-skip", "href", "#cr-main"), "Skip to the "+c.kindWord()), "\n",
		c.top(toc), "\n")
	if trust := c.trust(); trust != nil {
		newBody.AppendChild(trust)
		newBody.AppendChild(text("\n"))
	}
	newBody.AppendChild(layout)
	newBody.AppendChild(text("\n"))

	doc := &html.Node{Type: html.DocumentNode}
	doc.AppendChild(&html.Node{Type: html.DoctypeNode, Data: "html"})
	doc.AppendChild(element("html", attrs("lang", lang, "data-crunchy-page", c.kind, "data-trust", string(c.o.Trust)),
		newHead, "\n", newBody))
	return doc
}

func (c chrome) kindWord() string {
	if c.kind == "lesson" {
		return "lesson"
	}
	return "page"
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
		case is(n, atom.H2), is(n, atom.H3), is(n, atom.H4):
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
	h.AppendChild(element("a", attrs("class", "cr-anchor", "href", "#"+id, "aria-label", "Link to: "+title), "#"))
}

// contents returns the list of the headings, or nil if there are none.
func (c chrome) contents(article *html.Node) func() *html.Node {
	type entry struct{ id, title string }
	var entries []entry
	walk(article, func(n *html.Node) bool {
		if is(n, atom.Section) && hasClass(n, "cr-cell") {
			return false
		}
		if is(n, atom.H2) && attr(n, "id") != "" {
			title := ""
			for t := n.FirstChild; t != nil; t = t.NextSibling {
				if !hasClass(t, "cr-anchor") {
					title += textOf(t)
				}
			}
			if title = oneLine(title); title != "" {
				entries = append(entries, entry{attr(n, "id"), title})
			}
		}
		return true
	})
	if len(entries) == 0 {
		return nil
	}
	return func() *html.Node {
		list := element("ol", nil)
		for _, e := range entries {
			list.AppendChild(element("li", nil, element("a", attrs("href", "#"+e.id), e.title)))
		}
		return list
	}
}

// toc is the list of contents in the margin, or in the menu.
func (c chrome) toc(label string, list func() *html.Node, next bool) *html.Node {
	nav := element("nav", attrs("class", "cr-toc", "aria-label", label), element("h2", nil, "In this lesson"), list())
	if next && c.o.Next != nil {
		nav.AppendChild(element("p", attrs("class", "cr-next"), "Next lesson: ",
			element("a", attrs("href", c.o.Next.Href), c.o.Next.Title)))
	}
	return nav
}

func (c chrome) pager() *html.Node {
	if c.o.Prev == nil && c.o.Next == nil {
		return nil
	}
	nav := element("nav", attrs("class", "cr-pager", "aria-label", "Lessons"))
	for _, l := range []struct {
		*Link
		rel, name string
	}{{c.o.Prev, "prev", "Previous"}, {c.o.Next, "next", "Next"}} {
		if l.Link != nil {
			nav.AppendChild(element("a", attrs("class", "cr-"+l.rel, "rel", l.rel, "href", l.Href), element("small", nil, l.name), l.Title))
		}
	}
	return nav
}

// top is the bar at the top of the page.
func (c chrome) top(toc func() *html.Node) *html.Node {
	runs := c.kind == "lesson" && len(c.page.Elements) > 0
	brand := element("span", nil, element("b", nil, c.page.Title))
	if c.o.Course != "" {
		brand.AppendChild(element("small", nil, c.o.Course))
	}
	actions := element("div", attrs("class", "cr-actions"))
	if runs {
		actions.AppendChild(action("run-all", "all", "Run all", " cr-wide"))
		actions.AppendChild(action("restart", "reset", "Restart", " cr-wide"))
		actions.AppendChild(element("span", attrs("class", "cr-sep")))
	}
	actions.AppendChild(element("button", attrs("class", "cr-btn cr-square", "data-do", "theme", "type", "button", "aria-label", "Theme: system"), icon("theme")))
	if runs || toc != nil {
		sheet := element("div", attrs("class", "cr-sheet"))
		if runs {
			sheet.AppendChild(action("run-all", "all", "Run all", ""))
			sheet.AppendChild(action("restart", "reset", "Restart", ""))
		}
		if toc != nil {
			sheet.AppendChild(c.toc("In this lesson (menu)", toc, false))
		}
		actions.AppendChild(element("details", attrs("class", "cr-menu"),
			element("summary", attrs("class", "cr-btn cr-square", "aria-label", "Lesson menu"), icon("menu")), sheet))
	}
	return element("header", attrs("class", "cr-top"),
		element("div", attrs("class", "cr-top-in"),
			element("a", attrs("class", "cr-brand", "href", c.o.Home), raw(mark), brand), actions))
}

func action(do, symbol, label, class string) *html.Node {
	return element("button", attrs("class", "cr-btn"+class, "data-do", do, "type", "button", "disabled", ""),
		icon(symbol), element("span", nil, label))
}
