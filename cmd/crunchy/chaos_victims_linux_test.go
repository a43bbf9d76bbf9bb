package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestChaosVictims kills the processes of one element from outside, one kind
// after the other: the page tells, another element does not notice, and the next
// run works.
func TestChaosVictims(t *testing.T) {
	longOnly(t)
	const program = "import os; os.makedirs('here', exist_ok=True); os.chdir('here'); input('ready')"
	for _, prelude := range []string{"", withoutNamespaces} {
		name := "with namespaces"
		if prelude != "" {
			name = "without namespaces"
		}
		t.Run(name, func(t *testing.T) {
			r := ruined(t, ground{lesson: "# Victims\n\n```python editor\n```\n\n```python isolated\n```\n", prelude: prelude})
			v := r.visit()
			before := r.footing()
			for generations, who := range []string{"interpreter", "reaper", "zygote"} {
				v.forget()
				must(t, v.do(1, "exec", program), v.until(1, "STDOUT", "ready"))
				victim := 0
				for pid := range r.living() {
					if cwd, _ := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); filepath.Base(cwd) == "here" {
						victim = pid
					}
				}
				for range generations {
					p, _ := look(victim)
					victim = p.parent
				}
				if k := r.roles(); victim < 2 || who == "zygote" && !slices.Contains(k.zygotes, victim) || who == "reaper" && !slices.Contains(k.reapers, victim) {
					t.Fatalf("the %s is not found: %d, %+v", who, victim, k)
				}
				begin := time.Now()
				must(t, syscall.Kill(victim, syscall.SIGKILL))
				want := "Python has disappeared"
				switch {
				case who == "interpreter":
					want = "It was ended by signal 9 (SIGKILL)"
				case who == "zygote" && prelude != "": // nothing hangs on it
					must(t, v.do(1, "post", "\n"))
					want = ""
				}
				must(t, v.until(1, "STOP", want))
				told := time.Since(begin)
				v.forget()
				begin = time.Now()
				must(t, v.do(1, "exec", "print('works again')"), v.until(1, "STDOUT", "works again"), v.until(1, "STOP", ""))
				t.Logf("check 7: %s killed, %s: told after %v, and the next run worked after %v", who, name,
					told.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
				if told > time.Second {
					t.Error("that is too long")
				}
				before.processes = max(before.processes, 1) // a zygote is kept
				before.fds = max(before.fds, r.footing().fds)
				r.settled(before)
			}
		})
	}
}

// TestChaosThreads has threads of the server end, and their number change: no
// interpreter may hang on the thread that started it.
func TestChaosThreads(t *testing.T) {
	alone(t)
	lesson := filepath.Join(t.TempDir(), "lesson.md")
	must(t, os.WriteFile(lesson, []byte("# Threads\n\n```python editor\n```\n"), 0o600))
	printed, _ := start(t, "--port", "0", "--token", "T", lesson)
	if status, page := run1(t, printed, "lesson.md", "exec"); status != 200 {
		t.Fatalf("%d %s", status, page)
	}
	procs := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(procs)
	begin, n := time.Now(), times(10_000, 100)
	for i := range n {
		if i%100 == 0 {
			runtime.GOMAXPROCS(1 + i/100%8)
		}
		done := make(chan bool)
		go func() {
			runtime.LockOSThread() // and it ends with the thread
			close(done)
		}()
		<-done
		if i%(n/10) == 0 {
			if status, page := run1(t, printed, "lesson.md", "exec"); status != 200 {
				t.Fatalf("%d %s", status, page)
			}
		}
	}
	t.Logf("check 11: %d threads ended in %v, and no interpreter with them", n, time.Since(begin).Round(time.Millisecond))
}

// TestChaosDescriptors starts the server with files open that are nobody's
// business: no program may see them, nor anything of the server's.
func TestChaosDescriptors(t *testing.T) {
	var extra []*os.File
	for range 5 {
		f, err := os.CreateTemp(t.TempDir(), "secret-*")
		must(t, err)
		defer f.Close()
		extra = append(extra, f)
	}
	const audit = `import os, subprocess
def seen(n): return "/proc/%s/fd" % n
for n in sorted(map(int, os.listdir(seen(os.getpid())))):
    try: print("own", n, os.readlink(seen(os.getpid()) + "/%d" % n))
    except OSError: pass
print(subprocess.run(["sh", "-c", "for f in /proc/$$/fd/*; do echo child ${f##*/} $(readlink $f); done"], capture_output=True, text=True, stdin=subprocess.DEVNULL, close_fds=False).stdout)
`
	for _, prelude := range []string{"", withoutNamespaces}[:times(2, 1)] {
		r := ruined(t, ground{lesson: "# Audit\n\n```python editor\n```\n", files: extra, prelude: prelude})
		v := r.visit()
		must(t, v.do(1, "exec", audit), v.until(1, "STOP", ""))
		var own, child, sockets int
		for line := range strings.Lines(v.heard[voice{1, "STDOUT"}]) {
			fields := strings.Fields(line)
			if len(fields) < 3 || fields[0] != "own" && fields[0] != "child" {
				continue
			}
			n, to := fields[1], fields[2]
			if strings.Contains(to, "secret-") || strings.Contains(to, r.dir) {
				t.Errorf("a program sees %s", line)
			}
			if strings.HasPrefix(to, "socket:") {
				sockets++
			}
			if fields[0] == "own" {
				own++
			} else if child++; n > "2" && n != "10" && !strings.Contains(to, "/fd") && !strings.HasPrefix(to, "pipe:") {
				t.Errorf("a child sees %s", line)
			}
		}
		if sockets > 2 { // over which it gets its orders and acknowledgements
			t.Errorf("a program sees sockets of the server: %v", v.heard)
		}
		if own < 3 || child < 3 {
			t.Errorf("the audit says %v", v.heard)
		}
		t.Logf("check 12: a program sees %d descriptors, its child %d, none of the server's", own, child)
	}
}
