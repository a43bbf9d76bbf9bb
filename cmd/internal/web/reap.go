package web

import (
	"context"
	"time"
)

// asleep is how long the server has to have done nothing to have been stopped
// itself, as by a laptop that was closed.
const asleep = 5 * time.Second

// reap closes the pages whose users have gone, until the server ends. While it
// was stopped, or lets nobody wait, it can hear nobody, so that is no silence of theirs.
func (s *Server) reap() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	awake := time.Now()
	for last := awake; ; last = time.Now() {
		select {
		case <-s.ctx.Done():
			return
		case <-t.C:
		}
		if time.Since(last) > asleep || s.waits.isPaused() {
			awake = time.Now()
		}
		for _, id := range s.open.ids() {
			since, closing, err := s.engine.Idle(s.ctx, id)
			grace := s.config.GraceSilent
			p := s.open.get(id)
			if closing || p != nil && p.watched {
				grace = s.config.GraceClosed
			}
			if err == nil && min(time.Since(since), time.Since(awake)) < grace {
				continue
			}
			if p != nil && s.end(s.ctx, p) == nil {
				s.log.Info("page reclaimed", "page", id, "closed", closing)
			}
		}
	}
}

// end closes a page with all that runs there, and keeps what it shows.
func (s *Server) end(ctx context.Context, p *openPage) error {
	s.keepShown(ctx, p)
	s.open.remove(p.id)
	s.shown.forget(p.id)
	err := s.engine.Close(ctx, p.id)
	s.starts.forget(p.id)
	s.tells(p, pageEnded)
	return err
}
