package pages

import "golang.org/x/net/html"

// Watch makes the page on which the teacher watches the pages that are open, or
// signs in. What is to be seen there is for its script.
func Watch(class Class, o Options) *Page {
	o = o.complete()
	words := o.speak("")
	say := func(key string) string { return words.Text("watch." + key) }
	if !class.SignedIn {
		return own("list", say("title"), say("signInLede"), teacherForms{words}.signIn(class.Password), o)
	}
	page := &Page{Title: say("title"), Lang: words.Language()}
	body := element("body", nil, element("h1", nil, say("title")), "\n",
		element("p", attrs("class", "cr-lede"), say("lede")), "\n",
		element("p", attrs("class", "cr-watch-more"), element("a", attrs("href", class.Teacher), say("teacher"))), "\n",
		element("div", attrs("class", "cr-watch", "data-do", "watch"), element("p", attrs("class", "cr-empty"), say("waiting"))))
	c := chrome{o: o, words: words, kind: "list", page: page, class: "cr-wide"}
	return page.finish(serialise(c.lesson(element("head", nil), body, matter{})))
}

// eye is in no sprite: most pages do not show it.
const eye = `<svg class="cr-icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5z"/><circle cx="10" cy="10" r="2.2"/></svg>`

// told says on a page that its teacher may watch it, or is nil.
func (c chrome) told() *html.Node {
	if !c.o.Watched || !c.o.Trust.Runs() || c.o.Tutorial == "" || c.kind != "lesson" && c.kind != "html" {
		return nil
	}
	told := c.words.Text("watch.told")
	return c.ui(element("aside", attrs("class", "cr-told", "aria-label", told), element("details", nil,
		element("summary", nil, raw(eye), element("span", nil, told)),
		element("p", nil, c.words.Text("watch.toldMore"), " ", element("span", attrs("class", "cr-told-name"))))))
}
