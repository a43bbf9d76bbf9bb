package runner

import (
	"os"
	"syscall"
)

// terminal is our side of a pseudo terminal. Its descriptor stays non-blocking:
// everything goes through SyscallConn, as Fd would change that.
type terminal struct {
	file  *os.File
	raw   syscall.RawConn
	modes modes
}

// modes are what a terminal does with what passes through it while its
// program leaves it alone.
type modes int

const (
	gathering modes = iota // gathers lines, without echo, and changes nothing
	ordinary               // as in a terminal's window
)

func newTerminal(f *os.File, kind modes) (*terminal, error) {
	raw, err := f.SyscallConn()
	return &terminal{f, raw, kind}, err
}

// control runs a system call on the descriptor, unless that is closed.
func (t *terminal) control(call func(fd uintptr)) { _ = t.raw.Control(call) }

func closeAll(files []*os.File) {
	for _, f := range files {
		if f != nil {
			_ = f.Close() // only to let go of it
		}
	}
}

// blocking makes the description behind our copy of a child's end blocking, as
// every program expects of what it inherits.
func blocking(files []*os.File) {
	for _, f := range files {
		f.Fd()
	}
}
