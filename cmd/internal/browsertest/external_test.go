package browsertest_test

import "testing"

// TestExternal runs a program in the page, then in a terminal, reloads, and runs
// it in the page again; and one that is for a terminal only.
func TestExternal(t *testing.T) {
	s := serve(t, "testdata/features")
	b := newTab(t, s, desktop)
	b.open("/t/external.md")
	e := b.named("where.py")
	screen := e.id + " .cr-screen"
	e.run()
	e.shows("two streams")
	b.until(q(screen) + ".hidden")
	b.click(e.id + ` [data-do="external"]`)
	e.screen("one terminal")
	b.until(q(screen) + `.checkVisibility() && !` + q(e.id+" .cr-out") + `.textContent.includes("two streams")`)
	b.do(q(e.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("external-1440")
	b.reload()
	e.screen("one terminal")
	e.run()
	e.shows("two streams")
	b.until(q(screen) + ".hidden")
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.shot("external-dark-390")

	b.resize(desktop)
	b.navigate(s.at("/t/no_internal.md", false))
	b.live()
	only := b.named("key.py")
	b.until(q(only.id+` [data-do="run"]`) + `.textContent.includes("Run in a terminal") && !` + q(only.id+` [data-do="external"]`))
	only.run()
	only.screen("Press a key.")
	b.press("x")
	only.screen("That was 'x'")
}
