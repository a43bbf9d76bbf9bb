package pages

import (
	"time"

	"golang.org/x/net/html"
)

// Home is what the home page shows.
type Home struct {
	Courses []Course
	Recent  []Recent // the latest first
	Reading []Entry  // documentation
	Now     time.Time
}

// Course is a row of lessons.
type Course struct {
	Title   string
	Entries []Entry
}

// Recent is a lesson that was opened before.
type Recent struct {
	Title  string
	When   time.Time
	Href   string // its address; "" when it has to be opened first
	Target string // then: the file or address to open
}

// HomePage makes the page from which one goes to the lessons, and on which one
// opens others.
func HomePage(h Home, o Options) *Page {
	o = o.complete()
	page := &Page{Title: "Crunchy", Lang: "en"}
	body := element("body", nil, element("h1", nil, "Learn Python by using it"), "\n",
		element("p", attrs("class", "cr-lede"), "Whatever looks like Python on these pages is Python, running on your own computer. Change it, break it, mend it."), "\n")
	add := func(n *html.Node) {
		body.AppendChild(n)
		body.AppendChild(text("\n"))
	}
	if o.Search != "" {
		add(searchField())
	}
	if next := upNext(h.Courses); next != nil {
		add(next)
	}
	for _, c := range h.Courses {
		add(homeSection(c.Title, lessonsOf(c)))
	}
	add(homeSection("Recent lessons", recentList(h)))
	add(homeSection("Open a file, folder or address", openForm()))
	if len(h.Reading) > 0 {
		add(homeSection("Read more", list(h.Reading)))
	}
	c := chrome{o: o, kind: "list", page: page, class: "cr-homepage"}
	return page.finish(serialise(c.lesson(element("head", nil), body, matter{})))
}

func homeSection(title string, content ...*html.Node) *html.Node {
	s := element("section", nil, element("h2", nil, title))
	for _, n := range content {
		s.AppendChild(n)
	}
	return s
}

func lessonsOf(c Course) *html.Node {
	if len(c.Entries) == 0 {
		return empty("There are no lessons here yet.")
	}
	l := list(c.Entries)
	setAttr(l, "class", "cr-list cr-course")
	return l
}

// upNext leads to the first lesson that is not done yet.
func upNext(courses []Course) *html.Node {
	begun := false
	for _, c := range courses {
		for _, e := range c.Entries {
			if e.Of > 0 && e.Done >= e.Of {
				begun = true
				continue
			}
			if e.Number == 0 {
				continue
			}
			words := "Begin with the first lesson"
			switch {
			case e.Done > 0:
				words = "Go on where you were"
			case begun:
				words = "Go on with the next lesson"
			}
			return element("p", attrs("class", "cr-upnext"),
				element("a", attrs("href", e.Href), element("small", nil, words), " ", element("b", nil, e.Title)))
		}
	}
	return nil
}

func recentList(h Home) *html.Node {
	if len(h.Recent) == 0 {
		return empty("Nothing opened yet. The lessons that you open are listed here.")
	}
	all := element("ul", attrs("class", "cr-recent"))
	for _, r := range h.Recent {
		when := element("time", attrs("datetime", r.When.Format(time.RFC3339)), since(r.When, h.Now))
		li := element("li", nil)
		if r.Href != "" {
			li.AppendChild(element("a", attrs("href", r.Href), r.Title))
		} else {
			li.AppendChild(element("button", attrs("class", "cr-reopen", "data-do", "open", "data-target", r.Target, "type", "button", "disabled", ""), r.Title))
		}
		li.AppendChild(text(" "))
		li.AppendChild(when)
		all.AppendChild(li)
	}
	return all
}

// since says when something was, as one would say it today.
func since(t, now time.Time) string {
	t = t.In(now.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	}
	switch days := int(day(now).Sub(day(t)) / (24 * time.Hour)); {
	case days <= 0:
		return "today, " + t.Format("15:04")
	case days == 1:
		return "yesterday, " + t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// openForm takes the name of what is to be opened. It works through the page's
// script.
func openForm() *html.Node {
	return element("div", nil,
		element("form", attrs("class", "cr-open", "data-do", "open-form"),
			element("label", attrs("for", "cr-target"), "A Markdown or HTML file, a folder of them, or a page on the web"),
			element("div", attrs("class", "cr-open-row"),
				element("input", attrs("id", "cr-target", "name", "target", "type", "text", "required", "", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false",
					"placeholder", "~/lessons/week.md", "aria-describedby", "cr-open-error")),
				element("button", attrs("class", "cr-btn cr-primary", "type", "submit", "disabled", ""), "Open")),
			element("p", attrs("id", "cr-open-error", "class", "cr-open-error", "role", "alert"))),
		element("noscript", nil, element("p", attrs("class", "cr-empty"),
			"Without JavaScript this field does nothing. Start Crunchy with the name of what you want to read: ", element("code", nil, "crunchy week.md"))))
}
