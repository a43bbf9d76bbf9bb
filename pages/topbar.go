package pages

import (
	"fmt"

	"golang.org/x/net/html"
)

// top is the bar at the top of the page: where one is, how far one has come,
// and what can be done with the whole page.
func (c chrome) top(toc *contents) *html.Node {
	live := 0
	if c.kind == "lesson" {
		live = len(c.page.Elements)
	}
	bar := element("div", attrs("class", "cr-top-in"),
		element("a", attrs("class", "cr-home", "href", c.o.Home, "aria-label", c.words.Text("top.home")), raw(mark)), c.brand())
	if live > 0 {
		bar.AppendChild(c.progress(live))
	}
	actions := element("div", attrs("class", "cr-actions"))
	if live > 0 {
		actions.AppendChild(action("run-all", "all", c.words.Text("top.runAll"), " cr-wide"))
		actions.AppendChild(action("restart", "reset", c.words.Text("top.restart"), " cr-wide"))
		actions.AppendChild(element("span", attrs("class", "cr-sep")))
	}
	if c.o.Place != "" && c.kind == "lesson" {
		actions.AppendChild(c.shield(" cr-square cr-wide"))
	}
	if c.o.Margin && c.kind == "lesson" {
		actions.AppendChild(c.marginSwitch(" cr-square cr-wide"))
	}
	menu := live > 0 || toc != nil || c.kind == "lesson" && (c.o.Search != "" || c.o.Place != "")
	if c.o.Search != "" {
		class := "cr-btn cr-square"
		if menu {
			class += " cr-wide"
		}
		actions.AppendChild(element("button", attrs("class", class, "data-do", "search", "type", "button", "disabled", "", "aria-label", c.words.Text("top.search")), icon("search")))
	}
	actions.AppendChild(element("button", attrs("class", "cr-btn cr-square", "data-do", "theme", "type", "button", "aria-label", c.words.Text("top.theme")), icon("theme")))
	if menu {
		actions.AppendChild(c.menu(live > 0, toc))
	}
	bar.AppendChild(actions)
	return c.ui(element("header", attrs("class", "cr-top"), bar))
}

// brand names the page and the course that it belongs to.
func (c chrome) brand() *html.Node {
	brand := element("p", attrs("class", "cr-brand"), c.own(element("b", nil, c.page.Title)))
	if c.o.Course == "" {
		return brand
	}
	small := element("small", nil, c.o.Course)
	c.own(small)
	if c.o.Lesson > 0 {
		number := c.words.Text("top.lessonNumber", "n", fmt.Sprint(c.o.Lesson))
		if c.foreign() {
			small.AppendChild(c.ui(element("span", nil, number)))
		} else {
			small.AppendChild(text(number))
		}
	}
	brand.AppendChild(small)
	return brand
}

// segmented is up to how many elements have a segment of their own.
const segmented = 12

// progress is filled by the page's script, which knows what was done.
func (c chrome) progress(live int) *html.Node {
	steps := element("span", attrs("class", "cr-steps", "role", "progressbar", "aria-label", c.words.Text("top.progress"),
		"aria-valuemin", "0", "aria-valuemax", fmt.Sprint(live), "aria-valuenow", "0"))
	if live > segmented {
		setAttr(steps, "class", "cr-steps cr-fill")
		live = 1
	}
	for range live {
		steps.AppendChild(element("i", nil))
	}
	return element("div", attrs("class", "cr-progress", "hidden", ""), element("span", attrs("class", "cr-count")), steps)
}

// menu holds on small screens what has no room in the bar.
func (c chrome) menu(runs bool, toc *contents) *html.Node {
	sheet := element("div", attrs("class", "cr-sheet"))
	if runs {
		sheet.AppendChild(action("run-all", "all", c.words.Text("top.runAll"), ""))
		sheet.AppendChild(action("restart", "reset", c.words.Text("top.restart"), ""))
	}
	if c.o.Search != "" {
		sheet.AppendChild(action("search", "search", c.words.Text("top.searchShort"), ""))
	}
	if c.o.Place != "" && c.kind == "lesson" {
		sheet.AppendChild(c.shield(""))
	}
	if c.o.Margin && c.kind == "lesson" {
		sheet.AppendChild(c.marginSwitch(""))
	}
	if toc != nil {
		sheet.AppendChild(c.toc(c.words.Text("top.contentsMenu"), toc))
	}
	return element("details", attrs("class", "cr-menu"),
		element("summary", attrs("class", "cr-btn cr-square", "aria-label", c.words.Text("top.menu")), icon("menu")), sheet)
}

// marginSwitch shows the author what is wrong, or hides it. The page's script says
// which.
func (c chrome) marginSwitch(class string) *html.Node {
	label := c.words.Text("top.margin")
	b := element("button", attrs("class", "cr-btn"+class, "data-do", "margin", "type", "button", "disabled", "", "aria-pressed", "false"),
		raw(`<svg class="cr-icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5h8M3 9.5h8M3 14h5.5M14 4.5h3v6.5l-1.5-1.6-1.5 1.6z"></path></svg>`))
	return labelled(b, label, class)
}

// labelled gives a button with an icon its label: beside it in the menu, where it has no
// class of its own, and elsewhere for who points at it or hears it.
func labelled(b *html.Node, label, class string) *html.Node {
	if class == "" {
		b.AppendChild(element("span", nil, label))
		return b
	}
	setAttr(b, "aria-label", label)
	setAttr(b, "title", label)
	return b
}

func action(do, symbol, label, class string) *html.Node {
	return element("button", attrs("class", "cr-btn"+class, "data-do", do, "type", "button", "disabled", ""),
		icon(symbol), element("span", nil, label))
}

// pager leads to the lessons before and after.
func (c chrome) pager() *html.Node {
	if c.o.Prev == nil && c.o.Next == nil {
		return nil
	}
	nav := c.ui(element("nav", attrs("class", "cr-pager", "aria-label", c.words.Text("top.lessons"))))
	for _, l := range []struct {
		*Link
		rel, name string
	}{{c.o.Prev, "prev", "top.previous"}, {c.o.Next, "next", "top.next"}} {
		if l.Link != nil {
			nav.AppendChild(c.own(element("a", attrs("class", "cr-"+l.rel, "rel", l.rel, "href", l.Href), c.ui(element("small", nil, c.words.Text(l.name))), l.Title)))
		}
	}
	return nav
}
