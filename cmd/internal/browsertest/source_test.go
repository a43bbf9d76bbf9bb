package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPythonSource(t *testing.T) {
	script := axe(t)
	b := newTab(t, serve(t, "testdata/features/getpythonsource.md"), desktop)
	b.open("")
	// The library's, with its own numbers.
	b.until(`(([def, n]) => def.startsWith("def shuffle(") && n > 100)([...document.querySelectorAll(".cr-styled .cr-ln")].slice(0, 1).flatMap((l) => [l.textContent, Number(l.dataset.n)]))`)
	e := b.named("hello.py")
	e.upgraded()
	b.until(e.code() + `.startsWith("def hello(name):")`)
	e.typeIn()
	b.press("End", ctrl)
	b.write("\nhello('Ada')")
	b.press("Enter", ctrl)
	e.shows("Hello, Ada!")
	e = b.nth(2)
	b.until(q(e.id+" .cr-code") + `.textContent.includes("class Greeter")`)
	b.audit(script)
	b.shot("source-1440")
	b.resize(320)
	fits(b, 320)
	b.resize(phone)
	b.shot("source-390")

	// What is not there is said, and what has changed is shown at once.
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mine.py", "first = 1\n")
	write("lesson.md", "# A\n\n```python getpythonsource mine\n```\n\n```python getpythonsource mine.Other\n```\n\n```python getpythonsource math.sin editor\n```\n")
	b = newTab(t, serve(t, filepath.Join(dir, "lesson.md")), desktop)
	b.navigate(b.server.at("", true))
	b.until(`document.querySelector(".cr-styled")?.textContent === "first = 1"`)
	b.until(`document.querySelectorAll(".cr-unfound").length === 2`)
	write("mine.py", "class Other: pass\n")
	b.navigate(b.server.at("", false))
	b.until(`document.querySelectorAll(".cr-styled").length === 2`)
	b.until(`document.querySelector(".cr-unfound").textContent.includes("math.sin” is not written in Python")`)
}
