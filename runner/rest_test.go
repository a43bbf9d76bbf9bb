//go:build linux

package runner_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/runner"
)

const restPage = `A title
=======

.. raw:: html

   <script>alert(1)</script>

.. include:: /etc/passwd

.. csv-table::
   :file: /etc/passwd

.. crunchy:: editor name=week "quoted
   :linenumber: 3
   :size: (10, 80)

   print("<hi>")

.. getpythonsource:: os.path.join

Some *text*.
`

// withDocutils returns up to so many Pythons that have docutils, one of each version
// there is: itself, or a virtual environment of it with the docutils of another. Docutils is
// nothing but Python.
func withDocutils(t *testing.T, most int) (all []runner.Python) {
	t.Helper()
	m := runner.New(runner.Config{})
	defer m.Close()
	pythons := m.Pythons(t.Context())
	from := ""
	for _, p := range pythons {
		out, err := exec.Command(p.Path, "-c", "import docutils; print(docutils.__path__[0])").Output()
		if err == nil {
			from = strings.TrimSpace(string(out))
		}
	}
	if from == "" {
		runner.Lacks(t, "no Python here has docutils; python3 -m pip install docutils installs it")
	}
	for _, p := range pythons {
		if len(all) == most {
			break
		}
		if exec.Command(p.Path, "-I", "-c", "import docutils").Run() == nil {
			all = append(all, p)
			continue
		}
		dir := filepath.Join(t.TempDir(), p.Version)
		if out, err := exec.Command(p.Path, "-m", "venv", "--without-pip", dir).CombinedOutput(); err != nil {
			t.Logf("Python %s makes no virtual environment: %v %s", p.Version, err, out)
			continue
		}
		found, _ := filepath.Glob(filepath.Join(dir, "lib", "python3*", "site-packages"))
		if len(found) != 1 {
			t.Fatal(found)
		}
		for _, module := range []string{"docutils", "roman.py"} { // Debian keeps the second by itself
			old := filepath.Join(filepath.Dir(from), module)
			if _, err := os.Stat(old); err != nil {
				continue
			}
			if err := os.Symlink(old, filepath.Join(found[0], module)); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, runner.Python{Path: filepath.Join(dir, "bin", "python3"), Version: p.Version})
	}
	return all
}

func TestDocutils(t *testing.T) {
	t.Setenv("DOCUTILSCONFIG", hostileConfig(t))
	for _, p := range withDocutils(t, 20) {
		t.Run(p.Version, func(t *testing.T) {
			html, notices, err := runner.NewDocutils(p).Read(t.Context(), restPage)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{
				`<h1 class="title">A title</h1>`, "<em>text</em>",
				`data-crunchy="editor name=week &quot;quoted linenumber=3 size=&quot;(10, 80)&quot;"><code>print(&quot;&lt;hi&gt;&quot;)</code>`,
				`data-crunchy="getpythonsource os.path.join"`,
			} {
				if !strings.Contains(html, want) {
					t.Errorf("%s is not in %s", want, html)
				}
			}
			for _, no := range []string{"<script", "root:", "alert"} {
				if strings.Contains(html, no) {
					t.Errorf("%s is in %s", no, html)
				}
			}
			lines := map[int]bool{}
			for _, n := range notices {
				lines[n.Line] = true
			}
			if !lines[4] || !lines[8] || !lines[10] {
				t.Errorf("notices: %v", notices)
			}
		})
	}
}

// hostileConfig are settings that would let a page read files.
func hostileConfig(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "docutils.conf")
	if err := os.WriteFile(file, []byte("[general]\nfile_insertion_enabled: yes\nraw_enabled: yes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestDocutilsBounded gives it what has no end, and what is broken.
func TestDocutilsBounded(t *testing.T) {
	all := withDocutils(t, 1)
	d := runner.NewDocutils(all[0])
	var billion strings.Builder
	billion.WriteString(".. |a0| replace:: lol\n")
	for i := range 40 {
		n := string(rune('A' + i%26))
		billion.WriteString(".. |" + n + "| replace:: " + strings.Repeat("|a0| ", 40) + "\n")
	}
	billion.WriteString("\n|A|\n")
	for name, source := range map[string]string{
		"empty": "", "nothing but marks": strings.Repeat("*`|_", 5000), "deep": deep(60),
		"substitutions": billion.String(), "controls": "\x01\x02\x7f\xff",
	} {
		html, _, err := d.Read(t.Context(), source)
		t.Logf("%s: %d bytes, %v", name, len(html), err)
	}
	if _, _, err := d.Read(t.Context(), strings.Repeat("x", 3<<20)); err == nil {
		t.Error("a very long text is read")
	}
}

func deep(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", 2*i) + "* x\n\n")
	}
	return b.String()
}

func TestDocutilsMissing(t *testing.T) {
	p, err := runner.FindPython(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "a b")
	if out, err := exec.Command(p.Path, "-m", "venv", "--without-pip", dir).CombinedOutput(); err != nil {
		runner.Lacks(t, fmt.Sprintf("this Python makes no virtual environment: %v %s", err, out))
	}
	d := runner.NewDocutils(runner.Python{Path: filepath.Join(dir, "bin", "python3")})
	if _, _, err := d.Read(t.Context(), "x"); !errors.Is(err, runner.ErrNoDocutils) {
		t.Errorf("it says %v", err)
	}
	if got := d.Install(); got != `"`+filepath.Join(dir, "bin", "python3")+`" -m pip install docutils` {
		t.Error(got)
	}
	if _, _, err := runner.NewDocutils(runner.Python{Path: "/nowhere/python3"}).Read(t.Context(), "x"); err == nil || errors.Is(err, runner.ErrNoDocutils) {
		t.Errorf("without a Python: %v", err)
	}
}
