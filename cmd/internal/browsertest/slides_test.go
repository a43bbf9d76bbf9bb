package browsertest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// shown is the JavaScript for the numbers of the slides that one sees.
const shown = `[...document.querySelectorAll(".cr-slide")].map((s, i) => s.getClientRects().length ? i + 1 : 0).filter(Boolean).join()`

// onSlide waits until these slides are shown, and no others.
func (b *tab) onSlide(numbers string) {
	b.t.Helper()
	b.until(shown + ` === ` + quote(numbers))
}

// slideLink is a link or button in the bar of the nth slide.
func slideLink(n int, which string) string {
	return fmt.Sprintf(`.cr-slide:has(> .cr-slidebar[aria-label="Slide %d of 3"]) > .cr-slidebar %s`, n, which)
}

func TestSlides(t *testing.T) {
	s := serve(t, "testdata/features/slides.md")
	b := newTab(t, s, desktop)
	b.open("")
	b.onSlide("1")
	cards := b.named("cards.py")
	cards.run()
	cards.shows("['ace', 'king']")
	b.click("h1")
	b.press("ArrowRight")
	b.onSlide("2")
	b.until(`location.hash === "#slide-2" && ` + q(".cr-toc a[aria-current]") + `.textContent.includes("Adding to a list")`)
	// A reload stays on the slide, and shows no other before the script runs.
	b.reload()
	b.onSlide("2")
	answers := b.nth(2)
	b.until(q(answers.id+" .cr-line") + `?.disabled === false`)
	b.click(answers.id + " .cr-line")
	b.line("len('abc')")
	answers.shows("3")
	b.press("ArrowLeft") // belongs to the line
	b.onSlide("2")
	b.click(slideLink(2, `[rel="next"]`))
	b.onSlide("3")
	b.click("h1")
	b.press("ArrowRight") // there is none
	b.onSlide("3")
	b.press("PageUp")
	b.onSlide("2")
	b.press("End")
	b.onSlide("3")
	noted := q(".notes") + `.getClientRects().length`
	b.until(noted + ` === 0`)
	b.press("s")
	b.until(noted + ` > 0`)
	b.press("s")
	b.until(noted + ` === 0`)
	b.press("Escape")
	b.onSlide("1,2,3")
	b.until(noted + ` > 0`)
	b.do(`history.back()`)
	b.onSlide("3")
	b.press("Home")
	b.onSlide("1")
	b.press("PageDown")
	b.onSlide("2")
	b.click(slideLink(2, `[rel="prev"]`))
	b.onSlide("1")
	cards.shows("['ace', 'king']")
	b.shot("slides-1440")
	// A link to a place leads to its slide.
	b.click(`.cr-slide a[href="#counting"]`)
	b.onSlide("3")
	b.do(`history.back()`)
	b.onSlide("1")
	// All at once, also after a reload.
	b.click(slideLink(1, ".cr-slides-all"))
	b.onSlide("1,2,3")
	b.reload()
	b.onSlide("1,2,3")
	b.shot("slides-all-1440")
	b.press("ArrowRight")
	b.onSlide("1,2,3")
	b.click("#cr-slides a")
	b.onSlide("1")
	// On the whole screen and back.
	b.click(slideLink(1, `[data-do="present"]`))
	b.until(`document.fullscreenElement !== null && ` + q(".cr-top") + `.getClientRects().length === 0`)
	b.press("ArrowRight")
	b.onSlide("2")
	b.shot("slides-fullscreen")
	b.click(slideLink(2, `[data-do="present"]`))
	b.until(`document.fullscreenElement === null`)
	b.audit(axe(t))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.must(err)
	b.onSlide("1,2,3")
	_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	b.must(err)
	b.resize(phone)
	b.onSlide("2")
	fits(b, phone)
	b.scheme("dark")
	b.shot("slides-dark-390")
	b.resize(320)
	fits(b, 320)
}

// TestSlidesWithoutScripts shows all of them one below the other.
func TestSlidesWithoutScripts(t *testing.T) {
	s := serve(t, "testdata/features/slides.md")
	b := newTab(t, s, desktop)
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(s.at("", true))))
	b.onSlide("1,2,3")
}
