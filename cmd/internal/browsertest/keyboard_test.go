package browsertest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// focused names what has the focus, by its element and its place in there.
const focused = `(() => {
	const e = document.activeElement, cell = e.closest(".cr-cell");
	const what = e.dataset.do ?? (e.className || e.tagName).toString().split(" ")[0];
	return (cell ? cell.id + " " : "") + what;
})()`

// TestKeyboardAlone goes through a lesson without a mouse.
func TestKeyboardAlone(t *testing.T) {
	s := serve(t, lessons+"/small.md")
	b := newTab(t, s, desktop)
	b.open("")
	var way []string
	tab := func() string {
		b.press("Tab")
		at := value[string](b, focused)
		way = append(way, at)
		if !value[bool](b, `(() => { const s = getComputedStyle(document.activeElement), c = document.activeElement.closest(".cr-cell"); return document.activeElement === document.body || s.outlineStyle !== "none" || s.boxShadow !== "none" || (c && getComputedStyle(c).boxShadow !== "none") })()`) {
			t.Errorf("nothing shows that the focus is on %s", at)
		}
		return at
	}
	to := func(want string) {
		t.Helper()
		for range 60 {
			if tab() == want {
				return
			}
		}
		t.Fatalf("Tab never reaches %q but goes %q", want, way)
	}
	to("cr-0001 cr-line")
	b.line("6 * 7")
	b.nth(1).shows("42")
	if got := value[string](b, focused); got != "cr-0001 cr-line" {
		t.Errorf("after Enter the focus is on %s", got)
	}
	to("cr-0002 run")
	b.press("Enter")
	b.nth(2).shows("one\n")
	to("cr-0002 cm-content")
	b.press("End")
	b.press("Enter")
	b.press("Tab") // indents
	b.write("pass")
	if got := value[string](b, b.nth(2).code()); got != "print(\"one\")\n    pass" {
		t.Errorf("the editor has %q", got)
	}
	b.press("Tab", shift)
	b.press("Escape")
	if at := tab(); strings.Contains(at, "cm-content") {
		t.Error("Escape, then Tab does not leave the editor")
	}
	to("cr-0003 run")
	b.press("Space")
	b.nth(3).shows("two\n")
	for range 60 {
		if at := tab(); at == "BODY" {
			break
		}
	}
	if !slices.Contains(way, "theme") || !slices.Contains(way, "run-all") {
		t.Errorf("Tab does not reach all of the top bar: %q", way)
	}
}

// TestKeysOfAnEditor checks what the keys do in an editor and in an interpreter.
func TestKeysOfAnEditor(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("loop.py")
	e.typeIn()
	b.press("Enter", ctrl)
	e.shows("going round\n")
	e.typing()
	b.press("c", ctrl) // nothing is selected: stops
	e.state("ended")
	e.shows("KeyboardInterrupt")
	b.press("s", ctrl) // no dialog, no loss
	b.press("Enter", shift)
	next := b.named("trouble.py")
	next.typing()
	e.state("running")
	e.typeIn()
	b.press("a", ctrl)
	b.press("c", ctrl) // something is selected: copies
	e.state("running")
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")

	one := b.nth(1)
	one.typeAt()
	b.line("def f(n):")
	b.line("if n:")
	b.line("return 1")
	b.write("else:")
	b.press("Enter")
	b.line("return 0")
	b.press("Enter")
	b.line("f(0), f(1)")
	one.shows("(0, 1)")
	one.state("idle") // or the next Ctrl-C would stop what is over
	b.write("half a li")
	b.press("c", ctrl)
	b.until(q(one.id+" .cr-line") + `.value === ""`)
	b.press("d", ctrl)
	one.state("ended")
	b.click(one.id + " .cr-side .cr-primary") // Restart
	b.until(`document.activeElement === ` + q(one.id+" .cr-line"))
	b.line("6 * 7")
	one.shows("42")
	b.do(fmt.Sprintf(`%s.focus()`, q(one.id+" .cr-line")))
	b.press("Escape")
	b.press("Tab")
	b.until(`document.activeElement !== ` + q(one.id+" .cr-line"))
}
