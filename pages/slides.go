package pages

import (
	"fmt"
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// slidesID is the address of all slides at once.
const slidesID = "cr-slides"

// slides makes a show of the slides of a page, <div class="slide">, of which
// one is shown at a time. The style sheet shows the one that the address names,
// #slide-3, or a place in it, so that the page does not have to wait for its
// script; without scripts, on paper, and at #cr-slides all are shown. One slide
// alone is no show.
func (c chrome) slides(body *html.Node) {
	var all []*html.Node
	walk(body, func(n *html.Node) bool {
		// A carousel is another's, which is moved by a script that does not run.
		found := is(n, atom.Div) && hasClass(n, "slide") && !hasClass(n, "carousel")
		if found {
			all = append(all, n)
		}
		return !found
	})
	if len(all) < 2 {
		return
	}
	taken := map[string]bool{}
	for _, id := range idsIn(body) {
		taken[id] = true
	}
	for i, s := range all {
		if id := fmt.Sprintf("slide-%d", i+1); attr(s, "id") == "" && !taken[id] {
			setAttr(s, "id", id)
		} else if attr(s, "id") == "" {
			setAttr(s, "id", "cr-"+id)
		}
	}
	for i, s := range all {
		class := "cr-slide"
		if i == 0 {
			class += " cr-slide-first"
		}
		setAttr(s, "class", attr(s, "class")+" "+class)
		s.InsertBefore(c.slideBar(all, i), s.FirstChild)
	}
	first := all[0]
	first.Parent.InsertBefore(c.ui(element("p", attrs("class", "cr-ui cr-slides", "id", slidesID, "data-crunchy-added", ""),
		element("a", attrs("class", "cr-go", "href", "#"+attr(first, "id")), c.words.Text("slides.one")))), first)
}

// slideBar leads from the slide at i to the others.
func (c chrome) slideBar(all []*html.Node, i int) *html.Node {
	number := []string{"n", strconv.Itoa(i + 1), "all", strconv.Itoa(len(all))}
	bar := element("nav", attrs("class", "cr-ui cr-slidebar", "aria-label", c.words.Text("slides.label", number...), "data-crunchy-added", ""))
	step := func(to int, key, class, rel string) {
		a := element("a", attrs("class", "cr-go"+class, "rel", rel), c.words.Text(key))
		if to >= 0 && to < len(all) {
			setAttr(a, "href", "#"+attr(all[to], "id"))
		} else { // its place stays, so that the others stay in theirs
			setAttr(a, "role", "link")
			setAttr(a, "aria-disabled", "true")
		}
		bar.AppendChild(a)
	}
	step(i-1, "slides.back", "", "prev")
	bar.AppendChild(element("span", attrs("class", "cr-slideno"), c.words.Text("slides.number", number...)))
	step(i+1, "slides.next", " cr-forth", "next")
	bar.AppendChild(element("a", attrs("class", "cr-go cr-slides-all", "href", "#"+slidesID), c.words.Text("slides.all")))
	bar.AppendChild(element("button", attrs("class", "cr-btn", "data-do", "present", "type", "button", "disabled", ""), c.words.Text("slides.present")))
	return c.ui(bar)
}
