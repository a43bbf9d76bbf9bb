package runner

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getModes = unix.TCGETS
	putModes = unix.TCSETS
	disabled = 0

	// lineChunk is how much of a line the terminal is given before it is pushed
	// on: a line may have 4095 bytes.
	lineChunk = 4000
)

// channel makes the two ends of a channel to a process, or from it. To it, it is a
// socket: the end of a pipe can be opened once more by whoever has it, for writing
// too, and the reaper would never see us hang up.
func channel(to bool) (ours, theirs *os.File, err error) {
	if !to {
		return os.Pipe()
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(pair[0], true) // ours alone
	}
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(pair[0]), "channel"), os.NewFile(uintptr(pair[1]), "channel"), nil
}

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
