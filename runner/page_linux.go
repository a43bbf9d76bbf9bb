package runner

import (
	"os"

	"golang.org/x/sys/unix"
)

// newPage makes a page, and the process's side of it. Where the system refuses
// that, it is no page.
func newPage() (ours, theirs *os.File, err error) {
	fd, err := unix.MemfdCreate("page", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return noPage()
	}
	ours = os.NewFile(uintptr(fd), "page")
	other, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		theirs = os.NewFile(uintptr(other), "page")
		err = unix.Ftruncate(fd, pageSize)
	}
	if err == nil {
		// It is as large as it is, whatever a program does to it.
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_GROW|unix.F_SEAL_SHRINK|unix.F_SEAL_SEAL)
	}
	if err != nil {
		closeAll([]*os.File{ours, theirs})
		return noPage()
	}
	return ours, theirs, nil
}

// pending is how many bytes can be read from a pipe.
func pending(fd uintptr) int {
	n, _ := unix.IoctlGetInt(int(fd), unix.TIOCINQ)
	return n
}
