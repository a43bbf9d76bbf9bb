package browsertest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAuthorWritesInThePage: the text of a lesson is edited beside it. What is written
// comes alive there, and what runs goes on; a file that was changed underneath is not
// written over; and what one can see of it is for everybody.
func TestAuthorWritesInThePage(t *testing.T) {
	d := newDesk(t)
	const start = "# A\n\nThe beginning.\n\n```python interpreter\n>>> n = 41\n```\n\nThe end.\n\n"
	d.save("a.md", start)
	saved := func() string {
		data, err := os.ReadFile(filepath.Join(d.dir, "a.md"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	b := newTab(t, serve(t, d.dir), desktop)
	b.excuse("409") // the file was changed underneath
	b.open("/t/a.md")
	b.do(`window.__same = true`)
	interpreter := b.nth(1)
	interpreter.typeAt()
	b.line("n = 6")
	b.line("n * 7")
	interpreter.shows("42\n")

	b.click(".cr-pen")
	b.until(q(".cr-desk .cm-content"))
	b.until(`document.activeElement === ` + q(".cr-desk .cm-content"))
	b.press("End", ctrl)
	b.write("/ex")
	b.until(`document.querySelector(".cm-tooltip-autocomplete li[aria-selected]")?.innerText.startsWith("/Exercise")`)
	b.shot("write-slash")
	b.audit(axe(t))
	b.press("Enter")
	b.until(q(".cr-desk .cm-content") + `.innerText.includes("def double(x)")`)
	b.write("fresh") // the name, in both blocks
	b.until(q(`.cr-desk[data-work="saved"]`) + ` && document.querySelector(".cr-exercise .cr-name")?.innerText.includes("fresh.py")`)
	if got := saved(); got != start+"```python editor name=fresh\ndef double(x):\n    return ______\n```\n\n```pycon doctest name=fresh\n>>> double(21)\n42\n>>> double(0)\n0\n```\n" {
		t.Errorf("the file has %q", got)
	}
	fresh := element{b, ".cr-exercise"}
	fresh.replace("def double(x):\n    return 2 * x")
	fresh.check()
	fresh.verdict("Both examples work")
	interpreter.typeAt()
	b.line("n + 1")
	interpreter.shows("7\n")
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		b.audit(axe(t))
		b.shot("write-" + scheme)
	}

	// another program saves while something is not in the file yet
	b.click(".cr-desk .cm-content")
	b.press("End", ctrl)
	d.save("a.md", strings.Replace(start, "The end.", "Their end.", 1))
	b.write("Mine.")
	b.until(q(`.cr-desk[data-work="conflict"] .cr-conflict button`))
	b.click(".cr-desk .cr-conflict button[aria-expanded]")
	b.until(q(".cr-desk .cr-diff") + `.innerText.includes("Their end.")`)
	b.audit(axe(t))
	b.shot("write-conflict")
	if got := saved(); !strings.Contains(got, "Their end.") || strings.Contains(got, "Mine.") {
		t.Errorf("theirs has become %q", got)
	}
	b.reload() // what is not saved is there still, and so is the question
	b.until(q(`.cr-desk[data-work="conflict"] .cr-conflict button`) + ` && ` + q(".cr-desk .cm-content") + `.innerText.includes("Mine.")`)
	b.click(".cr-desk .cr-conflict button")
	b.until(q(`.cr-desk[data-work="saved"]`) + ` && document.querySelector(".cr-article").innerText.includes("Mine.")`)
	if got := saved(); !strings.HasSuffix(got, "Mine.") {
		t.Errorf("mine is %q", got)
	}

	b.resize(phone)
	b.shot("write-phone")
	b.audit(axe(t))
	b.click(".cr-desk-turn")
	b.until(`getComputedStyle(` + q(".cr-desk") + `).display === "none" && getComputedStyle(` + q(".cr-page") + `).visibility === "visible"`)
	b.shot("write-phone-lesson")
	b.click(".cr-pen")
	b.until(`getComputedStyle(` + q(".cr-desk") + `).display !== "none"`)
	b.click(`.cr-desk .cr-head > .cr-btn:last-child`)
	b.until(`!` + q(".cr-desk") + ` && document.activeElement === ` + q(".cr-pen"))
}

// TestAuthorPutsAPictureIn: a picture that is pasted is put beside the lesson, and
// shown; a page with a look of its own comes anew when the author says so, and the
// text is as it was.
func TestAuthorPutsAPictureIn(t *testing.T) {
	d := newDesk(t)
	d.save("a.html", "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>A</title></head>\n<body>\n<main><h1>A</h1>\n<p>Text.</p>\n</main>\n</body>\n</html>\n")
	b := newTab(t, serve(t, d.dir), desktop)
	b.open("/t/a.html")
	b.click(".cr-pen")
	b.until(`document.activeElement === ` + q(".cr-desk .cm-content"))
	b.click(".cr-desk .cm-line:nth-child(6)") // Text.
	b.press("End")
	b.do(`const canvas = new OffscreenCanvas(20, 10);
		canvas.getContext("2d").fillRect(0, 0, 20, 10);
		const data = new DataTransfer();
		data.items.add(new File([await canvas.convertToBlob()], "My Tree.png", { type: "image/png" }));
		` + q(".cr-desk .cm-content") + `.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));`)
	b.until(q(".cr-desk .cm-content") + `.innerText.includes('<img src="my-tree.png"')`)
	b.write("A tree")
	b.until(q(".cr-desk .cm-content") + `.innerText.includes('alt="A tree"') && ` + q(`.cr-desk[data-work="saved"] .cr-kept:not([hidden])`))
	data, err := os.ReadFile(filepath.Join(d.dir, "a.html"))
	if err != nil || !strings.Contains(string(data), `<p>Text.</p><img src="my-tree.png" alt="A tree">`) {
		t.Errorf("the file has %q, %v", data, err)
	}
	b.do(`window.__before = true`)
	b.press("s", ctrl)
	b.until(`!window.__before && document.querySelector("img[alt='A tree']")?.naturalWidth === 20`)
	b.until(`document.activeElement === ` + q(".cr-desk .cm-content"))
	b.audit(axe(t))

	b.press("z", ctrl) // what was done before can be undone
	b.until(`!` + q(".cr-desk .cm-content") + `.innerText.includes('alt="A tree"')`)

	// another lesson beside it, which opens with its text
	b.click(".cr-desk .cr-more")
	b.click(".cr-desk .cr-menu .cr-btn")
	b.until(`document.activeElement === ` + q(".cr-desk-title"))
	b.write("Birds & bees")
	b.shot("write-new")
	b.press("Enter")
	b.until(`location.pathname === "/t/birds-bees.html" && document.querySelector("h1")?.textContent === "Birds & bees" && ` + q(".cr-desk .cm-content"))

	// on a phone the lesson is what is seen when the author has turned to it
	b.resize(phone)
	b.click(".cr-desk .cm-content")
	b.press("End", ctrl)
	b.do(`window.__before = true`)
	b.write("Later words")
	b.until(q(".cr-desk .cm-content") + `.innerText.includes("Later words") && ` + q(`.cr-desk[data-work="saved"] .cr-kept:not([hidden])`))
	b.click(".cr-desk-turn")
	b.until(`!window.__before && document.body.innerText.includes("Later words") && ` + q(".cr-desk") + ` && getComputedStyle(` + q(".cr-desk") + `).display === "none"`)
}
