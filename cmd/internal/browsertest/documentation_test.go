package browsertest_test

import (
	"testing"
)

const documentation = "/usr/share/doc/python3/html"

// TestPythonDocumentation opens the real thing, as it is installed.
func TestPythonDocumentation(t *testing.T) {
	needBrowser(t)
	needDocumentation(t)
	s := serve(t, documentation)
	for _, width := range []int{desktop, phone} {
		b := newTab(t, s, width)
		b.open("/t/tutorial/introduction.html")
		e := b.nth(1)
		b.click(e.id + " .cr-example")
		e.state("idle")
		e.shows(">>> ")
		e.typeAt()
		b.line("width = 20")
		b.line("width * 2")
		e.shows("\n40\n")
		b.shot(map[int]string{desktop: "documentation-1440", phone: "documentation-390"}[width])
		fits(b, width)
		b.do(`document.querySelector('.related a[accesskey="N"]').click()`) // a phone's page hides it in a menu
		b.until(`location.pathname === "/t/tutorial/controlflow.html"`)
		b.live()
		b.nth(1).typeAt()
		b.line("width")
		b.nth(1).shows("NameError")
	}
}
