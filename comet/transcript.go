package comet

import (
	"slices"
)

// cutMark stands in front of a transcript that has lost its beginning.
const cutMark = "[earlier output is no longer kept]\n"

// keep adds a frame to the transcript of its element, under the lock.
func (s *Session) keep(e *entry) {
	if e.Kind == Work || e.Kind == Lesson {
		return
	}
	el := e.el
	if e.Kind == Reset {
		el.transcript, el.kept, el.cut, el.lost = nil, 0, false, 0
	}
	el.transcript = append(el.transcript, e)
	el.kept += e.cost
	s.trim(el)
}

func (s *Session) trim(el *element) {
	n := 0
	for el.kept > s.limits.Transcript && n < len(el.transcript) {
		old := el.transcript[n]
		el.kept -= old.cost
		el.cut, el.lost = true, old.Seq
		if old.spool {
			old.Data = nil // the log reads it from disk
		}
		n++
	}
	if n > 0 {
		el.transcript = slices.Delete(el.transcript, 0, n)
	}
}

func (el *element) forgetGone() {
	el.transcript = slices.DeleteFunc(el.transcript, func(e *entry) bool {
		if e.gone {
			el.kept -= e.cost
		}
		return e.gone
	})
}

// Acked is the cursor up to which everything has been acknowledged.
func (s *Session) Acked() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acked
}

// Transcript returns what the page shows: the acknowledged frames in order, as
// far as the limit reaches, and the cursor to go on from.
func (s *Session) Transcript() ([]Frame, uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Frame
	for uid, el := range s.elements {
		for i, e := range el.transcript {
			if e.Seq > s.acked {
				break
			}
			if i == 0 && el.cut {
				all = append(all, Frame{Seq: e.Seq, UID: uid, Kind: Stdout, Data: []byte(cutMark)})
			}
			all = append(all, e.Frame)
		}
	}
	slices.SortStableFunc(all, func(a, b Frame) int {
		switch {
		case a.Seq < b.Seq:
			return -1
		case a.Seq > b.Seq:
			return 1
		}
		return 0
	})
	return all, s.acked
}
