package pages

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTemplates is how many templates may stand in each other.
const maxTemplates = 8

// frame puts a page into the template that it names in its head,
// <meta title="template FILE">. What is in each <div id="…"> of the page takes the
// place of what is in the template's div of that id; all else is the template's,
// but for the title, and what the head of the page adds to that of the template.
// A page whose template cannot be used stays as it is.
func frame(page *html.Node, b *beside) (*html.Node, []Notice) {
	return frameIn(page, b, nil)
}

func frameIn(page *html.Node, b *beside, around []string) (*html.Node, []Notice) {
	name := takeTemplate(page)
	if name == "" {
		return page, nil
	}
	failed := func(why string) (*html.Node, []Notice) {
		return page, []Notice{{Text: fmt.Sprintf("the template %q is not used: %s", name, why)}}
	}
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext != ".html" && ext != ".htm":
		return failed("a template is an HTML file")
	case slices.Contains(around, name):
		return failed("it would stand in itself")
	case len(around) == maxTemplates:
		return failed(fmt.Sprintf("no more than %d templates may stand in each other", maxTemplates))
	}
	data, err := b.read(name)
	if err != nil {
		return failed(err.Error())
	}
	template, notices := frameIn(parse(decode(data, "text/html")), b, append(around, name))
	fold(template)
	filled, left := fill(findAtom(template, atom.Body), findAtom(page, atom.Body))
	if !filled {
		return failed("it has no <div> with the id of one of the page's")
	}
	if len(left) > 0 {
		notices = append(notices, Notice{Text: fmt.Sprintf("the template %q has no place for what is in <div id=%q>", name, left[0])})
	}
	joinHeads(template, page)
	return template, notices
}

// takeTemplate takes the name of the template out of the head of a page.
func takeTemplate(page *html.Node) (name string) {
	walk(findAtom(page, atom.Head), func(n *html.Node) bool {
		if word, rest, _ := strings.Cut(strings.TrimSpace(attr(n, "title")), " "); is(n, atom.Meta) && strings.EqualFold(word, "template") {
			if name == "" {
				name = path.Clean(strings.Trim(strings.TrimSpace(rest), `"'`))
			}
			remove(n)
		}
		return true
	})
	return name
}

// fill moves what is in the divs of a page into those of a template, and returns
// whether there were any, and the ids of those that have no place in it.
func fill(template, page *html.Node) (filled bool, left []string) {
	places := map[string]*html.Node{}
	walk(template, func(n *html.Node) bool {
		if id := attr(n, "id"); is(n, atom.Div) && id != "" && places[id] == nil {
			places[id] = n
		}
		return true
	})
	var divs []*html.Node
	walk(page, func(n *html.Node) bool {
		named := is(n, atom.Div) && attr(n, "id") != ""
		if named {
			divs = append(divs, n)
		}
		return !named
	})
	for _, div := range divs {
		id := attr(div, "id")
		place := places[id]
		if place == nil {
			left = append(left, id)
			continue
		}
		delete(places, id) // the second of a name has no place
		clearOut(place)
		moveChildren(place, div)
		filled = true
	}
	return filled, left
}

// joinHeads adds to a template what the page says of itself. The title, the
// language and the direction of the page win.
func joinHeads(template, page *html.Node) {
	head, own := findAtom(template, atom.Head), findAtom(page, atom.Head)
	if title := findAtom(own, atom.Title); title != nil {
		if old := findAtom(head, atom.Title); old != nil {
			remove(old)
		}
	}
	moveChildren(head, own)
	for _, key := range []string{"lang", "dir"} {
		if v := attr(findAtom(page, atom.Html), key); v != "" {
			setAttr(findAtom(template, atom.Html), key, v)
		}
	}
}
