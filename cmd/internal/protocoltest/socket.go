package protocoltest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/coder/websocket"
)

// Socket is the WebSocket, which carries frames one way and calls the other.
type Socket struct {
	Page  *Page
	Types string
	After uint64

	acked   uint64
	conn    *websocket.Conn
	calls   int
	waiting []Frame // read while a reply was awaited
}

// Reply answers a call.
type Reply struct {
	ID     int
	Status int
	Body   json.RawMessage
}

// Next implements [Stream].
func (s *Socket) Next(ctx context.Context) ([]Frame, error) {
	if frames := s.waiting; frames != nil {
		s.waiting = nil
		return frames, nil
	}
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	if s.After > s.acked {
		if _, err := s.Call(ctx, map[string]any{"do": "ack", "after": s.After}); err != nil {
			return nil, err
		}
		s.acked = s.After
	}
	for s.waiting == nil {
		if _, err := s.read(ctx); err != nil {
			return nil, err
		}
	}
	frames := s.waiting
	s.waiting = nil
	return frames, nil
}

// Call sends {"id":…,"do":…} with the fields and returns the reply to it.
func (s *Socket) Call(ctx context.Context, fields map[string]any) (Reply, error) {
	if err := s.connect(ctx); err != nil {
		return Reply{}, err
	}
	s.calls++
	fields["id"] = s.calls
	b, err := json.Marshal(fields)
	if err != nil {
		return Reply{}, err
	}
	if err := s.conn.Write(ctx, websocket.MessageText, b); err != nil {
		s.Close()
		return Reply{}, err
	}
	for {
		r, err := s.read(ctx)
		if err != nil {
			return Reply{}, err
		}
		if r != nil && r.ID == s.calls {
			return *r, nil
		}
	}
}

func (s *Socket) connect(ctx context.Context) error {
	if s.conn != nil {
		return nil
	}
	q := url.Values{"page": {s.Page.ID}, "types": {s.Types}, "after": {strconv.FormatUint(s.After, 10)}}
	conn, resp, err := websocket.Dial(ctx, s.Page.Client.URL+"/socket?"+q.Encode(), &websocket.DialOptions{
		HTTPClient: s.Page.Client.http(),
		HTTPHeader: http.Header{"Authorization": {"Bearer " + s.Page.Client.Token}},
	})
	if err != nil {
		if resp != nil && resp.StatusCode != http.StatusSwitchingProtocols {
			return &StatusError{Answer{resp.StatusCode, resp.Header, err.Error()}}
		}
		return err
	}
	conn.SetReadLimit(64 << 20)
	s.conn, s.acked = conn, s.After
	return nil
}

// read takes one message: a reply, or frames that are put aside.
func (s *Socket) read(ctx context.Context) (*Reply, error) {
	_, msg, err := s.conn.Read(ctx)
	if err != nil {
		s.Close()
		return nil, err
	}
	if strings.HasPrefix(string(msg), "{") {
		var r Reply
		return &r, json.Unmarshal(msg, &r)
	}
	frames, err := ParseBatch(string(msg))
	if err != nil {
		return nil, err
	}
	if len(frames) == 0 {
		return nil, errors.New("an empty message")
	}
	last := frames[len(frames)-1]
	if last.Type != "SEQ" || last.UID != "0" {
		return nil, fmt.Errorf("a message ends with %s rather than SEQ", last.Type)
	}
	if s.After, err = strconv.ParseUint(last.Data, 10, 64); err != nil {
		return nil, err
	}
	s.waiting = append(s.waiting, frames[:len(frames)-1]...)
	return nil, nil
}

// Close implements [Stream].
func (s *Socket) Close() {
	if s.conn != nil {
		s.conn.CloseNow()
		s.conn = nil
	}
}
