package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/pages"
)

// ownLink marks a link of ours until all links of the author's are settled.
const ownLink = "data-ex-own"

// settle leads the links of a page to where they lead in the export, takes along
// what it shows, and puts it among the files.
func (x *export) settle(p *page) {
	for _, n := range all(p.doc, func(n *html.Node) bool { return n.Namespace == "" }) {
		if p.src != nil && !has(n, ownLink) {
			x.references(p, n)
		}
		del(n, ownLink)
	}
	var b bytes.Buffer
	if err := html.Render(&b, p.doc); err != nil {
		panic(err) // it was just parsed
	}
	x.files[p.name] = b.Bytes()
}

// references settles what one element refers to.
func (x *export) references(p *page, n *html.Node) {
	switch n.DataAtom {
	case atom.A, atom.Area:
		if !has(n, "href") {
			return
		}
		if to, ok := x.leads(p, attr(n, "href")); ok {
			set(n, "href", to)
		} else {
			del(n, "href", "target", "rel")
		}
	case atom.Img, atom.Audio, atom.Video, atom.Source, atom.Track:
		for _, key := range []string{"src", "poster"} {
			if v := attr(n, key); v != "" && !x.carries(p, v) {
				del(n, key)
			}
		}
		if is(n, atom.Img) && !has(n, "src") { // its words stand for it
			n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: attr(n, "alt")}, n)
			remove(n)
			return
		}
		if v := attr(n, "srcset"); v != "" {
			for candidate := range strings.SplitSeq(v, ",") {
				address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
				if !x.carries(p, address) {
					del(n, "srcset")
				}
			}
		}
	case atom.Link:
		if v := attr(n, "href"); strings.HasPrefix(v, up(p.name)+assetsFolder+"/") {
			return
		} else if v != "" && !x.carries(p, v) {
			del(n, "href")
		}
	case atom.Style:
		x.sheet(p, path.Dir(p.file), textOf(n))
	}
	if style := attr(n, "style"); strings.Contains(style, "url(") {
		x.sheet(p, path.Dir(p.file), style)
	}
}

// leads returns where a link leads in the export; it is false for one that leads
// to nothing there.
func (x *export) leads(p *page, ref string) (string, bool) {
	u, err := url.Parse(ref)
	switch {
	case err != nil:
		x.notice("%s: the address %q cannot be read, so it is no link any more.", p.shown(), ref)
		return "", false
	case u.IsAbs(), u.Host != "", u.Path == "":
		return ref, true
	}
	target, astray := p.within(u)
	if astray != "" {
		x.notice("%s: the link %s leads %s, so it is none any more.", p.shown(), ref, astray)
		return "", false
	}
	info, err := fs.Stat(p.src.fsys, target)
	if err == nil && info.IsDir() {
		if index, ok := pages.Index(p.src.fsys, target); ok && p.src.pages[path.Join(target, index)] != "" {
			target = path.Join(target, index)
		} else if name := p.src.prefix + path.Join(target, "index.html"); x.isPage(name) {
			return p.to(u, name), true
		}
	}
	if name, ok := p.src.pages[target]; ok {
		return p.to(u, p.src.prefix+name), true
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		x.notice("%s: the link %s leads to no file.", p.shown(), ref)
		return ref, true
	case err != nil:
		x.notice("%s: the link %s is none any more: %s.", p.shown(), ref, why(err))
		return "", false
	case info.IsDir(), pages.Renders(target):
		x.notice("%s: the link %s leads to a lesson that is not exported, so it is none any more.", p.shown(), ref)
		return "", false
	}
	return ref, x.carry(p, target)
}

func (x *export) isPage(name string) bool {
	for _, p := range x.pages {
		if p.name == name {
			return true
		}
	}
	return false
}

// to is the address from a page to another, with the query and place of u.
func (p *page) to(u *url.URL, name string) string {
	from := path.Dir(p.name)
	rel := name
	for from != "." && !strings.HasPrefix(name, from+"/") {
		from, rel = path.Dir(from), "../"+rel
	}
	if from != "." {
		rel = strings.Replace(rel, from+"/", "", 1)
	}
	v := url.URL{Path: rel, Fragment: u.Fragment}
	return v.String()
}

// within returns the file of the source that a relative address means, or where it
// leads astray.
func (p *page) within(u *url.URL) (file, astray string) {
	file = path.Join(path.Dir(p.file), u.Path)
	switch {
	case strings.HasPrefix(u.Path, "/"), !fs.ValidPath(file):
		return "", "out of the folder of the lesson"
	case file != "." && strings.Contains("/"+file, "/."):
		return "", "to what is hidden, and that is not exported"
	}
	return file, ""
}

// carries takes along what a page shows of a relative address, and reports
// whether it will be there. A picture may bring its data with it.
func (x *export) carries(p *page, ref string) bool {
	if strings.HasPrefix(ref, "data:") {
		return true
	}
	u, err := url.Parse(ref)
	if err != nil || u.IsAbs() || u.Host != "" {
		x.notice("%s: %s is on another site, and is left out.", p.shown(), ref)
		return false
	}
	file, astray := p.within(u)
	if astray != "" {
		x.notice("%s: %s leads %s, so it is left out.", p.shown(), ref, astray)
		return false
	}
	if _, err := fs.Stat(p.src.fsys, file); errors.Is(err, fs.ErrNotExist) {
		x.notice("%s: there is no file %s.", p.shown(), ref)
		return true // as on the lesson's page
	}
	return x.carry(p, file)
}

// carry takes a file along, under its name. Of a lesson only its page is exported,
// for it may hold hidden tests.
func (x *export) carry(p *page, file string) bool {
	name := p.src.prefix + file
	if _, there := x.files[name]; there || x.isPage(name) {
		return true
	}
	if pages.Renders(file) {
		return false
	}
	data, err := p.src.read(file, maxFile)
	if err != nil {
		x.notice("%s: %s is not taken along: %s.", p.shown(), file, why(err))
		return false
	}
	if strings.EqualFold(path.Ext(file), ".css") {
		data = []byte(pages.StyleSheet(string(data)))
		x.files[name] = data
		x.sheet(p, path.Dir(file), string(data))
		return true
	}
	x.files[name] = data
	return true
}

// why is what keeps a file from being read, in words.
func why(err error) string {
	var system *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "its permissions do not let it be read"
	case errors.As(err, &system):
		return "it is no file in the folder of the lesson, but perhaps a link out of it"
	}
	return err.Error() // a sentence of our own
}

var cssAddress = regexp.MustCompile(`url\(\s*"?([^")]*)"?\s*\)|@import\s+"([^"]*)"`)

// sheet takes along what a style sheet in a folder refers to; it has been filtered.
func (x *export) sheet(p *page, dir, css string) {
	for _, m := range cssAddress.FindAllStringSubmatch(css, -1) {
		u, err := url.Parse(m[1] + m[2])
		if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/") {
			continue
		}
		if file := path.Join(dir, u.Path); fs.ValidPath(file) {
			x.carry(p, file)
		}
	}
}

// shown is the lesson of a page as its user knows it.
func (p *page) shown() string {
	if p.src == nil || p.file == "" {
		return p.name
	}
	return p.src.shown(p.file)
}

// wordsOf is what the script of a page says.
func (x *export) wordsOf(p *page) []byte {
	words := map[string]string{"live": x.Live}
	for _, key := range []string{"system", "light", "dark", "search", "close", "hits", "hint", "found", "nothing", "failed", "file"} {
		words[key] = p.words.Text("export." + key)
	}
	words["lang"] = p.words.Language()
	data, err := json.Marshal(words) // which escapes what would end a script
	if err != nil {
		panic(err) // plain values only
	}
	return data
}

// live leads to the live page, where the reader has Crunchy running. The link holds
// no token and needs none: who follows it is let in by what Crunchy keeps in its
// own browser.
func (s *still) live(body *html.Node) {
	if s.Live == "" || len(s.elements) == 0 {
		return
	}
	way := element("p", attrs("class", "cr-ui ex-live", "data-crunchy-added", "", "lang", s.page.words.Language()),
		element("a", attrs("class", "cr-btn", "href", s.Live+"/home", "rel", "noreferrer", ownLink, ""), icon("play"), element("span", nil, s.page.words.Text("export.open"))),
		" ", element("span", attrs("class", "ex-how"), s.page.words.Text("export.how")))
	if h1 := one(body, byAtom(atom.H1)); h1 != nil && h1.Parent != nil {
		after(way, h1)
		return
	}
	if main := one(body, byAtom(atom.Article)); main != nil {
		body = main
	}
	body.InsertBefore(way, body.FirstChild)
}
