//go:build linux

package agent_test

import (
	"testing"
	"time"

	"crunchy/runner/agent"
)

func TestExec(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		s.expect("1 + 1\nx = 3\nx", "2\n3\n", "")
		s.expect("print('a', end=''); import sys; print('b', file=sys.stderr); print('c')", "ac\n", "b\n")
		done, out, errs := s.do(agent.Command{Op: agent.OpExec, Text: "print(1)\n1/0\nprint(2)", File: "<input 7>"})
		if out != "1\n" || done.Exception == nil || done.Exception.Type != "ZeroDivisionError" || done.Exception.Line != 2 {
			t.Errorf("%q %+v", out, done.Exception)
		}
		want := "Traceback (most recent call last):\n  File \"<input 7>\", line 2, in <module>\n    1/0\nZeroDivisionError: division by zero\n"
		if plain(errs) != want {
			t.Errorf("traceback %q", errs)
		}
		if exit, _ := s.wait(agent.EvExit, 0); exit.Ev != "" {
			t.Error("ended")
		}
	})
}

func TestExit(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		done, out, _ := s.do(agent.Command{Op: agent.OpExec, Text: "import sys, atexit\natexit.register(print, 'bye')\nsys.exit(7)"})
		if done.Exit == nil || *done.Exit != 7 {
			t.Errorf("done %+v, %q", done, out)
		}
		if exit := s.until(agent.EvExit); exit.Code != 7 || exit.Signal != 0 {
			t.Errorf("exit %+v", exit)
		}
	})
}

// Where forking alone is unsafe, the learner's process is started with exec.
func TestSpawned(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python, "spawn")
		s.answer("Ann\n")
		s.expect("print('a'); import sys; print('b', file=sys.stderr)\ninput('Name? ')", "a\nName? 'Ann'\n", "b\n")
		s.send(agent.Command{Op: agent.OpExec, Text: "while True: pass"})
		s.until(agent.EvStarted)
		for ok := false; !ok; _, ok = s.wait(agent.EvDone, 200*time.Millisecond) {
			s.interrupt()
		}
		s.exec("sys.exit(3)")
		if exit := s.until(agent.EvExit); exit.Code != 3 {
			t.Errorf("%+v", exit)
		}
	})
}

// The program must fit into one argument, of which Linux takes 128 KiB.
func TestArgs(t *testing.T) {
	for _, argument := range agent.Args(agent.Zygote) {
		if len(argument) > 100<<10 {
			t.Errorf("an argument of %d bytes", len(argument))
		}
	}
}
