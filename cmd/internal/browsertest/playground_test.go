package browsertest_test

import "testing"

// apiSays is what the newest exchange of the playground shows as received.
const apiSays = `(document.querySelector(".cr-api-log li:first-child .cr-api-half + .cr-api-half pre")?.textContent ?? "")`

func TestPlaygroundForFrontends(t *testing.T) {
	s := serve(t, "--debug", "--language", "en")
	b := newTab(t, s, desktop)
	b.navigate(s.at("/api", true))
	b.until(`document.querySelector('[data-do="api-send"] button:enabled')`)
	b.until(`document.querySelector("#cr-api-data").value.includes("list_tutorials")`)
	status := func(of, text string) {
		t.Helper()
		b.until(`document.querySelector('[data-do="` + of + `"] [role="status"]').textContent.includes("` + text + `")`)
	}
	send := func(fn, answer string) {
		t.Helper()
		b.do(`{ const s = document.querySelector("#cr-api-function"); s.value = "` + fn + `"; s.dispatchEvent(new Event("change")); }`)
		b.do(`document.querySelector("#cr-api-data").focus()`)
		b.press("Enter", 2) // with Ctrl
		b.until(apiSays + `.includes('` + answer + `')`)
	}
	b.click(`[data-do="api-send"] button`)
	status("api-send", "Begin a session first.")
	b.click(`[data-do="api-session"] button`)
	status("api-session", "has begun")
	send("exec", `"code": 11403`)
	status("api-send", "Answered with an error.")

	b.do(`{ const s = document.querySelector("#cr-api-user"); s.value = "owner"; s.dispatchEvent(new Event("change")); }`)
	b.do(`document.querySelector("#cr-api-password").focus()`)
	b.line("T")
	b.until(`document.querySelector(".cr-api-log li:first-child").textContent.includes("••••••")`)
	b.until(apiSays + `.includes('"Authenticated"')`)
	send("list_tutorials", `"title"`)
	send("page_init", `"elements"`)
	send("exec", `"run"`)
	send("comet", `"frames"`)
	b.until(`/status 200 · [\d,]+ bytes · \d+ ms/.test(document.querySelector(".cr-api-log li:first-child").textContent)`)

	script := axe(t)
	b.audit(script)
	b.shot("playground-1440")
	b.resize(390)
	b.scheme("dark")
	b.audit(script)
	b.shot("playground-dark-390")
	b.resize(320)
	b.until(`document.documentElement.scrollWidth <= 320`)
}
