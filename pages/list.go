package pages

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"crunchy/ioelement/texts"
)

// Entry is one line of a list.
type Entry struct {
	Title string
	Href  string
	Text  string // a sentence about it, or ""
	Lang  string // the language of both; "" is English
	Dir   bool   // it is a folder

	Number   int // its place in a course, from 1; 0 for none
	Done, Of int // how many of its elements are done; nothing is said when Of is 0
}

// List makes a page that leads to others: a folder without a page of its own.
func List(title string, entries []Entry, o Options) (*Page, error) {
	words := o.speak("")
	content := element("div", nil)
	if o.Search != "" {
		content.AppendChild(searchField(words))
	}
	if len(entries) == 0 {
		content.AppendChild(empty(words.Text("list.empty")))
	} else {
		content.AppendChild(list(entries, words))
	}
	return own("list", title, "", content, o), nil
}

// list writes the entries of a list.
func list(entries []Entry, words texts.Catalogue) *html.Node {
	all := element("ul", attrs("class", "cr-list"))
	for _, e := range entries {
		all.AppendChild(entry(e, words))
		all.AppendChild(text("\n"))
	}
	return all
}

func entry(e Entry, words texts.Catalogue) *html.Node {
	a := element("a", attrs("href", e.Href))
	if e.Number > 0 {
		a.AppendChild(element("span", attrs("class", "cr-no"), strconv.Itoa(e.Number)))
	}
	a.AppendChild(in(words, e.Lang, element("b", nil, e.Title)))
	if e.Text != "" {
		a.AppendChild(in(words, e.Lang, element("small", nil, e.Text)))
	}
	if e.Of > 0 {
		a.AppendChild(done(e, words))
	}
	li := element("li", nil, a)
	if e.Dir {
		setAttr(li, "class", "cr-dir")
	}
	return li
}

// done says how far one has come with a lesson, in words and as a bar.
func done(e Entry, words texts.Catalogue) *html.Node {
	class := "cr-done"
	say := words.Text("list.done", "done", strconv.Itoa(e.Done), "all", strconv.Itoa(e.Of))
	switch {
	case e.Done >= e.Of:
		class += " cr-all"
		say = words.Text("list.allDone")
	case e.Done == 0:
		say = words.Text("list.notBegun")
	}
	bar := element("i", attrs("aria-hidden", "true"), element("i", attrs("style", fmt.Sprintf("width:%d%%", 100*min(e.Done, e.Of)/e.Of))))
	return element("span", attrs("class", class), bar, " "+say)
}

// empty is what stands where there is nothing.
func empty(sentence string) *html.Node { return element("p", attrs("class", "cr-empty"), sentence) }

// searchField opens the search; the script enables it.
func searchField(words texts.Catalogue) *html.Node {
	return element("button", attrs("class", "cr-searchfield", "data-do", "search", "type", "button", "disabled", ""),
		icon("search"), element("span", nil, words.Text("list.search")), " ", element("kbd", attrs("aria-hidden", "true"), "/"))
}

// own makes a page of ours.
func own(kind, title, lede string, content *html.Node, o Options) *Page {
	o = o.complete()
	words := o.speak("")
	page := &Page{Title: title, Lang: words.Language()}
	body := element("body", nil, element("h1", nil, title), "\n")
	if lede != "" {
		body.AppendChild(element("p", attrs("class", "cr-lede"), lede))
		body.AppendChild(text("\n"))
	}
	body.AppendChild(content)
	c := chrome{o: o, words: words, kind: kind, page: page}
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
	"index.html", "index.htm", "index.xhtml", "index.md", "index.markdown", "index.rst",
	"readme.md", "readme.markdown", "readme.html", "readme.rst", "contents.html",
}
