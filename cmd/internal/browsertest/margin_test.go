package browsertest_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// TestAuthorMendsByTheMargin: an author is told beside each block what is wrong with
// it, mends it, has the lesson tried, and can hide all that. Nothing of it is told
// twice, or stays when it is mended.
func TestAuthorMendsByTheMargin(t *testing.T) {
	const said = "```python editor %s\nprint(1)\n```\n\n"
	lesson := func(option, link, value string) string {
		return "# A lesson\n\nIts first words.\n\n" + strings.Replace(said, "%s", option, 1) + "Read [on](" + link + ").\n\n## More\n\nText.\n\n```python interpreter\n>>> 6 * 7\n" + value + "\n```\n\nThe end.\n"
	}
	d := newDesk(t)
	d.save("b.md", "# B\n")
	d.save("a.md", lesson("linenumbers", "bb.md", "41"))
	b := newTab(t, serve(t, d.dir), desktop)
	b.open("/t/a.md")
	remark := func(after, says string) string {
		return `[...document.querySelectorAll(".cr-finding")].some((e) => e.textContent.includes(` + strconv.Quote(says) + `) && e.previousElementSibling?.matches(` + strconv.Quote(after) + `))`
	}
	b.until(remark("#cr-0001", `is "linenumber" meant?`))
	b.until(remark("p", "Line 9 The link bb.md leads to no file; is b.md meant?"))
	b.until(q(".cr-margin") + `.textContent.includes("2 things to mend.")`)
	b.click(".cr-margin .cr-btn")
	b.until(remark("#cr-0002", "This prints something else than the page shows."))
	b.until(q("#cr-0002 + .cr-finding del") + `.textContent.includes("41")`)
	for _, width := range []int{desktop, 390, 320} {
		b.resize(width)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.shot(fmt.Sprintf("margin-%s-%d", scheme, width))
			if width == 390 && scheme == "dark" {
				b.audit(axe(t))
			}
		}
		if wide := value[float64](b, `document.documentElement.scrollWidth`); wide > float64(width) {
			t.Errorf("at %d the page is %v wide", width, wide)
		}
	}
	b.resize(desktop)

	// mended, and with words before it
	b.do(`window.__same = true`)
	d.save("a.md", strings.Replace(lesson("linenumber", "b.md", "42"), "Its first", "Some words.\n\nIts first", 1))
	b.until(`!document.querySelector(".cr-finding") && ` + q(".cr-margin") + `.dataset.state === "clean"`)
	b.until(q("#cr-0002 .cr-code") + `.textContent.includes("42")`)
	d.save("a.md", strings.Replace(lesson("linenumber", "b.md", "43"), "Its first", "Some words.\n\nMore words.\n\nIts first", 1))
	b.until(`document.querySelector(".cr-article").textContent.includes("More words.")`)
	// it may be tried again by itself already, and then the button ends that
	b.until(remark("section", "Line 20") + ` || (` + q(".cr-margin") + `.dataset.state !== "trying" && ` + q(".cr-margin .cr-btn") + `.click(), false)`)
	if !value[bool](b, `window.__same === true`) {
		t.Error("the page was loaded anew")
	}

	// out of the way, and still so when the page is opened again
	b.click(".cr-top .cr-actions > [data-do=margin]")
	b.until(`!document.querySelector(".cr-finding, .cr-margin")`)
	b.reload()
	b.live()
	b.until(q(".cr-top [data-do=margin]") + `.getAttribute("aria-pressed") === "false"`)
	b.click(".cr-top .cr-actions > [data-do=margin]")
	b.until(q(".cr-margin") + `.dataset.state === "clean"`)
}

// TestWhatIsLoadedAnew: pages that cannot be changed in place follow their author all
// the same, and so does what other files say of a lesson.
func TestWhatIsLoadedAnew(t *testing.T) {
	slides := func(text string) string {
		return "# S\n\n<div class=\"slide\">\n\n## One\n\n" + text + "\n\n</div>\n\n<div class=\"slide\">\n\n## Two\n\n</div>\n"
	}
	exam := func(text string) string {
		return "# E\n\n```python exam_define name=e start=\"2020-01-01 09:00\" duration=1:00\n```\n\n" + text + "\n\n```pycon doctest exam_name=e\n>>> 1\n1\n```\n"
	}
	page := func(text string) string {
		return "<!DOCTYPE html>\n<title>H</title>\n<h1>H</h1>\n<p>" + text + "\n<pre title=\"editor linenumbers\">\n1\n</pre>\n"
	}
	d := newDesk(t)
	lessons := map[string]func(string) string{"a.html": page, "s.md": slides, "e.md": exam}
	for name, of := range lessons {
		d.save(name, of("First words."))
	}
	b := newTab(t, serve(t, d.dir), desktop)
	for name, of := range lessons {
		b.open("/t/" + name)
		b.do(`window.__same = true`)
		d.save(name, of("Other words."))
		b.until(`document.body.textContent.includes("Other words.") && window.__same === undefined`)
		b.live()
	}

	// in a page of HTML, a note stands below its block, and the switch in the corner
	b.open("/t/a.html")
	b.until(q("#cr-0001 + .cr-finding") + `.textContent.startsWith("Line 5")`)
	b.shot("margin-html-1440")
	b.click(".cr-tools [data-do=margin]")
	b.until(`!document.querySelector(".cr-finding, .cr-margin")`)
	b.click(".cr-tools [data-do=margin]")

	// on paper, with all answers or with none
	b.open("/t/e.md")
	b.do(`window.print = () => { window.__printed = [document.documentElement.dataset.crunchyPrint, document.querySelector(".cr-key")?.textContent ?? ""].join() }`)
	b.click(".cr-printing .cr-more")
	b.click(".cr-printing [role=menuitem]:first-child")
	b.until(`window.__printed === "plain,"`)
	b.click(".cr-printing .cr-more")
	b.click(".cr-printing [role=menuitem]:last-child")
	b.until(`window.__printed?.startsWith("key,") && window.__printed.includes("Exercise 1")`)

	// the name of the course and the order of its lessons
	b.open("/t/e.md")
	b.do(`window.__same = true`)
	d.save("crunchy.toml", "title = \"The course\"\nlessons = [\"s.md\", \"e.md\", \"a.html\"]\n")
	b.until(`document.querySelector(".cr-brand").textContent.includes("The course") && document.querySelector(".cr-pager")?.textContent.includes("H")`)
	if !value[bool](b, `window.__same === true`) {
		t.Error("the page was loaded anew for that")
	}
}
