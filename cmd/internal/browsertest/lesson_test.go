package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestLesson is the main job, on a desk and on a phone.
func TestLesson(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := newTab(t, serve(t, lessons+"/lesson.md"), width)
			b.open("")
			if got := value[string](b, `location.pathname + location.search`); got != "/t/lesson.md" {
				t.Errorf("the printed address led to %s", got)
			}
			b.shot(fmt.Sprintf("lesson-%d", width))
			t.Run("interpreter", func(t *testing.T) { typeInAnInterpreter(b.in(t)) })
			t.Run("shared", func(t *testing.T) { interpretersShareTheirNames(b.in(t)) })
			t.Run("editor", func(t *testing.T) { runAnEditor(b.in(t)) })
			t.Run("input", func(t *testing.T) { answerInput(b.in(t)) })
			t.Run("stop", func(t *testing.T) { stopALoop(b.in(t)) })
			t.Run("traceback", func(t *testing.T) { readATraceback(b.in(t)) })
			t.Run("plot", func(t *testing.T) { seeAPlot(b.in(t)) })
			b.fullShot(fmt.Sprintf("lesson-%d-after", width))
			fits(b, width)
			if width == phone {
				b.resize(320)
				fits(b, 320)
			}
		})
	}
}

// in returns the tab for a subtest.
func (b *tab) in(t *testing.T) *tab {
	return &tab{t: t, ctx: b.ctx, server: b.server}
}

func typeInAnInterpreter(b *tab) {
	e := b.nth(1)
	e.typeAt()
	b.line("6 * 7")
	e.shows("42")
	b.line("for i in range(3):")
	if got := value[string](b, q(e.id+" .cr-line")+".value"); got != "for i in range(3):\n    " {
		b.t.Errorf("after the colon the line is %q", got)
	}
	b.line("print('row', i)")
	b.press("Enter") // a blank line ends the block
	e.shows("row 2")
	e.state("idle")
	want := ">>> 6 * 7\n42\n>>> for i in range(3):\n...     print('row', i)\nrow 0\nrow 1\nrow 2\n"
	if got := e.text(); got != want {
		b.t.Errorf("it shows %q, want %q", got, want)
	}
	b.press("ArrowUp")
	b.until(fmt.Sprintf(`%s.value.startsWith("for i in")`, q(e.id+" .cr-line")))
	b.press("c", ctrl)
	b.until(q(e.id+" .cr-line") + `.value === ""`)
	b.line("while True: pass")
	b.press("Enter")
	e.state("running")
	b.click(e.id + ` .cr-side [data-do="stop"]:not([hidden])`)
	e.shows("KeyboardInterrupt")
	e.state("idle")
	b.line("i")
	e.shows("\n>>> i\n2\n") // what was known before the interrupt
}

func interpretersShareTheirNames(b *tab) {
	one, two, alone := b.nth(1), b.nth(2), b.nth(3)
	one.typeAt()
	b.line("colour = 'green'")
	two.typeAt()
	b.line("colour")
	two.shows("'green'")
	alone.typeAt()
	b.line("colour")
	alone.shows("NameError")
}

func runAnEditor(b *tab) {
	e := b.named("hello.py")
	e.run()
	e.shows("Hello from the editor\n")
	e.state("ended")
	e.says("Finished in")
	e.replace("print('changed')")
	b.press("Enter", ctrl)
	e.shows("changed\n")
	if strings.Contains(e.text(), "Hello") {
		b.t.Errorf("the output of the run before is still there: %q", e.text())
	}
	e.typing()
	b.press("Enter", shift)
	b.until(`document.activeElement !== ` + q(e.id+" .cm-content")) // goes on to the next
	b.click(e.id + ` [data-do="reset"]`)
	b.until(e.code() + `.includes("Hello from the editor")`)
}

func answerInput(b *tab) {
	e := b.named("ask.py")
	e.run()
	e.shows("Who? ")
	e.asks()
	b.shot(fmt.Sprintf("input-%d", value[int](b, "innerWidth")))
	b.line("Ada")
	e.shows("Good day, Ada\n")
	e.state("ended")
	if got, want := e.text(), "Who? Ada\nGood day, Ada\n"; got != want {
		b.t.Errorf("it shows %q, want %q", got, want)
	}
	b.until(`!` + q(e.id+" .cr-answer"))
}

func stopALoop(b *tab) {
	e := b.named("loop.py")
	e.run()
	e.shows("going round\n")
	e.says("Running")
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.says("topped")
	e.shows("KeyboardInterrupt")
	b.until(q(e.id+` [data-do="stop"]`) + `.disabled`)
}

func readATraceback(b *tab) {
	e := b.named("trouble.py")
	e.run()
	e.shows("ZeroDivisionError: division by zero")
	text := e.text()
	print, trace := strings.Index(text, "before the trouble"), strings.Index(text, "Traceback")
	if print != 0 || trace < print {
		b.t.Errorf("the order is wrong: %q", text)
	}
	for _, want := range []string{"line 5, in <module>", "line 2, in divide", "return a / b"} {
		if !strings.Contains(text, want) {
			b.t.Errorf("the traceback lacks %q: %q", want, text)
		}
	}
	e.says("ZeroDivisionError in line 2")
	rgb := value[[]int](b, `getComputedStyle(`+q(e.id+" .cr-err")+`).color.match(/\d+/g).slice(0, 3).map(Number)`)
	if rgb[0] < rgb[1]+40 || rgb[0] < rgb[2]+40 {
		b.t.Errorf("a traceback is not red but rgb %v", rgb)
	}
	b.until(q(e.id + " .cr-mark"))
	b.shot(fmt.Sprintf("traceback-%d", value[int](b, "innerWidth")))
}

func seeAPlot(b *tab) {
	e := b.named("plot.py")
	needMatplotlib(b.t)
	e.run()
	b.until(`(() => { const i = ` + q(e.id+" .cr-figure img") + `; return i && i.complete && i.naturalWidth > 200 && i.offsetWidth > 200 })()`)
	e.shows("drawn\n")
	e.state("ended")
	b.do(q(e.id) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
	b.shot(fmt.Sprintf("plot-%d", value[int](b, "innerWidth")))
}
