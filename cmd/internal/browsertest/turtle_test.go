package browsertest_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// pictures waits until the picture of an element holds a text.
func (e element) pictures(part string) {
	e.t.Helper()
	e.until(`((i) => i?.complete && i.naturalWidth > 0 && decodeURIComponent(i.src).includes(` + quote(part) + `))(` + q(e.id+" .cr-figure:last-of-type img") + `)`)
}

func TestTurtle(t *testing.T) {
	b := newTab(t, serve(t, "testdata/parts/turtle.md"), desktop)
	b.open("")
	square, game, asks := b.named("square.py"), b.named("game.py"), b.named("asks.py")
	// One picture, which moves; in the end it is told in words, too.
	b.do(`window.seen = new Set(); new MutationObserver(() => { const i = ` + q(square.id+" .cr-figure img") + `; if (i) seen.add(i.src) }).observe(` + q(square.id) + `, { subtree: true, childList: true, attributes: true })`)
	square.run()
	square.state("ended")
	square.pictures("a square")
	if n := value[int](b, `seen.size`); n < 3 {
		t.Errorf("of an animation %d pictures are seen", n)
	}
	b.until(q(square.id+" .cr-figure img") + `.alt === "Turtle drawing. 4 lines, 1 filled shape. Written there: a square. Colours: gold, red. A turtle is at 0, 0 and looks to 0."`)
	b.shot("turtle-1440")
	// It can be saved.
	b.do(`window.saved = ""; HTMLAnchorElement.prototype.click = function () { saved = this.download }`)
	b.click(square.id + " .cr-more")
	b.do(`[...document.querySelectorAll(".cr-menu [role=menuitem]")].find((e) => e.checkVisibility() && e.textContent === "Save the picture").click()`)
	b.until(`saved === "square.svg"`)
	// Clicks and keys reach the program, until it ends.
	game.run()
	b.until(q(game.id+" .cr-figure[data-listens='click key'] figcaption") + `?.checkVisibility()`)
	b.click(game.id + " .cr-figure img")
	game.shows("at 0 0")
	b.press("ArrowUp")
	game.shows("up")
	b.shot("turtle-game-1440")
	b.audit(axe(t))
	b.press("q")
	game.shows("over")
	game.state("ended")
	b.until(q(game.id+" [data-listens]") + ` === null`)
	// Stop works while it waits.
	game.run()
	b.until(q(game.id+" .cr-figure[data-listens] figcaption") + `?.checkVisibility()`)
	b.click(game.id + ` [data-do="stop"]`)
	game.state("ended")
	asks.run()
	b.until(q(asks.id+" .cr-answer") + ` !== null`)
	asks.asks()
	b.write("Ann")
	b.press("Enter")
	asks.pictures("Hello Ann")
	prompt := b.nth(4)
	b.until(q(prompt.id+" .cr-figure img") + ` === null`)
	prompt.typeAt()
	b.line("from turtle import *")
	b.line("forward(50)")
	prompt.pictures("M0 0L50 0")
	// Who wants no motion sees the end.
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
	b.must(err)
	square.run()
	b.do(`seen.clear()`)
	square.pictures("a square")
	if n := value[int](b, `seen.size`); n > 3 {
		t.Errorf("one who wants no motion sees %d pictures", n)
	}
	b.reload()
	square.pictures("a square")
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.do(q(square.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("turtle-dark-390")
	b.resize(320)
	fits(b, 320)
}

func TestDhtml(t *testing.T) {
	b := newTab(t, serve(t, "testdata/parts/turtle.md"), desktop)
	b.open("")
	parts := b.named("parts.py")
	parts.run()
	parts.state("ended")
	built := q(parts.id + " .cr-built")
	b.until(built + `?.textContent.includes("one more more more more more")`)
	b.until(q(parts.id+" .cr-built img") + `.width === 200`)
	for js, want := range map[string]string{
		`document.querySelectorAll("` + parts.id + ` .cr-built").length`:                                   "1",
		q(parts.id+" .cr-built-heading") + `.textContent`:                                                  "The <i>week</i>",
		q(parts.id+" .cr-built caption") + `.textContent`:                                                  "At noon",
		q(parts.id+" .cr-built th[scope=col]:last-child") + `.textContent`:                                 "°C",
		q(parts.id+" .cr-built img") + `.alt`:                                                              "A teal box",
		`[...document.querySelectorAll("` + parts.id + ` .cr-built td")].map((e) => e.textContent).join()`: "Mon,19.5,Tue,21",
	} {
		if got := value[string](b, `String(`+js+`)`); got != want {
			t.Errorf("%s is %q, want %q", js, got, want)
		}
	}
	b.shot("dhtml-1440")
	b.audit(axe(t))
	// What a program sends is never read as a tag, whatever it is.
	parts.replace("import dhtml\ndhtml.text('<img src=x onerror=alert(1)>')\ndhtml.table([['<b>b</b>']], caption='<script>')")
	parts.run()
	b.until(built + `?.textContent.includes("<img src=x onerror=alert(1)>")`)
	if value[bool](b, `!!`+q(parts.id+" .cr-built :is(img, b, script)")) {
		t.Error("text became a tag")
	}
	parts.replace("import dhtml\ndhtml.table([['Monday'] * 20], header=range(20), caption='A wide table')")
	parts.run()
	b.until(q(parts.id+" .cr-built caption") + `?.textContent === "A wide table"`)
	b.do(q(parts.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.resize(phone)
	fits(b, phone)
	b.shot("dhtml-390")
}

func TestAnimation(t *testing.T) {
	needMatplotlib(t)
	s := serve(t, "testdata/parts/animation.md")
	b := newTab(t, s, desktop)
	b.open("")
	for _, name := range []string{"wave.py", "moves.py"} {
		e := b.named(name)
		b.do(fmt.Sprintf(`window.seen = new Set(); window.made = new Set(); new MutationObserver(() => { const i = %s; if (i) { seen.add(i.src); made.add(i) } }).observe(%s, { subtree: true, childList: true, attributes: true })`, q(e.id+" .cr-figure img"), q(e.id)))
		e.run()
		e.state("ended")
		b.until(`seen.size >= 3`)
		if n := value[int](b, `document.querySelectorAll("`+e.id+` .cr-figure").length + made.size`); n != 2 {
			t.Errorf("%s: %d pictures and elements instead of one each", name, n)
		}
	}
	b.named("moves.py").shows("moved")
	pillow := b.named("pillow.py")
	pillow.run()
	b.until(`((i) => i?.complete && i.naturalWidth === 40)(` + q(pillow.id+" .cr-figure img") + `)`)
	b.shot("animation-1440")
	if out, err := exec.Command(shared.python, "-c", "import pandas").CombinedOutput(); err != nil {
		t.Logf("no table of pandas is looked at: %s", strings.TrimSpace(string(out)))
		return
	}
	pillow.replace("import pandas, dhtml\ndhtml.table(pandas.DataFrame({'a': [1, 2], 'b': ['x', 'y']}, index=['one', 'two']))")
	pillow.run()
	b.until(q(pillow.id+" .cr-built tbody tr:last-child") + `?.textContent === "two2y"`)
}
