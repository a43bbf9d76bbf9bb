//go:build linux || darwin

package runner

import (
	"fmt"
	"os"
	"syscall"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// openTerminal makes a pseudo terminal, set as every one of ours is, and its
// other side for the child.
func openTerminal(size winsize, kind modes) (*terminal, *os.File, error) {
	master, slave, err := pty.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("runner: opening a terminal: %w", err)
	}
	defer master.Close()
	err = setModes(slave.Fd(), kind)
	if err == nil {
		err = setSize(slave.Fd(), size)
	}
	// The library's ioctls have made the master blocking, so that a read would
	// never be woken by Close.
	var fd int
	if err == nil {
		fd, err = unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	}
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		_ = slave.Close()
		return nil, nil, fmt.Errorf("runner: setting up a terminal: %w", err)
	}
	t, err := newTerminal(os.NewFile(uintptr(fd), "terminal"), kind)
	if err != nil {
		_ = slave.Close()
		return nil, nil, err
	}
	return t, slave, nil
}

func setModes(fd uintptr, kind modes) error {
	m, err := unix.IoctlGetTermios(int(fd), getModes)
	if err != nil {
		return err
	}
	kind.set(m)
	return unix.IoctlSetTermios(int(fd), putModes, m)
}

// set: lines are gathered and Ctrl-C works. On an ordinary terminal all is as
// `stty sane` has it, but that Ctrl-S, which many press to save, does not stop
// the output. On another nothing is echoed or changed on its way, and a signal
// does not throw away what waits.
func (d modes) set(m *unix.Termios) {
	if d == ordinary {
		m.Iflag &^= unix.INLCR | unix.IGNCR | unix.ISTRIP | unix.IXON | unix.IXOFF | unix.PARMRK
		m.Iflag |= unix.ICRNL | unix.BRKINT | unix.IUTF8
		m.Oflag |= unix.OPOST | unix.ONLCR
		m.Lflag &^= unix.ECHONL | unix.TOSTOP | unix.NOFLSH
		m.Lflag |= unix.ICANON | unix.ISIG | unix.IEXTEN | unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ECHOCTL | unix.ECHOKE
		m.Cc[unix.VEOF] = veof
		return
	}
	m.Iflag &^= unix.ICRNL | unix.INLCR | unix.IGNCR | unix.ISTRIP | unix.IXON | unix.IXOFF | unix.PARMRK
	m.Oflag &^= unix.OPOST
	m.Lflag &^= unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ECHONL | unix.TOSTOP
	m.Lflag |= unix.ICANON | unix.ISIG | unix.IEXTEN | unix.NOFLSH
	m.Cc[unix.VSUSP] = disabled
	m.Cc[unix.VEOF], m.Cc[unix.VLNEXT] = veof, vlnext
}

func setSize(fd uintptr, size winsize) error {
	return unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: size.rows, Col: size.cols})
}

func (t *terminal) resize(size winsize) {
	t.control(func(fd uintptr) { _ = setSize(fd, size) })
}

// tidy undoes what a program did to the modes.
func (t *terminal) tidy() {
	t.control(func(fd uintptr) {
		m, err := unix.IoctlGetTermios(int(fd), getModes)
		if err != nil {
			return
		}
		have := *m
		if t.modes.set(m); *m != have {
			_ = unix.IoctlSetTermios(int(fd), putModes, m) // the terminal is gone
		}
	})
}

// canonical says whether the terminal gathers lines at the moment.
func canonical(fd uintptr) bool {
	m, err := unix.IoctlGetTermios(int(fd), getModes)
	return err != nil || m.Lflag&unix.ICANON != 0
}

// interrupt sends SIGINT to the foreground of the terminal, and, if that may
// not be the interpreter, to it too.
func (t *terminal) interrupt(both bool) {
	t.control(func(fd uintptr) {
		front, _ := unix.IoctlGetInt(int(fd), unix.TIOCGPGRP)
		if err := signalFront(fd); err != nil && front > 1 {
			_ = unix.Kill(-front, unix.SIGINT)
		}
		if leader := sessionLeader(fd); both && leader > 1 && leader != front {
			_ = unix.Kill(leader, unix.SIGINT)
		}
	})
}

// signal sends a signal to the interpreter itself, and says whether it could.
func (t *terminal) signal(n int) (ok bool) {
	t.control(func(fd uintptr) {
		leader := sessionLeader(fd)
		ok = leader > 1 && unix.Kill(leader, syscall.Signal(n)) == nil
	})
	return ok
}

// tryRead and tryWrite never wait: n < 0 says that they would have to, and n = 0
// that there is nothing more to come. A terminal without its other side answers EIO.
func tryRead(fd uintptr, p []byte) int  { return attempt(unix.Read, fd, p) }
func tryWrite(fd uintptr, p []byte) int { return attempt(unix.Write, fd, p) }

func attempt(call func(int, []byte) (int, error), fd uintptr, p []byte) int {
	for {
		n, err := call(int(fd), p)
		switch err {
		case nil:
			return n
		case unix.EINTR:
		case unix.EAGAIN:
			return -1
		default:
			return 0
		}
	}
}

func signalName(n int) string { return unix.SignalName(syscall.Signal(n)) }
