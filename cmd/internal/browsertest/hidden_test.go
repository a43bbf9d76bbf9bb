package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestHiddenCode(t *testing.T) {
	b := newTab(t, serve(t, "testdata/parts/hidden.md"), desktop)
	b.open("")
	e := b.named("dice.py")
	label := e.id + " .cm-editor .cr-tuck-label"
	b.until(q(label) + `?.dataset.label === "Hidden lines: 3"`)
	visible := "print(\"You threw\", throw(1))\nprint(\"Again:\", throw(2))"
	shown := func(want string) { // behind the label
		t.Helper()
		b.until(e.code() + ` === ` + quote("\n"+want))
	}
	shown(visible)
	if got := value[string](b, `[...document.querySelectorAll("`+e.id+` .cm-line")].map((l) => l.dataset.n).join()`); got != "1,6,7" {
		t.Errorf("the lines have the numbers %s", got)
	}
	e.run()
	e.shows("You threw 6\nAgain: 3")
	b.shot("hidden-1440")
	// All that is seen is replaced; what is hidden stays, and runs.
	focus := func() {
		t.Helper()
		b.do(q(e.id+" .cm-content") + `.focus()`)
		e.typing()
	}
	focus()
	b.press("a", ctrl)
	b.write("print(throw(3))")
	shown("print(throw(3))")
	e.run()
	e.shows("2\n")
	focus()
	b.press("a", ctrl)
	b.press("Backspace")
	shown("")
	b.write("throw(0)")
	shown("throw(0)")
	// What goes wrong in a hidden line is seen there, in the true line.
	e.run()
	e.state("ended")
	b.until(q(e.id+" .cm-line.cr-mark") + `?.dataset.n === "3"`)
	e.shows(`line 6, in <module>`)
	b.until(q(label) + ` === null`)
	more := e.id + " .cr-more"
	item := func(text string) {
		t.Helper()
		b.click(more)
		b.do(fmt.Sprintf(`[...%s.querySelectorAll("[role=menuitem]")].find((i) => i.textContent === %s).click()`, q(e.id), quote(text)))
	}
	item("Hide them again")
	b.until(q(label))
	item("Show the hidden lines")
	b.until(q(label) + ` === null`)
	b.until(e.code() + `.includes("    return 6 // n")`)
	// The file has all of it; after a reload the error is still seen in its line.
	b.until(q(e.id) + `.dataset.work === "saved"`)
	b.reload()
	b.until(q(e.id+" .cm-line.cr-mark") + `?.dataset.n === "3"`)
	b.until(e.code() + `.endsWith("# hidden_code_end!\nthrow(0)")`)
	b.click(e.id + ` [data-do="reset"]`)
	shown(visible)
	e.state("idle")
	b.until(q(e.id) + `.dataset.work === "saved"`)
	b.reload()
	shown(visible)
	b.click(label)
	b.until(e.code() + `.startsWith("# !hidden_code_begin\ndef throw(n):")`)
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.shot("hidden-dark-390")

	x := b.named("key.py")
	b.do(q(x.id) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
	b.until(q(x.id + " .cm-editor .cr-tuck-label"))
	x.run()
	x.screen("A hidden word")
	if !strings.Contains(x.drawn(), "A hidden word") {
		t.Error(x.drawn())
	}
}
