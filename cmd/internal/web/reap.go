package web

import "time"

// reap closes the pages whose users have gone, until the server ends.
func (s *Server) reap() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-t.C:
		}
		for _, id := range s.open.ids() {
			since, closing, err := s.engine.Idle(s.ctx, id)
			grace := s.config.GraceSilent
			if closing {
				grace = s.config.GraceClosed
			}
			if err == nil && time.Since(since) < grace {
				continue
			}
			if p := s.open.get(id); p != nil {
				s.keepShown(s.ctx, p)
			}
			s.open.remove(id)
			s.shown.forget(id)
			if err := s.engine.Close(s.ctx, id); err == nil {
				s.log.Info("page reclaimed", "page", id, "closed", closing)
			}
		}
	}
}
