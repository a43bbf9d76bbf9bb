package runner_test

import (
	"os"
	"strings"
	"testing"

	"crunchy/runner"
)

func TestInterpreter(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.write("1", "")
	r.wait(t, "[>>>]", 1)
	b.write("1", "1+1\n")
	r.wait(t, "[>>>]", 2)
	b.write("1", "for i in range(3):\n  print(i)\n\nx = 5\n")
	r.wait(t, "[>>>]", 4)
	run := b.exec("1", "x\nx + 1")
	r.wait(t, "[>>>]", 5)
	want := "[starting][idle][>>>]" +
		"[running 1]2\n[idle 1 finished][>>>]" +
		"[...][...][running 2]0\n1\n2\n[idle 2 finished][>>>]" +
		"[running 3][idle 3 finished][>>>]" +
		"[running 4]5\n6\n[idle 4 finished][>>>]"
	if got := r.text(); got != want || run != 4 {
		t.Errorf("run %d, got  %q\nwant %q", run, got, want)
	}
}

func TestProgram(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "name = input('Name? ')\nprint('Hello', name)")
	b.write("1", "Ada\n")
	r.wait(t, "[stop", 1)
	want := "[starting 1][running 1]Name? Hello Ada\n[ended 1 finished][stop ]"
	// Whether it had to wait for the line depends on who was faster.
	if got := strings.Replace(r.text(), "[input true][input false]", "", 1); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if err := b.Write("1", []byte("x\n")); err != runner.ErrEnded {
		t.Errorf("Write after the Stop: %v", err)
	}
	r.clear()
	b.exec("1", "print(7)")
	r.wait(t, "[stop", 1)
	if got, want := r.text(), "[reset][starting 2][running 2]7\n[ended 2 finished][stop ]"; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestModules imports what lies in a folder beside the program's own.
func TestModules(t *testing.T) {
	for name, launcher := range map[string]runner.Launcher{"zygote": nil, "cold": &runner.Cold{}} {
		t.Run(name, func(t *testing.T) {
			own, modules := t.TempDir(), t.TempDir()
			for file, text := range map[string]string{own + "/both.py": "where = 'own'", modules + "/both.py": "where = 'modules'", modules + "/shapes.py": "side = 3"} {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			b := newBench(t, runner.Config{Launcher: launcher})
			spec := runner.Spec{UID: "1", Mode: runner.Program, Source: "import both, shapes\nprint(both.where, shapes.side)", Dir: own, Modules: modules}
			r := b.add(spec)
			b.exec("1", spec.Source)
			r.wait(t, "[stop", 1)
			if got := r.text(); !strings.Contains(got, "own 3\n") {
				t.Errorf("got %q", got)
			}
		})
	}
}
