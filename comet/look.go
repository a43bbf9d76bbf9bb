package comet

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Newest is the cursor behind whatever frame is the newest, for Look.
const Newest = math.MaxUint64

// Look waits for frames after the cursor and hands out up to 64 KiB of them, or one
// larger frame, as a client with these types sees them, to somebody who only watches:
// it acknowledges nothing, and the holder of the page does not notice. What the transcript keeps no longer is
// passed over, with a mark. Scripts are not shown. It returns ErrAhead for a cursor
// that cannot be, ErrClosed when the page goes, and ctx.Err when ctx is done; the
// Batch has the cursor to go on from even then.
func (s *Session) Look(ctx context.Context, after uint64, types Types) (Batch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case after == Newest:
		after = s.last
	case after > s.last:
		return Batch{}, ErrAhead
	}
	for {
		b := s.watched(after, types)
		if len(b.Frames) > 0 {
			return b, nil
		}
		after = b.Seq
		if s.closed {
			return b, ErrClosed
		}
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
		s.mu.Lock()
		if ctx.Err() != nil {
			return b, ctx.Err()
		}
	}
}

// watched gathers what the transcript has after the cursor. Those frames are not
// joined with others any more, and neither is the one at the cursor.
func (s *Session) watched(after uint64, types Types) Batch {
	var all []Frame
	b := Batch{Seq: after}
	for uid, el := range s.elements {
		for i := len(el.transcript) - 1; i >= 0 && el.transcript[i].Seq > after; i-- {
			if e := el.transcript[i]; !s.unripe || e.Seq != s.last {
				all = append(all, e.Frame)
			}
		}
		if el.lost > after {
			all = append(all, Frame{Seq: el.lost, UID: uid, Kind: Stdout, Data: []byte(cutMark)})
		}
	}
	slices.SortStableFunc(all, func(a, b Frame) int { return cmp.Compare(a.Seq, b.Seq) })
	size := 0
	for _, f := range all {
		seen, ok := types.adapt(f)
		if ok && f.Kind != JSCode {
			if size += len(seen.Data); len(b.Frames) > 0 && size > batchSize {
				break
			}
			b.Frames = append(b.Frames, seen)
		}
		b.Seq = f.Seq
	}
	s.looked = max(s.looked, b.Seq)
	return b
}
