package browsertest_test

import (
	"strings"
	"testing"
)

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

// TestExternalExercise runs an exercise in a terminal, checks it in the page, and
// finds both again after a reload; and one that has no other Run.
func TestExternalExercise(t *testing.T) {
	s := serve(t, "testdata/features")
	b := newTab(t, s, desktop)
	b.open("/t/external.md")
	e := b.named("Exercise 1 half.py")
	screen := e.id + " .cr-screen"
	b.click(e.id + ` [data-do="external"]`)
	e.screen("half of four is 4 in one terminal")
	e.replace("def half(n):\n    return n / 2\n\nprint('half of four is', half(4), 'in', place)")
	b.click(e.id + ` [data-do="external"]`)
	e.screen("half of four is 2.0 in one terminal")
	b.until(`!` + q(e.id+" .cr-feedback:not([hidden])"))
	b.do(q(e.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("external-exercise-1440")
	b.reload()
	e.screen("half of four is 2.0 in one terminal")
	b.click(e.id + ` [data-do="check"]`)
	b.until(q(screen) + `.hidden && ` + q(e.id+" .cr-result") + `.textContent.includes("works")`)
	e.run()
	e.shows("half of four is 2.0 in two streams")
	b.reload()
	e.shows("half of four is 2.0 in two streams")
	b.until(q(screen) + `.hidden`)
	b.click(e.id + ` [data-do="external"]`)
	e.screen("half of four is 2.0 in one terminal")
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.do(q(e.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("external-exercise-dark-390")
	b.scheme("light")
	b.resize(desktop)

	b.navigate(s.at("/t/no_internal.md", false))
	b.live()
	only := b.named("Exercise 1 twice.py")
	b.until(`!` + q(only.id+` [data-do="run"]`))
	only.typeIn()
	b.write("def twice(n): return n * 2\nprint(twice(21))")
	b.click(only.id + ` [data-do="external"]`)
	only.screen("42")
	b.click(only.id + ` [data-do="check"]`)
	b.until(q(only.id+" .cr-screen") + `.hidden && ` + q(only.id+" .cr-result") + `.textContent.includes("works")`)
}

// TestExternalPython runs a program in a terminal with the Python that was chosen.
func TestExternalPython(t *testing.T) {
	s := serve(t, "testdata/features")
	b := newTab(t, s, desktop)
	b.open("/t/external.md")
	e := b.named("which.py")
	b.until(`!` + q(e.id+" select") + `.disabled`)
	b.click(e.id + ` [data-do="external"]`)
	e.screen("3 in one terminal")
	e.run()
	e.shows("3 in two streams")
	b.navigate(s.at("/t/no_internal.md", false))
	b.live()
	only := b.named("other.py")
	b.until(`!` + q(only.id+" select") + `.disabled`)
	only.run()
	only.screen("one terminal")
	b.do(q(only.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("external-python-1440")
	if got := value[string](b, q(only.id+" .cr-with")+`.textContent`); !strings.Contains(got, "Python") {
		t.Errorf("one cannot choose: %q", got)
	}
}
