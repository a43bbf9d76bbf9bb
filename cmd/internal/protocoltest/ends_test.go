//go:build unix

package protocoltest_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ends are all the ways in which a run can end. Each program has printed two
// lines before.
var ends = []struct {
	name   string
	source string
	ready  string // what is on the screen when act is called; "" for "b"
	act    func(v *view, n int)
	reason string // of STATUS
	code   int
	signal int
	stop   string // what the sentence of STOP must name; "" for no sentence
	alive  bool   // an interpreter goes on with its prompt
}{
	{name: "finish", source: "pass", reason: "finished", alive: true},
	{name: "exception", source: "1/0", reason: "exception", stop: "ZeroDivisionError", alive: true},
	{name: "sys.exit()", source: "import sys; sys.exit()", reason: "exit", stop: "0"},
	{name: "sys.exit(0)", source: "import sys; sys.exit(0)", reason: "exit", stop: "0"},
	{name: "sys.exit(3)", source: "import sys; sys.exit(3)", reason: "exit", code: 3, stop: "3"},
	{name: "sys.exit(text)", source: "import sys; sys.exit('enough')", reason: "exit", code: 1, stop: "1"},
	{name: "os._exit(7)", source: "import os; os._exit(7)", reason: "exit", code: 7, stop: "7"},
	{name: "segfault", source: "import ctypes; ctypes.string_at(0)", reason: "signal", signal: 11, stop: "11"},
	{name: "abort", source: "import os; os.abort()", reason: "signal", signal: 6, stop: "6"},
	{name: "SIGKILL from inside", source: "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", reason: "signal", signal: 9, stop: "9"},
	{name: "SIGTERM from inside", source: "import os, signal; os.kill(os.getpid(), signal.SIGTERM)", reason: "signal", signal: 15, stop: "15"},
	{name: "SIGKILL from outside", source: "import os; os.makedirs('victim', exist_ok=True); os.chdir('victim')\nwhile True: pass",
		act: func(v *view, _ int) { v.killOutside("victim") }, reason: "signal", signal: 9, stop: "9"},
	{name: "kill", source: "while True: pass", act: func(v *view, n int) { v.do(n, "kill", "", "") }, reason: "stopped", stop: "stop"},
	{name: "kill of a program that waits for input", source: "input()", act: func(v *view, n int) { v.do(n, "kill", "", "") }, reason: "stopped", stop: "stop"},
	{name: "interrupt", source: "while True: pass", act: func(v *view, n int) { v.do(n, "interrupt", "", "") }, reason: "stopped", stop: "stop", alive: true},
	{name: "interrupt inside input()", source: "input()", act: func(v *view, n int) { v.asks(n); v.do(n, "interrupt", "", "") }, reason: "stopped", stop: "stop", alive: true},
	{name: "interrupt inside sleep", source: "import time; time.sleep(1000)", act: func(v *view, n int) { v.do(n, "interrupt", "", "") }, reason: "stopped", stop: "stop", alive: true},
	{name: "second interrupt of a program that refuses", source: "while True:\n    try:\n        print('in')\n        while True: pass\n    except BaseException:\n        pass",
		ready: "b\nin\n", act: interruptTwice, reason: "stopped", stop: "stop"},
	{name: "end of file", source: "input()", act: func(v *view, n int) { v.asks(n); v.do(n, "eof", "", "") }, reason: "exception", stop: "EOFError", alive: true},
	{name: "recursion without end", source: "def f(): f()\nf()", reason: "exception", stop: "RecursionError", alive: true},
	{name: "it dies with its threads", source: "import threading, time, os\nthreading.Thread(target=time.sleep, args=(1000,)).start()\nos._exit(7)", reason: "exit", code: 7, stop: "7"},
	{name: "it dies and leaves a child", source: "import subprocess, os\nsubprocess.Popen(['sleep', '1000'])\nos._exit(7)", reason: "exit", code: 7, stop: "7"},
}

// interruptTwice interrupts, lets the time pass in which a program may obey, and
// interrupts again until it has ended.
func interruptTwice(v *view, n int) {
	v.do(n, "interrupt", "", "")
	since := time.Now()
	_ = poll(patience, func() bool { return time.Since(since) > 1100*time.Millisecond })
	v.do(n, "interrupt", "", "")
}

// killOutside kills the process of the server that works in a folder of that name.
func (v *view) killOutside(folder string) {
	v.t.Helper()
	killed := 0
	err := poll(patience, func() bool {
		for pid := range common(v.t).living() {
			cwd, _ := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
			if filepath.Base(cwd) == folder && syscall.Kill(pid, syscall.SIGKILL) == nil {
				killed++
			}
		}
		return killed > 0
	})
	if err != nil {
		v.t.Fatal("the process that is to be killed is not found")
	}
}

func TestEveryEndOfAProgram(t *testing.T) {
	for _, c := range ends {
		t.Run(c.name, func(t *testing.T) {
			v := open(t, common(t), "lesson.md")
			v.exec(program, "print('a'); print('b')\n"+c.source)
			if c.act != nil {
				v.says(program, "a\n"+cmp.Or(c.ready, "b\n"))
				c.act(v, program)
			}
			v.stop(program)
			checkDeath(t, v, program, c.reason, c.code, c.signal)
			sentence := v.seen[len(v.seen)-1].Data
			if (sentence == "") != (c.stop == "") || !strings.Contains(strings.ToLower(sentence), strings.ToLower(c.stop)) {
				t.Errorf("STOP says %q, which should name %q", sentence, c.stop)
			}
			v.refused(410, program, "post", "x\n")
			v.exec(program, "print('again')")
			same(t, v.stop(program), `
				6 RESET ""
				6 STDOUT "again\n"
				6 STOP ""`)
		})
	}
}

// checkDeath wants both lines that were printed, and a STATUS that tells the reason.
func checkDeath(t *testing.T, v *view, n int, reason string, code, signal int) {
	t.Helper()
	printed := ""
	for _, f := range v.seen {
		if f.UID == v.UID(n) && f.Type == "STDOUT" {
			printed += f.Data
		}
	}
	if !strings.HasPrefix(printed, "a\nb\n") {
		t.Errorf("what was printed before the end: %q", printed)
	}
	end := outcome(t, v.seen)
	if end["reason"] != reason {
		t.Errorf("the reason is %v, want %s", end, reason)
	}
	switch reason {
	case "exit":
		if end["code"] != float64(code) {
			t.Errorf("the code is %v, want %d", end["code"], code)
		}
	case "signal":
		if end["signal"] != float64(signal) {
			t.Errorf("the signal is %v, want %d", end["signal"], signal)
		}
	case "exception":
		e, _ := end["exception"].(map[string]any)
		if e["type"] == "" || e["type"] == nil {
			t.Errorf("the exception is %v", end["exception"])
		}
	}
}

func TestEveryEndAtAnInterpreter(t *testing.T) {
	for _, c := range ends {
		t.Run(c.name, func(t *testing.T) {
			v := open(t, common(t), "lesson.md")
			v.exec(alone1, "kept = 1")
			v.prompt(alone1)
			v.exec(alone1, "print('a'); print('b')\n"+c.source)
			if c.act != nil {
				v.says(alone1, "a\n"+cmp.Or(c.ready, "b\n"))
				c.act(v, alone1)
			}
			if c.alive {
				v.prompt(alone1)
				checkDeath(t, v, alone1, c.reason, c.code, c.signal)
				v.exec(alone1, "kept")
				v.says(alone1, "1\n")
				v.prompt(alone1)
				if strings.Contains(show(v.seen, false), "STOP") {
					t.Errorf("an interpreter that goes on sent STOP:\n%s", show(v.seen, false))
				}
				return
			}
			v.stop(alone1)
			checkDeath(t, v, alone1, c.reason, c.code, c.signal)
			if sentence := v.seen[len(v.seen)-1].Data; !strings.Contains(strings.ToLower(sentence), strings.ToLower(c.stop)) {
				t.Errorf("STOP says %q, which should name %q", sentence, c.stop)
			}
			v.refused(410, alone1, "post", "x\n")
			v.exec(alone1, "kept")
			frames := v.prompt(alone1)
			if got := show(frames, false); !strings.HasPrefix(got, `4 RESET ""`) || !strings.Contains(got, "NameError") {
				t.Errorf("the next run:\n%s", got)
			}
		})
	}
}

// TestExitWithoutFault wants a STOP that says so after a sys.exit without a fault, and
// none that says anything after a program that came to its end.
func TestExitWithoutFault(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(program, "import sys\nprint('a')\nsys.exit(0)")
	same(t, v.stop(program), `
		6 STDOUT "a\n"
		6 STOP "The program ended itself with exit status 0."`)
	v.exec(program, "print('a')")
	same(t, v.stop(program), `
		6 RESET ""
		6 STDOUT "a\n"
		6 STOP ""`)
	v.exec(alone1, "import sys\nprint('a')\nsys.exit()")
	v.stop(alone1)
	if sentence := v.seen[len(v.seen)-1].Data; sentence == "" {
		t.Error("the STOP of an interpreter does not say why")
	}
	v.exec(program, "import sys\nsys.exit('enough')")
	if got := text(v.stop(program), "STDERR"); got != "enough\n" {
		t.Errorf("sys.exit of a text shows %q", got)
	}
}

func TestEndOfFileAtThePrompt(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.post(alone1, "")
	v.prompt(alone1)
	v.do(alone1, "eof", "", "")
	v.stop(alone1)
	v.refused(410, alone1, "post", "1\n")
	v.do(alone1, "reset", "", "")
	v.post(alone1, "1\n")
	v.until("the answer", func(f frame) bool { return f.UID == v.UID(alone1) && f.Data == "1\n" })
}
