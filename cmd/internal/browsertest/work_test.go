package browsertest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// workFile is the file of the editor "greet.py", once it is there.
func workFile(t *testing.T, s *server, holds string) string {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		files, _ := filepath.Glob(filepath.Join(s.work, "*", "greet.py"))
		for _, f := range files {
			if b, _ := os.ReadFile(f); strings.Contains(string(b), holds) {
				return f
			}
		}
	}
	t.Fatalf("no file holds %q", holds)
	return ""
}

func (b *tab) codeHas(text string) {
	b.t.Helper()
	b.until(`(` + b.nth(1).code() + `).includes(` + quote(text) + `)`)
}

func TestWorkIsKept(t *testing.T) {
	dir := t.TempDir()
	lesson := filepath.Join(dir, "keep.md")
	os.WriteFile(lesson, []byte("# Keep\n\n```python editor name=greet\nprint('author')\n```\n"), 0o644)
	s := serve(t, lesson)
	one := newTab(t, s, desktop)
	one.excuse("409", "ERR_CONNECTION", "404", "WebSocket", "Failed to load")
	one.open("")
	one.nth(1).typeIn()
	began := time.Now()
	one.write("# mine\n")
	file := workFile(t, s, "# mine")
	t.Log("on disk after", time.Since(began))
	one.until(`document.querySelector("#cr-0001").dataset.work === "saved"`)
	one.reload()
	one.codeHas("# mine")

	// Another program.
	os.WriteFile(file, []byte("print('outside')\n"), 0o644)
	one.codeHas("outside")

	// Another tab.
	two := one.another()
	two.excuse("409", "Failed to load", "ERR_CONNECTION", "404", "WebSocket")
	two.open("")
	two.codeHas("outside")
	two.nth(1).typeIn()
	two.write("# two\n")
	one.codeHas("# two")

	// Both at once: nobody's text is lost without a question.
	one.do(`window.fetch = ((f) => (a, o) => String(a).includes("/save?") ? new Promise((r) => setTimeout(() => r(f(a, o)), 1500)) : f(a, o))(window.fetch)`)
	one.nth(1).typeIn()
	one.write("# from one\n")
	two.nth(1).typeIn()
	two.write("# from two\n")
	one.until(`!document.querySelector(".cr-conflict").hidden`)
	one.click(`.cr-conflict [aria-expanded]`)
	one.until(`document.querySelector(".cr-diff .cr-mine")`)
	one.shot("work-conflict")
	one.do(`[...document.querySelectorAll(".cr-conflict button")].find((b) => b.textContent === "Keep mine").click()`)
	workFile(t, s, "# from one")
	two.codeHas("# from one")

	// The server ends and comes back; what was written meanwhile too.
	port := s.address.Port()
	s.stop()
	one.nth(1).typeIn()
	one.write("# while it was away\n")
	one.until(`document.querySelector("#cr-0001").dataset.work === "offline"`)
	one.shot("work-offline")
	s.start("--port", port)
	workFile(t, s, "# while it was away")
	one.until(`document.querySelector("#cr-0001").dataset.work === "saved"`)
	if text := value[string](one, one.nth(1).code()); !strings.Contains(text, "# from one") {
		t.Errorf("the code is %q", text)
	}
}
