package browsertest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestEditorOnAnyPage edits in a page whose rules are against everything.
func TestEditorOnAnyPage(t *testing.T) {
	rules := `* { letter-spacing: 3px; line-height: 3 } div, span, ul, li, input, button, label { padding: 9px; margin: 7px; border: 2px dotted red; float: left; font: 30px serif; text-transform: uppercase }
#main div { position: static; display: inline; width: 50px } #main div::before, #main span::after { content: "x" } body div.cm-line { color: red } #main input { width: 900px }`
	text := "<!DOCTYPE html><html lang=en><head><title>Hostile</title><style>" + rules + "</style></head><body><main id=main><h1>Hostile</h1>\n<pre title=\"editor name=here linenumber\">\n" + program + "</pre></main></body></html>"
	s := serve(t, written(t, "hostile.html", text))
	b := newTab(t, s, desktop)
	b.excuse("chunks/codemirror", "ERR_BLOCKED_BY_CLIENT")
	_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	b.must(err)
	block(b, "*://*:*/static/*/chunks/codemirror*")
	b.open("")
	still := value[[]string](b, places)
	before := b.nth(1).picture()
	block(b)
	b.reload()
	e := b.named("here.py")
	e.upgraded()
	if live := value[[]string](b, places); !samePlaces(live[0], still[0]) {
		t.Errorf("%s\nis then\n%s", still[0], live[0])
	}
	if d := different(before, e.picture()); d > 0.0005 {
		t.Errorf("%.2f%% of what one sees is different", d*100)
	}
	e.typeIn()
	b.press("f", ctrl)
	b.until(q(e.id + " .cr-find"))
	look := value[[]string](b, `[...document.querySelectorAll(".cr-find, .cr-find *")].filter((x) => { const s = getComputedStyle(x); return !x.closest("svg") && (s.float !== "none" || s.letterSpacing !== "normal" || s.textTransform !== "none" || s.borderTopStyle === "dotted" || x.offsetWidth > 800 && !x.matches(".cr-find, .cr-find > div")) }).map((x) => x.outerHTML.slice(0, 80))`)
	if len(look) > 0 {
		t.Errorf("the rules of the page reach %q", look)
	}
	b.shot("editor-hostile-1440")
}

// axe is the script that judges pages, or the test is skipped.
func axe(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(axeFile)
	if err != nil {
		lacks(t, "axe-core is not installed: npm ci in static does that")
	}
	return string(text)
}

// TestEditorIsAccessible opens everything that an editor can open, and lets axe
// look at it. Nothing of that may be against the page's policy.
func TestEditorIsAccessible(t *testing.T) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{desktop, phone} {
			t.Run(fmt.Sprint(scheme, width), func(t *testing.T) {
				b := newTab(t, serve(t, written(t, "editors.md", edited)), width)
				b.scheme(scheme)
				b.early(`window.against = []; addEventListener("securitypolicyviolation", (e) => window.against.push(e.violatedDirective + " " + e.sourceFile), true)`)
				b.open("")
				e := b.named("bare.py")
				label := value[[]string](b, fmt.Sprintf(`(async () => { %s.scrollIntoView({ block: "center", behavior: "instant" }); while (!%s) await new Promise(requestAnimationFrame); const c = %[2]s; return [c.getAttribute("aria-label"), c.getAttribute("aria-describedby").split(" ").map((i) => document.getElementById(i).textContent).join(" ").trim(), c.getAttribute("role"), c.getAttribute("autocapitalize"), c.getAttribute("autocorrect"), c.getAttribute("spellcheck")] })()`, q(e.id), q(e.id+" .cm-content")))
				want := `["Code of bare.py","Tab indents. To leave the editor press Escape, then Tab.","textbox","off","off","false"]`
				if got, _ := json.Marshal(label); string(got) != want {
					t.Errorf("it is %s, want %s", got, want)
				}
				e.replace("import math\n\n\ndef half(number):\n    return number / 2\n\n\nmath.hypot(3, 4)\nhal")
				e.run()
				e.shows("NameError")
				e.state("ended")
				e.enter()
				b.press("End", ctrl)
				b.press("Backspace")
				b.write("lf")
				b.press("f", ctrl)
				b.until(q(e.id + " .cr-find input"))
				b.write("number")
				b.until(fmt.Sprintf(`document.querySelectorAll(%s).length === 2`, quote(e.id+" .cm-searchMatch")))
				fits(b, width)
				b.shot(fmt.Sprintf("editor-search-%s-%d", scheme, width))
				b.audit(script)
				b.press("Escape")
				e.typing()
				b.press("Space", ctrl)
				b.until(q(e.id + " .cm-tooltip-autocomplete li[aria-selected]"))
				fits(b, width)
				b.shot(fmt.Sprintf("editor-completion-%s-%d", scheme, width))
				b.audit(script)
				b.press("Escape")
				b.press("ArrowUp")
				b.press("i", ctrl)
				b.until(q(e.id + " .cr-doc"))
				fits(b, width)
				b.shot(fmt.Sprintf("editor-documentation-%s-%d", scheme, width))
				b.audit(script)
				if bad := value[[]string](b, `window.against`); len(bad) > 0 {
					t.Errorf("against the policy: %q", bad)
				}
			})
		}
	}
}

// enter puts the cursor into the code without a click.
func (e element) enter() {
	e.t.Helper()
	e.do(q(e.id+" .cm-content") + `.focus()`)
	e.typing()
}

// TestEditorInForcedColours types where the system chooses the colours.
func TestEditorInForcedColours(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	b.must(err)
	b.open("")
	e := b.named("bare.py")
	e.typeIn()
	b.press("a", ctrl)
	b.until(`!getSelection().isCollapsed`)
	b.shot("editor-forced-1440")
	if colour := value[string](b, `getComputedStyle(`+q(e.id+" .cm-content")+`).caretColor`); strings.Contains(colour, "0, 0, 0, 0") {
		t.Errorf("the cursor is %s", colour)
	}
	if colour := value[string](b, fmt.Sprintf(`getComputedStyle(%s, "::selection").backgroundColor`, q(e.id+" .cm-line"))); strings.HasSuffix(colour, ", 0)") {
		t.Errorf("the selection is %s", colour)
	}
}
