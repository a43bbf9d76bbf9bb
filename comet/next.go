package comet

import (
	"context"
	"time"
)

// batchSize is how much one answer holds, or one larger frame.
const batchSize = 64 << 10

// Request says what a poll asks for.
type Request struct {
	// After is the cursor. It acknowledges all frames up to it, unless Push is set.
	After uint64
	// NoCursor is for clients that know nothing of cursors: After is not
	// looked at, and what was handed out last is acknowledged. With Push,
	// the place to go on from is what has been acknowledged.
	NoCursor bool
	// Single asks for one frame rather than a batch.
	Single bool
	// Push is for transports that send without being asked: After is only the
	// place to go on from, and acknowledgements come through Ack.
	Push bool
	// Window, with Push, is how many bytes may be on the way before Next
	// waits for an acknowledgement. 0 is no limit.
	Window int64
	// Turn, with Push, is what the Batch before said; 0 for the first. A stream
	// from which another poll has taken over does not take it back.
	Turn uint64
	// Types lists the kinds beyond the basic ones that the client understands.
	Types Types
}

// Batch is an answer to a Request.
type Batch struct {
	Frames []Frame
	Seq    uint64 // the cursor to go on from
	Turn   uint64 // for the next Request of the same stream; also beside an error
}

// Next waits until there are frames after the cursor and hands out up to 64 KiB
// of them, or one larger frame, or just one. It returns ErrSuperseded when
// another Next of the same session comes, ErrStale or ErrAhead for a cursor that
// cannot be, ErrClosed when the page goes, and ctx.Err when ctx is done.
func (s *Session) Next(ctx context.Context, r Request) (Batch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return Batch{}, ErrClosed
	}
	after := r.After
	switch {
	case r.NoCursor && r.Push:
		after = s.acked
	case r.NoCursor:
		after = s.sent
	}
	switch {
	case r.Turn != 0 && r.Turn != s.turn:
		return Batch{}, ErrSuperseded
	case r.Push && after < s.acked:
		return Batch{}, ErrStale
	case r.Push && after > s.last:
		return Batch{}, ErrAhead
	case !r.Push:
		if err := s.ack(after); err != nil {
			return Batch{}, err
		}
	}
	if r.Turn == 0 {
		s.supersede()
	}
	if r.Turn == 0 || time.Since(s.left) > farewell {
		s.closing = false
	}
	me, turn := s.begin(), s.turn
	defer func() { s.end(me, ctx) }()
	for {
		if b := s.collect(after, r); len(b.Frames) > 0 {
			b.Turn = turn
			return b, nil
		}
		if me.wake == nil {
			me.wake, me.over = make(chan struct{}, 1), make(chan struct{})
		}
		s.mu.Unlock()
		var err error
		select {
		case <-me.wake:
		case <-me.over:
			err = ErrSuperseded
		case <-ctx.Done():
			err = ctx.Err()
		}
		s.mu.Lock()
		if s.closed {
			err = ErrClosed
		}
		if err != nil {
			return Batch{Seq: after, Turn: turn}, err
		}
	}
}

func (s *Session) begin() *poll {
	me := &poll{}
	s.poll = me
	s.lost = false
	s.seen = time.Now()
	if s.arrived != nil {
		close(s.arrived)
		s.arrived = nil
	}
	return me
}

func (s *Session) supersede() {
	s.turn++
	s.flight = 0 // what was on the way of the one before may not have arrived
	if s.poll != nil {
		close(s.poll.over)
		s.poll = nil
	}
}

func (s *Session) end(me *poll, ctx context.Context) {
	if s.poll != me {
		return
	}
	s.poll = nil
	s.seen = time.Now()
	s.lost = context.Cause(ctx) == context.Canceled
}

// collect gathers what there is after the cursor, as the client wants to see it.
func (s *Session) collect(after uint64, r Request) Batch {
	if r.Push && r.Window > 0 && s.flight >= r.Window {
		return Batch{}
	}
	var b Batch
	size := 0
	for _, e := range s.log {
		if e.Seq <= after {
			continue
		}
		if s.unripe && e.Seq == s.last && e.Seq > s.sent {
			break
		}
		f, ok := r.Types.adapt(s.load(e))
		if ok {
			if len(b.Frames) > 0 && (r.Single || size+len(f.Data) > batchSize) {
				break
			}
			b.Frames = append(b.Frames, f)
			size += len(f.Data)
		}
		b.Seq = e.Seq
		if e.Seq > s.sent {
			// Also for one the client never sees: it must not change any more.
			s.sent = e.Seq
		}
		if ok && e.turn != s.turn {
			e.turn = s.turn
			s.flight += int64(e.size())
		}
	}
	return b
}

// load returns the frame of an entry with its data. What cannot be read back
// from the disk is said, not passed over in silence.
func (s *Session) load(e *entry) Frame {
	f := e.Frame
	if f.Data == nil && e.spool {
		data, err := e.el.spool.read(e.disk)
		if err != nil {
			data = []byte("[output that was kept on disk cannot be read any more]\n")
		}
		f.Data = data
	}
	return f
}

// Resume hands the session to another holder. An open poll is ended with
// ErrSuperseded; when its holder polls again within a second, Resume returns
// ErrHeld and the session stays theirs. A holder whose connection went away, or
// who said goodbye, is not waited for.
func (s *Session) Resume(ctx context.Context) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return ErrClosed
	}
	if s.poll == nil && (s.lost || s.closing || time.Since(s.seen) > 5*time.Second) {
		s.mu.Unlock()
		return nil
	}
	s.supersede()
	if s.arrived == nil {
		s.arrived = make(chan struct{})
	}
	arrived := s.arrived
	s.mu.Unlock()

	t := time.NewTimer(time.Second)
	defer t.Stop()
	select {
	case <-arrived:
		return ErrHeld
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.arrived == nil {
		return ErrHeld
	}
	s.arrived = nil
	s.seen = time.Now()
	return nil
}

// farewell is how long a stream may go on by itself after its user has left:
// a program that prints keeps it busy until the broken connection is noticed.
const farewell = 5 * time.Second

// Closing notes that the page's user has left. A new poll takes it back, and so
// does a stream that is still there some seconds later.
func (s *Session) Closing() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing = true
	s.left = time.Now()
	s.seen = s.left
}

// Idle says since when nobody has polled (now, while somebody does) and whether
// the page's user has left.
func (s *Session) Idle() (since time.Time, closing bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.poll != nil {
		return time.Now(), false
	}
	return s.seen, s.closing
}
