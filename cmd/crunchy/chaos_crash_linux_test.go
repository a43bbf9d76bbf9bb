package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// brood starts every kind of child that might outlive its parent: a plain one,
// one in a session of its own, and a daemon that has forked twice, takes no
// notice of a hang-up and has no environment to be known by.
const brood = `
import os, signal, subprocess, sys
code = [sys.executable, "-S", "-c", "import time; time.sleep(1000)", os.environ["CHAOSTEST_MARK"]]
subprocess.Popen(code)
subprocess.Popen(code, start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for s in signal.SIGHUP, signal.SIGTERM, signal.SIGINT:
            signal.signal(s, signal.SIG_IGN)
        os.closerange(0, 1024)
        os.execve(code[0], code, {})
    os._exit(0)
os.wait()
print("bo" "rn")
`

// isolated is a lesson with so many interpreters, each with a process of its own.
func isolated(n int) string {
	return "# Many\n\n" + strings.Repeat("```python isolated\n```\n\n", n)
}

// gone waits until nothing of the server lives, and says how long that took.
func (r *ruin) gone(since time.Time) time.Duration {
	r.t.Helper()
	waitFor(r.t, "the end of "+fmt.Sprint(r.living()), func() bool { return len(r.living()) == 0 })
	<-r.ended
	return time.Since(since)
}

// TestChaosCrash kills the server, and whom it has above and below it, in every
// way: nothing may be left, and it takes no longer than two seconds.
func TestChaosCrash(t *testing.T) {
	n := times(20, 1)
	shoot := func(pids ...int) {
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	for _, c := range []struct {
		prelude, name string
		short         bool
		end           func(*ruin, kept)
		wants         string // the end of the process that was started
	}{
		{"", "the server is killed", false, func(_ *ruin, k kept) { shoot(k.server) }, "signal: killed"},
		{"", "the server and all reapers and zygotes are killed", false, func(_ *ruin, k kept) { shoot(append(append(k.reapers, k.zygotes...), k.server)...) }, "signal: killed"},
		{"", "the server crashes", false, func(_ *ruin, k kept) { _ = syscall.Kill(k.server, syscall.SIGQUIT) }, "exit status 2"},
		{"", "SIGTERM", false, func(_ *ruin, k kept) { _ = syscall.Kill(k.server, syscall.SIGTERM) }, ""},
		{withoutNamespaces, "the server is killed", false, func(_ *ruin, k kept) { shoot(k.server) }, "signal: killed"},
		{withoutNamespaces, "the server and all reapers and zygotes are killed", true, func(_ *ruin, k kept) { shoot(append(append(k.reapers, k.zygotes...), k.server)...) }, "signal: killed"},
		{withoutNamespaces, "the reapers are killed, and then the server", false, func(r *ruin, k kept) {
			shoot(k.reapers...)
			waitFor(r.t, "the end of the reapers", func() bool { return len(r.roles().reapers) == 0 })
			shoot(k.server)
		}, "signal: killed"},
		{withoutNamespaces, "the server crashes", false, func(_ *ruin, k kept) { _ = syscall.Kill(k.server, syscall.SIGQUIT) }, "exit status 2"},
		{withoutNamespaces, "the supervisor is killed", true, func(r *ruin, _ kept) { shoot(r.cmd.Process.Pid) }, "signal: killed"},
		{withoutNamespaces, "SIGTERM to the supervisor", false, func(r *ruin, _ kept) { _ = r.cmd.Process.Signal(syscall.SIGTERM) }, ""},
		{withoutNamespaces, "Ctrl-C in the terminal", false, func(r *ruin, _ kept) { _ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT) }, ""},
	} {
		if !c.short && !*chaos {
			continue
		}
		where := "with namespaces"
		if c.prelude != "" {
			where = "without namespaces"
		}
		t.Run(where+"/"+c.name, func(t *testing.T) {
			r := ruined(t, ground{lesson: isolated(n), prelude: c.prelude, crashes: true})
			v := r.visit()
			for i := range n {
				must(t, v.do(i+1, "exec", brood))
			}
			for i := range n {
				must(t, v.until(i+1, "STDOUT", "born"))
			}
			alive, k := len(r.living()), r.roles()
			if len(k.reapers) != n || len(k.zygotes) != 1 || alive < 5*n+2 {
				t.Fatalf("%d live, %v", alive, k)
			}
			begin := time.Now()
			c.end(r, k)
			took := r.gone(begin)
			t.Logf("checks 1 to 3: %s, %s: 0 of %d processes left after %v", where, c.name, alive, took.Round(time.Millisecond))
			if *chaos && took > 2*time.Second {
				t.Error("that is too long")
			}
			if said := fmt.Sprint(r.err); said != c.wants && !(r.err == nil && c.wants == "") {
				t.Errorf("it ended with %q, want %q", said, c.wants)
			}
		})
	}
}
