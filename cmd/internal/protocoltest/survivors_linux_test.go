package protocoltest_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// brood starts every kind of child that might outlive its parent: a plain one,
// one in a session of its own, and daemons that have forked twice and take no
// notice of signals, one of them also without an environment.
const brood = `
import os, signal, subprocess, sys
mark = os.environ["PROTOCOLTEST_MARK"]
sleep = [sys.executable, "-S", "-c", "import time; time.sleep(1000)", mark + "-child"]
subprocess.Popen(sleep)
subprocess.Popen(sleep, start_new_session=True)
def daemon(env):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for s in signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT:
                signal.signal(s, signal.SIG_IGN)
            os.closerange(0, 1024)
            os.execve(sleep[0], sleep, env)
        os._exit(0)
    os.wait()
daemon(dict(os.environ))
daemon({})
print("ready")
`

// nobody is the user and group that own nothing.
const nobody = 65534

// withoutNamespaces starts a program where the kernel refuses to make any more
// namespaces.
const withoutNamespaces = `for n in user pid mnt net ipc uts cgroup; do echo 0 >/proc/sys/user/max_${n}_namespaces || exit 1; done; `

// surroundings are the conditions under which a server may run.
func surroundings() map[string]setup {
	path := "PATH=/usr/local/bin:/usr/bin:/bin"
	alone := &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	found := map[string]setup{
		"as we are":                     {},
		"as we are, without namespaces": {attr: alone, within: []string{"sh", "-c", withoutNamespaces + `exec "$@"`, "sh"}},
	}
	if os.Getuid() == 0 {
		both := *alone
		both.GidMappingsEnableSetgroups = true
		both.UidMappings = append(both.UidMappings, syscall.SysProcIDMap{ContainerID: nobody, HostID: nobody, Size: 1})
		both.GidMappings = append(both.GidMappings, syscall.SysProcIDMap{ContainerID: nobody, HostID: nobody, Size: 1})
		found["unprivileged"] = setup{owner: nobody, env: []string{path},
			attr: &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}}
		found["unprivileged, without namespaces"] = setup{owner: nobody, env: []string{path}, attr: &both,
			within: []string{"sh", "-c", withoutNamespaces + `exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`, "sh"}}
	}
	return found
}

// children counts those of the brood that live.
func (s *server) children() (n int) {
	for _, cmdline := range s.living() {
		if strings.HasSuffix(cmdline, s.mark+"-child") {
			n++
		}
	}
	return n
}

// within starts a server in such surroundings, with the usual lessons.
func within(t *testing.T, c setup) *server {
	t.Helper()
	c.lessons = lessons
	s, err := launch(c)
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no user namespaces can be made here, so the other cases are this one already")
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNothingOutlivesAServerThatIsKilled(t *testing.T) {
	t.Parallel()
	for name, c := range surroundings() {
		t.Run(name, func(t *testing.T) {
			s := within(t, c)
			t.Cleanup(func() { _ = s.stop() })
			v := open(t, s, "lesson.md")
			v.exec(shared1, brood) // idle
			v.says(shared1, "ready\n")
			v.exec(alone1, brood+"while True: pass\n") // busy
			v.says(alone1, "ready\n")
			v.exec(program, brood+"input()\n") // waits for input
			v.says(program, "ready\n")
			v.exec(program2, brood) // has ended
			v.stop(program2)
			if err := poll(patience, func() bool { return s.children() == 12 }); err != nil {
				t.Fatalf("%d of 12 children live: %v", s.children(), s.living())
			}
			s.kill()
			begin := time.Now()
			if err := s.nobodyLeft(patience); err != nil {
				t.Error(err)
			}
			took := time.Since(begin)
			t.Logf("all were gone after %v", took.Round(time.Millisecond))
			if took > 2*time.Second {
				t.Error("that is too long")
			}
		})
	}
}

// TestProcessesOfAnElementEndWithIt is about one element, not the server.
func TestProcessesOfAnElementEndWithIt(t *testing.T) {
	t.Parallel()
	for name, c := range surroundings() {
		t.Run(name, func(t *testing.T) {
			s := within(t, c)
			t.Cleanup(func() {
				if err := s.stop(); err != nil {
					t.Error(err)
				}
			})
			v := open(t, s, "lesson.md")
			for _, end := range []string{"finish", "os._exit(7)", "os.kill(os.getpid(), 9)", "kill", "reset"} {
				source := brood
				switch end {
				case "finish":
				case "kill", "reset":
					source += "input()\n"
				default:
					source += end + "\n"
				}
				v.exec(program, source)
				if end == "kill" || end == "reset" {
					v.asks(program)
					if err := poll(patience, func() bool { return s.children() == 4 }); err != nil {
						t.Errorf("%d of 4 children live before %s", s.children(), end)
					}
					v.do(program, end, "", "")
				} else {
					v.stop(program)
				}
				if err := poll(patience, func() bool { return s.children() == 0 }); err != nil {
					t.Errorf("%d children live after %s", s.children(), end)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(s.dir, "work", "*", "core*")); len(left) > 0 {
				t.Errorf("cores are left behind: %v", left)
			}
		})
	}
}
