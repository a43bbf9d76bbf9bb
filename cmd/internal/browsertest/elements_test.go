package browsertest_test

import (
	"fmt"
	"testing"
)

// TestOtherElements opens a note with the mouse and with a key, and reads who is
// greeted.
func TestOtherElements(t *testing.T) {
	s := serve(t, "testdata/tools")
	for _, width := range []int{desktop, phone} {
		b := newTab(t, s, width)
		b.navigate(s.at("/t/elements.md", true))
		said := func(what string) string {
			t.Helper()
			b.until(q(`[data-crunchy-says="` + what + `"]`))
			return value[string](b, q(`[data-crunchy-says="`+what+`"]`)+`.textContent`)
		}
		if user, version := said("username"), said("version"); user == "nobody" || version == "of some age" || user == "" || version == "" {
			t.Errorf("it greets %q and is %q", user, version)
		}
		open := `document.querySelector(".cr-tipbox").matches(":popover-open")`
		b.click(".cr-tip")
		b.until(open)
		fits(b, width)
		within := value[bool](b, `(() => { const r = document.querySelector(".cr-tipbox").getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.top >= 0 && r.bottom <= innerHeight && r.width > 60 })()`)
		if !within {
			t.Error("the note is not within the window")
		}
		b.shot(fmt.Sprintf("elements-%d", width))
		b.press("Escape")
		b.until("!" + open)
		b.do(`document.querySelector(".cr-tip").focus()`)
		b.press("Enter")
		b.until(open)
		if target := value[string](b, `document.querySelector("[data-crunchy-external]").target`); target != "_blank" {
			t.Errorf("the link opens in %q", target)
		}
		b.press("Escape")
		b.excuse("404")
		b.click(`[data-crunchy-loader] button`) // an address that is refused
		b.until(`document.body.innerText.includes("not on the public internet") || location.pathname.includes("~remote")`)
		b.shot(fmt.Sprintf("loader-%d", width))
	}
}
