package browsertest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestATeacherMakesALesson goes the whole way: a new folder, an exercise that is
// written in its page, three mistakes that are mended by what the margin says, a
// check, slides, and pages to give away, which are read without Crunchy.
func TestATeacherMakesALesson(t *testing.T) {
	folder, site := filepath.Join(t.TempDir(), "doubling"), filepath.Join(t.TempDir(), "site")
	s := serve(t, filepath.Dir(folder))
	crunchy := func(args ...string) {
		t.Helper()
		if shared.python != "" && args[0] == "export" {
			args = append(args, "--python", shared.python)
		}
		cmd := exec.Command(shared.binary, args...)
		cmd.Env = append(withoutOurs(os.Environ()), "XDG_STATE_HOME="+t.TempDir())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
	}
	crunchy("new", folder)
	b := newTab(t, s, desktop)
	b.excuse("409", "ERR_CONNECTION_REFUSED", "WebSocket") // a save before the page has followed the last, and a server that has ended
	b.open("/t/doubling/index.md")
	b.click(".cr-pen")
	b.until(`document.activeElement === ` + q(".cr-desk .cm-content"))
	b.press("End", ctrl)
	b.write("\n## Doubling\n\n```python editor name=double linenumbers\ndef double(x):\n    return x\n```\n\n" +
		"```pycon doctest name=double\n>>> double(21)\n42\n>>> double(0)\n1\n```\n\n" +
		"```python check name=double hidden\nassert double(-1) == -2\n```\n\n" +
		"<details class=\"hint\" data-for=\"double\">\n<summary>A hint</summary>\n\nTwice is `2 *`.\n\n</details>\n\n" +
		"```python solution name=dubble\ndef double(x):\n    return 2 * x\n```\n")
	said := func(text string) {
		t.Helper()
		b.until(`[...document.querySelectorAll(".cr-finding")].some((e) => e.textContent.includes(` + quote(text) + `))`)
	}
	// mend does what the margin has said: it writes a line anew.
	mend := func(line, text string) {
		t.Helper()
		b.do(`const line = [...document.querySelectorAll(".cr-desk .cm-line")].find((e) => e.textContent === ` + quote(line) + `);
			line.scrollIntoView({ block: "center", behavior: "instant" });
			getSelection().selectAllChildren(line)`)
		b.until(`getSelection().toString() === ` + quote(line) + ` && document.activeElement === ` + q(".cr-desk .cm-content"))
		b.write(text)
		b.until(q(`.cr-desk[data-work="saved"]`) + ` && ![...document.querySelectorAll(".cr-finding")].some((e) => e.textContent.includes(` + quote(text) + `))`)
	}
	said(`is "linenumber" meant?`)
	said(`is "double" meant?`)
	mend("```python editor name=double linenumbers", "```python editor name=double linenumber")
	mend("```python solution name=dubble", "```python solution name=double")
	b.until(q(".cr-margin") + `.dataset.state === "clean"`)
	b.click(".cr-margin .cr-btn") // what a reader would meet is found by running it
	said("The solution does not pass its tests: double(0).")
	b.shot("teacher-mistake")
	mend("1", "0")
	b.until(q(".cr-margin") + `.dataset.state !== "trying" && (` + q(".cr-margin") + `.dataset.state === "clean" || (` + q(".cr-margin .cr-btn") + `.click(), false))`)
	b.shot("teacher-clean")
	b.click(`.cr-desk .cr-head > .cr-btn:last-child`)

	e := element{b, "#" + value[string](b, `[...document.querySelectorAll(".cr-exercise")].at(-1).id`)}
	e.check()
	e.verdict("One of three tests works")
	e.replace("def double(x):\n    return 2 * x")
	e.check()
	e.verdict("All three tests work")

	b.click(".cr-top .cr-show")
	b.until(q(".cr-showbar"))
	b.press("End")
	b.until(`[...document.querySelectorAll("h2")].some((h) => h.textContent.startsWith("Doubling") && h.checkVisibility())`)
	b.press("Escape")
	b.until(`!document.querySelector(".cr-showbar")`)

	crunchy("check", folder)
	crunchy("export", "-o", site, folder)
	s.stop()
	b.navigate("file://" + filepath.ToSlash(filepath.Join(site, "index.html")))
	b.until(`document.readyState === "complete" && document.body.textContent.includes("double(21)")`)
	b.shot("teacher-export")
	data, err := os.ReadFile(filepath.Join(site, "index.html"))
	if err != nil || strings.Contains(string(data), "double(-1)") {
		t.Errorf("the hidden test is given away, or %v", err)
	}
}
