package browsertest_test

import (
	"fmt"
	"testing"
)

// TestPagesOfOtherTools opens one page of each tool and runs something on it.
func TestPagesOfOtherTools(t *testing.T) {
	s := serve(t, "testdata/tools")
	b := newTab(t, s, desktop)
	b.navigate(s.at("", true))
	for _, name := range []string{"notebook.ipynb", "quarto.qmd", "damaged.ipynb"} {
		b.until(q(`.cr-list a[href="` + name + `"]`))
	}
	runs := func(n int, shows string) {
		t.Helper()
		b.nth(n).run()
		b.nth(n).shows(shows)
	}

	b.open("/t/mdbook.md")
	runs(1, "row 2\n")

	b.open("/t/myst.md")
	runs(1, "")
	b.nth(1).state("ended")
	runs(2, "'Tue'\n")

	b.open("/t/marimo.md")
	runs(1, "")
	b.nth(1).state("ended")
	runs(2, "6\n")

	b.open("/t/thebe.html")
	runs(1, "")
	b.nth(1).state("ended")
	runs(2, "42\n")

	b.open("/t/codapi.md")
	runs(2, "42\n")

	b.navigate(s.at("/t/damaged.ipynb", true))
	b.until(`document.querySelector("[data-crunchy-note]")?.textContent.includes("cannot be read")`)
}

// TestQuartoExercise gets an exercise of quarto-live wrong, takes a hint, and
// gets it right.
func TestQuartoExercise(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		b := newTab(t, serve(t, "testdata/tools/quarto.qmd"), width)
		b.open("")
		b.nth(1).run()
		b.nth(1).shows("[2, 4, 9]\n")
		b.nth(2).run()
		b.nth(2).shows("15\n")
		e := b.nth(3)
		e.replace("double(5)")
		e.check()
		e.until(q(e.id) + `.innerText.includes("Count once more.")`)
		e.shows("10\n")
		b.fullShot(fmt.Sprintf("quarto-%d", width))
		e.replace("double(4)")
		e.check()
		e.verdict("The test works")
		fits(b, width)
	}
}

// TestNotebook reads a notebook as it was saved, and runs its cells.
func TestNotebook(t *testing.T) {
	s := serve(t, "testdata/tools/notebook.ipynb")
	for _, width := range []int{desktop, phone} {
		b := newTab(t, s, width)
		b.open("")
		stored := func(n int) bool {
			t.Helper()
			return value[bool](b, fmt.Sprintf(`document.querySelectorAll("[data-crunchy-stored]")[%d].checkVisibility()`, n-1))
		}
		if !stored(1) || !stored(2) {
			t.Error("what was stored is not shown")
		}
		b.fullShot(fmt.Sprintf("notebook-%d", width))
		fits(b, width)
		b.nth(1).run()
		b.nth(1).shows("6.0\n")
		b.nth(2).run()
		b.nth(2).shows("3\n5\n10\n")
		if stored(1) || stored(2) || !stored(3) {
			t.Error("what was stored is not shown until its cell is run, and no longer")
		}
		b.nth(4).run()
		b.nth(4).shows("IndexError")
		b.scheme("dark")
		b.fullShot(fmt.Sprintf("notebook-dark-%d", width))
	}
}
