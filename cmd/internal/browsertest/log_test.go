package browsertest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLog answers a program and tries an interpreter, and finds all of it in the
// file that the menu speaks of.
func TestLog(t *testing.T) {
	s := serve(t, "testdata/features/log_id.md")
	b := newTab(t, s, desktop)
	b.open("")
	e, i := b.named("greet.py"), b.nth(2)
	e.run()
	e.asks()
	b.line("Ada")
	e.shows("Hello, Ada")
	i.typeAt()
	b.line("6 * 7")
	i.shows("42")

	b.click(e.id + " .cr-more")
	b.shot("log-1440")
	item := `[...document.querySelectorAll("[role=menuitem]")].find((m) => m.checkVisibility() && m.textContent.includes("Save the log"))`
	b.until(item)
	b.do(item + ".click()")
	b.until(`[...document.querySelectorAll(".cr-toast")].some((t) => t.textContent.includes("log-greetings.txt"))`)
	found, _ := filepath.Glob(filepath.Join(s.work, "*", "log-greetings.txt"))
	if len(found) != 1 {
		t.Fatalf("%q", found)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"greet.py, 20", "name = input(", "Your name? Ada\nHello, Ada\n", "6 * 7", "42"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%q is not in the log: %s", want, data)
		}
	}
}
