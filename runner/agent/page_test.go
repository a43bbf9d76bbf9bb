//go:build linux

package agent_test

import (
	"bytes"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// page is the memory that a process of a test shares with it.
type page struct {
	ours, theirs *os.File
	shown        int
}

const pageSize = 64 << 10

func newPage(t testing.TB) *page {
	t.Helper()
	fd, err := unix.MemfdCreate("page", unix.MFD_CLOEXEC)
	check(t, err)
	check(t, unix.Ftruncate(fd, pageSize))
	other, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	check(t, err)
	return &page{os.NewFile(uintptr(fd), "page"), os.NewFile(uintptr(other), "page"), 1}
}

// end is where its text ends.
func (p *page) end() int {
	all := make([]byte, pageSize)
	if _, err := p.ours.ReadAt(all, 0); err != nil {
		return p.shown // it is closed
	}
	if i := bytes.IndexByte(all[p.shown:], 0); i >= 0 {
		return p.shown + i
	}
	return pageSize
}

// text is what was not shown yet, up to there.
func (p *page) text(upto int) []byte {
	text := make([]byte, max(0, upto-p.shown))
	n, _ := p.ours.ReadAt(text, int64(p.shown)) // nothing, if it is closed
	p.shown += n
	return text[:n]
}

func (p *page) clear() {
	_, _ = p.ours.WriteAt(make([]byte, pageSize-1), 1) // it is memory
	p.shown = 1
}

func (p *page) ask() { _, _ = p.ours.WriteAt([]byte{1}, 0) }
