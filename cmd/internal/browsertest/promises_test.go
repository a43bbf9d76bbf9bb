package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// What was written before is there to go back to, and Reset has an Undo.
func TestEarlierVersionsAndUndo(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/small.md"), desktop)
	b.open("")
	e := b.named("one.py")
	saved := func() { b.t.Helper(); b.until(q(e.id) + `.dataset.work === "saved"`) }
	for _, text := range []string{"print('first of mine')", "print('second of mine')", "print('third')\nprint('of mine')"} {
		e.replace(text)
		saved()
		e.run() // what has run is kept
		e.state("ended")
	}
	e.replace("print('now')")
	saved()
	e.item("Earlier versions…")
	const list = `[...document.querySelectorAll(".cr-version")].map((v) => v.querySelector("code")?.textContent + " " + v.querySelector("span").textContent).join("; ")`
	b.until(list + ` === "print('third') 2 lines; print('second of mine') 1 line; print('first of mine') 1 line"`)
	times := value[[]string](b, `[...document.querySelectorAll(".cr-version time")].map((t) => t.textContent)`)
	for i, at := range times[1:] { // in a minute that two of them share, each tells its second
		if at == times[i] && !regexp.MustCompile(`\b\d\d:\d\d:\d\d$`).MatchString(at) {
			t.Errorf("one cannot tell them by their times: %q", times)
		}
	}
	if high := value[float64](b, `document.querySelector(".cr-version").offsetHeight`); high > 64 {
		t.Errorf("a row is %v px high", high)
	}
	for _, theme := range []string{"light", "dark"} {
		b.scheme(theme)
		b.shot("versions-1440-" + theme)
	}
	b.resize(phone)
	b.shot("versions-390")
	fits(b, phone)
	b.resize(desktop)
	b.press("ArrowDown")
	b.until(`document.querySelector(".cr-versions-code").textContent === "print('second of mine')"`)
	b.click(".cr-versions .cr-primary")
	b.until(`!document.querySelector("dialog[open]")`)
	b.until(e.code() + ` === "print('second of mine')"`)

	e.run()
	e.shows("second of mine\n")
	e.state("ended")
	b.click(e.id + ` [data-do="reset"]`)
	e.says("Back to the author's code")
	b.until(e.code() + ` === "print(\"one\")"`)
	e.until(fmt.Sprintf(logText, q(e.id)) + ` === ""`)
	if high := value[float64](b, q(e.id+" .cr-out")+`.offsetHeight`); high > 50 {
		t.Errorf("below the code a strip of %v px is left", high)
	}
	b.shot("undo-1440")
	b.until(`[...` + q(e.id) + `.querySelectorAll(".cr-status button")].some((u) => u.textContent === "Undo" && (u.id = "undo"))`)
	b.click("#undo")
	b.until(e.code() + ` === "print('second of mine')"`)
	saved()
	b.reload()
	b.until(e.code() + ` === "print('second of mine')"`)
}

// Ctrl-S opens no dialog of the browser's.
func TestSavingByKeyIsHarmless(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/small.md"), desktop)
	b.open("")
	b.do(`addEventListener("keydown", (e) => e.key === "s" && setTimeout(() => (window.prevented = [...(window.prevented ?? []), e.defaultPrevented])))`)
	b.named("one.py").typeIn()
	b.press("s", ctrl)
	b.until(`document.querySelector(".cr-ui [aria-live]").textContent.includes("nothing to save")`)
	b.nth(1).typeAt()
	b.press("s", ctrl)
	b.until(`JSON.stringify(window.prevented) === "[true,true]"`)
}

// Format asks the formatter of the student's Python.
func TestFormatAsksTheFormatter(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"__init__.py": "", "__main__.py": "import sys\nassert sys.argv[1:] == ['-q', '-'], sys.argv\nsys.stdout.write(sys.stdin.read().replace('=', ' = '))\n"} {
		os.MkdirAll(filepath.Join(dir, "black"), 0o755)
		os.WriteFile(filepath.Join(dir, "black", name), []byte(text), 0o644)
	}
	t.Setenv("PYTHONPATH", dir)
	b := newTab(t, serve(t, lessons+"/small.md"), desktop)
	b.excuse("400")
	b.open("")
	e := b.named("one.py")
	e.replace("x=1\ny=2")
	e.item("Format")
	b.until(e.code() + ` === "x = 1\ny = 2"`)
	b.until(`document.querySelector(".cr-ui [aria-live]").textContent === "Formatted"`)
	e.replace("x=(1")
	b.press("F", alt, shift)
	b.until(`document.querySelector(".cr-toast")?.textContent.includes("Python does not understand line 1 yet")`)
	b.until(e.code() + ` === "x=(1"`)
}

// Python that is only shown is taken to an editor with one click.
func TestShownCodeIsTakenToAnEditor(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/lesson.md"), desktop)
	b.open("")
	b.click("pre.cr-styled .cr-taker")
	b.until(q(".cr-added .cm-content"))
	mine := b.named("mine-1.py")
	b.until(mine.code() + `.trim() === "answer = 42"`)
	mine.typing()
	b.press("Enter", ctrl)
	mine.says("Finished")
}

// Without a mouse from the home page to an example that has run.
func TestKeyboardFromTheHomePage(t *testing.T) {
	b := newTab(t, serve(t), desktop)
	b.quiet("/home")
	to := func(where, want string) {
		t.Helper()
		for range 80 {
			b.press("Tab")
			if value[bool](b, where) {
				if !value[bool](b, `document.activeElement.matches(":focus-visible")`) {
					t.Errorf("nothing shows that %s has the focus", want)
				}
				return
			}
		}
		t.Fatalf("Tab never reaches %s", want)
	}
	to(`!!document.activeElement.closest(".cr-upnext")`, "the first lesson")
	b.press("Enter")
	b.until(`location.pathname.endsWith("first-steps/01-hello.md")`)
	b.live()
	to(`document.activeElement.matches(".cr-example")`, "the example")
	id := value[string](b, `document.activeElement.closest(".cr-cell").id`)
	b.press("Enter")
	e := element{b, "#" + id}
	e.shows(">>>")
	e.state("idle")
	b.until(`document.querySelector(".cr-count").textContent.startsWith("1 of")`)
}

// A file that hides a module of Python is what the sentence is about.
func TestHiddenModuleIsExplained(t *testing.T) {
	file := written(t, "hide.md", "# Hide\n\n```python editor name=make\nopen('statistics.py', 'w').close()\n```\n\n```python editor name=mean\nimport statistics\nprint(statistics.mean([1, 2]))\n```\n")
	b := newTab(t, serve(t, file), desktop)
	b.open("")
	mean := b.named("mean.py")
	mean.run()
	mean.shows("1.5")
	b.named("make.py").run()
	b.named("make.py").says("Finished")
	mean.run()
	mean.sees(".cr-why", "Your file statistics.py has the same name as Python's own module statistics and hides it.")
	b.shot("shadow-1440")
}

// Who asks for less motion gets none.
func TestReducedMotion(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.excuse("ERR_", "WebSocket", "404")
	still := func(how string) []string {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: how}},
		})
		b.must(err)
		return value[[]string](b, `document.getAnimations().filter((a) => a.playState === "running").map((a) => a.effect.target?.className + " " + (a.animationName ?? a.transitionProperty))`)
	}
	still("reduce")
	b.open("")
	e := b.named("loop.py")
	e.run()
	e.shows("going round")
	if moves := still("reduce"); len(moves) > 0 {
		t.Errorf("while a program runs: %q", moves)
	}
	s.kill()
	b.until(`document.querySelector(".cr-link:not([hidden])")`)
	b.click(`[data-do="theme"]`)
	if moves := still("reduce"); len(moves) > 0 {
		t.Errorf("while the server is away: %q", moves)
	}
	if moves := still("no-preference"); len(moves) == 0 {
		t.Error("nothing moves for anybody, so this test sees nothing")
	}
	s.start("--port", s.address.Port())
}

// The chosen theme is there before the page's body, so that nothing flashes.
func TestThemeIsThereBeforeThePage(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/small.md"), desktop)
	b.scheme("light")
	b.early(`new MutationObserver((_, o) => { if (document.body) { o.disconnect(); window.atFirst = document.documentElement.dataset.theme ?? "none" } }).observe(document, { childList: true, subtree: true })`)
	b.open("")
	b.until(`window.atFirst === "none"`)
	for _, want := range []string{"light", "dark"} {
		b.click(`[data-do="theme"]`)
		b.reload()
		if got := value[string](b, `window.atFirst`); got != want {
			t.Errorf("the body begins in theme %q, want %q", got, want)
		}
	}
}

// Nothing is fetched from anywhere but the own server.
func TestNothingComesFromElsewhere(t *testing.T) {
	b := newTab(t, serve(t), desktop)
	for _, path := range []string{"/home", "/t/first-steps/01-hello.md", "/t/first-steps/04-a-week-of-temperatures.md", "/t/all-elements.html"} {
		b.early(`window.asked = []; new PerformanceObserver((l) => asked.push(...l.getEntries().map((e) => e.name))).observe({ type: "resource", buffered: true });
			for (const [of, name] of [[window, "WebSocket"], [window, "EventSource"]]) of[name] = new Proxy(of[name], { construct: (to, [at, ...more]) => (asked.push(String(at)), new to(at, ...more)) });`)
		b.quiet(path)
		b.do(`scrollTo(0, 1e6)`)
		time.Sleep(500 * time.Millisecond)
		asked := value[[]string](b, `[...asked, ...performance.getEntriesByType("resource").map((e) => e.name)]`)
		if len(asked) < 3 {
			t.Errorf("%s asks only for %q", path, asked)
		}
		for _, a := range asked {
			if own := "://" + b.server.address.Host + "/"; !strings.Contains(a, own) && !strings.HasPrefix(a, "data:") && !strings.HasPrefix(a, "blob:") {
				t.Errorf("%s asks for %s", path, a)
			}
		}
	}
}
