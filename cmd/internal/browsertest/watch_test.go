package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"
)

// watchedLesson has something of each kind that a teacher sees.
const watchedLesson = "# Adding up\n\nTry it.\n\n```python editor name=first.py\nprint(\"first\")\n```\n\n" +
	"```python editor name=total\ndef total(numbers):\n    return 0\n```\n\n```pycon doctest name=total\n>>> total([1, 2])\n3\n```\n\n" +
	"```python interpreter\n>>> 6 * 7\n42\n```\n"

// TestTheTeacherWatches has a student fail, wait and go, and a teacher look on.
func TestTheTeacherWatches(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"lesson.md": watchedLesson, "../password": teachersPassword + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, "--teacher-password-file", filepath.Join(dir, "../password"), dir)
	script := axe(t)
	one, two := newTab(t, s, desktop), newTab(t, s, phone)
	for _, b := range []*tab{one, two} {
		b.open("/t/lesson.md")
	}

	// they are told, and of the name that the teacher sees
	one.until(`document.querySelector(".cr-told-name").textContent.includes("Blue Heron")`)
	one.shot("told-1440")
	two.click(".cr-told summary")
	two.until(`document.querySelector(".cr-told details").open`)
	two.audit(script)
	two.shot("told-390")

	teacher := newTab(t, s, desktop)
	teacher.navigate(s.at("/watch", true))
	teacher.until(`document.querySelector(".cr-teacher button:enabled")`)
	teacher.do(`document.querySelector("#cr-teacher-password").focus()`)
	teacher.line(teachersPassword)
	tile := func(name, holds string) {
		t.Helper()
		teacher.until(`[...document.querySelectorAll(".cr-tile")].some((e) => e.querySelector("a").textContent === ` + quote(name) + ` && e.innerText.includes(` + quote(holds) + `))`)
	}
	tile("Blue Heron", "Nothing run yet")
	tile("Red Finch", "0 of 1 solved · 0 of 3 run")

	// a run that fails
	first := one.named("first.py")
	first.replace("print('before')\nprint(nothing)")
	first.run()
	tile("Blue Heron", "Last run: NameError")
	tile("Blue Heron", "NameError: name 'nothing' is not defined")
	tile("Blue Heron", "0 of 1 solved · 1 of 3 run")
	two.nth(3).typeAt()
	two.line("'six times', 7")
	tile("Red Finch", "('six times', 7)")
	teacher.audit(script)
	teacher.fullShot("watch-1440")

	// opened by keys, live, and for reading only
	teacher.do(`document.querySelector(".cr-tile a").focus()`)
	teacher.press("Enter")
	teacher.until(`document.activeElement === document.querySelector(".cr-opened > h1") && document.activeElement.textContent === "Blue Heron"`)
	shows := func(text string) {
		t.Helper()
		teacher.until(`document.querySelector(".cr-opened").innerText.includes(` + quote(text) + `)`)
	}
	shows("print(nothing)")
	shows("NameError: name 'nothing' is not defined")
	first.replace("name = input('Who are you? ')\nprint('I am', name)")
	first.run()
	shows("Who are you? ")
	shows("print('I am', name)")
	shows("Waiting for your input")
	first.asks()
	one.line("Ada")
	shows("I am Ada")
	repl := one.nth(3)
	repl.typeAt()
	for range 3 {
		one.line("1/0")
	}
	shows("ZeroDivisionError: division by zero")
	if n := value[int](teacher, `document.querySelectorAll(".cr-opened :is(input, textarea, select, [contenteditable], [data-do])").length`); n > 0 {
		t.Errorf("there are %d things to write in", n)
	}
	teacher.audit(script)
	teacher.fullShot("watch-opened-1440")
	teacher.scheme("dark")
	teacher.resize(phone)
	teacher.audit(script)
	teacher.fullShot("watch-opened-dark-390")
	shows("May be stuck: 3 runs of Interpreter 3 went wrong")
	teacher.do(`history.back()`)
	teacher.until(`document.activeElement === document.querySelector(".cr-tile a")`)

	tile("Blue Heron", "May be stuck")
	teacher.until(`document.querySelector(".cr-watch-sum").textContent === "2 pages are open. 1 may need help."`)
	teacher.audit(script)
	teacher.fullShot("watch-stuck-dark-390")
	teacher.scheme("light")
	teacher.resize(desktop)
	teacher.click("#cr-watch-only")
	teacher.until(`[...document.querySelectorAll(".cr-tile")].filter((e) => e.checkVisibility()).length === 1`)
	teacher.audit(script)
	teacher.fullShot("watch-stuck-1440")

	// one goes
	one.navigate("about:blank")
	tile("Blue Heron", "Closed by the student")
	teacher.until(`document.querySelector(".cr-watch-sum").textContent.startsWith("1 page is open.")`)
	teacher.audit(script)
	teacher.fullShot("watch-left-1440")
	teacher.resize(320)
	if w := value[int](teacher, `document.documentElement.scrollWidth`); w > 320 {
		t.Errorf("at 320 the page is %d wide", w)
	}
}
