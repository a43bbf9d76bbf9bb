//go:build linux && (amd64 || arm64)

package runner

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A layer that is missing is found to be missing.
func TestSelfCheckFindsHoles(t *testing.T) {
	python := systemPython(t)
	for _, c := range []struct {
		missing, without string // the layer, and what bubblewrap is not told
		filter           string // in the place of ours
		holes            []string
	}{
		{missing: "filter", filter: "060000000000ff7f", holes: []string{"may call unshare", "may call ptrace", "may type into a terminal", "reaches the host"}},
		{missing: "network", without: "--unshare-net", holes: []string{"has a network", "reaches programs of this computer"}},
		{missing: "folders", without: "--remount-ro", holes: []string{"can write into /"}},
	} {
		t.Run(c.missing, func(t *testing.T) {
			s, err := NewSandbox(slog.New(slog.DiscardHandler))
			if err != nil {
				Lacks(t, err)
			}
			defer s.Close()
			if c.filter != "" {
				s.filter = c.filter
			}
			if c.without != "" {
				s.bwrap = leavingOut(t, s.bwrap, c.without)
			}
			err = s.Check(t.Context(), python)
			for _, hole := range c.holes {
				if err == nil || !strings.Contains(err.Error(), hole) {
					t.Errorf("%q is not found: %v", hole, err)
				}
			}
		})
	}
}

// leavingOut is a program that starts bubblewrap without an option; that of
// --remount-ro has a value.
func leavingOut(t *testing.T, bwrap, option string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "crunchy-bwrap-") // where others may enter, too
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	value := option == "--remount-ro"
	script := fmt.Sprintf(`#!/usr/bin/python3
import os, sys
given, value = sys.argv[1:], %v
kept = []
while given:
    one = given.pop(0)
    if one == "--":
        kept += [one] + given
        break
    if one != %q:
        kept.append(one)
    elif value:
        given.pop(0)
os.execv(%q, [%q] + kept)
`, map[bool]string{true: "True", false: "False"}[value], option, bwrap, bwrap)
	file := filepath.Join(dir, "bwrap")
	if err := os.WriteFile(file, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

// systemPython is a Python that a user of its own may run.
func systemPython(t *testing.T) Python {
	t.Helper()
	python, err := FindPython(t.Context(), "/usr/bin/python3")
	if err != nil {
		Lacks(t, err)
	}
	return python
}
