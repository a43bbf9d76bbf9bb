package tutorials_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// hundred is what somebody types who tries all numbers, one after the other.
func hundred() string {
	var b strings.Builder
	for i := 1; i <= 100; i++ {
		b.WriteString(strconv.Itoa(i) + "\n")
	}
	return b.String()
}

// typed says what is typed into the programs that ask.
var typed = map[string]string{
	"first-steps/06-asking-questions.md hello.py":      "Ada\n",
	"first-steps/06-asking-questions.md birthday.py":   "2001\n",
	"first-steps/06-asking-questions.md story.py":      "fox\nsoup\nthe station\n3\n",
	"first-steps/06-asking-questions.md magic.py":      "now\nPLEASE\nplease\n",
	"first-steps/08-a-guessing-game.md one_guess.py":   "50\n",
	"first-steps/08-a-guessing-game.md game.py":        hundred(),
	"first-steps/08-a-guessing-game.md mind_reader.py": "b\ns\ns\ny\n",
	"first-steps/12-an-adventure.md play.py":           "north\ntake\nbag\nxyzzy\nquit\n",
	"all-elements.html question.py":                    "Ada\n",
	"writing-a-lesson.md greeting.py":                  "Ada\n",
	"using-crunchy.md question.py":                     "Ada\n",
	"all-elements.html star.py":                        "\x1bOB\x1bOC q",
}

// meant are the programs whose lesson is that they go wrong, or go on.
var meant = map[string]string{
	"first-steps/06-asking-questions.md clock.py":     "endless",
	"first-steps/07-when-it-goes-wrong.md cyclist.py": "ZeroDivisionError",
	"first-steps/07-when-it-goes-wrong.md bill.py":    "SyntaxError",
}

// exercises are changes that a lesson asks for, with what the student then sees.
var exercises = []struct {
	page, file string
	edits      []string // old, new, old, new …
	printed    string
}{
	{"first-steps/07-when-it-goes-wrong.md", "cyclist.py", []string{"    return sum", "    if len(numbers) == 0:\n        return 0\n    return sum"},
		"June: 45.0\nJuly: 0"},
	{"first-steps/07-when-it-goes-wrong.md", "bill.py", []string{"in prices\n", "in prices:\n", "prise", "price", `"The bill is " + total + " euros."`, `f"The bill is {total} euros."`},
		"The bill is 15.0 euros."},
	{"first-steps/07-when-it-goes-wrong.md", "silent.py", []string{"total = t\n", "total = total + t\n"},
		"The average is 20.0"},
}

// job is what testdata/check_lesson.py is told about a block.
type job struct {
	Kind    string  `json:"kind"`
	Group   string  `json:"group"`
	File    string  `json:"file"`
	Line    int     `json:"line"`
	Source  string  `json:"source"`
	Stdin   string  `json:"stdin"`
	Printed *string `json:"printed"`
	Raises  string  `json:"raises"`
	Endless bool    `json:"endless"`

	Terminal bool `json:"terminal"`
}

// tested are the names of the exercises of the page: what a student begins with is no
// whole program.
func (p page) tested() map[string]bool {
	names := map[string]bool{}
	for _, b := range p.Blocks {
		if k := b.kind(); k == "doctest" || k == "part" || b.has("output") {
			names[b.option("name")] = true
		}
	}
	delete(names, "")
	return names
}

// jobs returns the live blocks of the page. A fence of plain text right behind
// an editor says what its program prints. The parts of an exercise are only read.
func (p page) jobs() []job {
	var all []job
	files, tested := map[string]int{}, p.tested()
	for i, b := range p.Blocks {
		j := job{Kind: "session", Group: b.group(), File: "<input>", Line: b.Line, Source: b.Text}
		switch b.kind() {
		case "":
			continue
		case "doctest":
			j.Kind = "examples"
		case "part":
			j.Kind = "code"
		case "editor", "terminal":
			j.Terminal = b.kind() == "terminal"
			j.Kind, j.File = "program", b.option("name")
			if j.File == "" {
				j.File = "program"
			}
			j.File += ".py"
			if files[j.File]++; files[j.File] > 1 {
				j.File = strings.TrimSuffix(j.File, ".py") + " (" + strconv.Itoa(files[j.File]) + ").py"
			}
			key := p.Name + " " + j.File
			j.Stdin = typed[key]
			if j.Raises = meant[key]; j.Raises == "endless" {
				j.Raises, j.Endless = "", true
			}
			if tested[b.option("name")] || strings.Contains(b.Text, "import dhtml") || strings.Contains(b.Text, "import visits") { // which only Crunchy finds
				j.Kind = "code"
			}
			if i+1 < len(p.Blocks) && p.Blocks[i+1].Lang == "text" && (len(p.Blocks[i+1].Title) == 0 || p.Blocks[i+1].has("output")) {
				printed := strings.TrimRight(p.Blocks[i+1].Text, "\n")
				j.Printed = &printed
			}
		}
		all = append(all, j)
	}
	return all
}

// pythons finds the interpreters of this machine: the default one, and those
// that are called by their version or kept by pyenv.
func pythons(t *testing.T) map[string]string {
	t.Helper()
	root := os.Getenv("PYENV_ROOT")
	if root == "" {
		home, _ := os.UserHomeDir()
		root = filepath.Join(home, ".pyenv")
	}
	paths, _ := filepath.Glob(filepath.Join(root, "versions", "3.*", "bin", "python3"))
	for _, name := range []string{"python3", "python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"} {
		if p, err := exec.LookPath(name); err == nil {
			paths = append(paths, p)
		}
	}
	found := map[string]string{}
	for _, p := range paths {
		out, err := exec.Command(p, "-c", "import sys; print('%d.%02d %s' % (sys.version_info[:2] + (sys.executable,)))").Output()
		version, executable, ok := strings.Cut(strings.TrimSpace(string(out)), " ")
		if err == nil && ok && version >= "3.08" && found[version] == "" {
			found[version] = executable
		}
	}
	if len(found) == 0 {
		t.Fatal("no Python 3.8 or newer found: install Python 3, the lessons are run with it")
	}
	return found
}

// TestLessons runs every example of every page with every Python there is.
func TestLessons(t *testing.T) {
	lessons := pages(t)
	for version, python := range pythons(t) {
		t.Run(version, func(t *testing.T) {
			for _, p := range lessons {
				check(t, python, p.Name, p.jobs())
			}
		})
	}
}

// TestExercises does what the lessons ask the student to do.
func TestExercises(t *testing.T) {
	lessons := pages(t)
	for _, python := range pythons(t) {
		for _, e := range exercises {
			i := slices.IndexFunc(lessons, func(p page) bool { return p.Name == e.page })
			jobs := lessons[i].jobs()
			k := slices.IndexFunc(jobs, func(j job) bool { return j.File == e.file })
			j := jobs[k]
			for n := 0; n < len(e.edits); n += 2 {
				if strings.Count(j.Source, e.edits[n]) != 1 {
					t.Errorf("%s: %s has changed", e.page, e.file)
				}
				j.Source = strings.Replace(j.Source, e.edits[n], e.edits[n+1], 1)
			}
			j.Printed, j.Raises = &e.printed, ""
			check(t, python, e.page, []job{j})
		}
		break
	}
}

func check(t *testing.T, python, name string, jobs []job) {
	t.Helper()
	if len(jobs) == 0 { // a frame
		return
	}
	in, err := json.Marshal(map[string][]job{"blocks": jobs})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "testdata/check_lesson.py")
	cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}
