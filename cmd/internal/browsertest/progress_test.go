package browsertest_test

import (
	"fmt"
	"testing"
)

// What failed was tried and is not done; neither is what still runs or waits.
func TestFailureIsNotDone(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	steps := func(done, tried int) string {
		return fmt.Sprintf(`document.querySelector(".cr-count").textContent.startsWith("%d of") && document.querySelectorAll(".cr-steps .cr-is-done").length === %d && document.querySelectorAll(".cr-steps .cr-is-tried").length === %d`, done, done, tried)
	}
	trouble, loop, ask := b.named("trouble.py"), b.named("loop.py"), b.named("ask.py")
	trouble.run()
	trouble.says("ZeroDivisionError")
	b.until(steps(0, 1))
	loop.run()
	loop.shows("going round")
	ask.run()
	ask.asks()
	b.until(steps(0, 1))
	b.click(loop.id + ` [data-do="stop"]`)
	loop.state("ended")
	b.until(steps(0, 2))
	b.click(ask.id + " .cr-answer")
	b.line("Ada")
	ask.shows("Good day, Ada")
	b.until(steps(1, 2))
	for _, theme := range []string{"light", "dark"} {
		b.scheme(theme)
		b.do(`scrollTo({ top: 0, behavior: "instant" })`)
		b.shot("tried-1440-" + theme)
	}
	b.reload() // the server has kept the same
	b.until(steps(1, 2))
	trouble.replace("print('mended')")
	trouble.run()
	trouble.shows("mended")
	b.until(steps(2, 1))
	trouble.replace("1/0")
	trouble.run()
	trouble.says("ZeroDivisionError")
	b.until(steps(2, 1)) // what is done stays done
	b.reload()
	b.until(steps(2, 1))

	// The page about all lessons says the same.
	script := axe(t)
	b.navigate(s.at("/progress", false))
	b.until(`[...document.querySelectorAll(".cr-progresses p")].some((p) => /^Stuck at: loop/.test(p.innerText))`)
	b.do(`document.querySelector(".cr-progresses details").open = true`)
	for _, width := range []int{desktop, phone, 320} {
		b.resize(width)
		b.scheme(map[bool]string{true: "light", false: "dark"}[width == desktop])
		fits(b, width)
		b.audit(script)
		b.fullShot(fmt.Sprintf("progress-%d", width))
	}
}
