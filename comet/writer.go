package comet

import (
	"io"
	"unicode/utf8"
)

// writer turns the bytes of one stream into text frames.
type writer struct {
	s      *Session
	uid    string
	kind   Kind
	tail   []byte // the beginning of a character that is not complete yet
	closed bool
}

// Writer returns a writer whose bytes become frames of a text kind. No
// character is split between frames; bytes that are not UTF-8 become U+FFFD.
// Write blocks while too much of the element is waiting; Close, from any
// goroutine, gives out what is left of a character and wakes a blocked Write,
// which then returns io.ErrClosedPipe.
func (s *Session) Writer(uid string, kind Kind) io.WriteCloser {
	return &writer{s: s, uid: uid, kind: kind}
}

func (w *writer) Write(p []byte) (int, error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if w.closed {
		return 0, io.ErrClosedPipe
	}
	total := len(p)
	if len(w.tail) > 0 {
		p = append(w.tail, p...)
		w.tail = nil
	}
	// written is how much of the caller's bytes is in the log: what was left of
	// a character before was counted then.
	written := func() int { return max(total-len(p), 0) }
	for len(p) > 0 {
		n := min(len(p), joined)
		n = whole(p[:n])
		if n == 0 { // only the beginning of a character
			w.tail = append([]byte(nil), p...)
			break
		}
		if err := w.s.add(w.uid, w.kind, valid(p[:n]), w.ended, w.s.room.Wait); err != nil {
			return written(), err
		}
		p = p[n:]
	}
	return total, nil
}

func (w *writer) ended() error {
	if w.closed {
		return io.ErrClosedPipe
	}
	return nil
}

func (w *writer) Close() error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if w.closed {
		return nil
	}
	if len(w.tail) > 0 {
		// Three bytes at the most: not worth a wait.
		if w.s.roomFor(w.uid) {
			w.s.add(w.uid, w.kind, valid(w.tail), w.ended, w.s.room.Wait)
		}
		w.tail = nil
	}
	w.closed = true
	w.s.room.Broadcast()
	return nil
}

func (s *Session) roomFor(uid string) bool {
	return !s.closed && !s.without[uid] && s.element(uid).memory+overhead+16 <= s.limits.Memory
}

// whole returns the length of b without a character at its end that may go on.
func whole(b []byte) int {
	for i := 1; i <= min(utf8.UTFMax-1, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return len(b) - i
			}
			break
		}
	}
	return len(b)
}

// valid returns a copy in which every byte that is not UTF-8 is U+FFFD.
func valid(b []byte) []byte {
	if utf8.Valid(b) {
		return append([]byte(nil), b...)
	}
	out := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		out = utf8.AppendRune(out, r)
		b = b[n:]
	}
	return out
}
