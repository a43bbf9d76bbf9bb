package runner_test

import (
	"fmt"
	"strings"
	"testing"

	"crunchy/runner"
)

// numbers are the lines that a flood prints.
func numbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintln(&b, i)
	}
	return b.String()
}

// A flood arrives whole and before what comes after it, however its program ends.
func TestFlood(t *testing.T) {
	const n = 100_000
	const flood = "import os, sys\nfor i in range(%d): print(i)\n%s"
	for name, launcher := range launchers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, runner.Config{Launcher: launcher()})
			for i, c := range []struct{ end, out, err string }{
				{"", "", ""},
				{"print('part', end='')", "part", ""},
				{"os._exit(3)", "", ""},
				{"os.kill(os.getpid(), 9)", "", ""},
				{"os.execlp('echo', 'echo', 'after')", "after\n", ""},
				{"print('said', file=sys.stderr)", "", "said\n"},
				{"os.write(1, b'by itself\\n'); print('after')", "by itself\nafter\n", ""},
				{"print(sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.errors)", "True utf-8 backslashreplace\n", ""},
			} {
				uid := fmt.Sprint(i)
				r := b.program(uid, "")
				b.exec(uid, fmt.Sprintf(flood, n, c.end))
				r.wait(t, "[stop", 1)
				if out, err := r.output(); out != numbers(n)+c.out || err != c.err {
					t.Errorf("%s: %d bytes, the last of them %q, and %q", c.end, len(out), out[max(0, len(out)-40):], err)
				}
			}
		})
	}
}

// What a program prints is shown while it runs on, asks and is answered.
func TestFloodGoesOn(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	b.exec("1", "for i in range(50_000): print(i)\nwhile True:\n  name = input('Name? ')\n  print('Hello,', name)\n  for i in range(3000): print(i)\n  print('over', end='', flush=True)")
	for n := 1; n <= 5; n++ {
		r.wait(t, "Name? ", n)
		b.write("1", fmt.Sprintf("%d\n", n))
		r.wait(t, fmt.Sprintf("Hello, %d\n%sover", n, numbers(3000)), 1)
	}
	b.do(b.Interrupt, "1")
	r.wait(t, "[stop", 1)
}

// Whatever a program does to the memory that it shares with us is its own loss.
func TestFloodHostile(t *testing.T) {
	b := newBench(t, runner.Config{})
	const begin = "import sys\nprint('begin')\nwire = sys.stdout.buffer.wire\nmemory = wire.page.memory\n"
	for i, hostile := range []string{
		"memory[:] = b'x' * len(memory)",
		"memory[:] = bytes(len(memory))",
		"memory[0] = 0; memory[30:40] = b'y' * 10",
		"memory.seek(len(memory) // 2)",
		"memory.close()",
		"for i in range(3000): wire._send(b'\\np\\n')",
		`for i in range(300): wire._send(b'\n{"ev":"turn","page":%d}\n{"ev":"sync","id":1,"reset":true,"page":-5}\n' % (i << i % 60))`,
		"import threading\nfor i in range(4): threading.Thread(target=lambda: [print(j) for j in range(3000)]).start()\nfor i in range(300): memory.seek(i)",
	} {
		uid := fmt.Sprint(i)
		r := b.program(uid, "")
		b.exec(uid, begin+hostile+"\nprint('end')")
		r.wait(t, "[stop", 1)
	}
	r := b.program("after", "")
	b.exec("after", "print('alive')")
	r.wait(t, "alive\n", 1)
}
