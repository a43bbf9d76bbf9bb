//go:build unix

package protocoltest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// markName is the variable by which everything is known that a server starts; its
// value may also be among the arguments.
const markName = "PROTOCOLTEST_MARK"

// living returns the processes that belong to the server, itself included, as
// pid and command line. It is empty where there is no /proc.
func (s *server) living() map[int]string {
	found := map[int]string{}
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		env, _ := os.ReadFile(filepath.Join(dir, "environ"))
		cmdline, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		if !strings.Contains(string(env), markName+"="+s.mark+"\x00") && !strings.Contains(string(cmdline), s.mark) {
			continue
		}
		stat, _ := os.ReadFile(filepath.Join(dir, "stat"))
		_, after, _ := strings.Cut(string(stat), ") ")
		if strings.HasPrefix(after, "Z") {
			continue // dead, and somebody else's to bury
		}
		pid, _ := strconv.Atoi(filepath.Base(dir))
		found[pid] = fmt.Sprintf("%.120s", strings.TrimSpace(strings.ReplaceAll(string(cmdline), "\x00", " ")))
	}
	return found
}

// nobodyLeft waits until no process of the server lives.
func (s *server) nobodyLeft(limit time.Duration) error {
	var left map[int]string
	if poll(limit, func() bool { left = s.living(); return len(left) == 0 }) == nil {
		return nil
	}
	for pid := range left {
		if p, err := os.FindProcess(pid); err == nil {
			_ = p.Kill() // not ours to keep
		}
	}
	return fmt.Errorf("%d processes are left %v after the server: %v", len(left), limit, left)
}
