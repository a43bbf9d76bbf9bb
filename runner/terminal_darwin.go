package runner

import "golang.org/x/sys/unix"

const (
	getModes = unix.TIOCGETA
	putModes = unix.TIOCSETA
	disabled = 0xff

	// lineChunk is how much of a line the terminal is given before it is pushed
	// on: a line may have 1023 bytes.
	lineChunk = 1000
)

// signalFront sends SIGINT to the foreground, also when the terminal's queues are full.
func signalFront(fd uintptr) error {
	return unix.IoctlSetInt(int(fd), unix.TIOCSIG, int(unix.SIGINT))
}

// sessionLeader is the pid of the interpreter on the terminal, unless another
// process has the foreground at the moment: this system tells only that.
func sessionLeader(fd uintptr) int {
	pid, _ := unix.IoctlGetInt(int(fd), unix.TIOCGPGRP)
	return pid
}
