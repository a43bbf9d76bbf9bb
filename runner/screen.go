package runner

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Streams of a terminal.
const (
	stdout = 0
	stderr = 1
)

// screen is where the output of one process goes: to the element whose run it is,
// and after that to the one that ran last. The group's order guards its use;
// mute alone may be called at any time.
type screen struct {
	mu      sync.Mutex // never held while a Sink works
	el      *element
	writers [2]io.WriteCloser
	muted   bool
	dropped int64 // bytes not shown while muted

	shown int64 // bytes of the run; guarded by order

	record *recorder // of standard output, for who checks it; guarded by order, may be nil
}

// turn gives the screen to an element, with new writers when there is output.
func (s *screen) turn(el *element) {
	s.close()
	s.mu.Lock()
	s.el = el
	s.mu.Unlock()
	s.shown = 0
}

// owner is the element whose screen it is, or nil.
func (s *screen) owner() *element {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.el
}

func (s *screen) writer(stream int) io.Writer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.muted || s.el == nil || s.el.isGone() {
		return nil
	}
	if s.writers[stream] == nil {
		s.writers[stdout], s.writers[stderr] = s.el.sink.Output()
	}
	return s.writers[stream]
}

// write shows output. It blocks as the Sink does.
func (s *screen) write(stream int, p []byte) {
	if stream == stdout {
		s.record.write(p)
	}
	s.shown += int64(len(p))
	w, n := s.writer(stream), 0
	if w != nil {
		// An error means that nobody will ever look: the page is gone, or mute came.
		n, _ = w.Write(p)
	}
	if n < len(p) {
		s.mu.Lock()
		s.dropped += int64(len(p) - n)
		s.mu.Unlock()
	}
}

// event tells the owner something that belongs to its run and may block.
func (s *screen) event(e Event) {
	s.shown += int64(len(e.Data))
	s.mu.Lock()
	el, ok := s.el, !s.muted && s.el != nil && !s.el.isGone()
	if ok && s.writers[stdout] == nil {
		// Closing these is what ends a wait.
		s.writers[stdout], s.writers[stderr] = el.sink.Output()
	}
	s.mu.Unlock()
	if ok {
		el.sink.Event(e)
	}
}

// close ends the output of a run.
func (s *screen) close() {
	s.mu.Lock()
	writers := s.writers
	s.writers = [2]io.WriteCloser{}
	s.mu.Unlock()
	for _, w := range writers {
		if w != nil {
			_ = w.Close() // what cannot be shown has been said to nobody
		}
	}
}

// mute wakes a blocked write and shows nothing more until skipped.
func (s *screen) mute() {
	s.silence()
	s.close()
}

// silence shows nothing more until skipped.
func (s *screen) silence() {
	s.mu.Lock()
	s.muted = true
	s.mu.Unlock()
}

// skipped says how much was dropped while muted, plus n, in one line to the owner.
func (s *screen) skipped(n int64) {
	s.mu.Lock()
	if s.muted {
		n += s.dropped
	}
	s.muted, s.dropped = false, 0
	s.mu.Unlock()
	if n > 0 {
		// A sink that takes nothing at all must not keep a Kill waiting for this.
		defer time.AfterFunc(mercy, s.close).Stop()
		stream, end := stderr, "\n"
		if el := s.owner(); el != nil && el.group.modes == ordinary {
			stream, end = stdout, "\r\n"
		}
		s.write(stream, fmt.Appendf(nil, "[%d bytes of output were skipped]%s", n, end))
	}
}
