package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// slowLesson notes in a file what its programs begin.
func slowLesson(t *testing.T) (lesson, diary string) {
	diary = filepath.Join(t.TempDir(), "diary")
	text := "# Slow\n\n```python interpreter\n>>> 6 * 7\n42\n```\n"
	for _, name := range []string{"a", "b", "c"} {
		text += fmt.Sprintf("\n```python editor name=%s\nimport time\nwith open(%q, 'a') as f:\n    f.write(%q)\ntime.sleep(2)\n```\n", name, diary, name)
	}
	return written(t, "slow.md", text), diary
}

func TestRunAllCanBeStopped(t *testing.T) {
	file, diary := slowLesson(t)
	b := newTab(t, serve(t, file), desktop)
	b.open("")
	has := func(want string) {
		t.Helper()
		if got, _ := os.ReadFile(diary); string(got) != want {
			t.Errorf("what has begun is %q, want %q", got, want)
		}
	}
	a := b.named("a.py")
	const all = `[data-do="run-all"]`
	b.click(all)
	a.state("running")
	b.until(q(all) + `.textContent === "Stop running, 2 of 4"`)
	b.shot("run-all-1440")
	b.click(all)
	b.until(q(all) + `.textContent === "Run all"`)
	a.says("You stopped it")
	time.Sleep(500 * time.Millisecond)
	b.named("b.py").state("idle")
	has("a")

	b.click(all) // and again, from the beginning
	a.state("running")
	b.click(`[data-do="restart"]`)
	b.until(q(all) + `.textContent === "Run all"`)
	a.state("idle")
	time.Sleep(6 * time.Second) // more than it waits for one
	has("aa")
	for _, name := range []string{"a.py", "b.py", "c.py"} {
		b.named(name).state("idle")
	}

	b.click(all)
	b.until(q(all) + `.textContent === "Stop running, 4 of 4"`)
	b.until(q(all) + `.textContent === "Run all"`)
	b.named("c.py").state("ended")
	has("aaabc")
	b.nth(1).shows("42\n")
}
