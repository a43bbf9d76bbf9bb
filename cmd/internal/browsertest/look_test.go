package browsertest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// shownPages are looked at from all sides.
var shownPages = map[string]string{
	"hello":    "/t/first-steps/01-hello.md",
	"asking":   "/t/first-steps/06-asking-questions.md",
	"home":     "/home",
	"welcome":  "/t/index.md",
	"elements": "/t/all-elements.html",
	"writing":  "/t/writing-a-lesson.md",
	"teachers": "/t/crunchy-for-teachers.md",
	"fast":     "/t/how-fast-is-it.md",
	"list":     "/t/first-steps/",
	"missing":  "/t/nothing.md",
}

// quiet shows a document that need not be live.
func (b *tab) quiet(path string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.server.at(path, true))))
	b.until(`location.search === "" && document.readyState === "complete"`)
	b.until(`!document.querySelector(".cr-cell") || document.documentElement.dataset.crunchyLink === "live"`)
}

func TestPagesFitTheirWindow(t *testing.T) {
	s := serve(t)
	for name, path := range shownPages {
		t.Run(name, func(t *testing.T) {
			b := newTab(t, s, desktop)
			b.excuse("404")
			for _, width := range []int{desktop, phone, 320} {
				b.resize(width)
				b.quiet(path)
				fits(b, width)
				for _, scheme := range []string{"light", "dark"} {
					if shared.shots != "" && width != 320 {
						b.scheme(scheme)
						b.shot(fmt.Sprintf("%s-%s-%d", name, scheme, width))
						b.fullShot(fmt.Sprintf("%s-%s-%d-full", name, scheme, width))
					}
				}
			}
		})
	}
}

// fits fails when the page is wider than the window, and names what sticks out.
func fits(b *tab, width int) {
	b.t.Helper()
	out := value[[]string](b, `(() => {
		const w = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= w) return [];
		return [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > w + 1).map((e) => e.tagName + "." + e.className).slice(0, 8);
	})()`)
	if len(out) > 0 || value[bool](b, `document.documentElement.scrollWidth > innerWidth`) {
		b.t.Errorf("at %d the page is wider than its window: %v", width, out)
	}
}

// TestNothingJumps compares each element's place before the script has run with
// its place when the page is live.
func TestNothingJumps(t *testing.T) {
	s := serve(t)
	const places = `[...document.querySelectorAll(".cr-cell, h1, h2, .cr-article > p, .cr-article > ul")].map((e) => {
		const r = e.getBoundingClientRect();
		return [(e.id || e.textContent).slice(0, 40), Math.round(r.x + scrollX), Math.round(r.y + scrollY), Math.round(r.width), Math.round(r.height)].join(" ");
	})`
	for _, width := range []int{desktop, phone} {
		for _, path := range []string{"/t/first-steps/01-hello.md", "/t/first-steps/04-a-week-of-temperatures.md", "/t/all-elements.html"} {
			t.Run(fmt.Sprint(path, width), func(t *testing.T) {
				b := newTab(t, s, width)
				b.excuse("crunchy.js", "ERR_BLOCKED_BY_CLIENT")
				_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
				b.must(err)
				block(b, "*://*:*/static/*/crunchy.js")
				b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.server.at(path, true))))
				b.until(`location.search === "" && document.readyState === "complete"`)
				before := value[[]string](b, places)
				if value[bool](b, `document.documentElement.dataset.crunchyLink !== undefined`) {
					t.Fatal("the script ran all the same")
				}
				block(b)
				b.reload()
				after := value[[]string](b, places)
				if len(before) != len(after) || len(before) < 5 {
					t.Fatalf("%d elements, then %d", len(before), len(after))
				}
				for i := range before {
					if before[i] != after[i] {
						t.Errorf("%s\nis then %s", before[i], after[i])
					}
				}
			})
		}
	}
}

// block lets nothing through that matches one of the patterns.
func block(b *tab, patterns ...string) {
	b.t.Helper()
	var list []*network.BlockPattern
	for _, p := range patterns {
		list = append(list, &network.BlockPattern{URLPattern: p, Block: true})
	}
	_, err := chromedp.Call(b.ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: list})
	b.must(err)
}

func TestThemeButton(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.scheme("light")
	b.open("")
	const paper = `getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor`
	light := value[string](b, paper)
	for _, want := range []struct {
		theme string
		dark  bool
	}{{"light", false}, {"dark", true}, {"", false}, {"light", false}, {"dark", true}} {
		b.click(`[data-do="theme"]`)
		if got := value[string](b, `document.documentElement.dataset.theme ?? ""`); got != want.theme {
			t.Errorf("the theme is %q, want %q", got, want.theme)
		}
		if got := value[string](b, paper); (got != light) != want.dark {
			t.Errorf("with theme %q the ground is %s", want.theme, got)
		}
	}
	b.reload()
	if got := value[string](b, paper); got == light {
		t.Error("the choice is forgotten")
	}
	b.shot("theme-dark-1440")
}

const axeFile = "../../../static/node_modules/axe-core/axe.min.js"

// TestAccessibility lets axe-core look at pages and at what happens on them.
func TestAccessibility(t *testing.T) {
	script := axe(t)
	s := serve(t)
	for name, path := range shownPages {
		t.Run(name, func(t *testing.T) {
			b := newTab(t, s, desktop)
			b.excuse("404")
			b.scheme("light")
			b.quiet(path)
			b.audit(script)
		})
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{desktop, phone} {
			t.Run(fmt.Sprint("busy ", scheme, width), func(t *testing.T) {
				b := newTab(t, serve(t, lessons+"/lesson.md"), width)
				b.scheme(scheme)
				b.open("")
				e := b.nth(1)
				e.typeAt()
				b.line("print('hello'); 1/0")
				e.shows("ZeroDivisionError")
				b.named("trouble.py").run()
				b.named("trouble.py").shows("ZeroDivisionError")
				b.click(b.named("trouble.py").id + " .cr-tracefold")
				b.named("ask.py").run()
				b.until(q(b.named("ask.py").id + " .cr-answer"))
				b.named("loop.py").run()
				b.named("loop.py").says("Running")
				b.until(q(b.named("loop.py").id+" .cr-status .cr-btn") + `?.checkVisibility()`)
				b.click(b.named("loop.py").id + " .cr-status .cr-btn")
				b.named("loop.py").sees(".cr-here", "line ")
				b.click(b.named("hello.py").id + " .cr-head .cr-more")
				b.fullShot(fmt.Sprintf("busy-%s-%d", scheme, width))
				b.audit(script)
			})
		}
	}
}

// audit fails for each thing that axe finds wrong.
func (b *tab) audit(axe string) {
	b.t.Helper()
	b.auditOf(axe, "html")
}

// auditOf looks only at what is within the first that a selector finds.
func (b *tab) auditOf(axe, selector string) {
	b.t.Helper()
	b.rest() // colours are judged then
	b.do(`(() => {` + axe + `})()`)
	type node struct {
		HTML           string
		FailureSummary string
	}
	type finding struct {
		ID, Impact, Help string
		Nodes            []node
	}
	var found []finding
	text := value[string](b, `axe.run(`+q(selector)+`, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((r) => JSON.stringify(r.violations))`)
	b.must(json.Unmarshal([]byte(text), &found))
	for _, f := range found {
		// Buttons in a corner are judged by what lies over them at one place of
		// scrolling; they can be scrolled free.
		f.Nodes = slices.DeleteFunc(f.Nodes, func(n node) bool {
			return f.ID == "target-size" && (strings.Contains(n.HTML, "cr-copier") || strings.Contains(n.HTML, "cr-more"))
		})
		if len(f.Nodes) == 0 {
			continue
		}
		var where []string
		for _, n := range f.Nodes[:min(len(f.Nodes), 4)] {
			where = append(where, n.HTML+"\n    "+strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
		}
		b.t.Errorf("%s (%s, %d times): %s\n  %s", f.ID, f.Impact, len(f.Nodes), f.Help, strings.Join(where, "\n  "))
	}
}
