package browsertest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const showable = `# Loops

What comes again and again.

::: {.notes}
Say hello to everybody.
:::

## For

` + "```python editor name=count\nprint(sum(range(5)))\n```" + `

It goes [on](#while).

---

Behind the rule.

<details class="notes"><summary>Notes</summary>

Ask who has seen it.

</details>

## While

` + "```python interpreter\n```" + `

### Not a slide

The end.
`

// onTopics waits until the lesson shows these of its blocks, by what they begin
// with, and no others.
func (b *tab) onTopics(texts ...string) {
	b.t.Helper()
	b.until(`[...document.querySelectorAll(".cr-article > :is(h1, h2, h3, p)")].filter((e) => e.getBoundingClientRect().width > 1).map((e) => e.textContent.split(" ")[0].replace("#", "")).join() === ` + quote(strings.Join(texts, ",")))
}

// TestShow shows an ordinary lesson as slides, as a speaker does.
func TestShow(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "loops.md")
	if err := os.WriteFile(file, []byte(showable), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, file)
	b := newTab(t, s, desktop)
	b.open("")
	all := []string{"Loops", "What", "For", "It", "Behind", "While", "Not", "The"}
	b.onTopics(all...)
	count := b.named("count.py")
	count.run()
	count.shows("10")
	count.state("ended")
	b.do(`scrollTo({ top: 0, behavior: "instant" }); window.before = [...document.querySelector(".cr-article").children]; window.markup = document.querySelector(".cr-article").outerHTML`)

	// Through all of it, and back to what was.
	b.shot("show-entry-1440")
	b.click(".cr-top .cr-show")
	b.onTopics("Loops", "What")
	b.until(`location.search === "?slides=1" && document.activeElement.matches(".cr-showbar[aria-label='Slide 1 of 4']")`)
	b.press("PageDown")
	b.onTopics("For", "It")
	count.shows("10")
	b.until(q(".cr-toc a[aria-current]") + `.textContent.includes("For")`)
	b.shot("show-1440")
	b.press("Space")
	b.onTopics("Behind")
	b.press("ArrowRight")
	b.onTopics("While", "Not", "The")
	b.press("PageDown") // there is none
	b.press("Home")
	b.onTopics("Loops", "What")
	b.press("End")
	b.onTopics("While", "Not", "The")
	b.press("PageUp")
	b.onTopics("Behind")
	b.press("Escape")
	b.onTopics(all...)
	b.until(`location.search === "" && !document.querySelector(".cr-showbar")`)
	if !value[bool](b, `window.before.every((e, i) => e === document.querySelector(".cr-article").children[i]) && document.querySelector(".cr-article").outerHTML === window.markup`) {
		t.Error("the lesson is not what it was before it was shown as slides")
	}

	// The address leads there, also to a place; elements are alive.
	b.do(`location.search = "?slides=2"`)
	b.onTopics("For", "It")
	b.live()
	b.click(`.cr-article a[href="#while"]`)
	b.onTopics("While", "Not", "The")
	b.until(`location.search === "?slides=4"`)
	b.do(`history.back()`)
	b.onTopics("For", "It")
	count = b.named("count.py")
	count.run()
	count.shows("10")
	b.press("PageDown") // the speaker has just pressed Run
	b.onTopics("Behind")

	// Notes, and nothing to be seen.
	notes := func(seen string) {
		t.Helper()
		b.until(`[...document.querySelectorAll(".notes p")].filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).map((e) => e.textContent).join() === ` + quote(seen))
	}
	notes("")
	b.press("s")
	notes("Ask who has seen it.")
	b.shot("show-notes-1440")
	b.click(`.cr-showbar [data-do="notes"]`)
	notes("")
	b.press(".")
	b.until(q("dialog.cr-blank[open]") + `?.clientWidth === innerWidth`)
	b.press("PageDown")
	b.until(`!document.querySelector(".cr-blank")`)
	b.onTopics("Behind")
	b.press("F5")
	b.until(`document.fullscreenElement !== null`)
	b.shot("show-fullscreen")

	// The author saves, and the slide stays.
	if err := os.WriteFile(file, []byte(strings.Replace(showable, "## For", "## Before\n\nNew.\n\n## For", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	b.until(q(".cr-showbar") + `.getAttribute("aria-label") === "Slide 4 of 5"`)
	b.onTopics("Behind")
	b.press("f")
	b.until(`document.fullscreenElement === null`)
	b.audit(axe(t))

	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.must(err)
	b.onTopics("Loops", "What", "Before", "New.", "For", "It", "Behind", "While", "Not", "The")
	b.until(q(".cr-showbar") + `.getClientRects().length === 0`)
	_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	b.must(err)

	b.resize(phone)
	b.press("Home")
	b.onTopics("Loops", "What")
	b.scheme("dark")
	fits(b, phone)
	b.shot("show-dark-390")
	b.resize(320)
	fits(b, 320)
	b.click(".cr-showbar .cr-slides-all")
	b.until(`!document.querySelector(".cr-showbar")`)
	b.click(".cr-menu > summary")
	b.shot("show-menu-320")
	b.click(".cr-menu .cr-show")
	b.until(q(".cr-showbar"))
}
