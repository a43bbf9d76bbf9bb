package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// small makes a folder of the server's a disk of its own, of a few MiB.
func small(folder string) string {
	return "mkdir -p " + folder + " && mount -t tmpfs -o size=3m none " + folder + " || exit 77; "
}

// fills is a program that takes all room that is left where it is told to.
const fills = `
name = %q
try:
    with open(name, "wb", buffering=0) as file:
        for size in 65536, 512, 1:
            try:
                while True: file.write(b"x" * size)
            except OSError as e:
                left = e.errno
except OSError as e:
    left = e.errno
print("full", left)
`

// disked is a lesson whose first element has a file.
const disked = "# Disk\n\n```python editor name=mine\nprint('the author')\n```\n\n```python isolated\n```\n\n```python editor\n```\n"

// save saves the text of the first element over the version that is there, and
// returns what is said to that.
func (v *visitor) save(t *testing.T, base, text string) (status int, said, version string) {
	t.Helper()
	a, err := v.Act(t.Context(), 1, "save", "&base="+base, text, protocoltest.JSON)
	must(t, err)
	var answer struct {
		Error   struct{ Msg string }
		Version string
	}
	must(t, json.Unmarshal([]byte(a.Body), &answer))
	return a.Status, answer.Error.Msg, answer.Version
}

// kept is the text of the first element as a program finds it.
func (v *visitor) kept(t *testing.T) string {
	t.Helper()
	v.forget()
	must(t, v.do(2, "exec", "print(repr(open('mine.py').read()), 'is kept')"), v.until(2, "STDOUT", "is kept\n"))
	return strings.TrimSuffix(v.heard[voice{2, "STDOUT"}], " is kept\n")
}

// TestChaosFullDisk fills the disk that has the students' work: what cannot be
// kept is said, what was kept stays, and all works again once there is room.
func TestChaosFullDisk(t *testing.T) {
	r := ruined(t, ground{lesson: disked, prelude: small("work")})
	v := r.visit()
	status, said, base := v.save(t, "", "print('before')\n")
	if status != http.StatusOK {
		t.Fatalf("at first: %d %s", status, said)
	}
	must(t, v.do(2, "exec", fmt.Sprintf(fills, "fill")), v.until(2, "STDOUT", "full 28"))
	for range times(100, 3) {
		status, said, _ := v.save(t, base, "print('after')\n"+strings.Repeat("# more than there is room for\n", 1000))
		if status != http.StatusInsufficientStorage || said != "Your text could not be saved: the disk is full." {
			t.Fatalf("with a full disk: %d %q", status, said)
		}
	}
	if got := v.kept(t); got != `"print('before')\n"` {
		t.Errorf("with a full disk the file has %s", got)
	}
	must(t, v.do(3, "exec", "print('all the same')"), v.until(3, "STDOUT", "all the same"), v.until(3, "STOP", ""))
	must(t, r.visit().leave())
	v.forget()
	must(t, v.do(2, "exec", "import os; os.remove('fill'); print(sorted(os.listdir()), 'are left')"), v.until(2, "STDOUT", "are left"))
	if left := v.heard[voice{2, "STDOUT"}]; strings.Contains(left, ".tmp") {
		t.Errorf("what could not be written is left: %s", left)
	}
	if status, said, _ := v.save(t, base, "print('after')\n"); status != http.StatusOK {
		t.Fatalf("with room again: %d %s", status, said)
	}
	if got := v.kept(t); got != `"print('after')\n"` {
		t.Errorf("with room again the file has %s", got)
	}
	t.Log("full disk of the work: 507 and one sentence, the file whole; saved again once there was room")
}

// TestChaosFullState fills the disk with the server's own files, before it starts
// and while it runs, and the one with what waits to be read.
func TestChaosFullState(t *testing.T) {
	r := ruined(t, ground{lesson: disked, env: []string{"TMPDIR=spool"}, tolerates: true,
		prelude: small("state") + small("spool") + "cat /dev/zero >state/fill 2>/dev/null; "})
	v := r.visit()
	if status, said, _ := v.save(t, "", "print('kept')\n"); status != http.StatusOK {
		t.Errorf("the work has room: %d %s", status, said)
	}
	must(t, v.do(2, "exec", fmt.Sprintf(fills, r.dir+"/spool/fill")), v.until(2, "STDOUT", "full 28"))
	// More than is kept in memory, and there is no room to put it aside.
	const lines = 20_000
	v.forget()
	must(t, v.do(3, "exec", fmt.Sprintf("for i in range(%d): print('%%090d' %% i)", lines)))
	must(t, v.until(3, "STOP", ""))
	var want strings.Builder
	for i := range lines {
		fmt.Fprintf(&want, "%090d\n", i)
	}
	if got := v.heard[voice{3, "STDOUT"}]; got != want.String() {
		t.Errorf("%d of %d bytes came, or others", len(got), want.Len())
	}
	// There is room again: both are used as if nothing had been.
	v.forget()
	must(t, v.do(2, "exec", fmt.Sprintf("import os\nfor f in (%q, %q): os.remove(f)\n", r.dir+"/spool/fill", r.dir+"/state/fill")), v.until(2, "STATUS", "idle"))
	must(t, v.do(2, "exec", "import glob, time\nwhile not glob.glob("+fmt.Sprintf("%q", r.dir+"/state/crunchy/shown/*.json")+"): time.sleep(0.05)\nprint('kept')"))
	must(t, v.until(2, "STDOUT", "kept\n"))
	t.Logf("full disk of the state: started, %d lines through a full spool, and kept again once there was room", lines)
}

// TestChaosReadOnly has the students' work on a disk that can only be read.
func TestChaosReadOnly(t *testing.T) {
	r := ruined(t, ground{lesson: disked, tolerates: true,
		prelude: small("work") + "mount -o remount,ro none work || exit 77; "})
	v := r.visit()
	if status, said, _ := v.save(t, "", "print('x')\n"); status != http.StatusInsufficientStorage || said != "Your text could not be saved: the disk can only be read." {
		t.Errorf("saving: %d %q", status, said)
	}
	a, err := v.Act(context.Background(), 1, "exec", "", "print(1)")
	must(t, err)
	if a.Status != http.StatusInsufficientStorage || strings.TrimSpace(a.Body) != "Nothing can be run here: the disk can only be read." {
		t.Errorf("running: %d %q", a.Status, a.Body)
	}
	if a, err := r.Do(t.Context(), "GET", "/home", ""); err != nil || a.Status != http.StatusOK {
		t.Errorf("the home page: %d %v", a.Status, err)
	}
	t.Log("read-only disk: 507 and one sentence for saving and running; pages open")
}

// TestChaosStateThatCannotBeMade starts where the server's own folder is a file.
func TestChaosStateThatCannotBeMade(t *testing.T) {
	file, err := binary()
	must(t, err)
	dir := t.TempDir()
	must(t, os.WriteFile(dir+"/state", nil, 0o600))
	attempt{file: file, env: append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir+"/state")}.fails(t,
		"set XDG_STATE_HOME to one that can be written", "--no-browser", "--port", "0")
}
