package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/missing"
)

// Without bubblewrap there is no server, within two seconds, and no program ran.
func TestSandboxIsDemanded(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	alone(t)
	python, err := exec.LookPath("/usr/bin/python3")
	if err != nil {
		missing.Skip(t, "there is no /usr/bin/python3, which other users may run")
	}
	broken, err := os.MkdirTemp("", "crunchy-test-") // with a bubblewrap that can do nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(broken) })
	if err := os.WriteFile(filepath.Join(broken, "bwrap"), []byte("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(broken, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, cause, fix string }{
		{t.TempDir(), "bubblewrap, which makes the sandbox, is not installed", "sudo apt install bubblewrap"},
		{broken, "this system does not let ordinary programs make user namespaces", "/etc/apparmor.d/bwrap"},
	} {
		work := filepath.Join(t.TempDir(), "work")
		cmd := exec.Command(file, "--sandbox", "--no-browser", "--port", "0", "--python", python, "--work", work)
		cmd.Env = append(os.Environ(), "PATH="+c.path)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		began := time.Now()
		_ = cmd.Run()
		t.Logf("refused after %s", time.Since(began).Round(time.Millisecond))
		said := stderr.String()
		if code := cmd.ProcessState.ExitCode(); code != 3 || stdout.Len() > 0 || strings.Count(said, "\n") != 1 ||
			!strings.Contains(said, c.cause) || !strings.Contains(said, c.fix) {
			t.Errorf("exit %d, %q, %q; want %q and %q", code, stdout.String(), said, c.cause, c.fix)
		}
		if _, err := os.Stat(work); err == nil {
			t.Error("there is a folder for programs")
		}
	}
}

// Where everybody who comes in may write the lessons, whoever starts that is told.
func TestSandboxSaysWhoIsTheAuthor(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	alone(t)
	if _, err := exec.LookPath("bwrap"); err != nil {
		missing.Skip(t, "there is no bubblewrap")
	}
	for _, teacher := range []bool{false, true} {
		args := []string{"--sandbox", "--no-browser", "--port", "0", "--python", "/usr/bin/python3", "--work", filepath.Join(t.TempDir(), "work")}
		if teacher {
			args = append(args, "--teacher")
		}
		cmd := exec.Command(file, args...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		for lines := bufio.NewScanner(out); lines.Scan(); {
			said.WriteString(lines.Text() + "\n")
			if strings.HasPrefix(lines.Text(), "Press Ctrl-C") { // all it says is written by the time it ends
				_ = cmd.Process.Signal(os.Interrupt)
			}
		}
		if err := cmd.Wait(); err != nil || strings.Contains(said.String(), "is the author of your lessons") == teacher {
			t.Errorf("with a teacher: %v; it says %s, %v", teacher, said.String(), err)
		}
	}
}

// The doctor tells what is there, and which command brings what is not.
func TestDoctor(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	alone(t)
	doctor := func(path string) (string, int) {
		cmd := exec.Command(file, "doctor", "--python", "/usr/bin/python3")
		cmd.Env = append(os.Environ(), "PATH="+path)
		out, _ := cmd.CombinedOutput()
		return string(out), cmd.ProcessState.ExitCode()
	}
	if said, code := doctor(t.TempDir()); code != 3 || !strings.Contains(said, "ok       Python") || !strings.Contains(said, "ok       start of a program") ||
		!strings.Contains(said, "MISSING  sandbox") || !strings.Contains(said, "sudo apt install bubblewrap") {
		t.Errorf("exit %d: %s", code, said)
	}
	if said, code := doctor(os.Getenv("PATH")); code != 0 && os.Getenv("CI") != "" {
		t.Errorf("exit %d: %s", code, said)
	} else {
		t.Log(said)
	}
}
