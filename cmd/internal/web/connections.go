package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Serve answers HTTP on a listener until ctx ends. Polls that are held are cut
// then: their clients come back to the next server with their cursors. When the
// operator or the teacher has said so, all pages are told, and what is in flight is
// finished; it is ErrRestart then when the server is to begin anew.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	c := newConnections(s.config.MaxConnections)
	h := &http.Server{
		Handler:                      s,
		ReadHeaderTimeout:            headerTime,
		IdleTimeout:                  2 * time.Minute,
		MaxHeaderBytes:               16 << 10,
		DisableGeneralOptionsHandler: true, // nothing goes past the chain
		ErrorLog:                     slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		BaseContext:                  func(net.Listener) context.Context { return ctx },
		ConnContext:                  c.enter,
		ConnState:                    c.note,
	}
	stop := context.AfterFunc(ctx, func() { h.Close() })
	defer stop()
	ended := make(chan struct{})
	var quitting sync.WaitGroup
	quitting.Go(func() { s.quits(ended, h) })
	ctx, cut := context.WithCancel(ctx)
	defer cut()
	if s.config.Frontends != nil {
		quitting.Go(func() { s.serveFrontends(ctx, s.config.Frontends) })
	}
	err := h.Serve(l)
	close(ended)
	told := s.told()
	if told == "" {
		cut()
	}
	quitting.Wait()
	switch {
	case !errors.Is(err, http.ErrServerClosed):
		return fmt.Errorf("the server ended: %w", err)
	case told == serverRestart:
		return ErrRestart
	}
	return nil
}

// ErrRestart is what Serve returns when the server is to begin anew.
var ErrRestart = errors.New("web: the server is to begin anew")

// told is the command that the server was ended by, "" for none.
func (s *Server) told() string {
	select {
	case <-s.quit:
		return s.last
	default:
		return ""
	}
}

// connections bounds how many there are at once. When a new one is too many, the
// one goes that has been silent for longest, so that whoever opens connections
// and says nothing keeps nobody out. When all are at work, the new one is told
// that there is no room. WebSockets, which are polls, and subscribers are no longer
// among them.
type connections struct {
	most int

	mu     sync.Mutex
	all    map[net.Conn]*connection
	events uint64
}

type connection struct {
	silent uint64 // the event since which nothing was asked; 0 while it is at work
}

func newConnections(most int) *connections {
	return &connections{most: most, all: map[net.Conn]*connection{}}
}

// noRoom is the key under which the context of a connection's requests tells
// that there is no room for it.
type noRoom struct{}

// enter implements http.Server.ConnContext.
func (c *connections) enter(ctx context.Context, conn net.Conn) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	mine := &connection{}
	if len(c.all) >= c.most {
		if silent := c.longestSilent(); silent != nil {
			delete(c.all, silent)
			silent.Close()
		} else {
			ctx = context.WithValue(ctx, noRoom{}, true)
		}
	}
	c.events++
	mine.silent = c.events
	c.all[conn] = mine
	return ctx
}

func (c *connections) longestSilent() net.Conn {
	var found net.Conn
	for conn, one := range c.all {
		if one.silent != 0 && (found == nil || one.silent < c.all[found].silent) {
			found = conn
		}
	}
	return found
}

// note implements http.Server.ConnState.
func (c *connections) note(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	mine := c.all[conn]
	switch {
	case mine == nil: // it was told to go
	case state == http.StateIdle:
		c.events++
		mine.silent = c.events
	case state == http.StateActive:
		mine.silent = 0
	case state == http.StateClosed, state == http.StateHijacked:
		delete(c.all, conn)
	}
}

// seated refuses what comes over a connection for which there is no room, and
// ends it.
func (s *Server) seated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Context().Value(noRoom{}) == nil {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Connection", "close")
		s.fail(w, r, errCrowded.with(nil))
	})
}
