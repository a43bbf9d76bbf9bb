package browsertest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// alt is a modifier of a key.
const alt = 1

// keyed types a text letter by letter, as a person does.
func (b *tab) keyed(text string) {
	b.t.Helper()
	for _, c := range text {
		b.write(string(c))
	}
}

// has waits until the editor holds the text.
func (e element) has(text string) {
	e.t.Helper()
	e.until(e.code() + ` === ` + quote(text))
}

// afresh empties the editor.
func (e element) afresh(text string) {
	e.t.Helper()
	e.enter()
	e.press("Escape") // whatever is open
	e.press("a", ctrl)
	e.press("Backspace")
	e.has("")
	if text != "" {
		e.write(text)
		e.has(text)
	}
}

func TestEditorHelpsToWrite(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("empty.py")
	e.typeIn()

	// indentation and clauses
	b.keyed("def f(n")
	e.has("def f(n)") // the bracket is closed
	b.keyed("):")
	e.has("def f(n):") // and typed over
	b.press("Enter")
	b.keyed("if n:")
	b.press("Enter")
	b.keyed("return 1")
	b.press("Enter")
	b.keyed("else:")
	b.press("Enter")
	b.keyed("return 'no")
	e.has("def f(n):\n    if n:\n        return 1\n    else:\n        return 'no'")
	b.press("Enter", ctrl, shift) // runs and goes on, whatever else it may mean
	e.state("ended")
	e.enter()

	// undo and redo
	e.afresh("one")
	b.press("Enter")
	b.keyed("two")
	b.press("z", ctrl)
	b.until(`!` + e.code() + `.includes("two")`)
	b.press("y", ctrl)
	e.has("one\ntwo")

	// comment and indent of several lines
	b.press("a", ctrl)
	b.press("/", ctrl)
	e.has("# one\n# two")
	b.press("/", ctrl)
	b.press("Tab")
	e.has("    one\n    two")
	b.press("Tab", shift)
	e.has("one\ntwo")
	b.press("End", ctrl)
	b.press("Tab")
	e.has("one\ntwo ")

	// nothing is copied or cut where nothing is selected
	took := value[string](b, `(() => { const d = new DataTransfer(); for (const kind of ["copy", "cut"]) document.activeElement.dispatchEvent(new ClipboardEvent(kind, { clipboardData: d, bubbles: true, cancelable: true })); return d.getData("text/plain") })()`)
	e.has("one\ntwo ")
	if took != "" {
		t.Errorf("%q is copied without a selection", took)
	}

	// what web pages put between words is not Python's
	b.do(`const d = new DataTransfer(); d.setData("text/plain", "three\u00a0=\u00a03"); document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true }))`)
	e.has("one\ntwo three = 3")

	// the way out, forward and back
	b.press("Escape")
	b.press("Tab")
	b.until(`!document.activeElement.closest(".cm-editor")`)
	e.enter()
	b.press("Escape")
	b.press("Tab", shift)
	b.until(`!document.activeElement.closest(".cm-editor")`)
	e.enter()
	b.press("Tab")
	e.typing()
}

func TestEditorSearch(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, phone)
	b.open("")
	e := b.named("empty.py")
	e.replace("red = 1\ngreen = 2\nRed = 3")
	b.press("f", ctrl)
	b.until(`document.activeElement.matches(".cr-find-field")`)
	b.write("red")
	count := q(e.id+" .cr-find-count") + `.textContent`
	b.until(count + ` === "2 found"`)
	b.press("Enter")
	b.until(count + ` === "1 of 2" || ` + count + ` === "2 of 2"`)
	b.click(e.id + ` .cr-find input[type="checkbox"]`)
	b.until(count + `.endsWith("of 1") || ` + count + ` === "1 found"`)
	b.click(e.id + ` .cr-find-field[aria-label="Replace by"]`)
	b.write("blue")
	b.until(`[...document.querySelectorAll(".cr-find button")].some((x) => x.textContent === "Replace all")`)
	b.do(`[...document.querySelectorAll(".cr-find button")].find((x) => x.textContent === "Replace all").click()`)
	e.has("blue = 1\ngreen = 2\nRed = 3")
	fits(b, phone)
	b.press("Escape")
	e.typing()
	b.until(`!` + q(e.id+" .cr-find"))
	b.press("Tab") // that Escape has closed the search, it does not lead out
	e.typing()
}

func TestEditorMarksALine(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("numbered.py")
	e.replace("one = 1\ntwo = 1 / 0\nthree = 3")
	e.run()
	e.shows("ZeroDivisionError")
	marked := fmt.Sprintf(`[...document.querySelectorAll(%s)].map((l) => l.dataset.n + " " + l.textContent).join(" | ")`, quote(e.id+" .cr-view .cr-mark"))
	b.until(marked + ` === "9 two = 1 / 0"`)
	e.enter()
	b.press("Home", ctrl)
	b.press("Enter")
	b.until(marked + ` === "10 two = 1 / 0"`) // goes along
	b.press("ArrowDown")
	b.press("End")
	b.write(".5")
	b.until(marked + ` === ""`) // it is another line now
	e.run()
	e.state("ended")
	b.until(marked + ` === ""`)
}

func TestEditorCompletes(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("empty.py")
	e.typeIn()
	e.afresh("import math\nradius = 3\n")
	open := q(e.id + " .cm-tooltip-autocomplete")
	labels := fmt.Sprintf(`[...document.querySelectorAll(%s)].map((l) => l.textContent)`, quote(e.id+" .cm-completionLabel"))
	b.keyed("ra")
	b.until(open)
	b.until(labels + `.includes("radius") && ` + labels + `.includes("raise") && ` + labels + `.includes("range")`)
	if got := value[[]string](b, labels+`.filter((l, i, all) => all.indexOf(l) !== i)`); len(got) > 0 {
		t.Errorf("twice in the list: %q", got)
	}
	if got := value[string](b, open+`.querySelector("ul").getAttribute("aria-label")`); got != "Completions" {
		t.Errorf("the list is called %q", got)
	}
	b.keyed("d")
	b.until(labels + `.join() === "radius"`)
	b.press("Tab")
	e.has("import math\nradius = 3\nradius")
	b.until(`!` + open)

	// Escape closes, and that one does not lead out
	e.afresh("")
	b.keyed("pri")
	b.until(open)
	b.press("Escape")
	b.until(`!` + open)
	b.press("Tab")
	e.typing()
	e.has("pri ")

	// what is written out is not completed but ended by Enter
	e.afresh("")
	b.keyed("pass")
	b.until(open + ` || true`)
	b.do(`await new Promise((r) => setTimeout(r, 400))`)
	b.press("Enter")
	e.has("pass\n")

	// not within strings and comments, not for a new name
	for _, text := range []string{"'pri", "# pri", "def pri"} {
		e.afresh("")
		b.keyed(text)
		b.do(`await new Promise((r) => setTimeout(r, 400))`)
		if value[bool](b, `!!`+open) {
			t.Errorf("a list opens after %q", text)
		}
	}

	// what only the living Python knows
	e.afresh("")
	b.keyed("'text'.uppe")
	b.until(labels + `.includes("upper")`)
	b.do(`await new Promise((r) => setTimeout(r, 200))`) // nobody is as quick as a test
	b.press("Enter")
	e.has("'text'.upper")
	e.afresh("")
	b.keyed("import rando")
	b.until(labels + `.includes("random")`)
	b.press("Escape")

	// by the key
	e.afresh("")
	b.keyed("f")
	b.press("Space", ctrl)
	b.until(labels + `.includes("float")`)
	b.press("Escape")

	// while a program runs there is nothing to ask, and no word about it
	e.afresh("import time\nwhile True: time.sleep(.1)\n")
	b.press("Enter", ctrl)
	e.state("running")
	b.keyed("ti")
	b.until(labels + `.includes("time")`)
	b.press("Escape")
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
}

func TestEditorShowsDocumentation(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("empty.py")
	e.typeIn()
	doc := q(e.id + " .cr-doc")

	// by the key; again leads into it
	b.write("divmod")
	b.press("Escape")
	b.press("i", ctrl)
	b.until(doc + `?.textContent.includes("divmod(x, y, /)")`)
	b.until(fmt.Sprintf(`[...document.querySelectorAll(%s)].some((a) => a.textContent.includes("divmod(x, y, /)"))`, quote(e.id+" .cm-announced")))
	b.press("i", ctrl)
	b.until(`document.activeElement.matches(".cr-doc-text")`)
	b.press("Escape")
	b.until(`!` + doc)
	e.typing()

	// the signature of what is called, quietly
	b.keyed("(")
	b.until(doc + `?.textContent === "divmod(x, y, /)"`)
	b.keyed("[3], ")
	b.until(doc)
	b.keyed("4)")
	b.until(`!` + doc)

	// under the mouse
	at := value[[]float64](b, fmt.Sprintf(`(() => { const range = document.createRange(), n = document.createTreeWalker(%s, NodeFilter.SHOW_TEXT).nextNode(); range.setStart(n, 1); range.setEnd(n, 3); const r = range.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`, q(e.id+" .cm-line")))
	for _, x := range []float64{at[0] - 3, at[0]} {
		_, err := chromedp.Call(b.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: at[1]})
		b.must(err)
	}
	b.until(doc + `?.textContent.includes("divmod(x, y, /)")`)
	b.shot("editor-hover-1440")
	b.press("Escape")
	b.until(`!` + doc)
	b.press("Tab") // that Escape did not lead out
	e.typing()

	// nothing is known of it, and nothing is said
	e.afresh("nonsense")
	b.press("i", ctrl)
	b.do(`await new Promise((r) => setTimeout(r, 300))`)
	if value[bool](b, `!!`+doc) {
		t.Error("something is shown of what is not known")
	}
}

// TestEditorFormats answers for a formatter, for not every Python has one.
func TestEditorFormats(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	b.early(`const real = window.fetch; window.fetch = (address, more) => /\/format\?/.test(address) ? Promise.resolve(new Response(JSON.stringify({ code: more.body.replaceAll("=", " = ").replace("import os;", "import os\n\n"), by: "test" }))) : real(address, more)`)
	b.open("")
	e := b.named("empty.py")
	e.replace("import os;x=1\ny=2\nz=3")
	b.press("ArrowUp")
	b.press("F", alt, shift)
	e.has("import os\n\nx = 1\ny = 2\nz = 3")
	e.typing()
	b.press("z", ctrl)
	e.has("import os;x=1\ny=2\nz=3")
	b.write("!")
	b.until(e.code() + `.includes("!")`)
	if got := value[string](b, e.code()); strings.Count(got, "!") != 1 || !strings.Contains(strings.Split(got, "\n")[1], "!") {
		t.Errorf("the cursor has left its line: %q", got)
	}
}
