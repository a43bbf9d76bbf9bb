package runner_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/runner"
)

// TestStepsAreWhatPythonSays compares each step of programs of different nature
// with what the interpreter's own debugger says of it.
func TestStepsAreWhatPythonSays(t *testing.T) {
	programs, err := filepath.Glob("testdata/steps/*.py")
	if err != nil || len(programs) < 10 {
		t.Fatal(programs, err)
	}
	for _, python := range versions(t) {
		t.Run(python.Version, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{Python: python.Path})
			for _, program := range programs {
				name := filepath.Base(program)
				source, err := os.ReadFile(program)
				if err != nil {
					t.Fatal(err)
				}
				r := b.add(runner.Spec{UID: name, Mode: runner.Program, File: name, Dir: t.TempDir()})
				typed, in := "", strings.TrimSuffix(program, ".py")+".in"
				if lines, err := os.ReadFile(in); err == nil {
					typed = filepath.Base(in)
					go func() {
						for i, line := range strings.SplitAfter(string(lines), "\n") {
							if line != "" {
								r.wait(b, "[input true]", i+1)
								b.write(name, line)
							}
						}
					}()
				}
				run := b.stepped(r, name, string(source))
				if frames := run.steps[len(run.steps)-1].frames; len(frames) != 1 {
					t.Errorf("%d frames at the end", len(frames))
				}
				want := oracle(t, python.Path, program, typed, 0)
				if run.first < 0 || run.first+len(run.steps) != len(want) {
					t.Errorf("%s: %d steps from %d, want %d", name, len(run.steps), run.first, len(want))
				}
				for i, step := range run.steps {
					if n := run.first + i; n < len(want) && !same(step.tell(), want[n]) {
						t.Errorf("%s, step %d:\n got %s\nwant %s", name, n, step.tell(), want[n])
						break
					}
				}
			}
		})
	}
}

// same says whether two steps are the same, but that of a long output only the
// end is kept.
func same(got, want string) bool {
	if before, end, cut := strings.Cut(got, `"\u2026`); cut {
		return strings.HasPrefix(want, before) && strings.HasSuffix(want, end)
	}
	return got == want
}

// stepEnds are programs that end in some other way than most, and what the last step
// that was recorded of them says.
var stepEnds = map[string]struct {
	source, want string
	outcome      runner.Reason
}{
	"a very deep recursion": {"def f(n):\n    return f(n + 1)\nf(0)\n", "exception ", runner.Raised},
	"sys.exit":              {"import sys\nx = 1\nsys.exit(3)\n", "exception <module>:3(sys=module sys, x=1) SystemExit: 3 \"\"", runner.Exited},
	"os._exit":              {"import os, time\nx = 1\ntime.sleep(.06)\nx = 2\nos._exit(3)\n", "", runner.Exited},
	"SIGKILL":               {"import os, time\nx = 1\ntime.sleep(.06)\nx = 2\nos.kill(os.getpid(), 9)\n", "", runner.Signalled},
	"a mistake in the text": {"x = 1\ny = (\n", "none", runner.Raised},
	"another tracer":        {"import sys\nx = 1\nsys.settrace(None)\nx = 2\n1 / 0\n", "exception <module>:", runner.Raised},
	"a fork":                {"import os\nx = 1\nif os.fork() == 0:\n    x = 2\n    os._exit(0)\nos.wait()\n", "return <module>:6(os=module os, x=1) None \"\"", runner.Finished},
	"values that bite": {`
class Meta(type):
    def __eq__(self, other): print("eq"); return True
    def __hash__(self): print("hash"); return 1
    def __getattribute__(self, name): print("meta", name); return type.__getattribute__(self, name)
class Bad(metaclass=Meta):
    def __getattribute__(self, name): print("attribute", name); raise KeyError
    def __repr__(self): print("repr"); return 7
    __str__ = __len__ = __iter__ = __bool__ = __repr__
class Text(str):
    def __repr__(self): print("repr")
    __len__ = __str__ = __getitem__ = __eq__ = __repr__
    __hash__ = None
class Things(list):
    def __iter__(self): print("iter"); return iter([self])
    __len__ = __getitem__ = __iter__
class Fault(Exception):
    def __str__(self): print("str"); return 1
    __repr__ = __str__
bad, text, things = Bad(), Text("abc"), Things("ab")
try:
    raise Fault(bad)
except Fault:
    pass
`, "", runner.Finished},
}

// TestStepsToTheEnd checks what is recorded of programs that end suddenly, or do
// not like to be looked at.
func TestStepsToTheEnd(t *testing.T) {
	for _, python := range versions(t) {
		t.Run(python.Version, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{Python: python.Path})
			for name, c := range stepEnds {
				r := b.add(runner.Spec{UID: name, Mode: runner.Program, File: "ends.py"})
				run := b.stepped(r, name, c.source)
				if reason := r.outcome().Reason; reason != c.outcome {
					_, complaints := r.output()
					t.Errorf("%s: ended with %s, want %s: %s", name, reason, c.outcome, complaints)
				}
				if c.want == "none" {
					if len(run.steps) > 0 {
						t.Errorf("%s: %d steps", name, len(run.steps))
					}
					continue
				}
				if len(run.steps) < 2 {
					t.Errorf("%s: only %d steps", name, len(run.steps))
					continue
				}
				if last := run.steps[len(run.steps)-1].tell(); !strings.HasPrefix(last, c.want) {
					t.Errorf("%s: the last step is\n%s", name, last)
				}
				if out, _ := r.output(); out != "" {
					t.Errorf("%s: printed %q", name, out)
				}
			}
		})
	}
}

// TestStepsOfEndlessProgram checks that one can stop a program that never ends, and
// sees what it did last.
func TestStepsOfEndlessProgram(t *testing.T) {
	const source = "n = 0\nwhile True:\n    n += 1\n    a = b = c = d = e = f = str(n) * 14\n    if n == 1600:\n        print('go')\n"
	dir := t.TempDir()
	program := filepath.Join(dir, "endless.py")
	if err := os.WriteFile(program, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, python := range versions(t) {
		t.Run(python.Version, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{Python: python.Path})
			r := b.add(runner.Spec{UID: "1", Mode: runner.Program, File: "endless.py"})
			if _, err := b.Step("1", source, false); err != nil {
				t.Fatal(err)
			}
			r.wait(t, "go\n", 1)
			b.do(b.Interrupt, "1")
			r.wait(t, "[stop", 1)
			if o := r.outcome(); o.Reason != runner.Stopped {
				t.Errorf("%+v", o)
			}
			run := r.recorded(t)
			size := 0
			for _, e := range r.events {
				size += len(e.Data)
			}
			if run.first <= 0 || len(run.steps) < 1000 || size > 700<<10 {
				t.Fatalf("%d steps from %d, %d bytes", len(run.steps), run.first, size)
			}
			last := run.steps[len(run.steps)-1].tell()
			if !strings.HasPrefix(last, "exception <module>:") || !strings.HasSuffix(last, ` KeyboardInterrupt "go\n"`) {
				t.Errorf("the last step is %s", last)
			}
			want := oracle(t, python.Path, program, "", run.first+len(run.steps)-1)
			for i, step := range run.steps[:len(run.steps)-1] {
				if got := step.tell(); got != want[run.first+i] {
					t.Fatalf("step %d is\n%s, want\n%s", run.first+i, got, want[run.first+i])
				}
			}
		})
	}
}

// TestStepsInSession checks that a run in a shared process can be recorded, and
// that the runs before and after are not.
func TestStepsInSession(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.add(runner.Spec{UID: "1", Group: "g", Mode: runner.Program, File: "a.py"})
	b.exec("1", "first = [1]\n")
	r.wait(t, "[stop", 1)
	if run := r.recorded(t); len(run.steps) > 0 {
		t.Errorf("a run that was not to be recorded was: %d steps", len(run.steps))
	}
	r.clear()
	run := b.stepped(r, "1", "second = first\nsecond.append(2)\n")
	if last := run.steps[len(run.steps)-1].tell(); last != `return <module>:2(first=#1[1, 2], second=#1) None ""` {
		t.Errorf("the last step is %s", last)
	}
	r.clear()
	b.exec("1", "print(first)\n")
	r.wait(t, "[stop", 1)
	if out, _ := r.output(); out != "[1, 2]\n" || len(r.recorded(t).steps) > 0 {
		t.Errorf("%q, %d steps", out, len(r.recorded(t).steps))
	}
}

// TestStepsAmongOthers records programs whose own names are among many that an import
// has brought, and programs of which other threads run a part.
func TestStepsAmongOthers(t *testing.T) {
	const threads = "import threading\ndef work():\n    x = 1\nt = threading.Thread(target=work)\nt.start()\nt.join()\ndel t\n"
	for _, python := range versions(t) {
		t.Run(python.Version, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{Python: python.Path})
			for name, c := range map[string]struct {
				source, want string
				more         bool
				threads      bool
			}{
				"graphics": {"from graphics import *\nfrom math import *\nmine = 1\ncircle((mine, 2), 3)\n", "return <module>:4(e=2.718281828459045, inf=inf, mine=1, nan=nan, pi=3.141592653589793, tau=6.283185307179586", true, false},
				"few":      {"from math import sqrt\nmine = 1\n", "return <module>:2(mine=1, sqrt=function sqrt", false, false},
				"threads":  {threads, "return <module>:7(threading=module threading, work=function work", false, true},
				"idle":     {"import threading\nmine = 1\n", "return <module>:2(mine=1, threading=module threading", false, false},
			} {
				r := b.add(runner.Spec{UID: name, Mode: runner.Program, File: "among.py", Dir: t.TempDir()})
				run := b.stepped(r, name, c.source)
				last := run.steps[len(run.steps)-1]
				if got := last.tell(); !strings.HasPrefix(got, c.want) || (last.frames[0].more > 0) != c.more || run.threads != c.threads {
					t.Errorf("%s: %s, %d more, threads %t", name, got, last.frames[0].more, run.threads)
				}
				r.clear()
				if again := b.stepped(r, name, "x = 1\n"); again.threads {
					t.Errorf("%s: the next run has threads", name)
				}
			}
		})
	}
}
