package runner_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crunchy/runner"
)

const mine = `

"""A module."""
import random as chance, math
from os.path import join as glue
from nowhere import nothing

class Thing(chance.Random):
    @property
    # of all
    def size(self):
        return 1

    if True:
        def inner(self): pass

one = Thing()
size = one.size
raise SystemExit  # nothing of this is run
`

// TestExcerptOfInstalled finds what PYTHONPATH leads to, as a program does.
func TestExcerptOfInstalled(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "installed_here.py"), []byte("def f(): pass\nraise SystemExit\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PYTHONPATH", dir)
	b := newBench(t, runner.Config{})
	if got, err := b.Excerpt(t.Context(), "", "installed_here.f", nil); err != nil || got.Text != "def f(): pass\n" || got.Line != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestExcerpt(t *testing.T) {
	pythons := versions(t)
	if len(pythons) == 0 {
		runner.Lacks(t, "there is no Python here")
	}
	for _, python := range slices.Compact([]runner.Python{pythons[0], pythons[len(pythons)-1]}) {
		t.Run(python.Version, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, runner.Config{Python: python.Path})
			for _, c := range []struct {
				name, begins, problem string
				line                  int
				given                 string
			}{
				{name: "random.shuffle", begins: "    def shuffle(self, x"},
				{name: "os.path.join", begins: "def join(a, *p):"},
				{name: "heapq.heappush", begins: "def heappush("},
				{name: "collections.OrderedDict", begins: "class OrderedDict(dict):"},
				{name: "concurrent.futures.Executor", begins: "class Executor"},
				{name: "datetime.date.today", begins: "    @classmethod\n    def today(cls"},
				{name: "xml.dom.minidom", begins: "\"\"\"Simple implementation", line: 1},
				{name: "this", begins: "s = ", line: 1},
				{name: "math.sin", problem: "binary"},
				{name: "sys", problem: "binary"},
				{name: "random.nope", problem: "missing"},
				{name: "no_such_module.x", problem: "missing"},
				{name: "", problem: "missing"},
				{name: "Thing", given: mine, begins: "class Thing(chance.Random):\n", line: 8},
				{name: "size", given: mine, begins: "    @property\n    # of all\n    def size(self):\n        return 1\n", line: 9},
				{name: "one.inner", given: mine, begins: "        def inner(self): pass\n", line: 15},
				{name: "one", given: mine, begins: "one = Thing()\n", line: 17},
				{name: "one.shuffle", given: mine, begins: "    def shuffle("},
				{name: "glue", given: mine, begins: "def join("},
				{name: "math.pi", given: mine, problem: "binary"},
				{name: "nothing", given: mine, problem: "missing"},
				{name: "", given: mine, begins: "\"\"\"A module.\"\"\"\nimport random", line: 3},
				{name: "x", given: "x = (", problem: "syntax"},
				{name: "x", given: "x = y\ny = x\n", begins: "x = y\n", line: 1},
				{name: "é", given: "# -*- coding: latin-1 -*-\n\xe9 = 1\n", begins: "é = 1\n", line: 2},
				{name: "x", given: "# -*- coding: nonsense -*-\n", problem: "syntax"},
				{name: "x", given: strings.Repeat("(", 5000), problem: "syntax"},
				{name: "x", given: "\x00\xff", problem: "syntax"},
			} {
				var given []byte
				if c.given != "" {
					given = []byte(c.given)
				}
				got, err := b.Excerpt(t.Context(), "", c.name, given)
				if err != nil || got.Problem != c.problem || !strings.HasPrefix(got.Text, c.begins) || c.begins == "" && got.Text != "" || c.line > 0 && got.Line != c.line {
					t.Errorf("%q in %.30q: %.80q line %d, %q %v", c.name, c.given, got.Text, got.Line, got.Problem, err)
				}
			}
			if got, err := b.Excerpt(t.Context(), "3.99", "random", nil); err != nil || got.Problem != "python" {
				t.Errorf("%+v %v", got, err)
			}
		})
	}
}

// TestExcerptRunsNothing puts modules of all sorts where an import would find them.
func TestExcerptRunsNothing(t *testing.T) {
	python, err := runner.FindPython(t.Context(), "")
	if err != nil {
		runner.Lacks(t, err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"random.py": "raise SystemExit('run')", "ast.py": "raise SystemExit('run')"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("PYTHONPATH", dir)
	b := newBench(t, runner.Config{Python: python.Path})
	if got, err := b.Excerpt(t.Context(), "", "random.shuffle", nil); err != nil || !strings.Contains(got.Text, "def shuffle") {
		t.Errorf("%+v %v", got, err)
	}
}
