package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"crunchy/cmd/internal/web"
	"crunchy/static"
)

// The button of a page from another host, with the real script in a real
// browser. It is tested here because the program itself fetches nothing from
// this computer.
func TestButtonOfARemotePageLetsItRun(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Static = static.FS()
		c.Fetch = fetcher{"https://docs.example/a.html": `<title>R</title><body onload="window.pwned=1"><script>window.pwned=1</script>
			<img src="x.png" onerror="window.pwned=1"><pre>&gt;&gt;&gt; 1\n1</pre><pre title="editor">print(1)</pre>`}
		c.Start = "https://docs.example/a.html"
	})
	ctx, is := s.browse()
	if err := chromedp.Do(ctx, chromedp.Navigate(s.http.URL+"/t/~remote/https/docs.example/a.html")); err != nil {
		t.Fatal(err)
	}
	is(`document.documentElement.dataset.trust === "display" && document.querySelector('[data-do="run"]').disabled`)
	is(`document.querySelector(".cr-trust").textContent.includes("docs.example")`)
	is(`[...document.querySelectorAll(".cr-cell")].every((c) => c.querySelector(".cr-locked")?.textContent === "Read only")`)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".cr-locked"))); err != nil {
		t.Fatal(err)
	}
	is(`document.activeElement === document.querySelector('[data-do="trust"]')`)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`[data-do="trust"]`))); err != nil {
		t.Fatal(err)
	}
	choose(t, ctx, is, "normal")
	is(`document.documentElement.dataset.trust === "normal" && document.querySelector('[data-do="run"]')?.disabled === false`)
	is(`window.pwned === undefined`)
}

// answerOf is a button of the question how far one trusts.
func answerOf(level string) string {
	return `document.querySelector("[data-trust-question]")?.shadowRoot.querySelector('[data-level="` + level + `"]')`
}

// choose waits until the question takes answers, and gives one with the mouse, as a
// reader does.
func choose(t *testing.T, ctx context.Context, is func(string), level string) {
	t.Helper()
	is(answerOf(level) + `?.disabled === false`)
	at, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(() => { const b = `+answerOf(level)+`; b.scrollIntoView({ block: "nearest" }); const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		t.Fatal(err)
	}
}
