//go:build linux

package agent_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/runner/agent"

	"golang.org/x/sys/unix"
)

// about is a program that tells what a process is and has: its folder, what the request
// put into its environment, a limit, what its descriptors are, and a random number.
const about = `import os, random, resource, sys
kinds = sorted(os.readlink("/proc/self/fd/" + n).partition(":")[0].rstrip("0123456789") for n in os.listdir("/proc/self/fd") if os.path.lexists("/proc/self/fd/" + n))
print(os.getcwd(), os.environ.get("MARK"), "".join(sys.path[:2]), resource.getrlimit(resource.RLIMIT_CORE))
print(kinds)
print(random.random())`

// parent is whose child a process is; 0 if it has ended.
func parent(pid int) int {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ")
	f := strings.Fields(rest)
	if len(f) < 2 || f[0] == "Z" {
		return 0
	}
	n, _ := strconv.Atoi(f[1])
	return n
}

// children are the processes whose parent is pid, without those that are known.
func children(t testing.TB, pid int, known ...int) (found []int) {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	check(t, err)
	for _, entry := range entries {
		if n, err := strconv.Atoi(entry.Name()); err == nil && parent(n) == pid && !slices.Contains(known, n) {
			found = append(found, n)
		}
	}
	return found
}

// reaper is that of a session: the parent of whoever leads on its terminal.
func (s *session) reaper() int {
	leader, err := unix.IoctlGetInt(s.rawA, unix.TIOCGSID)
	check(s.t, err)
	return parent(leader)
}

// spare waits until a process has one child more than are known, and returns that.
func spare(t testing.TB, pid int, known ...int) int {
	t.Helper()
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		if found := children(t, pid, known...); len(found) == 1 {
			return found[0]
		}
		if time.Since(begin) > patience {
			t.Fatal("there is no spare")
		}
	}
}

// TestDiesFirst: when memory is short the kernel is to end the student's program, and
// not what started it.
func TestDiesFirst(t *testing.T) {
	score := func(pid int) string {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid))
		check(t, err)
		return strings.TrimSpace(string(text))
	}
	each(t, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		s := z.fork(map[string]any{"dir": t.TempDir()})
		out, errs := s.exec("print(open('/proc/self/oom_score_adj').read().strip())")
		if out != "500\n" {
			t.Errorf("the student's program has %q; %s", out, errs)
		}
		if own := score(os.Getpid()); score(z.pid) != own || score(s.reaper()) != own {
			t.Errorf("the zygote has %s, the reaper %s, we have %s", score(z.pid), score(s.reaper()), own)
		}
	})
}

// A spare is forked once there has been a start, and is then like any other process;
// whatever it does not fit goes past it.
func TestSpare(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		for _, outer := range []bool{true, false} {
			t.Run("outer="+strconv.FormatBool(outer), func(t *testing.T) {
				z := newZygote(t, python, outer)
				start := func(n int) (s *session, kinds, random string) {
					dir := t.TempDir()
					s = z.fork(map[string]any{
						"dir": dir, "limits": [][3]int{{syscall.RLIMIT_CORE, n, n}},
						"env": map[string]string{"MARK": strconv.Itoa(n), "PYTHONPATH": fmt.Sprint("/path/", n)},
					})
					out, errs := s.exec(about)
					lines := strings.Split(out, "\n")
					if want := fmt.Sprintf("%s %d /path/%d (%d, %d)", dir, n, n, n, n); lines[0] != want || len(lines) != 4 {
						t.Fatalf("%q, want %q; %s", out, want, errs)
					}
					return s, lines[1], lines[2]
				}
				if first := children(t, z.pid); len(first) != 0 {
					t.Errorf("%v there before anybody wanted one", first)
				}
				a, kinds, random := start(1)
				first := spare(t, z.pid, a.reaper())
				b, again, other := start(2)
				if b.reaper() != first {
					t.Error("the spare was not used")
				}
				if kinds != again || random == other {
					t.Errorf("started: %s %s, a spare: %s %s", kinds, random, again, other)
				}
				b.send(agent.Command{Op: agent.OpExec, Text: "sys.exit(5)"})
				if exit := b.until(agent.EvExit); exit.Code != 5 {
					t.Errorf("%+v", exit)
				}
				second := spare(t, z.pid, a.reaper(), first)
				c := z.fork(map[string]any{"terminal": true})
				if c.reaper() == second || parent(second) != z.pid {
					t.Error("the spare was used for what it does not fit")
				}
				check(t, syscall.Kill(second, syscall.SIGKILL))
				for parent(second) != 0 {
					time.Sleep(time.Millisecond)
				}
				d, _, _ := start(3) // without the spare
				spare(t, z.pid, a.reaper(), first, second, c.reaper(), d.reaper())
			})
		}
	})
}

// A spare goes with its zygote, however that ends.
func TestSpareEnds(t *testing.T) {
	python := interpreters(t)[0].path
	for _, outer := range []bool{true, false} {
		for _, end := range []string{"closed", "killed"} {
			t.Run(fmt.Sprintf("outer=%v/%s", outer, end), func(t *testing.T) {
				z := newZygote(t, python, outer)
				reaper := spare(t, z.pid, z.fork(map[string]any{}).reaper())
				student := spare(t, reaper)
				if end == "closed" {
					check(t, syscall.Shutdown(z.sock, syscall.SHUT_RDWR))
				} else {
					check(t, syscall.Kill(z.pid, syscall.SIGKILL))
				}
				for begin := time.Now(); parent(reaper) != 0 || parent(student) != 0; time.Sleep(time.Millisecond) {
					if time.Since(begin) > patience {
						t.Fatal("it lives on")
					}
				}
			})
		}
	}
}
