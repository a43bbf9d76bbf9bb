//go:build unix

package protocoltest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// patience is how long a test waits for what must come at once; the machine may
// be busy.
const patience = time.Minute

// allTypes are the types beyond the basic ones.
const allTypes = "PROMPT,INPUT,DISPLAY,RESULT,STATUS"

// frame is short for what tests look at most.
type frame = protocoltest.Frame

// view is an open page as a test looks at it.
type view struct {
	*protocoltest.Page
	t      *testing.T
	stream protocoltest.Stream
	queue  []frame // came, and was not looked at yet
	seen   []frame // all that was looked at
}

// open opens a page of the tutorial and watches it with batches and all types.
func open(t *testing.T, s *server, tutorial string) *view {
	t.Helper()
	return openWith(t, s, tutorial, nil, func(p *protocoltest.Page) protocoltest.Stream {
		return &protocoltest.Poller{Page: p, Types: allTypes, Batch: true, Wait: 5}
	})
}

// basic opens a page as a client of the basic protocol sees it.
func basic(t *testing.T, s *server, tutorial string) *view {
	t.Helper()
	return openWith(t, s, tutorial, nil, func(p *protocoltest.Page) protocoltest.Stream {
		return &protocoltest.Poller{Page: p, Wait: 5}
	})
}

func openWith(t *testing.T, s *server, tutorial string, query url.Values, way func(*protocoltest.Page) protocoltest.Stream) *view {
	t.Helper()
	p, err := s.Open(t.Context(), tutorial, query)
	if err != nil {
		t.Fatalf("page_init: %v", err)
	}
	v := &view{Page: p, t: t, stream: way(p)}
	t.Cleanup(func() {
		v.stream.Close()
		_, _ = s.Do(context.Background(), "POST", "/close?page="+p.ID, "")
	})
	return v
}

// do acts on the nth element and wants a success.
func (v *view) do(n int, route, query, body string) string {
	v.t.Helper()
	a, err := v.Act(v.t.Context(), n, route, query, body, protocoltest.JSON)
	if err != nil || a.Status != 200 {
		v.t.Fatalf("/%s to element %d: %d %s %v", route, n, a.Status, a.Body, err)
	}
	return a.Body
}

func (v *view) exec(n int, source string) { v.t.Helper(); v.do(n, "exec", "", source) }
func (v *view) post(n int, text string)   { v.t.Helper(); v.do(n, "post", "", text) }

// refused acts on the nth element and wants that status.
func (v *view) refused(status, n int, route, body string) {
	v.t.Helper()
	a, err := v.Act(v.t.Context(), n, route, "", body)
	if err != nil || a.Status != status {
		v.t.Errorf("/%s to element %d: %d %q %v; want %d", route, n, a.Status, a.Body, err, status)
	}
}

// next returns the next frame.
func (v *view) next(ctx context.Context) (frame, error) {
	for len(v.queue) == 0 {
		frames, err := v.stream.Next(ctx)
		if err != nil {
			return frame{}, err
		}
		v.queue = frames
	}
	f := v.queue[0]
	v.queue = v.queue[1:]
	v.seen = append(v.seen, f)
	return f, nil
}

// until reads on up to a frame that is wanted, and returns all up to it.
func (v *view) until(what string, wanted func(frame) bool) []frame {
	v.t.Helper()
	return v.within(patience, what, wanted)
}

func (v *view) within(limit time.Duration, what string, wanted func(frame) bool) []frame {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.t.Context(), limit)
	defer cancel()
	from := len(v.seen)
	for {
		f, err := v.next(ctx)
		if err != nil {
			v.t.Fatalf("waiting for %s: %v; since then came\n%s", what, err, tail(show(v.seen[from:], true)))
		}
		if wanted(f) {
			return v.seen[from:]
		}
	}
}

// prompt reads up to the next prompt of the nth element.
func (v *view) prompt(n int) []frame {
	v.t.Helper()
	return v.until(fmt.Sprintf("the prompt of element %d", n), is("PROMPT", v.UID(n)))
}

// stop reads up to the STOP of the nth element.
func (v *view) stop(n int) []frame {
	v.t.Helper()
	return v.until(fmt.Sprintf("the end of element %d", n), is("STOP", v.UID(n)))
}

// asks reads until the program of the nth element waits for input.
func (v *view) asks(n int) []frame {
	v.t.Helper()
	return v.until(fmt.Sprintf("element %d to ask", n), func(f frame) bool {
		return f.Type == "INPUT" && f.UID == v.UID(n) && object(f)["waiting"] == true
	})
}

// says reads until the nth element has shown the text, on either stream.
func (v *view) says(n int, text string) []frame {
	v.t.Helper()
	shown := ""
	return v.until(fmt.Sprintf("%q of element %d", text, n), func(f frame) bool {
		if f.UID == v.UID(n) && isText(f) {
			shown += f.Data
		}
		return strings.Contains(shown, text)
	})
}

// running reads until the nth element's run has begun.
func (v *view) running(n int) []frame {
	v.t.Helper()
	return v.until(fmt.Sprintf("element %d to run", n), func(f frame) bool {
		return f.Type == "STATUS" && f.UID == v.UID(n) && object(f)["state"] == "running"
	})
}

func is(kind, uid string) func(frame) bool {
	return func(f frame) bool { return f.Type == kind && f.UID == uid }
}

func isText(f frame) bool { return f.Type == "STDOUT" || f.Type == "STDERR" }

// text is what frames of the type hold.
func text(frames []frame, kind string) string {
	var b strings.Builder
	for _, f := range frames {
		if f.Type == kind {
			b.WriteString(f.Data)
		}
	}
	return b.String()
}

// object is the JSON of a frame.
func object(f frame) map[string]any {
	m := map[string]any{}
	_ = json.Unmarshal([]byte(f.Data), &m)
	return m
}

// outcome returns the STATUS at the end of the last run among the frames.
func outcome(t *testing.T, frames []frame) map[string]any {
	t.Helper()
	for i := len(frames) - 1; i >= 0; i-- {
		if m := object(frames[i]); frames[i].Type == "STATUS" && m["reason"] != nil {
			return m
		}
	}
	t.Fatalf("no STATUS says how the run ended:\n%s", show(frames, true))
	return nil
}

// show writes frames down, one line each: element, type, data. Neighbouring
// pieces of text are joined; STATUS and INPUT are left out unless all is set.
func show(frames []frame, all bool) string {
	var lines []string
	var last frame
	flush := func() {
		if last.Type != "" {
			uid := last.UID
			if len(uid) > 4 {
				uid = strings.TrimLeft(uid[len(uid)-4:], "0")
			}
			data := fmt.Sprintf("%q", last.Data)
			if m := object(last); last.Type == "PROMPT" {
				data = fmt.Sprintf("%q", m["prompt"])
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", uid, last.Type, data)))
		}
		last = frame{}
	}
	for _, f := range frames {
		if !all && (f.Type == "STATUS" || f.Type == "INPUT") {
			continue
		}
		if isText(f) && f.Type == last.Type && f.UID == last.UID {
			last.Data += f.Data
			continue
		}
		flush()
		last = f
	}
	flush()
	return strings.Join(lines, "\n")
}

// tail shortens what a failed test prints.
func tail(s string) string {
	if len(s) > 4000 {
		s = "…" + s[len(s)-4000:]
	}
	return s
}

// same compares what frames show with lines that are indented as the test is.
func same(t *testing.T, frames []frame, want string) {
	t.Helper()
	var lines []string
	for line := range strings.SplitSeq(want, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if got := show(frames, false); got != strings.Join(lines, "\n") {
		t.Errorf("got\n%s\nwant\n%s", tail(got), strings.Join(lines, "\n"))
	}
}
