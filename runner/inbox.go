package runner

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// beat is how often we look at the page of a process that prints. What is printed
// after a rest is rung for, and shown at once.
const beat = 4 * time.Millisecond

// attention is whether we look at a page by ourselves.
type attention int

const (
	watching attention = iota // at each beat
	dozing                    // the process has just been asked to ring
	asleep                    // once more after a beat, and then when the process rings
)

// inbox reads the events of a process, and looks at its page. What is on the page
// has its place among the events: what was seen there before the pipe was found
// empty comes after all events so far and before all others.
type inbox struct {
	p         *process
	raw       syscall.RawConn
	attention attention   // of the goroutine that reads
	busy      atomic.Bool // there may be events in hand
}

func newInbox(p *process) *inbox {
	raw, err := p.events.SyscallConn()
	if err != nil {
		panic(err) // it is open
	}
	return &inbox{p: p, raw: raw, attention: asleep}
}

// Read reads events, as [io.Reader] has it. It is called when all before have
// been acted on.
func (in *inbox) Read(b []byte) (n int, err error) {
	for {
		err = in.raw.Read(func(fd uintptr) bool {
			for {
				seen := in.seen()
				in.busy.Store(true) // before there can be any
				if n = tryRead(fd, b); n >= 0 {
					return true
				}
				in.busy.Store(false)
				if !in.look(seen) {
					return false
				}
			}
		})
		switch {
		case err == nil && n > 0:
			return n, nil
		case err == nil:
			return 0, io.EOF
		case !errors.Is(err, os.ErrDeadlineExceeded) || in.p.due.passed():
			return 0, err
		}
		in.p.due.beat(in.p.events, 0)
	}
}

// seen is up to where there is text on the page.
func (in *inbox) seen() int {
	in.p.g.order.Lock()
	defer in.p.g.order.Unlock()
	return in.p.page.end(in.p.buffer)
}

// look shows what was seen on the page, and reports whether to look again at once.
func (in *inbox) look(seen int) (again bool) {
	p := in.p
	p.g.order.Lock()
	defer p.g.order.Unlock()
	p.g.flush()
	switch {
	case p.showPage(seen, p.buffer):
		in.attention = watching
		p.due.beat(p.events, beat)
	case in.attention == watching:
		in.attention = dozing
		p.page.ask()
		return true
	case in.attention == dozing:
		// Two processors may see the page and the wish in different order, for a moment.
		in.attention = asleep
		p.due.beat(p.events, beat)
	}
	return false
}

// before shows what is on the page before the rest that was read from a terminal, if no
// event has its place in between. The caller holds order.
func (in *inbox) before() {
	p := in.p
	if p.page.file == nil || in.busy.Load() {
		return
	}
	buffer := make([]byte, glance) // the other one is in use
	seen, none := p.page.end(buffer), false
	_ = in.raw.Control(func(fd uintptr) { none = pending(fd) == 0 })
	if none && !in.busy.Load() { // in this order: they are no longer in the pipe when they are in hand
		p.showPage(seen, buffer)
	}
}

// rung is called when the process has rung, and waits for no other ring.
func (in *inbox) rung() { in.attention = watching }

// due is when a process is given up, and reading its events ends.
type due struct {
	mu sync.Mutex
	at time.Time // never if zero
}

func (d *due) set(events *os.File, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = at
	_ = events.SetReadDeadline(at) // closed: then nobody waits
}

// beat ends the next read after a time, if nothing comes and 0 is not that time.
func (d *due) beat(events *os.File, after time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	at := d.at
	if next := time.Now().Add(after); after > 0 && (at.IsZero() || next.Before(at)) {
		at = next
	}
	_ = events.SetReadDeadline(at)
}

func (d *due) passed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.at.IsZero() && !time.Now().Before(d.at)
}
