//go:build linux

package agent_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// python is an interpreter that tests run with.
type python struct{ version, path string }

// found lists every CPython from 3.8 on in PATH and below pyenv's root, one of
// each minor version, the oldest first. Asking them takes long enough to do it once.
var found = sync.OnceValue(func() (all []python) {
	root := os.Getenv("PYENV_ROOT")
	if root == "" {
		if out, err := exec.Command("pyenv", "root").Output(); err == nil {
			root = strings.TrimSpace(string(out))
		} else if home, err := os.UserHomeDir(); err == nil {
			root = filepath.Join(home, ".pyenv")
		}
	}
	candidates, _ := filepath.Glob(filepath.Join(root, "versions", "*", "bin", "python3"))
	for minor := 8; minor <= 15; minor++ {
		if path, err := exec.LookPath(fmt.Sprintf("python3.%d", minor)); err == nil {
			candidates = append(candidates, path)
		}
	}
	if path, err := exec.LookPath("python3"); err == nil {
		candidates = append(candidates, path)
	}
	seen := map[string]bool{}
	const ask = "import sys; print('%d.%02d' % sys.version_info[:2], sys.implementation.name)"
	for _, path := range candidates {
		out, err := exec.Command(path, "-c", ask).Output()
		version, name, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		if err == nil && name == "cpython" && version >= "3.08" && !seen[version] {
			seen[version] = true
			all = append(all, python{version, path})
		}
	}
	slices.SortFunc(all, func(a, b python) int { return strings.Compare(a.version, b.version) })
	return all
})

// interpreters are those to test with: all, or with -short the oldest and the newest.
func interpreters(t testing.TB) []python {
	t.Helper()
	all := found()
	if len(all) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no Python here")
		}
		t.Skip("there is no Python here")
	}
	if testing.Short() && len(all) > 2 {
		return []python{all[0], all[len(all)-1]}
	}
	return all
}

// each runs a test with every interpreter.
func each(t *testing.T, test func(t *testing.T, python string)) {
	of(t, interpreters(t), test)
}

// of runs a test with some interpreters.
func of(t *testing.T, pythons []python, test func(t *testing.T, python string)) {
	for _, p := range pythons {
		t.Run(p.version, func(t *testing.T) { test(t, p.path) })
	}
}
