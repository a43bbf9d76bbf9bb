package browsertest_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// written makes a lesson of this text, for serve.
func written(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// edited is what there is to edit in most of these tests.
const edited = "# Editors\n\n" +
	"```python editor name=numbered linenumber=8\n" + program + "```\n\n" +
	"```python editor name=bare\n" + program + "```\n\n" +
	"```python editor name=empty\n```\n\n" +
	"```python editor name=wide linenumber\nprint(\"" + longText + "\")\n```\n"

const (
	program = `import math

@property
def area(radius, *, unit="cm"):
    """Return the area of a circle.

    Of any size."""
    if radius < 0:  # never
        raise ValueError(f"no {radius!r} {unit}")
	return	math.pi * radius ** 2

match area(0x1F):
    case 0: print("none", None)
`
	longText = "a long line that does not fit into the box of a telephone and hardly into that of a screen, so that it has to be scrolled, however wide the window is, and on, and on"
)

// early runs a script in each page before the page's own.
func (b *tab) early(script string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	b.must(err)
}

// upgraded waits until an editor is up.
func (e element) upgraded() {
	e.t.Helper()
	e.do(q(e.id) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
	e.until(q(e.id + " .cm-content"))
}

// places are the boxes of all editors, and where some of their words stand.
const places = `(() => [...document.querySelectorAll(".cr-cell")].map((cell) => {
	const box = cell.querySelector(".cr-edit") ?? cell.querySelector(".cr-code:not(.cr-copy)");
	const code = cell.querySelector(".cm-content") ?? box.querySelector("code") ?? box;
	const at = (r) => [r.x + scrollX, r.y + scrollY, r.width, r.height].map((n) => n.toFixed(1)).join(" ");
	const found = [cell.id, at(cell.getBoundingClientRect()), at(box.getBoundingClientRect())];
	for (const word of ["import", "area", "Return", "any size", "raise", "math.pi", "none", "long line", "on, and on"]) {
		const walk = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
		for (let n; (n = walk.nextNode()); ) {
			const i = n.data.indexOf(word);
			if (i < 0) continue;
			const range = document.createRange();
			range.setStart(n, i);
			range.setEnd(n, i + word.length);
			found.push(word + " " + at(range.getBoundingClientRect()));
			break;
		}
	}
	return found.join("\n");
}))()`

// TestEditorComesUpInPlace compares what the server sent with the editor that
// takes its place: box by box, word by word, and as pictures.
func TestEditorComesUpInPlace(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	// What moves while the page is still being read is no editor that comes up; the
	// last of it is painted with the frame after that. TestNothingJumps looks at what
	// the script itself does in that frame.
	const shifts = `window.shifts = []; window.read = Infinity;
		addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() => (window.read = performance.now()))));
		new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.startTime > window.read && e.sources.some((s) => s.node?.parentElement?.closest(".cr-cell, .cr-article"))) window.shifts.push(e.value + " " + e.sources.map((s) => [s.node?.outerHTML?.slice(0, 90) ?? s.node?.data, JSON.stringify(s.previousRect), JSON.stringify(s.currentRect)].join(" ")).join("; ")) }).observe({ type: "layout-shift", buffered: true })`
	for _, width := range []int{desktop, phone} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprint(width, scheme), func(t *testing.T) {
				b := newTab(t, s, width)
				b.scheme(scheme)
				b.excuse("chunks/codemirror", "ERR_BLOCKED_BY_CLIENT")
				b.early(shifts)
				_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
				b.must(err)
				block(b, "*://*:*/static/*/chunks/codemirror*")
				b.open("")
				cells := []element{b.named("numbered.py"), b.named("bare.py"), b.named("empty.py"), b.named("wide.py")}
				still := value[[]string](b, places)
				var before, after []image.Image
				for _, e := range cells {
					before = append(before, e.picture())
				}
				if value[int](b, `document.querySelectorAll(".cm-editor").length`) != 0 {
					t.Fatal("an editor came up without its script")
				}
				block(b)
				b.do(`scrollTo({ top: 0, behavior: "instant" })`)
				b.reload()
				for _, e := range cells {
					e.upgraded()
				}
				live := value[[]string](b, places)
				for _, e := range cells {
					after = append(after, e.picture())
				}
				for i := range still {
					if !samePlaces(still[i], live[i]) {
						t.Errorf("%s\nis then\n%s", still[i], live[i])
					}
					if d := different(before[i], after[i]); d > 0.0005 {
						t.Errorf("%s: %.2f%% of what one sees is different", cells[i].id, d*100)
						keep(t, fmt.Sprintf("still-%d-%d-%s", i, width, scheme), before[i])
						keep(t, fmt.Sprintf("live-%d-%d-%s", i, width, scheme), after[i])
					}
				}
				if shifted := value[[]string](b, `window.shifts`); len(shifted) > 0 {
					t.Errorf("the layout shifts by %v", shifted)
				}
				fits(b, width)
			})
		}
	}
}

// samePlaces compares places, but for what nobody can see: a line can be a 64th of a
// pixel lower or higher.
func samePlaces(a, b string) bool {
	as, bs := strings.Fields(a), strings.Fields(b)
	return slices.EqualFunc(as, bs, func(a, b string) bool {
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		return a == b || errX == nil && errY == nil && math.Abs(x-y) < 0.15
	})
}

// picture is what one sees of the code.
func (e element) picture() image.Image {
	e.t.Helper()
	e.do(q(e.id) + `.scrollIntoView({ block: "center", behavior: "instant" }); await new Promise((r) => setTimeout(r, 60)); document.activeElement.blur()`)
	box := value[[]float64](e.tab, fmt.Sprintf(`(() => { const r = (%s ?? %s).getBoundingClientRect(); return [r.x + scrollX, r.y + scrollY, r.width, r.height] })()`, q(e.id+" .cr-edit"), q(e.id+" .cr-code")))
	got, err := chromedp.Call(e.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &page.Viewport{X: box[0], Y: box[1], Width: box[2], Height: box[3], Scale: 1}})
	e.must(err)
	img, err := png.Decode(bytes.NewReader(got.Data))
	e.must(err)
	return img
}

// different is the part of the pixels that differ so that one could see it.
func different(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	n, r := 0, a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			if max(ar, br)-min(ar, br)+max(ag, bg)-min(ag, bg)+max(ab, bb)-min(ab, bb) > 24<<8 {
				n++
			}
		}
	}
	return float64(n) / float64(r.Dx()*r.Dy())
}

// keep writes a picture beside the others.
func keep(t *testing.T, name string, img image.Image) {
	t.Helper()
	if shared.shots == "" {
		return
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err == nil {
		_ = os.WriteFile(filepath.Join(shared.shots, name+".png"), out.Bytes(), 0o644)
	}
}

// TestEditorsAreLazy opens a lesson with 150 editors: it can be used while most
// of them are still to come to life.
func TestEditorsAreLazy(t *testing.T) {
	var lesson strings.Builder
	lesson.WriteString("# Many\n")
	for n := range 150 {
		fmt.Fprintf(&lesson, "\n```python editor name=e%d linenumber\n%s```\n", n+1, program)
	}
	s := serve(t, written(t, "many.md", lesson.String()))
	b := newTab(t, s, desktop)
	b.early(`window.long = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.long.push(Math.round(e.duration)) }).observe({ type: "longtask", buffered: true });
		new MutationObserver((_, o) => {
			if (!document.querySelector('[data-do="run"]:not(:disabled)')) return;
			window.live = performance.now();
			window.alive = document.querySelectorAll(".cr-edit").length;
			o.disconnect();
		}).observe(document, { subtree: true, attributeFilter: ["disabled"] });
		new MutationObserver((_, o) => {
			if (document.documentElement.dataset.crunchyReady === undefined) return;
			window.all = performance.now();
			o.disconnect();
		}).observe(document, { subtree: true, attributeFilter: ["data-crunchy-ready"] })`)
	b.open("")
	b.nth(1).upgraded()
	if n := value[int](b, `window.alive`); n < 1 || n > 30 {
		t.Errorf("Run can be clicked when %d of 150 are alive", n)
	}
	if n := value[int](b, `document.querySelectorAll(".cm-editor").length`); n < 1 || n >= 20 {
		t.Errorf("%d of 150 editors come up at once", n)
	}
	atLoad := value[[]int](b, `window.long.splice(0)`)
	gap := value[float64](b, `(async () => {
		let last = performance.now(), longest = 0;
		for (let top = 0; top < document.documentElement.scrollHeight; top += 240) {
			scrollTo({ top, behavior: "instant" });
			const now = await new Promise(requestAnimationFrame);
			longest = Math.max(longest, now - last);
			last = now;
		}
		return longest;
	})()`)
	b.nth(150).upgraded()
	t.Logf("150 editors: Run can be clicked after %.0f ms, all are live after %.0f ms, long tasks %v ms; scrolling through all: longest frame gap %.0f ms, long tasks %v ms, %d editors then, heap %d MB",
		value[float64](b, `window.live`), value[float64](b, `window.all`), atLoad, gap, value[[]int](b, `window.long`), value[int](b, `document.querySelectorAll(".cm-editor").length`), value[int](b, `Math.round(performance.memory.usedJSHeapSize / 1e6)`))
	b.nth(150).typeIn()
	b.write("x")
	b.until(b.nth(150).code() + `.includes("x")`)
}

// TestEditorsComeUpWithoutAJump looks at the end of a page while the editors
// there come up: if one of them were shorter for a moment, the page would end
// earlier, and what one is about to click would move.
func TestEditorsComeUpWithoutAJump(t *testing.T) {
	var lesson strings.Builder
	lesson.WriteString("# Some\n")
	for n := range 12 {
		fmt.Fprintf(&lesson, "\n```python editor name=e%d\n%s```\n", n+1, program)
	}
	s := serve(t, written(t, "some.md", lesson.String()))
	b := newTab(t, s, desktop)
	b.early(`window.ends = [];
		addEventListener("DOMContentLoaded", () => {
			scrollTo({ top: 1e6, behavior: "instant" });
			const note = () => ends.at(-1) === scrollY || ends.push(scrollY);
			note();
			addEventListener("scroll", note);
			(function frame() { note(); requestAnimationFrame(frame) })();
		})`)
	b.open("")
	b.until(q("#cr-0012 .cm-content"))
	b.until(q("#cr-0011 .cm-content"))
	b.do(`await new Promise((r) => setTimeout(r, 300))`)
	if ends := value[[]float64](b, `window.ends`); len(ends) != 1 || ends[0] < 900 {
		t.Errorf("the page stands at %v", ends)
	}
}

// TestEditorIsFetchedOnlyWhereThereIsOne looks at what a page without one loads.
func TestEditorIsFetchedOnlyWhereThereIsOne(t *testing.T) {
	s := serve(t, written(t, "none.md", "# None\n\n```python interpreter\n>>> 1 + 1\n2\n```\n"))
	b := newTab(t, s, desktop)
	b.open("")
	b.nth(1).typeAt()
	b.line("6 * 7")
	b.nth(1).shows("42")
	if got := value[string](b, `performance.getEntriesByType("resource").map((r) => r.name).join(" ")`); strings.Contains(got, "codemirror") {
		t.Errorf("it fetches %s", got)
	}
}

// TestTypingBeforeTheEditorIsThere clicks and types while CodeMirror is still
// on its way, and goes on when it has come.
func TestTypingBeforeTheEditorIsThere(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	p := s.behindProxy()
	p.slow = "/chunks/codemirror"
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("bare.py")
	at := value[[]float64](b, fmt.Sprintf(`(() => {
		const pre = %s, range = document.createRange();
		pre.scrollIntoView({ block: "center", behavior: "instant" });
		const walk = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
		for (let n; (n = walk.nextNode()); ) {
			const i = n.data.indexOf("# never");
			if (i < 0) continue;
			range.setStart(n, i + 7);
			range.setEnd(n, i + 7);
			const r = range.getBoundingClientRect();
			return [r.x + 1, r.y + r.height / 2];
		}
	})()`, q(e.id+" .cr-code")))
	b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
	b.write(" mind")
	b.press("Enter")
	b.write("pass")
	want := strings.Replace(strings.TrimSuffix(program, "\n"), "# never", "# never mind\n    pass", 1)
	want = strings.Replace(want, "\n    pass", "\n        pass", 1)
	b.until(fmt.Sprintf(`%s.value === %s`, q(e.id+" .cr-area"), quote(want)))
	b.press("ArrowLeft")
	close(p.on)
	e.typing()
	b.write("!")
	b.until(e.code() + ` === ` + quote(strings.Replace(want, "pass", "pas!s", 1)))
	if value[int](b, `document.querySelectorAll("textarea.cr-area").length`) != 0 {
		t.Error("the textarea is still there")
	}
	b.named("numbered.py").upgraded()
	b.reload()
	b.until(e.code() + ` === ` + quote(strings.Replace(want, "pass", "pas!s", 1)))
}

// TestEditorWithoutItsScript edits and runs where CodeMirror cannot be had.
func TestEditorWithoutItsScript(t *testing.T) {
	s := serve(t, written(t, "editors.md", edited))
	b := newTab(t, s, desktop)
	b.excuse("chunks/codemirror") // the browser's own word on what it could not fetch
	_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	b.must(err)
	block(b, "*://*:*/static/*/chunks/codemirror*")
	b.open("")
	e := b.named("bare.py")
	b.click(e.id + " .cr-code")
	b.press("a", ctrl)
	b.write("def f():")
	b.press("Enter")
	b.write("return 6 * 7")
	b.press("Enter")
	b.write("print(f())")
	b.press("Enter", shift)
	e.shows("42\n")
	b.until(`document.activeElement === ` + q(b.named("empty.py").id+" .cr-area"))
	e.do(q(e.id+` [data-do="reset"]`) + `.click()`)
	b.until(q(e.id+" .cr-area") + `.value.startsWith("import math")`)
}

// TestLongProgram edits 2,000 lines, in a box, and prints all of them.
func TestLongProgram(t *testing.T) {
	var long strings.Builder
	for n := range 2000 {
		fmt.Fprintf(&long, "line_%d = %d\n", n+1, n)
	}
	s := serve(t, written(t, "long.md", "# Long\n\n```python editor name=long linenumber\n"+long.String()+"```\n"))
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("long.py")
	e.upgraded()
	if h := value[float64](b, q(e.id)+`.offsetHeight`); h > 900 {
		t.Errorf("the box is %v px high", h)
	}
	if n := value[int](b, fmt.Sprintf(`document.querySelectorAll(%s).length`, quote(e.id+" .cm-line"))); n > 300 {
		t.Errorf("%d lines are in the page", n)
	}
	e.typeIn()
	b.press("End", ctrl)
	b.write("\nprint('the end')")
	b.until(e.code() + `.endsWith("print('the end')")`)
	b.press("Enter", ctrl)
	e.shows("the end\n")
	pdf, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{})
	b.must(err)
	if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf.Data, -1)); n < 30 {
		t.Errorf("2,000 lines are printed on %d pages", n)
	}
	_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.must(err)
	b.do(`dispatchEvent(new Event("beforeprint"))`)
	shown := value[[]any](b, fmt.Sprintf(`(() => { const pre = %s; return [pre.getBoundingClientRect().height > 40000, pre.textContent.endsWith("print('the end')"), %s.getClientRects().length] })()`, q(e.id+" .cr-code"), q(e.id+" .cm-editor")))
	if fmt.Sprint(shown) != "[true true 0]" {
		t.Errorf("on paper: %v", shown)
	}
	_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	b.must(err)
	e.typeIn()
}
