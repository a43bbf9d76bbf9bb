package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"crunchy/cmd/internal/web"
	"crunchy/static"
)

// TestExam keeps a page open from before an exam until after it, with a clock of
// the test's own, and changes the clock of the browser meanwhile. It is tested
// here because the program itself goes by the computer's clock.
func TestExam(t *testing.T) {
	clock := &hands{}
	clock.set("2026-12-01 08:59:57")
	s := newSite(t, func(c *web.Config) {
		c.Static, c.Now = static.FS(), clock.now
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "exam.md": {Data: []byte(examined)}}
		c.Start = ""
	})
	ctx, is := s.browse()
	do := func(js string) {
		t.Helper()
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("(() => { "+js+"; return true })()")); err != nil {
			t.Fatal(err)
		}
	}
	open := func() {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(s.http.URL+"/t/exam.md")); err != nil {
			t.Fatal(err)
		}
		is(`document.documentElement.dataset.crunchyReady !== undefined`)
	}
	shot := func(name string) {
		dir := os.Getenv("CRUNCHY_SCREENSHOTS")
		if dir == "" {
			return
		}
		for _, width := range []int64{1440, 390, 320} {
			_ = chromedp.Do(ctx, chromedp.EmulateViewport(width, 1400))
			if wide, _ := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`)); wide {
				t.Errorf("%s does not fit %d px", name, width)
			}
			got, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), got.Data, 0o644)
			}
			if err != nil {
				t.Log(err)
			}
		}
	}
	left := func(n int) string {
		return fmt.Sprintf(`document.querySelector("#cr-%04d > .cr-limit > .cr-left").textContent`, n)
	}
	button := func(n int, do string) string {
		return fmt.Sprintf(`document.querySelector('#cr-%04d [data-do="%s"]')`, n, do)
	}

	open()
	is(`document.querySelectorAll(".cr-sealed").length === 5 && !document.querySelector("#cr-0001 button")`)
	is(`/^In 0:0[0-3]\.$/.test(` + left(1) + `)`)
	shot("exam-before")
	do(`const now = Date.now; Date.now = () => now() + 5 * 3600e3`) // a computer's clock helps nobody
	clock.set("2026-12-01 09:00:00")

	// It opens by itself, with hints and all.
	is(`!document.querySelector("#cr-0001.cr-sealed") && document.querySelectorAll(".cr-sealed").length === 1`)
	is(button(1, "check") + `.disabled === false && document.querySelector("#cr-0001 .cr-hint-next")`)
	is(`document.querySelectorAll("#cr-0001 > .cr-copyline .cr-copier").length === 1 && [...document.querySelectorAll(".cr-test pre.cr-styled")].every((p) => p.querySelector(".cr-copier"))`)
	is(`/^1:[23]\d:\d\d left\.$/.test(` + left(1) + `)`)
	is(`document.querySelector("#cr-0002 .cr-choice input").disabled === false`)
	shot("exam-open")
	is(left(6) + ` === ""`)
	do(button(6, "run") + `.click()`)
	is(`performance.getEntriesByType("resource").some((e) => e.name.includes("/exec?"))`) // it has been answered

	// Towards the end a page is opened once more; it closes by itself.
	clock.set("2026-12-01 10:29:58")
	open()
	is(button(1, "check") + `.disabled === false`)
	do(`document.querySelector("#cr-0002 .cr-choice input").click()`)
	is(button(2, "answer") + `.disabled === false`)
	clock.set("2026-12-01 10:30:00")
	for _, closed := range []string{button(1, "check"), button(1, "run"), button(1, "reset"), button(2, "answer"), button(3, "check"), button(4, "check")} {
		is(closed + `.disabled`)
	}
	is(left(1) + `.includes("It is over")`)
	is(left(6) + `.includes("It is over")`) // its minute has passed long ago
	is(`document.querySelector("#cr-0001 .cr-edit").textContent.includes("xyzzy")`)
	do(`document.querySelector("#cr-0001 .cr-edit pre, #cr-0001 .cm-content").focus()`)
	_ = chromedp.Do(ctx, chromedp.KeyEvent("q"))
	shot("exam-over")
	open()
	is(button(1, "check") + `.disabled && ` + left(1) + `.includes("It is over")`)
	is(`!document.querySelector("#cr-0001 .cr-edit").textContent.includes("q")`)
}
