//go:build linux

package agent_test

import (
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"
)

// answer writes a line whenever the program waits for one.
func (s *session) answer(lines ...string) {
	s.onEvent = func(ev agent.Event) {
		if ev.Ev == agent.EvStdin && ev.Waiting && len(lines) > 0 {
			line := lines[0]
			lines = lines[1:]
			if _, err := s.ttyA.WriteString(line); err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// waits lists the prompts of the program's waits, secret ones in brackets.
func (s *session) waits() (prompts []string) {
	for _, ev := range s.events {
		if ev.Ev == agent.EvStdin && ev.Waiting {
			if ev.Secret {
				ev.Prompt = "[" + ev.Prompt + "]"
			}
			prompts = append(prompts, ev.Prompt)
		}
	}
	return prompts
}

func TestInput(t *testing.T) {
	const eof = "\x04"
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for _, c := range []struct {
			name, source string
			lines        []string
			out, errs    string
			waits        string
		}{
			{"input", "input('Name? ')", []string{"Ann\n"}, "Name? 'Ann'\n", "", "Name? "},
			{"two", "a = input(1); b = input(); a + b", []string{"x\n", "y\n"}, "1'xy'\n", "", "1|"},
			{"type-ahead", "a = input(); b = input(); a + b", []string{"x\ny\n"}, "'xy'\n", "", ""},
			{"end", "input()", []string{eof}, "", "EOFError: EOF when reading a line", ""},
			{"again", "try: input()\nexcept EOFError: print('end')\ninput()", []string{eof, "x\n"}, "end\n'x'\n", "", "|"},
			{"readline", "import sys\nsys.stdin.readline()", []string{"x\n"}, "'x\\n'\n", "", ""},
			{"lines", "for line in __import__('sys').stdin: print(line)", []string{"x\n", "y\n", eof}, "x\n\ny\n\n", "", "||"},
			{"read", "__import__('sys').stdin.read()", []string{"x\n", "y\n", eof}, "'x\\ny\\n'\n", "", "||"},
			{"unicode", "input('é')", []string{"😀é\n"}, "é'😀é'\n", "", "é"},
			{"getpass", "import getpass\ngetpass.getpass()", []string{"secret\n"}, "Password: \n'secret'\n", "", "[Password: ]"},
			{"getpass from", "from getpass import getpass\ngetpass('? ')", []string{"x\n"}, "? \n'x'\n", "", "[? ]"},
			{"replaced", "import builtins\nbuiltins.input = lambda p: p * 2\ninput('x')", nil, "'xx'\n", "", "-"},
			{"StringIO", "import io, sys\nsys.stdin = io.StringIO('q\\n')\ninput('x')\nsys.stdin = sys.__stdin__", nil, "x'q'\n", "", "-"},
			{"pdb", "def f(x):\n    y = x + 1\n    return y\nimport pdb\npdb.run('f(1)', globals())", []string{"s\n", "s\n", "n\n", "p y\n", "w\n", "c\n"}, "", "", "(Pdb) |(Pdb) |(Pdb) |(Pdb) |(Pdb) |(Pdb) "},
			{"child", "import subprocess\nsubprocess.run(['head', '-n1'])\n'end'", nil, "typed\nCompletedProcess(args=['head', '-n1'], returncode=0)\n'end'\n", "", "-"},
			{"odd", "input('a', 'b')", nil, "", "TypeError", "-"},
			{"thread", "import threading\nt = threading.Thread(target=lambda: print(input('T')))\nt.start(); t.join()", []string{"x\n"}, "Tx\n", "", "T"},
		} {
			t.Run(c.name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.t = t
				s.answer(c.lines...)
				if c.name == "child" {
					s.ttyA.WriteString("typed\n")
				}
				out, errs := s.exec(c.source)
				if c.out != "" && out != c.out || !matches(errs, c.errs) {
					t.Errorf("out %q\nwant %q\nerr %q\nwant %q", out, c.out, errs, c.errs)
				}
				if c.name == "pdb" && (!strings.Contains(out, "-> y = x + 1\n") || !strings.Contains(out, "(Pdb) 2\n") || strings.Contains(out, "crunchy")) {
					t.Errorf("%.1500s", out)
				}
				waits, want := s.waits(), strings.Split(c.waits, "|")
				if c.waits == "-" {
					want = nil
				}
				if strings.Join(waits, "|") != strings.Join(want, "|") || len(waits) != len(want) {
					t.Errorf("waits %q, want %q", waits, want)
				}
				for i, ev := range s.events {
					if ev.Ev == agent.EvStdin && ev.Waiting && s.events[i+1].Ev != agent.EvStdin {
						t.Errorf("a wait that does not end: %q", s.log)
					}
				}
			})
		}
	})
}

func TestUnread(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		unread := func() agent.Event {
			s.send(agent.Command{Op: agent.OpUnread})
			return s.until(agent.EvUnread)
		}
		if ev := unread(); ev.Text != "" || ev.EOF || ev.ID != s.id {
			t.Errorf("%+v", ev)
		}
		s.answer("one\ntwo\nthr")
		s.exec("input()")
		s.ttyA.WriteString("ee\nfour\x04")
		time.Sleep(10 * time.Millisecond)
		if ev := unread(); ev.Text != "two\nthree\nfour" || ev.EOF {
			t.Errorf("%+v", ev)
		}
		s.answer("é\n\x04")
		s.exec("import sys\nsys.stdin.read(1)")
		if ev := unread(); ev.Text != "\n" || !ev.EOF {
			t.Errorf("%+v", ev)
		}
		s.answer("x\n")
		s.expect("input()", "'x'\n", "")
		s.exec("sys.stdin.close()")
		s.ttyA.WriteString("left\n")
		time.Sleep(10 * time.Millisecond)
		if ev := unread(); ev.Text != "left\n" {
			t.Errorf("%+v", ev)
		}
		s.answer("works\n")
		s.expect("input()", "'works'\n", "")
	})
}

// A line of any length arrives, in pieces that are pushed with VEOF.
func TestLongLine(t *testing.T) {
	s := cold(t, interpreters(t)[0].path)
	begun := false
	s.onEvent = func(ev agent.Event) {
		if ev.Ev == agent.EvStdin && ev.Waiting && !begun {
			begun = true
			go func() {
				const piece = 4000
				for i := 0; i < 1000000; i += piece {
					if _, err := s.ttyA.WriteString(strings.Repeat("x", piece) + "\x04"); err != nil {
						t.Error(err)
						return
					}
				}
				s.ttyA.WriteString("\n")
			}()
		}
	}
	s.expect("len(input())", "1000000\n", "")
}

// What was answered goes along with the end of a wait, unless it is secret.
func TestAnswersAreTold(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		s.answer("Ann\n", "\n", "\x04", "secret\n")
		s.exec("input(); input()\ntry: input()\nexcept EOFError: pass\n__import__('getpass').getpass()")
		var told []string
		for _, ev := range s.events {
			if ev.Ev == agent.EvStdin && !ev.Waiting {
				told = append(told, ev.Text)
			}
		}
		if got, want := strings.Join(told, "|"), "Ann\n|\n||"; got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}

// help() is text for a page: no program that waits for keys, no overstruck letters.
func TestHelpIsPlainText(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		out, errs := s.exec("import os\nhelp(os.path.basename)\nhelp('if')\nimport pydoc\npydoc.help(len)")
		if strings.ContainsAny(out, "\b\x1b\r") || !strings.Contains(out, "basename(p)") || !strings.Contains(out, "Help on built-in function len") || errs != "" {
			t.Errorf("%q %q", out, errs)
		}
	})
}
