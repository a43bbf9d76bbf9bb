//go:build linux

package agent_test

import (
	"os/exec"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// Lines typed one by one: blocks end with an empty line, each prompt its own block.
func TestLines(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		// type_ gives a line for an element and says whether the block goes on.
		type_ := func(uid, text string) (more bool, out, errs string) {
			t.Helper()
			from := len(s.log)
			s.send(agent.Command{Op: agent.OpLine, UID: uid, Text: text, File: "<input 1>"})
			for {
				for s.seen < len(s.events) {
					s.seen++
					switch ev := s.events[s.seen-1]; ev.Ev {
					case agent.EvMore, agent.EvDone:
						return ev.Ev == agent.EvMore, s.text(1, from), s.text(2, from)
					}
				}
				if !s.step(patience) {
					t.Fatalf("no answer to %q: %q", text, s.log)
				}
			}
		}
		for _, c := range []struct {
			uid, text string
			more      bool
			out, errs string
		}{
			{"1", "1 + 1", false, "2\n", ""},
			{"1", "", false, "", ""},
			{"1", "# a comment", false, "", ""},
			{"1", "a = 1; a", false, "1\n", ""},
			{"1", "for i in range(2):", true, "", ""},
			{"2", "'meanwhile'", false, "'meanwhile'\n", ""},
			{"1", "    i", true, "", ""},
			{"1", "", false, "0\n1\n", ""},
			{"1", "if a:", true, "", ""},
			{"1", "    print('yes')", true, "", ""},
			{"1", "else:", true, "", ""},
			{"1", "    print('no')", true, "", ""},
			{"1", "", false, "yes\n", ""},
			{"1", "(1,", true, "", ""},
			{"1", "2)", false, "(1, 2)\n", ""},
			{"1", "'''x", true, "", ""},
			{"1", "", true, "", ""},
			{"1", "y'''", false, "'x\\n\\ny'\n", ""},
			{"1", "@property", true, "", ""},
			{"1", "def f(self): pass", true, "", ""},
			{"1", "", false, "", ""},
			{"1", "_", false, "'x\\n\\ny'\n", ""},
			{"1", "None", false, "", ""},
			{"1", "x = 5 \\", true, "", ""},
			{"1", "  + 5", false, "", ""},
			{"1", "x", false, "10\n", ""},
			{"1", "class A:", true, "", ""},
			{"1", "    # only a comment", true, "", ""},
			{"1", "    y = 1", true, "", ""},
			{"1", "", false, "", ""},
			{"1", "A.y", false, "1\n", ""},
			{"1", "from __future__ import annotations", false, "", ""},
			{"1", "def g(x: unknown): pass", true, "", ""},
			{"1", "", false, "", ""},
			{"1", "g.__annotations__", false, "{'x': 'unknown'}\n", ""},
			{"1", "\ta", false, "", "IndentationError: unexpected indent"},
			{"1", "print 1", false, "", "SyntaxError"},
			{"1", "1 +", false, "", "SyntaxError: invalid syntax"},
		} {
			more, out, errs := type_(c.uid, c.text)
			if more != c.more || out != c.out || !matches(errs, c.errs) {
				t.Errorf("%q: more %v, out %q, err %q; want %v, %q, %q", c.text, more, out, errs, c.more, c.out, c.errs)
			}
		}
		type_("1", "def unfinished():")
		s.do(agent.Command{Op: agent.OpCancel, UID: "1"})
		if more, out, errs := type_("1", "'again'"); more || out != "'again'\n" {
			t.Errorf("after cancel: %v %q %q", more, out, errs)
		}
		if more, _, _ := type_("1", "sys = __import__('sys'); sys.ps1 = 'C> '; sys.ps2 = '... '"); more {
			t.Error("more")
		}
		if last := s.events[len(s.events)-1]; last.Prompt != "C> " {
			t.Errorf("%+v", last)
		}
	})
}

// matches compares a traceback without the carets that some versions print; a
// want without a line end need only occur.
func matches(got, want string) bool {
	if want != "" && !strings.HasSuffix(want, "\n") {
		return strings.Contains(got, want)
	}
	return plain(got) == want
}

// A fresh namespace looks as it does at CPython's own prompt.
func TestFreshNamespace(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		real := exec.Command(python, "-i", "-q")
		real.Stdin = strings.NewReader("print(dir(), __name__, __doc__, __package__, __spec__, __builtins__)\n")
		want, err := real.Output()
		check(t, err)
		for name, s := range map[string]*session{"cold": cold(t, python), "zygote": newZygote(t, python, false).fork(map[string]any{})} {
			_, out, errs := s.do(agent.Command{Op: agent.OpLine, Text: "print(dir(), __name__, __doc__, __package__, __spec__, __builtins__)"})
			if out != string(want) {
				t.Errorf("%s: %q, want %q %q", name, out, want, errs)
			}
			s.expect("import sys; sys.argv, sys.path[0], sys.ps1, sys.ps2", "([''], '', '>>> ', '... ')\n", "")
			s.expect("sys.stdin.name, sys.stdout.name, sys.stderr.name", "('<stdin>', '<stdout>', '<stderr>')\n", "")
			s.expect("[(f.isatty(), f.fileno(), f.line_buffering) for f in (sys.stdin, sys.stdout, sys.stderr)]", "[(True, 0, False), (True, 1, True), (True, 2, True)]\n", "")
			s.expect("sys.stdout is sys.__stdout__, sys.stdout", "(True, <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>)\n", "")
			s.expect("import os; os.get_terminal_size(), os.get_terminal_size(2).lines", "(os.terminal_size(columns=80, lines=24), 24)\n", "")
		}
	})
}

func TestValues(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		s.expect("def f(): return 1\nf()\nfor i in range(2):\n    i\n_", "1\n0\n1\n1\n", "")
		s.expect("print('\\ud800 \\x00 é 😀')", "\\ud800 \x00 é 😀\n", "")
		s.expect("'\\ud800 é'", "'\\ud800 é'\n", "")
		s.expect("import sys\nold = sys.displayhook\nsys.displayhook = lambda v: print('<%r>' % v)\n5", "<5>\n", "")
		s.expect("6\nsys.displayhook = old\n7", "<6>\n7\n", "")
		s.expect("class Bad:\n    def __repr__(self): 1/0\nx = 5\nx\nBad()", "5\n", "division by zero")
		s.expect("_", "", "")
		s.expect("class P:\n    def _repr_png_(self): return b'abc'\n    def _repr_html_(self): return '<b>x</b>', {}\n    def __repr__(self): return 'P!'\nP()\nP", "<class '__main__.P'>\n", "")
		display := s.find(agent.EvDisplay)
		if string(display.Data) != `{"text/html": "<b>x</b>", "image/png": "YWJj", "text/plain": "P!"}` {
			t.Errorf("%s", display.Data)
		}
		s.expect("len(repr([0] * 100000))\n'x' * 1000000", "300000\n'"+strings.Repeat("x", 1000000)+"'\n", "")
	})
}
