package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// inBox is the JavaScript for whether one thing is seen in another, and in the window.
func (e element) inBox(what, box string) string {
	return fmt.Sprintf(`(() => { const w = %s, b = %s; if (!w || !w.checkVisibility()) return false; const r = w.getBoundingClientRect(), o = b.getBoundingClientRect(); return r.height > 0 && r.top >= o.top - 1 && r.bottom <= o.bottom + 1 })()`, q(e.id+" "+what), q(e.id+" "+box))
}

// What an error means is seen though the output before it is long.
func TestExplanationBelowLongOutputIsSeen(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/small.md"), desktop)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.write("for i in range(80): print('line', i)\n1 / 0")
	b.press("Enter", ctrl)
	e.shows("ZeroDivisionError")
	e.sees(".cr-note", "divide")
	b.until(e.inBox(".cr-note", ".cr-log"))
	b.shot("note-1440")
}

// The line one types on stays in the window when output would push it out, and
// does not call back who has scrolled away.
func TestLineStaysInTheWindow(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/lesson.md"), desktop)
	b.open("")
	e := b.nth(1)
	const seen = `(() => { const r = document.querySelector("#cr-0001 .cr-line").getBoundingClientRect(); return document.activeElement === document.querySelector("#cr-0001 .cr-line") && r.top > 60 && r.bottom < innerHeight })()`
	e.typeAt()
	for _, n := range []int{5, 30, 60} {
		b.line(fmt.Sprintf("for i in range(%d): print('line', i)", n))
		b.press("Enter")
		e.shows(fmt.Sprintf("line %d\n", n-1))
		e.state("idle")
		e.text()
		if !value[bool](b, seen) {
			t.Errorf("after %d lines the line is out of view", n)
		}
	}
	b.shot("line-1440")
	e.item("Clear the output")
	e.until(fmt.Sprintf(logText, q(e.id)) + ` === ""`)
	e.typeAt()
	b.line("import time; [print(time.sleep(0.05), i) for i in range(40)] and None")
	e.shows("None 3\n")
	b.do(`scrollTo({ top: 2400, behavior: "instant" })`)
	time.Sleep(100 * time.Millisecond)
	at := value[float64](b, "scrollY")
	e.shows("None 39\n")
	e.text()
	if got := value[float64](b, "scrollY"); value[bool](b, seen) || got < at {
		t.Errorf("the reader was at %v and is at %v", at, got)
	}
}

// The line of an error is seen in the box of a long program; the page stays
// where it is, and so does the box of who has written on.
func TestMarkedLineOfALongProgramIsSeen(t *testing.T) {
	program := "import time\ntime.sleep(1)\n" + strings.Repeat("x = 1\n", 68) + "1 / 0"
	b := newTab(t, serve(t, written(t, "long.md", "# Long\n\n```python editor name=long linenumber\n"+program+"\n```\n")), desktop)
	b.open("")
	e := b.named("long.py")
	e.typeIn()
	const scrolled = `document.querySelector(".cm-scroller").scrollTop`
	for _, again := range []bool{false, true} {
		b.do(scrolled + ` = 0; scrollTo({ top: 0, behavior: "instant" })`)
		b.press("Home", ctrl)
		b.press("Enter", ctrl)
		e.state("running")
		if again {
			b.write("#")
		}
		at := value[float64](b, "scrollY")
		e.says("ZeroDivisionError in line 71")
		if again {
			e.text()
			if got := value[float64](b, scrolled); got != 0 {
				t.Errorf("while one writes the box is scrolled to %v", got)
			}
			continue
		}
		b.until(e.inBox(".cr-mark", ".cm-scroller"))
		b.shot("mark-1440")
		if got := value[float64](b, "scrollY"); got != at {
			t.Errorf("the page was at %v and is at %v", at, got)
		}
	}
	b.reload()
	e.says("ZeroDivisionError in line 71")
	b.until(e.inBox(".cr-mark", ".cm-scroller"))
}
