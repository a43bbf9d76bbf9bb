package web

import (
	"context"
	"time"

	"crunchy/cmd/internal/work"
	"crunchy/ioelement"
)

// onItsWay is how long after the end of an element's time a text is still kept
// that was written before it.
const onItsWay = 5 * time.Second

// limit is until when an element can be worked on, as page_init tells it. Times
// are in milliseconds of Unix time, 0 if they are not known.
type limit struct {
	State   ioelement.ExamState `json:"state"`
	Now     int64               `json:"now"`
	Opens   int64               `json:"opens,omitempty"`
	Closes  int64               `json:"closes,omitempty"`
	Seconds int                 `json:"seconds,omitempty"` // from the first run on

	exam   bool // it is an exam that closes it
	closes time.Time
}

// limitOf is how things are with an element whose work is in the slot; nil for
// one that is always open. The server's clock counts, and nothing that a browser
// says.
func (s *Server) limitOf(e *ioelement.Element, slot work.Slot) *limit {
	if !e.Timed() {
		return nil
	}
	now := s.now()
	l := &limit{State: ioelement.ExamOpen, Now: now.UnixMilli(), Seconds: e.Seconds}
	if x := e.Exam; x != nil {
		l.State, l.closes, l.exam = x.State(now), x.Closes, true
		if !x.Closes.IsZero() {
			l.Opens = x.Opens.UnixMilli()
		}
	}
	if e.Seconds > 0 && !slot.Began.IsZero() {
		if end := slot.Began.Add(time.Duration(e.Seconds) * time.Second); l.closes.IsZero() && !l.exam || end.Before(l.closes) {
			l.closes, l.exam = end, false
		}
		if l.State == ioelement.ExamOpen && !now.Before(l.closes) {
			l.State = ioelement.ExamOver
		}
	}
	if !l.closes.IsZero() {
		l.Closes = l.closes.UnixMilli()
	}
	return l
}

// now is the time by the clock that counts.
func (s *Server) now() time.Time {
	if s.config.Now != nil {
		return s.config.Now()
	}
	return time.Now()
}

// refusal is why an element cannot be worked on, nil if it can.
func (l *limit) refusal() error {
	switch {
	case l == nil || l.State == ioelement.ExamOpen:
		return nil
	case l.State == ioelement.ExamBefore:
		return errNotOpen.adding(map[string]any{"limit": l})
	case l.exam:
		return errExamOver.adding(map[string]any{"limit": l})
	}
	return errTimeUp.adding(map[string]any{"limit": l})
}

// inTime lets an action happen while its element can be worked on.
func (s *Server) inTime(act action) action { return s.timed(act, 0, false) }

// fromNowOn is inTime for what begins the time of an element that has so many
// seconds.
func (s *Server) fromNowOn(act action) action { return s.timed(act, 0, true) }

// onTime is inTime for what may have been on its way when the time was over.
func (s *Server) onTime(act action) action { return s.timed(act, onItsWay, false) }

func (s *Server) timed(act action, late time.Duration, begins bool) action {
	return func(ctx context.Context, o order) (any, error) {
		e := s.elementOf(o)
		if e == nil || !e.Timed() {
			return act(ctx, o)
		}
		b, sh, slot := s.take(o)
		if b == nil {
			return nil, errUnknownPage.with(nil)
		}
		l, err := s.enter(e, b, &slot, begins)
		sh.slots[o.uid] = slot
		b.mu.Unlock()
		if err != nil {
			return nil, err
		}
		if err := l.refusal(); err != nil && (l.State != ioelement.ExamOver || !s.now().Before(l.closes.Add(late))) {
			return nil, err
		}
		return act(ctx, o)
	}
}

// enter is the limit of an element, whose seconds begin now if they are to and
// have not. That they cannot be kept is a reason not to begin.
func (s *Server) enter(e *ioelement.Element, b *bench, slot *work.Slot, begins bool) (*limit, error) {
	if e.Seconds > 0 {
		slot.Began = b.lesson.Began(*slot) // another page may have begun it
	}
	l := s.limitOf(e, *slot)
	if !begins || e.Seconds == 0 || l.State != ioelement.ExamOpen || !slot.Began.IsZero() {
		return l, nil
	}
	if err := b.lesson.Begins(*slot, s.now()); err != nil {
		return nil, errNotSaved.tells("timeNotKept", "why", because(err))
	}
	slot.Began = b.lesson.Began(*slot)
	return s.limitOf(e, *slot), nil
}

// elementOf is the element of an open page that an order is about, or nil.
func (s *Server) elementOf(o order) *ioelement.Element {
	if p := s.open.get(o.page); p != nil {
		return p.element(o.uid)
	}
	return nil
}

// doElement describes an element as page_init does, so that a page can take in
// what has opened: POST /element?uid=UID.
func (s *Server) doElement(_ context.Context, o order) (any, error) {
	p, e := s.open.get(o.page), s.elementOf(o)
	b, _, slot := s.take(o)
	if p == nil || e == nil || b == nil {
		if b != nil {
			b.mu.Unlock()
		}
		return nil, errUnknownPage.with(nil)
	}
	defer b.mu.Unlock()
	slot.Began = b.lesson.Began(slot)
	on := shown{slot: slot, path: b.lesson.Path(slot), work: b.lesson.Read(slot)}
	return p.describe(*e, on, 0, s.limitOf(e, slot)), nil
}
