//go:build linux

package agent_test

import (
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"

	"golang.org/x/sys/unix"
)

// others are ways to write text to a terminal beside print, each in turns with floods.
var others = map[string]string{
	"stderr":       `sys.stderr.write(text)`,
	"write":        `os.write(1, text.encode())`,
	"write, named": `from posix import write; write(1, text.encode())`,
	"writev":       `os.writev(1, [text.encode()])`,
	"copy":         `os.write(os.dup(1), text.encode())`,
	"copy of file": `os.write(fcntl.fcntl(1, fcntl.F_DUPFD), text.encode())`,
	"number":       `os.write(sys.stdout.fileno(), text.encode())`,
	"opened":       `print(text, end="", file=open(1, "w", closefd=False))`,
	"raw":          `io.FileIO(1, "w", closefd=False).write(text.encode())`,
	"terminal":     `print(text, end="", file=open("/dev/tty", "w"))`,
	"by its name":  `os.write(os.open(os.ttyname(0), os.O_RDWR), text.encode())`,
	"run":          `subprocess.run(["printf", text])`,
	"system":       `os.system("printf " + repr(text))`,
	"spawn":        `os.waitpid(os.posix_spawnp("printf", ["printf", text], os.environ), 0)`,
	"fork": `if os.fork() == 0:
        print(text, end="")
        os._exit(0)
    os.wait()`,
	"multiprocessing": `p = multiprocessing.get_context("spawn").Process(target=os.write, args=(1, text.encode())); p.start(); p.join()`,
	"C":               `ctypes.CDLL(None).write(1, text.encode(), len(text))`,
	"buffer":          `sys.stdout.buffer.write(text.encode())`,
	"bytearray":       `sys.stdout.buffer.write(memoryview(bytearray(text.encode())))`,
	"NUL":             `print("\0" + text, end="")`,
	"no UTF-8":        `sys.stdout.buffer.write(b"\xff" + text.encode())`,
	"long":            `print("0" * 70000 + text, end="")`,
	"in pieces":       `[print(c, end="") for c in text]`,
	"flushed":         `print(text, end="", flush=True)`,
	"thread":          `t = threading.Thread(target=print, args=(text,), kwargs={"end": ""}); t.start(); t.join()`,
	"handler":         `signal.signal(signal.SIGUSR1, lambda *_: print(text, end="")); os.kill(os.getpid(), signal.SIGUSR1); time.sleep(0)`,
	"picture":         `sys.displayhook(Picture(text))`,
	"prompt":          `sys.stdin = io.StringIO("\n"); input(text)`,
	"another stream":  `out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", write_through=True); out.write(text); out.detach()`,
	"another code":    `sys.stdout.reconfigure(encoding="latin-1"); print(text, end="")`,
	"held by it":      `sys.stdout.reconfigure(write_through=False); print(text, end=""); sys.stdout.flush()`,
	"detached":        `old = sys.stdout; sys.stdout = io.TextIOWrapper(old.detach(), "utf-8", newline="\n", write_through=True); print(text, end="")`,
	"module's stream": `print(text, end="", file=sys.__stdout__)`,
}

// What is printed, in floods or alone, and what is written in other ways arrives whole
// and in the order in which that happened.
func TestFloodOrder(t *testing.T) {
	const program = `
import ctypes, fcntl, io, multiprocessing, os, random, signal, subprocess, sys, threading, time
n = 0
def line():
    global n
    n += 1
    return "%%d\n" %% n
class Picture:
    def __init__(self, text): self.text = text
    def _repr_png_(self): return self.text.encode()
random.seed(%d)
for i in range(12):
    for j in range(random.choice((0, 1, 2, 50, 3000))):
        print(line(), end="")
    text = line()
    %s
print(line(), end="")
`
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for name, other := range others {
			t.Run(name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.do(agent.Command{Op: agent.OpRun, Text: fmt.Sprintf(program, len(name), other)})
				var got []string
				for _, entry := range s.log {
					if kind, text, _ := strings.Cut(entry, ":"); kind == "1" || kind == "2" {
						got = append(got, strings.Fields(strings.NewReplacer("\x00", "", "\xff", "").Replace(text))...)
					} else if text == agent.EvDisplay {
						got = append(got, "?") // the picture of a number
					}
				}
				for i, text := range got {
					if text != "?" && strings.TrimLeft(text, "0") != strconv.Itoa(i+1) {
						t.Fatalf("%d should be here: %.3000q", i+1, got[max(0, i-3):min(len(got), i+300)])
					}
				}
				if len(got) < 13 {
					t.Errorf("%q", s.log)
				}
			})
		}
	})
}

// Nothing that was printed is lost when the process dies, in the middle of a line or
// of whatever it does.
func TestFloodDeath(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		for name, death := range map[string]string{
			"exit":  "os._exit(9)",
			"kill":  "os.kill(os.getpid(), 9)",
			"segv":  "import ctypes; ctypes.string_at(0)",
			"crash": "os.kill(os.getpid(), 11)",
			"abort": "os.abort()",
			"exec":  "os.execlp('printf', 'printf', 'after')",
			"ended": "sys.exit()",
		} {
			t.Run(name, func(t *testing.T) {
				s := z.fork(map[string]any{})
				s.send(agent.Command{Op: agent.OpExec, Text: "import os, sys\nfor i in range(20000): print(i)\nprint('part', end='')\n" + death})
				s.until(agent.EvExit)
				for s.step(patience) {
				}
				var want strings.Builder
				for i := range 20000 {
					fmt.Fprintln(&want, i)
				}
				want.WriteString("part")
				if name == "exec" {
					want.WriteString("after")
				}
				if got := s.text(1, 0); got != want.String() {
					t.Errorf("%d bytes, want %d; the last %q", len(got), want.Len(), got[max(0, len(got)-30):])
				}
			})
		}
		t.Run("at any moment", func(t *testing.T) {
			for i := range 20 {
				s := z.fork(map[string]any{})
				s.send(agent.Command{Op: agent.OpExec, Text: fmt.Sprintf("import signal\nold = signal.setitimer(signal.ITIMER_REAL, %f)\ni = 0\nwhile True:\n    print(i); i += 1", 0.002*float64(i+1))})
				s.until(agent.EvExit)
				for s.step(patience) {
				}
				text := s.text(1, 0)
				lines := strings.Split(text, "\n")
				for i, line := range lines[:len(lines)-1] {
					if line != strconv.Itoa(i) {
						t.Fatalf("%q is in the place of %d", line, i)
					}
				}
				// What was being printed at that moment may have come in part.
				if part := lines[len(lines)-1]; !strings.HasPrefix(strconv.Itoa(len(lines)-1), part) {
					t.Fatalf("%q after %d", part, len(lines)-2)
				}
			}
		})
	})
}

// What is printed is shown while the program runs on, one line or the last of many.
func TestFloodShown(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		for _, begin := range []string{"print('seen')", "for i in range(30000): print(i)\nprint('seen', end='')", "print('seen' * 30000)"} {
			from := len(s.log)
			s.send(agent.Command{Op: agent.OpExec, Text: begin + "\nwhile True: pass"})
			for deadline := time.Now().Add(patience); !strings.Contains(s.text(1, from), "seen"); s.step(time.Second) {
				if time.Now().After(deadline) {
					t.Fatalf("%q", s.log)
				}
			}
			if slices.Contains(s.log[from:], "ev:"+agent.EvDone) {
				t.Fatalf("%q", s.log)
			}
			s.interrupt()
			s.until(agent.EvDone)
			if s.shared.shown == 1 {
				t.Error("it was not left on the page")
			}
		}
	})
}

// Where there is no such memory, all is as it is with it.
func TestFloodWithoutPage(t *testing.T) {
	e := newEnds(t)
	null, err := unix.Open("/dev/null", unix.O_RDONLY, 0)
	check(t, err)
	check(t, unix.Dup3(null, int(e.shared.theirs.Fd()), unix.O_CLOEXEC))
	s := start(t, e, exec.Command(interpreters(t)[0].path, agent.Args(agent.Cold)...))
	s.until(agent.EvReady)
	out, _ := s.exec("for i in range(5000): print(i)")
	if strings.Count(out, "\n") != 5000 || s.shared.end() != 1 {
		t.Errorf("%d lines, and to %d on the page", strings.Count(out, "\n"), s.shared.end())
	}
}

// The functions that could write to a terminal are still what they were.
func TestFloodLeavesFunctions(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		s.expect("import os, posix, pickle, inspect, pydoc; os.write, os.write is posix.write", "(<built-in function write>, True)\n", "")
		s.expect("os.close.__name__, os.dup2.__module__, pickle.loads(pickle.dumps(os.write)) is os.write, os.write.__self__ is posix", "('close', 'posix', True, True)\n", "")
		s.expect("str(inspect.signature(os.write)), os.write.__doc__[:5]", "('(fd, data, /)', 'Write')\n", "")
		s.expect("class File: close = os.close\ntry: File().close(99)\nexcept OSError: print('no method')", "no method\n", "")
		s.expect("r, w = os.pipe(); os.write(w, b'text'), os.read(r, 9), os.dup2(r, fd2=w) == w, os.close(w), os.close(r)", "(4, b'text', True, None, None)\n", "")
		_, errs := s.exec("os.write(99, b'text')")
		if strings.Contains(errs, "crunchy") || strings.Count(errs, "File ") != 1 || !strings.HasSuffix(errs, "OSError: [Errno 9] Bad file descriptor\n") {
			t.Errorf("%s", errs)
		}
		_, errs = s.exec("os.write(99)")
		if !strings.Contains(errs, "TypeError: write expected 2 arguments, got 1\n") {
			t.Errorf("%s", errs)
		}
	})
}
