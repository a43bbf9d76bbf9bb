// Package enginetest holds the tests that every implementation of
// [engine.Engine] must pass.
package enginetest

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
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
		"a resumed page shows what it had":   resumes,
		"a page gets one more element":       grows,
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

func open(t *testing.T, e engine.Engine) {
	t.Helper()
	err := e.Open(t.Context(), engine.Page{ID: page, Owner: "owner", Elements: []engine.Element{
		{UID: interpreter, Group: "page", Mode: engine.Interpreter, Prompt: ">>> ", More: "... ", Dir: t.TempDir()},
		{UID: program, Mode: engine.Program, File: "p.py", Source: "print('hello', input())\n", Dir: t.TempDir()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close(context.Background(), page) })
}

// reader collects a page's frames.
type reader struct {
	t     *testing.T
	e     engine.Engine
	after uint64
	types comet.Types
}

// until polls until done says that the text so far is enough.
func (r *reader) until(done func(text string, f comet.Frame) bool) string {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	var text strings.Builder
	for {
		b, err := r.e.Poll(ctx, page, comet.Request{After: r.after, Single: true, Types: r.types})
		if err != nil {
			r.t.Fatalf("Poll: %v after %q", err, text.String())
		}
		r.after = b.Seq
		for _, f := range b.Frames {
			text.Write(f.Data)
			if done(text.String(), f) {
				return text.String()
			}
		}
	}
}

func (r *reader) prompt() string {
	r.t.Helper()
	return r.until(func(text string, _ comet.Frame) bool { return strings.HasSuffix(text, ">>> ") })
}

func (r *reader) stop() string {
	r.t.Helper()
	return r.until(func(_ string, f comet.Frame) bool { return f.Kind == comet.Stop })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

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

func grows(t *testing.T, e engine.Engine) {
	open(t, e)
	more := engine.Element{UID: page + "0003", Mode: engine.Program, File: "more.py", Source: "print('more')", Dir: t.TempDir()}
	must(t, e.Add(t.Context(), page, more))
	_, err := e.Exec(t.Context(), page, more.UID, engine.Exec{Source: more.Source})
	must(t, err)
	r := &reader{t: t, e: e}
	r.stop()
	must(t, e.Ack(t.Context(), page, r.after))
	shown, err := e.Shown(t.Context(), page, 0)
	must(t, err)
	var text strings.Builder
	for _, f := range shown.Frames {
		if f.UID != more.UID {
			t.Errorf("a frame of %s", f.UID)
		}
		text.Write(f.Data)
	}
	if shown.Seq != r.after || !strings.Contains(text.String(), "more\n") {
		t.Errorf("at %d it shows %q", shown.Seq, text.String())
	}
	if again, err := e.Shown(t.Context(), page, shown.Seq); err != nil || again.Frames != nil || again.Seq != shown.Seq {
		t.Errorf("%+v, %v", again, err)
	}
	more.UID = page + "0004"
	if err := e.Add(t.Context(), "7001", more); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("to an unknown page: %v", err)
	}
}

func publishes(t *testing.T, e engine.Engine) {
	open(t, e)
	big := strings.Repeat("x", 1<<20)
	for _, text := range []string{"old", big, "new"} { // nobody reads, and none of them waits
		must(t, e.Publish(t.Context(), page, program, comet.Work, []byte(text)))
	}
	must(t, e.Publish(t.Context(), page, "0", comet.Popup, []byte("for all")))
	knows := &reader{t: t, e: e, types: comet.ParseTypes("WORK")}
	popup := func(_ string, f comet.Frame) bool { return f.Kind == comet.Popup && f.UID == "0" }
	if got := knows.until(popup); got != "newfor all" {
		t.Errorf("got %.60q", got)
	}
	must(t, e.Publish(t.Context(), page, program, comet.Work, []byte("newer")))
	must(t, e.Publish(t.Context(), page, "0", comet.Popup, []byte("for all")))
	simple := &reader{t: t, e: e, after: knows.after}
	if got := simple.until(popup); got != "for all" {
		t.Errorf("a client that does not know of WORK gets %q", got)
	}
	must(t, e.Ack(t.Context(), page, simple.after))
	must(t, e.Closing(t.Context(), page))
	tr, err := e.Resume(t.Context(), page)
	must(t, err)
	for _, f := range tr.Frames {
		if f.Kind == comet.Work {
			t.Errorf("the transcript keeps %s %s", f.Kind, f.Data)
		}
	}
	for name, err := range map[string]error{
		"a page": e.Publish(t.Context(), "7001", "70010001", comet.Work, nil),
		"a uid":  e.Publish(t.Context(), page, page+"0009", comet.Work, nil),
	} {
		if !errors.Is(err, engine.ErrUnknown) {
			t.Errorf("%s that is unknown: %v", name, err)
		}
	}
}

func chooses(t *testing.T, e engine.Engine) {
	open(t, e)
	all, err := e.Pythons(t.Context())
	must(t, err)
	if len(all) == 0 {
		t.Fatal("there is no Python")
	}
	oldest := all[len(all)-1]
	if got, err := e.Choose(t.Context(), page, program, oldest.Path); err != nil || got.Version != oldest.Version {
		t.Errorf("%+v %v, want %+v", got, err, oldest)
	}
	r := &reader{t: t, e: e}
	_, err = e.Exec(t.Context(), page, program, engine.Exec{Source: "import sys; print('%d.%d.%d' % sys.version_info[:3])"})
	must(t, err)
	if got := r.stop(); !strings.Contains(got, oldest.Version) {
		t.Errorf("it ran with %q, want %s", got, oldest.Version)
	}
	if got, err := e.Choose(t.Context(), page, program, ""); err != nil || got.Version == "" {
		t.Errorf("the element's own: %+v %v", got, err)
	}
	if got, err := e.Choose(t.Context(), page, program, "3.99"); err != nil || got.Version != "" || !strings.Contains(got.Missing, "3.99") {
		t.Errorf("one that is not there: %+v %v", got, err)
	}
	if _, err := e.Choose(t.Context(), page, "70009999", ""); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("an unknown element: %v", err)
	}
}

// tells holds that who watches hears of all that a Logged element shows, and of no
// other's output.
func tells(t *testing.T, e engine.Engine) {
	var mu sync.Mutex
	seen := map[string]string{}
	e.Watch(func(_, uid string, kind comet.Kind, data []byte) {
		mu.Lock()
		defer mu.Unlock()
		if kind == comet.Stdout || kind == comet.Stderr || kind == comet.Input {
			seen[uid] += string(kind) + " " + string(data) + "\n"
		}
	})
	open(t, e)
	const logged = "70000003"
	if err := e.Add(t.Context(), page, engine.Element{UID: logged, Mode: engine.Program, File: "l.py", Dir: t.TempDir(), Logged: true}); err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, e: e, types: comet.ParseTypes("INPUT")}
	for _, uid := range []string{program, logged} {
		if _, err := e.Exec(t.Context(), page, uid, engine.Exec{Source: "import sys\nprint('out')\nprint('err', file=sys.stderr)\ninput('? ')"}); err != nil {
			t.Fatal(err)
		}
		r.until(func(_ string, f comet.Frame) bool { return f.Kind == comet.Input })
		must(t, e.Input(t.Context(), page, uid, 0, []byte("x\n")))
		r.stop()
	}
	mu.Lock()
	defer mu.Unlock()
	for _, want := range []string{"STDOUT out", "STDERR err", `"waiting":true`, `"waiting":false`} {
		if !strings.Contains(seen[logged], want) {
			t.Errorf("%q is not told: %s", want, seen[logged])
		}
	}
	if seen[program] != "" {
		t.Errorf("it is told what another element shows: %s", seen[program])
	}
}

// external holds that only a Program that is External runs on a terminal for once.
func external(t *testing.T, e engine.Engine) {
	open(t, e)
	const outside = "70000003"
	if err := e.Add(t.Context(), page, engine.Element{UID: outside, Mode: engine.Program, File: "l.py", Dir: t.TempDir(), External: true}); err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, e: e}
	for _, tt := range []struct {
		uid      string
		terminal bool
		want     string
	}{{outside, true, "True"}, {outside, false, "False"}, {program, true, "False"}} {
		if _, err := e.Exec(t.Context(), page, tt.uid, engine.Exec{Source: "import os; print(os.path.sameopenfile(1, 2))", Terminal: tt.terminal}); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(r.stop()); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}

func excerpts(t *testing.T, e engine.Engine) {
	got, err := e.Excerpt(t.Context(), engine.Lookup{Name: "textwrap.dedent"})
	if err != nil || !strings.HasPrefix(got.Text, "def dedent(") || got.Line < 2 || got.Problem != "" {
		t.Errorf("%+v %v", got, err)
	}
	got, err = e.Excerpt(t.Context(), engine.Lookup{Name: "f", Given: []byte("x = 1\ndef f(): pass\n")})
	if err != nil || got.Text != "def f(): pass\n" || got.Line != 2 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err = e.Excerpt(t.Context(), engine.Lookup{Name: "textwrap.nothing"}); err != nil || got.Problem != "missing" {
		t.Errorf("%+v %v", got, err)
	}
}

// debugs posts commands of pdb, and the input of the program between them, as a client
// does that knows nothing of what there is to be seen.
func debugs(t *testing.T, e engine.Engine) {
	open(t, e)
	must(t, e.Add(t.Context(), page, engine.Element{UID: page + "0003", Mode: engine.Program, File: "p.py", Debug: true, Dir: t.TempDir(),
		Source: "name = input('Name? ')\nprint('Hello,', name)\n"}))
	r := &reader{t: t, e: e}
	post := func(text, until string) {
		t.Helper()
		must(t, e.Input(t.Context(), page, page+"0003", 0, []byte(text)))
		r.until(func(text string, _ comet.Frame) bool { return strings.HasSuffix(text, until) })
	}
	post("", "> p.py(1)<module>()\n-> name = input('Name? ')\n(Pdb) ") // the first post starts it
	post("n\n", "Name? ")
	post("Ada\n", "-> print('Hello,', name)\n(Pdb) ")
	post("p name\n", "'Ada'\n(Pdb) ")
	must(t, e.Input(t.Context(), page, page+"0003", 0, []byte("c\n")))
	if got := r.stop(); !strings.HasPrefix(got, "Hello, Ada\n") {
		t.Errorf("%q", got)
	}
}
