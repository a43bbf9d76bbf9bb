package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/check"
)

// TestTimesAndFiles holds that exams are open to whoever checks them, that
// programs have the files of the lesson, and that what is wrong with both is found.
func TestTimesAndFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("a.csv", "1;2\n")
	good := write("good.md", "```text exam_define name=a start=2999-01-01T09:00 duration=1h\n```\n\n"+
		"```python editor name=one exam_name=a time=1 files=a.csv\nx = 0\n```\n\n"+
		"```python check name=one\nassert x == '1;2'\n```\n\n"+
		"```python solution name=one\nx = open('a.csv').read().strip()\n```\n")
	bad := write("bad.md", "```text exam_define name=a start=soon duration=1h\n```\n\n"+
		"```text quiz exam_name=b\nWhich?\n\n- [x] a\n- [ ] b\n```\n\n"+
		"```python editor files=gone.csv\nx = 1\n```\n\n"+
		"```python editor files=../x.csv\nx = 1\n```\n\n"+
		"```text quiz time=0\nWhich?\n\n- [x] a\n- [ ] b\n```\n")
	if got := text(t, run(t, check.Config{}, good)); !strings.Contains(got, "all as the page says") {
		t.Errorf("%s", got)
	}
	got := text(t, run(t, check.Config{}, bad))
	for _, want := range []string{"bad.md:1: ", "bad.md:4: ", "bad.md:11: Its program cannot have the file gone.csv", "bad.md:15: ", "bad.md:19: "} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not found:\n%s", want, got)
		}
	}
}
