package comet

import (
	"bytes"
	"context"
	"sync"
	"time"
)

// joined is the size up to which neighbouring text is joined into one frame,
// and into which longer text is cut.
const joined = 32 << 10

// overhead is what a frame counts beyond its data, so that very many empty
// ones are bounded too.
const overhead = 64

// moment is how long a piece of a line waits for its rest.
const moment = time.Millisecond

// entry is a frame in the log. Its data is in memory, or in the spool of its element.
type entry struct {
	Frame
	el    *element
	cost  int64
	disk  span   // where the data is when Data is not kept in memory
	turn  uint64 // stream that it was handed out to last
	gone  bool   // discarded
	spool bool   // the log has it on disk; Data may be there too, for the transcript
}

// element is the account of one uid.
type element struct {
	memory     int64 // bytes of the log in memory
	spool      *spool
	transcript []*entry
	kept       int64  // bytes of the transcript
	cut        bool   // the transcript has lost its beginning
	lost       uint64 // newest frame of that
}

// Session is the frame log of one page. Its methods may be called by any
// number of goroutines.
type Session struct {
	limits Limits

	mu       sync.Mutex
	room     sync.Cond // something was acknowledged, discarded or closed
	log      []*entry  // not acknowledged, in order
	last     uint64    // newest frame
	acked    uint64
	sent     uint64 // highest frame ever handed out
	flight   int64  // bytes handed out to the stream that has the page, and not acknowledged
	elements map[string]*element
	without  map[string]bool // uids that are forgotten
	closed   bool
	looked   uint64        // highest frame handed out by Look
	changed  chan struct{} // closed when there is something new; made by Look
	unripe   bool          // the newest frame is a piece of a line that may go on at once
	ripen    *time.Timer   // ends that

	poll    *poll
	turn    uint64        // counts who had the page: streams and polls that took over
	arrived chan struct{} // closed by the next poll that comes; made by Resume
	lost    bool          // the last poll ended because its connection went away
	seen    time.Time     // when the last poll began or ended
	closing bool          // the page's user said goodbye
	left    time.Time     // when they did
}

// poll is a call of Next under way. It has its channels when it waits.
type poll struct {
	wake chan struct{} // capacity 1: look again
	over chan struct{} // closed: superseded
}

// NewSession returns an empty log.
func NewSession(l Limits) *Session {
	s := &Session{limits: l.withDefaults(), elements: map[string]*element{}, without: map[string]bool{}, seen: time.Now()}
	s.room.L = &s.mu
	s.ripen = time.AfterFunc(time.Hour, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.unripe = false
		s.wake()
	})
	s.ripen.Stop()
	return s
}

// Close ends every poll and wakes every writer with ErrClosed.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	s.ripen.Stop()
	s.room.Broadcast()
	s.wake()
	for _, el := range s.elements {
		el.spool.close()
	}
	s.log = nil
}

func (s *Session) wake() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
	if s.poll == nil {
		return
	}
	select {
	case s.poll.wake <- struct{}{}:
	default:
	}
}

func (s *Session) element(uid string) *element {
	el := s.elements[uid]
	if el == nil {
		el = &element{}
		s.elements[uid] = el
	}
	return el
}

// Append adds one frame. While the element has too much waiting, what a program
// shows (text, and pictures of any size) and what is large blocks like a Writer,
// until ctx is done; other small frames never block, nor do those that replace
// each other. The data must not be changed afterwards.
func (s *Session) Append(ctx context.Context, uid string, kind Kind, data []byte) error {
	if len(data) > s.limits.Frame {
		return ErrTooBig
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var stop func() bool
	err := s.add(uid, kind, data, ctx.Err, func() {
		if stop == nil {
			stop = context.AfterFunc(ctx, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.room.Broadcast()
			})
		}
		s.room.Wait()
	})
	if stop != nil {
		stop()
	}
	return err
}

// add appends a frame under the lock. It waits for room, by wait, until ended returns
// an error.
func (s *Session) add(uid string, kind Kind, data []byte, ended func() error, wait func()) error {
	if s.closed || s.without[uid] {
		return ErrClosed
	}
	el := s.element(uid)
	cost := int64(len(data)) + overhead
	mustFit := kind.shown() || len(data) > joined && kind != Work
	toDisk := false
	for {
		if s.closed || s.without[uid] {
			return ErrClosed
		}
		if err := ended(); err != nil {
			return err
		}
		if s.join(el, uid, kind, data) {
			s.announce(kind, data)
			return nil
		}
		if !mustFit || el.memory == 0 || el.memory+cost <= s.limits.Memory {
			break
		}
		if el.spool == nil && s.limits.Spool > 0 {
			el.spool = newSpool(s.limits.Dir, s.limits.Spool)
		}
		if toDisk = el.spool.fits(len(data)); toDisk {
			break
		}
		wait()
	}
	if kind == Work {
		s.drop(func(e *entry) bool { return e.el == el && e.Kind == Work && e.Seq > s.sent })
	}
	s.last++
	e := &entry{Frame: Frame{Seq: s.last, UID: uid, Kind: kind, Data: data}, el: el, cost: cost}
	if toDisk {
		if at, err := el.spool.write(data); err == nil {
			e.disk, e.spool = at, true
		}
	}
	if !e.spool {
		el.memory += cost
	}
	s.log = append(s.log, e)
	s.keep(e)
	s.announce(kind, data)
	return nil
}

// announce wakes the poll, but for a piece of a line, which waits for its rest
// for a moment: a program that prints a line may write it in two pieces.
func (s *Session) announce(kind Kind, data []byte) {
	piece := kind.Text() && !bytes.HasSuffix(data, []byte{'\n'})
	switch {
	case !piece:
		s.unripe = false
		s.wake()
	case !s.unripe:
		s.unripe = true
		s.ripen.Reset(moment)
	}
}

// join adds text to the newest frame when that is of the same stream and has
// not been handed out, so that a program that prints much makes few frames.
func (s *Session) join(el *element, uid string, kind Kind, data []byte) bool {
	if !kind.Text() || len(s.log) == 0 {
		return false
	}
	e := s.log[len(s.log)-1]
	n := int64(len(data))
	if e.UID != uid || e.Kind != kind || e.Seq <= max(s.sent, s.looked) || e.gone || e.spool ||
		len(e.Data)+len(data) > joined || el.memory+n > s.limits.Memory {
		return false
	}
	e.Data = append(e.Data, data...)
	e.cost += n
	el.memory += n
	el.kept += n
	s.trim(el)
	return true
}

// Discard drops the text and pictures of uid that have not been handed out, when
// that is more than over bytes, and returns how many bytes were dropped.
func (s *Session) Discard(uid string, over int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	el := s.elements[uid]
	if el == nil || s.closed {
		return 0
	}
	victim := func(e *entry) bool { return e.el == el && e.Seq > s.sent && e.Kind.shown() }
	var n int64
	for _, e := range s.log {
		if victim(e) {
			n += int64(e.size())
		}
	}
	if n <= over {
		return 0
	}
	s.drop(victim)
	el.forgetGone()
	s.room.Broadcast()
	return n
}

// Forget drops what there is of elements that the page does not have any more, and
// takes nothing more of theirs: whoever writes there, or waits to, gets ErrClosed.
// What has been handed out stays until it is acknowledged.
func (s *Session) Forget(uids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	for _, uid := range uids {
		s.without[uid] = true
		el := s.elements[uid]
		if el == nil {
			continue
		}
		s.drop(func(e *entry) bool { return e.el == el && e.Seq > s.sent })
		el.transcript, el.kept, el.cut = nil, 0, false
		if el.spool == nil || el.spool.live == 0 { // else Close does it
			el.spool.close()
			delete(s.elements, uid)
		}
	}
	s.room.Broadcast()
}

// drop takes frames that were not handed out from the log.
func (s *Session) drop(victim func(*entry) bool) {
	rest := s.log[:0]
	for _, e := range s.log {
		if !victim(e) {
			rest = append(rest, e)
			continue
		}
		e.gone = true
		s.release(e)
	}
	clear(s.log[len(rest):])
	s.log = rest
}

// Ack lets go of the frames up to the cursor. It returns ErrStale or ErrAhead
// for a cursor that cannot be.
func (s *Session) Ack(after uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	return s.ack(after)
}

func (s *Session) ack(after uint64) error {
	switch {
	case after < s.acked:
		return ErrStale
	case after > s.last:
		return ErrAhead
	}
	n := 0
	for n < len(s.log) && s.log[n].Seq <= after {
		if s.log[n].turn == s.turn {
			s.flight -= int64(s.log[n].size())
		}
		s.release(s.log[n])
		n++
	}
	clear(s.log[:n])
	if n < len(s.log) {
		s.log = s.log[n:]
	} else {
		s.log = s.log[:0] // from its beginning, so that it need not grow again
	}
	s.acked = after
	s.sent = max(s.sent, after)
	if n > 0 {
		s.room.Broadcast()
		s.wake() // a poll with a window may go on
	}
	return nil
}

func (s *Session) release(e *entry) {
	if e.spool {
		e.el.spool.release(e.disk)
	} else {
		e.el.memory -= e.cost
	}
}

func (e *entry) size() int {
	if e.spool {
		return e.disk.len
	}
	return len(e.Data)
}
