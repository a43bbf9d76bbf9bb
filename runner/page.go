package runner

import (
	"bytes"
	"os"
)

const (
	// pageSize is how much memory a process shares with us, and pageText where in it
	// text begins; python/page.py has the same.
	pageSize = 64 << 10
	pageText = 1
	// glance is how much of it is looked at first: usually there is little or nothing.
	glance = 1 << 10
)

// page is our side of the memory in which a process leaves what it prints. It is
// read with system calls, so whatever a program does to it or puts there is text
// of its own. The group's order guards it.
type page struct {
	file  *os.File // nil where the system has no such memory
	shown int      // up to where its text was shown
}

// end is where the text ends that was left and not shown: it has no zeros.
func (pg *page) end(buffer []byte) int {
	at := max(pg.shown, pageText)
	for size := glance; pg.file != nil && at < pageSize; size = len(buffer) {
		n, _ := pg.file.ReadAt(buffer[:min(size, len(buffer), pageSize-at)], int64(at)) // nothing: it ends there
		if i := bytes.IndexByte(buffer[:n], 0); i >= 0 {
			return at + i
		}
		if n == 0 {
			break
		}
		at += n
	}
	return at
}

// clear makes the page as it was.
func (pg *page) clear() {
	if pg.file != nil && pg.shown > pageText {
		_, _ = pg.file.WriteAt(make([]byte, pg.shown-pageText), pageText) // memory takes it
	}
	pg.shown = pageText
}

// ask lets the process ring when it leaves something.
func (pg *page) ask() {
	if pg.file != nil {
		_, _ = pg.file.WriteAt([]byte{1}, 0)
	}
}

// showPage shows what was left on the page, up to there or all (0), and
// reports whether that was anything. The caller holds order.
func (p *process) showPage(upto int, buffer []byte) bool {
	if upto <= 0 || upto > pageSize {
		upto = p.page.end(buffer)
	}
	some := false
	for p.page.file != nil && !p.over {
		at := max(p.page.shown, pageText)
		n, _ := p.page.file.ReadAt(buffer[:max(0, min(len(buffer), upto-at))], int64(at))
		if i := bytes.IndexByte(buffer[:n], 0); i >= 0 {
			n = i // nobody of ours has said that there is more
		}
		if n == 0 {
			break
		}
		p.page.shown = at + n
		p.output(stdout, buffer[:n])
		some = true
	}
	return some
}

// noPage is what a process gets that has to do without: nothing can be left there.
func noPage() (ours, theirs *os.File, err error) {
	theirs, err = os.Open(os.DevNull)
	return nil, theirs, err
}
