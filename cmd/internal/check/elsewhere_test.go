package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/check"
)

// TestSourceFromElsewhere checks a lesson that shows source of other files, and
// programs that in a page wait for somebody.
func TestSourceFromElsewhere(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mine.py", "def f():\n    return 1\n\nraise SystemExit  # is not run\n")
	write("lesson.md", "```python getpythonsource mine.f editor\n```\n\n```python getpythonsource random.shuffle\n```\n\n"+
		"```python getpythonsource mine.g\n```\n\n```python getpythonsource math.sin interpreter\n```\n\n```python getpythonsource ../../x y\n```\n\n"+
		"```python pdb\nprint(1)\n```\n\n```python pdb analyzer_report\n1 / 0\n```\n")
	got := text(t, run(t, check.Config{}, filepath.Join(dir, "lesson.md")))
	want := []string{
		":7: getpythonsource finds no mine.g, neither beside the lesson nor in Python.",
		":10: Math.sin is not written in Python, so getpythonsource has nothing to show.",
		":13: The option \"y\" means nothing to \"getpythonsource\" and is passed over.",
		":13: getpythonsource finds no ../../x",
		":21: This program raises a ZeroDivisionError.",
	}
	for _, w := range want {
		if !strings.Contains(strings.ToLower(got), strings.ToLower(w)) {
			t.Errorf("%q is not in\n%s", w, got)
		}
	}
	if n := strings.Count(got, "lesson.md:"); n != len(want) {
		t.Errorf("%d findings in\n%s", n, got)
	}
}
