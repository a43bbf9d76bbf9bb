package web_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"crunchy/cmd/internal/web"
	"crunchy/static"
)

// The button of a page from another host, with the real script in a real
// browser. It is tested here because the program itself fetches nothing from
// this computer.
func TestButtonOfARemotePageLetsItRun(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no Chromium is installed")
	}
	s := newSite(t, func(c *web.Config) {
		c.Static = static.FS()
		c.Fetch = fetcher{"https://docs.example/a.html": `<title>R</title><body onload="window.pwned=1"><script>window.pwned=1</script>
			<img src="x.png" onerror="window.pwned=1"><pre>&gt;&gt;&gt; 1\n1</pre><pre title="editor">print(1)</pre>`}
		c.Start = "https://docs.example/a.html"
	})
	s.login()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, done := chromedp.NewContext(ctx)
	defer done()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cookie := network.SetCookieParams{Name: s.cookie.Name, Value: s.cookie.Value, URL: s.http.URL}
	if _, err := chromedp.Call(ctx, network.SetCookie, cookie); err != nil {
		t.Fatal(err)
	}
	is := func(js string) {
		t.Helper()
		for ctx.Err() == nil {
			// a page that is just being left answers with an error
			if yes, _ := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+js+")")); yes {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Fatalf("never true: %s", js)
	}
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
