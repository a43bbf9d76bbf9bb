package web_test

import (
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
	is(`document.documentElement.dataset.trust === "normal" && document.querySelector('[data-do="run"]')?.disabled === false`)
	is(`window.pwned === undefined`)
}
