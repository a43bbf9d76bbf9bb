//go:build linux

package agent_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"
)

// What is printed on both streams and what children print arrives in order.
func TestOrder(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		from := len(s.log)
		s.exec("import sys\nfor i in range(0, 1000, 2):\n    print(i)\n    print(i + 1, file=sys.stderr)")
		var got []string
		for _, entry := range s.log[from:] {
			if !strings.HasPrefix(entry, "ev:") {
				got = append(got, entry)
			}
		}
		for i, entry := range got {
			if want := fmt.Sprintf("%d:%d\n", i%2+1, i); entry != want {
				t.Fatalf("entry %d: %q, want %q", i, entry, want)
			}
		}
		if len(got) != 1000 {
			t.Errorf("%d lines", len(got))
		}
		from = len(s.log)
		s.exec(`
import os, subprocess
for i in range(10):
    print("a")
    done = subprocess.run(["sh", "-c", "echo b >&2"])
    print("c", end="")
    done = os.system("echo d >&2")
    p = subprocess.Popen(["sh", "-c", "sleep 0.1; echo f >&2"])
    print("e", flush=True)
    done = p.wait()
    print("g")
    if os.fork() == 0:
        print("h", file=sys.stderr)
        os._exit(0)
    done = os.wait()
`)
		all := ""
		for _, entry := range s.log[from:] {
			if strings.HasPrefix(entry, "ev:") {
				continue
			}
			all += strings.ReplaceAll(entry[2:], "\n", "")
		}
		if want := strings.Repeat("abcdefgh", 10); all != want {
			t.Errorf("%q", all)
		}
	})
}

// A part of a line is shown when nothing has been for a while, before input,
// and at the end of a run.
func TestParts(t *testing.T) {
	s := cold(t, interpreters(t)[0].path)
	s.send(agent.Command{Op: agent.OpExec, Text: "import time\nprint('.', end='')\ntime.sleep(60)"})
	for s.text(1, 0) != "." { // the part comes long before the end of the run
		s.step(time.Second)
		if slices.Contains(s.log, "ev:"+agent.EvDone) {
			t.Fatalf("%q", s.log)
		}
	}
	s.interrupt()
	s.until(agent.EvDone)
	if out, _ := s.exec("for i in range(100): print(i % 10, end='')"); out != strings.Repeat("0123456789", 10) {
		t.Errorf("%q", out)
	}
}

// Printed is printed, however the process ends.
func TestSuddenDeath(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for name, death := range map[string]string{
			"exit":   "os._exit(9)",
			"kill":   "os.kill(os.getpid(), 9)",
			"segv":   "import ctypes; ctypes.string_at(0)",
			"abort":  "os.abort()",
			"stack":  "import ctypes, threading; os.kill(os.getpid(), 11)",
			"closed": "os.closerange(3, 4096)",
			"exec":   "os.execlp('true', 'true')",
			"term":   "os.kill(os.getpid(), 15); import time; time.sleep(9)",
			"thread": "import threading; threading.Thread(target=os._exit, args=(9,)).start(); import time; time.sleep(9)",
		} {
			t.Run(name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.send(agent.Command{Op: agent.OpExec, Text: "import os, sys\nprint('a'); print('b', file=sys.stderr); print('c')\n" + death})
				exit := s.until(agent.EvExit)
				if got := strings.Join(s.log, " "); !strings.Contains(got, "1:a\n 2:b\n 1:c\n") {
					t.Errorf("%q", s.log)
				}
				want := map[string]agent.Event{
					"exit": {Code: 9}, "thread": {Code: 9}, "kill": {Signal: 9}, "segv": {Signal: 11},
					"stack": {Signal: 11}, "abort": {Signal: 6}, "closed": {Code: 120}, "exec": {}, "term": {Signal: 15},
				}[name]
				if exit.Code != want.Code || exit.Signal != want.Signal {
					t.Errorf("%+v", exit)
				}
			})
		}
	})
}

// An interrupt at any moment whatever leaves the protocol whole, and is never lost for good.
func TestInterruptStorm(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		const source = `
import sys, time
class Picture:
    def _repr_png_(self): return b"x" * 100000
print("begin")
while True:
    print("out"); print("err", file=sys.stderr); print("part", end="")
    sys.displayhook(Picture())
    for i in range(1000): pass
`
		for run := range 170 {
			s.send(agent.Command{Op: agent.OpExec, Text: source})
			s.until(agent.EvStarted)
			for range 1 + rand.IntN(3) {
				deadline := time.Now().Add(time.Duration(rand.IntN(4000)) * time.Microsecond)
				for time.Now().Before(deadline) {
					s.step(time.Millisecond)
				}
				s.interrupt()
			}
			done, ok := s.wait(agent.EvDone, 200*time.Millisecond)
			for again := 0; !ok; again++ {
				if again == 20 {
					t.Fatalf("run %d never ends: %q", run, s.log[len(s.log)-10:])
				}
				s.interrupt()
				done, ok = s.wait(agent.EvDone, 200*time.Millisecond)
			}
			if done.ID != s.id || done.Exception == nil || done.Exception.Type != "KeyboardInterrupt" {
				t.Fatalf("run %d: %+v %+v", run, done, done.Exception)
			}
		}
		s.expect("'alive'", "'alive'\n", "")
	})
}
