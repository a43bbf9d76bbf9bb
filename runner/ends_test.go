package runner_test

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

// Both lines must be seen, and a reason, however a program dies.
func TestSuddenDeath(t *testing.T) {
	for _, test := range []struct {
		name, code, log string
	}{
		{"exit", "import sys; sys.exit(3)", "exit][stop The program ended itself with exit status 3.]"},
		{"exit 0", "import sys; sys.exit()", "exit][stop The program ended itself with exit status 0.]"},
		{"SystemExit", "raise SystemExit(0)", "exit][stop The program ended itself with exit status 0.]"},
		{"raise", "1/0", "exception][stop It ended with a ZeroDivisionError in line 3.]"},
		{"os._exit", "import os; os._exit(7)", "exit][stop The program ended itself with exit status 7.]"},
		{"segfault", "import faulthandler; faulthandler.disable(); faulthandler._sigsegv()", "signal][stop It was ended by signal 11 (SIGSEGV): it used memory that is not its own.]"},
		{"ctypes", "import ctypes; ctypes.string_at(0)", "signal][stop It was ended by signal 11 (SIGSEGV): it used memory that is not its own.]"},
		{"kill", "import os; os.kill(os.getpid(), 9)", "signal][stop It was ended by signal 9 (SIGKILL): something on this computer killed it, perhaps because memory ran out.]"},
		{"abort", "import os; os.abort()", "signal][stop It was ended by signal 6 (SIGABRT): it gave up because something inside it was broken.]"},
		{"hup", "import os, signal; os.kill(os.getpid(), signal.SIGHUP)", "signal][stop It was ended by signal 1 (SIGHUP).]"},
	} {
		for _, mode := range []runner.Mode{runner.Program, runner.Interpreter} {
			t.Run(fmt.Sprintf("%s/%d", test.name, mode), func(t *testing.T) {
				t.Parallel()
				b := newBench(t, runner.Config{})
				r := b.add(runner.Spec{UID: "1", Mode: mode, File: "week.py"})
				b.exec("1", "print('a')\nprint('b')\n"+test.code)
				want := test.log
				if mode == runner.Interpreter {
					if test.name == "raise" {
						want = "exception][>>>]"
					}
					want = strings.ReplaceAll(want, "The program ended itself", "Python was left")
				}
				r.until(t, want, func() bool { return strings.HasSuffix(r.text(), want) })
				if out, _ := r.output(); !strings.HasPrefix(out, "a\nb\n") {
					t.Errorf("output %q", out)
				}
				if test.name != "raise" || mode == runner.Program {
					b.exec("1", "print('again')")
					r.wait(t, "[reset]", 1)
					r.wait(t, "again\n", 1)
				}
			})
		}
	}
}

// An interpreter killed from outside, at work and at its prompt.
func TestKilledFromOutside(t *testing.T) {
	b := newBench(t, runner.Config{Launcher: &runner.Cold{}}) // pids are as we see them
	r := b.interpreter("1", "")
	other := b.interpreter("2", "")
	for i, code := range []string{"import os; print(os.getpid())", "import os, time; print(os.getpid(), flush=True); time.sleep(100)"} {
		r.clear()
		b.exec("1", code)
		r.wait(t, "\n", 1)
		if i == 0 {
			r.wait(t, "[>>>]", 1)
		}
		out, _ := r.output()
		pid, err := strconv.Atoi(strings.TrimSpace(out))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err := exec.Command("kill", "-9", strconv.Itoa(pid)).Run(); err != nil {
			t.Fatal(err)
		}
		r.wait(t, "[stop It was ended by signal 9 (SIGKILL)", 1)
		t.Log("told after", time.Since(start))
		if err := b.Write("1", []byte("1\n")); err != runner.ErrEnded {
			t.Error(err)
		}
	}
	b.exec("2", "40 + 2")
	other.wait(t, "42\n", 1)
}

func TestExitFunctionsAndThreads(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	b.exec("1", `import atexit, threading, time
atexit.register(print, "exit")
def late():
    time.sleep(0.2); print("thread")
threading.Thread(target=late).start()
print("main")`)
	r.wait(t, "[stop", 1)
	if out, _ := r.output(); out != "main\nthread\nexit\n" {
		t.Errorf("%q", out)
	}
}

// Threads that print after their run belong to the element that ran last.
func TestLateThread(t *testing.T) {
	b := newBench(t, runner.Config{})
	one, two := b.interpreter("1", "g"), b.interpreter("2", "g")
	b.exec("1", "import threading, time\ndef late():\n  time.sleep(0.3); print('late')\nthreading.Thread(target=late).start()")
	one.wait(t, "[>>>]", 1)
	one.wait(t, "late\n", 1)
	b.exec("1", "threading.Thread(target=late).start()")
	one.wait(t, "[>>>]", 2)
	b.exec("2", "'two'")
	two.wait(t, "[>>>]", 1)
	two.wait(t, "late\n", 1)
}

const family = `import os, subprocess, sys, time, signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            sleep("-double")
        os._exit(0)
def sleep(mark):
    os.execvp("sleep", ["sleep", "4%s" % MARK])
subprocess.Popen(["sleep", "1%s" % MARK])
subprocess.Popen(["sleep", "2%s" % MARK], start_new_session=True)
subprocess.Popen(["sh", "-c", "trap '' HUP; sleep 3%s & wait" % MARK], start_new_session=True)
daemon()
print("born")
time.sleep(1000)
`

// marked counts the processes whose command line has a mark.
func marked(t testing.TB, mark string) (n int) {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Skip("no /proc")
	}
	for _, e := range entries {
		line, err := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		if err == nil && strings.HasPrefix(string(line), "sleep\x00") && strings.Contains(string(line), mark) {
			n++
		}
	}
	return n
}

var launchers = map[string]func() runner.Launcher{
	"default": func() runner.Launcher { return nil },
	"cold":    func() runner.Launcher { return &runner.Cold{} },
}

// Kill, Reset, Remove and Close take everything with them.
func TestDescendants(t *testing.T) {
	for name, launcher := range launchers {
		for i, act := range []string{"kill", "reset", "remove", "close", "exit"} {
			t.Run(name+"/"+act, func(t *testing.T) {
				b := newBench(t, runner.Config{Launcher: launcher()})
				r := b.interpreter("1", "")
				mark := fmt.Sprintf("%d%d%04d", i+1, len(name), os.Getpid()%10000)
				code := "MARK = '" + mark + "'\n" + family
				if act == "exit" {
					code = strings.Replace(code, "time.sleep(1000)", "os._exit(0)", 1)
				}
				b.exec("1", code)
				r.wait(t, "born\n", 1)
				if act != "exit" {
					for deadline := time.Now().Add(5 * time.Second); marked(t, mark) < 4 && time.Now().Before(deadline); {
						time.Sleep(5 * time.Millisecond)
					}
				}
				start := time.Now()
				switch act {
				case "kill":
					if s := b.do(b.Kill, "1"); s != runner.Ended {
						t.Error(s)
					}
				case "reset":
					if s := b.do(b.Reset, "1"); s != runner.Idle {
						t.Error(s)
					}
				case "remove":
					b.Remove("1")
				case "close":
					b.Close()
				case "exit":
					r.wait(t, "[stop", 1)
				}
				if n := marked(t, mark); n != 0 {
					t.Errorf("%d are left", n)
				}
				t.Logf("%v", time.Since(start))
			})
		}
	}
}

func TestResetAndKill(t *testing.T) {
	b := newBench(t, runner.Config{})
	one, two := b.interpreter("1", "g"), b.interpreter("2", "g")
	b.write("1", "x = 5\n")
	one.wait(t, "[>>>]", 2)
	b.exec("2", "x\nimport time; print('go'); time.sleep(100)")
	two.wait(t, "go\n", 1)
	one.clear()
	two.clear()
	b.do(b.Reset, "1")
	if got := one.text(); got != "[reset]" {
		t.Errorf("%q", got)
	}
	if got := two.text(); got != "[reset][idle 1 stopped]" {
		t.Errorf("%q", got)
	}
	b.write("1", "x\n")
	one.wait(t, "NameError", 1)
	one.wait(t, "[>>>]", 2)
	one.clear()
	two.clear()
	if s := b.do(b.Kill, "2"); s != runner.Ended {
		t.Error(s)
	}
	for _, r := range []*recorder{one, two} {
		if got := r.text(); got != "[ended stopped][stop You stopped it.]" {
			t.Errorf("%q", got)
		}
		r.clear()
	}
	b.exec("2", "1")
	two.wait(t, "[>>>]", 1)
	if got := one.text(); got != "[reset]" {
		t.Errorf("%q", got)
	}
	if got := two.text(); !strings.HasPrefix(got, "[reset]") || !strings.HasSuffix(got, "1\n[idle 2 finished][>>>]") {
		t.Errorf("%q", got)
	}
	b.write("1", "")
	one.wait(t, "[>>>]", 1)
}

func TestReplace(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	b.exec("1", "print('go')\nwhile True: pass")
	r.wait(t, "go\n", 1)
	if _, err := b.Exec("1", "2", false); err != runner.ErrBusy {
		t.Errorf("Exec: %v", err)
	}
	if _, err := b.Exec("1", "print(2)", true); err != nil {
		t.Error(err)
	}
	r.wait(t, "finished][stop ]", 1)
	want := "[starting 1][running 1]go\n[ended 1 stopped][stop You stopped it.][reset][starting 2][running 2]2\n[ended 2 finished][stop ]"
	if got := r.text(); got != want {
		t.Errorf("%q", got)
	}
}

func TestLeaving(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.write("1", "def f():\n  return 1\n")
	r.wait(t, "[...]", 2)
	b.do(b.EOF, "1")
	r.wait(t, "[stop Python was left, as its input has ended.]", 1)
	if err := b.Write("1", nil); err != runner.ErrEnded {
		t.Error(err)
	}
	b.do(b.Reset, "1")
	b.write("1", "2+2\n")
	r.wait(t, "4\n", 1)
}

func TestMemoryLimit(t *testing.T) {
	b := newBench(t, runner.Config{Limits: runner.Limits{Memory: 1 << 30}})
	r := b.interpreter("1", "")
	b.exec("1", "x = bytearray(2 << 30)")
	r.wait(t, "MemoryError\n[idle 1 exception][>>>]", 1)
	b.exec("1", "'alive'")
	r.wait(t, "'alive'", 1)
}

// Bytes that are no text, a line without its end, and a program that never
// prints a line: all is passed on as it comes.
func TestBytes(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	b.exec("1", "import os, sys\nos.write(1, bytes(range(256)))\nsys.stdout.write('\\r50%')\nsys.stdout.flush()\nsys.stderr.write('e')")
	r.wait(t, "[stop", 1)
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	if out, err := r.output(); out != string(all)+"\r50%" || err != "e" {
		t.Errorf("%q %q", out, err)
	}
}

// Many at once, and the page is closed.
func TestMany(t *testing.T) {
	b := newBench(t, runner.Config{})
	const n = 30
	var all []*recorder
	start := time.Now()
	for i := range n {
		all = append(all, b.interpreter(fmt.Sprint(i), ""))
		b.exec(fmt.Sprint(i), fmt.Sprintf("print(%d * 2)\nwhile True: input()", i))
	}
	for i, r := range all {
		r.wait(t, fmt.Sprintf("%d\n", i*2), 1)
	}
	t.Logf("%d started in %v", n, time.Since(start))
	if s := b.Stats(); s.Processes != n || s.Elements != n {
		t.Errorf("%+v", s)
	}
	start = time.Now()
	b.Close()
	t.Logf("closed in %v", time.Since(start))
	if s := b.Stats(); s.Processes != 0 || s.Elements != 0 {
		t.Errorf("%+v", s)
	}
}

// TestRoomAtTheEnd: where there is room for one program, whoever hears of its end may
// start the next at once.
func TestRoomAtTheEnd(t *testing.T) {
	b := newBench(t, runner.Config{Limits: runner.Limits{Processes: 1}})
	for i := range 30 {
		r := b.program(fmt.Sprint(i), "")
		b.exec(fmt.Sprint(i), "print('up')")
		r.wait(t, "[stop", 1)
		if out, _ := r.output(); out != "up\n" {
			t.Fatalf("program %d: %s", i, r.text())
		}
		if n := b.Stats().Processes; n != 0 {
			t.Fatalf("program %d has ended, and %d are counted", i, n)
		}
	}
}
