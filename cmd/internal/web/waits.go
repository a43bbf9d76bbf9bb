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
	now    context.Context // of those that wait
	end    context.CancelFunc
	wait   time.Duration
	paused bool
}

func newWaits() *waits {
	w := &waits{wait: usualWait}
	w.now, w.end = context.WithCancel(context.Background())
	return w
}

// join returns a context for one more that waits, which ends with ctx and when all
// waiting does. leave has to be called.
func (w *waits) join(ctx context.Context) (joined context.Context, leave func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.paused {
		return nil, nil, errPaused.after(5 * time.Second)
	}
	joined, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(w.now, cancel)
	return joined, func() { stop(); cancel() }, nil
}

// pause answers all who wait, and lets nobody wait until resume.
func (w *waits) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paused = true
	w.end()
}

func (w *waits) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.paused {
		w.paused = false
		w.now, w.end = context.WithCancel(context.Background())
	}
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

// timeout is a context for a poll that begins now.
func (w *waits) timeout(ctx context.Context) (context.Context, context.CancelFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return context.WithTimeout(ctx, w.wait)
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
