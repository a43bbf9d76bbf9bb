package web

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// usualWait is how long a poll waits when nobody has said otherwise, longestWait
// how long it may be told to: the answer has to be written within answerTime. A
// poll of a page's frames never waits for more than the protocol says.
const usualWait, longestWait = 25 * time.Second, time.Minute

// waits are the requests that are answered when there is something to tell. They
// can be ended all at once, and forbidden; programs go on meanwhile, and nothing
// of what they show is lost.
type waits struct {
	mu     sync.Mutex
	ends   map[*context.CancelFunc]bool // one for each that waits
	wait   time.Duration
	paused bool
}

func newWaits() *waits { return &waits{wait: usualWait, ends: map[*context.CancelFunc]bool{}} }

// join returns a context for one more that waits, which ends with ctx and when all
// waiting does. leave has to be called.
func (w *waits) join(ctx context.Context) (joined context.Context, leave func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.paused {
		return nil, nil, errPaused.after(5 * time.Second)
	}
	joined, end := context.WithCancel(ctx)
	w.ends[&end] = true
	return joined, func() {
		end()
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.ends, &end)
	}, nil
}

// pause answers all who wait, and lets nobody wait until resume.
func (w *waits) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paused = true
	for end := range w.ends {
		(*end)()
	}
}

func (w *waits) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paused = false
}

func (w *waits) isPaused() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.paused
}

// set says how long polls wait from now on.
func (w *waits) set(wait time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wait = wait
}

// longest is how long a poll that begins now may wait.
func (w *waits) longest() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wait
}

// held is for handlers that wait, of which a user has only so many.
func (s *Server) held(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, leave, err := s.waits.join(r.Context())
		if err != nil {
			return err
		}
		defer leave()
		if !s.polls.take(owner) {
			return errPolls.with(nil)
		}
		defer s.polls.giveBack(owner)
		return h(w, r.WithContext(ctx))
	}
}
