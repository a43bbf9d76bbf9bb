//go:build unix

package protocoltest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// matches asks for what completes code at its end.
func (v *view) matches(n int, code string) string {
	v.t.Helper()
	body, _ := json.Marshal(map[string]any{"code": code, "cursor": len([]rune(code))})
	var answer struct {
		Matches []struct{ Text, Kind string }
	}
	if err := json.Unmarshal([]byte(v.do(n, "complete", "", string(body))), &answer); err != nil {
		v.t.Fatal(err)
	}
	var all []string
	for _, m := range answer.Matches {
		all = append(all, m.Text+":"+m.Kind)
	}
	return strings.Join(all, " ")
}

// TestAskAnEditorThatDoesNotRun asks it before its first run and after its end,
// of which nothing is seen on the page.
func TestAskAnEditorThatDoesNotRun(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	for _, n := range []int{program, joined} {
		for _, round := range []string{"before the first run", "after the end", "after the death"} {
			seen := len(v.seen)
			if got := v.matches(n, "import json\nclass Point:\n    def norm(self): pass\np = Point()\np.no"); got != "norm:function" {
				t.Errorf("%d, %s: %s", n, round, got)
			}
			if got := v.matches(n, "import json\njson.dump"); !strings.Contains(got, "dumps:function") {
				t.Errorf("%d, %s: %s", n, round, got)
			}
			source := "print('ran')"
			if round == "after the end" {
				source = "import os\nprint('ran')\nos._exit(3)"
			}
			v.exec(n, source)
			v.stop(n)
			var own []frame
			for _, f := range v.seen[seen:] {
				if f.UID == v.UID(n) {
					own = append(own, f)
				}
			}
			got := show(own, true)
			if before, _, _ := strings.Cut(got, "STDOUT"); strings.Contains(before, "STOP") || strings.Contains(before, `"idle"`) {
				t.Errorf("%d, %s: the questions are seen on the page:\n%s", n, round, got)
			}
			if text(own, "STDOUT") != "ran\n" {
				t.Errorf("%d, %s: %s", n, round, got)
			}
			if round == "before the first run" && strings.Contains(got, "RESET") {
				t.Errorf("%d: RESET before the first run:\n%s", n, got)
			}
		}
		v.refused(410, n, "post", "x\n")
	}
}

func TestDetailsOfAnException(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(alone1, "open('statistics.py', 'w').close()")
	v.prompt(alone1)
	v.exec(program, "import statistics\ndef mean(numbers):\n    return statistics.mean(numbers)\nmean([1])\n")
	frames := v.stop(program)
	e, _ := outcome(t, frames)["exception"].(map[string]any)
	if e["shadow"] != "statistics.py" {
		t.Errorf("the file that is to blame is %v", e)
	}
	all, _ := e["frames"].([]any)
	if len(all) != 2 || all[1].(map[string]any)["function"] != "mean" || all[1].(map[string]any)["line"] != 3.0 {
		t.Errorf("the frames are %v", e["frames"])
	}
	if _, ok := e["explanation"]; ok {
		t.Errorf("an explanation that nobody gave: %v", e)
	}
	v.exec(alone1, "import os; os.remove('statistics.py')")
	v.prompt(alone1)
	v.exec(program, "1/0")
	e, _ = outcome(t, v.stop(program))["exception"].(map[string]any)
	if _, ok := e["shadow"]; ok {
		t.Errorf("nothing is in the way, but: %v", e)
	}
}

// TestStatisticsOfARun wants the time and memory of a program, and when it began.
func TestStatisticsOfARun(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	before := time.Now()
	v.exec(program, "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\nx = b'1' * (50 << 20)\n")
	frames := v.stop(program)
	end := outcome(t, frames)
	ms, _ := end["ms"].(float64)
	cpu, _ := end["cpu_ms"].(float64)
	peak, _ := end["peak_kib"].(float64)
	if cpu < 290 || cpu > 2000 || ms < 290 || peak < 50<<10 || peak > 150<<10 {
		t.Errorf("%v ms, %v ms of the processor, %v KiB", ms, cpu, peak)
	}
	told := 0
	for _, f := range frames {
		if m := object(f); f.Type == "STATUS" {
			since, ok := m["since"].(float64)
			if ok != (m["state"] == "running") {
				t.Errorf("since in %s", f.Data)
			}
			if ok {
				told++
				if began := time.UnixMilli(int64(since)); began.Before(before.Add(-time.Second)) || began.After(time.Now()) {
					t.Errorf("it began at %v, was ordered at %v", began, before)
				}
			}
		}
	}
	if told != 1 {
		t.Errorf("%d STATUS say that it runs", told)
	}
}

// TestAResetLeavesOthersAtWork starts a program of a session again while an
// interpreter of the session waits for input.
func TestAResetLeavesOthersAtWork(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(joined, "print('one')")
	v.stop(joined)
	v.exec(joined2, "name = input('Name? ')")
	v.asks(joined2)
	from := len(v.seen)
	v.exec(joined, "print(name)")
	v.until("the question again", func(f frame) bool {
		return f.UID == v.UID(joined2) && f.Type == "INPUT" && object(f)["waiting"] == true
	})
	v.post(joined2, "Ada\n")
	v.prompt(joined2)
	v.until("the name", func(f frame) bool { return f.UID == v.UID(joined) && f.Data == "Ada\n" })
	v.stop(joined)
	if n := strings.Count(show(v.seen[from:], true), "RESET"); n != 2 {
		t.Errorf("%d RESET:\n%s", n, show(v.seen[from:], true))
	}
}

func TestFormatRoute(t *testing.T) {
	site := t.TempDir()
	if err := os.Mkdir(filepath.Join(site, "ruff"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"__init__.py": "",
		"__main__.py": "import sys\nassert sys.argv[1:] == ['format', '-']\nsys.stdout.write(sys.stdin.read().replace('  ', ' '))\n",
	} {
		if err := os.WriteFile(filepath.Join(site, "ruff", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t, setup{lessons: lessons, env: []string{"PYTHONPATH=" + site}})
	v := open(t, s, "lesson.md")
	for _, n := range []int{program, alone1, joined} {
		got := object(frame{Data: v.do(n, "format", "", "print( 'é'  )\n")})
		if want := map[string]any{"code": "print( 'é' )\n", "by": "ruff"}; !maps.Equal(got, want) {
			t.Errorf("%v", got)
		}
	}
	v.refused(400, program, "format", "print(\n")
	v.refused(400, program, "format", "\xff")
	a, err := v.Act(t.Context(), program, "format", "", "x = 1\nif x:\n")
	if err != nil || !strings.Contains(a.Body, "line 2") && !strings.Contains(a.Body, "line 3") {
		t.Errorf("of what is not Python is said %q", a.Body)
	}
	checkSentence(t, "format", "*/*", a)
	v.exec(program, "input()")
	v.asks(program)
	v.refused(409, program, "format", "x = 1\n")
	v.do(program, "kill", "", "")
	v.stop(program)
	if got := v.do(program, "format", "", "x  = 1\n"); !strings.Contains(got, `"x = 1\n"`) {
		t.Errorf("after the end: %s", got)
	}
	// Without one there is a sentence that says what to do.
	venv := filepath.Join(t.TempDir(), "venv")
	bare := start(t, setup{lessons: lessons, args: []string{"--python", emptyPython(t, venv)}})
	w := open(t, bare, "lesson.md")
	for _, accept := range []string{"*/*", "application/json"} {
		a := request(t, bare, "POST", "/format?uid="+w.UID(program), "x = 1\n", protocoltest.Header("Accept", accept))
		if a.Status != 404 || !strings.Contains(a.Body, "pip install ruff") {
			t.Errorf("%d %q", a.Status, a.Body)
		}
		checkSentence(t, "404", accept, a)
	}
}

// emptyPython makes a Python with nothing installed.
func emptyPython(t *testing.T, dir string) string {
	t.Helper()
	python, err := realPython()
	if err != nil {
		lacks(t, fmt.Sprint("no Python is installed that could be asked: ", err))
	}
	path := filepath.Join(dir, "bin", "python3")
	for _, err := range []error{
		os.MkdirAll(filepath.Dir(path), 0o755), os.Symlink(python, path),
		os.WriteFile(filepath.Join(dir, "pyvenv.cfg"), []byte(fmt.Sprintf("home = %s\n", filepath.Dir(python))), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// realPython is the executable behind `python3`, which may be a shim.
func realPython() (string, error) {
	out, err := exec.Command("python3", "-c", "import sys; print(sys.executable)").Output()
	return strings.TrimSpace(string(out)), err
}
