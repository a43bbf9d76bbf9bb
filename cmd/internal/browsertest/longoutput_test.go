package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

func TestLongOutput(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("long.py")
	e.run()
	e.state("ended")
	e.shows("line 1999\n")
	b.until(q(e.id+" .cr-fold") + `?.textContent === "Show all 2,000 lines"`)
	height := func() int { return value[int](b, q(e.id+" .cr-log")+`.clientHeight`) }
	if h := height(); h > 700 {
		t.Errorf("folded it is %d high", h)
	}
	b.shot("folded-1440")
	b.click(e.id + " .cr-fold button")
	b.until(q(e.id+" .cr-fold") + `.textContent === "Fold"`)
	b.until(fmt.Sprintf(`%s.clientHeight > 2000 * 18`, q(e.id+" .cr-log")))
	b.until(q(e.id) + `.querySelectorAll(".cr-row").length === 2000`) // the earlier ones are put in when there is time
	b.click(e.id + " .cr-fold button")
	b.until(fmt.Sprintf(`%s.clientHeight < 700`, q(e.id+" .cr-log")))
	if !value[bool](b, fmt.Sprintf(`(() => { const r = %s.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`, q(e.id+" .cr-fold"))) {
		t.Error("after folding one is somewhere else")
	}
}

// TestPageKeepsItsPlaceBesideOutput: the earlier lines of a long output are put in
// when nothing more comes.
func TestPageKeepsItsPlaceBesideOutput(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("long.py")
	places := value[[]float64](b, fmt.Sprintf(`(async () => {
		const element = %s, places = new Set();
		element.querySelector("[data-do=run]").click();
		for (let rows = 0, still = 0, found = false; still < 20; ) {
			await new Promise(requestAnimationFrame);
			const now = element.querySelectorAll(".cr-row").length;
			still = now === 2000 && now === rows ? still + 1 : 0;
			rows = now;
			if (found) places.add(scrollY);
			else if (found = now > 60) element.querySelector(".cr-fold").scrollIntoView({ block: "center", behavior: "instant" });
		}
		return [...places];
	})()`, q(e.id)))
	if len(places) != 1 {
		t.Errorf("the page scrolled by itself: %v", places)
	}
}

func TestFloodStaysSmooth(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("flood.py")
	b.do(`window.gap = 0; window.frames_ = 0; let last = performance.now(); (function f() { const now = performance.now(); window.gap = Math.max(window.gap, now - last); window.frames_++; last = now; requestAnimationFrame(f) })()`)
	_, err := chromedp.Call(b.ctx, performance.Enable, performance.EnableParams{})
	b.must(err)
	b.do(`window.said = []; new MutationObserver(() => { const t = document.querySelector(".cr-ui .cr-sr").textContent; if (t) said.push(t) }).observe(document.querySelector(".cr-ui .cr-sr"), { childList: true })`)
	began := time.Now()
	e.run()
	e.shows("a great many")
	metrics := func() map[string]float64 {
		got, err := chromedp.Call(b.ctx, performance.GetMetrics, cdp.Empty{})
		b.must(err)
		of := map[string]float64{}
		for _, m := range got.Metrics {
			of[m.Name] = m.Value
		}
		return of
	}
	theme := `document.documentElement.dataset.theme ?? ""`
	before := value[string](b, theme)
	clicked := time.Now()
	b.click(`[data-do="theme"]`)
	b.until(theme + ` !== ` + quote(before))
	reacted := time.Since(clicked)
	running := value[string](b, q(e.id)+`.dataset.state`)
	e.state("ended")
	e.shows("that was all\n")
	took := time.Since(began)
	gap := value[float64](b, `window.gap`)
	spent := metrics()
	b.until(q(e.id) + `.querySelectorAll(".cr-row").length > 9000`)
	rows := value[int](b, q(e.id)+`.querySelectorAll(".cr-row").length`)
	t.Logf("200,000 lines in %v: %.0f lines a second; longest gap between frames %.0f ms; a click answered in %v, while it was %s; %d lines on the page, heap %.0f MB; script %.1f s, style %.1f s, layout %.1f s, all tasks %.1f s",
		took.Round(time.Millisecond), 200000/took.Seconds(), gap, reacted.Round(time.Millisecond), running, rows, spent["JSHeapUsedSize"]/1e6, spent["ScriptDuration"], spent["RecalcStyleDuration"], spent["LayoutDuration"], spent["TaskDuration"])
	if rows < 9000 || rows > 11200 {
		t.Errorf("%d lines are on the page", rows)
	}
	e.shows("earlier lines are no longer shown")
	if said := value[[]string](b, `window.said`); len(said) != 1 || !strings.Contains(said[0], "200001 lines of output") {
		t.Errorf("a screen reader is told %q", said)
	}
	e.item("Copy the output")
	b.until(`document.querySelector(".cr-toast")`)
	if lines := strings.Count(b.pasted(), "\n"); lines != 200001 {
		t.Errorf("what is copied has %d lines", lines)
	}
}

func TestSequencesCannotBreakThePage(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	b.open("")
	title := value[string](b, `document.title`)
	e := b.named("links.py")
	e.run()
	e.state("ended")
	if got, want := e.text(), "see the page, not this\nplain\n"; got != want {
		t.Errorf("it shows %q, want %q", got, want)
	}
	links := value[[]string](b, fmt.Sprintf(`[...%s.querySelectorAll(".cr-log a")].map((a) => [a.textContent, a.href, a.target, a.rel].join(" "))`, q(e.id)))
	if got, want := strings.Join(links, "\n"), "the page https://example.org/a?b=1 _blank noopener noreferrer"; got != want {
		t.Errorf("links are %q, want %q", got, want)
	}
	if got := value[string](b, `document.title`); got != title {
		t.Errorf("the title is %q", got)
	}
}

func TestOutputIsSaved(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, desktop)
	dir := t.TempDir()
	_, err := chromedp.Call(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID, DownloadPath: dir,
	})
	b.must(err)
	b.open("")
	e := b.nth(2)
	e.typeAt()
	b.line("name = input('Who? ')")
	e.asks()
	b.line("Ada")
	e.state("idle")
	b.line("for i in range(12_000):\n    print(name, i)\n")
	e.shows("Ada 11999\n")
	e.state("idle")
	e.item("Save the output")
	var got string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		data, _ := os.ReadFile(filepath.Join(dir, "Interpreter 2 output.txt"))
		if got = string(data); strings.HasSuffix(got, "Ada 11999\n") {
			break
		}
	}
	want := "--> name = input('Who? ')\nWho? Ada\n--> for i in range(12_000):\n...     print(name, i)\nAda 0\nAda 1\n"
	if !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 12_004 {
		t.Errorf("the file has %d lines and begins %.200q", strings.Count(got, "\n"), got)
	}
}

const pictures = `class Table:
    def _repr_html_(self):
        head = "".join(f"<th>column {n}</th>" for n in range(12))
        row = "".join(f"<td>{n * 1000.5}</td>" for n in range(12))
        return f"<table border=1 class=dataframe onclick='window.pwned=1'><thead><tr><th></th>{head}</tr></thead><tbody><tr><th>first</th>{row}</tr><tr><th>second</th>{row}</tr></tbody></table>"
    def __repr__(self):
        return "a table of two lines"

class Picture:
    def _repr_svg_(self):
        return "<svg xmlns='http://www.w3.org/2000/svg' width='3000' height='2000' viewBox='0 0 300 200'><circle cx='150' cy='100' r='90' fill='none' stroke='black'/></svg>"
    def __repr__(self):
        return "a circle"
`

func TestPicturesAndTables(t *testing.T) {
	s := serve(t, lessons+"/interpreter.md")
	b := newTab(t, s, 320)
	b.open("")
	e := b.nth(2)
	e.typeAt()
	b.write(pictures)
	b.press("Enter", ctrl)
	e.state("idle")
	b.line("Table()")
	b.until(q(e.id + " .cr-html table"))
	b.line("Picture()")
	b.until(q(e.id+" .cr-figure img") + `?.complete`)
	if got := value[string](b, q(e.id+" .cr-figure img")+".alt"); got != "a circle" {
		t.Errorf("the picture says %q", got)
	}
	for _, width := range []int{320, desktop} {
		b.resize(width)
		fits(b, width)
		size := value[[]float64](b, fmt.Sprintf(`(() => { const r = %s.getBoundingClientRect(); return [r.width, r.height, innerHeight] })()`, q(e.id+" .cr-figure img")))
		if size[0] > float64(width) || size[1] > size[2] || size[0] < 200 {
			t.Errorf("at %d the picture is %v", width, size)
		}
		if width == 320 {
			b.until(fmt.Sprintf(`(() => { const h = %s; h.scrollLeft = 50; return h.scrollWidth > h.clientWidth && h.scrollLeft > 0 })()`, q(e.id+" .cr-html")))
		}
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.shot(fmt.Sprintf("pictures-%s-%d", scheme, width))
		}
	}
	e.item("Copy the output")
	b.until(`document.querySelector(".cr-toast")`)
	if got := b.pasted(); !strings.HasSuffix(got, "--> Table()\na table of two lines\n--> Picture()\na circle\n") {
		t.Errorf("as text it is %q", got)
	}
	if value[bool](b, `window.pwned !== undefined`) {
		t.Error("the table's script has run")
	}
}
