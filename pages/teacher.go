package pages

import "golang.org/x/net/html"

// Class is what the teacher's page shows.
type Class struct {
	SignedIn bool // by the teacher, with this browser
	Password bool // there is one of the teacher's own
	Chat     bool // pages show the chat
}

// Teacher makes the page on which the teacher signs in and speaks to the class.
func Teacher(class Class, o Options) *Page {
	o = o.complete()
	words := o.speak("")
	say := func(key string) string { return words.Text("teacher." + key) }
	// field is something to be filled in, with what is to be said of it.
	field := func(tag, name, label, help string, more ...string) *html.Node {
		id := "cr-teacher-" + name
		return element("div", attrs("class", "cr-teacher-field"),
			element("label", attrs("for", id), say(label)),
			element(tag, append(attrs("id", id, "name", name, "aria-describedby", id+"-help"), more...)),
			element("p", attrs("class", "cr-teacher-help", "id", id+"-help"), say(help)))
	}
	button := func(kind, do, label string, more ...string) *html.Node {
		return element("button", append(attrs("class", "cr-btn", "type", kind, "data-do", do, "disabled", ""), more...), say(label))
	}
	said := func() *html.Node { return element("p", attrs("class", "cr-teacher-said", "role", "status")) }

	if !class.SignedIn {
		label, help := "password", "passwordHelp"
		if !class.Password {
			label, help = "token", "tokenHelp"
		}
		form := element("form", attrs("class", "cr-open cr-teacher", "data-do", "teacher-in"),
			field("input", "password", label, help, "type", "password", "autocomplete", "current-password", "required", ""),
			element("p", attrs("class", "cr-teacher-do"), button("submit", "sign-in", "signIn")), said())
		return own("list", say("title"), say("signInLede"), form, o)
	}
	pressed := func(yes bool) string {
		if yes {
			return "true"
		}
		return "false"
	}
	all := element("div", attrs("class", "cr-open cr-teacher"),
		element("form", attrs("data-do", "teacher-notice"),
			element("h2", nil, say("notice")),
			field("textarea", "text", "text", "noticeHelp", "rows", "3", "maxlength", "4000"),
			field("input", "goto", "goto", "gotoHelp", "autocomplete", "off", "spellcheck", "false"),
			field("textarea", "code", "code", "codeHelp", "rows", "4", "maxlength", "8000", "spellcheck", "false", "class", "cr-teacher-code"),
			element("p", attrs("class", "cr-teacher-do"), button("submit", "send", "send")), said()),
		element("section", attrs("data-do", "teacher-chat", "aria-labelledby", "cr-teacher-chat"),
			element("h2", attrs("id", "cr-teacher-chat"), say("chat")),
			element("p", attrs("class", "cr-teacher-help"), say("chatHelp")),
			element("p", attrs("class", "cr-teacher-do"),
				button("button", "chat", "chatOn", "data-value", "on", "aria-pressed", pressed(class.Chat)),
				button("button", "chat", "chatOff", "data-value", "off", "aria-pressed", pressed(!class.Chat))), said()),
		element("p", attrs("class", "cr-teacher-do"), button("button", "sign-out", "signOut")))
	return own("list", say("title"), say("lede"), all, o)
}
