package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// rows is what the screen of a terminal shows, row by row.
const rows = `[...(%s?.querySelectorAll(".xterm-rows > div") ?? [])].map((r) => r.textContent.replaceAll("\u00a0", " ").trimEnd()).join("\n")`

// screen waits until the terminal shows the text.
func (e element) screen(text string) {
	e.t.Helper()
	// xterm draws only what can be seen
	e.until(fmt.Sprintf(`(%s?.scrollIntoView({ block: "nearest", behavior: "instant" }), (`+rows+`).includes(%s))`, q(e.id+" .cr-screen"), q(e.id), quote(text)))
}

// drawn is what the terminal shows.
func (e element) drawn() string {
	e.t.Helper()
	return value[string](e.tab, fmt.Sprintf(rows, q(e.id)))
}

// size is how many rows and columns the drawing program knows of.
func (e element) size() (high, wide int) {
	e.t.Helper()
	e.screen("Size ")
	_, after, _ := strings.Cut(e.drawn(), "Size ")
	if _, err := fmt.Sscanf(after, "%d x %d", &high, &wide); err != nil {
		e.t.Fatal(err)
	}
	return high, wide
}

// terminals opens the lesson with terminals.
func terminals(t *testing.T, width int) *tab {
	t.Helper()
	b := newTab(t, serve(t, lessons+"/terminal.md"), width)
	b.open("")
	return b
}

func TestTerminalDraws(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("draw.py")
	if value[bool](b, q(e.id+" .cr-screen")+".offsetHeight > 0") {
		t.Error("there is a screen before the first run")
	}
	e.run()
	e.screen("Drawn with curses")
	high, wide := e.size()
	if high != 24 || wide < 70 {
		t.Errorf("the screen has %d rows and %d columns", high, wide)
	}
	if got := value[string](b, `[...`+q(e.id)+`.querySelectorAll(".xterm-rows span")].find((s) => s.textContent.startsWith("Drawn"))?.className ?? ""`); !strings.Contains(got, "xterm-bold") || !strings.Contains(got, "xterm-fg-") {
		t.Errorf("the title has the classes %q", got)
	}
	// Run has put the cursor into the terminal.
	b.press("k")
	e.screen("Key [k]")
	b.press("ArrowUp")
	e.screen("Key [KEY_UP]")
	b.shot("terminal-1440")
	b.press("q")
	e.state("ended")
	e.says("Finished")
	// What dies on its own screen leaves nothing to the next run.
	e.run()
	e.screen("Drawn with curses")
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.says("You stopped it")
	e.run()
	e.screen("Key []")
	b.click(e.id + ` [data-do="reset"]`)
	e.state("idle")
	b.until(q(e.id+" .cr-screen") + ".offsetHeight === 0")
}

func TestTerminalResizes(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("draw.py")
	e.run()
	high, wide := e.size()
	b.resize(phone)
	e.screen("Key [KEY_RESIZE]")
	narrow, cols := e.size()
	if narrow != high || cols >= wide || cols < 30 {
		t.Errorf("%d × %d became %d × %d on a phone", high, wide, narrow, cols)
	}
	fits(b, phone)
	b.scheme("dark")
	b.shot("terminal-dark-390")
	b.click(e.id + " .cr-termfoot .cr-btn")
	b.until(fmt.Sprintf(`!(`+rows+`).includes("Size %d x")`, q(e.id), high))
	full, _ := e.size()
	if full <= high {
		t.Errorf("%d rows on the full screen, %d before", full, high)
	}
	b.shot("terminal-full-390")
	b.click(e.id + " .cr-termfoot .cr-btn")
	e.screen(fmt.Sprintf("Size %d x", high))
}

func TestTerminalInput(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("ask.py")
	e.run()
	e.screen("Who?")
	for _, key := range []string{"b", "o", "x"} {
		b.press(key)
	}
	e.screen("Who? box")
	b.press("Backspace")
	b.write("ß") // as a list of symbols does, without a key
	b.press("Enter")
	e.screen("Who? boß\nGood day, boß, green")
	e.state("ended")
	if n := value[int](b, q(e.id+" .cr-screen")+`.querySelectorAll('[class*="xterm-fg-2"]').length`); n == 0 {
		t.Error("green is not green")
	}
	b.shot("terminal-ended-1440")
}

func TestTerminalKeys(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("keys.py")
	e.run()
	e.screen("raw")
	b.press("Escape")
	e.screen("<27>")
	b.press("Tab")
	b.press("d", ctrl)
	b.press("c", ctrl)
	b.press("Enter")
	e.screen("<27><9><4><3><13>")
	// Pasting marks what is pasted only for programs that have asked.
	b.do(`const d = new DataTransfer(); d.setData("text/plain", "a\nb");
		` + q(e.id+" .xterm-helper-textarea") + `.dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true }))`)
	e.screen("<97><13><98>")
	// Out of the terminal, and back.
	b.press("Escape", shift)
	if !value[bool](b, "document.activeElement === "+q(e.id+" .cr-termfoot .cr-btn")) {
		t.Error("Shift+Escape does not leave")
	}
	b.press("x")
	b.press("Tab", shift)
	b.until("document.activeElement === " + q(e.id+" .xterm-helper-textarea"))
	hint := value[string](b, `document.getElementById(document.activeElement.getAttribute("aria-describedby"))?.textContent ?? ""`)
	if !strings.Contains(hint, "Shift+Escape") {
		t.Errorf("the terminal is described by %q", hint)
	}
	b.press("q")
	e.state("ended")
	if strings.Contains(e.drawn(), "<120>") {
		t.Error("a key of the page went to the program")
	}
}

func TestTerminalIsInterrupted(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("busy.py")
	e.run()
	e.screen("going")
	// With a selection Ctrl-C copies.
	b.do(q(e.id+" .xterm-screen") + `.scrollIntoView({ block: "center", behavior: "instant" })`)
	at := value[[]float64](b, `(() => { const r = `+q(e.id+" .xterm-rows > div")+`.getBoundingClientRect(); return [r.x + 10, r.y + r.height / 2] })()`)
	b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1], chromedp.ClickCount(2))))
	b.until(q(e.id + " .xterm-selection > *"))
	b.press("c", ctrl)
	e.state("running")
	// Without one it interrupts.
	b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
	b.until("!" + q(e.id+" .xterm-selection > *"))
	b.press("c", ctrl)
	e.state("ended")
	e.screen("KeyboardInterrupt")
}

func TestTerminalFloodIsStoppedAtOnce(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("flood.py")
	e.run()
	e.screen("xxx")
	b.do(`await new Promise((r) => setTimeout(r, 1500))`)
	began := time.Now()
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.screen("KeyboardInterrupt")
	t.Logf("Stop took %v", time.Since(began)) // the click on a busy page, too; protocoltest holds Stop to a second
	e.run()
	e.screen("xxx")
	b.click(e.id + ` [data-do="reset"]`)
	e.state("idle")
}

func TestTerminalSurvivesAReload(t *testing.T) {
	b := terminals(t, desktop)
	e := b.named("draw.py")
	e.run()
	e.screen("Key []")
	b.press("k")
	e.screen("Key [k]")
	ended := b.named("ask.py")
	ended.run()
	ended.screen("Who?")
	b.press("Enter")
	ended.state("ended")
	b.reload()
	e.screen("Drawn with curses")
	ended.screen("Who?\nGood day, , green")
	e.says("Running")
	// It is asked to draw again, by a size and back, and takes keys.
	e.screen("Resized 2 times")
	b.click(e.id + " .xterm-screen")
	b.press("z")
	e.screen("Key [z]")
	b.press("q")
	e.state("ended")
}

func TestTerminalOnAPhone(t *testing.T) {
	b := terminals(t, phone)
	e := b.named("draw.py")
	e.run()
	e.screen("Drawn with curses")
	tap := func(name string) {
		t.Helper()
		b.click(fmt.Sprintf(`%s .cr-termkeys [aria-label=%q]`, e.id, name))
	}
	tap("Up arrow")
	e.screen("Key [KEY_UP]")
	tap("Esc")
	e.screen("Key [^[]") // as curses writes it
	tap("Ctrl")
	_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: "x"})
	b.must(err)
	e.screen("Key [^X]")
	b.resize(320)
	fits(b, 320)
	b.shot("terminal-320")
}

func TestTerminalIsAccessible(t *testing.T) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{desktop, phone} {
			t.Run(fmt.Sprint(scheme, width), func(t *testing.T) {
				b := terminals(t, width)
				b.scheme(scheme)
				e := b.named("draw.py")
				e.run()
				e.screen("Drawn with curses")
				asking := b.named("ask.py")
				asking.run()
				asking.screen("Who?")
				b.press("Enter")
				asking.state("ended")
				b.fullShot(fmt.Sprintf("terminals-%s-%d", scheme, width))
				b.audit(script)
			})
		}
	}
}

// TestTerminalFollowsTheTheme changes the theme while a program runs.
func TestTerminalFollowsTheTheme(t *testing.T) {
	b := terminals(t, desktop)
	b.scheme("light")
	e := b.named("ask.py")
	e.run()
	e.screen("Who?")
	ground := `getComputedStyle(` + q(e.id+" .xterm-scrollable-element") + `).backgroundColor`
	light := value[string](b, ground)
	b.scheme("dark")
	b.until(ground + ` !== ` + quote(light))
	b.click(`[data-do="theme"]`)
	b.until(ground + ` === ` + quote(light))
}

// TestNoTerminalNoXterm looks at what pages load.
func TestNoTerminalNoXterm(t *testing.T) {
	const loaded = `performance.getEntriesByType("resource").map((r) => r.name).filter((n) => /xterm|terminal\.css/.test(n)).length`
	s := serve(t, lessons)
	b := newTab(t, s, desktop)
	b.open("/t/lesson.md")
	b.named("hello.py").run()
	b.named("hello.py").shows("Hello from the editor")
	if n := value[int](b, loaded); n != 0 {
		t.Errorf("a page without a terminal loads %d files of xterm", n)
	}
	b.open("/t/terminal.md")
	b.until(loaded + " === 2")
}
