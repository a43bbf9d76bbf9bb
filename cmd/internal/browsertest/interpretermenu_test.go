package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestMenuOfAnInterpreter(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(2)
	copied := func(item string) {
		t.Helper()
		b.do(`document.querySelector(".cr-toast button")?.click()`)
		e.item(item)
		b.until(`document.querySelector(".cr-toast")?.textContent.includes("Copied")`)
	}
	copied("Copy as a program")
	if got := b.pasted(); got != "2 + 2\n" {
		t.Errorf("the example as a program: %q", got)
	}
	e.typeAt()
	b.line("x = 20")
	b.line("x / 0")
	b.line("def double(n):\n    return 2 * n\n")
	b.line("print(double(x))")
	e.shows("40\n")
	e.state("idle")
	copied("Copy as a program")
	if got, want := b.pasted(), "x = 20\n\ndef double(n):\n    return 2 * n\n\nprint(double(x))\n"; got != want {
		t.Errorf("as a program: %q, want %q", got, want)
	}
	copied("Copy the output")
	if got := b.pasted(); !strings.HasPrefix(got, "--> x = 20\n--> x / 0\nTraceback") || !strings.HasSuffix(got, "--> print(double(x))\n40\n") {
		t.Errorf("the output: %q", got)
	}
	b.click(e.id + " .cr-more")
	b.until(`document.activeElement.matches(".cr-menu [role=menuitem]")`)
	b.shot("menu-1440")
	b.press("ArrowUp")
	b.until(`document.activeElement.textContent === "Restart Python"`)
	b.press("Escape")
	b.until(`document.activeElement === ` + q(e.id+" .cr-more"))
	e.item("Clear the output")
	b.until(fmt.Sprintf(logText, q(e.id)) + ` === ""`)
	b.line("x")
	e.shows("20\n")
	e.item("Restart Python")
	b.until(fmt.Sprintf(logText, q(e.id)) + ` === ""`)
	b.until(`document.activeElement === ` + q(e.id+" .cr-line"))
	b.line("x")
	e.shows("NameError")
}

func TestInterpreterOnAPhone(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, phone)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.line("colours = ['red']; colour_of_it = 3")
	e.state("idle")
	key := func(n int) string { return fmt.Sprintf("%s .cr-keys button:nth-child(%d)", e.id, n) }
	b.click(key(2)) // up
	e.lineIs("colours = ['red']; colour_of_it = 3")
	b.until(`document.activeElement === ` + q(e.id+" .cr-line"))
	b.click(key(3)) // down
	e.lineIs("")
	b.write("col")
	b.click(key(1)) // tab
	b.until(q(e.id+" .cr-choices") + `.getBoundingClientRect().height > 0`)
	b.shot("completion-390")
	b.click(e.id + " .cr-choices li:nth-child(2)")
	e.lineIs("colours")
	for _, width := range []int{phone, 320} {
		b.resize(width)
		fits(b, width)
		small := value[[]string](b, `[...document.querySelectorAll(".cr-entry button, .cr-entry textarea, .cr-step, .cr-more")].filter((x) => { const r = x.getBoundingClientRect(); return r.width && (r.height < 36 || (x.tagName === "BUTTON" && (r.width < 40 || r.height < 40)) || (x.tagName === "TEXTAREA" && parseFloat(getComputedStyle(x).fontSize) < 16)) }).map((x) => x.className)`)
		if len(small) > 0 {
			t.Errorf("at %d these are too small: %v", width, small)
		}
	}
	b.click(key(4)) // search
	b.until(`document.activeElement.matches(".cr-search-input")`)
	b.write("colour")
	b.shot("search-320")
	fits(b, 320)
	if size := value[float64](b, `parseFloat(getComputedStyle(document.activeElement).fontSize)`); size < 16 {
		t.Errorf("the search has letters of %v px", size)
	}
}

// TestInterpreterIsAccessible lets axe look at what opens in an interpreter.
func TestInterpreterIsAccessible(t *testing.T) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{desktop, phone} {
			t.Run(fmt.Sprint(scheme, width), func(t *testing.T) {
				b := newTab(t, serve(t, lessons+"/interpreter.md"), width)
				look := func(name string) {
					t.Helper()
					b.shot(fmt.Sprintf("interpreter-%s-%s-%d", name, scheme, width))
					b.audit(script)
				}
				b.scheme(scheme)
				b.open("")
				e := b.nth(1)
				e.typeAt()
				b.line("colours = ['red', 'green']; colour_of_it = 3")
				b.line("for c in colours:\n    print(c.upper(), len(c))\n")
				e.shows("GREEN 5\n")
				b.line("colour")
				e.shows("NameError")
				e.state("idle")
				b.write("print(colou")
				b.press("Tab")
				b.until(q(e.id+" .cr-choices") + `.getBoundingClientRect().height > 0`)
				look("completion")
				b.press("Escape")
				b.press("c", ctrl)
				b.write("print(")
				b.press("i", ctrl)
				b.until(q(e.id+" .cr-doc") + `.getBoundingClientRect().height > 0`)
				look("documentation")
				b.press("c", ctrl)
				b.press("r", ctrl)
				b.write("colour")
				look("search")
				b.press("Escape")
				b.do(q(e.id+" .cr-line") + `.blur()`)
				b.click(e.id + " .cr-more")
				look("menu")
				b.press("Escape")
				long := b.named("long.py")
				long.run()
				long.state("ended")
				b.until(q(long.id+" .cr-fold") + `?.textContent === "Show all 2,000 lines"`)
				look("folded")
				fits(b, width)
			})
		}
	}
}
