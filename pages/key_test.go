package pages_test

import (
	"strings"
	"testing"

	"crunchy/pages"
)

// TestAnswerKey: it has all answers, also the hidden ones, and is at the end of the page;
// nothing of it is on a page without it, and the page is the same version.
func TestAnswerKey(t *testing.T) {
	lesson := "# A\n\n" + fence("editor name=dbl", "def f(x): ______") + fence("check name=dbl hidden", "assert f(1) == 2") +
		fence("solution name=dbl hidden", "def f(x): return 2 * x") + fence("editor", "1") + fence("parsons", "a = 1\nb = a") +
		fence("doctest", ">>> g(1)\n1") + "```text quiz\nWhat is two and two?\n\n- [x] four | Well done.\n- [ ] five\n```\n\n```text quiz\nAnd three?\n\n= seven\n```\n"
	for _, name := range []string{"a.md", "a.html"} {
		source := lesson
		if name == "a.html" {
			source = "<p>x<pre title='editor name=dbl'>1</pre><pre title='check name=dbl hidden'>assert f(1) == 2</pre><pre title='solution name=dbl hidden'>def f(x): return 2 * x</pre>"
		}
		with, out := render(t, name, "", []byte(source), pages.Options{Author: true, Margin: true, Key: true, Salt: "s"})
		without, plain := render(t, name, "", []byte(source), pages.Options{Author: true, Margin: true, Salt: "s"})
		before, key, found := strings.Cut(out, `<section class="cr-key"`)
		if !found || with.Version != without.Version || len(with.Elements) != len(without.Elements) {
			t.Fatalf("%s has no key, or is another page: %s", name, out)
		}
		for _, secret := range []string{"2</span> * x", "Well done", "seven"} {
			if strings.Contains(before, secret) || strings.Contains(plain, secret) {
				t.Errorf("%s says %q to readers", name, secret)
			}
			if !strings.Contains(key, secret) && (name == "a.md" || secret == "2</span> * x") {
				t.Errorf("the key of %s has no %q: %s", name, secret, key)
			}
		}
		if name == "a.html" {
			continue
		}
		for _, part := range []string{">Exercise 1: dbl<", ">Exercise 2<", ">Exercise 3<", "No answer is written down.", "Question: What is two and two?"} {
			if !strings.Contains(key, part) {
				t.Errorf("the key has no %q: %s", part, key)
			}
		}
		if strings.Contains(key, "five") {
			t.Error("a wrong answer is in the key")
		}
	}
	if _, out := render(t, "a.md", "", []byte("# A\n\n"+fence("editor", "1")), pages.Options{Key: true}); strings.Contains(out, "cr-key") {
		t.Error("there is a key to nothing")
	}
}
