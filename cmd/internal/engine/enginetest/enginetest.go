// Package enginetest holds the tests that every implementation of
// [engine.Engine] must pass.
package enginetest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
)

// patience is how long a test waits for something that must happen.
const patience = 20 * time.Second

// Run runs the suite. make returns a fresh engine, which the test cleans up.
// Its default Python must be a real one.
func Run(t *testing.T, make func(t *testing.T) engine.Engine) {
	for name, test := range map[string]func(*testing.T, engine.Engine){
		"an interpreter answers":             answers,
		"a program reads what it is sent":    reads,
		"the same sequence is applied once":  once,
		"the end of a program is told":       ends,
		"a page that is closed is forgotten": closed,
		"unknown pages and elements":         unknown,
		"polls are idempotent by cursor":     cursors,
		"who only looks takes nothing":       looks,
		"a resumed page shows what it had":   resumes,
		"a page gets one more element":       grows,
		"elements are taken away":            shrinks,
		"what is published arrives":          publishes,
		"another Python is chosen":           chooses,
		"a logged element tells all":         tells,
		"an external program has a terminal": external,
		"source is found":                    excerpts,
		"the debugger waits for commands":    debugs,
	} {
		t.Run(name, func(t *testing.T) { test(t, make(t)) })
	}
}

const page, interpreter, program = "7000", "70000001", "70000002"

func answers(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e}
	must(t, e.Input(t.Context(), page, interpreter, 0, nil))
	if got := r.prompt(); got != ">>> " {
		t.Errorf("the first prompt: %q", got)
	}
	must(t, e.Input(t.Context(), page, interpreter, 0, []byte("6 * 7\n")))
	if got := r.prompt(); got != "42\n>>> " {
		t.Errorf("an answer: %q", got)
	}
	run, err := e.Exec(t.Context(), page, interpreter, engine.Exec{Source: "x = 1\nx + 1\nx + 2"})
	must(t, err)
	if got := r.prompt(); got != "2\n3\n>>> " || run == 0 {
		t.Errorf("run %d: %q", run, got)
	}
	answer, err := e.Ask(t.Context(), page, interpreter, engine.Question{Kind: "complete", Code: "pri", Cursor: 3})
	must(t, err)
	if !json.Valid(answer) || !strings.Contains(string(answer), `"print"`) {
		t.Errorf("completion: %s", answer)
	}
}

func reads(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e}
	must(t, e.Input(t.Context(), page, program, 0, []byte("Ada\n")))
	if got := r.stop(); got != "hello Ada\n" {
		t.Errorf("got %q", got)
	}
	if err := e.Input(t.Context(), page, program, 0, []byte("more\n")); !errors.Is(err, engine.ErrEnded) {
		t.Errorf("input after the end: %v", err)
	}
}

func once(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e}
	must(t, e.Input(t.Context(), page, interpreter, 1, []byte("n = 1\n")))
	for range 3 {
		must(t, e.Input(t.Context(), page, interpreter, 2, []byte("n = n + 1\n")))
	}
	first, err := e.Exec(t.Context(), page, interpreter, engine.Exec{Source: "print('n is', n)", Seq: 3})
	must(t, err)
	again, err := e.Exec(t.Context(), page, interpreter, engine.Exec{Source: "print('n is', n)", Seq: 3})
	must(t, err)
	if first != again {
		t.Errorf("one order, two runs: %d and %d", first, again)
	}
	must(t, e.Input(t.Context(), page, interpreter, 4, []byte("'over'\n")))
	got := r.until(func(text string, _ comet.Frame) bool { return strings.Contains(text, "'over'\n") })
	if strings.Count(got, "n is 2\n") != 1 {
		t.Errorf("got %q", got)
	}
}

func looks(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e}
	must(t, e.Input(t.Context(), page, program, 0, []byte("Ada\n")))
	shown := ""
	for after := uint64(0); !strings.Contains(shown, "STOP"); {
		b, err := e.Look(t.Context(), page, after, comet.Types{})
		must(t, err)
		after = b.Seq
		for _, f := range b.Frames {
			switch f.Kind {
			case comet.Stdout: // in one piece or in several
				shown += string(f.Data)
			case comet.Stop:
				shown += "STOP"
			}
		}
	}
	if !strings.HasSuffix(shown, "hello Ada\nSTOP") {
		t.Errorf("a watcher sees %q", shown)
	}
	if got := r.stop(); got != "hello Ada\n" {
		t.Errorf("then the holder gets %q", got)
	}
	if _, err := e.Look(t.Context(), "1", 0, comet.Types{}); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("of an unknown page: %v", err)
	}
}

func ends(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e}
	for _, c := range []struct{ source, want string }{
		{"print(1)", "1\n"},
		{"import os\nprint(1)\nos._exit(7)", "7"},
		{"import os, signal\nprint(1)\nos.kill(os.getpid(), 9)", "9"},
		{"import sys\nprint(1)\nsys.exit(3)", "3"},
	} {
		_, err := e.Exec(t.Context(), page, program, engine.Exec{Source: c.source})
		must(t, err)
		if got := r.stop(); !strings.Contains(got, "1\n") || !strings.Contains(got, c.want) {
			t.Errorf("%q ends with %q", c.source, got)
		}
	}
	_, err := e.Exec(t.Context(), page, program, engine.Exec{Source: "while True: pass"})
	must(t, err)
	if _, err := e.Exec(t.Context(), page, program, engine.Exec{Source: "1"}); !errors.Is(err, engine.ErrBusy) {
		t.Errorf("a busy program takes another: %v", err)
	}
	_, err = e.Signal(t.Context(), page, program, engine.Kill)
	must(t, err)
	if got := r.stop(); got == "" {
		t.Error("the kill is not told")
	}
}

func closed(t *testing.T, e engine.Engine) {
	open(t, e)
	must(t, e.Input(t.Context(), page, interpreter, 0, nil))
	(&reader{t: t, e: e}).prompt()
	must(t, e.Close(t.Context(), page))
	if _, err := e.Poll(t.Context(), page, comet.Request{}); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("Poll: %v", err)
	}
	if s, err := e.Stats(t.Context()); err != nil || s.Pages != 0 || s.Processes != 0 {
		t.Errorf("left behind: %+v, %v", s, err)
	}
	open(t, e) // the id may be used again
}

func unknown(t *testing.T, e engine.Engine) {
	open(t, e)
	for name, err := range map[string]error{
		"a page":    e.Input(t.Context(), "7001", "70010001", 0, nil),
		"a uid":     e.Input(t.Context(), page, page+"0009", 0, nil),
		"a foreign": e.Input(t.Context(), page, "70010001", 0, nil),
		"an ack":    e.Ack(t.Context(), "7001", 0),
	} {
		if !errors.Is(err, engine.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := e.Open(t.Context(), engine.Page{ID: page}); err == nil {
		t.Error("a page is opened twice")
	}
}

func cursors(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e}
	must(t, e.Input(t.Context(), page, interpreter, 0, []byte("print('a')\n")))
	r.until(func(text string, _ comet.Frame) bool { return strings.HasSuffix(text, "a\n>>> ") })

	must(t, e.Input(t.Context(), page, interpreter, 0, []byte("print('b')\n")))
	r.until(func(text string, _ comet.Frame) bool { return strings.HasSuffix(text, "b\n>>> ") })
	if _, err := e.Poll(t.Context(), page, comet.Request{After: 0}); !errors.Is(err, comet.ErrStale) {
		t.Errorf("a cursor far behind: %v", err)
	}
	if _, err := e.Poll(t.Context(), page, comet.Request{After: r.after + 99}); !errors.Is(err, comet.ErrAhead) {
		t.Errorf("a cursor ahead: %v", err)
	}
	must(t, e.Ack(t.Context(), page, r.after))
	since, closing, err := e.Idle(t.Context(), page)
	if err != nil || closing || time.Since(since) > patience {
		t.Errorf("idle since %v, %v, %v", since, closing, err)
	}
}

func resumes(t *testing.T, e engine.Engine) {
	open(t, e)
	r := &reader{t: t, e: e, types: comet.ParseTypes("PROMPT")}
	must(t, e.Input(t.Context(), page, interpreter, 5, []byte("print('kept')\n")))
	prompts := 0
	r.until(func(_ string, f comet.Frame) bool {
		if f.Kind == comet.Prompt {
			prompts++
		}
		return prompts == 2
	})
	must(t, e.Ack(t.Context(), page, r.after))
	must(t, e.Closing(t.Context(), page))
	tr, err := e.Resume(t.Context(), page)
	must(t, err)
	var text strings.Builder
	for _, f := range tr.Frames {
		text.Write(f.Data)
	}
	if tr.Seq != r.after || tr.Posted[interpreter] != 5 || !strings.Contains(text.String(), "kept\n") {
		t.Errorf("resumed at %d with %v: %q", tr.Seq, tr.Posted, text.String())
	}
}
