package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

// painted is how many lines a program prints whose output is looked at.
const painted = 10_000

// findBrowser finds a Chromium.
func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// browser is from a click on Run until the browser has painted what the program
// prints; the floor is a script that writes the same at once, in the same page.
func (b *bench) browser() ([]figure, error) {
	path := findBrowser()
	if path == "" {
		fmt.Fprintln(os.Stderr, "There is no Chromium here, so nothing is measured in the browser.")
		return nil, nil
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(b.dir, "profile")), chromedp.WindowSize(1440, 900), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(b.ctx, options...)
	defer stop()
	ctx, end := chromedp.NewContext(ctx)
	defer end()
	if err := chromedp.Do(ctx, chromedp.Navigate(b.server.URL+"/t/click.md?token="+token)); err != nil {
		return nil, err
	}
	if err := within(ctx, `document.documentElement.dataset.crunchyLink === "live" && document.querySelectorAll("[data-do=run]:enabled").length === 2`); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](painting+"; true")); err != nil {
		return nil, err
	}
	var figures []figure
	for n, program := range []struct {
		name        string
		lines, runs int
		text        string
	}{
		{"click on Run to painted output", 1, 50, `"up\n"`},
		{fmt.Sprintf("click on Run to %d painted lines", painted), painted, 10, fmt.Sprintf(`[...Array(%d).keys()].join("\n") + "\n"`, painted)},
	} {
		measure := func(js string) sample {
			return func() (float64, error) {
				return chromedp.Run(ctx, chromedp.Evaluate[float64](js, chromedp.EvalAwaitPromise))
			}
		}
		f, err := inTurns(b.times(program.runs), "a script that writes the same",
			measure(fmt.Sprintf("crunchyBench.run(%d, %s)", n+1, program.text)), measure(fmt.Sprintf("crunchyBench.write(%s)", program.text)), nil)
		if err != nil {
			return nil, err
		}
		f.Name = program.name
		figures = append(figures, f)
	}
	return figures, nil
}

// painting is what measures in the page: from a click until the first frame that shows
// the whole text, which must be the text, is out.
const painting = `var crunchyBench = (() => {
	const painted = () => new Promise((done) => requestAnimationFrame(() => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => done(performance.now());
		port2.postMessage(0);
	}));
	const shown = (e) => [...e.querySelectorAll(".cr-log")].map((log) => log.textContent).join("");
	const run = async (n, text) => {
		const e = document.getElementById("cr-" + String(n).padStart(4, "0"));
		e.scrollIntoView({ block: "start", behavior: "instant" });
		await painted();
		const last = text.split("\n").at(-2) + "\n", begin = performance.now();
		e.querySelector("[data-do=run]").click();
		await new Promise(requestAnimationFrame); // the output of before goes
		while (!shown(e).endsWith(last)) {
			if (performance.now() - begin > 60_000) throw new Error("nothing is shown but " + shown(e).slice(-200));
			await new Promise(requestAnimationFrame);
		}
		const took = await painted() - begin;
		while (e.dataset.state !== "ended" || shown(e) !== text) {
			if (performance.now() - begin > 60_000) throw new Error("something else is shown: " + shown(e).slice(0, 200));
			await new Promise((r) => setTimeout(r, 20));
		}
		return took;
	};
	const write = async (text) => {
		const e = document.createElement("pre");
		document.querySelector("main").prepend(e);
		await painted();
		const begin = performance.now();
		e.textContent = text;
		const took = await painted() - begin;
		e.remove();
		return took;
	};
	return { run, write };
})()`

// within waits until an expression is true in the page.
func within(ctx context.Context, js string) error {
	var last error
	for begin := time.Now(); time.Since(begin) < 30*time.Second; time.Sleep(10 * time.Millisecond) {
		var yes bool
		if yes, last = chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+js+")")); yes {
			return nil
		}
	}
	return fmt.Errorf("never true in the browser: %s (%w)", js, last)
}
