package runner_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crunchy/runner"
)

// recording is what the pieces of one run tell, with each step complete.
type recordedRun struct {
	first int
	steps []step
}

type step struct {
	event, after string
	hidden       int
	frames       []stepFrame
	objects      map[int]stepObject
	value        any
	output       string
}

type stepFrame struct {
	id, line, more int
	name           string
	names          []string
	values         map[string]any
}

type stepObject struct {
	Kind  string `json:"k"`
	Type  string `json:"t"`
	Count int    `json:"n"`
	Parts []any  `json:"c"`
}

// recorded reads the pieces that came as displays.
func (r *recorder) recorded(t testing.TB) *recordedRun {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	run := &recordedRun{first: -1}
	var now step
	for _, e := range r.events {
		var bundle map[string]json.RawMessage
		if e.Kind != runner.EventDisplay || json.Unmarshal(e.Data, &bundle) != nil || bundle[runner.StepsType] == nil {
			continue
		}
		var piece struct {
			From  int
			Out   [][2]any
			Steps []struct {
				E, X   string
				K      int
				Hidden int
				F      []struct {
					I, L, M int
					N       string
					V       [][2]any
					D       []string
				}
				H map[int]stepObject
				O [][2]any
				V any
			}
		}
		if err := json.Unmarshal(bundle[runner.StepsType], &piece); err != nil {
			t.Fatal(err)
		}
		if piece.Out != nil || piece.From == 0 {
			now = step{objects: map[int]stepObject{}, output: said(piece.Out)}
		}
		if run.first < 0 {
			run.first = piece.From
		}
		if piece.From != run.first+len(run.steps) {
			t.Fatalf("a piece begins with step %d, not %d", piece.From, run.first+len(run.steps))
		}
		for _, s := range piece.Steps {
			next := step{event: s.E, after: s.X, hidden: s.Hidden, value: s.V, output: now.output + said(s.O), objects: map[int]stepObject{}}
			for n, o := range now.objects {
				next.objects[n] = o
			}
			for n, o := range s.H {
				next.objects[n] = o
			}
			next.frames = slices.Clone(now.frames[:s.K])
			for _, f := range s.F {
				frame := stepFrame{id: f.I, name: f.N, values: map[string]any{}}
				for _, old := range now.frames {
					if old.id == f.I {
						frame = old
						frame.names = slices.Clone(old.names)
						frame.values = map[string]any{}
						for name, v := range old.values {
							frame.values[name] = v
						}
					}
				}
				frame.line, frame.more = f.L, f.M
				for _, name := range f.D {
					frame.names = slices.DeleteFunc(frame.names, func(n string) bool { return n == name })
					delete(frame.values, name)
				}
				for _, v := range f.V {
					name := v[0].(string)
					if _, known := frame.values[name]; !known {
						frame.names = append(frame.names, name)
					}
					frame.values[name] = v[1]
				}
				next.frames = append(next.frames, frame)
			}
			now = next
			run.steps = append(run.steps, now)
		}
	}
	return run
}

func said(output [][2]any) string {
	var b strings.Builder
	for _, o := range output {
		b.WriteString(o[1].(string))
	}
	return b.String()
}

// tell is the step as testdata/oracle.py tells it.
func (s step) tell() string {
	numbers := map[int]int{}
	var value func(any) string
	value = func(v any) string {
		switch v := v.(type) {
		case string:
			return v
		case []any:
			if v[0] == "…" {
				return v[1].(string)
			}
			return v[0].(string)
		}
		id := int(v.(float64))
		if n := numbers[id]; n != 0 {
			return fmt.Sprintf("#%d", n)
		}
		n := len(numbers) + 1
		numbers[id] = n
		o := s.objects[id]
		var parts []string
		for _, p := range o.Parts {
			switch o.Kind {
			case "list", "tuple", "set":
				parts = append(parts, value(p))
			case "dict":
				parts = append(parts, value(p.([]any)[0])+": "+value(p.([]any)[1]))
			default:
				parts = append(parts, p.([]any)[0].(string)+"="+value(p.([]any)[1]))
			}
		}
		if o.Kind == "set" {
			slices.Sort(parts)
		}
		form := map[string]string{"list": "[]", "tuple": "()", "set": "{}", "dict": "{}"}[o.Kind]
		if form == "" {
			return fmt.Sprintf("#%d%s<%s>", n, o.Type, strings.Join(parts, ", "))
		}
		return fmt.Sprintf("#%d%c%s%c", n, form[0], strings.Join(parts, ", "), form[1])
	}
	var frames []string
	for _, f := range s.frames {
		var names []string
		for _, name := range slices.Sorted(slices.Values(f.names)) {
			names = append(names, name+"="+value(f.values[name]))
		}
		frames = append(frames, fmt.Sprintf("%s:%d(%s)", f.name, f.line, strings.Join(names, ", ")))
	}
	event, after := s.event, s.after
	switch event {
	case "":
		event = "line"
	case "return", "yield":
		after = value(s.value)
	}
	return fmt.Sprintf("%s %s %s %s", event, strings.Join(frames, " "), after, strconv.QuoteToASCII(s.output))
}

// oracle is what the interpreter itself says of the first steps of a program, most
// of them at the most; 0 is all.
func oracle(t testing.TB, python, program, typed string, most int) []string {
	t.Helper()
	script, err := filepath.Abs("testdata/oracle.py")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, script, filepath.Base(program), typed, strconv.Itoa(most))
	cmd.Dir = filepath.Dir(program)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// stepped runs a program to its end and returns what was recorded.
func (b *bench) stepped(r *recorder, uid, source string) *recordedRun {
	b.Helper()
	if _, err := b.Step(uid, source, false); err != nil {
		b.Fatal(err)
	}
	r.wait(b, "[stop", 1)
	return r.recorded(b)
}

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
