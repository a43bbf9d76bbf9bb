package runner_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/runner"
)

func TestInstalledPythons(t *testing.T) {
	m := runner.New(runner.Config{})
	defer m.Close()
	all := m.Pythons(context.Background())
	seen := map[string]bool{}
	for _, p := range all {
		if seen[p.Version] || p.Path == "" {
			t.Errorf("%+v among %+v", p, all)
		}
		seen[p.Version] = true
	}
	for _, p := range versions(t) {
		if !seen[p.Version] {
			t.Errorf("%s is not among %+v", p.Version, all)
		}
	}
	if len(all) == 0 {
		return
	}
	// What is put into a folder of commands is found, what is no Python is not.
	dir := t.TempDir()
	for name, text := range map[string]string{
		"python3.99": "#!/bin/sh\nprintf '/opt/python\\n3.99.1\\nCPython\\n'\n", "python3.98": "#!/bin/sh\nexit 1\n", "python3.9-config": "#!/bin/sh\nprintf '/x\\n3.97.0\\nCPython\\n'\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	more := m.Pythons(context.Background())
	if len(more) != len(all)+1 || more[0] != (runner.Python{Path: "/opt/python", Version: "3.99.1"}) {
		t.Errorf("%+v", more)
	}
}

func TestChoose(t *testing.T) {
	found := versions(t)
	if len(found) < 2 {
		t.Skip("there are no two versions of Python here")
	}
	old, latest := found[0], found[len(found)-1]
	b := newBench(t, runner.Config{})
	r := b.add(runner.Spec{UID: "1", Mode: runner.Program, File: "p.py", Python: latest.Path})
	b.add(runner.Spec{UID: "2", Mode: runner.Program, Group: "g"})
	for _, tt := range []struct{ choose, want string }{{"", latest.Version}, {old.Path, old.Version}, {"", latest.Version}} {
		// A process is there for questions, of the Python that was chosen last.
		if _, err := b.Ask(context.Background(), "1", "complete", "pri", 3); err != nil {
			t.Fatal(err)
		}
		r.clear()
		if _, err := b.Choose("1", tt.choose); err != nil {
			t.Fatal(err)
		}
		if got := r.text(); got != "" {
			t.Errorf("the choice shows %q", got)
		}
		b.exec("1", "import sys; print('%d.%d.%d' % sys.version_info[:3])")
		r.wait(t, "[stop", 1)
		if got := r.text(); !strings.Contains(got, tt.want+"\n") {
			t.Errorf("chosen %q: %s", tt.choose, got)
		}
	}
	if _, err := b.Choose("2", old.Path); !errors.Is(err, runner.ErrShared) {
		t.Error(err)
	}
	if _, err := b.Choose("3", ""); !errors.Is(err, runner.ErrUnknown) {
		t.Error(err)
	}
}
