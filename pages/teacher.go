package pages

import (
	"golang.org/x/net/html"

	"crunchy/ioelement/texts"
)

// Class is what the teacher's page shows.
type Class struct {
	SignedIn bool   // by the teacher, with this browser
	Password bool   // there is one of the teacher's own
	Chat     bool   // pages show the chat
	Teacher  string // address of the teacher's page
	Watch    string // address of the page for watching
}

// Teacher makes the page on which the teacher signs in and speaks to the class.
func Teacher(class Class, o Options) *Page {
	o = o.complete()
	words := o.speak("")
	say := func(key string) string { return words.Text("teacher." + key) }
	f := teacherForms{words}
	if !class.SignedIn {
		return own("list", say("title"), say("signInLede"), f.signIn(class.Password), o)
	}
	pressed := func(yes bool) string {
		if yes {
			return "true"
		}
		return "false"
	}
	all := element("div", attrs("class", "cr-open cr-teacher"),
		element("p", attrs("class", "cr-teacher-do"), element("a", attrs("class", "cr-btn", "href", class.Watch), say("watch"))),
		element("form", attrs("data-do", "teacher-notice"),
			element("h2", nil, say("notice")),
			f.field("textarea", "text", "text", "noticeHelp", "rows", "3", "maxlength", "4000"),
			f.field("input", "goto", "goto", "gotoHelp", "autocomplete", "off", "spellcheck", "false"),
			f.field("textarea", "code", "code", "codeHelp", "rows", "4", "maxlength", "8000", "spellcheck", "false", "class", "cr-teacher-code"),
			element("p", attrs("class", "cr-teacher-do"), f.button("submit", "send", "send")), f.said()),
		element("section", attrs("data-do", "teacher-chat", "aria-labelledby", "cr-teacher-chat"),
			element("h2", attrs("id", "cr-teacher-chat"), say("chat")),
			element("p", attrs("class", "cr-teacher-help"), say("chatHelp")),
			element("p", attrs("class", "cr-teacher-do"),
				f.button("button", "chat", "chatOn", "data-value", "on", "aria-pressed", pressed(class.Chat)),
				f.button("button", "chat", "chatOff", "data-value", "off", "aria-pressed", pressed(!class.Chat))), f.said()),
		element("p", attrs("class", "cr-teacher-do"), f.button("button", "sign-out", "signOut")))
	return own("list", say("title"), say("lede"), all, o)
}

// teacherForms makes what the teacher's pages are made of.
type teacherForms struct{ words texts.Catalogue }

func (f teacherForms) say(key string) string { return f.words.Text("teacher." + key) }

// field is something to be filled in, with what is to be said of it.
func (f teacherForms) field(tag, name, label, help string, more ...string) *html.Node {
	id := "cr-teacher-" + name
	return element("div", attrs("class", "cr-teacher-field"),
		element("label", attrs("for", id), f.say(label)),
		element(tag, append(attrs("id", id, "name", name, "aria-describedby", id+"-help"), more...)),
		element("p", attrs("class", "cr-teacher-help", "id", id+"-help"), f.say(help)))
}

func (f teacherForms) button(kind, do, label string, more ...string) *html.Node {
	return element("button", append(attrs("class", "cr-btn", "type", kind, "data-do", do, "disabled", ""), more...), f.say(label))
}

func (f teacherForms) said() *html.Node {
	return element("p", attrs("class", "cr-teacher-said", "role", "status"))
}

// signIn asks for the teacher's password, or for the token where there is none.
func (f teacherForms) signIn(password bool) *html.Node {
	label, help := "password", "passwordHelp"
	if !password {
		label, help = "token", "tokenHelp"
	}
	return element("form", attrs("class", "cr-open cr-teacher", "data-do", "teacher-in"),
		f.field("input", "password", label, help, "type", "password", "autocomplete", "current-password", "required", ""),
		element("p", attrs("class", "cr-teacher-do"), f.button("submit", "sign-in", "signIn")), f.said())
}
