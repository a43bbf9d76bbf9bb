package enginetest

import (
	"context"
	"strings"
	"testing"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
)

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
