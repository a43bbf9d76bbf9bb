package browsertest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestExerciseLooks lets axe look at exercises, and measures them.
func TestExerciseLooks(t *testing.T) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{desktop, phone, 320} {
			t.Run(fmt.Sprint(scheme, width), func(t *testing.T) {
				b := exercises(t, width)
				b.scheme(scheme)
				e := b.nth(average)
				e.check()
				e.verdict("Two of three examples work")
				b.click(e.id + " .cr-hint-next")
				b.click(e.id + " .cr-solution-show")
				b.nth(greet).check()
				b.nth(greet).verdict("2 gaps are still to be filled")
				b.nth(table).check()
				b.nth(table).verdict("The test does not work yet")
				fits(b, width)
				b.fullShot(fmt.Sprintf("exercise-%s-%d", scheme, width))
				if width < desktop {
					fingers(e)
				}
				if width == 320 {
					paper(e)
					return
				}
				b.audit(script)
				b.click(e.id + " .cr-sure .cr-btn")
				e.replace(solved)
				e.check()
				solvedNow(e)
				b.click(e.id + " .cr-all-tests")
				b.fullShot(fmt.Sprintf("exercise-solved-%s-%d", scheme, width))
				b.audit(script)
			})
		}
	}
}

// fingers fails for each button of an element that is too small for one.
func fingers(e element) {
	e.t.Helper()
	small := value[[]string](e.tab, fmt.Sprintf(`[...%s.querySelectorAll("button, summary")].filter((b) => b.checkVisibility()).map((b) => [b.textContent, b.getBoundingClientRect()])
		.filter(([, r]) => r.height < 44 || r.width < 44).map(([text, r]) => text + " " + r.width + " x " + r.height)`, q(e.id)))
	if len(small) > 0 {
		e.t.Errorf("too small for a finger: %q", small)
	}
}

// paper fails when what is not to be printed is.
func paper(e element) {
	e.t.Helper()
	_, err := chromedp.Call(e.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	e.must(err)
	e.wantSeen(false, ".cr-feedback", ".cr-hint-box", ".cr-foot", ".cr-head .cr-btn")
	e.wantSeen(true, ".cr-name", ".cr-code")
}
