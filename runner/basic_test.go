package runner_test

import (
	"strings"
	"testing"

	"crunchy/runner"
)

func TestInterpreter(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.write("1", "")
	r.wait(t, "[>>>]", 1)
	b.write("1", "1+1\n")
	r.wait(t, "[>>>]", 2)
	b.write("1", "for i in range(3):\n  print(i)\n\nx = 5\n")
	r.wait(t, "[>>>]", 4)
	run := b.exec("1", "x\nx + 1")
	r.wait(t, "[>>>]", 5)
	want := "[starting][idle][>>>]" +
		"[running 1]2\n[idle 1 finished][>>>]" +
		"[...][...][running 2]0\n1\n2\n[idle 2 finished][>>>]" +
		"[running 3][idle 3 finished][>>>]" +
		"[running 4]5\n6\n[idle 4 finished][>>>]"
	if got := r.text(); got != want || run != 4 {
		t.Errorf("run %d, got  %q\nwant %q", run, got, want)
	}
}

func TestProgram(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "name = input('Name? ')\nprint('Hello', name)")
	b.write("1", "Ada\n")
	r.wait(t, "[stop", 1)
	want := "[starting 1][running 1]Name? Hello Ada\n[ended 1 finished][stop ]"
	// Whether it had to wait for the line depends on who was faster.
	if got := strings.Replace(r.text(), "[input true][input false]", "", 1); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if err := b.Write("1", []byte("x\n")); err != runner.ErrEnded {
		t.Errorf("Write after the Stop: %v", err)
	}
	r.clear()
	b.exec("1", "print(7)")
	r.wait(t, "[stop", 1)
	if got, want := r.text(), "[reset][starting 2][running 2]7\n[ended 2 finished][stop ]"; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
