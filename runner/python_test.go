package runner_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/runner"
)

// versions are those of Python that are found here.
func versions(t testing.TB) (found []runner.Python) {
	t.Helper()
	for _, want := range []string{"3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"} {
		python, err := runner.FindPython(context.Background(), want)
		var missing *runner.MissingError
		if errors.As(err, &missing) {
			continue
		}
		if err != nil || !strings.HasPrefix(python.Version, want+".") {
			t.Errorf("%s: %+v, %v", want, python, err)
		}
		found = append(found, python)
	}
	return found
}

func TestFindPython(t *testing.T) {
	ctx := context.Background()
	usual, err := runner.FindPython(ctx, "")
	if err != nil {
		runner.Lacks(t, err)
	}
	out, err := exec.Command("python3", "-c", "import sys; print(sys.executable)").Output()
	if err == nil && usual.Path != strings.TrimSpace(string(out)) {
		t.Errorf("%+v, but python3 is %s", usual, out)
	}
	exact, err := runner.FindPython(ctx, usual.Version)
	if err != nil || exact.Version != usual.Version {
		t.Errorf("%+v, %v", exact, err)
	}
	if same, err := runner.FindPython(ctx, usual.Path); err != nil || same != usual {
		t.Errorf("%+v, %v", same, err)
	}
	dir := t.TempDir()
	for name, script := range map[string]string{
		"broken": "exit 1", "old": "echo /usr/bin/old; echo 3.7.9; echo CPython", "other": "echo /usr/bin/pypy3; echo 3.10.1; echo PyPy",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		if python, err := runner.FindPython(ctx, path); err == nil {
			t.Errorf("%s: %+v", name, python)
		}
	}
	for want, sentence := range map[string]string{
		"3.99": "This needs Python 3.99, which was not found on this computer. Install it and try again.",
		"3.7":  "This needs Python 3.7, which was not found on this computer. Install it and try again.",
		"nix":  `This needs the Python "nix", which was not found on this computer, or is not CPython 3.8 or newer. Install such a one and try again.`,
	} {
		if _, err := runner.FindPython(ctx, want); err == nil || err.Error() != sentence {
			t.Errorf("%s: %v", want, err)
		}
	}
	t.Setenv("PATH", dir)
	if python, err := runner.FindPython(ctx, ""); err != nil {
		t.Logf("without PATH: %v", err)
	} else {
		t.Logf("without PATH: %+v", python)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := runner.FindPython(canceled, ""); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Every version behaves alike.
func TestVersions(t *testing.T) {
	for _, python := range versions(t) {
		t.Run(python.Version, func(t *testing.T) {
			b := newBench(t, runner.Config{Python: python.Path})
			r := b.interpreter("1", "")
			b.write("1", "import sys\nsys.version_info[:2]\nprint('e', file=sys.stderr); print('o'); print('E', file=sys.stderr)\n")
			r.wait(t, "[>>>]", 4)
			minor := strings.Split(python.Version, ".")[1]
			if got := r.text(); !strings.Contains(got, "(3, "+minor+")\n") || !strings.Contains(got, "e\no\nE\n") {
				t.Errorf("%q", got)
			}
			b.exec("1", "print('go'); x = input('? ')")
			r.wait(t, "[input true]", 1)
			b.write("1", "Ada\n")
			r.wait(t, "[>>>]", 5)
			b.exec("1", "print('go', x)\nwhile True: pass")
			r.wait(t, "go Ada\n", 1)
			b.do(b.Interrupt, "1")
			r.wait(t, "KeyboardInterrupt\n[idle 5 stopped][>>>]", 1)
			b.exec("1", "import os; print('last'); os._exit(3)")
			r.wait(t, "last\n[ended 6 exit][stop Python was left with exit status 3.]", 1)
		})
	}
}

// What a program writes to the agent's own descriptors harms only itself.
func TestHostile(t *testing.T) {
	const find = `import os, json
def pipes():
    for n in range(3, 5000):
        try:
            target = os.readlink("/proc/self/fd/%d" % n)
        except OSError: continue
        if target.startswith("pipe:"): yield n
def shout(data):
    for n in pipes():
        try: os.write(n, data)
        except OSError: pass
`
	for name, code := range map[string]string{
		"noise":   "shout(bytes(range(256)) * 10 + b'\\n')",
		"done":    "for i in range(100): shout(b'\\n{\"ev\":\"done\",\"id\":%d,\"last\":1}\\n' % i)",
		"leaving": "for i in range(100): shout(b'\\n{\"ev\":\"done\",\"id\":%d,\"exit\":0}\\n' % i)",
		"exit":    "shout(b'\\n{\"ev\":\"exit\",\"code\":5}\\n')",
		"sync":    "shout(b'\\n{\"ev\":\"sync\",\"id\":9}\\n' * 1000)",
		"ready":   "shout(b'\\n{\"ev\":\"ready\",\"where\":9}\\n')",
		"display": "shout(b'\\n{\"ev\":\"display\"}\\n{\"ev\":\"display\",\"data\":[1]}\\n')",
		"close":   "os.closerange(3, 5000)",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{})
			r, other := b.interpreter("1", ""), b.interpreter("2", "")
			b.exec("1", find+code+"\nprint('said')")
			r.until(t, "an end", func() bool {
				return strings.Contains(r.text(), "[>>>]") || strings.Contains(r.text(), "[stop")
			})
			b.exec("2", "'fine'")
			other.wait(t, "[>>>]", 1)
			b.do(b.Kill, "1")
			b.do(b.Reset, "1")
			r.clear()
			b.exec("1", "'new'")
			r.wait(t, "'new'\n[idle", 1)
		})
	}
}

// TestPythonByARelativePath finds one from where we are.
func TestPythonByARelativePath(t *testing.T) {
	python, err := runner.FindPython(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(python.Path))
	found, err := runner.FindPython(t.Context(), "."+string(filepath.Separator)+filepath.Base(python.Path))
	if err != nil || found.Version != python.Version {
		t.Errorf("%+v %v", found, err)
	}
}
