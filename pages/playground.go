package pages

// Playground makes the page on which messages of frontends are written and sent.
// functions is the JSON of what can be called: [{"name","args":[{"name","kind","needed"}]}].
func Playground(functions string, o Options) *Page {
	o = o.complete()
	words := o.speak("")
	say := func(key string) string { return words.Text("playground." + key) }
	user := element("select", attrs("id", "cr-api-user", "name", "user"),
		element("option", attrs("value", ""), say("guest")), element("option", attrs("value", "owner"), say("owner")), element("option", attrs("value", "teacher"), say("teacher")))
	begin := element("form", attrs("data-do", "api-session", "aria-labelledby", "cr-api-who"),
		element("h2", attrs("id", "cr-api-who"), say("session")),
		element("div", attrs("class", "cr-api-row"),
			element("p", nil, element("label", attrs("for", "cr-api-user"), say("user")), user),
			element("p", nil, element("label", attrs("for", "cr-api-password"), say("password")),
				element("input", attrs("id", "cr-api-password", "name", "password", "type", "password", "autocomplete", "off", "disabled", "")))),
		element("p", attrs("class", "cr-teacher-do"), element("button", attrs("class", "cr-btn", "type", "submit", "disabled", ""), say("begin"))),
		element("p", attrs("class", "cr-teacher-said", "role", "status")))
	send := element("form", attrs("data-do", "api-send", "aria-labelledby", "cr-api-message"),
		element("h2", attrs("id", "cr-api-message"), say("message")),
		element("div", attrs("class", "cr-teacher-field"),
			element("label", attrs("for", "cr-api-function"), say("function")),
			element("select", attrs("id", "cr-api-function", "aria-describedby", "cr-api-takes")),
			element("p", attrs("class", "cr-teacher-help", "id", "cr-api-takes"))),
		element("div", attrs("class", "cr-teacher-field"),
			element("label", attrs("for", "cr-api-data"), say("data")),
			element("textarea", attrs("id", "cr-api-data", "name", "data", "rows", "8", "spellcheck", "false", "class", "cr-teacher-code", "aria-describedby", "cr-api-help")),
			element("p", attrs("class", "cr-teacher-help", "id", "cr-api-help"), say("dataHelp"))),
		element("p", attrs("class", "cr-teacher-do"), element("button", attrs("class", "cr-btn", "type", "submit", "disabled", ""), say("send"))),
		element("p", attrs("class", "cr-teacher-said", "role", "status")))
	log := element("section", attrs("data-do", "api-log", "aria-labelledby", "cr-api-log"),
		element("h2", attrs("id", "cr-api-log"), say("log")),
		element("p", attrs("class", "cr-teacher-help"), say("logHelp")),
		element("ol", attrs("class", "cr-api-log", "reversed", "")))
	all := element("div", attrs("class", "cr-open cr-teacher cr-api", "data-functions", functions), begin, send, log)
	return own("list", say("title"), say("lede"), all, o)
}
