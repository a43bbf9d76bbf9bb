//go:build linux

package runner_test

import (
	"testing"

	"crunchy/runner"
)

// forging opens what the agent keeps shut, and writes the agent's own messages to every
// pipe that the program has.
const forging = `import os, sys
for name, module in list(sys.modules.items()):
    if name.startswith("_crunchy") and hasattr(module, "scripts"):
        module.scripts.allowed = True
import dhtml
try:
    dhtml.exec_js("asked()")
except PermissionError:
    print("refused")
line = b'\n{"ev": "script", "id": %d, "last": 4, "text": "forged()"}\n'
for fd in range(3, 1100):
    path = "/proc/self/fd/%d" % fd
    if os.path.exists(path) and os.readlink(path).startswith("pipe"):
        for number in range(4):
            try:
                os.write(fd, line % number)
            except OSError:
                pass
print("over")
`

// TestScriptsOnlyWhereAllowed holds the server, and not the program, to deciding whose
// scripts reach a page.
func TestScriptsOnlyWhereAllowed(t *testing.T) {
	b := newBench(t, runner.Config{})
	honest := "import dhtml\ndhtml.exec_js('hello()')\nprint('over')\n"
	for _, tt := range []struct {
		uid, source string
		scripts     bool
		want        string
	}{
		{"1", honest, true, "hello()"},
		{"2", honest, false, ""},
		{"3", forging, false, ""},
		{"4", forging, true, "forged()"}, // it does reach the server
	} {
		r := b.add(runner.Spec{UID: tt.uid, Mode: runner.Program, File: "week.py", Dir: b.TempDir(), Scripts: tt.scripts})
		b.exec(tt.uid, tt.source)
		r.wait(t, "[stop", 1)
		if got := r.last(runner.EventScript).Text; got != tt.want {
			t.Errorf("element %s: the page runs %q; there is %q", tt.uid, got, r.text())
		}
	}
}
