package runner_test

import (
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

func TestInput(t *testing.T) {
	for _, test := range []struct {
		name, code string
		steps      []string // "wait|write"; a write of "^D" is the end of file
		want       string   // the end of the text
	}{
		{"input", "a = input('A? '); b = input('B? '); print(a + b)",
			[]string{"A? [input true]|x\n", "[input false]B? [input true]|y\n"}, "[input false]xy\n[ended 1 finished][stop ]"},
		{"readline", "import sys\nprint(repr(sys.stdin.readline()), [l for l in sys.stdin])",
			[]string{"[input true]|one\n", "[input true]|two\nthree\n", "[input true]|^D"}, "'one\\n' ['two\\n', 'three\\n']\n[ended 1 finished][stop ]"},
		{"eof", "try: input('? ')\nexcept EOFError: print('EOF')\nprint(input())",
			[]string{"[input true]|^D", "EOF\n[input true]|z\n"}, "z\n[ended 1 finished][stop ]"},
		{"eof after half a line", "import sys\nprint(repr(sys.stdin.read()))",
			[]string{"[input true]|ab", "|^D"}, "'ab'\n[ended 1 finished][stop ]"},
		{"uncaught eof", "input()", []string{"[input true]|^D"}, "[ended 1 exception][stop It ended with an EOFError in line 1.]"},
		{"getpass", "import getpass; print(getpass.getpass())",
			[]string{"Password: |geheim\n"}, "geheim\n[ended 1 finished][stop ]"},
		{"child", "import subprocess; print('go', flush=True); subprocess.run(['sh', '-c', 'read x; echo got $x; cat'])",
			[]string{"go\n|ping\n", "got ping\n|a\nb\n", "a\nb\n|^D"}, "[ended 1 finished][stop ]"},
		{"os.read", "import os; print('go'); print(os.read(0, 100))", []string{"go\n|ping\n"}, "b'ping\\n'\n[ended 1 finished][stop ]"},
		{"raw", "import os, tty; tty.setcbreak(0); print('go'); print(os.read(0, 100))", []string{"go\n|q"}, "b'q'\n[ended 1 finished][stop ]"},
		{"raw later", "import os, tty, time; print('go'); time.sleep(.3); tty.setcbreak(0); print(os.read(0, 100))", []string{"go\n|q"}, "b'q'\n[ended 1 finished][stop ]"},
		{"pdb", "x = 41\nimport pdb; pdb.set_trace()\nx += 1\nprint('x is', x)",
			[]string{"(Pdb) [input true]|p x\n", "41\n(Pdb) [input true]|c\n"}, "x is 42\n[ended 1 finished][stop ]"},
		{"unicode", "s = input(); print(len(s), s)", []string{"[input true]|\u00e9\U0001F600e\u0301\n"}, "4 \u00e9\U0001F600e\u0301\n[ended 1 finished][stop ]"},
		{"control bytes", "import os, time; time.sleep(.2); b = os.read(0, 1000); print(b == bytes(range(1, 32)).replace(b'\\n', b'') + b'\\x7f\\xff\\n', len(b))",
			[]string{"[running 1]|\x01\x02\x03\x04\x05\x06\x07\x08\t\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f\xff\n"}, "True 33\n[ended 1 finished][stop ]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{})
			r := b.program("1", "")
			b.exec("1", test.code)
			at := 0
			for _, step := range test.steps {
				wait, write, _ := strings.Cut(step, "|")
				r.until(t, wait, func() bool {
					i := strings.Index(r.text()[at:], wait)
					if i >= 0 {
						at += i + len(wait)
					}
					return i >= 0
				})
				if write == "^D" {
					b.do(b.EOF, "1")
				} else {
					b.write("1", write)
				}
			}
			r.wait(t, "[stop", 1)
			if !strings.HasSuffix(r.text(), test.want) {
				t.Errorf("%q\nwant the end %q", r.text(), test.want)
			}
		})
	}
}

// What is typed ahead is source, or the input of what asks for it, as at python -i.
func TestTypeAhead(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.write("1", "x = input('? ')\nBob\nprint('I am', x)\nfor i in 1, 2:\n  print(i)\n\n")
	r.wait(t, "2\n[idle 3 finished][>>>]", 1)
	want := "[starting][idle][>>>][running 1]? [input true][input false][idle 1 finished][>>>]" +
		"[running 2]I am Bob\n[idle 2 finished][>>>][...][...][running 3]1\n2\n[idle 3 finished][>>>]"
	if got := strings.ReplaceAll(r.text(), "? [running 1]", "[running 1]? "); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// Lines that nobody read become source afterwards, in their order.
func TestUnread(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.exec("1", "import time; print('go'); time.sleep(0.4)")
	r.wait(t, "go\n", 1)
	b.write("1", "a = 1\nb = ")
	time.Sleep(150 * time.Millisecond) // it is in the terminal by now
	b.write("1", "2\nprint(a, b)\n")
	r.wait(t, "1 2\n", 1)
	r.wait(t, "[>>>]", 4)
	r.clear()
	// A part is read, with what Python itself has buffered.
	b.exec("1", "import time; time.sleep(0.2); print('first', input())")
	b.write("1", "one\nprint('second')\nprint('third')\n")
	r.wait(t, "third\n", 1)
	out, err := r.output()
	if !strings.Contains(out, "first one\n") || !strings.HasSuffix(out, "second\nthird\n") || err != "" {
		t.Errorf("%q %q", out, err)
	}
}

// A line longer than a terminal takes that nobody reads comes back whole.
func TestUnreadLong(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.exec("1", "import time; print('go'); time.sleep(0.3)")
	r.wait(t, "go\n", 1)
	b.write("1", "s = '"+strings.Repeat("x", 50_000)+"'; print(len(s))\n'end'\n")
	r.wait(t, "50000\n", 1)
	r.wait(t, "'end'\n", 1)
}

func TestInterrupt(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.exec("1", "")
	r.wait(t, "[>>>]", 1)
	for name, code := range map[string]string{
		"loop": "print('go')\nwhile True: pass", "sleep": "import time; print('go'); time.sleep(100)", "input": "print('go'); input()",
		"child":  "import subprocess; print('go'); subprocess.run(['sleep', '100'])",
		"thread": "import threading, time; t = threading.Thread(target=time.sleep, args=(1,)); t.start(); print('go'); t.join()",
	} {
		r.clear()
		b.exec("1", code)
		r.wait(t, "go\n", 1)
		start := time.Now()
		if s := b.do(b.Interrupt, "1"); s != runner.Running && s != runner.Idle {
			t.Error(s)
		}
		r.wait(t, "[>>>]", 1)
		t.Log(name, time.Since(start))
		if _, err := r.output(); !strings.HasSuffix(err, "KeyboardInterrupt\n") {
			t.Errorf("%s: %q", name, err)
		}
		if o := r.outcome(); o.Reason != runner.Stopped || o.Exception == nil {
			t.Errorf("%s: %+v", name, o)
		}
	}
	// Type-ahead goes with the run that is stopped.
	r.clear()
	b.exec("1", "print('go')\nwhile True: pass")
	r.wait(t, "go\n", 1)
	b.write("1", strings.Repeat("print('no')\n", 2000))
	time.Sleep(100 * time.Millisecond)
	b.do(b.Interrupt, "1")
	r.wait(t, "[>>>]", 1)
	b.write("1", "x = input()\nyes\nprint('x is', x)\n")
	r.wait(t, "x is yes\n", 1)
	if strings.Contains(r.text(), "no\n") {
		t.Error("what was typed ahead was run")
	}
}

// A block at the prompt is given up by an interrupt.
func TestInterruptBlock(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.write("1", "def f():\n  return 1\n")
	r.wait(t, "[...]", 2)
	b.do(b.Interrupt, "1")
	r.wait(t, "[>>>]", 2)
	b.write("1", "7\n")
	r.wait(t, "7\n", 1)
	if _, err := r.output(); err != "KeyboardInterrupt\n" {
		t.Errorf("%q", err)
	}
}

// A program that refuses is killed by the second Interrupt.
func TestInterruptRefused(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	b.exec("1", "import time; print('go')\nwhile True:\n  try:\n    time.sleep(100)\n  except BaseException: print('no')")
	r.wait(t, "go\n", 1)
	time.Sleep(200 * time.Millisecond)
	b.do(b.Interrupt, "1")
	r.wait(t, "no\n", 1)
	b.do(b.Interrupt, "1") // too early
	time.Sleep(1100 * time.Millisecond)
	if s := b.do(b.Interrupt, "1"); s != runner.Ended {
		t.Error(s)
	}
	if !strings.HasSuffix(r.text(), "[ended 1 stopped][stop You stopped it.]") {
		t.Errorf("%q", r.text())
	}
}

func TestUnfinishedBlockAndExec(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.write("1", "for i in range(2):\n  print(i)\n")
	b.exec("1", "'exec'")
	r.wait(t, "exec'\n", 1)
	b.write("1", "s = '''abc\n")
	r.wait(t, "[...]", 3)
	b.exec("1", "'exec 2'")
	r.wait(t, "exec 2'\n", 1)
	b.write("1", "1 + ")
	b.exec("1", "'exec 3'")
	r.wait(t, "exec 3'\n", 1)
	out, err := r.output()
	if out != "0\n1\n'exec'\n'exec 2'\n'exec 3'\n" || !strings.Contains(err, "SyntaxError") {
		t.Errorf("%q %q\n%q", out, err, r.text())
	}
}

func TestResize(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	if err := b.Resize("1", 30, 100); err != nil {
		t.Error(err)
	}
	b.exec("1", "import os; os.get_terminal_size().columns, os.get_terminal_size(2).lines")
	r.wait(t, "(100, 30)", 1)
	b.Resize("1", 40, 120)
	b.exec("1", "os.get_terminal_size().columns, os.get_terminal_size(2).lines")
	r.wait(t, "(120, 40)", 1)
}
