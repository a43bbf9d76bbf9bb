package work_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/work"
)

// TestLog holds that a log grows, never beyond its bound, and never through a link.
func TestLog(t *testing.T) {
	l := lesson(t)
	add := func(text string) {
		t.Helper()
		if err := l.Append("a", text); err != nil {
			t.Fatal(err)
		}
	}
	if text, _ := l.ReadLog("a"); text != "" {
		t.Errorf("%q", text)
	}
	add("one\n")
	add("two\n")
	if text, path := l.ReadLog("a"); text != "one\ntwo\n" || !strings.HasSuffix(path, "log-a.txt") {
		t.Errorf("%q in %s", text, path)
	}
	add(strings.Repeat("x", work.MaxLog))
	if text, _ := l.ReadLog("a"); len(text) != work.MaxLog {
		t.Errorf("%d bytes", len(text))
	}
	if got := content(t, l.Dir(), "log-a-earlier.txt"); got != "one\ntwo\n" {
		t.Errorf("%q", got)
	}
	outside := filepath.Join(t.TempDir(), "outside.txt")
	if err := os.Symlink(outside, filepath.Join(l.Dir(), "log-b.txt")); err != nil {
		t.Fatal(err)
	}
	if err := l.Append("b", "x"); err == nil {
		t.Error("it writes through a link")
	}
}
