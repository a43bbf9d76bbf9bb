package runner

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Python is an installation of CPython.
type Python struct {
	Path    string // of the real executable, not of a shim that looks for it each time
	Version string // "3.12.1"
}

// MissingError says in words for the learner that there is no such interpreter.
type MissingError struct {
	Want string // as in Spec.Python
}

func (e *MissingError) Error() string { return e.words().String() }

func (e *MissingError) words() *Words {
	switch {
	case e.Want == "":
		return say("run.noPython")
	case version.MatchString(e.Want):
		return say("run.noVersion", "version", e.Want)
	}
	return say("run.noSuchPython", "name", e.Want)
}

var version = regexp.MustCompile(`^3(\.\d+){0,2}$`)

// oldest is the oldest minor version of Python 3 that is supported.
const oldest = 8

// FindPython finds a CPython from 3.8 on: for "" the one that `python3` means, or
// another if that will not do; for a version the newest of it; else the path or
// command that it is given. The error is a [*MissingError] if there is none.
func FindPython(ctx context.Context, want string) (Python, error) {
	seen := map[string]bool{}
	for _, path := range candidates(want) {
		path, err := exec.LookPath(path)
		if err != nil || seen[path] {
			continue
		}
		seen[path] = true
		if python, ok := probe(ctx, path); ok && fits(python.Version, want) {
			return python, nil
		}
		if ctx.Err() != nil {
			return Python{}, ctx.Err()
		}
	}
	return Python{}, &MissingError{want}
}

// fits says whether a version is what was asked for.
func fits(have, want string) bool {
	parts := strings.Split(have, ".")
	if len(parts) < 2 || parts[0] != "3" {
		return false
	}
	if minor, err := strconv.Atoi(parts[1]); err != nil || minor < oldest {
		return false
	}
	return !version.MatchString(want) || strings.HasPrefix(have+".", want+".")
}

// commandDirs are where commands are, if PATH does not say so.
var commandDirs = []string{"/usr/local/bin", "/opt/homebrew/bin", "/usr/bin"}

// candidates lists paths and commands to try, best first.
func candidates(want string) []string {
	if want != "" && !version.MatchString(want) {
		return []string{want}
	}
	home, _ := os.UserHomeDir()
	pyenv := pyenvRoot()
	short := want // "3.12" of "3.12.1"
	if strings.Count(want, ".") == 2 {
		short = want[:strings.LastIndex(want, ".")]
	}
	var list []string
	if want != "" {
		list = append(list, "python"+short)
	}
	list = append(list, "python3", "python")
	for _, dir := range append(slices.Clip(commandDirs), filepath.Join(home, ".local/bin")) {
		if want != "" {
			list = append(list, filepath.Join(dir, "python"+short))
		}
		list = append(list, filepath.Join(dir, "python3"))
	}
	for _, pattern := range []string{
		filepath.Join(pyenv, "versions", want+"*", "bin", "python3"),
		filepath.Join(home, ".local/share/uv/python", "cpython-"+want+"*", "bin", "python3"),
		filepath.Join("/Library/Frameworks/Python.framework/Versions", short+"*", "bin", "python3"),
	} {
		found, _ := filepath.Glob(pattern) // only a bad pattern is an error
		slices.SortFunc(found, newestFirst)
		list = append(list, found...)
	}
	return list
}

func pyenvRoot() string {
	home, _ := os.UserHomeDir()
	return cmp.Or(os.Getenv("PYENV_ROOT"), filepath.Join(home, ".pyenv"))
}

var digits = regexp.MustCompile(`\d+`)

// newestFirst compares paths by the numbers in them.
func newestFirst(a, b string) int {
	x, y := digits.FindAllString(a, -1), digits.FindAllString(b, -1)
	for i := range min(len(x), len(y)) {
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if m != n {
			return cmp.Compare(n, m)
		}
	}
	return strings.Compare(a, b)
}

// probeCode imports no more than it needs: to import platform takes a Python half as
// long again as to start.
const probeCode = `import sys
print(sys.executable)
print("%d.%d.%d" % sys.version_info[:3])
print("CPython" if sys.implementation.name == "cpython" else "another")`

// probe asks an executable what it is.
func probe(ctx context.Context, path string) (Python, bool) {
	out, err := inquiry{probeCode, 10 * time.Second, 64 << 10}.run(ctx, path, nil)
	if err != nil {
		return Python{}, false
	}
	lines := strings.Split(strings.ReplaceAll(string(out), "\r", ""), "\n")
	if len(lines) < 3 || lines[0] == "" || lines[2] != "CPython" {
		return Python{}, false
	}
	return Python{Path: lines[0], Version: lines[1]}, true
}

// pythons remembers what was found. What was not is looked for again: the
// learner may just have installed it.
type pythons struct {
	usual  string
	search func(context.Context, string) (Python, error)

	mu    sync.Mutex
	found map[string]Python
}

func newPythons(usual string, search func(context.Context, string) (Python, error)) *pythons {
	return &pythons{usual: usual, search: search, found: map[string]Python{}}
}

func (p *pythons) find(ctx context.Context, want string) (Python, error) {
	want = cmp.Or(want, p.usual)
	p.mu.Lock()
	defer p.mu.Unlock() // the others want the same, mostly
	if python, ok := p.found[want]; ok {
		return python, nil
	}
	python, err := p.search(ctx, want)
	if err == nil {
		p.found[want] = python
	}
	return python, err
}
