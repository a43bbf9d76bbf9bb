package work_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"crunchy/cmd/internal/work"
)

// TestGive holds that a file of the author's is there, follows the author, and
// stays the student's once it was changed, until a Reset.
func TestGive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Crunchy")
	l := openStore(t, dir).Lesson(tutorial)
	author, changed := "a;b\n1;2\n", time.Unix(1000, 0)
	give := func(l *work.Lesson, name string, anew bool) error {
		return l.Give(work.Given{Name: name, Size: int64(len(author)), Changed: changed,
			Read: func() ([]byte, error) { return []byte(author), nil }}, anew)
	}
	is := func(name, want string) {
		t.Helper()
		if got := content(t, l.Dir(), name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(l.Dir(), name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"w.csv", "data/deep/w.csv"} {
		if err := give(l, name, false); err != nil {
			t.Fatal(err)
		}
		is(name, "a;b\n1;2\n")
	}
	author, changed = "a;b\n3;4\n", time.Unix(2000, 0)
	_ = give(l, "w.csv", false)
	is("w.csv", author) // nobody had touched it
	write("w.csv", "mine")
	for _, l := range []*work.Lesson{l, openStore(t, dir).Lesson(tutorial)} { // now, and after a restart
		changed = changed.Add(time.Second)
		if err := give(l, "w.csv", false); err != nil {
			t.Fatal(err)
		}
		is("w.csv", "mine")
	}
	if err := give(l, "w.csv", true); err != nil {
		t.Fatal(err)
	}
	is("w.csv", author)
	is(".history/w.csv/before-reset.csv", "mine")
	if err := os.Remove(filepath.Join(l.Dir(), "w.csv")); err != nil {
		t.Fatal(err)
	}
	_ = give(l, "w.csv", false)
	is("w.csv", author)

	save(t, l, average, "print('mine')", "")
	if err := give(l, "average.py", true); err != nil {
		t.Fatal(err)
	}
	is("average.py", "print('mine')")
	for _, bad := range []string{"", ".", "../x", "/etc/x", ".crunchy.json", ".history/x", "a/../b"} {
		if err := give(l, bad, true); err == nil {
			t.Errorf("%q is given", bad)
		}
	}
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(l.Dir(), "out")); err != nil {
		t.Fatal(err)
	}
	if err := give(l, "out/x.csv", true); err == nil {
		t.Error("a file is written through a link")
	}
}
