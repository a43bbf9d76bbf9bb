package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// wrongs is a lesson of programs that go wrong, or take long.
const wrongs = `# Going wrong

` + "```python interpreter\n>>> 1 + 1\n2\n```\n\n```python interpreter\n>>> 2 + 2\n4\n```\n" + `
` + "```python editor name=divide linenumber" + `
import sys

def share(sweets, friends):
    return sweets // friends

print("Sharing", end=" ")
print("a warning of its own", file=sys.stderr)
print("all")
share(12, 0)
` + "```\n\n```python editor name=colon linenumber" + `
total = 0
for n in [1, 2, 3]
    total += n
print(total)
` + "```\n\n```python editor name=chain" + `
print("no line end", end="")
try:
    {}["a"]
except KeyError:
    int("seven")
` + "```\n\n```python editor name=hook" + `
import sys
sys.excepthook = lambda kind, error, trace: print("Oh no:", error, file=sys.stderr)
[][1]
` + "```\n\n```python editor name=fine" + `
print("all is well")
` + "```\n\n```python editor name=threads" + `
import threading
import time

def work(n):
    while True:
        time.sleep(0.01 * n)

threading.Thread(target=work, args=(5,), name="Thread-helper", daemon=True).start()
print("started")
work(2)
` + "```\n\n```python editor name=stubborn" + `
import time
print("here I am")
while True:
    try:
        time.sleep(0.05)
    except KeyboardInterrupt:
        print("not yet")
` + "```\n\n```python editor name=name" + `
name = input("Your name? ")
print(nmae)
` + "```\n"

// wrongLesson serves wrongs and opens it.
func wrongLesson(t *testing.T, width int) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "wrong.md")
	if err := os.WriteFile(file, []byte(wrongs), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, serve(t, file), width)
	b.open("")
	return b
}

// shown is the text of the first element that one can see, in the element.
func (e element) shown(selector string) string {
	e.t.Helper()
	return value[string](e.tab, fmt.Sprintf(`(() => { const s = %s; return s && s.checkVisibility() ? s.textContent : "" })()`, q(e.id+" "+selector)))
}

// sees waits until one can see the text in the element.
func (e element) sees(selector, text string) {
	e.t.Helper()
	e.until(fmt.Sprintf(`(() => { const s = %s; return s && s.checkVisibility() && s.textContent.includes(%s) })()`, q(e.id+" "+selector), quote(text)))
}

// cursorLine is the line of the editor in which the cursor is, whatever the
// editor is made of.
const cursorLine = `(() => {
	const a = document.activeElement;
	if (a.value !== undefined) return a.value.slice(0, a.selectionStart).split("\n").length;
	const line = getSelection().anchorNode?.parentElement?.closest(".cm-line") ?? getSelection().anchorNode?.closest?.(".cm-line");
	return line ? [...line.parentElement.children].filter((l) => l.matches(".cm-line")).indexOf(line) + 1 : 0;
})()`

// TestErrorIsExplained checks what a student sees after an error: the line, a
// sentence, and the traceback only on request, also after a reload.
func TestErrorIsExplained(t *testing.T) {
	b := wrongLesson(t, desktop)
	e := b.named("divide.py")
	e.run()
	folded := func() {
		t.Helper()
		e.sees(".cr-last", "ZeroDivisionError: ")
		e.sees(".cr-why", "Nothing can be divided by zero.")
		e.says("ZeroDivisionError in line 4")
		b.until(q(e.id + " .cr-mark"))
		log := e.shown(".cr-log")
		if strings.Contains(log, "Traceback") || strings.Contains(log, "ZeroDivisionError") {
			t.Errorf("the traceback is not folded: %q", log)
		}
		for _, want := range []string{"Sharing", "a warning of its own", "all"} {
			if !strings.Contains(log, want) {
				t.Errorf("what the program wrote is gone: %q", log)
			}
		}
		if trace := e.shown(".cr-trace"); trace != "" {
			t.Errorf("the traceback is open: %q", trace)
		}
	}
	folded()
	b.shot("trouble-folded")
	b.do(q(e.id+" .cr-tracefold") + `.focus()`)
	b.press("Enter")
	e.sees(".cr-trace", "line 9, in <module>")
	e.sees(".cr-trace", "return sweets // friends")
	b.until(q(e.id+" .cr-tracefold") + `.ariaExpanded === "true"`)
	b.shot("trouble-open")
	b.press("Enter")
	b.until(`!` + q(e.id+" .cr-trace") + `.checkVisibility()`)
	b.click(e.id + " .cr-last .cr-go")
	b.until(cursorLine + ` === 4`)

	b.reload()
	folded()
	e.run() // the next run clears it
	folded()
	b.scheme("dark")
	b.shot("trouble-dark")
}

// TestErrorIsSpokenOnce checks what a screen reader is told of an error.
func TestErrorIsSpokenOnce(t *testing.T) {
	b := wrongLesson(t, desktop)
	b.do(`window.heard = []; new MutationObserver(() => {
		const text = document.querySelector(".cr-ui [aria-live]").textContent;
		if (text) heard.push(text);
	}).observe(document.querySelector(".cr-ui [aria-live]"), { childList: true, characterData: true, subtree: true })`)
	b.named("divide.py").run()
	b.until(`heard.some((h) => h.includes("ZeroDivisionError in line 4") && h.includes("Nothing can be divided by zero."))`)
	b.named("divide.py").text()
	if heard := value[[]string](b, `heard`); len(heard) != 1 || strings.Contains(heard[0], "Traceback") || strings.Contains(heard[0], "`") {
		t.Errorf("a screen reader is told %q", heard)
	}
}

func TestSyntaxErrorIsExplained(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		b := wrongLesson(t, width)
		e := b.named("colon.py")
		e.run()
		e.sees(".cr-last", "SyntaxError: ")
		e.sees(".cr-why", "A line that begins with for must end with a colon.")
		b.until(q(e.id+" .cr-mark") + `.textContent.includes("for n in")`)
		if text := e.shown(".cr-log"); strings.Contains(text, "File") {
			t.Errorf("what cannot be read is not folded: %q", text)
		}
		b.shot(fmt.Sprintf("syntax-%d", width))
		b.click(e.id + " .cr-tracefold")
		e.sees(".cr-trace", `File "colon.py", line 2`)
		b.shot(fmt.Sprintf("syntax-open-%d", width))
		fits(b, width)
	}
}

// TestOnlyTheTracebackIsFolded checks a chain of errors after an unfinished
// line, and a program that shows errors in its own way.
func TestOnlyTheTracebackIsFolded(t *testing.T) {
	b := wrongLesson(t, desktop)
	e := b.named("chain.py")
	e.run()
	e.sees(".cr-why", "'seven' is no number")
	if text := e.shown(".cr-log"); strings.TrimSpace(text) != "no line end" {
		t.Errorf("the output is %q", text)
	}
	b.click(e.id + " .cr-tracefold")
	e.sees(".cr-trace", "KeyError: 'a'")
	e.sees(".cr-trace", "During handling of the above exception")

	e = b.named("hook.py")
	e.run()
	e.sees(".cr-why", "The list has no item with that number.")
	e.sees(".cr-log", "Oh no: list index out of range")
	if value[bool](b, `!!`+q(e.id+" .cr-tracefold")) {
		t.Error("there is a button for a traceback that there is not")
	}
}

// TestErrorInAnInterpreter checks that the traceback stays in sight there, with
// the explanation below it.
func TestErrorInAnInterpreter(t *testing.T) {
	b := wrongLesson(t, desktop)
	one := b.nth(1)
	one.typeAt()
	b.line(`"3" + 4`)
	explained := func() {
		t.Helper()
		one.sees(".cr-log", "Traceback (most recent call last):")
		one.sees(".cr-note", "only text can be added to text")
		if text := one.text(); strings.Index(text, "TypeError") > strings.Index(text, "only text") {
			t.Errorf("the explanation does not follow the error: %q", text)
		}
	}
	explained()
	one.typeAt()
	b.line(`"next"`)
	one.shows("'next'")
	b.shot("trouble-interpreter")
	b.reload()
	explained()
	if text := one.text(); strings.Index(text, "only text") > strings.Index(text, "'next'") {
		t.Errorf("the order is wrong after a reload: %q", text)
	}
}

// TestWhereIsIt asks running programs where they are.
func TestWhereIsIt(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		b := wrongLesson(t, width)
		e := b.named("threads.py")
		e.run()
		e.shows("started")
		if e.shown(".cr-icon-where") != "" || value[bool](b, q(e.id+" .cr-status .cr-btn")+`.checkVisibility()`) {
			t.Error("a program that has just begun is asked already")
		}
		b.until(q(e.id+" .cr-status .cr-btn") + `.checkVisibility()`)
		b.click(e.id + " .cr-status .cr-btn")
		e.sees(".cr-where", "Main program")
		e.sees(".cr-where", "Thread-")
		e.sees(".cr-here", "line 6")
		e.sees(".cr-here", "time.sleep(0.01 * n)")
		e.sees(".cr-where", "in the library (threading.py)")
		b.until(q(e.id+" .cr-mark") + `.textContent.includes("time.sleep")`)
		b.shot(fmt.Sprintf("where-%d", width))
		fits(b, width)
		b.do(q(e.id+" .cr-where") + `.firstChild.remove()`)
		b.click(e.id + " .cr-status .cr-btn") // once more, in the same place
		e.sees(".cr-where", "Main program")
		b.click(e.id + " .cr-where .cr-go")
		b.until(cursorLine + ` > 4`)
		b.click(e.id + ` [data-do="stop"]`)
		e.state("ended")
		b.until(`!` + q(e.id+" .cr-where") + `.checkVisibility()`)
		e.sees(".cr-why", "The program was stopped while it was in line")
	}
	b := wrongLesson(t, desktop)
	one, two := b.nth(1), b.nth(2)
	one.typeAt()
	b.line("import time")
	b.line("time.sleep(60)")
	one.says("Running")
	two.typeAt()
	b.line("3 * 4")
	two.says("Waiting for its turn")
	b.until(q(one.id+" .cr-status .cr-btn") + `?.checkVisibility()`)
	b.click(one.id + " .cr-status .cr-btn")
	one.sees(".cr-where", "time.sleep(60)")
	b.shot("where-interpreter")
	one.typeAt()
	b.press("c", ctrl)
	two.shows("12")
	b.until(`!` + q(one.id+" .cr-where") + `.checkVisibility()`)
}

// TestWhatARunHasUsed checks the detail behind the line about a run.
func TestWhatARunHasUsed(t *testing.T) {
	b := wrongLesson(t, desktop)
	e := b.named("fine.py")
	e.run()
	e.says("Finished in")
	if text := e.shown(".cr-detail"); text != "" && !value[bool](b, `getComputedStyle(`+q(e.id+" .cr-detail")+`).visibility === "hidden"`) {
		t.Errorf("details are shown unasked: %q", text)
	}
	b.do(q(e.id+" .cr-about") + `.focus()`)
	b.press("Enter")
	b.until(`getComputedStyle(` + q(e.id+" .cr-detail") + `).visibility === "visible"`)
	e.sees(".cr-detail", "The processor worked for")
	e.sees(".cr-detail", "memory in use at most")
	e.sees(".cr-detail", " MB")
	b.shot("used")
}

// TestStopIsAskedTwice checks that Stop is an interrupt first, and ends what
// does not listen when it is pressed again.
func TestStopIsAskedTwice(t *testing.T) {
	b := wrongLesson(t, desktop)
	e := b.named("stubborn.py")
	e.run()
	e.shows("here I am")
	b.click(e.id + ` [data-do="stop"]`)
	e.shows("not yet")
	e.sees(`[data-do="stop"]`, "Stop again to end it")
	e.state("running")
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.says("You stopped it")
	e.sees(`[data-do="stop"]`, "Stop")
}

// TestWaitingIsSaid checks that a program that waits for input says so, and is
// not asked where it is.
func TestWaitingIsSaid(t *testing.T) {
	b := wrongLesson(t, desktop)
	e := b.named("name.py")
	e.run()
	e.says("Waiting for your input")
	e.asks()
	b.line("Ada")
	e.sees(".cr-why", "Python does not know the name nmae.")
	e.sees(".cr-what", "Perhaps you meant name?")
	one := b.nth(1)
	one.typeAt()
	b.line(`input("Well? ")`)
	one.says("Waiting for your input")
	one.asks()
	b.line("well")
	one.shows("'well'")
}

// TestMenuOfAnEditor goes through the menu by keyboard, formats and copies.
func TestMenuOfAnEditor(t *testing.T) {
	b := wrongLesson(t, desktop)
	b.do(`window.answer = { status: 200, body: { code: 'print("tidied")\n', by: "black" } };
		const real = window.fetch;
		window.fetch = (address, options) => String(address).includes("/format?")
			? (window.asked = options.body, Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status })))
			: real(address, options);
		Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text } } })`)
	e := b.named("fine.py")
	b.do(q(e.id+" .cr-head .cr-more") + `.focus()`)
	b.press("Enter")
	e.sees(".cr-menu", "Format")
	b.until(`document.activeElement.textContent.includes("Format")`)
	b.shot("menu")
	b.press("Escape")
	b.until(`document.activeElement === ` + q(e.id+" .cr-head .cr-more"))
	b.press("Enter")
	b.press("ArrowDown")
	b.press("Enter")
	b.until(`window.copied === 'print("all is well")'`)
	e.item("Format")
	b.until(`window.asked === 'print("all is well")'`)
	e.run()
	e.shows("tidied")

	b.do(`window.answer = { status: 404, body: { error: { msg: "There is no formatter here." } } }`)
	e.item("Format")
	b.until(`document.querySelector(".cr-toasts").textContent.includes("There is no formatter here.")`)
	b.until(`document.documentElement.classList.contains("cr-noticed")`) // it makes room for itself
	b.click(e.id + " .cr-head .cr-more")
	b.click("h1") // elsewhere
	b.until(`!` + q(e.id+" .cr-head .cr-menu") + `.checkVisibility()`)

	for _, width := range []int{phone, 320} {
		b.resize(width)
		b.click(e.id + " .cr-head .cr-more")
		fits(b, width)
		sizes := value[[]float64](b, `[...document.querySelectorAll("`+e.id+` .cr-head .cr-btn, `+e.id+` .cr-head [role=menuitem]")].filter((b) => b.checkVisibility()).map((b) => Math.min(b.offsetWidth, b.offsetHeight))`)
		for _, size := range sizes {
			if size < 44 {
				t.Errorf("at %d px something to touch is only %v px large", width, size)
			}
		}
		b.shot(fmt.Sprintf("menu-%d", width))
		b.press("Escape")
	}
}

// TestLostConnectionIsSaid checks the notice with the words for it.
func TestLostConnectionIsSaid(t *testing.T) {
	b := wrongLesson(t, desktop)
	b.excuse("ERR_", "WebSocket", "Failed to load")
	b.server.stop()
	b.until(`(() => { const l = document.querySelector(".cr-link"); return l.checkVisibility() && l.textContent.includes("Nothing is lost") && l.querySelector("svg") })()`)
	b.shot("reconnecting")
	e := b.named("fine.py")
	e.run()
	b.within(10*time.Second, `(() => { const s = `+q(e.id+" .cr-status")+`; return s.checkVisibility() && s.textContent.includes("Starting") })()`)
	b.server.start("--port", b.server.address.Port())
	b.until(`document.documentElement.dataset.crunchyLink === "live"`)
}
