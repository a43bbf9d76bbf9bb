package browsertest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// lineIs waits until the line of an interpreter has that text.
func (e element) lineIs(want string) {
	e.t.Helper()
	e.until(fmt.Sprintf(`%s.value === %s`, q(e.id+" .cr-line"), quote(want)))
}

// keysOf types each character of a text as a key of its own.
func (b *tab) keysOf(text string) {
	b.t.Helper()
	for _, c := range text {
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: string(c), Text: string(c)})
		b.must(err)
		_, err = chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: string(c)})
		b.must(err)
	}
}

// item opens the menu of an element and clicks what is called that.
func (e element) item(text string) {
	e.t.Helper()
	e.click(e.id + " .cr-more")
	at := value[int](e.tab, fmt.Sprintf(`[...document.querySelectorAll(%s)].findIndex((i) => i.querySelector("span").textContent === %s)`, quote(e.id+" .cr-menu [role=menuitem]"), quote(text)))
	if at < 0 {
		e.t.Fatalf("there is no %q in the menu", text)
	}
	e.do(fmt.Sprintf(`document.querySelectorAll(%s)[%d].id = "wanted"`, quote(e.id+" .cr-menu [role=menuitem]"), at))
	e.do(`const item = document.getElementById("wanted"); item.id = ""; item.click()`) // where it is, it stays only as long as nothing scrolls
}

// board is a text box of the test's own, to get at the clipboard as a person does.
const board = `(() => {
	const area = document.createElement("textarea");
	area.id = "board";
	document.body.append(area);
	area.focus();
	return area;
})()`

// pasted returns what the clipboard has.
func (b *tab) pasted() string {
	b.t.Helper()
	b.do(board)
	b.press("v", ctrl)
	return value[string](b, `(() => { const area = document.getElementById("board"), text = area.value; area.remove(); return text })()`)
}

// copies puts a text into the clipboard.
func (b *tab) copies(text string) {
	b.t.Helper()
	b.do(`const area = ` + board + `; area.value = ` + quote(text) + `; area.select()`)
	b.press("c", ctrl)
	b.do(`document.getElementById("board").remove()`)
}

func TestLineIsColouredAndKeepsItsPlace(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.line("for t in week:")
	b.write(`print(t, "degrees")`)
	const seen = `(() => {
		const row = %s, area = row.querySelector(".cr-line"), shade = row.querySelector(".cr-shade"), prompt = row.querySelector(".cr-prompt");
		const a = area.getBoundingClientRect(), s = shade.getBoundingClientRect();
		return [[...shade.querySelectorAll("span:not(.cr-pair)")].map((x) => x.className + " " + x.textContent).join("|"), area.value === shade.textContent,
			Math.round(a.top - s.top), Math.round(a.height - s.height), prompt.textContent, Math.round(prompt.getBoundingClientRect().height - a.height)].join("\n");
	})()`
	want := "cr-k for|cr-k in|cr-b print|cr-s \"degrees\"\ntrue\n0\n0\n>>> \n... \n0"
	b.until(fmt.Sprintf(`%s === %s`, fmt.Sprintf(seen, q(e.id+" .cr-entry")), quote(want)))
	b.press("Enter")
	e.lineIs("for t in week:\n    print(t, \"degrees\")\n    ")
	b.press("Enter") // the empty line ends the block
	e.lineIs("")
	e.shows("NameError")
	b.write("if True:")
	b.press("Enter", ctrl) // whatever is there
	e.shows("IndentationError")
	b.write("1 +")
	b.press("Enter", shift)
	e.lineIs("1 +\n")
	// A long line scrolls by itself, and so does the page not.
	for range 60 {
		b.keysOf("abcd")
	}
	b.until(fmt.Sprintf(`(() => { const t = %s; return t.scrollLeft > 500 && t.scrollLeft + t.clientWidth > t.scrollWidth - 30 })()`, q(e.id+" .cr-type")))
	fits(b, desktop)
	b.press("Home")
	b.until(q(e.id+" .cr-type") + `.scrollLeft < 10`)
}

func TestBracketsCloseThemselves(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(2)
	e.typeAt()
	b.keysOf(`print(f"a{1}", max([2, 3]))`)
	e.lineIs(`print(f"a{1}", max([2, 3]))`)
	b.press("Enter")
	e.shows("a1 3\n")
	b.keysOf(`len("abcd`)
	e.lineIs(`len("abcd")`)
	b.press("Enter")
	e.shows("4\n")
	e.state("idle")
	b.keysOf(`(`)
	b.press("Backspace")
	e.lineIs("")
	b.keysOf(`it's`)
	e.lineIs("it's")
	b.press("c", ctrl)
	b.keysOf(`x = [1,`)
	b.press("Enter")
	e.lineIs("x = [1,\n]")
	b.keysOf(`2`)
	b.press("End")
	b.press("Enter")
	b.line("x")
	e.shows("[1, 2]")
	if !value[bool](b, q(e.id+" .cr-shade")+`.querySelector(".cr-pair") === null`) {
		t.Error("a pair is marked where there is none")
	}
	b.write("(1)")
	b.until(fmt.Sprintf(`[...%s.querySelectorAll(".cr-pair")].map((p) => p.textContent).join("") === "()"`, q(e.id)))
}

func TestCompletion(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.line("import math; colours = ['red']; colour_of_it = 3")
	e.state("idle")
	b.write("col")
	b.press("Tab")
	e.lineIs("colour") // what both have in common
	const list = `[...document.querySelectorAll("#cr-0001 .cr-choices li")]`
	open := func(want bool) {
		t.Helper()
		b.until(fmt.Sprintf(`(%s.getBoundingClientRect().height > 0) === %v`, q(e.id+" .cr-choices"), want))
	}
	open(true)
	chosen := func() string {
		return value[string](b, `document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.querySelector(".cr-choice").textContent ?? ""`)
	}
	if got := value[string](b, list+`.map((l) => l.textContent).join(" ")`); got != "colour_of_itvariable coloursvariable" {
		t.Errorf("the list has %q", got)
	}
	if got := chosen(); got != "colour_of_it" {
		t.Errorf("chosen is %q", got)
	}
	b.press("ArrowDown")
	if got := chosen(); got != "colours" {
		t.Errorf("after the arrow, chosen is %q", got)
	}
	b.shot("completion-1440")
	b.press("Enter")
	e.lineIs("colours")
	open(false)
	b.write(".")
	b.press("Tab")
	open(true)
	b.write("app")
	b.until(list + `.length === 1`)
	b.press("Escape")
	open(false)
	b.until(`document.activeElement === ` + q(e.id+" .cr-line"))
	b.press("Tab")
	e.lineIs("colours.append")
	b.press("c", ctrl)
	b.write("math.is")
	b.press("Tab")
	open(true)
	b.click(e.id + " .cr-choices li:nth-child(2)")
	e.lineIs("math.isfinite")
	b.press("c", ctrl)
	// Nothing is said while Python is busy.
	b.line("import time; time.sleep(1)")
	e.state("running")
	b.write("col")
	b.press("Tab")
	e.state("idle")
	e.lineIs("col")
	if n := value[int](b, `document.querySelectorAll(".cr-toast").length`); n != 0 {
		t.Errorf("there are %d notices", n)
	}
}

func TestDocumentation(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.line("def cake(candles, colour='red'):\n    '''Bakes a cake.'''\n")
	e.state("idle")
	help := func(want string) {
		t.Helper()
		b.until(fmt.Sprintf(`(() => { const h = %s; return h.getBoundingClientRect().height > 0 ? h.innerText.replace(/\s+/g, " ").includes(%s) : %s === "" })()`, q(e.id+" .cr-help"), quote(want), quote(want)))
	}
	b.keysOf("cake(")
	help("cake(candles, colour='red')")
	if value[bool](b, q(e.id+" .cr-help")+`.innerText.includes("Bakes")`) {
		t.Error("the documentation is shown unasked")
	}
	b.shot("signature-1440")
	b.press("i", ctrl)
	help("Bakes a cake.")
	b.press("Escape")
	help("")
	b.keysOf("1, ")
	b.press("End")
	b.keysOf(" + len(")
	help("len(")
	b.click(e.id + " .cr-help button")
	help("number of items")
	b.press("i", ctrl) // to read a long one by keys
	b.until(`document.activeElement.matches(".cr-help")`)
	b.press("Escape")
	help("")
	b.until(`document.activeElement === ` + q(e.id+" .cr-line"))
	b.press("c", ctrl)
	help("")
}

func TestHistoryLasts(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.excuse("ERR_", "404")
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.line("first = 1")
	b.line("first = 1")
	b.write("for i in range(2):\n    print('twice')\n")
	b.press("Enter")
	e.shows("twice\n")
	other := b.another()
	other.excuse("ERR_", "404")
	other.open("")
	e2 := other.nth(1)
	e2.typeAt()
	other.line("from_the_other = 2")
	e2.state("idle")
	b.do(`document.activeElement.focus()`)
	e.typeAt()
	b.write("a draft")
	b.press("ArrowUp")
	e.lineIs("from_the_other = 2")
	b.press("ArrowUp")
	e.lineIs("for i in range(2):\n    print('twice')")
	b.press("ArrowUp")
	e.lineIs("first = 1") // once, though typed twice
	b.press("ArrowUp")
	e.lineIs("first = 1")
	b.press("ArrowDown")
	b.press("ArrowDown")
	b.press("ArrowDown")
	b.press("ArrowDown")
	e.lineIs("a draft")
	s.stop()
	s.start("--port", s.address.Port())
	b.reload()
	e.typeAt()
	b.press("ArrowUp")
	b.press("ArrowUp")
	e.lineIs("for i in range(2):\n    print('twice')")
	b.press("Enter") // sent before, so it is complete
	e.shows("twice\n")
}

func TestHistoryIsSearched(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	for _, line := range []string{"alpha = 1", "beta = alpha + 1", "gamma = 3"} {
		b.line(line)
	}
	e.shows("gamma = 3")
	e.state("idle")
	b.write("a draft")
	b.press("r", ctrl)
	b.until(`document.activeElement.matches(".cr-search-input")`)
	b.keysOf("alp")
	e.lineIs("beta = alpha + 1")
	b.shot("search-1440")
	b.press("r", ctrl)
	e.lineIs("alpha = 1")
	b.until(q(e.id+" .cr-search") + `.textContent.includes("2 of 2")`)
	b.press("Escape")
	e.lineIs("a draft")
	b.until(`document.activeElement === ` + q(e.id+" .cr-line"))
	b.press("r", ctrl)
	b.keysOf("nothing like it")
	b.until(q(e.id+" .cr-search") + `.textContent.includes("Nothing found")`)
	b.press("Escape")
	b.press("r", ctrl)
	b.keysOf("BETA")
	b.press("Enter")
	b.until(`document.activeElement === ` + q(e.id+" .cr-line"))
	e.lineIs("beta = alpha + 1")
	b.press("Enter")
	b.line("beta")
	e.shows("2\n")
}

func TestCodeThatIsPasted(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	paste := func(text string) {
		b.copies(text)
		e.typeAt()
		b.press("v", ctrl)
	}
	e.typeAt()
	paste("    x = 1\n    for i in range(2):\n        print('row', i)\n    print(x)\n")
	e.lineIs("x = 1\nfor i in range(2):\n    print('row', i)\nprint(x)") // for the student to run
	b.press("Enter")
	e.shows("row 0\nrow 1\n1\n")
	e.typeAt()
	b.press("l", ctrl)
	b.until(fmt.Sprintf(logText, q(e.id)) + ` === ""`)
	paste(">>> y = [1,\n...      2]\n>>> y\n[1, 2]\n>>> 1/0\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: division by zero\n>>> y[0]\n1\n")
	e.shows(">>> y[0]\n1\n")
	if got := e.text(); strings.Count(got, ">>>") != 4 || strings.Count(got, "[1, 2]\n") != 1 {
		t.Errorf("it shows %q", got)
	}
}

func TestExampleStepByStep(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	next := func() string {
		return value[string](b, fmt.Sprintf(`(() => { const n = %s; return n.hidden ? "" : n.dataset.lines })()`, q(e.id+" .cr-next")))
	}
	step := e.id + " .cr-step"
	if got := next(); got != "" {
		t.Errorf("lines %s are marked before one begins", got)
	}
	b.click(step)
	e.shows("week = [11.5, 13.0, 12.2]\n")
	if got := next(); got != "2" {
		t.Errorf("marked are lines %s", got)
	}
	b.until(q(step) + `.textContent === "Next, 2 of 4"`)
	band := value[[]float64](b, fmt.Sprintf(`(() => { const b = %s.getBoundingClientRect(), c = %s.getBoundingClientRect(); return [b.top - c.top, b.height] })()`, q(e.id+" .cr-next"), q(e.id+" .cr-code")))
	if band[0] < 20 || band[0] > 60 || band[1] < 12 || band[1] > 30 {
		t.Errorf("the mark is at %v", band)
	}
	b.press("Enter") // the button keeps the focus
	e.shows("3\n")
	if got := next(); got != "4-6" {
		t.Errorf("marked are lines %s", got)
	}
	b.shot("step-1440")
	b.press("Space")
	e.shows("12.2 degrees\n")
	b.press("Enter")
	e.shows(">>> max(week)\n13.0\n")
	b.until(q(step) + `.textContent === "All done, run again"`)
	if got := next(); got != "" {
		t.Errorf("at the end lines %s are marked", got)
	}
	b.press("Enter")
	b.until(q(step) + `.textContent === "Next, 2 of 4"`)
	e.item("Restart Python")
	b.until(q(e.id+" .cr-example") + `.getBoundingClientRect().height > 0`)
	b.click(e.id + " .cr-example")
	e.shows(">>> max(week)\n13.0\n")
	if got := e.text(); strings.Count(got, ">>>") != 4 {
		t.Errorf("all of the example shows %q", got)
	}
}
