//go:build linux

package runner_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"crunchy/runner"
)

// TestOnTerminal runs a program now on the two streams of an element, now on a
// terminal, also where a process was there for questions.
func TestOnTerminal(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.add(runner.Spec{UID: "1", Mode: runner.Program, File: "p.py", Rows: 10, Cols: 50})
	b.add(runner.Spec{UID: "2", Mode: runner.Program, Group: "g"})
	for _, on := range []bool{false, true, true, false, true} {
		if _, err := b.Ask(context.Background(), "1", "complete", "pri", 3); err != nil {
			t.Fatal(err)
		}
		r.clear()
		if err := b.OnTerminal("1", on); err != nil {
			t.Fatal(err)
		}
		if got := r.text(); got != "" {
			t.Errorf("the change shows %q", got)
		}
		b.exec("1", "import os, sys; print(os.isatty(2) and os.ttyname(1) == os.ttyname(2), os.get_terminal_size().columns)")
		r.wait(t, "[stop", 1)
		want := "False 50\n"
		if on {
			want = "True 50\r\n"
		}
		if got := r.text(); !strings.Contains(got, want) {
			t.Errorf("on a terminal %v: %q", on, got)
		}
	}
	if err := b.OnTerminal("2", true); !errors.Is(err, runner.ErrShared) {
		t.Error(err)
	}
	if err := b.OnTerminal("3", true); !errors.Is(err, runner.ErrUnknown) {
		t.Error(err)
	}
}
