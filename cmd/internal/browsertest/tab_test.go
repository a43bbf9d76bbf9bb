package browsertest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take before a test gives up on it.
const patience = time.Minute

// tab is one page in the browser. Whatever the page complains about in its
// console fails the test.
type tab struct {
	t      *testing.T
	ctx    context.Context
	server *server

	mu        sync.Mutex
	complaint []string
	excused   func(text string) bool
}

// Widths of a window.
const (
	desktop = 1440
	phone   = 390
)

// newTab opens an empty tab with cookies of its own.
func newTab(t *testing.T, s *server, width int) *tab {
	t.Helper()
	ctx, close := chromedp.NewContext(needBrowser(t), chromedp.WithNewBrowserContext())
	return watch(t, ctx, close, s, width)
}

// another opens an empty tab beside this one, with the same cookies.
func (b *tab) another() *tab {
	b.t.Helper()
	ctx, close := chromedp.NewContext(b.ctx)
	return watch(b.t, ctx, close, b.server, desktop)
}

// watch makes a tab of a browser's context.
func watch(t *testing.T, ctx context.Context, close func(), s *server, width int) *tab {
	t.Helper()
	b := &tab{t: t, ctx: ctx, server: s, excused: func(string) bool { return false }}
	messages := chromedp.Console(ctx)
	b.must(chromedp.Do(ctx))
	done := make(chan struct{})
	go func() {
		defer func() { done <- struct{}{} }()
		for m, err := range messages {
			if err != nil {
				return
			}
			if kind := string(m.Type); kind == "log" || kind == "info" || kind == "debug" || kind == "verbose" {
				continue
			}
			b.mu.Lock()
			b.complaint = append(b.complaint, fmt.Sprintf("%s %s %s", m, m.Source, m.URL))
			b.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		if t.Failed() {
			b.shot("failed-" + strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()))
		}
		close()
		<-done
		for _, c := range b.complaint {
			// A page that is left at once says so of its socket.
			if !b.excused(c) && !strings.Contains(c, "WebSocket is closed before the connection is established") {
				t.Errorf("the page complains: %s", c)
			}
		}
	})
	b.resize(width)
	return b
}

// excuse lets complaints pass that hold one of the texts.
func (b *tab) excuse(texts ...string) {
	b.excused = func(c string) bool {
		for _, text := range texts {
			if strings.Contains(c, text) {
				return true
			}
		}
		return false
	}
}

func (b *tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// resize sets the width, and waits until the page has it; a narrow window is a phone's.
func (b *tab) resize(width int) {
	b.t.Helper()
	height := int64(900)
	var options []chromedp.EmulateViewportOption
	if width < 600 {
		height = 844
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(int64(width), height, options...)))
	b.do(`for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame)`) // a telephone's window comes in two steps
}

// scheme is what the system prefers, light or dark.
func (b *tab) scheme(name string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
	b.must(err)
}

// open opens a page the way its user does the first time, by the address that
// holds the token, and waits until the page is live. "" is the printed address.
func (b *tab) open(path string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(b.server.at(path, true))))
	b.live()
}

// live waits until the script has opened the page with the server.
func (b *tab) live() {
	b.t.Helper()
	b.until(`document.documentElement.dataset.crunchyReady !== undefined && document.documentElement.dataset.crunchyLink === "live"`)
}

// reload does what the user's reload does, and waits until the page is live.
func (b *tab) reload() {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Reload()))
	b.live()
}

// value evaluates an expression.
func value[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v\nin %s", err, js)
	}
	return v
}

// do evaluates an expression for what it does.
func (b *tab) do(js string) {
	b.t.Helper()
	value[bool](b, "(async () => { "+js+"; return true })()")
}

// until waits until the expression is true.
func (b *tab) until(js string) {
	b.t.Helper()
	b.within(patience, js)
}

// within waits that long at most. A page that is just being left answers with
// an error, and is asked again.
func (b *tab) within(limit time.Duration, js string) {
	b.t.Helper()
	var last error
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(15 * time.Millisecond) {
		var yes bool
		if yes, last = chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+js+")")); yes {
			return
		}
	}
	text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.pathname + "\n" + [...document.querySelectorAll(".cr-cell, .cr-toast, .cr-link")].map((c) => c.id + " " + c.dataset.state + ": " + c.innerText).join("\n")`))
	b.t.Fatalf("never true: %s (%v)\nThe page: %s", js, last, text)
}

// settled is JavaScript that brings an element to the middle of the window, and waits
// until it is there and stays where it is in what is painted: a browser that comes
// back to the place where one was does so in a frame, and on a busy machine that
// is long after the page is there.
const settled = `async (e) => {
	for (let before, now, wide, n = 0; n < 50 && (now === undefined || now !== before || !wide); n++) {
		before = now;
		e.scrollIntoView({ block: "center", behavior: "instant" });
		await new Promise((r) => setTimeout(r, 30));
		for (let frame = 0; frame < 2; frame++) await new Promise((r) => { requestAnimationFrame(r); setTimeout(r, 1000); }); // after printing there are no frames
		const { x, y, width, height } = e.getBoundingClientRect();
		[now, wide] = [[x, y, width, height].join(), width];
	}
}`

// click clicks in the middle of the element with the mouse, if it is what one
// sees there.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.until(q(selector))
	at := value[struct {
		X, Y    float64
		Covered string
	}](b, fmt.Sprintf(`(async () => {
		const e = %s;
		await (%s)(e);
		const r = e.getBoundingClientRect(), X = r.x + r.width / 2, Y = r.y + r.height / 2;
		const top = document.elementFromPoint(X, Y);
		return { X, Y, Covered: !top || e.disabled ? "nothing to click" : e.contains(top) || top.contains(e) ? "" : top.outerHTML.slice(0, 200) };
	})()`, q(selector), settled))
	if at.Covered != "" {
		b.t.Fatalf("%s cannot be clicked: %s", selector, at.Covered)
	}
	b.must(chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)))
}

// q is the JavaScript for the element of a selector.
func q(selector string) string { return "document.querySelector(" + quote(selector) + ")" }

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// write puts text in where the cursor is, as one input.
func (b *tab) write(text string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text})
	b.must(err)
}

// keys that have a code and perhaps a text.
var keys = map[string]struct {
	code int64
	text string
}{
	"Enter": {13, "\r"}, "Tab": {9, ""}, "Escape": {27, ""}, "Backspace": {8, ""}, "Space": {32, " "},
	"ArrowUp": {38, ""}, "ArrowDown": {40, ""}, "ArrowLeft": {37, ""}, "ArrowRight": {39, ""}, "End": {35, ""}, "Home": {36, ""},
}

// Modifiers of a key.
const (
	ctrl  = 2
	shift = 8
)

// press presses and releases a key: a name from keys, or a letter.
func (b *tab) press(key string, modifiers ...int64) {
	b.t.Helper()
	p := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: key, Code: key}
	if k, ok := keys[key]; ok {
		p.WindowsVirtualKeyCode, p.Text = k.code, k.text
	} else {
		p.WindowsVirtualKeyCode, p.Code = int64(strings.ToUpper(key)[0]), "Key"+strings.ToUpper(key)
	}
	if key == "/" {
		p.WindowsVirtualKeyCode, p.Code = 191, "Slash"
	}
	if key == "Space" {
		p.Key = " "
	}
	for _, m := range modifiers {
		p.Modifiers |= m
	}
	if p.Text != "" && p.Modifiers&ctrl == 0 {
		p.Type = input.DispatchKeyEventTypeKeyDown
	}
	_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, p)
	b.must(err)
	p.Type, p.Text = input.DispatchKeyEventTypeKeyUp, ""
	_, err = chromedp.Call(b.ctx, input.DispatchKeyEvent, p)
	b.must(err)
}

// line writes a line and presses Enter.
func (b *tab) line(text string) {
	b.t.Helper()
	b.write(text)
	b.press("Enter")
}

// shot keeps a picture of what the window shows.
func (b *tab) shot(name string) {
	b.t.Helper()
	if shared.shots == "" {
		return
	}
	b.picture(name, page.CaptureScreenshotParams{})
}

// fullShot keeps a picture of the whole page.
func (b *tab) fullShot(name string) {
	b.t.Helper()
	if shared.shots == "" {
		return
	}
	b.do(`scrollTo({ top: 0, behavior: "instant" })`)
	size := value[[]float64](b, `[document.documentElement.clientWidth, document.documentElement.scrollHeight]`)
	b.picture(name, page.CaptureScreenshotParams{
		CaptureBeyondViewport: new(true), Clip: &page.Viewport{Width: size[0], Height: size[1], Scale: 1},
	})
}

// rest lets transitions come to their end.
func (b *tab) rest() {
	b.t.Helper()
	b.do(`document.getAnimations().forEach((a) => { try { a.finish() } catch {} })`)
}

func (b *tab) picture(name string, p page.CaptureScreenshotParams) {
	b.t.Helper()
	if !b.t.Failed() {
		b.rest()
	}
	got, err := chromedp.Call(b.ctx, page.CaptureScreenshot, p)
	if err == nil {
		err = os.WriteFile(filepath.Join(shared.shots, name+".png"), got.Data, 0o644)
	}
	if err != nil {
		b.t.Logf("no picture %s: %v", name, err)
	}
}

// navigate opens an address of any kind.
func (b *tab) navigate(address string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(address)))
}
