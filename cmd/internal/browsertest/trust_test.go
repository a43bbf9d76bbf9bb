package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A page that wants its reader to trust it without knowing: it hides what it can reach,
// and lays what is left under the pointer.
const luring = "# Lure\n\n<style>\n* { pointer-events: none !important }\n" +
	"dialog, dialog *, div:not(#a#b#c), button:not(#a#b#c) { opacity: 0 !important; transform: translate(300px, 200px) !important; color: transparent !important }\n" +
	"[data-do] { position: fixed !important; inset: 0 !important; width: 100vw !important; height: 100vh !important; opacity: 0 !important; pointer-events: auto !important; z-index: 9999 !important }\n</style>\n\n" +
	"Win a prize: click here.\n\n```python editor name=a\n1\n```\n"

const asking = "# Asking\n\n<p id=styled style=\"color: rgb(1, 2, 3)\">Words.</p>\n\n```python editor name=script\nimport dhtml\ndhtml.exec_js(\"document.title = 'by a script'\")\nprint('sent')\n```\n"

// answer is a button of the question how far one trusts.
func answer(level string) string {
	return `document.querySelector("[data-trust-question]")?.shadowRoot.querySelector('[data-level="` + level + `"]')`
}

// choose gives an answer with the mouse, once the question takes one.
func (b *tab) choose(level string) {
	b.t.Helper()
	b.until(answer(level) + `?.disabled === false`)
	at := value[[]float64](b, `(() => { const b = `+answer(level)+`; b.scrollIntoView({ block: "nearest" }); const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`)
	b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
}

func TestTrust(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"asking.md": asking, "look.html": "<title>Look</title><meta name=viewport content='width=device-width'><h1>Look</h1><pre title='editor name=b'>1</pre>"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, dir)
	b := newTab(t, s, desktop)
	b.excuse("/comet") // of a page that has just lost its reader's trust
	b.open("/t/asking.md")
	at := func(level string) {
		t.Helper()
		b.until(`document.documentElement.dataset.crunchyTrust === ` + quote(level))
		if !strings.HasPrefix(level, "display") {
			b.live()
		}
	}
	const question = `document.querySelector("[data-trust-question]")`
	at("normal")
	e := b.named("script.py")
	e.run()
	e.shows("PermissionError")
	e.state("ended")

	// By keyboard; Escape leaves all as it is.
	b.do(q(`.cr-top [data-do="shield"]`) + `.focus()`)
	b.press("Enter")
	b.until(answer("trusted") + `?.disabled === false`)
	b.rest()
	b.shot("trust-1440")
	b.press("Escape")
	b.until(`!` + question + ` && document.activeElement === ` + q(`.cr-top [data-do="shield"]`))
	b.press("Enter")
	b.until(answer("trusted") + `?.disabled === false`)
	b.do(answer("trusted") + `.focus()`)
	b.press("Enter")
	at("trusted")
	e.run()
	e.shows("sent")
	b.until(`document.title === "by a script"`)
	e.state("ended")

	// What a script was for is not run again.
	b.reload()
	e.shows("sent")
	if value[string](b, "document.title") == "by a script" {
		t.Error("the script ran again")
	}
	b.click(`.cr-top [data-do="shield"]`)
	b.choose("strict")
	at("strict")
	if got := value[string](b, `getComputedStyle(document.querySelector("#styled")).color`); got == "rgb(1, 2, 3)" {
		t.Error("a strict page has its own look")
	}
	b.click(`.cr-top [data-do="shield"]`)
	b.choose("display strict")
	at("display strict")
	b.until(q(".cr-locked") + ` && ` + q(`[data-do="run"]`) + `.disabled`)

	// The same folder's page with a look of its own; on a phone, dark.
	b.scheme("dark")
	for _, width := range []int{320, phone} {
		b.resize(width)
		b.must(chromedp.Do(b.ctx, chromedp.Navigate(s.at("/t/look.html", false))))
		at("display strict")
		b.until(q(".cr-tools-open"))
		b.cornerClick(".cr-tools-open")
		b.cornerClick(`[data-do="shield"]`)
		b.until(answer("strict") + `?.disabled === false`)
		b.rest()
		b.shot(fmt.Sprintf("trust-%d", width))
		if over := value[float64](b, question+`.shadowRoot.querySelector("dialog").scrollWidth - `+question+`.shadowRoot.querySelector("dialog").clientWidth`); over > 0 {
			t.Errorf("at %d pixels the question is %v too wide", width, over)
		}
		b.press("Escape")
	}
	b.resize(desktop)
	b.click(`[data-do="trust"]`)
	b.choose("strict")
	at("strict")
}

// TestPageCannotFakeTrust looks whether the question is what its reader sees, whatever
// the page's style sheet says, and whether a click that was meant for the page counts.
func TestPageCannotFakeTrust(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "lure.md"), []byte(luring), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, serve(t, dir), desktop)
	b.excuse("/comet")
	b.open("/t/lure.md")
	// Two quick clicks at the prize.
	for range 2 {
		b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(720, 450)))
	}
	b.do(`document.querySelector("[data-trust-question]") ?? document.querySelector('[data-do="shield"]').click()`)
	b.until(answer("trusted"))
	if !value[bool](b, answer("trusted")+`.disabled`) || value[string](b, `document.documentElement.dataset.trust`) != "normal" {
		t.Error("a click that came at once counts")
	}
	b.until(answer("trusted") + `.disabled === false`)
	b.rest()
	b.shot("trust-lure-1440")
	type seen struct {
		Opacity, Colour, Transform string
		Top                        bool
	}
	for _, level := range []string{"trusted", "normal", "strict", "display normal"} {
		got := value[seen](b, `(() => {
			const e = `+answer(level)+`, r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2, host = document.querySelector("[data-trust-question]");
			const style = (e) => getComputedStyle(e);
			return { Opacity: style(e).opacity + style(e.closest("dialog")).opacity, Colour: style(e).color, Transform: style(e).transform + style(e.closest("dialog")).transform,
				Top: document.elementFromPoint(x, y) === host && host.shadowRoot.elementFromPoint(x, y) !== null };
		})()`)
		if got.Opacity != "11" || got.Transform != "nonenone" || got.Colour == "rgba(0, 0, 0, 0)" || !got.Top {
			t.Errorf("%s is not what it looks like: %+v", level, got)
		}
	}
	b.choose("strict")
	b.until(`document.documentElement.dataset.trust === "strict"`)
}
