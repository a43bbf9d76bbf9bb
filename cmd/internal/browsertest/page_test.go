package browsertest_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// course is a folder of lessons made for these tests.
const course = "testdata/course"

func TestProgressAndContents(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/01-first.md")
	b.until(`document.querySelector(".cr-brand").textContent === "The first lessonNumbers and pictures, lesson 1"`)
	b.until(`document.querySelector(".cr-count").textContent === "0 of 3 done" && document.querySelectorAll(".cr-steps i").length === 3`)
	const lines = `[...document.querySelectorAll(".cr-page > .cr-toc > ol > li")].map((li) => [li.querySelector("a").textContent, li.classList.contains("cr-is-done") ? "done" : "", li.classList.contains("cr-now") ? "now" : "", li.classList.contains("cr-only-text") ? "text" : ""].filter(Boolean).join(" ")).join("; ")`
	if got := value[string](b, lines); got != "One thing now; Another thing; Only words text" {
		t.Errorf("the contents: %s", got)
	}
	b.nth(1).run()
	b.nth(1).state("ended")
	b.until(`document.querySelector(".cr-count").textContent === "1 of 3 done"`)
	b.nth(2).typeAt()
	b.line("6 * 7")
	b.nth(2).shows("42")
	b.until(`document.querySelector(".cr-count").textContent === "2 of 3 done"`)
	b.shot("progress-1440")
	b.do(`document.querySelector("#another-thing").scrollIntoView({ block: "start", behavior: "instant" })`)
	b.until(lines + ` === "One thing, done done; Another thing now; Only words text"`)
	b.until(`document.querySelectorAll(".cr-steps .cr-is-done").length === 2 && document.querySelectorAll(".cr-steps .cr-is-now").length === 1`)
	if got := value[string](b, `document.querySelector("[role=progressbar]").getAttribute("aria-valuetext")`); got != "2 of 3 done" {
		t.Errorf("a screen reader hears %q", got)
	}
	b.do(`scrollTo({ top: 1e6, behavior: "instant" })`)
	b.until(`document.querySelector(".cr-page > .cr-toc .cr-now").textContent === "Only words"`)
	b.reload() // what the server still knows is shown again
	b.until(`document.querySelector(".cr-count").textContent === "2 of 3 done"`)

	b.resize(phone)
	b.until(`(() => { const r = document.querySelector(".cr-steps").getBoundingClientRect(); return r.width > 380 && r.height < 5 })()`)
	b.click(".cr-menu > summary")
	b.shot("menu-390")
	b.click(`.cr-menu a[href="#another-thing"]`)
	b.until(`!document.querySelector(".cr-menu").open && location.hash === "#another-thing"`)
	b.resize(320)
	fits(b, 320)
	b.click(".cr-home")
	b.until(`location.pathname === "/home"`)
}

func TestHomePage(t *testing.T) {
	s := serve(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "mine.md")
	if err := os.WriteFile(file, []byte("# My own\n\n```python editor\n1\n```\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, s, desktop)
	b.excuse("404")
	b.navigate(s.address.String())
	b.until(`location.pathname === "/" && document.querySelector("h1")?.textContent === "Learn Python by using it"`)
	b.until(`!document.querySelector("form button").disabled`)
	if n := value[int](b, `document.querySelectorAll(".cr-course li").length`); n != 13 {
		t.Errorf("the course has %d lessons", n)
	}
	b.until(`document.body.innerText.includes("Nothing opened yet")`)
	b.click("#cr-target")
	b.write(filepath.Join(dir, "nothing.md"))
	b.press("Enter")
	b.until(`document.querySelector("#cr-open-error").textContent.startsWith("There is no file or folder")`)
	b.until(`document.activeElement.id === "cr-target" && document.activeElement.getAttribute("aria-invalid") === "true"`)
	b.shot("home-error-1440")
	b.press("a", ctrl)
	b.write(file)
	b.press("Enter")
	b.until(`location.pathname.endsWith("/mine.md")`)
	b.live()
	b.click(".cr-home")
	b.until(`location.pathname === "/home"`)
	b.click(".cr-upnext a")
	b.live()
	if got := value[string](b, "location.pathname"); got != "/t/~lessons/first-steps/01-hello.md" {
		t.Errorf("the way to begin leads to %s", got)
	}
}

func TestSearchDialog(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/02-maths.md")
	b.press("/")
	b.until(`document.querySelector("dialog.cr-search")?.open`)
	b.write("quok")
	b.until(`document.querySelectorAll(".cr-hit").length === 1`)
	if got := value[string](b, `document.querySelector(".cr-hit mark").textContent`); got != "quokka" && got != "quokka." {
		t.Errorf("the mark is on %q", got)
	}
	b.shot("search-1440")
	b.press("ArrowDown")
	b.press("ArrowUp")
	b.until(`document.querySelector('.cr-hit[aria-selected="true"]').id === document.querySelector(".cr-search input").getAttribute("aria-activedescendant")`)
	b.until(`document.querySelectorAll('.cr-hit[aria-selected="true"]').length === 1`)
	b.press("Escape")
	b.until(`!document.querySelector("dialog[open]")`)
	b.press("k", ctrl)
	b.until(`document.querySelector("dialog.cr-search").open && document.querySelectorAll(".cr-hit").length === 1`)
	b.write("rottnest") // what stood there was selected
	b.until(`document.querySelectorAll(".cr-hit").length === 1 && document.querySelector(".cr-search-status").textContent.startsWith("One place.")`)
	b.press("Enter")
	b.until(`location.pathname + location.hash === "/t/01-first.md#another-thing"`)
	b.live()
	b.press("/")
	b.until(`document.querySelector("dialog.cr-search")?.open`)
	b.write("nosuchword")
	b.until(`document.querySelector(".cr-search-status").textContent.startsWith("Nothing found")`)
	b.press("a", ctrl)
	b.write("smaller point")
	b.until(`document.querySelectorAll(".cr-hit").length === 1`)
	b.press("Enter") // a place on the same page
	b.until(`location.hash === "#a-smaller-point" && !document.querySelector("dialog[open]")`)

	b.nth(2).typeAt()
	b.write("a /b")
	if value[bool](b, `!!document.querySelector("dialog[open]")`) {
		t.Error("a slash in Python opens the search")
	}
	b.resize(phone)
	b.click(".cr-menu > summary")
	b.click(`.cr-menu [data-do="search"]`)
	b.write("the")
	b.until(`document.querySelectorAll(".cr-hit").length > 0`)
	b.shot("search-390")
	b.resize(320)
	fits(b, 320)
}

func TestSearchInTheDocumentation(t *testing.T) {
	needBrowser(t)
	needDocumentation(t)
	s := serve(t, documentation)
	b := newTab(t, s, desktop)
	b.open("/t/tutorial/introduction.html")
	b.click(`.cr-tools [data-do="search"]`)
	b.write("walrus operator")
	b.until(`document.querySelector(".cr-search-status").textContent !== ""`)
	b.shot("search-docs-1440")
	b.until(`document.querySelectorAll(".cr-hit").length > 0 && !document.querySelector(".cr-search-status").textContent.includes("reading")`)
	b.press("Enter")
	b.until(`location.pathname !== "/t/tutorial/introduction.html" && document.readyState === "complete"`)
	b.until(`location.hash === "" || document.getElementById(decodeURIComponent(location.hash.slice(1)))`)
	b.do(`scrollTo({ top: 0, behavior: "instant" })`) // the tools are out of the way of who reads on
	b.until(`!document.querySelector(".cr-tools.cr-away")`)
	b.click(`.cr-tools a[href$="/home"]`)
	b.until(`location.pathname === "/home"`)
}

func TestFormulasAreSet(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/02-maths.md")
	b.until(`document.querySelectorAll(".cr-math-set .katex").length === 2 && document.querySelectorAll(".cr-math-error").length === 2`)
	if got := value[[]string](b, `[...document.querySelectorAll(".cr-math-error")].map((e) => e.textContent)`); !slices.Equal(got, []string{`\frac{1`, `\unknowncommand`}) {
		t.Errorf("what cannot be set is shown as %q", got)
	}
	if !value[bool](b, `document.querySelector(".cr-article").innerText.includes("which costs $5 and $6")`) {
		t.Error("prices became formulas")
	}
	b.until(`document.fonts.check("16px KaTeX_Main")`)
	b.shot("maths-1440")
	b.open("/t/01-first.md")
	if value[bool](b, `performance.getEntriesByType("resource").some((r) => /math|katex/i.test(r.name))`) {
		t.Error("a page without formulas loads what sets them")
	}
}

func TestCopyButtons(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/01-first.md")
	b.do(`window.copied = []; navigator.clipboard.writeText = async (t) => { copied.push(t) }`)
	e := b.nth(1)
	e.replace("print('mine')")
	for _, selector := range []string{"#cr-0001", "#cr-0002", ".cr-article > pre.cr-styled"} {
		b.do(q(selector) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
		b.do(q(selector+" .cr-copier") + `.style.opacity = 1`)
		b.click(selector + " .cr-copier")
		b.until(q(selector+" .cr-copier") + `.getAttribute("aria-label") === "Copied"`)
	}
	if got, want := value[[]string](b, "copied"), []string{"print('mine')", "6 * 7\n", "static = \"only shown\"\n"}; !slices.Equal(got, want) {
		t.Errorf("copied %q, want %q", got, want)
	}
}

func TestPicturesZoom(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/01-first.md")
	b.until(`document.querySelectorAll("img.cr-zooms").length === 1`)
	b.click("img.cr-zooms")
	b.until(`document.querySelector("dialog.cr-zoom[open] img").clientWidth === 1600`)
	b.shot("zoom-1440")
	b.press("Escape")
	b.until(`!document.querySelector("dialog") && document.activeElement.matches("img.cr-zooms")`)
	b.press("Enter")
	b.until(`document.querySelector("dialog.cr-zoom[open]")`)
	b.click("dialog.cr-zoom .cr-btn")
	b.until(`!document.querySelector("dialog")`)
}

// TestOnPaper prints a lesson, and looks at it as paper has it.
func TestOnPaper(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/01-first.md")
	b.nth(1).replace("for i in range(60): print('line', i)")
	b.nth(1).run()
	b.nth(1).shows("line 59")
	b.nth(1).state("ended")
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.must(err)
	for _, hidden := range []string{".cr-top", ".cr-toc", ".cr-pager", `[data-do="run"]`, ".cr-copier"} {
		if value[bool](b, `[...document.querySelectorAll(`+quote(hidden)+`)].some((e) => e.getClientRects().length)`) {
			t.Errorf("%s is printed", hidden)
		}
	}
	if value[bool](b, `(() => { const l = document.querySelector("#cr-0001 .cr-log"); return l.scrollHeight > l.clientHeight + 1 })()`) {
		t.Error("the output is cut")
	}
	if got := value[string](b, `getComputedStyle(document.querySelector('.cr-article a[href^="https://docs"]'), "::after").content`); !strings.Contains(got, "https://docs.python.org/3/") && !strings.Contains(got, "attr(href)") {
		t.Errorf("after the link stands %s", got)
	}
	b.fullShot("print")
	got, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{})
	b.must(err)
	if !strings.HasPrefix(string(got.Data), "%PDF") && !strings.HasPrefix(base64.StdEncoding.EncodeToString(got.Data), "JVBER") {
		t.Error("what is printed is no PDF")
	}
}

// TestWithoutScripts reads a lesson and the home page in a browser that runs none.
func TestWithoutScripts(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	for _, path := range []string{"/t/02-maths.md", "/t/01-first.md", "/home"} {
		b.navigate(s.at(path, true))
		b.until(`location.search === "" && document.readyState === "complete" && document.querySelector("h1")`)
		if value[bool](b, `[...document.querySelectorAll(".cr-progress, .cr-searchfield, .cr-copier")].some((e) => e.getClientRects().length)`) {
			t.Errorf("%s shows what needs a script", path)
		}
		b.shot("noscript-" + strings.Trim(strings.ReplaceAll(path, "/", "-"), "-"))
		fits(b, desktop)
	}
	if !value[bool](b, `document.body.innerText.includes("Without JavaScript this field does nothing")`) {
		t.Error("the home page does not say what does not work")
	}
}

func TestMoreContrast(t *testing.T) {
	s := serve(t, course)
	b := newTab(t, s, desktop)
	b.open("/t/01-first.md")
	const ink = `getComputedStyle(document.querySelector(".cr-article p")).color`
	before := value[string](b, ink)
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-contrast", Value: "more"}}})
	b.must(err)
	if got := value[string](b, ink); got == before {
		t.Errorf("the text stays %s", got)
	}
	b.shot("contrast-1440")
}

// TestLooksOfThePages lets axe look at each page of ours in both themes and
// widths.
func TestLooksOfThePages(t *testing.T) {
	script := axe(t)
	s := serve(t, course)
	for name, path := range map[string]string{"home": "/home", "list": "/t/~lessons/first-steps/", "first": "/t/01-first.md", "maths": "/t/02-maths.md", "error": "/t/nothing.md"} {
		for _, width := range []int{desktop, phone} {
			for _, scheme := range []string{"light", "dark"} {
				t.Run(fmt.Sprint(name, width, scheme), func(t *testing.T) {
					b := newTab(t, s, width)
					b.excuse("404")
					b.scheme(scheme)
					b.quiet(path)
					b.fullShot(fmt.Sprintf("page-%s-%s-%d", name, scheme, width))
					b.audit(script)
					if name == "first" {
						if width == phone {
							b.click(".cr-menu > summary")
							b.audit(script)
						}
						b.do(`document.querySelector(".cr-menu").open = false; document.activeElement.blur()`)
						b.press("/")
						b.write("lesson")
						b.until(`document.querySelectorAll(".cr-hit").length > 0`)
						b.audit(script)
					}
					if width == phone {
						b.resize(320)
						fits(b, 320)
					}
				})
			}
		}
	}
}
