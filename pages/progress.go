package pages

import (
	"strconv"
	"time"

	"golang.org/x/net/html"
)

// Begun is a lesson on the page that says how far one has come.
type Begun struct {
	Title    string
	Lang     string // of the title; "" is English
	Href     string // "" when it is not open
	When     time.Time
	Done     int
	Stuck    int
	Elements []BegunElement
}

// BegunElement is one live block of such a lesson.
type BegunElement struct {
	Name  string
	Href  string // "" when the lesson is not open
	Kind  string // key of the catalogue below progress.kinds: exercise or example
	State string // below progress.states: new, stuck, ran or solved
}

// Progress makes the page that says how far one has come with lessons. csv is the
// address of the same as a table.
func Progress(all []Begun, csv string, now time.Time, o Options) *Page {
	words := o.speak("")
	content := element("div", attrs("class", "cr-progresses"))
	for _, l := range all {
		var title any = l.Title
		if l.Href != "" {
			title = element("a", attrs("href", l.Href), l.Title)
		}
		section := element("section", nil, in(words, l.Lang, element("h2", nil, title)),
			element("p", nil, words.Text("list.done", "done", strconv.Itoa(l.Done), "all", strconv.Itoa(len(l.Elements))), " · ",
				element("time", attrs("datetime", l.When.Format(time.RFC3339)), since(l.When, now, words))))
		if l.Stuck > 0 {
			section.AppendChild(stuckAt(l, words.Text("progress.stuckAt")))
		}
		rows := element("tbody", nil)
		for _, e := range l.Elements {
			rows.AppendChild(element("tr", nil, element("th", attrs("scope", "row"), e.link()),
				element("td", nil, words.Text("progress.kinds."+e.Kind)), element("td", nil, words.Text("progress.states."+e.State))))
		}
		head := element("tr", nil)
		for _, key := range []string{"name", "kind", "state"} {
			head.AppendChild(element("th", attrs("scope", "col"), words.Text("progress."+key)))
		}
		section.AppendChild(element("details", nil, element("summary", nil, words.Text("progress.all", "n", strconv.Itoa(len(l.Elements)))),
			element("table", nil, element("thead", nil, head), rows)))
		content.AppendChild(section)
	}
	if len(all) == 0 {
		content.AppendChild(empty(words.Text("progress.none")))
	} else {
		content.AppendChild(element("p", nil, element("a", attrs("href", csv, "download", ""), words.Text("progress.csv"))))
	}
	return own("list", words.Text("progress.title"), words.Text("progress.lede"), content, o)
}

// stuckAt leads to where one got stuck.
func stuckAt(l Begun, label string) *html.Node {
	p := element("p", nil, element("strong", nil, label), " ")
	first := true
	for _, e := range l.Elements {
		if e.State != "stuck" && (e.State != "ran" || e.Kind != "exercise") {
			continue
		}
		if !first {
			p.AppendChild(text(", "))
		}
		first = false
		p.AppendChild(e.link())
	}
	return p
}

func (e BegunElement) link() *html.Node {
	if e.Href == "" {
		return text(e.Name)
	}
	return element("a", attrs("href", e.Href), e.Name)
}
