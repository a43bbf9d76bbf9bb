package pages

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// preferencesAttr marks a place that shows the reader's preferences and lets them
// be changed: <div title="preferences language theme">, all of them without
// further words. It stays on the page, with those words.
const preferencesAttr = "data-crunchy-preferences"

// preference is one that can be chosen with a click.
type preference struct {
	name   string
	values []string // besides "", the usual
}

func allPreferences() []preference {
	return []preference{
		{ioelement.LanguageSetting, texts.Languages()},
		{ioelement.ThemeSetting, []string{"light", "dark"}},
		{ioelement.ErrorsSetting, []string{"plain"}},
		{ioelement.EditorRule, []string{"linenumber"}},
		{ioelement.NoMarkup, []string{"editor", "interpreter linenumber", "none"}},
		{ioelement.InterpreterRule, []string{"isolated", "parrot", "typeinfoconsole"}},
	}
}

// preferences fills these places. A page that nobody has agreed to shows none.
func (c chrome) preferences(body *html.Node) (notices []Notice) {
	number := 0
	walk(body, func(n *html.Node) bool {
		if !is(n, atom.Div) {
			return !is(n, atom.Pre)
		}
		title := strings.Fields(strings.ToLower(attr(n, "title")))
		if len(title) > 0 && title[0] == "preferences" {
			delAttr(n, "title")
			setAttr(n, preferencesAttr, strings.Join(title[1:], " "))
		}
		if !hasAttr(n, preferencesAttr) {
			return true
		}
		wanted := strings.Fields(attr(n, preferencesAttr))
		all := allPreferences()
		for _, w := range wanted {
			if !slices.ContainsFunc(all, func(p preference) bool { return p.name == w }) {
				notices = append(notices, Notice{Text: fmt.Sprintf("%q is no preference", w)})
			}
		}
		rows := slices.DeleteFunc(all, func(p preference) bool { return len(wanted) > 0 && !slices.Contains(wanted, p.name) })
		if !c.o.Trust.Runs() || len(rows) == 0 {
			return false
		}
		box := c.ui(element("div", attrs("class", "cr-open cr-preferences", "data-crunchy-added", "")))
		for _, p := range rows {
			number++
			box.AppendChild(c.preference(p, number))
		}
		for _, e := range c.o.RuleErrors {
			box.AppendChild(element("p", attrs("class", "cr-open-error"), e.Error()))
		}
		box.AppendChild(element("p", attrs("class", "cr-preferences-said", "role", "status")))
		n.AppendChild(box)
		return false
	})
	return notices
}

// preference is one row: its name, and a button for each value.
func (c chrome) preference(p preference, number int) *html.Node {
	now := c.o.Rules.Value(p.name)
	values := append([]string{""}, p.values...)
	if !slices.Contains(values, now) { // what was written by hand
		values = append(values, now)
	}
	id := fmt.Sprintf("cr-preference-%d", number)
	row := element("div", attrs("class", "cr-preference", "role", "group", "aria-labelledby", id),
		element("strong", attrs("id", id), c.words.Text("preferences."+p.name+".name")))
	for _, v := range values {
		label := c.words.Text("preferences." + p.name + "." + strings.ReplaceAll(v, " ", "_"))
		switch {
		case v == "":
			label = c.words.Text("preferences." + p.name + ".usual")
		case p.name == ioelement.LanguageSetting:
			if words, ok := texts.In(v); ok {
				label = words.Text("preferences.language.own")
			}
		}
		if label == "" {
			label = v
		}
		pressed := "false"
		if v == now {
			pressed = "true"
		}
		row.AppendChild(element("button", attrs("class", "cr-btn", "data-do", "prefer", "data-name", p.name, "data-value", v, "aria-pressed", pressed, "type", "button", "disabled", ""), label))
	}
	return row
}

// Preferences makes the page on which all preferences can be chosen.
func Preferences(file string, o Options) *Page {
	o = o.complete()
	words := o.speak("")
	content := element("div", attrs(preferencesAttr, ""))
	c := chrome{o: o, words: words, page: &Page{Lang: words.Language()}}
	all := element("div", nil, content)
	c.preferences(all)
	if file != "" {
		all.AppendChild(element("p", nil, words.Text("preferences.file"), " ", element("code", nil, file)))
	}
	return own("list", words.Text("preferences.title"), words.Text("preferences.lede"), all, o)
}
