package pages

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Entry is one line of a list.
type Entry struct {
	Title string
	Href  string
	Text  string // a sentence about it, or ""
	Dir   bool   // it is a folder
}

// List makes a page that leads to others: a folder without a page of its own,
// or the home page.
func List(title string, entries []Entry, o Options) (*Page, error) {
	var content *html.Node
	if len(entries) == 0 {
		content = element("p", nil, "There is nothing to read here yet.")
	} else {
		content = element("ul", attrs("class", "cr-list"))
		for _, e := range entries {
			a := element("a", attrs("href", e.Href), element("b", nil, e.Title))
			li := element("li", nil, a)
			if e.Dir {
				setAttr(li, "class", "cr-dir")
			}
			if e.Text != "" {
				a.AppendChild(element("small", nil, e.Text))
			}
			content.AppendChild(li)
			content.AppendChild(text("\n"))
		}
	}
	return own("list", title, "", content, o), nil
}

// own makes a page of ours.
func own(kind, title, lede string, content *html.Node, o Options) *Page {
	page := &Page{Title: title, Lang: "en"}
	body := element("body", nil, element("h1", nil, title), "\n")
	if lede != "" {
		body.AppendChild(element("p", attrs("class", "cr-lede"), lede))
		body.AppendChild(text("\n"))
	}
	body.AppendChild(content)
	c := chrome{o: o.complete(), kind: kind, page: page}
	return page.finish(serialise(c.lesson(element("head", nil), body, matter{})))
}

// Index returns the name of the page that stands for a folder, if it has one.
// Names do not depend on case. A folder that cannot be read has none.
func Index(fsys fs.FS, dir string) (name string, ok bool) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return "", false
	}
	best := len(indexNames)
	for _, e := range entries {
		i := slices.Index(indexNames, strings.ToLower(e.Name()))
		if i >= 0 && i < best && !e.IsDir() {
			best, name = i, e.Name()
		}
	}
	if name == "" {
		return "", false
	}
	return path.Clean(name), true
}

var indexNames = []string{
	"index.html", "index.htm", "index.xhtml", "index.md", "index.markdown",
	"readme.md", "readme.markdown", "readme.html", "contents.html",
}
