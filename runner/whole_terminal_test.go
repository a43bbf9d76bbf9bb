package runner_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

// onTerminal adds a program with a whole terminal of its own, and runs it.
func (b *bench) onTerminal(source string) *recorder {
	b.Helper()
	r := b.add(runner.Spec{UID: "1", Mode: runner.Program, File: "week.py", Terminal: true})
	b.exec("1", source)
	return r
}

// step waits for a piece of the text, then types; "^D" is the end of file,
// "^C" the button that interrupts, "40x100" a new size.
func (b *bench) steps(r *recorder, steps ...string) {
	b.Helper()
	at := 0
	for _, step := range steps {
		wait, keys, _ := strings.Cut(step, "|")
		r.until(b, wait, func() bool {
			i := strings.Index(r.text()[at:], wait)
			if i >= 0 {
				at += i + len(wait)
			}
			return i >= 0
		})
		var rows, cols int
		switch {
		case keys == "":
		case keys == "^D":
			b.do(b.EOF, "1")
		case keys == "^C":
			b.do(b.Interrupt, "1")
		case size.MatchString(keys):
			_, _ = fmt.Sscanf(keys, "%dx%d", &rows, &cols)
			if err := b.Resize("1", rows, cols); err != nil {
				b.Error(err)
			}
		default:
			b.write("1", keys)
		}
	}
}

var size = regexp.MustCompile(`^\d+x\d+$`)

const readKeys = "import curses\n" +
	"def main(screen):\n" +
	"    curses.start_color(); curses.init_pair(1, curses.COLOR_RED, curses.COLOR_BLACK)\n" +
	"    screen.addstr(2, 5, 'drawn', curses.color_pair(1) | curses.A_BOLD)\n" +
	"    screen.timeout(100)  # a size that comes between two reads wakes nobody\n" +
	"    while True:\n" +
	"        screen.addstr(4, 1, '<%d,%d>' % screen.getmaxyx())\n" +
	"        screen.refresh()\n" +
	"        try: key = screen.getkey()\n" +
	"        except curses.error: continue\n" +
	"        screen.erase()\n" +
	"        screen.addstr(6, 1, '(' + key + ')')\n" +
	"        if key == 'q': return\n" +
	"curses.wrapper(main)\n"

// A program here waits in small steps for a typed Ctrl-C: one signal that arrives
// between Python's last look and a long sleep ends that sleep in no terminal.
func TestTerminal(t *testing.T) {
	for _, test := range []struct {
		name, code string
		steps      []string
		want       string // the end of the text
	}{
		{"streams", "import os, sys\nfor n in range(3): print(os.isatty(n), os.ttyname(n) == os.ttyname(0), end=' ')\nprint(open('/dev/tty').isatty(), os.environ['TERM'], os.get_terminal_size().columns)",
			nil, "[running 1]True True True True True True True xterm-256color 80\r\n[ended 1 finished][stop ]"},
		{"stderr in order", "import sys, os\nfor i in range(3):\n    print(i)\n    print('e%d' % i, file=sys.stderr)\nos.system('echo child; echo err >&2')\nsys.stderr.write('end\\n')",
			nil, "[running 1]0\r\ne0\r\n1\r\ne1\r\n2\r\ne2\r\nchild\r\nerr\r\nend\r\n[ended 1 finished][stop ]"},
		{"colours", "import sys; sys.stdout.write('\\x1b[1;38;5;200mX\\x1b[0m\\x1b]0;title\\x07\\u20ac')",
			nil, "[running 1]\x1b[1;38;5;200mX\x1b[0m\x1b]0;title\x07€[ended 1 finished][stop ]"},
		{"input", "name = input('Name? ')\nprint('Hello', repr(name))",
			[]string{"Name? |Adx", "Adx|\x7f", "\b \b|a\r"}, "a\r\nHello 'Ada'\r\n[ended 1 finished][stop ]"},
		{"readline", "import readline\nreadline.parse_and_bind('set enable-bracketed-paste off')\nprint(repr(input('? ')), repr(input('? ')))",
			[]string{"? |ac\x1b[Db\x05d\r", "? |\x1b[A!\r"}, "'abcd' 'abcd!'\r\n[ended 1 finished][stop ]"},
		{"getpass", "import getpass\nprint(len(getpass.getpass()))",
			[]string{"Password: |geheim\r"}, "Password: \r\n6\r\n[ended 1 finished][stop ]"},
		{"cbreak", "import sys, tty\ntty.setcbreak(0)\nprint('go')\nprint(repr(sys.stdin.read(1)), repr(sys.stdin.read(1)))",
			[]string{"go\r\n|x\x04"}, "'x' '\\x04'\r\n[ended 1 finished][stop ]"},
		{"raw keys", "import os, tty\ntty.setraw(0)\nos.write(1, b'go')\nwhile True:\n    b = os.read(0, 1)\n    os.write(1, b'%d ' % b[0])\n    if b == b'q': break\ntty.tcsetattr(0, tty.TCSANOW, tty.tcgetattr(0))",
			[]string{"go|\x03\x04\x16\x1a\x00\x1b[A\r\n\xff", "255 |q"}, "go3 4 22 26 0 27 91 65 13 10 255 113 [ended 1 finished][stop ]"},
		{"ctrl-c", "import time\nprint('go')\nwhile True: time.sleep(0.01)", []string{"go\r\n|\x03"}, "KeyboardInterrupt\r\n[ended 1 stopped][stop You stopped it.]"},
		{"ctrl-c caught", "import time\ntry:\n    print('go')\n    while True: time.sleep(0.01)\nexcept KeyboardInterrupt: print('caught')\nprint(input('? '))",
			[]string{"go\r\n|ab\x03", "caught\r\n? |c\r"}, "? c\r\nc\r\n[ended 1 finished][stop ]"},
		{"interrupt", "import time\nprint('go')\ntime.sleep(60)", []string{"go\r\n|^C"}, "KeyboardInterrupt\r\n[ended 1 stopped][stop You stopped it.]"},
		{"interrupt raw", "import time, tty\ntty.setraw(0)\nprint('go')\ntime.sleep(60)", []string{"go\n|^C"}, "KeyboardInterrupt\n[ended 1 stopped][stop You stopped it.]"},
		{"ctrl-d", "import sys\nprint('go')\nprint(repr(sys.stdin.read()))\ntry: input()\nexcept EOFError: print('end')",
			[]string{"go\r\n|a\r\x04", "'a\\n'\r\n|\x04"}, "end\r\n[ended 1 finished][stop ]"},
		{"eof", "import sys\nprint('go')\nprint(repr(sys.stdin.read()))", []string{"go\r\n|a\r", "a\r\n|^D"}, "'a\\n'\r\n[ended 1 finished][stop ]"},
		{"exit", "import sys; print('x', end=''); sys.exit(3)", nil, "[running 1]x[ended 1 exit][stop The program ended itself with exit status 3.]"},
		{"message", "raise SystemExit('bye')", nil, "[running 1]bye\r\n[ended 1 exit][stop The program ended itself with exit status 1.]"},
		{"exception", "1/0", nil, "ZeroDivisionError: division by zero\r\n[ended 1 exception][stop It ended with a ZeroDivisionError in line 1.]"},
		{"size", "import os, signal, time\nsignal.signal(signal.SIGWINCH, lambda *_: os.write(1, b'%d %d\\n' % os.get_terminal_size()))\nprint('go')\nwhile True: time.sleep(0.01)",
			[]string{"go\r\n|30x100", "100 30\r\n|^C"}, "[ended 1 stopped][stop You stopped it.]"},
		{"child", "import os\nos.system('stty size; tty >/dev/null && echo tty')", nil, "[running 1]24 80\r\ntty\r\n[ended 1 finished][stop ]"},
		{"curses", readKeys,
			[]string{"drawn|k", "(k)|30x100", "<30,100>", "(KEY_RESIZE)|\x1bOA", "UP)|q", "\x1b[?1049l"}, "[ended 1 finished][stop ]"},
		{"pdb", "x = 41\nimport pdb; pdb.set_trace()\nx += 1\nprint('x is', x)",
			[]string{"(Pdb) |p x\r", "41\r\n(Pdb) |c\r"}, "x is 42\r\n[ended 1 finished][stop ]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{})
			r := b.onTerminal(test.code)
			b.steps(r, test.steps...)
			r.wait(t, "[stop", 1)
			if !strings.HasSuffix(r.text(), test.want) {
				t.Errorf("%q\nwant the end %q", r.text(), test.want)
			}
			if _, err := r.output(); err != "" {
				t.Errorf("standard error has %q", err)
			}
			if strings.Contains(r.text(), "[input") {
				t.Error("it tells that it waits for input")
			}
		})
	}
}

// TestTerminalPythons runs the same with all versions, and started cold.
func TestTerminalPythons(t *testing.T) {
	for _, python := range versions(t) {
		for name, launcher := range map[string]runner.Launcher{"zygote": nil, "cold": &runner.Cold{}} {
			t.Run(python.Version+" "+name, func(t *testing.T) {
				t.Parallel()
				b := newBench(t, runner.Config{Python: python.Path, Launcher: launcher})
				r := b.onTerminal(readKeys)
				b.steps(r, "drawn|k", "(k)|12x40", "<12,40>|q", "[stop |")
				r.clear()
				b.exec("1", "import sys\nprint(input('Who? '), file=sys.stderr)\nprint(sys.stdin, sys.stdout.isatty())\nprint(ascii(open('/dev/tty').readline()))")
				b.steps(r, "Who? |\u00e9\r", "é\r\n", "<_io.TextIOWrapper name='<stdin>' mode='r' encoding='utf-8'> True\r\n|z\r")
				r.wait(t, "'z\\n'\r\n[ended 2 finished][stop ]", 1)
			})
		}
	}
}

// A shell that the program starts has job control.
func TestTerminalShell(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.onTerminal("import subprocess\nprint(subprocess.call(['bash', '--norc', '--noprofile', '-i']))")
	const sleep = "sh -c 'echo st\"\"arted; exec sleep 100'\r"
	b.steps(r, "bash-|PS1='RE''ADY '\r", "READY|"+sleep, "started\r\n|\x1a", "Stopped", "READY|jobs\r", "sleep 100", "READY|kill %1; wait; echo do''ne\r",
		"done\r\n", "READY|"+sleep, "started\r\n|\x03", "READY|exit 5\r")
	r.wait(t, "5\r\n[ended 1 finished][stop ]", 1)
	if strings.Contains(r.text(), "job control") {
		t.Errorf("%q", r.text())
	}
}

// What comes before the start, the size and keys, is there at the start.
func TestTerminalStart(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.add(runner.Spec{UID: "1", Mode: runner.Program, Terminal: true, Rows: 10, Cols: 40,
		Source: "import os\nprint(os.get_terminal_size().columns)\nprint(input('? '))"})
	b.write("1", "yes\r")
	r.wait(t, "yes\r\n[ended 1 finished]", 1)
	if !strings.Contains(r.text(), "40\r\n") {
		t.Errorf("%q", r.text())
	}
	if err := b.Resize("1", 30, 100); err != nil {
		t.Error(err)
	}
	r.clear()
	b.exec("1", "import os\nprint(os.get_terminal_size().columns)")
	r.wait(t, "[running 2]100\r\n[ended 2 finished]", 1)
}

// A program that dies in raw mode and on the alternate screen leaves nothing to the next.
func TestTerminalDiesRaw(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.onTerminal("import os, tty\ntty.setraw(0)\nos.write(1, b'\\x1b[?1049hgo')\nos.kill(os.getpid(), 9)")
	r.wait(t, "[stop", 1)
	r.clear()
	b.exec("1", "print(input('? '))")
	b.steps(r, "? |ab\x7f\r", "[ended 2 finished]")
	if !strings.HasPrefix(r.text(), "[reset]") || !strings.Contains(r.text(), "? ab\b \b\r\na\r\n") {
		t.Errorf("%q", r.text())
	}
	r.clear()
	b.exec("1", "import tty\ntty.setraw(0)\nprint('go')\nwhile True: pass")
	r.wait(t, "go\n", 1)
	if s := b.do(b.Kill, "1"); s != runner.Ended {
		t.Error(s)
	}
	if s := b.do(b.Reset, "1"); s != runner.Idle {
		t.Error(s)
	}
}

// A flood comes whole and in order, also past a program that ends at once.
func TestTerminalFlood(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.onTerminal("import os, sys\nfor i in range(20000):\n    print('%050d' % i, file=sys.stdout if i % 2 else sys.stderr)\nsys.stdout.flush()\nos._exit(0)")
	r.wait(t, "[stop", 1)
	out, err := r.output()
	lines := strings.Split(strings.TrimSuffix(out, "\r\n"), "\r\n")
	if len(lines) != 20000 || err != "" {
		t.Fatalf("%d lines, %q", len(lines), err)
	}
	for i, line := range lines {
		if line != fmt.Sprintf("%050d", i) {
			t.Fatalf("line %d is %q", i, line)
		}
	}
}

// Keys typed ahead of a program that is busy are its own when it looks, however many.
func TestTerminalKeysAhead(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.onTerminal("import os, time, tty\ntty.setraw(0)\nos.write(1, b'go')\ntime.sleep(0.3)\nn = 0\nwhile n < 300000: n += len(os.read(0, 65536))\nprint(n)")
	r.wait(t, "go", 1)
	for range 3 {
		b.write("1", strings.Repeat("0123456789", 10000))
	}
	r.wait(t, "300000\n", 1)
	start := time.Now()
	r.wait(t, "[stop", 1)
	if d := time.Since(start); d > 5*time.Second {
		t.Error(d)
	}
}
