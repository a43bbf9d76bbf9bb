package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// ownLook are pages with a look of their own; the documentation only where it
// is installed.
func ownLook(t *testing.T) map[string]string {
	pages := map[string]string{"elements": "/t/all-elements.html"}
	if _, err := os.Stat(documentation + "/tutorial/introduction.html"); err == nil {
		pages["documentation"] = "/t/~python/tutorial/introduction.html"
	} else if os.Getenv("CI") != "" {
		needDocumentation(t)
	}
	return pages
}

// TestCornerTools uses what stands in the corner of a page without our bar.
func TestCornerTools(t *testing.T) {
	s := serve(t)
	b := newTab(t, s, desktop)
	b.scheme("light")
	b.open("/t/all-elements.html")
	n := value[int](b, `document.querySelectorAll("section.cr-cell[data-number]").length`)
	b.until(fmt.Sprintf(`document.querySelector(".cr-tools .cr-count").textContent === "0 of %d done" && !document.querySelector(".cr-tools .cr-progress").hidden`, n))

	light := value[string](b, `getComputedStyle(document.body).backgroundColor`)
	for _, want := range []string{"light", "dark"} {
		b.click(`.cr-tools [data-do="theme"]`)
		b.until(`document.documentElement.dataset.theme === "` + want + `"`)
		b.until(fmt.Sprintf(`(getComputedStyle(document.body).backgroundColor === %q) === %t`, light, want == "light"))
	}
	b.until(`document.querySelector("#cr-0001").classList.contains("cr-dark")`)
	b.reload()
	b.until(fmt.Sprintf(`getComputedStyle(document.body).backgroundColor !== %q`, light)) // kept
	b.scheme("dark")
	b.click(`.cr-tools [data-do="theme"]`) // back to the system's
	b.until(`document.documentElement.dataset.theme === undefined`)
	b.scheme("light")
	b.until(fmt.Sprintf(`getComputedStyle(document.body).backgroundColor === %q`, light))

	b.click(`.cr-tools-toc > summary`)
	b.shot("corner-contents-1440")
	b.click(`.cr-tools-toc a[href="#linenumber"]`)
	b.until(`location.hash === "#linenumber" && !document.querySelector(".cr-tools-toc").open`)

	b.nth(1).typeAt()
	b.line("kept = 1")
	b.until(fmt.Sprintf(`document.querySelector(".cr-tools .cr-count").textContent === "1 of %d done"`, n))
	b.cornerClick(`[data-do="restart"]`)
	b.nth(1).typeAt()
	b.line("kept")
	b.nth(1).shows("NameError")
	b.cornerClick(`[data-do="run-all"]`)
	b.until(`document.querySelectorAll(".cr-editor[data-state='finished'], .cr-editor .cr-out:not([hidden])").length > 0`)

	b.cornerClick(`.cr-tools-open`)
	b.until(`!document.querySelector(".cr-tools-bar").checkVisibility()`)
	b.reload()
	b.until(`!document.querySelector(".cr-tools-bar").checkVisibility() && document.querySelector(".cr-tools-open").getAttribute("aria-expanded") === "false"`)
	b.cornerClick(`.cr-tools-open`)
	b.cornerClick(`a[href$="/home"]`)
	b.until(`location.pathname === "/home"`)
}

// cornerClick clicks on something in the corner, which may be out of the way.
func (b *tab) cornerClick(selector string) {
	b.t.Helper()
	b.do(`scrollTo({ top: 0, behavior: "instant" })`)
	b.until(`!document.querySelector(".cr-tools").classList.contains("cr-away")`)
	b.rest()
	b.click(".cr-tools " + selector)
}

// TestCornerCoversNothing scrolls: the corner goes out of the way, comes back,
// and lies over nothing at the end of the page.
func TestCornerCoversNothing(t *testing.T) {
	s := serve(t)
	for name, path := range ownLook(t) {
		for _, width := range []int{desktop, phone, 320} {
			t.Run(fmt.Sprint(name, width), func(t *testing.T) {
				b := newTab(t, s, width)
				b.excuse("classic.css") // which Debian's package lacks
				b.open(path)
				const gone = `document.querySelector(".cr-tools").getBoundingClientRect().top >= innerHeight`
				b.do(`scrollTo({ top: 700, behavior: "instant" })`)
				b.until(gone)
				b.do(`scrollTo({ top: 300, behavior: "instant" })`)
				b.until(`!(` + gone + `)`)
				b.do(`scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" })`)
				b.until(`!(` + gone + `)`)
				b.rest()
				if over := value[string](b, `(() => {
					const corner = document.querySelector(".cr-tools").getBoundingClientRect(), range = document.createRange();
					const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
					for (let t; (t = texts.nextNode()); ) {
						if (!t.data.trim() || t.parentElement.closest(".cr-ui") || !t.parentElement.checkVisibility({ visibilityProperty: true })) continue;
						range.selectNodeContents(t);
						for (const r of range.getClientRects()) if (r.bottom > corner.top && r.top < corner.bottom && r.right > corner.left && r.left < corner.right) return t.data;
					}
					return "";
				})()`); over != "" {
					t.Errorf("at the end of the page the corner lies over %q", over)
				}
				fits(b, width)
			})
		}
	}
}

// TestCornerOnAPhone opens the sheet by touch and by keyboard.
func TestCornerOnAPhone(t *testing.T) {
	s := serve(t)
	script := axe(t)
	for name, path := range ownLook(t) {
		for _, width := range []int{desktop, phone, 320} {
			for _, scheme := range []string{"light", "dark"} {
				t.Run(fmt.Sprint(name, scheme, width), func(t *testing.T) {
					b := newTab(t, s, width)
					b.excuse("classic.css") // which Debian's package lacks
					b.scheme(scheme)
					b.open(path)
					b.shot(fmt.Sprintf("corner-%s-%s-%d", name, scheme, width))
					if width != desktop {
						size := value[[]float64](b, `(() => { const r = document.querySelector(".cr-tools").getBoundingClientRect(); return [r.width, r.height] })()`)
						if size[0] < 44 || size[0] > 46 || size[1] != size[0] {
							t.Errorf("the button has %v pixels", size)
						}
						b.click(".cr-tools-open")
						b.until(`document.querySelector(".cr-tools-bar").checkVisibility() && document.querySelector(".cr-tools-open").getAttribute("aria-expanded") === "true"`)
						b.shot(fmt.Sprintf("corner-%s-%s-%d-open", name, scheme, width))
						b.click(".cr-tools-toc > summary")
						b.shot(fmt.Sprintf("corner-%s-%s-%d-contents", name, scheme, width))
					}
					fits(b, width)
					if width == 320 { // looks as a wider telephone does
						return
					}
					if name == "elements" { // what the others' own authors did is not ours to judge
						b.audit(script)
					} else {
						b.auditOf(script, ".cr-tools")
					}
				})
			}
		}
	}
	t.Run("keyboard", func(t *testing.T) {
		b := newTab(t, s, phone)
		b.open("/t/all-elements.html")
		b.do(`scrollTo({ top: 700, behavior: "instant" }); await new Promise((r) => setTimeout(r, 100))`)
		b.do(`document.querySelector(".cr-tools-open").focus({ focusVisible: true })`)
		b.until(`!document.querySelector(".cr-tools").classList.contains("cr-away")`)
		b.press("Enter")
		b.until(`document.querySelector(".cr-tools-bar").checkVisibility()`)
		b.press("Tab")
		b.until(`document.activeElement.dataset.do === "run-all"`)
		b.press("Tab")
		b.until(`document.activeElement.dataset.do === "restart"`)
		b.press("Tab")
		b.press("Enter")
		b.until(`document.querySelector(".cr-tools-toc").open`)
		b.press("Escape")
		b.until(`!document.querySelector(".cr-tools-toc").open && document.activeElement.tagName === "SUMMARY"`)
		b.press("Escape")
		b.until(`!document.querySelector(".cr-tools-bar").checkVisibility() && document.activeElement.matches(".cr-tools-open")`)
	})
}

// TestThemeOfAPageWithOneLook changes only the elements: the page has no other.
func TestThemeOfAPageWithOneLook(t *testing.T) {
	dir := t.TempDir()
	page := `<!DOCTYPE html><html lang="en"><title>One look</title><style>body { background: #fff; color: #222 } nav, button, a, ol { all: unset; color: red }</style><h1>One look</h1><pre title="interpreter">&gt;&gt;&gt; 1</pre></html>`
	if err := os.WriteFile(filepath.Join(dir, "one.html"), []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir)
	b := newTab(t, s, desktop)
	b.scheme("light")
	b.open("/t/one.html")
	b.click(`.cr-tools [data-do="theme"]`)
	b.click(`.cr-tools [data-do="theme"]`)
	b.until(`document.querySelector("#cr-0001").classList.contains("cr-dark")`)
	if got := value[string](b, `getComputedStyle(document.body).backgroundColor`); got != "rgb(255, 255, 255)" {
		t.Errorf("the page's own ground became %s", got)
	}
	if value[bool](b, `!!document.querySelector(".cr-tools-toc")`) {
		t.Error("a page without headings has a list of them")
	}
	b.shot("corner-one-look-dark-1440")
}
