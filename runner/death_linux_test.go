package runner_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/runner"

	"go.uber.org/goleak"
)

// serverEnv makes the test binary a server that runs one program until it is killed.
const serverEnv = "RUNNER_TEST_SERVER"

func TestMain(m *testing.M) {
	if how := os.Getenv(serverEnv); how != "" {
		serve(how)
	}
	goleak.VerifyTestMain(m)
}

func launcherNamed(how string) runner.Launcher {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	switch how {
	case "namespaces":
		return runner.NewZygotes(log, true)
	case "subreaper":
		return runner.NewZygotes(log, false)
	}
	return &runner.Cold{}
}

// serve runs what standard input says, and tells each line that it prints.
func serve(how string) {
	code, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	m := runner.New(runner.Config{Launcher: launcherNamed(how)})
	r := newRecorder()
	if err := m.Add(runner.Spec{UID: "1"}, r); err != nil {
		panic(err)
	}
	if _, err := m.Exec("1", string(code), false); err != nil {
		panic(err)
	}
	for !strings.Contains(r.text(), "born\n") {
		time.Sleep(time.Millisecond)
		if strings.Contains(r.text(), "[stop") {
			fmt.Println(r.text())
			os.Exit(1)
		}
	}
	fmt.Println("born")
	select {}
}

// A server killed by SIGKILL takes everybody with it.
func TestServerDeath(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// Where others may read it too.
	dir := t.TempDir()
	for d := dir; d != filepath.Clean(os.TempDir()) && d != "/"; d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	binary, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	exe = filepath.Join(dir, "server")
	if err := os.WriteFile(exe, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	for u, user := range []string{"self", "nobody"} {
		for h, how := range []string{"namespaces", "subreaper", "cold"} {
			t.Run(user+"/"+how, func(t *testing.T) {
				if user == "nobody" && os.Getuid() != 0 {
					t.Skip("only root can be somebody else")
				}
				mark := fmt.Sprintf("9%d%d%05d", u, h, os.Getpid()%100000)
				cmd := exec.Command(exe)
				cmd.Dir = "/"
				cmd.Env = append(os.Environ(), serverEnv+"="+how)
				cmd.Stdin = strings.NewReader("MARK = '" + mark + "'\n" + family)
				cmd.Stderr = os.Stderr
				cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
				if user == "nobody" {
					cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534}
					cmd.Env = append(cmd.Env, "HOME=/nonexistent")
				}
				out, err := cmd.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				line, _ := bufio.NewReader(out).ReadString('\n')
				if line != "born\n" {
					t.Fatalf("the server says %q, %v", line, cmd.Wait())
				}
				for deadline := time.Now().Add(5 * time.Second); marked(t, mark) < 4; {
					if time.Now().After(deadline) {
						t.Fatalf("only %d were born", marked(t, mark))
					}
					time.Sleep(5 * time.Millisecond)
				}
				_ = cmd.Process.Kill()
				start := time.Now()
				for marked(t, mark) > 0 {
					if time.Since(start) > patience {
						t.Fatalf("%d are left", marked(t, mark))
					}
					time.Sleep(time.Millisecond)
				}
				t.Logf("all gone after %v", time.Since(start))
				_ = cmd.Wait()
			})
		}
	}
}

// zygotePids are the pids of zygotes that we have started.
func zygotePids(t *testing.T) (pids []int) {
	t.Helper()
	for _, pid := range children(t) {
		line, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
		if err == nil && strings.Contains(string(line), "\x00zygote\x00") {
			pids = append(pids, pid)
		}
	}
	return pids
}

// children are the pids of our children, zombies too.
func children(t *testing.T) (pids []int) {
	t.Helper()
	tasks, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		list, _ := os.ReadFile(task) // the thread may be gone
		for _, field := range strings.Fields(string(list)) {
			pid, err := strconv.Atoi(field)
			if err != nil {
				t.Fatal(err)
			}
			pids = append(pids, pid)
		}
	}
	return pids
}

func TestZygoteKilled(t *testing.T) {
	for _, how := range []string{"namespaces", "subreaper"} {
		t.Run(how, func(t *testing.T) {
			b := newBench(t, runner.Config{Launcher: launcherNamed(how)})
			r := b.interpreter("1", "")
			for i := range 3 {
				b.exec("1", "'hello'")
				r.wait(t, "[>>>]", i+1)
				pids := zygotePids(t)
				if len(pids) != 1 {
					t.Fatalf("%d zygotes", len(pids))
				}
				if err := syscall.Kill(pids[0], syscall.SIGKILL); err != nil {
					t.Fatal(err)
				}
				if how == "namespaces" { // they all have lived in its
					r.wait(t, "[stop Python has disappeared", i+1)
					continue
				}
				b.exec("1", "'still'")
				r.wait(t, "'still'", i+1)
				r.wait(t, "[>>>]", i+2)
				b.do(b.Reset, "1")
				r.clear()
				b.exec("1", "'hello'")
				r.wait(t, "[>>>]", 1)
				return
			}
		})
	}
}

// zombies are our children that have ended and are still there after a time that
// is ample to collect them.
func zombies(t *testing.T) string {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var left []string
		for _, pid := range children(t) {
			stat, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat") // it may just have gone
			if strings.Contains(string(stat), ") Z ") {
				left = append(left, string(stat))
			}
		}
		if len(left) == 0 || time.Now().After(deadline) {
			return strings.Join(left, "")
		}
	}
}

func TestCycles(t *testing.T) {
	n := 200
	if testing.Short() {
		n = 20
	}
	for _, how := range []string{"namespaces", "subreaper", "cold"} {
		t.Run(how, func(t *testing.T) {
			n := n
			if how == "cold" {
				n /= 10 // ten times as slow, too
			}
			b := newBench(t, runner.Config{Launcher: launcherNamed(how)})
			r := b.program("1", "")
			two := b.interpreter("2", "")
			cycle := func() {
				r.clear()
				b.exec("1", "print(1)")
				r.wait(t, "[stop ]", 1)
				two.clear()
				b.exec("2", "2")
				two.wait(t, "[>>>]", 1)
				b.do(b.Reset, "2")
			}
			count := func() (fds, goroutines int) {
				for range 200 { // the last ones may still be leaving
					if runtime.NumGoroutine() <= 8 {
						break
					}
					time.Sleep(5 * time.Millisecond)
				}
				entries, err := os.ReadDir("/proc/self/fd")
				if err != nil {
					t.Fatal(err)
				}
				return len(entries), runtime.NumGoroutine()
			}
			cycle()
			fds, goroutines := count()
			start := time.Now()
			for range n {
				cycle()
			}
			t.Logf("%v for one", time.Since(start)/time.Duration(2*n))
			if f, g := count(); f > fds+2 || g > goroutines+2 {
				t.Errorf("%d fds, were %d; %d goroutines, were %d", f, fds, g, goroutines)
			}
			if left := zombies(t); left != "" {
				t.Errorf("nobody waits for: %s", left)
			}
			if b.Stats().Processes != 0 {
				t.Error(b.Stats())
			}
		})
	}
}

// Nothing of the server's is seen by a program.
func TestDescriptorsAndEnvironment(t *testing.T) {
	t.Setenv("CRUNCHY_TOKEN", "secret")
	t.Setenv("PYTHONUNBUFFERED", "1")
	for _, how := range []string{"namespaces", "subreaper", "cold"} {
		t.Run(how, func(t *testing.T) {
			b := newBench(t, runner.Config{Launcher: launcherNamed(how)})
			r := b.add(runner.Spec{UID: "1", Dir: t.TempDir(), Mode: runner.Program})
			b.exec("1", `import os, subprocess, sys
print([k for k in os.environ if "CRUNCHY" in k.upper() or k == "PYTHONUNBUFFERED"], os.environ["TERM"])
print(sorted(int(n) for n in os.listdir("/proc/self/fd"))[:4])
print(subprocess.run(["sh", "-c", "echo $(ls /proc/self/fd)"], capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout.split())
print(os.isatty(0), os.isatty(1), os.isatty(2), os.getcwd() == sys.argv[0] or os.path.basename(os.getcwd()))`)
			r.wait(t, "[stop", 1)
			out, _ := r.output()
			lines := strings.Split(out, "\n")
			if len(lines) < 4 || lines[0] != "[] xterm-256color" || !strings.HasPrefix(lines[1], "[0, 1, 2,") || lines[2] != "['0', '1', '2', '3']" || !strings.HasPrefix(lines[3], "True True True") {
				t.Errorf("%s", r.text())
			}
		})
	}
}

// slow is a Launcher whose processes never come up.
type slow struct{}

func (slow) Start(context.Context, runner.Start) (runner.Copy, error) { return nil, nil }
func (slow) Starts(runner.Python) bool                                { return true }
func (slow) Close()                                                   {}

// lingering keeps the child's ends open, as a process does that hangs.
type lingering struct{ slow }

func (lingering) Start(_ context.Context, s runner.Start) (runner.Copy, error) {
	for _, f := range s.Files {
		fd, err := syscall.Dup(int(f.Fd()))
		if err != nil {
			return nil, err
		}
		time.AfterFunc(8*time.Second, func() { syscall.Close(fd) })
	}
	return nil, nil
}

func TestStartFails(t *testing.T) {
	for want, launcher := range map[string]runner.Launcher{
		"[stop Python has disappeared, and nobody knows why. Run it again.]": slow{},
		"[stop Python did not start in time.":                                lingering{},
	} {
		b := newBench(t, runner.Config{Launcher: launcher, Limits: runner.Limits{Start: 3 * time.Second}})
		r := b.program("1", "")
		b.exec("1", "1")
		r.wait(t, want, 1)
		b.exec("1", "1")
		r.wait(t, want, 2)
	}
}
