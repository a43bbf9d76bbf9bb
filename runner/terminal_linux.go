package runner

import "golang.org/x/sys/unix"

const (
	getModes = unix.TCGETS
	putModes = unix.TCSETS
	disabled = 0

	// lineChunk is how much of a line the terminal is given before it is pushed
	// on: a line may have 4095 bytes.
	lineChunk = 4000
)

// signalFront sends SIGINT to the foreground, through pid namespaces and also
// when the terminal's queues are full.
func signalFront(fd uintptr) error {
	return unix.IoctlSetInt(int(fd), unix.TIOCSIG, int(unix.SIGINT))
}

// sessionLeader is the pid, as we see it, of the interpreter on the terminal.
func sessionLeader(fd uintptr) int {
	pid, _ := unix.IoctlGetInt(int(fd), unix.TIOCGSID)
	return pid
}

// limitMemory bounds the address space of the interpreter on the terminal.
func (t *terminal) limitMemory(bytes int64) {
	t.control(func(fd uintptr) {
		if pid := sessionLeader(fd); pid > 1 {
			limit := unix.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}
			_ = unix.Prlimit(pid, unix.RLIMIT_AS, &limit, nil) // ended meanwhile
		}
	})
}
