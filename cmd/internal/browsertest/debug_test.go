package browsertest_test

import (
	"fmt"
	"testing"
)

// stops waits until the debugger stands still and says so.
func (e element) stops(says string) {
	e.t.Helper()
	e.until(fmt.Sprintf(`((p) => p?.hasAttribute("data-open") && p.querySelector(".cr-step-says").textContent === %s)(%s)`, quote(says), q(e.id+" .cr-debug")))
}

// command types one to the debugger.
func (e element) command(text string) {
	e.t.Helper()
	e.click(e.id + " .cr-debug-line")
	e.line(text)
}

// TestDebugger drives a program line by line: with the mouse, the keys, and commands.
func TestDebugger(t *testing.T) {
	script := axe(t)
	b := newTab(t, serve(t, "testdata/features/pdb.md"), desktop)
	b.open("")
	e := b.named("price.py")
	marked := func(text string) {
		t.Helper()
		b.until(fmt.Sprintf(`%s.dataset.where !== undefined && %s?.textContent.includes(%s)`, q(e.id), q(e.id+" .cr-mark"), quote(text)))
	}
	names := func(how, text string) {
		t.Helper()
		b.until(fmt.Sprintf(`[...document.querySelectorAll(%s)].some((r) => r.textContent.includes(%s))`, quote(e.id+" .cr-step-top-frame tr.cr-step-"+how), quote(text)))
	}
	next := e.id + " .cr-debug .cr-btn:nth-child(1)"
	e.run()
	e.stops("Line 1 is next")
	e.says("Stopped")
	marked("def with_tax")
	b.until(`document.activeElement === ` + q(next))
	b.press("Enter")
	e.stops("Line 5 is next")
	names("new", "with_tax")
	b.press("Enter")
	e.stops("Line 6 is next")
	b.press("Enter")
	e.stops("Line 7 is next")
	names("new", "total")
	b.press("Enter")
	e.stops("Line 8 is next")
	marked("total += with_tax")
	b.shot("debug-1440")
	b.click(e.id + " .cr-debug .cr-btn:nth-child(2)")
	e.stops("with_tax is called")
	names("new", "net")
	b.click(e.id + " .cr-debug .cr-btn:nth-child(3)")
	e.stops("with_tax returns 12.0")
	b.click(next)
	e.stops("Line 7 is next")
	names("changed", "12.0")
	// Any command of pdb may be typed; its answer is shown, and what it changes.
	e.command("p total * 2")
	e.stops("Line 7 is next")
	e.shows("(Pdb) p total * 2\n24.0\n")
	b.until(`document.activeElement === ` + q(e.id+" .cr-debug-line"))
	e.line("!total = 100")
	names("changed", "100")
	e.line("b 3")
	e.shows("Breakpoint 1 at price.py:3")
	b.click(e.id + " .cr-debug .cr-btn:nth-child(4)")
	e.stops("Line 3 is next")
	marked("return net + tax")
	b.audit(script)
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		for _, width := range []int{desktop, phone, 320} {
			b.resize(width)
			b.do(q(e.id) + `.scrollIntoView({ block: "start", behavior: "instant" })`)
			b.shot(fmt.Sprintf("debug-break-%s-%d", scheme, width))
			if over := value[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("at %d px the page is %d px too wide", width, over)
			}
			if width < desktop {
				fingers(e)
			}
		}
	}
	b.audit(script)
	b.resize(desktop)
	b.reload() // it still stands there
	e.stops("Line 3 is next")
	e.shows("(Pdb) p total * 2\n24.0\n")
	b.click(e.id + " .cr-debug .cr-btn:nth-child(4)")
	e.state("ended")
	e.shows("Together: 130.0")
	b.until(q(e.id+" .cr-debug") + `.hidden && !` + q(e.id+" .cr-view .cr-mark"))
	if text := e.text(); text != "(Pdb) p total * 2\n24.0\n(Pdb) !total = 100\n(Pdb) b 3\nBreakpoint 1 at price.py:3\nTogether: 130.0\n" {
		t.Errorf("it shows %q", text)
	}

	// Input is asked for as ever, an exception is met, and ends it as ever.
	e.replace("n = int(input('A number? '))\nprint(10 // n)\n")
	b.press("Enter", ctrl)
	e.stops("Line 1 is next")
	b.until(`document.activeElement === ` + q(next))
	b.press("Enter")
	e.asks()
	b.line("0")
	e.stops("Line 2 is next")
	b.click(next)
	e.stops("ZeroDivisionError: integer division or modulo by zero, in line 2")
	b.shot("debug-exception")
	b.click(next)
	e.state("ended")
	e.sees(".cr-trouble .cr-why", "")
	e.shows("ZeroDivisionError")

	// Stop ends it where it stands, and where it runs for ever.
	e.run()
	e.stops("Line 1 is next")
	e.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.replace("while True:\n    pass\n")
	e.run()
	e.stops("Line 1 is next")
	b.click(e.id + " .cr-debug .cr-btn:nth-child(4)")
	b.until(`!` + q(e.id+" .cr-debug") + `.hasAttribute("data-open")`)
	e.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.click(e.id + ` [data-do="reset"]`)
	b.until(q(e.id+" .cr-debug") + `.hidden`)
}

// TestBreakpoints sets breakpoints with a click on the number of a line and with a
// key, before a run and while it stands still, and keeps them over a reload and edits.
func TestBreakpoints(t *testing.T) {
	b := newTab(t, serve(t, "testdata/features/pdb.md"), desktop)
	b.open("")
	e := b.named("price.py")
	number := func(text string) { // clicks on the number of the line that holds this
		t.Helper()
		b.do(fmt.Sprintf(`const line = [...document.querySelectorAll(%s)].find((l) => l.textContent.includes(%s));
			const r = line.getBoundingClientRect();
			line.dispatchEvent(new MouseEvent("mousedown", { clientX: r.left + 9, clientY: r.top + r.height / 2, button: 0, bubbles: true, cancelable: true }))`,
			quote(e.id+" .cr-ln"), quote(text)))
	}
	broken := func(want ...string) {
		t.Helper()
		b.until(fmt.Sprintf(`((l) => l.length === %d && %s.every((w, i) => l[i].includes(w)))([...document.querySelectorAll(%s)].map((l) => l.textContent))`,
			len(want), list(want), quote(e.id+" .cr-view .cr-break")))
	}
	to := func(key string) {
		t.Helper()
		b.do(q(e.id+" .cm-content") + `.focus()`)
		b.press(key, ctrl)
	}
	e.upgraded()
	number("return net + tax")
	broken("return net + tax")
	to("End")
	b.press("F9")
	broken("return net + tax", "print(")
	b.shot("breakpoints-1440")
	b.reload()
	e.upgraded()
	broken("return net + tax", "print(")
	number("print(")
	broken("return net + tax")

	e.run()
	e.stops("Line 1 is next")
	e.shows("(Pdb) b 3\nBreakpoint 1 at price.py:3\n")
	on := e.id + " .cr-debug .cr-btn:nth-child(4)"
	b.click(on)
	e.stops("Line 3 is next")
	number("return net + tax") // taken away while it stands there
	broken()
	e.shows("(Pdb) clear price.py:3\nDeleted breakpoint 1 at price.py:3\n")
	e.stops("Line 3 is next")
	b.click(on)
	e.state("ended")

	number("total += with_tax")
	to("Home")
	b.write("# above\n")
	broken("total += with_tax")
	e.run()
	e.stops("Line 2 is next")
	e.shows("Breakpoint 1 at price.py:9")
	b.resize(phone)
	b.scheme("dark")
	b.shot("breakpoints-dark-390")
	fits(b, phone)
	e.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
}

// list is a JavaScript list of texts.
func list(texts []string) string {
	all := "["
	for _, text := range texts {
		all += quote(text) + ","
	}
	return all + "]"
}
