package pages

import (
	"strings"
	"time"

	"golang.org/x/net/html"

	"crunchy/ioelement/texts"
)

// Home is what the home page shows.
type Home struct {
	Courses []Course
	Recent  []Recent // the latest first
	Reading []Entry  // documentation
	Now     time.Time
}

// Course is a row of lessons, of which there is at least one.
type Course struct {
	Title   string
	Lang    string // the language of the title; "" is English
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
	words := o.speak("")
	page := &Page{Title: "Crunchy", Lang: words.Language()}
	body := element("body", nil, element("h1", nil, words.Text("home.title")), "\n",
		element("p", attrs("class", "cr-lede"), words.Text("home.lede")), "\n")
	add := func(n *html.Node) {
		body.AppendChild(n)
		body.AppendChild(text("\n"))
	}
	heading := func(key string) *html.Node { return element("h2", nil, words.Text(key)) }
	if o.Search != "" {
		add(searchField(words))
	}
	if next := upNext(h.Courses, words); next != nil {
		add(next)
	}
	for _, c := range h.Courses {
		add(homeSection(in(words, c.Lang, element("h2", nil, c.Title)), lessonsOf(c, words)))
	}
	add(homeSection(heading("home.recent"), recentList(h, words)))
	add(homeSection(heading("home.open"), openForm(words)))
	if len(h.Reading) > 0 {
		add(homeSection(heading("home.more"), list(h.Reading, words)))
	}
	c := chrome{o: o, words: words, kind: "list", page: page, class: "cr-homepage"}
	return page.finish(serialise(c.lesson(element("head", nil), body, matter{})))
}

func homeSection(heading *html.Node, content ...*html.Node) *html.Node {
	s := element("section", nil, heading)
	for _, n := range content {
		s.AppendChild(n)
	}
	return s
}

func lessonsOf(c Course, words texts.Catalogue) *html.Node {
	l := list(c.Entries, words)
	setAttr(l, "class", "cr-list cr-course")
	return l
}

// upNext leads to the first lesson that is not done yet.
func upNext(courses []Course, words texts.Catalogue) *html.Node {
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
			say := "home.begin"
			switch {
			case e.Done > 0:
				say = "home.goOn"
			case begun:
				say = "home.nextOne"
			}
			return element("p", attrs("class", "cr-upnext"),
				element("a", attrs("href", e.Href), element("small", nil, words.Text(say)), " ", in(words, e.Lang, element("b", nil, e.Title))))
		}
	}
	return nil
}

func recentList(h Home, words texts.Catalogue) *html.Node {
	if len(h.Recent) == 0 {
		return empty(words.Text("home.noRecent"))
	}
	all := element("ul", attrs("class", "cr-recent"))
	for _, r := range h.Recent {
		when := element("time", attrs("datetime", r.When.Format(time.RFC3339)), since(r.When, h.Now, words))
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
func since(t, now time.Time, words texts.Catalogue) string {
	t = t.In(now.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	}
	month := strings.Fields(words.Text("home.months"))[t.Month()-1]
	switch days := int(day(now).Sub(day(t)) / (24 * time.Hour)); {
	case days <= 0:
		return words.Text("home.today", "time", t.Format("15:04"))
	case days == 1:
		return words.Text("home.yesterday", "time", t.Format("15:04"))
	case t.Year() == now.Year():
		return words.Text("home.day", "day", t.Format("2"), "month", month)
	}
	return words.Text("home.dayOfYear", "day", t.Format("2"), "month", month, "year", t.Format("2006"))
}

// openForm takes the name of what is to be opened. It works through the page's
// script.
func openForm(words texts.Catalogue) *html.Node {
	return element("div", nil,
		element("form", attrs("class", "cr-open", "data-do", "open-form"),
			element("label", attrs("for", "cr-target"), words.Text("home.openWhat")),
			element("div", attrs("class", "cr-open-row"),
				element("input", attrs("id", "cr-target", "name", "target", "type", "text", "required", "", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false",
					"placeholder", words.Text("home.openExample"), "aria-describedby", "cr-open-error")),
				element("button", attrs("class", "cr-btn cr-primary", "type", "submit", "disabled", ""), words.Text("home.openButton"))),
			element("p", attrs("id", "cr-open-error", "class", "cr-open-error", "role", "alert"))),
		element("noscript", nil, element("p", attrs("class", "cr-empty"),
			words.Text("home.noScript"), element("code", nil, "crunchy week.md"))))
}
