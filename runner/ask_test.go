package runner_test

import (
	"context"
	"strings"
	"testing"

	"crunchy/runner"
)

// A Program can be asked whenever it does not run, of which its Sink hears nothing.
func TestAskProgram(t *testing.T) {
	b := newBench(t, runner.Config{})
	ctx := context.Background()
	const code = "import json\njson.dum"
	ask := func(uid string) {
		t.Helper()
		got, err := b.Ask(ctx, uid, "complete", code, len(code))
		if err != nil || !strings.Contains(string(got), `"dumps"`) {
			t.Errorf("%s: %s %v", uid, got, err)
		}
	}
	r := b.program("1", "")
	b.add(runner.Spec{UID: "2", Group: "g"})
	shared := b.add(runner.Spec{UID: "3", Group: "g", Mode: runner.Program})
	ask("1")
	ask("3")
	if r.text()+shared.text() != "" {
		t.Errorf("%q %q", r.text(), shared.text())
	}
	b.exec("1", "print('a')")
	r.wait(t, "[stop", 1)
	b.exec("3", "import os; os._exit(3)")
	shared.wait(t, "[stop", 1)
	r.clear()
	shared.clear()
	ask("1")
	ask("1")
	ask("3")
	if r.text()+shared.text() != "" {
		t.Errorf("%q %q", r.text(), shared.text())
	}
	if err := b.Write("1", []byte("x\n")); err != runner.ErrEnded {
		t.Error(err)
	}
	if _, err := b.Ask(ctx, "2", "complete", code, 3); err != nil {
		t.Error(err) // its process lives again, for the program that shares it
	}
	b.exec("1", "print('again')")
	r.wait(t, "[stop", 1)
	if got, want := r.text(), "[reset][running 2]again\n[ended 2 finished][stop ]"; got != want {
		t.Errorf("%q", got)
	}
	b.exec("3", "print('again')")
	shared.wait(t, "[stop", 1)
	if got, want := shared.text(), "[reset][running 2]again\n[ended 2 finished][stop ]"; got != want {
		t.Errorf("%q", got)
	}
	// A process that is there for questions only ends with its element's next reset.
	ask("1")
	r.clear()
	if s := b.do(b.Reset, "1"); s != runner.Idle || r.text() != "[reset]" {
		t.Errorf("%s %q", s, r.text())
	}
	if n := b.Stats().Processes; n != 1 {
		t.Errorf("%d processes", n)
	}
	// One that is killed meanwhile says nothing either, and the next run works.
	ask("1")
	r.clear()
	b.do(b.Kill, "1")
	if r.text() != "" {
		t.Errorf("%q", r.text())
	}
	b.exec("1", "print('again')")
	r.wait(t, "again\n", 1)
}

func TestAskFormat(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	got, err := b.Ask(context.Background(), "1", "format", "x = (", 0)
	if err != nil || !strings.Contains(string(got), `"syntax"`) || r.text() != "" {
		t.Errorf("%s %v %q", got, err, r.text())
	}
}

// When a run began is told, so that its time can be counted from then.
func TestSince(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	b.exec("1", "print('go')")
	r.wait(t, "go\n", 1)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		if e.Since.IsZero() == (e.State == runner.Running) {
			t.Errorf("%+v", e)
		}
	}
}
