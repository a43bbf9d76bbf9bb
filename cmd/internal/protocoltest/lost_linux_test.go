package protocoltest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// parent is the parent of a process, and 0 when there is none to be seen.
func parent(pid int) int {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, after, _ := strings.Cut(string(stat), ") ")
	if fields := strings.Fields(after); len(fields) > 1 {
		pid, _ := strconv.Atoi(fields[1])
		return pid
	}
	return 0
}

// TestLost kills from outside what is above a program: the process that watches
// over it, and the one that all are forked from. Where they have a namespace of
// their own that one takes all along; else the program goes on.
func TestLost(t *testing.T) {
	for _, name := range []string{"as we are", "as we are, without namespaces"} {
		t.Run(name, func(t *testing.T) {
			s := within(t, surroundings()[name])
			t.Cleanup(func() {
				if err := s.stop(); err != nil {
					t.Error(err)
				}
			})
			v := open(t, s, "lesson.md")
			for generations, who := range []string{"watcher", "zygote"} {
				v.exec(program, "import os; os.makedirs('"+who+"', exist_ok=True); os.chdir('"+who+"')\nprint('a'); print('b')\nprint('it was', input())")
				v.asks(program)
				var above int
				for pid := range s.living() {
					if cwd, _ := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); filepath.Base(cwd) == who {
						for above = parent(pid); generations > 0; generations-- {
							above = parent(above)
						}
						break
					}
				}
				own, _ := os.Readlink("/proc/self/ns/pid")
				theirs, _ := os.Readlink(fmt.Sprintf("/proc/%d/ns/pid", above))
				if s.living()[above] == "" || above == s.cmd.Process.Pid || theirs == "" {
					t.Fatalf("the %s is not found: %d of %v", who, above, s.living())
				}
				if err := syscall.Kill(above, syscall.SIGKILL); err != nil {
					t.Fatal(err)
				}
				if who == "zygote" && own == theirs {
					v.post(program, "Ada\n")
					v.says(program, "it was Ada\n")
					v.stop(program)
				} else {
					frames := v.stop(program)
					checkDeath(t, v, program, "lost", 0, 0)
					if said := frames[len(frames)-1].Data; said != "Python has disappeared, and nobody knows why. Run it again." {
						t.Errorf("without its %s it ends with %q", who, said)
					}
					v.refused(410, program, "post", "x\n")
				}
				v.exec(program, "print('again')")
				same(t, v.stop(program), `
					6 RESET ""
					6 STDOUT "again\n"
					6 STOP ""`)
				v.seen = nil
			}
		})
	}
}
