package check_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/engine"
	"crunchy/comet"
	"crunchy/runner"
	"crunchy/tutorials"
)

var update = flag.Bool("update", false, "write the golden files")

// python returns an engine with a Python.
func python(t *testing.T, want string) check.Python {
	t.Helper()
	p, err := runner.FindPython(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	local := engine.NewLocal(runner.New(runner.Config{Python: p.Path, Log: log}), comet.NewHub(comet.Limits{}), log)
	t.Cleanup(local.Shutdown)
	return check.Python{Name: p.Version, Engine: local}
}

func run(t *testing.T, c check.Config, paths ...string) check.Report {
	t.Helper()
	lessons, err := check.Find(paths)
	if err != nil {
		t.Fatal(err)
	}
	if c.Pythons == nil {
		c.Pythons = []check.Python{python(t, "")}
	}
	report, err := check.Run(t.Context(), c, lessons)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func text(t *testing.T, r check.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFaults(t *testing.T) {
	r := run(t, check.Config{Timeout: 12 * time.Second}, "testdata/faults.md", "testdata/faults.html")
	got := text(t, r)
	const file = "testdata/faults.golden"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s (run with -update if that is meant):\n%s", file, got)
	}
	if n, lessons := r.Found(); n < 30 || lessons != 2 {
		t.Errorf("%d findings in %d lessons", n, lessons)
	}
	t.Run("JSON", func(t *testing.T) {
		var b bytes.Buffer
		var all []check.Finding
		if err := r.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b.Bytes(), &all); err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(all, func(f check.Finding) bool { return f.Line == 11 })
		want := check.Finding{File: "testdata/faults.md", Line: 11, Kind: check.Output,
			Message: "This prints something else than the page shows.", Expected: "43\n", Got: "42\n"}
		if at < 0 || all[at] != want {
			t.Errorf("%s", b.String())
		}
	})
	t.Run("JUnit", func(t *testing.T) {
		var b bytes.Buffer
		if err := r.WriteJUnit(&b); err != nil {
			t.Fatal(err)
		}
		var v struct {
			Suites []struct {
				Name     string `xml:"name,attr"`
				Tests    int    `xml:"tests,attr"`
				Failures int    `xml:"failures,attr"`
				Cases    []struct {
					Failures []struct {
						Message string `xml:"message,attr"`
						Text    string `xml:",chardata"`
					} `xml:"failure"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal(b.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, s := range v.Suites {
			failed := 0
			for _, c := range s.Cases {
				if found += len(c.Failures); len(c.Failures) > 0 {
					failed++
				}
			}
			if s.Tests != len(s.Cases) || s.Failures != failed {
				t.Errorf("%s: %d tests of %d, %d failures of %d", s.Name, s.Tests, len(s.Cases), s.Failures, failed)
			}
		}
		if n, _ := r.Found(); n != found || !strings.Contains(b.String(), "-43\n+42") && !strings.Contains(b.String(), "-43&#xA;+42") {
			t.Errorf("%d of %d failures:\n%s", found, n, b.String())
		}
	})
}

func TestClean(t *testing.T) {
	r := run(t, check.Config{}, "testdata/clean.md")
	if got := text(t, r); got != "1 lesson, 12 blocks: all as the page says.\n" {
		t.Error(got)
	}
}

// The lessons that come with Crunchy are as they should be.
func TestOwnLessons(t *testing.T) {
	lessons, err := check.In(tutorials.FS())
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	r, err := check.Run(t.Context(), check.Config{
		Pythons: []check.Python{python(t, "")}, Progress: func(string) { told++ },
		Has: func(ctx context.Context, python string) error {
			_, err := runner.FindPython(ctx, python)
			return err
		},
	}, lessons)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := r.Found(); n > 0 || len(lessons) < 10 || told < len(lessons) {
		t.Error(text(t, r))
	}
}

func TestSeveralPythons(t *testing.T) {
	name := lesson(t, "```pycon\n>>> 1 + 1\n3\n```\n\n[x](y.md)\n")
	a := python(t, "")
	b := a
	b.Name = "another"
	got := text(t, run(t, check.Config{Pythons: []check.Python{a, b}}, name))
	for _, want := range []string{"[Python " + a.Name + "]", "[Python another]", "3 findings in 1 lesson."} {
		if strings.Count(got, want) != 1 {
			t.Errorf("not once %q in\n%s", want, got)
		}
	}
}

// lesson writes a Markdown lesson.
func lesson(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "lesson.md")
	if err := os.WriteFile(name, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestUpdate(t *testing.T) {
	name := lesson(t, "# x\r\n\r\n```pycon\r\n>>> 1\r\n2\r\n\r\n# stays\r\n>>> 6 * 7\r\n43\r\n>>> print('a\\n\\nb')\r\n>>> 'same'\r\n'same'\r\n```\r\n\r\n"+
		"> - ```pycon\r\n>   >>> x = print()\r\n>   >>> 1 / 0\r\n>   1\r\n>   2\r\n>\r\n>   3\r\n>   ```\r\n\r\n```pycon\r\n>>> int('x')\r\nno\r\n\r\n>>> print('>>> 1')\r\n2\r\n```\r\n\r\n"+
		"```python editor name=a\r\nx = ______\r\n```\r\n\r\n```python check name=a\r\nassert x\r\n```\r\n\r\n```python solution name=a\r\nx = 0\r\n```\r\n")
	py := []check.Python{python(t, "")}
	first := text(t, run(t, check.Config{Pythons: py, Update: true}, name))
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		">>> 1\r\n1\r\n\r\n# stays\r\n>>> 6 * 7\r\n42\r\n>>> print('a\\n\\nb')\r\na\r\n<BLANKLINE>\r\nb\r\n>>> 'same'\r\n'same'\r\n```\r\n",
		">   >>> x = print()\r\n>   >>> 1 / 0\r\n>   Traceback (most recent call last):\r\n>       ...\r\n>   ZeroDivisionError: division by zero\r\n>   ```\r\n",
		">>> int('x')\r\nTraceback (most recent call last):\r\n    ...\r\nValueError: invalid literal for int() with base 10: 'x'\r\n\r\n>>> print('>>> 1')\r\n2\r\n",
		"x = ______\r\n", "x = 0\r\n",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
	if !strings.Contains(first, "outputs written anew.") || !strings.Contains(first, "The solution does not pass") {
		t.Error(first)
	}
	again := text(t, run(t, check.Config{Pythons: py, Update: true}, name))
	if now, _ := os.ReadFile(name); !bytes.Equal(now, data) || strings.Contains(again, "anew") {
		t.Errorf("the second time it changes again:\n%s\n%s", again, now)
	}
	if info, _ := os.Stat(name); info.Mode().Perm() != 0o640 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Whatever a block does, it is ended, and the next one is tried.
func TestStubborn(t *testing.T) {
	name := lesson(t, `# Stubborn

~~~python editor name=deaf
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass
~~~

~~~python editor name=flood
while True:
    print("x" * 1000)
~~~

~~~pycon
>>> while True:
...     try:
...         while True: pass
...     except KeyboardInterrupt: pass
>>> 1
2
~~~

~~~python editor name=dies
import os
os._exit(1)
~~~

~~~python editor name=greedy
while True:
    try:
        input()
    except EOFError:
        pass
~~~
`)
	got := text(t, run(t, check.Config{Timeout: 3 * time.Second}, name))
	var lines []string
	for line := range strings.Lines(got) {
		if !strings.HasPrefix(line, " ") {
			lines = append(lines, strings.TrimSpace(strings.TrimPrefix(line, filepath.ToSlash(name))))
		}
	}
	want := []string{
		":3: This does not end within 3s, and was stopped.", ":10: This does not end within 3s, and was stopped.",
		":16: This does not end within 3s, and was stopped.", ":20: This prints something else than the page shows.",
		":24: This ends itself with exit status 1.", ":29: note: not tried: it asks for input.", "5 findings in 1 lesson.",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("%s", got)
	}
}

// What nobody typed is no fault of what comes after it.
func TestInputThatNobodyGives(t *testing.T) {
	name := lesson(t, "```pycon\n>>> name = input('?')\n>>> name\n'Ada'\n```\n\n```pycon\n>>> 1\n1\n>>> name\n'Ada'\n```\n\n"+
		"```python editor session=interpreter\nprint(name)\n```\n\n```pycon isolated\n>>> name\n1\n```\n")
	got := text(t, run(t, check.Config{}, name))
	if strings.Count(got, ": note: ") != 3 || !strings.Contains(got, ":19: This raises a NameError") || !strings.HasSuffix(got, "\n1 finding in 1 lesson.\n") {
		t.Error(got)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.md", "a/c.html", ".hidden/d.md", ".e.md", "f.txt", "a.md"} {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte("# x\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lessons, err := check.Find([]string{dir})
	var got []string
	for _, l := range lessons {
		got = append(got, strings.TrimPrefix(l.Name, filepath.ToSlash(dir)+"/"))
	}
	if err != nil || strings.Join(got, " ") != "a/c.html a.md b.md" {
		t.Errorf("%v, %v", got, err)
	}
	for _, name := range []string{"nothing", "f.txt", ".hidden/none"} {
		if _, err := check.Find([]string{filepath.Join(dir, name)}); err == nil {
			t.Errorf("%s is found", name)
		}
	}
}
