package runner_test

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"crunchy/runner"
)

// patience is how long anything may take on a busy machine.
const patience = time.Minute

// recorder is a Sink that keeps everything and tells in one text what came:
// output as it is, the rest in brackets.
type recorder struct {
	mu      sync.Mutex
	changed chan struct{} // closed and replaced when something came
	log     strings.Builder
	out     strings.Builder
	err     strings.Builder
	events  []runner.Event

	room    chan struct{} // if not nil, a write takes one for each call
	discard int64
	wake    chan struct{}
}

func newRecorder() *recorder {
	return &recorder{changed: make(chan struct{}), wake: make(chan struct{})}
}

func (r *recorder) note() {
	close(r.changed)
	r.changed = make(chan struct{})
}

type recording struct {
	r      *recorder
	stderr bool
	closed chan struct{}
	once   sync.Once
}

func (w *recording) Write(p []byte) (int, error) {
	w.r.mu.Lock()
	room, wake := w.r.room, w.r.wake
	w.r.mu.Unlock()
	if room != nil {
		select {
		case <-room:
		case <-wake:
		case <-w.closed:
			return 0, io.ErrClosedPipe
		}
	}
	w.r.mu.Lock()
	defer w.r.mu.Unlock()
	w.r.log.Write(p)
	if w.stderr {
		w.r.err.Write(p)
	} else {
		w.r.out.Write(p)
	}
	w.r.note()
	return len(p), nil
}

func (w *recording) Close() error {
	w.once.Do(func() { close(w.closed) })
	return nil
}

func (r *recorder) Output() (stdout, stderr io.WriteCloser) {
	closed := make(chan struct{})
	a, b := &recording{r: r, closed: closed}, &recording{r: r, stderr: true, closed: make(chan struct{})}
	return a, b
}

func (r *recorder) Discard() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.discard
	r.discard = 0
	close(r.wake)
	r.wake = make(chan struct{})
	return n
}

func (r *recorder) Event(e runner.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
	switch e.Kind {
	case runner.EventStatus:
		fmt.Fprintf(&r.log, "[%s", e.State)
		if e.Run != 0 {
			fmt.Fprintf(&r.log, " %d", e.Run)
		}
		if e.Outcome != nil {
			fmt.Fprintf(&r.log, " %s", e.Outcome.Reason)
		}
		r.log.WriteString("]")
	case runner.EventPrompt:
		fmt.Fprintf(&r.log, "[%s]", strings.TrimSpace(e.Prompt))
	case runner.EventInput:
		fmt.Fprintf(&r.log, "[input %t]", e.Waiting)
	case runner.EventStop:
		fmt.Fprintf(&r.log, "[stop %s]", e.Text)
	default:
		fmt.Fprintf(&r.log, "[%s]", e.Kind)
	}
	r.note()
}

// text is all that came so far.
func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.String()
}

func (r *recorder) output() (out, err string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.out.String(), r.err.String()
}

// last is the last event of a kind.
func (r *recorder) last(kind runner.EventKind) (found runner.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		if e.Kind == kind {
			found = e
		}
	}
	return found
}

// outcome is that of the last run that has ended.
func (r *recorder) outcome() runner.Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	var o runner.Outcome
	for _, e := range r.events {
		if e.Outcome != nil && e.Run != 0 {
			o = *e.Outcome
		}
	}
	return o
}

// clear forgets what came so far.
func (r *recorder) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log.Reset()
	r.out.Reset()
	r.err.Reset()
	r.events = nil
}

// until waits until a condition holds.
func (r *recorder) until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		r.mu.Lock()
		changed := r.changed
		r.mu.Unlock()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-limit.C:
			text := r.text()
			if len(text) > 2000 {
				text = text[:1000] + " … " + text[len(text)-1000:]
			}
			t.Fatalf("%s did not come; there is %q", what, text)
		}
	}
}

// wait waits for the n-th occurrence of a piece of the text.
func (r *recorder) wait(t testing.TB, piece string, n int) {
	t.Helper()
	from, found := 0, 0 // what was counted already
	r.until(t, fmt.Sprintf("%q (%d times)", piece, n), func() bool {
		text := r.text()
		for {
			i := strings.Index(text[from:], piece)
			if i < 0 {
				from = max(from, len(text)-len(piece)+1)
				return found >= n
			}
			from += i + len(piece)
			found++
		}
	})
}

// bench is a Manager with elements.
type bench struct {
	testing.TB
	*runner.Manager
}

func newBench(t testing.TB, c runner.Config) *bench {
	t.Helper()
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(testWriter{t}, nil))
	}
	m := runner.New(c)
	t.Cleanup(m.Close)
	return &bench{t, m}
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	fmt.Fprintf(os.Stderr, "%s: %s", w.t.Name(), p)
	return len(p), nil
}

func (b *bench) add(spec runner.Spec) *recorder {
	b.Helper()
	if spec.Mode == runner.Interpreter {
		spec.Prompt, spec.More = ">>> ", "... "
	}
	r := newRecorder()
	if err := b.Add(spec, r); err != nil {
		b.Fatal(err)
	}
	return r
}

func (b *bench) interpreter(uid, group string) *recorder {
	b.Helper()
	return b.add(runner.Spec{UID: uid, Group: group})
}

func (b *bench) program(uid, source string) *recorder {
	b.Helper()
	return b.add(runner.Spec{UID: uid, Mode: runner.Program, Source: source, File: "week.py"})
}

func (b *bench) write(uid, text string) {
	b.Helper()
	if err := b.Write(uid, []byte(text)); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) exec(uid, source string) int {
	b.Helper()
	run, err := b.Exec(uid, source, false)
	if err != nil {
		b.Fatal(err)
	}
	return run
}

func (b *bench) do(act func(string) (runner.State, error), uid string) runner.State {
	b.Helper()
	state, err := act(uid)
	if err != nil {
		b.Fatal(err)
	}
	return state
}
