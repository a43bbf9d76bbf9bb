package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"
)

const teachersPassword = "correct horse battery"

// serveClass starts the program for a class: two lessons, of which one has nothing
// to run, and a teacher with a password.
func serveClass(t *testing.T) *server {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"lesson.md":   "# Loops\n\nRead this first.\n\n```python editor name=first.py\nprint(\"first\")\n```\n\n## For\n\nA loop.\n\n```python editor name=second.py\nprint(\"second\")\n```\n",
		"plain.md":    "# Only text\n\nNothing runs here.\n\n## The end\n",
		"../password": teachersPassword + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return serve(t, "--teacher-password-file", filepath.Join(dir, "../password"), dir)
}

// teacherSignsIn opens the teacher's page in a browser of its own.
func teacherSignsIn(t *testing.T, s *server) *tab {
	t.Helper()
	b := newTab(t, s, desktop)
	b.excuse("400") // a wrong password is answered so, and the browser notes it
	b.navigate(s.at("/teacher", true))
	b.until(`document.querySelector(".cr-teacher button:enabled")`)
	b.do(`document.querySelector("#cr-teacher-password").focus()`)
	b.line("not this one")
	b.until(`document.querySelector(".cr-teacher-said").textContent.includes("not the teacher's password")`)
	b.audit(axe(t))
	b.shot("teacher-wrong-1440")
	b.line(teachersPassword) // what was wrong is selected
	b.until(`document.querySelector('[data-do="teacher-notice"] button:enabled')`)
	return b
}

// says sends a notice as the teacher does, with keys alone.
func (b *tab) says(text, place, code string) {
	b.t.Helper()
	b.do(`document.querySelector('[data-do="teacher-notice"] .cr-teacher-said').textContent = ""`)
	b.do(`document.querySelector("#cr-teacher-text").focus()`)
	for i, what := range []string{text, place, code} {
		if i > 0 {
			b.press("Tab")
		}
		if what != "" {
			b.write(what)
		}
	}
	b.press("Tab")
	b.press("Enter")
	b.until(`document.querySelector('[data-do="teacher-notice"] .cr-teacher-said').textContent === "It is on every page now."`)
}

const (
	noticeCard  = `.cr-class-notice`
	closeNotice = `.cr-class-notice .cr-square`
)

// shownNotices is how many notices a page shows.
const shownNotices = `document.querySelectorAll(".cr-class-notice").length`

func TestNoticeComesToEveryPage(t *testing.T) {
	s := serveClass(t)
	one := newTab(t, s, desktop)
	one.open("/t/lesson.md")
	two := one.another()
	two.open("/t/plain.md")
	three := newTab(t, s, phone)
	three.open("/t/lesson.md")
	teacher := teacherSignsIn(t, s)
	teacher.says("Please look at loops.\nThen try this.", s.at("/t/lesson.md", false)+"#for", "for n in range(3):\n    print(n)")
	for _, b := range []*tab{one, two, three} {
		b.until(q(noticeCard) + `?.innerText.includes("Please look at loops.\nThen try this.")`)
	}
	script := axe(t)
	one.audit(script)
	one.shot("notice-1440")
	three.scheme("dark")
	three.audit(script)
	three.shot("notice-dark-390")
	teacher.audit(script)
	teacher.fullShot("teacher-1440")
	teacher.scheme("dark")
	teacher.resize(320)
	teacher.audit(script)
	teacher.fullShot("teacher-dark-320")
	if w := value[int](teacher, `document.documentElement.scrollWidth`); w > 320 {
		t.Errorf("at 320 the teacher's page is %d wide", w)
	}
	if value[bool](two, `[...document.querySelectorAll(".cr-class-ways button")].length > 0`) {
		t.Error("a page without editors offers to put code into one")
	}

	// it is announced once, and stays until it is closed, also over a reload
	if got := value[[]string](one, `[...document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]")].map((e) => e.textContent).filter((s) => s.includes("look at loops"))`); len(got) != 1 || got[0] != "From the teacher: Please look at loops.\nThen try this." {
		t.Errorf("what is announced is %q", got)
	}
	one.reload()
	one.until(shownNotices + " === 1")

	// its code runs when the student says so
	one.click(".cr-class-ways button")
	one.until(q(".cr-added .cm-content"))
	e := one.named("mine-1.py")
	if got := value[string](one, e.code()); got != "for n in range(3):\n    print(n)" || e.text() != "" {
		t.Errorf("the editor has %q, and shows %q", got, e.text())
	}
	e.run()
	e.shows("0\n1\n2\n")

	// it leads to where it says, also from another lesson
	if got := value[string](two, `document.querySelector(".cr-class-ways a").href`); got != s.at("/t/lesson.md", false)+"#for" {
		t.Errorf("it leads to %s", got)
	}
	// closed with a key in one tab, it is closed in the others of this browser
	one.do(`document.querySelector(` + quote(closeNotice) + `).focus()`)
	one.press("Enter")
	for _, b := range []*tab{one, two} {
		b.until(shownNotices + " === 0")
	}
	if n := value[int](three, shownNotices); n != 1 {
		t.Errorf("another student sees %d notices", n)
	}
	one.reload()
	teacher.says("Time is over.", "", "")
	one.until(shownNotices + ` === 1 && ` + q(noticeCard) + `.textContent.includes("Time is over.")`)
	three.until(shownNotices + " === 2")
	three.shot("notices-dark-390")
	three.do(`document.querySelectorAll(` + quote(closeNotice) + `)[1].focus()`)
	three.press("Escape")
	three.until(shownNotices + ` === 1 && ` + q(noticeCard) + `.textContent.includes("loops")`)
	three.until(`document.activeElement === ` + q(closeNotice)) // the next one

	// who comes later hears the last thing that was said
	late := newTab(t, s, desktop)
	late.open("/t/plain.md")
	late.until(shownNotices + ` === 1 && ` + q(noticeCard) + `.textContent.includes("Time is over.")`)
}

// chatLines is what the chat of a page shows, line by line.
const chatLines = `[...document.querySelectorAll(".cr-chat-log p:not(.cr-chat-empty)")].map((p) => p.textContent).join("|")`

func TestChatBetweenTwoBrowsers(t *testing.T) {
	s := serveClass(t)
	one, two := newTab(t, s, desktop), newTab(t, s, phone)
	one.open("/t/lesson.md")
	two.open("/t/plain.md")
	for _, b := range []*tab{one, two} {
		b.until(`document.querySelector(".cr-chat:not([hidden])")`)
		if value[bool](b, `!document.querySelector(".cr-chat-panel").hidden`) {
			t.Error("the chat is open before anybody wants it")
		}
	}
	one.click(".cr-chat-open")
	one.until(`document.activeElement.id === "cr-chat-text"`)
	one.line("Hello <b>you</b>")
	one.until(chatLines + `.endsWith(": Hello <b>you</b>")`)
	two.until(`document.querySelector(".cr-chat-open").getAttribute("aria-label") === "Chat, 1 new message"`)
	two.click(".cr-chat-open")
	two.until(chatLines + `.endsWith(": Hello <b>you</b>")`)
	name := value[string](two, `document.querySelector("#cr-chat-name").value`)
	two.do(`document.querySelector("#cr-chat-name").select()`)
	two.write("Ada: L.")
	two.do(`document.querySelector("#cr-chat-text").focus()`)
	two.line("I hear you: both")
	one.until(chatLines + `.endsWith("|Ada L.: I hear you: both")`)
	if name == "" || value[string](one, `document.querySelector("#cr-chat-name").value`) == "" {
		t.Error("somebody has no name")
	}
	script := axe(t)
	one.audit(script)
	one.shot("chat-1440")
	two.audit(script)
	two.shot("chat-390")
	two.scheme("dark")
	two.audit(script)
	two.shot("chat-dark-390")
	two.resize(320)
	if w := value[int](two, `document.documentElement.scrollWidth`); w > 320 {
		t.Errorf("at 320 the page is %d wide", w)
	}
	if got := value[string](two, `document.querySelector(".cr-chat-log").getAttribute("aria-live")`); got != "polite" {
		t.Errorf("the log is %s", got)
	}

	// what was said is there after a reload, and the chat as open as it was
	two.reload()
	two.until(chatLines + `.endsWith(": Hello <b>you</b>|Ada L.: I hear you: both")`)
	two.until(`!document.querySelector(".cr-chat-panel").hidden && document.querySelector("#cr-chat-name").value === "Ada L."`)
	one.press("Escape")
	one.until(`document.querySelector(".cr-chat-panel").hidden && document.activeElement.classList.contains("cr-chat-open")`)

	// the teacher closes it, and opens it again
	teacher := teacherSignsIn(t, s)
	teacher.click(`[data-do="chat"][data-value="off"]`)
	for _, b := range []*tab{one, two} {
		b.until(`document.querySelector(".cr-chat").hidden`)
	}
	teacher.click(`[data-do="chat"][data-value="on"]`)
	two.until(`!document.querySelector(".cr-chat").hidden`)

	// who is alone has no chat
	alone := newTab(t, serve(t, lessons+"/small.md"), desktop)
	alone.open("")
	if value[bool](alone, `document.querySelector(".cr-chat") !== null`) {
		t.Error("there is a chat without a class")
	}
}
