package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"crunchy/comet"
)

// comeBack is how long a browser is to wait before it opens a broken stream again.
const comeBack = 2 * time.Second

// followers are those who follow channels.
type followers struct {
	seats *polls

	mu    sync.Mutex
	ended bool
	all   sync.WaitGroup
}

func newFollowers(most int) *followers { return &followers{seats: newPolls(most)} }

// take is why there is no room for one more, or nil.
func (f *followers) take() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended || !f.seats.take(owner) {
		return errPolls.with(nil)
	}
	f.all.Add(1)
	return nil
}

func (f *followers) giveBack() {
	f.seats.giveBack(owner)
	f.all.Done()
}

// wait lets nobody in any more, and returns when all have gone.
func (f *followers) wait() {
	f.mu.Lock()
	f.ended = true
	f.mu.Unlock()
	f.all.Wait()
}

// channelEvents answers GET /events?channel=A&channel=B with Server-Sent Events,
// in which event names the channel, and leaves what asks for a page to others. It
// begins with what comes from now on, behind Last-Event-ID or after=ID, or with
// after=0 with all that is kept. It goes on until the reader has gone, or takes
// nothing for as long as a write may take.
func (s *Server) channelEvents(ofPage handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		q := r.URL.Query()
		switch {
		case !q.Has("channel"):
			return ofPage(w, r)
		case q.Has("page"):
			return errMalformed.say("A stream is about page=ID or about channel=NAME, not both.")
		}
		from := cmp.Or(r.Header.Get("Last-Event-ID"), q.Get("after"))
		sub, err := s.feed(r, q["channel"], from)
		if err != nil {
			return err
		}
		ctx, part, err := s.waits.join(context.Background())
		if err != nil {
			sub.Close()
			return err
		}
		if err := s.followers.take(); err != nil {
			sub.Close()
			part()
			return err
		}
		leave := func() { sub.Close(); part(); s.followers.giveBack() }
		conn, head, err := takeOver(w)
		if err != nil {
			leave()
			return err
		}
		go func() {
			defer leave()
			follow(ctx, sub, conn, head)
		}()
		return nil
	}
}

// takeOver takes the connection from the HTTP server, whose buffers and stacks are
// several times what somebody costs who only waits. The head of the answer is
// still to be written.
func takeOver(w http.ResponseWriter) (conn net.Conn, head []byte, err error) {
	if conn, _, err = http.NewResponseController(w).Hijack(); err != nil {
		return nil, nil, err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Connection", "close")
	h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	_ = h.Write(&b) // a buffer takes all
	b.WriteString("\r\n")
	return conn, b.Bytes(), nil
}

// follow writes what a subscription hands out. It begins with the place where it
// stands, so that a stream that is cut before its first message can go on as well.
func follow(ctx context.Context, sub feed, conn net.Conn, events []byte) {
	ctx, cancel := context.WithCancel(ctx)
	var reader sync.WaitGroup
	defer reader.Wait()
	defer cancel()
	defer conn.Close()
	reader.Go(func() {
		defer cancel()
		defer conn.Close()
		for b := make([]byte, 16); ; { // whatever is said, it is not listened to
			if _, err := conn.Read(b); err != nil {
				return
			}
		}
	})
	events = fmt.Appendf(events, "retry: %d\nid: %s\n\n", comeBack.Milliseconds(), sub.Position())
	for {
		_ = conn.SetWriteDeadline(time.Now().Add(comet.WriteTime))
		if _, err := conn.Write(events); err != nil {
			return
		}
		if events = coming(ctx, sub); events == nil {
			return
		}
	}
}

// coming waits for what is to be written next, and returns nil when nothing more
// will come.
func coming(ctx context.Context, sub feed) (events []byte) {
	ctx, cancel := context.WithTimeout(ctx, comet.KeepAlive)
	defer cancel()
	d, err := sub.Next(ctx)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return []byte(comet.Quiet)
	case err != nil:
		return nil
	case d.Missed:
		events = []byte(": earlier messages are not kept any more\n\n")
	}
	for _, m := range d.Messages {
		events = comet.AppendEvent(events, m.ID, m.Channel, m.Text)
	}
	return events
}
