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
		element("a", attrs("class", "cr-home", "href", c.o.Home, "aria-label", "Crunchy, home"), raw(mark)), c.brand())
	if live > 0 {
		bar.AppendChild(progress(live))
	}
	actions := element("div", attrs("class", "cr-actions"))
	if live > 0 {
		actions.AppendChild(action("run-all", "all", "Run all", " cr-wide"))
		actions.AppendChild(action("restart", "reset", "Restart", " cr-wide"))
		actions.AppendChild(element("span", attrs("class", "cr-sep")))
	}
	menu := live > 0 || toc != nil || c.kind == "lesson" && c.o.Search != ""
	if c.o.Search != "" {
		class := "cr-btn cr-square"
		if menu {
			class += " cr-wide"
		}
		actions.AppendChild(element("button", attrs("class", class, "data-do", "search", "type", "button", "disabled", "", "aria-label", "Search the lessons"), icon("search")))
	}
	actions.AppendChild(element("button", attrs("class", "cr-btn cr-square", "data-do", "theme", "type", "button", "aria-label", "Theme: system"), icon("theme")))
	if menu {
		actions.AppendChild(c.menu(live > 0, toc))
	}
	bar.AppendChild(actions)
	return element("header", attrs("class", "cr-top"), bar)
}

// brand names the page and the course that it belongs to.
func (c chrome) brand() *html.Node {
	brand := element("p", attrs("class", "cr-brand"), element("b", nil, c.page.Title))
	if c.o.Course == "" {
		return brand
	}
	small := element("small", nil, c.o.Course)
	if c.o.Lesson > 0 {
		small.AppendChild(text(fmt.Sprintf(", lesson %d", c.o.Lesson)))
	}
	brand.AppendChild(small)
	return brand
}

// segmented is up to how many elements have a segment of their own.
const segmented = 12

// progress is filled by the page's script, which knows what was done.
func progress(live int) *html.Node {
	steps := element("span", attrs("class", "cr-steps", "role", "progressbar", "aria-label", "Lesson progress",
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
		sheet.AppendChild(action("run-all", "all", "Run all", ""))
		sheet.AppendChild(action("restart", "reset", "Restart", ""))
	}
	if c.o.Search != "" {
		sheet.AppendChild(action("search", "search", "Search", ""))
	}
	if toc != nil {
		sheet.AppendChild(c.toc("In this lesson (menu)", toc))
	}
	return element("details", attrs("class", "cr-menu"),
		element("summary", attrs("class", "cr-btn cr-square", "aria-label", "Lesson menu"), icon("menu")), sheet)
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
