package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestSupervisedFailsAsEver wants the same status and the same line.
func TestSupervisedFailsAsEver(t *testing.T) {
	file, err := binary()
	must(t, err)
	dir := t.TempDir()
	a := attempt{file: "/bin/sh", env: append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir), attr: secluded()}
	a.fails(t, "unknown flag: --nothing", "-c", withoutNamespaces+`exec "$@"`, "sh", file, "--nothing")
}

// TestSupervisedFeelsAsEver ends a server that has a supervisor as a terminal
// does. It ends once and well, and the browser that it had started stays.
func TestSupervisedFeelsAsEver(t *testing.T) {
	bin := t.TempDir()
	noted := filepath.Join(bin, "browser")
	script := "#!/bin/sh\nsleep 1000 >/dev/null 2>&1 &\necho $! >" + noted + ".new\nmv " + noted + ".new " + noted + "\n"
	must(t, os.WriteFile(filepath.Join(bin, "xdg-open"), []byte(script), 0o755))
	r := ruined(t, ground{lesson: isolated(1), prelude: withoutNamespaces, args: []string{"--no-browser=false"}, env: []string{
		"PATH=" + bin + ":" + os.Getenv("PATH"), "BROWSER=xdg-open", chaosMark + "=", // the browser is not to be known by it
	}})
	v := r.visit()
	must(t, v.do(1, "exec", "print('up')"), v.until(1, "STDOUT", "up\n"))
	server := r.server()
	own, _ := look(r.cmd.Process.Pid)
	if p, _ := look(server); server == r.cmd.Process.Pid || p.line != own.line {
		t.Errorf("%d %q is no server with a supervisor %q", server, p.line, own.line)
	}
	var browser int
	waitFor(t, "a browser", func() bool {
		pid, _ := os.ReadFile(noted)
		browser, _ = strconv.Atoi(strings.TrimSpace(string(pid)))
		return browser > 0
	})
	defer syscall.Kill(browser, syscall.SIGKILL)
	must(t, syscall.Kill(-r.cmd.Process.Pid, syscall.SIGTSTP), syscall.Kill(-r.cmd.Process.Pid, syscall.SIGCONT))
	_, err := r.Do(t.Context(), "GET", "/health", "")
	must(t, err, syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT))
	<-r.ended
	if said := r.out.String(); r.err != nil || strings.Count(said, "\n") != 3 {
		t.Errorf("it ended with %v, having said %q", r.err, said)
	}
	if p, there := look(browser); !there || p.state == "Z" {
		t.Error("the browser is gone")
	}
}
