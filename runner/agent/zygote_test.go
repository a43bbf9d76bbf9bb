//go:build linux

package agent_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/runner/agent"

	"golang.org/x/sys/unix"
)

// zygote is a running zygote and our end of its socket.
type zygote struct {
	t     testing.TB
	sock  int
	pid   int
	hello struct {
		Ready   bool
		Version string
		PIDNS   bool
	}
}

// newZygote starts one, in a pid namespace of its own if outer.
func newZygote(t testing.TB, python string, outer bool, env ...string) *zygote {
	t.Helper()
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	check(t, err)
	theirs := os.NewFile(uintptr(pair[1]), "zygote")
	cmd := exec.Command(python, agent.Args(agent.Zygote)...)
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if outer {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWPID
		if os.Geteuid() != 0 {
			id := []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}}
			cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
			cmd.SysProcAttr.UidMappings = id
			cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
			cmd.SysProcAttr.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN}
		}
	}
	if err := cmd.Start(); err != nil {
		if outer {
			t.Skip("no namespaces here: ", err)
		}
		t.Fatal(err)
	}
	theirs.Close()
	z := &zygote{t: t, sock: pair[0], pid: cmd.Process.Pid}
	t.Cleanup(func() {
		unix.Close(z.sock)
		cmd.Wait()
	})
	buffer := make([]byte, 4096)
	n, err := unix.Read(z.sock, buffer)
	check(t, err)
	check(t, json.Unmarshal(buffer[:n], &z.hello))
	return z
}

// fork asks for a process.
func (z *zygote) fork(request map[string]any) *session {
	z.t.Helper()
	e := newEnds(z.t)
	message, err := json.Marshal(request)
	check(z.t, err)
	var fds []int
	for _, f := range e.child {
		fds = append(fds, int(f.Fd()))
	}
	check(z.t, unix.Sendmsg(z.sock, message, unix.UnixRights(fds...), nil, 0))
	e.handOver()
	s := &session{t: z.t, ends: e}
	z.t.Cleanup(s.close)
	s.until(agent.EvReady)
	return s
}

func TestZygote(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		for _, outer := range []bool{true, false} {
			t.Run("outer="+strconv.FormatBool(outer), func(t *testing.T) {
				z := newZygote(t, python, outer)
				if !z.hello.Ready || !strings.HasPrefix(z.hello.Version, "3.") {
					t.Fatalf("hello %+v", z.hello)
				}
				dir := t.TempDir()
				begin := time.Now()
				a := z.fork(map[string]any{"dir": dir, "env": map[string]string{"MARK": "x"}})
				b := z.fork(map[string]any{"dir": dir})
				t.Logf("pidns %v, two ready in %v", z.hello.PIDNS, time.Since(begin))
				a.expect("import os; print(os.getcwd(), os.environ['MARK'])", dir+" x\n", "")
				b.expect("import os; print(os.environ.get('MARK'))", "None\n", "")
				a.expect("x = 5", "", "")
				b.expect("'x' in dir()", "False\n", "")
				a.exec("import sys; sys.exit(3)")
				if exit := a.until(agent.EvExit); exit.Code != 3 {
					t.Errorf("%+v", exit)
				}
				b.send(agent.Command{Op: agent.OpExec, Text: "print('last'); os.kill(os.getpid(), 9)"})
				if exit := b.until(agent.EvExit); exit.Signal != 9 || b.text(1, 0) != "None\nFalse\nlast\n" {
					t.Errorf("%+v %q", exit, b.log)
				}
			})
		}
	})
}

// Daemons of all kinds end with the element: when the command pipe is closed,
// and when the program ends by itself.
func TestNothingSurvives(t *testing.T) {
	const program = `
import os, subprocess, sys, time
mark = sys.argv[0]
sleep = [sys.executable, "-c", "import signal, time\nfor n in 1, 2, 15: signal.signal(n, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(600)", MARK]
for session in False, True:
    p = subprocess.Popen(sleep, start_new_session=session, stdout=subprocess.PIPE)
    p.stdout.readline()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sleep[0], sleep)
    os._exit(0)
os.wait()
print("started")
`
	python := interpreters(t)[0].path
	z := newZygote(t, python, true)
	plainZ := newZygote(t, python, false)
	starts := map[string]func() *session{
		"cold":       func() *session { return cold(t, python) },
		"namespaced": func() *session { return z.fork(map[string]any{}) },
		"subreaper":  func() *session { return plainZ.fork(map[string]any{}) },
	}
	for name, start := range starts {
		for _, end := range []string{"closed", "exit", "killed"} {
			t.Run(name+"/"+end, func(t *testing.T) {
				mark := "crunchy-test-" + strconv.FormatInt(time.Now().UnixNano(), 36)
				s := start()
				if out, errs := s.exec(strings.Replace(program, "MARK", strconv.Quote(mark), 1)); !strings.Contains(out, "started\n") {
					t.Fatalf("%q %q", out, errs)
				}
				for begin := time.Now(); running(t, mark) < 3; time.Sleep(time.Millisecond) {
					if time.Since(begin) > patience {
						t.Fatal("not all are running")
					}
				}
				begin := time.Now()
				switch end {
				case "closed":
					s.cmd.Close()
				case "exit":
					s.send(agent.Command{Op: agent.OpExec, Text: "sys.exit(0)"})
					s.until(agent.EvExit)
				case "killed":
					s.send(agent.Command{Op: agent.OpExec, Text: "os.kill(os.getpid(), 9)"})
				}
				for running(t, mark) > 0 && time.Since(begin) < 5*time.Second {
					time.Sleep(time.Millisecond)
				}
				if n := running(t, mark); n > 0 {
					t.Errorf("%d survived", n)
				}
				t.Log("all ended in ", time.Since(begin))
			})
		}
	}
}

// running counts the processes that have an argument.
func running(t testing.TB, argument string) int {
	t.Helper()
	names, err := os.ReadDir("/proc")
	if err != nil {
		t.Skip("no /proc here")
	}
	count := 0
	for _, name := range names {
		line, err := os.ReadFile("/proc/" + name.Name() + "/cmdline")
		if err == nil && strings.Contains(string(line), argument+"\x00") {
			count++
		}
	}
	return count
}
