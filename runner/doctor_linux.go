package runner

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// examineSystem looks at what Linux gives to all programs.
func examineSystem() []Finding {
	var found []Finding
	if terminals, err := ptys("max"); err == nil {
		used, _ := ptys("nr")
		reserved, _ := ptys("reserve") // older systems have none
		terminals -= reserved
		found = append(found, Finding{
			What: "terminals", Good: terminals-used >= 200, Fix: fixIf(terminals-used < 200, "sudo sysctl kernel.pty.max=8192"),
			Detail: fmt.Sprintf("%d in use of %d; each program takes %d", used, terminals, ttysEach),
		})
	}
	var files unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &files) == nil {
		found = append(found, Finding{
			What: "open files", Good: files.Max >= 4096, Fix: fixIf(files.Max < 4096, "ulimit -Hn 20000"),
			Detail: fmt.Sprintf("%d for this program; each program of a student takes %d", files.Max, filesAt),
		})
	}
	if auto, err := os.ReadFile("/proc/sys/kernel/sched_autogroup_enabled"); err == nil {
		on := strings.TrimSpace(string(auto)) == "1"
		found = append(found, Finding{
			What: "fair shares", Good: on, Class: true, Fix: fixIf(!on, "sudo sysctl kernel.sched_autogroup_enabled=1"),
			Detail: map[bool]string{true: "each program gets its share of the processors, however many threads another has", false: "a program with many processes slows all others down"}[on],
		})
	}
	return found
}

func fixIf(wrong bool, command string) string {
	if wrong {
		return command
	}
	return ""
}
