package export

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline is the only page, with all in it that it needs.
func (x *export) inline() ([]byte, error) {
	if err := x.assets(); err != nil {
		return nil, err
	}
	p := x.pages[0]
	head := one(p.doc, byAtom(atom.Head))
	for _, n := range all(p.doc, func(n *html.Node) bool { return n.Namespace == "" }) {
		switch {
		case is(n, atom.Link) && attr(n, "rel") == "stylesheet":
			name := p.target(attr(n, "href"))
			if css, ok := x.files[name]; ok {
				n.Parent.InsertBefore(element("style", attrs("data-crunchy-added", ""), guarded(x.css(name, string(css)))), n)
			}
			remove(n)
		case is(n, atom.Style):
			css := x.css(p.target("x"), textOf(n))
			n.FirstChild = nil
			n.LastChild = nil
			n.AppendChild(&html.Node{Type: html.TextNode, Data: guarded(css)})
		case is(n, atom.Script) && attr(n, "src") != "":
			text := x.files[p.target(attr(n, "src"))]
			deferred := has(n, "defer")
			del(n, "src", "defer")
			n.AppendChild(&html.Node{Type: html.TextNode, Data: guarded(string(text))})
			if deferred { // one without an address does not wait
				remove(n)
				one(p.doc, byAtom(atom.Body)).AppendChild(n)
			}
		default:
			for _, key := range []string{"src", "poster"} {
				if data := x.data(p.target(attr(n, key))); attr(n, key) != "" && data != "" {
					set(n, key, data)
				}
			}
			del(n, "srcset")
			if style := attr(n, "style"); strings.Contains(style, "url(") {
				set(n, "style", x.css(p.target("x"), style))
			}
		}
		if is(n, atom.A) {
			x.inlineLink(p, n)
		}
	}
	head.AppendChild(element("script", attrs("type", "application/json", "id", "ex-search"), guarded(string(x.index()))))
	var b bytes.Buffer
	if err := html.Render(&b, p.doc); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// inlineLink gives a link to a file that file itself, and one to the page a place on it.
func (x *export) inlineLink(p *page, n *html.Node) {
	u, err := url.Parse(attr(n, "href"))
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" {
		return
	}
	name := p.target(attr(n, "href"))
	if name == p.name {
		set(n, "href", "#"+u.EscapedFragment())
		return
	}
	if data := x.data(name); data != "" {
		set(n, "href", data)
		set(n, "download", path.Base(name))
		slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) }) // as they are read
	}
}

// target is the file of the export that a relative address on a page means.
func (p *page) target(ref string) string {
	u, err := url.Parse(ref)
	if err != nil || u.IsAbs() || ref == "" {
		return ""
	}
	return path.Join(path.Dir(p.name), u.Path)
}

// data is a file as an address that holds it, "" if there is none of that name.
func (x *export) data(name string) string {
	data, ok := x.files[name]
	if !ok {
		return ""
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".woff2" {
		kind = "font/woff2"
	}
	kind = strings.ReplaceAll(kind, " ", "")
	if kind == "" {
		kind = "application/octet-stream"
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
}

var cssURL = regexp.MustCompile(`url\(\s*"?([^")]*)"?\s*\)`)

// css is a style sheet with what it refers to in it.
func (x *export) css(name, css string) string {
	return cssURL.ReplaceAllStringFunc(css, func(m string) string {
		ref := cssURL.FindStringSubmatch(m)[1]
		u, err := url.Parse(ref)
		if err != nil || u.IsAbs() {
			return m
		}
		file := path.Join(path.Dir(name), u.Path)
		if data := x.data(file); fs.ValidPath(file) && data != "" {
			return `url("` + data + `")`
		}
		return m
	})
}

// guarded is the text of a script or style sheet, which nothing in it may end.
func guarded(text string) string {
	return closing.ReplaceAllString(text, `<\/$1`)
}

var closing = regexp.MustCompile(`(?i)</(script|style)`)
