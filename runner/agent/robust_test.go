//go:build linux

package agent_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"

	"golang.org/x/sys/unix"
)

// Whatever a run does to its process, the next one works.
func TestNextRunWorks(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for name, c := range map[string]struct{ source, out, errs string }{
			"nothing":     {"", "", ""},
			"nul":         {"x = 1\x00", "", "null bytes"},
			"surrogate":   {"print('\\ud800')\nx = 1; x", "\\ud800\n1\n", ""},
			"no stdout":   {"import sys\nsys.stdout = None\nprint('x')\n5", "", ""},
			"no streams":  {"import sys\ndel sys.stdin, sys.stdout, sys.stderr", "", ""},
			"closed":      {"import sys\nsys.stdout.close(); sys.stderr.close(); sys.stdin.close()", "", ""},
			"close 0":     {"import os\nos.close(0)", "", ""},
			"close 1":     {"import os\nos.close(1)", "", ""},
			"close 2":     {"import os\nos.close(2)", "", ""},
			"closerange":  {"import os\nos.closerange(3, 10)", "", ""},
			"detach":      {"import sys\nb = sys.stdout.detach()", "", ""},
			"dup2":        {"import os\nn = os.open('/dev/null', os.O_WRONLY)\nk = os.dup2(n, 1) and None\nos.close(1)", "", ""},
			"recursion":   {"def f(): f()\nf()", "", "RecursionError"},
			"recursion 2": {"class A:\n    def __repr__(self): return repr(self)\nA()", "", "RecursionError"},
			"nested":      {"x = " + strings.Repeat("(", 500) + strings.Repeat(")", 500), "", "Error"},
			"deep":        {strings.Repeat("x = [", 90) + strings.Repeat("]", 90), "", "Error"},
			"memory":      {"x = [0] * (1 << 60)", "", "MemoryError"},
			"limit":       {"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))", "", ""},
			"long chain":  {"e = None\nfor i in range(5000):\n    n = ValueError(i); n.__context__ = e; e = n\nraise e", "", "ValueError: 4999"},
			"odd error":   {"class E(Exception):\n    def __getattribute__(self, n): raise SystemExit(9)\n    def __str__(self): raise KeyboardInterrupt\nraise E()", "", "E"},
			"odd class":   {"class M(type):\n    def __getattribute__(c, n): raise ValueError(n)\nclass E(Exception, metaclass=M): pass\nraise E()", "", "Traceback"},
			"excepthook":  {"import sys\nsys.excepthook = None\n1/0", "", "ZeroDivisionError"},
			"json":        {"import json, os, time\njson.dumps = json.JSONEncoder.encode = None\nos.write = os.read = time.monotonic = None", "", ""},
			"linecache":   {"import linecache, traceback\nlinecache.getline = linecache.getlines = None\n1/0", "", "ZeroDivisionError"},
			"main":        {"import sys\ndel sys.modules['__main__']", "", ""},
			"signals":     {"import signal\nfor n in signal.SIGINT, signal.SIGTERM, signal.SIGHUP: k = signal.signal(n, signal.SIG_IGN)", "", ""},
			"alarm":       {"import signal, time\ndef h(n, f): raise TimeoutError('late')\nk = signal.signal(signal.SIGALRM, h)\nk = signal.setitimer(signal.ITIMER_REAL, 0.005)", "", ""},
			"trace":       {"import sys\nsys.settrace(lambda *a: 1/0)\ndef f(): pass", "", ""},
			"chdir":       {"import os, tempfile\nd = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)", "", ""},
			"environ":     {"import os\nos.environ.clear()", "", ""},
			"meta_path":   {"import sys\nsys.meta_path.clear(); sys.path.clear()", "", ""},
			"gc":          {"import gc\ngc.disable(); gc.set_debug(0)", "", ""},
			"thread":      {"import threading, time\ndef f():\n    while True: print(end=''); time.sleep(0.001)\nthreading.Thread(target=f, daemon=True).start()", "", ""},
			"nonblocking": {"import os\nos.set_blocking(1, False)\nfor i in range(20000): print(i)", "", ""},
			"cbreak":      {"import tty\nk = tty.setcbreak(0)", "", ""},
		} {
			t.Run(name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.t = t
				out, errs := s.exec(c.source)
				if c.out != "" && out != c.out || c.errs != "" && !strings.Contains(errs, c.errs) && !strings.Contains(errs, "null byte") {
					t.Errorf("out %q err %.800q", out, errs)
				}
				if name == "alarm" {
					// it goes off between runs, and is told
					for end := time.Now().Add(patience); !strings.Contains(s.text(2, 0), "late") && time.Now().Before(end); {
						s.step(10 * time.Millisecond)
					}
				}
				_, out, _ = s.do(agent.Command{Op: agent.OpExec, Text: "__import__('sys').stdout.write('next\\n') and None\n__import__('sys').stderr.write('err\\n') and None"})
				if out != "next\n" || !strings.HasSuffix(s.text(2, 0), "err\n") {
					t.Errorf("next run: %q\nlog %.1000q", out, s.log)
				}
				s.answer("typed\n")
				s.exec("x = __import__('sys').stdin.readline()")
				s.exec("__import__('sys').stdout.write(x) and None")
				if got := s.text(1, 0); !strings.HasSuffix(got, "typed\n") {
					t.Errorf("input: %.1000q", s.log)
				}
			})
		}
	})
}

// What ruins the interpreter itself is answered, or it ends: nobody waits in vain.
func TestRuins(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for name, source := range map[string]string{
			"modules":  "import sys\nsys.modules.clear()",
			"os":       "import os\nfor n in list(vars(os)):\n    if n[0] != '_': delattr(os, n)",
			"sys":      "import sys\nfor n in list(vars(sys)):\n    if n[0] != '_': delattr(sys, n)",
			"builtins": "import builtins\nfor n in list(vars(builtins)):\n    if n[0] != '_': setattr(builtins, n, None)",
			"library":  "import sys\nfor m in list(sys.modules.values()):\n    if getattr(m, '__file__', None) and m is not sys: m.__dict__.clear()",
			"garbage":  "import os\nfor n in range(500, 530):\n    try: k = os.write(n, b'garbage\\n{\\n')\n    except OSError: pass",
		} {
			t.Run(name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.t, s.torn = t, true
				for _, source := range []string{source, "5", "1/0", "print(5)"} {
					id := s.send(agent.Command{Op: agent.OpExec, Text: source})
					for !s.eof && (len(s.events) == 0 || s.events[len(s.events)-1].Ev != agent.EvDone || s.events[len(s.events)-1].ID != id) {
						if !s.step(patience) && !s.eof {
							t.Fatalf("no answer: %q", s.log)
						}
					}
					if s.eof {
						break
					}
				}
			})
		}
	})
}

// Stop ends whatever a program is doing, with the program's own way out.
func TestInterrupt(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for name, c := range map[string]struct{ source, out, errs string }{
			"loop":       {"print('go')\nwhile True: pass", "go\n", "KeyboardInterrupt"},
			"sleep":      {"import time\nprint('go')\ntime.sleep(60)", "go\n", "KeyboardInterrupt"},
			"input":      {"print('go')\ninput('? ')", "go\n? ", "line 2, in <module>\n    input('? ')\n"},
			"stdin":      {"import sys\nprint('go')\nfor line in sys.stdin: pass", "go\n", "KeyboardInterrupt"},
			"getpass":    {"import getpass\nprint('go')\ngetpass.getpass()", "go\nPassword: ", "KeyboardInterrupt"},
			"caught":     {"import time\nprint('go')\ntry:\n    while True: time.sleep(0.001)\nexcept KeyboardInterrupt: print('caught')", "go\ncaught\n", ""},
			"child":      {"import subprocess\nprint('go')\nsubprocess.run(['sleep', '60'])", "go\n", "KeyboardInterrupt"},
			"join":       {"import threading, time\nt = threading.Thread(target=time.sleep, args=(60,), daemon=True); t.start()\nprint('go')\nt.join()", "go\n", "KeyboardInterrupt"},
			"asyncio":    {"import asyncio\nasync def main():\n    print('go')\n    try: await asyncio.sleep(60)\n    finally: print('cleanup')\nasyncio.run(main())", "go\ncleanup\n", "KeyboardInterrupt"},
			"handler":    {"import signal, time\nstop = []\nk = signal.signal(signal.SIGINT, lambda n, f: stop.append(n))\nprint('go')\nwhile not stop: time.sleep(0.01)\nprint('stopped')", "go\nstopped\n", ""},
			"own":        {"import signal\nk = signal.signal(signal.SIGINT, signal.default_int_handler)\nprint('go')\nwhile True: pass", "go\n", "KeyboardInterrupt"},
			"repr":       {"class A:\n    def __repr__(self):\n        while True: pass\nprint('go')\nA()", "go\n", "KeyboardInterrupt"},
			"str":        {"class E(Exception):\n    def __str__(self):\n        while True: pass\nprint('go')\nraise E", "go\n", "E"},
			"excepthook": {"import sys\ndef h(*a):\n    while True: pass\nsys.excepthook = h\nprint('go')\n1/0", "go\n", "KeyboardInterrupt"},
			"flood":      {"while True: print('go', flush=True)", "-", "KeyboardInterrupt"},
			"compute":    {"print('go')\nx = [sum(range(1000)) for i in range(10 ** 9)]", "go\n", "KeyboardInterrupt"},
		} {
			t.Run(name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.t = t
				s.send(agent.Command{Op: agent.OpExec, Text: c.source})
				for begin := time.Now(); !strings.Contains(s.text(1, 0), "go\n"); s.step(time.Second) {
					if time.Since(begin) > patience {
						t.Fatalf("%q", s.log)
					}
				}
				s.wait(agent.EvDone, 20*time.Millisecond) // let it get where it waits
				for again := 0; ; again++ {
					s.interrupt()
					if _, ok := s.wait(agent.EvDone, 200*time.Millisecond); ok {
						break
					}
					if again == 20 {
						t.Fatalf("goes on: %q", s.log)
					}
				}
				if out := s.text(1, 0); c.out != "-" && out != c.out || !strings.Contains(plain(s.text(2, 0)), c.errs) || strings.Contains(s.text(2, 0), agent.FramePrefix) {
					t.Errorf("%q", s.log)
				}
				s.interrupt() // between runs it is nothing
				s.expect("'next'", "'next'\n", "")
			})
		}
	})
}

// A program that ends waits for its threads; Stop ends the waiting.
func TestInterruptAtEnd(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		for name, source := range map[string]string{
			"thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\nprint('go')",
			"atexit": "import atexit, time\nk = atexit.register(time.sleep, 60)\nprint('go')",
		} {
			s := cold(t, python)
			s.send(agent.Command{Op: agent.OpRun, Text: source, File: "week.py", Final: true})
			for !strings.Contains(s.text(1, 0), "go\n") && s.step(patience) {
			}
			for again := 0; !s.eof && again < 40; again++ {
				s.interrupt()
				s.wait(agent.EvExit, 50*time.Millisecond)
			}
			if exit := s.find(agent.EvExit); exit.Signal != 0 {
				t.Errorf("%s: %+v %q", name, exit, s.log)
			}
		}
	})
}

// The stacks of a running program are written on a signal.
func TestWhere(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		signal := s.find(agent.EvReady).Where
		if signal == 0 {
			t.Skip("no signal")
		}
		s.send(agent.Command{Op: agent.OpRun, File: "week.py", Text: "import time\ndef f():\n    print('go')\n    time.sleep(60)\nf()"})
		for !strings.Contains(s.text(1, 0), "go\n") && s.step(patience) {
		}
		time.Sleep(5 * time.Millisecond)
		leader, err := unix.IoctlGetInt(s.rawA, unix.TIOCGSID)
		check(t, err)
		check(t, unix.Kill(leader, unix.Signal(signal)))
		var got string
		buffer := make([]byte, 65536)
		for !strings.Contains(got, agent.FramePrefix) {
			n, err := s.where.Read(buffer)
			check(t, err)
			got += string(buffer[:n])
		}
		if !strings.Contains(got, "File \"week.py\", line 4 in f\n  File \"week.py\", line 5 in <module>\n  File \""+agent.FramePrefix) {
			t.Errorf("%s", got)
		}
		s.interrupt()
		s.until(agent.EvDone)
	})
}

// Figures are shown at the end of a run or by show, and again when they change.
func TestFigures(t *testing.T) {
	python := ""
	system, _ := exec.LookPath("/usr/bin/python3") // where distributions put it
	candidates := []string{system}
	for _, p := range found() {
		candidates = append(candidates, p.path)
	}
	for _, candidate := range candidates {
		if candidate != "" && exec.Command(candidate, "-c", "import matplotlib").Run() == nil {
			python = candidate
		}
	}
	if python == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no matplotlib here")
		}
		t.Skip("no matplotlib here")
	}
	s := cold(t, python)
	figures := func(source string) (names []string) {
		t.Helper()
		from := len(s.events)
		if _, errs := s.exec(source); errs != "" {
			t.Error(errs)
		}
		for _, ev := range s.events[from:] {
			if ev.Ev == agent.EvDisplay {
				var data map[string]string
				check(t, json.Unmarshal(ev.Data, &data))
				if !strings.HasPrefix(data["image/png"], "iVBOR") || data["text/plain"] == "" {
					t.Errorf("%.300s", ev.Data)
				}
				names = append(names, ev.Display)
			}
		}
		return names
	}
	for _, c := range []struct{ source, want string }{
		{"import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nline = ax.plot([1, 2])", "fig1"},
		{"1 + 1", ""},
		{"text = ax.set_title('changed')", "fig1"},
		{"f2 = plt.figure(); k = plt.plot([3, 4])", "fig2"},
		{"plt.show()", "fig1 fig2"},
		{"k = plt.plot([1]); plt.show(); k = plt.plot([2]); plt.show()", "fig1 fig1"},
		{"plt.close('all')", ""},
		{"for n in range(3): k = plt.plot([n]); plt.pause(0.01)", "fig1 fig1 fig1"},
		{"k = plt.ion(); k = ax.set_title('new'); plt.gcf().canvas.draw(); plt.gcf().canvas.flush_events(); plt.show()", "fig1"},
		{"k = plt.ioff(); plt.close('all')", ""},
		{"from matplotlib.animation import FuncAnimation\nfig, ax = plt.subplots(); line, = ax.plot([0, 1])\na = FuncAnimation(fig, lambda n: line.set_ydata([n, 1]), frames=3, interval=1, init_func=lambda: None); plt.show()", "fig1 fig1 fig1 fig1 fig1"},
		{"fig, ax = plt.subplots(); line, = ax.plot([0, 1], animated=True)\ndef step(n): line.set_ydata([n, 1]); return [line]\na = FuncAnimation(fig, step, frames=2, interval=1, blit=True); plt.show()", "fig1 fig1 fig1 fig1"},
		{"from PIL import Image; Image.new('CMYK', (30, 20)).show(); Image.new('RGB', (5000, 2)).show('wide')", " "},
	} {
		if got := strings.Join(figures(c.source), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.source, got, c.want)
		}
	}
	from := len(s.log)
	s.exec("print('a'); k = plt.plot([1]); plt.show(); print('b')")
	if got := strings.Join(s.log[from:], " "); got != "ev:started 1:a\n ev:display 1:b\n ev:done" {
		t.Errorf("%q", got)
	}
}
