package web_test

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"crunchy/cmd/internal/missing"
)

// browse starts a real browser that may come in, and returns how to wait in it
// until an expression is true. Without a browser the test is skipped.
func (s *site) browse() (ctx context.Context, is func(js string)) {
	s.t.Helper()
	return s.browseFor(time.Minute)
}

// browseFor is browse with as much time for all of it.
func (s *site) browseFor(limit time.Duration) (ctx context.Context, is func(js string)) {
	s.t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		missing.Skip(s.t, "no Chromium is installed")
	}
	s.login()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	s.t.Cleanup(stop)
	ctx, done := chromedp.NewContext(ctx)
	s.t.Cleanup(done)
	if err := chromedp.Do(ctx); err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	s.t.Cleanup(cancel)
	cookie := network.SetCookieParams{Name: s.cookie.Name, Value: s.cookie.Value, URL: s.http.URL}
	if _, err := chromedp.Call(ctx, network.SetCookie, cookie); err != nil {
		s.t.Fatal(err)
	}
	return ctx, func(js string) {
		s.t.Helper()
		for ctx.Err() == nil {
			// a page that is just being left answers with an error
			if yes, _ := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+js+")")); yes {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		s.t.Fatalf("never true: %s", js)
	}
}
