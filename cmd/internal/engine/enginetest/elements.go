package enginetest

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
)

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

// shrinks takes away one of two interpreters that share a process, while a program
// of its own floods the page and another waits: what stays knows its variables.
func shrinks(t *testing.T, e engine.Engine) {
	const first, second, flood = page + "0001", page + "0002", page + "0003"
	dir := t.TempDir()
	shared := func(uid string) engine.Element {
		return engine.Element{UID: uid, Group: "g", Mode: engine.Interpreter, Prompt: ">>> ", More: "... ", Dir: dir}
	}
	must(t, e.Open(t.Context(), engine.Page{ID: page, Owner: "o", Elements: []engine.Element{shared(first), shared(second),
		{UID: flood, Mode: engine.Program, File: "flood.py", Dir: dir}}}))
	r := &reader{t: t, e: e}
	must(t, e.Input(t.Context(), page, first, 0, []byte("n = 41\n")))
	r.prompt()
	must(t, e.Input(t.Context(), page, second, 0, []byte("n = n + 1\n")))
	r.prompt()
	_, err := e.Exec(t.Context(), page, flood, engine.Exec{Source: "while True: print('x' * 10000)"})
	must(t, err)
	must(t, e.Input(t.Context(), page, first, 0, []byte("input()\n")))
	r.until(func(_ string, f comet.Frame) bool { return f.UID == flood })
	must(t, e.Remove(t.Context(), page, []string{first, flood, page + "0009"}))
	for _, uid := range []string{first, flood} {
		if err := e.Input(t.Context(), page, uid, 0, []byte("1\n")); !errors.Is(err, engine.ErrUnknown) {
			t.Errorf("input to what is gone: %v", err)
		}
		if err := e.Publish(t.Context(), page, uid, comet.Stdout, []byte("x")); !errors.Is(err, engine.ErrUnknown) {
			t.Errorf("a frame of what is gone: %v", err)
		}
	}
	must(t, e.Input(t.Context(), page, second, 0, []byte("'n is', n\n")))
	r.until(func(text string, f comet.Frame) bool {
		return f.UID == second && strings.Contains(text, "('n is', 42)\n")
	})
	must(t, e.Ack(t.Context(), page, r.after))
	shown, err := e.Shown(t.Context(), page, 0)
	must(t, err)
	for _, f := range shown.Frames {
		if f.UID != second {
			t.Fatalf("%s still shows %s %.40q", f.UID, f.Kind, f.Data)
		}
	}
	if stats, err := e.Stats(t.Context()); err != nil || stats.Processes != 1 {
		t.Errorf("%d processes, %v", stats.Processes, err)
	}
	must(t, e.Remove(t.Context(), page, []string{second}))
	if stats, err := e.Stats(t.Context()); err != nil || stats.Processes != 0 {
		t.Errorf("%d processes after the last has gone, %v", stats.Processes, err)
	}
	if err := e.Remove(t.Context(), "7001", nil); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("of an unknown page: %v", err)
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

// external holds that only a Program that is External runs on a terminal for once,
// an exercise with its setup, and not when it is checked or recorded.
func external(t *testing.T, e engine.Engine) {
	open(t, e)
	const outside = "70000003"
	if err := e.Add(t.Context(), page, engine.Element{UID: outside, Mode: engine.Program, File: "l.py", Dir: t.TempDir(), External: true}); err != nil {
		t.Fatal(err)
	}
	const exercise = "70000004"
	x := &engine.Exercise{Setup: "import os\nsame = os.path.sameopenfile(1, 2)", Tests: []engine.Test{{Kind: "check", Source: "assert not same"}}}
	if err := e.Add(t.Context(), page, engine.Element{UID: exercise, Mode: engine.Program, File: "m.py", Dir: t.TempDir(), External: true, Exercise: x}); err != nil {
		t.Fatal(err)
	}
	const source = "import os; print(os.path.sameopenfile(1, 2))"
	r := &reader{t: t, e: e}
	for _, tt := range []struct {
		uid  string
		exec engine.Exec
		want string
	}{
		{outside, engine.Exec{Source: source, Terminal: true}, "True"},
		{outside, engine.Exec{Source: source, Terminal: true, Check: true}, "True"},
		{outside, engine.Exec{Source: source}, "False"},
		{outside, engine.Exec{Source: source, Terminal: true, Step: true}, "False"},
		{program, engine.Exec{Source: source, Terminal: true}, "False"},
		{exercise, engine.Exec{Source: "print(same)", Terminal: true}, "True"},
		{exercise, engine.Exec{Source: "print(same)"}, "False"},
		{exercise, engine.Exec{Source: "print(same)", Terminal: true, Check: true}, "False"},
	} {
		if _, err := e.Exec(t.Context(), page, tt.uid, tt.exec); err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(r.stop())[0]; got != tt.want {
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
