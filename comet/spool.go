package comet

import (
	"errors"
	"os"
)

// span is a piece of a spool.
type span struct {
	off int64
	len int
}

var errSpoolFull = errors.New("comet: the spool is full")

// spool is a ring of bytes in a file without a name. Spans are released in the
// order in which they were written, or, when the newest are discarded, all of
// those; so the used part is one stretch, possibly wrapped. A nil spool has no
// room. The session's lock guards it.
type spool struct {
	dir        string
	size       int64
	file       *os.File
	broken     bool
	head, tail int64 // next byte to write, first byte in use
	live       int   // spans in use
	spans      []span
}

func newSpool(dir string, size int64) *spool { return &spool{dir: dir, size: size} }

// place returns where n bytes would go.
func (p *spool) place(n int) (int64, bool) {
	need := int64(n)
	switch {
	case p.live == 0:
		return 0, need <= p.size
	case p.head >= p.tail && p.size-p.head >= need:
		return p.head, true
	case p.head >= p.tail:
		return 0, need < p.tail
	default:
		return p.head, need < p.tail-p.head
	}
}

func (p *spool) fits(n int) bool {
	if p == nil || p.broken {
		return false
	}
	_, ok := p.place(n)
	return ok
}

// write stores the bytes. An error makes the spool refuse what comes, so that
// the writer waits for memory instead.
func (p *spool) write(b []byte) (span, error) {
	at, ok := p.place(len(b))
	if !ok {
		return span{}, errSpoolFull
	}
	if p.file == nil {
		f, err := os.CreateTemp(p.dir, "crunchy-spool-*")
		if err != nil {
			p.broken = true
			return span{}, err
		}
		os.Remove(f.Name()) // where an open file cannot be removed, close does it
		p.file = f
	}
	if _, err := p.file.WriteAt(b, at); err != nil {
		p.broken = true
		return span{}, err
	}
	if p.live == 0 {
		p.tail = at
	}
	p.live++
	p.head = at + int64(len(b))
	sp := span{at, len(b)}
	p.spans = append(p.spans, sp)
	return sp, nil
}

func (p *spool) read(sp span) ([]byte, error) {
	b := make([]byte, sp.len)
	if p.file == nil {
		return nil, os.ErrClosed
	}
	_, err := p.file.ReadAt(b, sp.off)
	return b, err
}

// release gives back one span: the oldest, or any one while the newest are
// being discarded.
func (p *spool) release(sp span) {
	for i, have := range p.spans {
		if have == sp {
			p.spans = append(p.spans[:i], p.spans[i+1:]...)
			break
		}
	}
	p.live = len(p.spans)
	if p.live == 0 {
		p.head, p.tail = 0, 0
		return
	}
	newest := p.spans[p.live-1]
	p.tail, p.head = p.spans[0].off, newest.off+int64(newest.len)
}

func (p *spool) close() {
	if p != nil && p.file != nil {
		p.file.Close()
		os.Remove(p.file.Name())
		p.file = nil
		p.broken = true
	}
}
