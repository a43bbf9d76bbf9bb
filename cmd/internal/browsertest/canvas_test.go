package browsertest_test

import (
	"fmt"
	"testing"
)

func TestCanvas(t *testing.T) {
	b := newTab(t, serve(t, "testdata/parts/canvas.md"), desktop)
	b.open("")
	picture := func(e element, width int, part string) {
		t.Helper()
		b.until(fmt.Sprintf(`((i) => i?.complete && i.naturalWidth === %d && decodeURIComponent(i.src).includes(%s))(%s)`, width, quote(part), q(e.id+" .cr-figure img")))
	}
	sun, hills, anywhere := b.named("sun.py"), b.named("hills.py"), b.named("anywhere.py")
	// The picture is one element, which changes while the program runs.
	b.do(`window.seen = []; new MutationObserver(() => { const i = ` + q(sun.id+" .cr-figure img") + `; if (i && seen.at(-1) !== i) seen.push(i) }).observe(` + q(sun.id) + `, { subtree: true, childList: true, attributes: true })`)
	sun.run()
	picture(sun, 320, "step 3")
	sun.shows("risen")
	sun.state("ended")
	if n := value[int](b, `seen.length`); n != 1 {
		t.Errorf("the picture was made %d times", n)
	}
	b.shot("canvas-1440")
	// It is seen while the program waits, and what comes then takes its place.
	hills.run()
	picture(hills, 300, `stroke="red"`)
	b.until(q(hills.id+" .cr-answer") + ` !== null`)
	hills.asks()
	b.press("Enter")
	hills.state("ended")
	b.until(fmt.Sprintf(`!decodeURIComponent(%s.src).includes("<line")`, q(hills.id+" .cr-figure img")))
	// One who looks at the steps still sees what is drawn.
	b.click(sun.id + ` [data-do="step"]`)
	b.until(q(sun.id+" .cr-stepper") + `?.checkVisibility() && ` + q(sun.id+" .cr-figure img") + `.checkVisibility()`)
	picture(sun, 320, "step 3")
	if value[bool](b, `[...document.querySelectorAll(`+quote(sun.id+" .cr-log > :not(.cr-figure)")+`)].some((e) => e.checkVisibility())`) {
		t.Error("what was printed stands there twice")
	}
	b.press("Escape")
	anywhere.run()
	anywhere.says("ValueError in line 2")
	// A reload shows the last picture again.
	b.reload()
	picture(sun, 320, "step 3")
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.do(q(sun.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("canvas-dark-390")
	b.resize(320)
	fits(b, 320)
}
