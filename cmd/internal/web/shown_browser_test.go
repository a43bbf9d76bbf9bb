package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// telling is an engine whose pages show what they are told.
type telling struct {
	*fake
	frames func(page string) []comet.Frame
}

func (e *telling) Poll(ctx context.Context, page string, r comet.Request) (comet.Batch, error) {
	frames := e.frames(page)
	if r.After < uint64(len(frames)) {
		frames = frames[r.After:]
		frames = frames[:min(len(frames), 20)]
		return comet.Batch{Frames: frames, Seq: frames[len(frames)-1].Seq}, nil
	}
	<-ctx.Done()
	return comet.Batch{}, ctx.Err()
}

// frames are all that a program can show of the payloads, by itself or by what is said of
// its end.
func (r *rig) frames(page string) (all []comet.Frame) {
	add := func(kind comet.Kind, v any) {
		data, ok := v.(string)
		if !ok {
			b, err := json.Marshal(v)
			r.must(err)
			data = string(b)
		}
		all = append(all, comet.Frame{Seq: uint64(len(all)) + 1, UID: page + "0002", Kind: kind, Data: []byte(data)})
	}
	type m = map[string]any
	shown := func(kind string, data any) {
		add(comet.Display, m{"run": 1, "data": m{kind: data, "text/plain": "x"}, "id": fmt.Sprint(len(all))})
	}
	add(comet.Status, m{"state": "running", "run": 1})
	for _, batch := range r.batches(func(p payload) bool { return p.file == "" || p.file == "md" }, func(p payload) bool { return p.alone }) {
		var b strings.Builder
		for _, i := range batch {
			b.WriteString("<div>" + r.all[i].text + "</div>\n")
		}
		shown("text/html", b.String())
		add(comet.Stdout, b.String())
		add(comet.Stderr, "\x1b[31m"+b.String()+"\x1b]8;;javascript:hit(0)\x07x\x1b]8;;\x07\n")
	}
	for i, p := range r.all {
		switch p.kind {
		case "drawing":
			shown("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="`+fmt.Sprintf("hit(%d)", i)+`">`+p.text+`</svg>`)
		case "attribute", "scheme":
			if i%8 == 0 {
				const page = "application/vnd.crunchy.page+json"
				shown(page, []m{{"kind": "text", "text": p.text}, {"kind": "heading", "text": p.text}, {"kind": "table", "head": []string{p.text}, "rows": [][]any{{p.text}}, "text": p.text},
					{"kind": "image", "type": "image/svg+xml", "data": "<svg xmlns='http://www.w3.org/2000/svg'>" + p.text + "</svg>", "text": p.text, "width": p.text}, {"kind": p.text, "text": p.text}})
				add(comet.Popup, p.text)
				add(comet.Input, m{"waiting": true, "prompt": p.text, "secret": false})
				add(comet.Input, m{"waiting": false, "text": p.text})
				add(comet.Prompt, m{"prompt": p.text})
				add(comet.Result, m{"run": 1, "kind": "doctest", "passed": 1, "failed": 1, "message": p.text, "tests": []m{{"name": p.text, "line": 1, "outcome": "failed", "expected": p.text, "got": p.text, "message": p.text}}})
				add(comet.Status, m{"state": "idle", "run": 1, "reason": "exception", "text": p.text, "exception": m{"type": p.text, "message": p.text, "line": 1, "file": p.text, "explanation": p.text,
					"shadow": p.text, "frames": []m{{"file": p.text, "line": 1, "function": p.text}}}})
				add(comet.Status, m{"state": "running", "run": 1})
				add(comet.JSCode, fmt.Sprintf("hit(%d)", i)) // the page is not trusted
			}
		}
	}
	add(comet.Stdout, "all was shown\n")
	return all
}

// TestNothingThatAProgramShowsRuns shows the payloads as a program does, on a page that is
// not trusted, without any policy: what is cleaned in the browser is clean.
func TestNothingThatAProgramShowsRuns(t *testing.T) {
	var r *rig
	var told *telling
	r = newRig(t, func(c *web.Config) {
		told = &telling{fake: c.Engine.(*fake), frames: func(string) []comet.Frame { return nil }}
		c.Engine = told
	})
	told.frames = r.frames
	r.told("lesson.md", "normal")
	if err := chromedp.Do(r.ctx, chromedp.Navigate(r.front.URL+"/t/lesson.md")); err != nil {
		t.Fatal(err)
	}
	for {
		yes, err := chromedp.Run(r.ctx, chromedp.Evaluate[bool](`document.body.textContent.includes("all was shown")`))
		if err != nil {
			t.Fatal(err)
		}
		if yes {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if built, err := chromedp.Run(r.ctx, chromedp.Evaluate[int](`document.querySelectorAll(".cr-html *, .cr-figure img").length`)); err != nil || built < 300 {
		t.Errorf("only %d elements were built of what was shown, %v", built, err)
	}
	bad, err := chromedp.Run(r.ctx, chromedp.Evaluate[[]string](provoke+`(["load", "error", "mouseover", "focus", "toggle"], true)`, chromedp.EvalAwaitPromise))
	r.must(err)
	for _, b := range bad {
		t.Errorf("it could run or load something: %s", b)
	}
	r.must(r.mark())
	for _, i := range r.ran() {
		t.Errorf("it ran: %s", r.text(i))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for what := range r.fetched {
		t.Errorf("something was fetched from elsewhere: %s", what)
	}
}
