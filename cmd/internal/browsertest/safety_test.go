package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// pwned is true when anything ran that must not.
const pwned = `window.pwned !== undefined`

func TestMarkupThatAProgramPrintsIsText(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("markup.py")
	e.run()
	e.shows(`<script>window.pwned = "script"</script>`)
	e.shows(`<img src=x onerror="window.pwned = 1">`)
	e.state("ended")
	one := b.nth(1)
	one.typeAt()
	// what has a rich form is shown in it, without what could act
	b.line(`class R:`)
	b.line(`def _repr_html_(self): return "<b>bold</b><img src=x onerror='window.pwned=3'><script>window.pwned=4</script><a href='javascript:window.pwned=5'>go</a><svg onload='window.pwned=6'></svg><iframe srcdoc='x'></iframe><form action='/close'><button>x</button></form>"`)
	b.press("Enter")
	b.line(`R()`)
	b.until(q(one.id+" .cr-html") + `.textContent.includes("bold")`)
	b.line(`class S:`)
	b.line(`def _repr_svg_(self): return "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50' onload='window.pwned=7'><script>window.pwned=8</script><rect width='50' height='50'/></svg>"`)
	b.press("Enter")
	b.line(`S()`)
	b.until(`(() => { const i = ` + q(one.id+" .cr-figure img") + `; return i && i.complete && i.naturalWidth > 0 })()`)
	if n := value[int](b, `document.querySelectorAll(".cr-out script, .cr-out img[onerror], .cr-out iframe, .cr-out form:not(.cr-ask), .cr-out [onload], .cr-out a[href^=javascript]").length`); n != 0 {
		t.Errorf("%d elements that could act are in the output: %s", n, value[string](b, q(one.id+" .cr-html")+".innerHTML"))
	}
	time.Sleep(100 * time.Millisecond)
	if value[bool](b, pwned) {
		t.Errorf("a script of the output ran: %v", value[any](b, `window.pwned`))
	}
}

func TestHostileLessonIsHarmless(t *testing.T) {
	s := serve(t, lessons+"/hostile.html")
	b := newTab(t, s, desktop)
	b.excuse("missing.png") // it is indeed not there
	b.open("")
	if got := value[string](b, `location.pathname`); got != "/t/hostile.html" {
		t.Errorf("the page led to %s", got)
	}
	b.click("h1")
	b.do(`document.querySelector("#link")?.click()`)
	if value[int](b, `document.querySelectorAll("iframe, form[action], base, meta[http-equiv=refresh], script:not([nonce]), [onclick], [onload], [onerror], [onmouseover]").length`) != 0 {
		t.Errorf("what could act is still there: %s", value[string](b, `document.documentElement.outerHTML`))
	}
	e := b.named("page.py")
	e.run()
	e.shows("still alive")
	two := b.nth(2)
	two.typeAt()
	b.line("3 * 4")
	two.shows("12")
	time.Sleep(100 * time.Millisecond)
	if value[bool](b, pwned) {
		t.Errorf("a script of the page ran: %v", value[any](b, `window.pwned`))
	}
	if value[string](b, `getComputedStyle(document.body).fontSize`) != "16px" {
		t.Error("the page has lost its own look")
	}
}

// TestNothingRunsOnLoad opens lessons and looks whether a Python was started.
func TestNothingRunsOnLoad(t *testing.T) {
	s := serve(t)
	b := newTab(t, s, desktop)
	b.open("/t/all-elements.html")
	time.Sleep(300 * time.Millisecond)
	states := value[[]string](b, `[...document.querySelectorAll(".cr-cell")].map((c) => c.dataset.state)`)
	for i, state := range states {
		if state != "idle" {
			t.Errorf("element %d is %s", i+1, state)
		}
	}
	if shown := value[string](b, `[...document.querySelectorAll(".cr-log")].map((l) => l.textContent).join("")`); shown != "" || len(states) < 10 {
		t.Errorf("%d elements show %q", len(states), shown)
	}
}

// TestOtherSitesGetNothing opens a page of another origin that tries what a
// hostile site would.
func TestOtherSitesGetNothing(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	id := value[string](b, pageID)
	e := b.nth(1)
	other := *s.address
	// another site for the browser, though the same machine: Lax and Strict
	// cookies, origins and fetch metadata all go by the name
	other.Host = "localhost:" + s.address.Port()
	other.Path, other.RawQuery = "/health", ""
	evil := b.another()
	evil.excuse("")
	evil.navigate(other.String())
	target := *s.address
	target.Path, target.RawQuery = "/exec", fmt.Sprintf("uid=%s0001", id)
	got := value[string](evil, fmt.Sprintf(`fetch(%s, { method: "POST", body: "print('from outside')", credentials: "include", mode: "no-cors" }).then((r) => "answered " + r.status + r.type, (e) => "refused")`, quote(target.String())))
	if strings.Contains(got, "200") {
		t.Errorf("the other site was answered: %s", got)
	}
	time.Sleep(300 * time.Millisecond)
	if text := e.text(); text != "" {
		t.Errorf("the other site ran %q", text)
	}
}
