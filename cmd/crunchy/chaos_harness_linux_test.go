package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/cmd/internal/missing"
	"crunchy/cmd/internal/protocoltest"
)

// chaos asks for the long forms of the tests of reliability: go test
// ./cmd/crunchy -run Chaos -chaos -v. They speak to servers of their own, on this
// computer only, and print one line for each figure.
var chaos = flag.Bool("chaos", false, "run the long forms of the Chaos tests")

// times is how often something is done, in the long form and in the short one.
func times(long, short int) int {
	if *chaos {
		return long
	}
	return short
}

// longOnly leaves out what others try already in a short form.
func longOnly(t *testing.T) {
	t.Helper()
	if !*chaos {
		t.Skip("this takes minutes and the whole machine; run it with -chaos")
	}
}

// chaosToken is what these servers are started with, by a file.
const chaosToken = "token-of-the-chaos-tests"

// chaosMark is the variable by which everything is known that a server starts.
const chaosMark = "CHAOSTEST_MARK"

// ruin is a server that is treated badly.
type ruin struct {
	*protocoltest.Client
	t     *testing.T
	dir   string
	mark  string
	cmd   *exec.Cmd
	out   output
	ended chan struct{}
	err   error // of its end

	crashes, tolerates bool
}

// ground says how a server is started. Its zero value is the usual way.
type ground struct {
	lesson    string // text of lesson.md
	args      []string
	env       []string
	dir       string     // of its own; one for this test
	prelude   string     // commands of a shell, in a user and mount namespace of its own, that prepare the ground
	files     []*os.File // inherited from 3 upward
	crashes   bool       // how it ends is the test's affair
	tolerates bool       // it may complain in its log
}

// withoutNamespaces is the shell's beginning of a command for which the kernel
// makes no more namespaces, as some systems do for everybody.
const withoutNamespaces = `for n in user pid mnt net ipc uts cgroup; do echo 0 >/proc/sys/user/max_${n}_namespaces || exit 77; done; `

// secluded starts a process in user and mount namespaces of its own, as their root.
func secluded() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Setpgid: true, Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
}

// ruined starts the real program. It ends with the test.
func ruined(t *testing.T, g ground) *ruin {
	t.Helper()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	if g.dir == "" {
		g.dir = t.TempDir()
	}
	r := &ruin{t: t, dir: g.dir, mark: fmt.Sprintf("chaos-%d-%d", os.Getpid(), time.Now().UnixNano()), ended: make(chan struct{}), crashes: g.crashes, tolerates: g.tolerates}
	for _, folder := range []string{"lessons", "home"} {
		if err := os.MkdirAll(filepath.Join(g.dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"lessons/lesson.md": g.lesson, "token": chaosToken} {
		if err := os.WriteFile(filepath.Join(g.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{file, "--no-browser", "--port", "0", "--token-file", filepath.Join(g.dir, "token"), "--work", filepath.Join(g.dir, "work")}, g.args...)
	args = append(args, filepath.Join(g.dir, "lessons"))
	attr := &syscall.SysProcAttr{Setpgid: true}
	if g.prelude != "" {
		args, attr = append([]string{"sh", "-c", g.prelude + `exec "$@"`, "sh"}, args...), secluded()
	}
	r.cmd = exec.Command(args[0], args[1:]...)
	r.cmd.Dir, r.cmd.SysProcAttr, r.cmd.ExtraFiles = g.dir, attr, g.files
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "CRUNCHY_") {
			r.cmd.Env = append(r.cmd.Env, v)
		}
	}
	r.cmd.Env = append(r.cmd.Env, "XDG_STATE_HOME="+filepath.Join(g.dir, "state"), "HOME="+filepath.Join(g.dir, "home"), chaosMark+"="+r.mark)
	r.cmd.Env = append(r.cmd.Env, g.env...)
	out, in, err := os.Pipe() // ours, so that Wait does not wait for whoever holds the other end
	if err != nil {
		t.Fatal(err)
	}
	r.cmd.Stdout, r.cmd.Stderr = in, in
	err = r.cmd.Start()
	in.Close()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) {
		out.Close()
		missing.Skip(t, "no user namespaces can be made here, so the other cases are this one already")
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.Copy(&r.out, out)
		out.Close()
	}()
	go func() {
		r.err = r.cmd.Wait()
		close(r.ended)
	}()
	t.Cleanup(r.cleanup)
	var printed string
	waitFor(t, "an address", func() bool {
		printed = address.FindString(r.out.String())
		return printed != "" || r.over()
	})
	u, err := url.Parse(printed)
	if exit := new(exec.ExitError); r.over() && errors.As(r.err, &exit) && exit.ExitCode() == 77 {
		missing.Skip(t, "the file system that this is about cannot be mounted here")
	}
	if err != nil || printed == "" {
		t.Fatalf("the server does not start: %v %s", err, r.out.String())
	}
	r.Client = &protocoltest.Client{URL: u.Scheme + "://" + u.Host, Token: chaosToken, HTTP: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute,
	}}
	return r
}

// patience is how long anything may take on a machine that is busy.
func patience() time.Duration { return time.Duration(times(120, 30)) * time.Second }

// waitFor waits for a state, and ends the test when it does not come.
func waitFor(t testing.TB, what string, ok func() bool) time.Duration {
	t.Helper()
	begin := time.Now()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		if time.Since(begin) > patience() {
			t.Fatalf("%s did not come within %v", what, patience())
		}
		<-tick.C
	}
	return time.Since(begin)
}

// over reports whether the server has ended.
func (r *ruin) over() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// cleanup ends what there is, and complains of what a test did not expect.
func (r *ruin) cleanup() {
	if r.Client != nil {
		r.HTTP.CloseIdleConnections()
	}
	if !r.over() {
		_ = r.cmd.Process.Signal(os.Interrupt)
		select {
		case <-r.ended:
			if r.err != nil {
				r.t.Errorf("the server ended with %v", r.err)
			}
		case <-time.After(patience()):
			r.t.Error("the server does not end")
			_ = r.cmd.Process.Kill()
		}
	}
	begin := time.Now()
	for len(r.living()) > 0 && time.Since(begin) < 5*time.Second {
		time.Sleep(2 * time.Millisecond)
	}
	for pid, what := range r.living() {
		r.t.Errorf("it is left after the server: %d %s", pid, what)
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	for _, bad := range []string{"panic", "level=ERROR"} {
		if !r.crashes && !r.tolerates && strings.Contains(r.out.String(), bad) {
			r.t.Errorf("the server says %s", r.out.String())
		}
	}
	if r.t.Failed() {
		r.t.Logf("the server says %.4000s", r.out.String())
	}
}

// must ends the test with the first error.
func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
