package runner_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

func TestOrder(t *testing.T) {
	const n = 5000
	var want strings.Builder
	for i := range n {
		fmt.Fprintf(&want, "%d\n%d\n", 2*i, 2*i+1)
	}
	for name, launcher := range launchers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, runner.Config{Launcher: launcher()})
			r := b.program("1", "")
			start := time.Now()
			b.exec("1", fmt.Sprintf("import sys\nfor i in range(0, %d, 2):\n  print(i)\n  print(i+1, file=sys.stderr)", 2*n))
			r.wait(t, "[stop", 1)
			got := strings.TrimPrefix(r.text(), "[starting 1][running 1]")
			if got, ok := strings.CutSuffix(got, "[ended 1 finished][stop ]"); !ok || got != want.String() {
				t.Errorf("wrong order or text: %d bytes, want %d", len(got), want.Len())
			}
			t.Logf("%d lines in %v", 2*n, time.Since(start))
		})
	}
}

func TestMillionLines(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	const n = 1_000_000
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	start := time.Now()
	b.exec("1", fmt.Sprintf("for i in range(%d): print(i)", n))
	r.wait(t, "[stop", 1)
	took := time.Since(start)
	out, _ := r.output()
	var want strings.Builder
	for i := range n {
		fmt.Fprintln(&want, i)
	}
	if out != want.String() {
		t.Errorf("%d bytes, want %d", len(out), want.Len())
	}
	t.Logf("%v", took)
}

func TestLongLine(t *testing.T) {
	const code = `import hashlib
while True:
    line = input()
    print(len(line), hashlib.md5(line.encode()).hexdigest())
    if not line: break`
	for _, length := range []int{1, 3999, 4000, 4001, 4094, 4095, 4096, 4097, 5000, 8000, 100_000, 1_000_000} {
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			b := newBench(t, runner.Config{})
			r := b.program("1", code)
			line := strings.Repeat("0123456789", length/10+1)[:length]
			b.write("1", line+"\nnext\n\n")
			r.wait(t, "[stop", 1)
			out, _ := r.output()
			if !strings.HasPrefix(out, fmt.Sprintf("%d ", length)) || !strings.Contains(out, "\n4 ") {
				t.Errorf("%q", out)
			}
		})
	}
}

func TestFull(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "import time; print('go'); time.sleep(100)")
	b.write("1", "")
	r.wait(t, "go\n", 1)
	part := strings.Repeat(strings.Repeat("x", 99)+"\n", 1000) // 100 000 bytes
	accepted := 0
	for range 20 {
		if err := b.Write("1", []byte(part)); err == runner.ErrFull {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		accepted += len(part)
	}
	if accepted < 900_000 || accepted > 1<<20+200_000 {
		t.Errorf("accepted %d bytes", accepted)
	}
	b.do(b.Kill, "1")
	b.interpreter("2", "")
	if err := b.Write("2", []byte(strings.Repeat("x", 1<<20+1))); err != runner.ErrFull {
		t.Error(err)
	}
	if err := b.Write("2", []byte(strings.Repeat("x", 1<<20))); err != nil {
		t.Error(err)
	}
}

// Stop answers within a second, also during a flood, and also when nobody
// fetches the output.
func TestStopFlood(t *testing.T) {
	for _, blocked := range []bool{false, true} {
		for _, code := range []string{"while True: print('x' * 50)", "import os\nwhile True: os.write(1, b'y' * 65536)",
			"import subprocess; subprocess.run(['yes'])", "import sys\nwhile True: print('x'); print('y', file=sys.stderr)"} {
			t.Run(fmt.Sprintf("%t/%.20s", blocked, code), func(t *testing.T) {
				b := newBench(t, runner.Config{})
				r := b.interpreter("1", "")
				if blocked {
					r.room, r.discard = make(chan struct{}, 20), 1000
					for range 20 {
						r.room <- struct{}{}
					}
				}
				b.exec("1", code)
				r.until(t, "some output", func() bool { out, _ := r.output(); return len(out) > 10 })
				time.Sleep(300 * time.Millisecond)
				start := time.Now()
				b.do(b.Interrupt, "1")
				if blocked {
					r.mu.Lock()
					close(r.room) // the discarded has made room
					r.mu.Unlock()
				}
				r.wait(t, "[>>>]", 1)
				if d := time.Since(start); d > patience {
					t.Errorf("took %v", d)
				} else {
					t.Log(d)
				}
				if o := r.outcome(); o.Reason != runner.Stopped {
					t.Errorf("%+v", o)
				}
				if _, err := r.output(); blocked && !strings.Contains(err, "[1000 bytes of output were skipped]\n") || !strings.HasSuffix(err, "KeyboardInterrupt\n") {
					t.Errorf("stderr %.300q", err)
				}
				b.exec("1", "'alive'")
				r.wait(t, "alive", 1)
			})
		}
	}
}

// Reset drops what waits for its reader, and says how much before it clears.
func TestResetDropsWhatWaits(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	r.discard = 1000
	b.exec("1", "while True: print('x' * 50)")
	r.until(t, "some output", func() bool { out, _ := r.output(); return len(out) > 10 })
	b.do(b.Reset, "1")
	r.wait(t, " bytes of output were skipped]\n[reset]", 1)
}

// A sink that accepts nothing stops neither Kill nor Reset, Remove or Close.
func TestBlockedSink(t *testing.T) {
	for _, act := range []string{"kill", "reset", "remove", "close"} {
		for _, code := range []string{"while True: print('x' * 50)", "print('x')", "print('x'); import os; os._exit(0)",
			"import sys\nprint('x'); print('y', file=sys.stderr); input()"} {
			t.Run(act+"/"+code, func(t *testing.T) {
				b := newBench(t, runner.Config{})
				r := b.program("1", "")
				r.room = make(chan struct{})
				b.exec("1", code)
				r.wait(t, "[running", 1)
				time.Sleep(200 * time.Millisecond)
				start := time.Now()
				switch act {
				case "kill":
					b.do(b.Kill, "1")
				case "reset":
					b.do(b.Reset, "1")
				case "remove":
					b.Remove("1")
				case "close":
					b.Close()
				}
				if d := time.Since(start); d > patience {
					t.Errorf("took %v", d)
				} else {
					t.Log(d)
				}
				if b.Stats().Processes != 0 {
					t.Error("it lives")
				}
			})
		}
	}
}
