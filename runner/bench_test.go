//go:build linux || darwin

package runner_test

import (
	"io"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"

	"crunchy/runner"
)

// tally is a Sink that counts what comes.
type tally struct {
	bytes   atomic.Int64
	came    chan struct{} // something has
	stopped chan struct{}
}

func newTally() *tally { return &tally{came: make(chan struct{}, 1), stopped: make(chan struct{}, 1)} }

func (s *tally) Output() (stdout, stderr io.WriteCloser) { return s, s }
func (s *tally) Close() error                            { return nil }
func (s *tally) Discard() int64                          { return 0 }

func (s *tally) Write(p []byte) (int, error) {
	s.bytes.Add(int64(len(p)))
	select {
	case s.came <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (s *tally) Event(e runner.Event) {
	if e.Kind == runner.EventStop {
		s.stopped <- struct{}{}
	}
}

// until waits until so many bytes have come in all.
func (s *tally) until(n int64) {
	for s.bytes.Load() < n {
		<-s.came
	}
}

// against reports how many times as long as its floor an iteration takes: the least
// that there is to be done, which runs right behind it n times.
func against(b *testing.B, n int, floor func()) {
	b.Helper()
	took := b.Elapsed() / time.Duration(b.N)
	begin := time.Now()
	for range n {
		floor()
	}
	b.ReportMetric(float64(took)/(float64(time.Since(begin))/float64(n)), "×floor")
}

// program is a Manager with one Program, which has run before: what is started once
// has been.
func program(b *testing.B) (*runner.Manager, *tally, runner.Python) {
	b.Helper()
	m := runner.New(runner.Config{})
	b.Cleanup(m.Close)
	s := newTally()
	if err := m.Add(runner.Spec{UID: "1", Mode: runner.Program, File: "x.py", Dir: b.TempDir()}, s); err != nil {
		b.Fatal(err)
	}
	run(b, m, s, "pass")
	python, err := m.Python(b.Context(), "")
	if err != nil {
		b.Fatal(err)
	}
	return m, s, python
}

// run runs a program to its end.
func run(b *testing.B, m *runner.Manager, s *tally, source string) {
	b.Helper()
	if _, err := m.Exec("1", source, false); err != nil {
		b.Fatal(err)
	}
	<-s.stopped
}

// onTerminal runs a program on a terminal of its own and reads all that it writes.
func onTerminal(b *testing.B, name string, args ...string) int64 {
	b.Helper()
	f, err := pty.Start(exec.Command(name, args...))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	n, _ := io.Copy(io.Discard, f) // a terminal without a program is an error
	return n
}

// BenchmarkRun runs a program of one line from the start of its process to its end;
// the floor is the same in a Python that is started for it.
func BenchmarkRun(b *testing.B) {
	m, s, python := program(b)
	for b.Loop() {
		run(b, m, s, "print('up')")
	}
	against(b, 30, func() { onTerminal(b, python.Path, "-I", "-c", "print('up')") })
}

// BenchmarkRoundTrip answers a program that asks, until what it prints is there; the
// floor is cat on a terminal of its own, whose line comes back twice.
func BenchmarkRoundTrip(b *testing.B) {
	m, s, _ := program(b)
	if _, err := m.Exec("1", "while True: print(input())", false); err != nil {
		b.Fatal(err)
	}
	line := []byte("a line\n")
	came := s.bytes.Load()
	trip := func() {
		if err := m.Write("1", line); err != nil {
			b.Fatal(err)
		}
		came += int64(len(line))
		s.until(came)
	}
	trip() // the program is there now
	for b.Loop() {
		trip()
	}
	cat := exec.Command("cat")
	f, err := pty.Start(cat)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	both := make([]byte, 2*len("a line\r\n"))
	against(b, 2000, func() {
		if _, err := f.Write(line); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(f, both); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkOutput runs programs that print much; the floor is the same program with
// a Python and a terminal of its own, of which everything is read.
func BenchmarkOutput(b *testing.B) {
	for name, source := range map[string]string{
		"lines":         "for i in range(200_000): print(i)",
		"one piece":     "print('x' * 10_000_000)",
		"small writes":  "import sys\nfor i in range(50_000): sys.stdout.write('.')",
		"flushed lines": "for i in range(20_000): print(i, flush=True)",
		"standard error": "import sys\n" +
			"for i in range(50_000): print(i, file=sys.stderr)",
	} {
		b.Run(name, func(b *testing.B) {
			m, s, python := program(b)
			for b.Loop() {
				run(b, m, s, source)
			}
			b.SetBytes(s.bytes.Load() / int64(b.N))
			against(b, 2, func() { onTerminal(b, python.Path, "-I", "-c", source) })
		})
	}
}
