//go:build linux

package agent_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// sight is what the debugger tells of a stop besides its text.
type sight struct {
	Fresh bool
	E, X  string
	F     []struct {
		I, L int
		N    string
		V    [][2]any
	}
	V any
}

func (s sight) String() string {
	var b strings.Builder
	for _, f := range s.F {
		fmt.Fprintf(&b, "%s:%d", f.N, f.L)
		for _, v := range f.V {
			fmt.Fprintf(&b, " %v=%v", v[0], v[1])
		}
		b.WriteString("; ")
	}
	return strings.TrimPrefix(s.E+" "+s.X+" ", "  ") + strings.TrimSuffix(b.String(), "; ")
}

// debugger runs programs under the debugger, each in a process of its own.
type debugger struct {
	*session
	python, dir string

	stops    []sight // of the program that ran last
	commands []string
	typed    []string // answers to the program
}

// shown takes what the debugger shows, and answers what it asks.
func (d *debugger) shown(ev agent.Event) {
	switch {
	case ev.Ev == agent.EvDisplay:
		var bundle map[string]json.RawMessage
		var told sight
		check(d.t, json.Unmarshal(ev.Data, &bundle))
		check(d.t, json.Unmarshal(bundle["application/vnd.crunchy.stop+json"], &told))
		d.stops = append(d.stops, told)
	case ev.Ev != agent.EvStdin || !ev.Waiting:
	case ev.Prompt != "(Pdb) ":
		d.answer(&d.typed, "typed")
	default:
		d.answer(&d.commands, "q")
	}
}

// answer types the first of the lines, which it is then not any more. ^C is a
// signal, ^D the end of the file.
func (d *debugger) answer(lines *[]string, usual string) {
	line := usual
	if len(*lines) > 0 {
		line, *lines = (*lines)[0], (*lines)[1:]
	}
	switch line {
	case "^C":
		d.interrupt()
	case "^D":
		d.ttyA.WriteString("\x04")
	default:
		d.ttyA.WriteString(line + "\n")
	}
}

// debug runs a program and answers the debugger's prompts with the commands, one
// after the other; then with q.
func (d *debugger) debug(source string, commands ...string) (done agent.Event, out, errs string) {
	d.t.Helper()
	d.session = coldIn(d.t.(*testing.T), d.python, d.dir)
	d.stops, d.commands, d.onEvent = nil, commands, d.shown
	done, out, errs = d.do(agent.Command{Op: agent.OpRun, Text: source, File: "week.py", Debug: true})
	if len(d.commands) > 0 {
		d.t.Errorf("%q were not asked for", d.commands)
	}
	return done, out, errs
}

// told compares the stops with what they should be, of which each is the beginning.
func (d *debugger) told(want ...string) {
	d.t.Helper()
	for i := range max(len(d.stops), len(want)) {
		switch {
		case i >= len(d.stops):
			d.t.Errorf("stop %d is missing: %s", i, want[i])
		case i >= len(want):
			d.t.Errorf("stop %d is too many: %v", i, d.stops[i])
		case !strings.HasPrefix(d.stops[i].String(), want[i]):
			d.t.Errorf("stop %d\n got %s\nwant %s", i, d.stops[i], want[i])
		}
	}
}

const twice = "def twice(n):\n    return n * 2\n\nx = 1\ny = twice(x)\nprint(y)\n"

func TestDebugger(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		t.Parallel()
		// What lies in the learner's folder is not what the debugger needs.
		dir := t.TempDir()
		write(t, dir, map[string]string{"cmd.py": "raise SystemError", "code.py": "mine = 1"})
		d := &debugger{session: &session{t: t}, python: python, dir: dir}

		done, out, errs := d.debug(twice, "n", "n", "s", "s", "n", "r", "p y", "n", "n")
		f := "twice=function twice(n)"
		d.told("<module>:1", "<module>:4 "+f, "<module>:5 "+f+" x=1",
			"call  <module>:5 "+f+" x=1; twice:1 n=1", "<module>:5 "+f+" x=1; twice:2 n=1",
			"return  <module>:5 "+f+" x=1; twice:2 n=1",
			"<module>:6 "+f+" x=1 y=2", "return  <module>:6 "+f+" x=1 y=2")
		if len(d.stops) == 8 && d.stops[5].V != "2" {
			t.Errorf("it returns %v", d.stops[5].V)
		}
		if want := "> week.py(1)<module>()\n-> def twice(n):\n(Pdb) > week.py(4)<module>()\n-> x = 1\n(Pdb) "; !strings.HasPrefix(out, want) ||
			!strings.Contains(out, "-> print(y)\n(Pdb) 2\n(Pdb) 2\n--Return--\n> week.py(6)<module>()->None\n") {
			t.Errorf("stdout %q", out)
		}
		if errs != "" || done.Exception != nil {
			t.Errorf("stderr %q, %+v", errs, done.Exception)
		}
		if out, errs := d.exec("import code; print(code.mine)"); out != "1\n" {
			t.Errorf("a module of the learner's: %q %q", out, errs)
		}

		// Input, a value changed at the prompt, where a function waits, and the end.
		done, out, _ = d.debug("def f():\n    a = 1\n    b = input('? ')\n    print(a, b)\nf()\n",
			"b 4", "c", "!a = 7", "c")
		d.told("<module>:1", "<module>:5 f=function f(); f:4 a=1 b='typed'", "<module>:5 f=function f(); f:4 a=7 b='typed'")
		if !strings.Contains(out, "Breakpoint 1 at week.py:4\n") || !strings.HasSuffix(out, "7 typed\n") || done.Exception != nil {
			t.Errorf("stdout %q", out)
		}
		if len(d.stops) == 3 && (!d.stops[1].Fresh || d.stops[2].Fresh) {
			t.Error("a change at the prompt is no stop")
		}

		// An exception is met where it is raised, goes up, and ends it as any other does.
		done, _, errs = d.debug("def f():\n    return 1 / 0\nf()\n", "n", "s", "s", "s", "s", "s")
		d.told("<module>:1", "<module>:3", "call  <module>:3", "<module>:3 f=function f(); f:2",
			"exception ZeroDivisionError: division by zero <module>:3 f=function f(); f:2",
			"exception ZeroDivisionError: division by zero <module>:3 f=function f()")
		if !strings.HasPrefix(errs, "Traceback (most recent call last):\n  File \"week.py\", line 3, in <module>\n") ||
			!strings.HasSuffix(errs, "ZeroDivisionError: division by zero\n") || strings.Contains(errs, "bdb") || done.Exception == nil || done.Exception.Line != 2 {
			t.Errorf("stderr %s %+v", errs, done.Exception)
		}

		// A generator keeps its frame; the end of a loop is no exception.
		d.debug("def g():\n    yield 1\n    yield 2\nfor i in g():\n    pass\n", "n", "s", "s", "s", "s", "s", "c")
		d.told("<module>:1", "<module>:4", "call  <module>:4", "<module>:4 g=function g(); g:2", "yield  <module>:4 g=function g(); g:2",
			"<module>:5 g=function g() i=1", "<module>:4")

		// Recursion: each call is a frame of its own.
		d.debug("def f(n):\n    if n:\n        f(n - 1)\n    return n\nf(2)\n", "b 4", "c", "w", "c")
		if n := len(d.stops); n != 3 || len(d.stops[1].F) != 4 || d.stops[1].F[3].I == d.stops[1].F[2].I || len(d.stops[2].F) != 3 {
			t.Errorf("%v", d.stops)
		} else if d.stops[2].F[2].I != d.stops[1].F[2].I {
			t.Error("the frame that goes on is called otherwise")
		}

		// Ctrl-C at the prompt and elsewhere, and the end of the file.
		done, _, errs = d.debug("x = 1\n", "^C")
		if done.Exception == nil || done.Exception.Type != "KeyboardInterrupt" || plain(errs) != "Traceback (most recent call last):\n  File \"week.py\", line 1, in <module>\n    x = 1\nKeyboardInterrupt\n" {
			t.Errorf("stderr %q %+v", errs, done.Exception)
		}
		d.debug("x = 1\n", "^D")
		d.told("<module>:1")
		// The program's output may lead elsewhere: the debugger's does not.
		_, out, _ = d.debug("import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as f:\n    print(1)\nprint(repr(f.getvalue()))\n",
			"n", "n", "n", "c")
		if !strings.HasSuffix(out, "(Pdb) '1\\n'\n") {
			t.Errorf("stdout %q", out)
		}
		// What is no Python is no business of the debugger's.
		if done, out, _ := d.debug("x = (\n"); done.Exception == nil || done.Exception.Type != "SyntaxError" || out != "" {
			t.Errorf("%q %+v", out, done.Exception)
		}
	})
}
