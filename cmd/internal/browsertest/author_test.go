package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// TestAuthorSavesWhileThePageIsOpen: a page follows its author. What runs, what is
// typed and where one reads stay; what is new is alive; and a file that is broken
// for a moment is said in a sentence.
func TestAuthorSavesWhileThePageIsOpen(t *testing.T) {
	const session, program = "```python interpreter\n>>> n = 41\n```\n\n", "```python editor name=mine\nprint('one')\n```\n\n"
	const taken = "```python py_code\nprint('taken')\n```\n\n"
	text := ""
	for i := range 60 {
		text += fmt.Sprintf("Paragraph %d.\n\n", i)
	}
	const hint = "<details class=\"hint\" data-for=\"double\"><summary>Hint</summary>%s</details>\n\n"
	exercise := "```python editor name=double\ndef double(x):\n    return x\n```\n\n```pycon doctest name=double\n>>> double(21)\n42\n```\n\n" + hint
	lesson := func(before, between, wise string) string {
		return "# A\n\n## First\n\n" + taken + before + session + text + "## Second\n\n" + between + program + fmt.Sprintf(exercise, wise) + "![p](p.svg)\n\n" + text
	}
	d := newDesk(t)
	d.save("p.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>`)
	d.save("a.md", lesson("", "", "Multiply."))
	b := newTab(t, serve(t, d.dir), desktop)
	b.excuse("404", "409") // there is no file, or nothing in it
	b.open("/t/a.md")
	b.do(`window.__same = true`)
	interpreter, editor := b.nth(1), b.nth(2)
	interpreter.typeAt()
	b.line("n = 6")
	b.line("n * 7")
	interpreter.shows("42\n")
	editor.replace("print('mine')")
	b.write(" # and more")
	place := value[float64](b, q(editor.id)+`.getBoundingClientRect().top`)

	// a block before each of them, and another hint
	d.save("a.md", lesson("```python editor name=fresh\nprint('fresh')\n```\n\n", "More text.\n\n```python interpreter\n>>> 1\n```\n\n", "Multiply by two."))
	b.until(`document.querySelectorAll("section.cr-cell").length === 5`)
	if got := value[float64](b, q(editor.id)+`.getBoundingClientRect().top`); got < place-2 || got > place+2 {
		t.Errorf("what one reads was at %v and is at %v", place, got)
	}
	b.until(editor.code() + ` === "print('mine') # and more"`)
	b.until(`document.activeElement === ` + q(editor.id+" .cm-content"))
	b.write("!")
	b.until(editor.code() + ` === "print('mine') # and more!"`)
	editor.run()
	editor.shows("mine\n")
	interpreter.typeAt()
	b.line("n + 1")
	interpreter.shows("7\n")
	fresh := b.named("fresh.py")
	fresh.run()
	fresh.shows("fresh\n")
	double := b.nth(3)
	double.check()
	b.until(q(double.id+" .cr-verdict") + `?.textContent`)
	b.click(double.id + " .cr-hint-next")
	b.until(q(double.id+" .cr-hint-body") + `.textContent.includes("by two")`)
	b.until(`[...document.querySelectorAll(".cr-steps i")].length === 5`)

	// the same without these blocks, and the picture another
	d.save("p.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>`)
	b.until(`document.querySelector(".cr-article img").naturalWidth === 20`)
	d.save("a.md", lesson("", "## Between\n\n", "Multiply by two."))
	b.until(`document.querySelectorAll("section.cr-cell").length === 3 && [...document.querySelectorAll(".cr-toc a")].some((a) => a.textContent.includes("Between"))`)
	interpreter.typeAt()
	b.line("n + 2")
	interpreter.shows("8\n")

	// into a box, with an editor of the student's own behind it, and out again
	b.click("pre.cr-styled .cr-taker")
	b.until(q(".cr-added .cm-content"))
	boxed := strings.Replace(lesson("", "", "Multiply by two."), session, "::: {.note}\n\n"+session+":::\n\n", 1)
	d.save("a.md", boxed)
	b.until(q(".cr-article > .note > #cr-0001"))
	interpreter.typeAt()
	b.line("n + 3")
	interpreter.shows("9\n")
	b.until(q("pre.cr-styled + .cr-added"))
	d.save("a.md", lesson("", "## Between\n\n", "Multiply by two."))
	b.until(q(".cr-article > #cr-0001"))
	interpreter.typeAt()
	b.line("n + 4")
	interpreter.shows("10\n")
	added := element{b, ".cr-added"}
	added.run()
	added.shows("taken\n")

	// an author's mishaps
	if err := os.Remove(filepath.Join(d.dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	b.until(`document.querySelector(".cr-toast")?.textContent.includes("is not there just now")`)
	b.shot("author-gone")
	d.save("a.md", "")
	b.until(`document.querySelector(".cr-toast")?.textContent.includes("nothing in the file")`)
	interpreter.typeAt()
	b.line("n + 5")
	interpreter.shows("11\n")
	d.save("a.md", lesson("", "", "Multiply by two.")+"R\xe4tsel\n")
	b.until(`!document.querySelector(".cr-toast") && document.querySelector(".cr-margin").textContent.includes("UTF-8")`)
	d.save("a.md", lesson("", "", "Multiply by two.")+"The end.\n")
	b.until(`!document.querySelector(".cr-margin").textContent.includes("UTF-8") && document.querySelector(".cr-article").textContent.includes("The end.")`)
	if !value[bool](b, `window.__same === true`) {
		t.Error("the page was loaded anew")
	}

	// what cannot be put in its place is loaded anew, and keeps what runs
	d.save("a.md", "---\nlang: de\n---\n"+lesson("", "", "Multiply by two."))
	b.until(`window.__same === undefined && document.documentElement.dataset.crunchyReady !== undefined`)
	b.live()
	interpreter.typeAt()
	b.line("n + 6")
	interpreter.shows("12\n")
}
