package protocoltest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
)

// Message is what the server says to a frontend.
type Message struct {
	Session string          `json:"session"`
	Name    string          `json:"name"`
	Data    json.RawMessage `json:"data"`
	Error   *Refusal        `json:"error"`
}

// Refusal is why something was not done.
type Refusal struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
}

func (r *Refusal) Error() string { return fmt.Sprint(r.Code, " ", r.Msg) }

// Messenger sends messages and gets their answers.
type Messenger interface {
	Say(ctx context.Context, session string, data any) (Message, error)
}

// Say sends a message over HTTP.
func (c *Client) Say(ctx context.Context, session string, data any) (m Message, err error) {
	body, err := json.Marshal(map[string]any{"session": session, "name": "protocoltest", "data": data})
	if err != nil {
		return m, err
	}
	a, err := c.Do(ctx, http.MethodPost, "/api", string(body))
	switch {
	case err != nil:
		return m, err
	case a.Status != http.StatusOK && a.Status != http.StatusBadRequest:
		return m, &StatusError{a}
	}
	return m, json.Unmarshal([]byte(a.Body), &m)
}

// Line is a connection of a frontend.
type Line struct {
	Greeting Message
	conn     net.Conn
	come     []byte
}

// Dial connects, and reads the greeting.
func Dial(ctx context.Context, address string) (*Line, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return Greeted(ctx, conn)
}

// Greeted reads the greeting on a connection. It is closed when there is none.
func Greeted(ctx context.Context, conn net.Conn) (*Line, error) {
	l := &Line{conn: conn}
	var err error
	if l.Greeting, err = l.Next(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return l, nil
}

// Packed is data of a session in the form in which it is sent.
func Packed(session string, data any) ([]byte, error) {
	message, err := json.Marshal(map[string]any{"session": session, "name": "protocoltest", "data": data})
	if err != nil {
		return nil, err
	}
	for {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(message); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		if !bytes.Contains(b.Bytes(), []byte("<EOF>")) {
			return append(b.Bytes(), "<EOF>"...), nil
		}
		message = append(message, '\n')
	}
}

// Say implements [Messenger]: it returns whatever message comes next.
func (l *Line) Say(ctx context.Context, session string, data any) (Message, error) {
	b, err := Packed(session, data)
	if err == nil {
		_, err = l.conn.Write(b)
	}
	if err != nil {
		return Message{}, err
	}
	return l.Next(ctx)
}

// Write sends bytes as they are.
func (l *Line) Write(b []byte) (int, error) { return l.conn.Write(b) }

// Next waits for a message.
func (l *Line) Next(ctx context.Context) (m Message, err error) {
	stop := context.AfterFunc(ctx, func() { l.conn.Close() })
	defer stop()
	for {
		packed, rest, whole := bytes.Cut(l.come, []byte("<EOF>"))
		if !whole {
			b := make([]byte, 4096)
			n, err := l.conn.Read(b)
			if l.come = append(l.come, b[:n]...); n == 0 && err != nil {
				return m, err
			}
			continue
		}
		l.come = rest
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return m, err
		}
		message, err := io.ReadAll(z)
		if err != nil {
			return m, err
		}
		return m, json.Unmarshal(message, &m)
	}
}

// Close ends the connection.
func (l *Line) Close() error { return l.conn.Close() }

// Enter begins a session; who is user and password, or nothing for a guest.
func Enter(ctx context.Context, m Messenger, who ...string) (session string, err error) {
	data := map[string]string{}
	if len(who) == 2 {
		data["user"], data["password"] = who[0], who[1]
	}
	a, err := m.Say(ctx, "", data)
	switch {
	case err != nil:
		return "", err
	case a.Error != nil:
		return "", a.Error
	case string(a.Data) != `"Authenticated"` || a.Session == "":
		return "", fmt.Errorf("it is answered %s", a.Data)
	}
	return a.Session, nil
}

// Call calls a function and returns what it answers.
func Call(ctx context.Context, m Messenger, session, fname string, args map[string]any) (json.RawMessage, error) {
	call := map[string]any{"fname": fname}
	maps.Copy(call, args)
	a, err := m.Say(ctx, session, []any{call})
	switch {
	case err != nil:
		return nil, err
	case a.Error != nil:
		return nil, a.Error
	}
	var all []struct {
		FName string
		Data  json.RawMessage
		Error *Refusal
	}
	if err := json.Unmarshal(a.Data, &all); err != nil || len(all) != 1 || all[0].FName != fname {
		return nil, fmt.Errorf("it is answered %s", a.Data)
	}
	if all[0].Error != nil {
		return nil, all[0].Error
	}
	return all[0].Data, nil
}

// Caller is the way home of frontends: calls of comet, over HTTP, or over whatever
// Dial gives.
type Caller struct {
	Page  *Page
	Types string
	Wait  int // seconds; 0 is the server's default
	After uint64
	Dial  func(context.Context) (*Line, error) // nil for HTTP

	session string
	line    *Line
}

// Next implements [Stream].
func (c *Caller) Next(ctx context.Context) ([]Frame, error) {
	frames, err := c.next(ctx)
	if refusal, ok := err.(*Refusal); ok { // its status are the last three digits
		return nil, &StatusError{Answer{Status: refusal.Code % 1000, Body: refusal.Msg}}
	}
	if err != nil {
		c.Close()
	}
	return frames, err
}

func (c *Caller) next(ctx context.Context) ([]Frame, error) {
	var m Messenger = c.Page.Client
	var err error
	if c.Dial != nil {
		if c.line == nil {
			if c.line, err = c.Dial(ctx); err != nil {
				c.line = nil
				return nil, err
			}
		}
		m = c.line
	}
	if c.session == "" {
		if c.session, err = Enter(ctx, m, "owner", c.Page.Client.Token); err != nil {
			return nil, err
		}
	}
	args := map[string]any{"page": c.Page.ID, "after": c.After, "types": c.Types}
	if c.Wait > 0 {
		args["wait"] = c.Wait
	}
	data, err := Call(ctx, m, c.session, "comet", args)
	if err != nil {
		return nil, err
	}
	var got struct {
		Seq    uint64
		Frames []Frame
	}
	if err := json.Unmarshal(data, &got); err != nil {
		return nil, err
	}
	c.After = got.Seq
	return got.Frames, nil
}

// Close implements [Stream].
func (c *Caller) Close() {
	if c.line != nil {
		c.line.Close()
		c.line = nil
	}
}
