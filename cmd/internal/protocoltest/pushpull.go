package protocoltest

import (
	"context"
	"net/http"
	"regexp"
)

// Session is a lesson with a push and a pull, as its own client has it.
type Session struct {
	Client *Client
	Number string
	Script string // the client in JavaScript that it began with
}

var sessionNumber = regexp.MustCompile(`\d{30,39}`)

// Begin begins a session with a fresh instance of a lesson.
func (c *Client) Begin(ctx context.Context, lesson string) (*Session, error) {
	a, err := c.Do(ctx, http.MethodGet, "/7/"+lesson, "")
	if err != nil {
		return nil, err
	}
	s := &Session{c, sessionNumber.FindString(a.Body), a.Body}
	if a.Status != http.StatusOK || s.Number == "" {
		return nil, &StatusError{a}
	}
	return s, nil
}

// UID is that of the nth element, from 1.
func (s *Session) UID(n int) string { return (&Page{ID: s.Number}).UID(n) }

// Push waits for the next message, whatever closes on the way without one.
func (s *Session) Push(ctx context.Context) (Frame, error) {
	for ctx.Err() == nil {
		a, err := s.Client.Do(ctx, http.MethodGet, "/push/"+s.Number, "")
		switch {
		case err != nil:
			return Frame{}, err
		case a.Status == http.StatusNoContent:
			continue
		case a.Status != http.StatusOK:
			return Frame{}, &StatusError{a}
		}
		return ParseFrame(a.Body)
	}
	return Frame{}, ctx.Err()
}

// Pull sends a message.
func (s *Session) Pull(ctx context.Context, what, uid, data string) error {
	a, err := s.Client.Do(ctx, http.MethodPost, "/pull/"+s.Number, what+" "+uid+"\r"+data)
	if err == nil && a.Status != http.StatusOK {
		err = &StatusError{a}
	}
	return err
}
