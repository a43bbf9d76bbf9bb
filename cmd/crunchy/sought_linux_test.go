package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"crunchy/cmd/internal/missing"
)

// TestAnswersBeforePythonDoes starts the program with a Python that says what it is
// when the test lets it, if at all.
func TestAnswersBeforePythonDoes(t *testing.T) {
	real, err := exec.LookPath("python3")
	if err != nil {
		missing.Skip(t, "there is no Python")
	}
	for name, c := range map[string]struct{ then, says string }{
		"it comes":      {"exec " + real + ` "$@"`, ""},
		"it is missing": {"exit 1", "no CPython 3.8 or newer is found as --python"},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			dir := t.TempDir()
			gate, python := filepath.Join(dir, "gate"), filepath.Join(dir, "python3")
			if err := syscall.Mkfifo(gate, 0o600); err != nil {
				t.Fatal(err)
			}
			script := fmt.Sprintf("#!/bin/sh\nread line < %s\n%s\n", gate, c.then)
			if err := os.WriteFile(python, []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var out output
			port, ended := strconv.Itoa(freePort(t)), make(chan error, 1)
			go func() {
				ended <- run(ctx, []string{"--no-browser", "--port", port, "--python", python}, &out, io.Discard)
			}()
			health := func() bool {
				a, err := http.Get("http://127.0.0.1:" + port + "/health")
				if err == nil {
					a.Body.Close()
				}
				return err == nil && a.StatusCode == http.StatusOK
			}
			waitFor(t, "the first answer", health)
			if said := out.String(); said != "" {
				t.Errorf("before there is a Python it says %q", said)
			}
			on, err := os.OpenFile(gate, os.O_RDWR, 0)
			if err == nil {
				_, err = io.WriteString(on, "on\n")
				defer on.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			if c.says != "" {
				if err := <-ended; err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("it ended with %v", err)
				}
				if health() || out.String() != "" {
					t.Errorf("something still answers, or it said %q", out.String())
				}
				return
			}
			waitFor(t, "the address", func() bool { return strings.Contains(out.String(), "Crunchy is ready: http://") })
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}
