package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
)

// The button of the theme says and shows which one it is, and what a click does.
func TestThemeButtonSaysItsState(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/small.md"), desktop)
	b.scheme("light")
	b.open("")
	const button = `document.querySelector('[data-do="theme"]')`
	pictures := map[string]bool{}
	for _, want := range []string{"Theme: as the system. Click for light", "Theme: light. Click for dark", "Theme: dark. Click for that of the system"} {
		if got := value[[]string](b, `[`+button+`.title, `+button+`.getAttribute("aria-label")]`); got[0] != want || got[1] != want {
			t.Errorf("it says %q, want %q", got, want)
		}
		pictures[value[string](b, button+`.innerHTML`)] = true
		b.shot(fmt.Sprintf("theme-button-%d", len(pictures)))
		b.click(`[data-do="theme"]`)
	}
	if len(pictures) != 3 {
		t.Errorf("there are %d pictures", len(pictures))
	}
}

// On the smallest screens a name has room while the program runs, and no button
// lies on code.
func TestSmallestScreenHasRoom(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, 320)
	b.open("")
	e := b.named("ask.py")
	e.run()
	e.asks()
	b.until(q(e.id+` [data-do="stop"]`) + `.checkVisibility()`)
	if name := value[[]int](b, `(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(`+q(e.id+" .cr-name")+`)`); name[0] > name[1] {
		t.Errorf("of %d px of the name %d are seen", name[0], name[1])
	}
	if got := value[string](b, `(() => { const r = `+q(e.id+` [data-do="run"]`)+`.getBoundingClientRect(); return r.width + "x" + r.height })()`); got != "44x44" {
		t.Errorf("Run is %s", got)
	}
	const covered = `[...document.querySelectorAll(".cr-copier")].filter((c) => c.checkVisibility()).flatMap((c) => {
		const r = c.getBoundingClientRect(), box = c.closest("pre, .cr-cell"), range = document.createRange(), out = [];
		if (r.width < 44 || r.height < 44) out.push("small: " + r.width + "x" + r.height);
		const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
		for (let n; (n = walker.nextNode()); ) {
			if (!n.nodeValue.trim()) continue;
			range.selectNodeContents(n);
			for (const o of range.getClientRects()) if (o.width && r.left < o.right && r.right > o.left && r.top < o.bottom && r.bottom > o.top) out.push(n.nodeValue);
		}
		return out;
	})`
	for _, theme := range []string{"light", "dark"} {
		b.scheme(theme)
		b.do(q(e.id) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
		b.shot("room-320-" + theme)
	}
	if got := value[[]string](b, covered); len(got) > 0 {
		t.Errorf("buttons to copy on code, or too small: %q", got)
	}
	if n := value[int](b, `[...document.querySelectorAll(".cr-copier")].filter((c) => c.checkVisibility()).length`); n == 0 {
		t.Error("there is no button to copy at all")
	}
	b.do(`document.querySelector("pre.cr-styled").scrollIntoView({ block: "center", behavior: "instant" })`)
	b.shot("copier-320")
	fits(b, 320)
	b.do(`window.copied = []; navigator.clipboard.writeText = async (t) => { copied.push(t) }`)
	e.item("Copy code")
	b.until(`window.copied[0]?.startsWith("name = input")`)
}

// A notice leaves the way to the next lesson free.
func TestNoticeLeavesTheLinksFree(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		b := newTab(t, serve(t, lessons+"/small.md"), width)
		b.open("")
		// one that stays
		b.do(`const p = document.createElement("p"), box = document.createElement("div"); p.textContent = "Something that takes two lines to be said, or even three of them."; box.className = "cr-toast"; box.append(p); document.querySelector(".cr-toasts").append(box); document.documentElement.classList.add("cr-noticed")`)
		b.do(`scrollTo({ top: 1e6, behavior: "instant" })`)
		b.shot(fmt.Sprintf("notice-%d", width))
		if !value[bool](b, `(() => { const a = document.querySelector(".cr-pager a[rel=next]"), r = a.getBoundingClientRect(); return [[r.left + 2, r.top + 2], [r.right - 2, r.bottom - 2]].every(([x, y]) => a.contains(document.elementFromPoint(x, y))) })()`) {
			t.Errorf("at %d px a notice covers the link", width)
		}
	}
}

// What stands below an error stands in one line.
func TestTroubleStandsInLine(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		b := newTab(t, serve(t, lessons+"/lesson.md"), width)
		b.open("")
		e := b.named("trouble.py")
		e.run()
		e.sees(".cr-why", "zero")
		left := value[[]float64](b, `[".cr-last code", ".cr-why", ".cr-tracefold .cr-icon", ".cr-go"].map((s) => `+q(e.id)+`.querySelector(s).getBoundingClientRect().left)`)
		if left[0] != left[1] || left[2] < left[0]-1 || left[2] > left[0]+3 || (width == phone && left[3] != left[0]) {
			t.Errorf("at %d px they begin at %v", width, left)
		}
		b.do(q(e.id+" .cr-trouble") + `.scrollIntoView({ block: "center", behavior: "instant" })`)
		b.shot(fmt.Sprintf("trouble-%d", width))
	}
}

// The button of the first lesson is as wide as what stands around it.
func TestHomePageIsOneColumn(t *testing.T) {
	b := newTab(t, serve(t), desktop)
	b.quiet("/home")
	wide := value[[]float64](b, `[".cr-searchfield", ".cr-upnext", ".cr-course"].map((s) => document.querySelector(s).offsetWidth)`)
	if wide[0] != wide[1] || wide[1] != wide[2] {
		t.Errorf("the widths are %v", wide)
	}
	if text := value[string](b, `document.body.innerText`); strings.Contains(text, "Home · Writing a lesson") {
		t.Error("a page is told by its navigation")
	}
	b.fullShot("home-column-1440")
}

// While a program runs in its terminal one can stop it, and when it has ended no
// empty rows are left.
func TestTerminalKeepsStopInSightAndShrinks(t *testing.T) {
	crash := strings.Repeat("# a remark\n", 20) + "import time\nprint('here' + '\\n' * 22)\ntime.sleep(2)\n{}['a']"
	file := written(t, "term.md", "# T\n\nSome words.\n\n```python terminal name=crash\n"+crash+"\n```\n\n```python terminal name=long\nfor i in range(40): print('row', i)\n```\n")
	b := newTab(t, serve(t, file), desktop)
	b.open("")
	e := b.named("crash.py")
	e.run()
	e.state("running")
	e.screen("here")
	b.do(q(e.id+" .cr-termfoot") + `.scrollIntoView({ block: "nearest", behavior: "instant" })`)
	if !value[bool](b, `(() => { const s = `+q(e.id+` [data-do="stop"]`)+`, r = s.getBoundingClientRect(); return s.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)) })()`) {
		t.Error("Stop is out of sight")
	}
	b.shot("terminal-running-1440")
	e.says("KeyError")
	const high = `document.querySelectorAll("%s .xterm-rows > div").length`
	e.screen("KeyError: 'a'")
	b.shot("terminal-ended-1440")
	e.replace("{}['a']")
	e.run()
	e.says("KeyError")
	b.until(fmt.Sprintf(high+` < 9 && `+high+` > 4`, e.id, e.id))
	e.screen("KeyError: 'a'")
	b.shot("terminal-small-1440")
	e.replace("import time\ntime.sleep(1)\n{}['a']") // it has all its rows again
	e.run()
	e.state("running")
	b.until(fmt.Sprintf(high+` === 24`, e.id))
	e.says("KeyError")
	long := b.named("long.py")
	long.run()
	long.state("ended")
	long.screen("row 39")
	b.until(fmt.Sprintf(high+` === 24`, long.id))
	b.reload()
	e.screen("KeyError: 'a'")
	b.until(fmt.Sprintf(high+` < 9`, e.id))
}
