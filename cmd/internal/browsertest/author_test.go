package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"
)

// desk is a folder of lessons that its author writes.
type desk struct {
	t   *testing.T
	dir string
}

func newDesk(t *testing.T) desk { return desk{t, t.TempDir()} }

// save writes a file as editors do: in the place of the one that was there.
func (d desk) save(name, text string) {
	d.t.Helper()
	fresh := filepath.Join(d.dir, "."+name+".fresh")
	if err := os.WriteFile(fresh, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Rename(fresh, filepath.Join(d.dir, name)); err != nil {
		d.t.Fatal(err)
	}
}

// TestAuthorChangesAnOpenLesson: a tab that is reloaded after a block was put in
// between has the elements of the new lesson, with what the student wrote.
func TestAuthorChangesAnOpenLesson(t *testing.T) {
	const first, last = "# A\n\n```python editor\nprint('one')\n```\n", "\n```python editor\nprint('three')\n```\n"
	d := newDesk(t)
	d.save("a.md", first+last)
	b := newTab(t, serve(t, d.dir), desktop)
	b.open("/t/a.md")
	b.nth(2).replace("print('mine')")
	b.nth(2).run()
	b.nth(2).shows("mine\n")
	b.reload()
	b.nth(2).shows("mine\n") // the same page
	d.save("a.md", first+"\n```python editor\nprint('two')\n```\n"+last)
	b.reload()
	b.until(`document.querySelectorAll(".cr-editor").length === 3`)
	b.until(b.nth(3).code() + ` === "print('mine')"`)
	b.nth(2).run()
	b.nth(2).shows("two\n")
	b.nth(1).run()
	b.nth(1).shows("one\n")
}
