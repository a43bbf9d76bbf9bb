//go:build unix

package protocoltest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// ways are the ways home; all of them must show the same.
var ways = map[string]func(*protocoltest.Page, string) protocoltest.Stream{
	"long poll, one frame": func(p *protocoltest.Page, types string) protocoltest.Stream {
		return &protocoltest.Poller{Page: p, Types: types, Wait: 5}
	},
	"long poll, batches": func(p *protocoltest.Page, types string) protocoltest.Stream {
		return &protocoltest.Poller{Page: p, Types: types, Batch: true, Wait: 5}
	},
	"events": func(p *protocoltest.Page, types string) protocoltest.Stream {
		return &protocoltest.Events{Page: p, Types: types}
	},
	"socket": func(p *protocoltest.Page, types string) protocoltest.Stream {
		return &protocoltest.Socket{Page: p, Types: types}
	},
	"messages": func(p *protocoltest.Page, types string) protocoltest.Stream {
		return &protocoltest.Caller{Page: p, Types: types, Wait: 5}
	},
}

// story is a page's life in which every kind of frame occurs.
func story(v *view) []frame {
	v.post(shared1, "")
	v.prompt(shared1)
	v.exec(shared1, "print('é€😀\\r\\n')\nimport sys\nsys.stderr.write('red\\x1b[0m')\n1/0\n")
	v.prompt(shared1)
	v.exec(shared1, "class P:\n    def __repr__(self): return 'P'\n    def _repr_svg_(self): return '<svg/>'\nP()\ninput('?')")
	v.asks(shared1)
	v.post(shared1, "answer\n")
	v.prompt(shared1)
	v.exec(program, "import sys; sys.exit(3)")
	v.stop(program)
	v.do(program, "reset", "", "")
	v.until("the reset", is("RESET", v.UID(program)))
	return v.seen
}

func TestAllWaysHomeShowTheSame(t *testing.T) {
	s := common(t)
	var first string
	for _, types := range []string{allTypes} {
		for name, way := range ways {
			v := openWith(t, s, "lesson.md", nil, func(p *protocoltest.Page) protocoltest.Stream { return way(p, types) })
			got := show(story(v), false)
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("%s shows\n%s\nthe others show\n%s", name, got, first)
			}
		}
	}
	for _, want := range []string{`STDOUT "é€😀\r\n\n"`, "STDERR \"red", "ZeroDivisionError", "DISPLAY", "<svg/>", `PROMPT ">>> "`, "STOP", "RESET"} {
		if !strings.Contains(first, want) {
			t.Errorf("%s is missing in\n%s", want, first)
		}
	}
}

// TestWaysHomeTakeOverFromEachOther goes on with another transport, at the
// cursor of the one before, while numbers are printed.
func TestWaysHomeTakeOverFromEachOther(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	v.exec(program, "import time\nfor i in range(300):\n    print(i)\n    time.sleep(0.002)\n")
	var got strings.Builder
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var after uint64
	for n, ended := 0, false; !ended; n++ {
		var stream protocoltest.Stream
		var cursor *uint64
		switch n % 3 {
		case 0:
			p := &protocoltest.Poller{Page: v.Page, Batch: true, Wait: 5, After: after}
			stream, cursor = p, &p.After
		case 1:
			e := &protocoltest.Events{Page: v.Page, After: after}
			stream, cursor = e, &e.After
		case 2:
			w := &protocoltest.Socket{Page: v.Page, After: after}
			stream, cursor = w, &w.After
		}
		frames, err := stream.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range frames {
			got.WriteString(f.Data)
			ended = ended || f.Type == "STOP"
		}
		after = *cursor
		stream.Close()
	}
	checkNumbers(t, got.String(), 0, 300)
}

// checkNumbers wants the lines from, from+1, … each once and in order.
func checkNumbers(t *testing.T, got string, from, to int) {
	t.Helper()
	rest := got
	for i := from; i < to; i++ {
		line, after, ok := strings.Cut(rest, "\n")
		if !ok || line != fmt.Sprint(i) {
			t.Fatalf("line %d is %.80q", i, line)
		}
		rest = after
	}
	if rest != "" {
		t.Fatalf("after the last line comes %.80q", rest)
	}
}

func TestCallsOverASocket(t *testing.T) {
	s := common(t)
	p, err := s.Open(t.Context(), "lesson.md", nil)
	if err != nil {
		t.Fatal(err)
	}
	other := plain(t, s, "lesson.md")
	w := &protocoltest.Socket{Page: p, Types: allTypes}
	defer w.Close()
	v := &view{Page: p, t: t, stream: w}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	call := func(status int, do string, fields map[string]any) string {
		t.Helper()
		if fields == nil {
			fields = map[string]any{}
		}
		fields["do"] = do
		r, err := w.Call(ctx, fields)
		if err != nil {
			t.Fatalf("%s: %v", do, err)
		}
		if r.Status != status {
			t.Errorf("%s: %d %s, want %d", do, r.Status, r.Body, status)
		}
		return string(r.Body)
	}
	if got := call(200, "exec", map[string]any{"uid": p.UID(alone1), "body": "n = 0\ninput('? ')\n", "seq": 3}); got != `{"run":1}` {
		t.Errorf("exec: %s", got)
	}
	v.asks(alone1)
	// The same sequence again is not applied again.
	if got := call(200, "exec", map[string]any{"uid": p.UID(alone1), "body": "n = 0\ninput('? ')\n", "seq": 3}); got != `{"run":1}` {
		t.Errorf("the same exec: %s", got)
	}
	call(200, "post", map[string]any{"uid": p.UID(alone1), "body": "é\n", "seq": 4})
	if got := text(v.prompt(alone1), "STDOUT"); got != "'é'\n" {
		t.Errorf("shown: %q", got)
	}
	call(200, "resize", map[string]any{"uid": p.UID(alone1), "body": map[string]int{"rows": 10, "cols": 20}})
	call(200, "complete", map[string]any{"uid": p.UID(alone1), "body": map[string]any{"code": "pri", "cursor": 3}})
	call(200, "ack", map[string]any{"after": w.After})
	call(400, "ack", map[string]any{"after": w.After + 1000})
	call(200, "interrupt", map[string]any{"uid": p.UID(alone1)})
	call(404, "fly", map[string]any{"uid": p.UID(alone1)})
	call(403, "exec", map[string]any{"uid": other + "0004", "body": "1"})
	if got := call(400, "exec", nil) + call(404, "post", map[string]any{"uid": p.UID(99), "body": "x"}); !strings.Contains(got, `"msg":`) {
		t.Errorf("errors over a socket: %s", got)
	}
	call(200, "close", nil)
}
