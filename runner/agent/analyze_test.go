//go:build linux

package agent_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

type analysis struct {
	Problem string
	Line    int
	Reports []struct {
		By      string
		Score   *float64
		Remarks []struct {
			Line       int
			Code, Text string
		}
	}
}

// tell is what a list of reports says, in short.
func (a analysis) tell() string {
	var b strings.Builder
	b.WriteString(a.Problem)
	for _, r := range a.Reports {
		text, _ := json.Marshal(r)
		b.Write(text)
	}
	return b.String()
}

func (s *session) analyzed(source string) (a analysis) {
	s.t.Helper()
	id := s.send(agent.Command{Op: agent.OpAnalyze, Text: source})
	ev := s.until(agent.EvAnswer)
	if ev.ID != id {
		s.t.Fatalf("the answer to %d came to %d", ev.ID, id)
	}
	check(s.t, json.Unmarshal(ev.Data, &a))
	return a
}

// What analysers write.
const (
	pylintJSON2 = `import json, os, sys
text = sys.stdin.read()
if not sys.argv[-1].endswith("json2"): sys.exit("odd")
print(json.dumps({"messages": [
    {"line": 2, "symbol": "second", "message": "of " + os.getcwd()}, {"line": 1, "symbol": "first", "message": text, "column": 0}],
    "statistics": {"score": 7.5}}))
sys.exit(20)`
	pylintJSON = `import json, sys
if sys.argv[-1].endswith("json2"): sys.exit(32)
print(json.dumps([{"line": 1, "symbol": "old", "message": "one"}]))`
	ruffJSON = `import json, sys
sys.stdin.read()
print(json.dumps([{"code": "F401", "message": "unused", "location": {"row": 3, "column": 1}}, {"code": None, "message": "odd", "location": {"row": 1}}]))`
	pyflakesText = `import sys
sys.stdin.read()
print("<stdin>:1:1: 'os' imported but unused\nnonsense\n<stdin>:4: undefined name 'x'")
sys.exit(1)`
)

func TestAnalyze(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		site, bin, dir := t.TempDir(), t.TempDir(), folder(t)
		install := func(name, text string) {
			t.Helper()
			write(t, site, map[string]string{name + "/__init__.py": "", name + "/__main__.py": text})
		}
		command := func(name, text string) {
			t.Helper()
			check(t, os.WriteFile(filepath.Join(bin, name), []byte("#!"+python+"\n"+text), 0o755))
		}
		// What the learner has of the same name is none.
		check(t, os.WriteFile(filepath.Join(dir, "pylint"), []byte("#!/bin/sh\necho run"), 0o755))
		ask := func(source string) string {
			t.Helper()
			s := coldIn(t, python, dir, "PYTHONPATH="+site, "PATH="+dir+":"+bin+":relative")
			from := len(s.log)
			a := s.analyzed(source)
			s.untouched(dir, from)
			s.close()
			return a.tell()
		}
		const code = "import os\nx = 1"
		if got := ask(code); got != "missing" {
			t.Errorf("without any: %s", got)
		}
		install("pyflakes", pyflakesText)
		if got, want := ask(code), `{"By":"pyflakes","Score":null,"Remarks":[{"Line":1,"Code":"","Text":"'os' imported but unused"},{"Line":4,"Code":"","Text":"undefined name 'x'"}]}`; got != want {
			t.Errorf("%s", got)
		}
		command("ruff", ruffJSON)
		install("pylint", pylintJSON2)
		ruff := `{"By":"ruff","Score":null,"Remarks":[{"Line":1,"Code":"","Text":"odd"},{"Line":3,"Code":"F401","Text":"unused"}]}`
		if got, want := ask(code), `{"By":"pylint","Score":7.5,"Remarks":[{"Line":1,"Code":"first","Text":"import os\nx = 1\n"},{"Line":2,"Code":"second","Text":"of /"}]}`+ruff; got != want {
			t.Errorf("%s", got)
		}
		install("pylint", pylintJSON)
		if got, want := ask(code), `{"By":"pylint","Score":null,"Remarks":[{"Line":1,"Code":"old","Text":"one"}]}`+ruff; got != want {
			t.Errorf("%s", got)
		}
		// One that is broken is not counted; if all are, that is said.
		for _, text := range []string{"raise SystemError", `print('{"messages": 1, "statistics": []}')`, `print('[{"line": "x"}]')`, `print("\xff")`, `print([])`, "import os; os.kill(os.getpid(), 9)"} {
			install("pylint", text)
			if got := ask(code); got != ruff && got != `{"By":"pylint","Score":null,"Remarks":[]}`+ruff {
				t.Errorf("%s: %s", text, got)
			}
			if testing.Short() || python != interpreters(t)[0].path {
				break
			}
		}
		command("ruff", "raise SystemError")
		check(t, os.RemoveAll(filepath.Join(site, "pyflakes")))
		if got := ask(code); got != "failed" {
			t.Errorf("%s", got)
		}
		s := coldIn(t, python, dir)
		if got := s.analyzed("x = 1\ny = (\n"); got.Problem != "syntax" || got.Line < 2 || !reflect.DeepEqual(got.Reports, analysis{}.Reports) {
			t.Errorf("%+v", got)
		}
	})
}
