package comet

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/coder/websocket"
)

// Call is one message of a client over a WebSocket.
type Call struct {
	Do    string     // name of an acting route, or "ack"
	Query url.Values // every other field: uid, seq, replace, after …
	Body  []byte     // a string's bytes, or the JSON of anything else
}

// SocketOptions configure Socket.
type SocketOptions struct {
	// Subprotocols that are agreed to.
	Subprotocols []string
	// MaxMessage is the largest message from the client, in bytes.
	MaxMessage int64
	// Do carries out a call and returns its HTTP status and JSON body (nil
	// for none). Calls of one socket are made one after the other. A message
	// that is no call comes with an empty name.
	Do func(ctx context.Context, c Call) (status int, body any)
}

// Socket answers GET /socket?page=…: a WebSocket (RFC 6455) with frames in the
// batch form one way, each message ended by "SEQ 0 LENGTH CR N", and calls the
// other way, each answered by {"id","status","body"}. window=BYTES asks for not
// more than that many unacknowledged bytes on the way. It returns when the
// client has left; an error only when nothing was written.
func Socket(src Source, page string, w http.ResponseWriter, r *http.Request, o SocketOptions) error {
	q := r.URL.Query()
	req := Request{Push: true, NoCursor: !q.Has("after"), Types: ParseTypes(q.Get("types"))}
	var err error
	if req.After, err = cursor(q.Get("after"), req.NoCursor); err != nil {
		return err
	}
	if q.Has("window") {
		n, err := cursor(q.Get("window"), false)
		if err != nil {
			return err
		}
		req.Window = int64(min(n, 1<<40))
	}
	if !req.NoCursor {
		if err := src.Ack(r.Context(), page, req.After); err != nil {
			return err
		}
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: o.Subprotocols})
	if err != nil {
		return nil // Accept has answered
	}
	conn.SetReadLimit(o.MaxMessage)
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	stop := context.AfterFunc(r.Context(), cancel)
	defer stop()
	var reader sync.WaitGroup
	reader.Go(func() {
		defer cancel()
		readCalls(ctx, conn, o.Do)
	})
	code, reason := pushFrames(ctx, conn, src, page, req)
	conn.Close(code, reason) // waits for the other side for a few seconds at most
	cancel()
	reader.Wait()
	return nil
}

// roomy is how much memory a socket keeps for its messages while nothing happens.
const roomy = 4 << 10

func pushFrames(ctx context.Context, conn *websocket.Conn, src Source, page string, req Request) (websocket.StatusCode, string) {
	var msg []byte
	for {
		b, err := src.Poll(ctx, page, req)
		switch {
		case errors.Is(err, ErrSuperseded):
			return 4001, "another connection took over"
		case err != nil:
			return websocket.StatusGoingAway, "the page is closed"
		}
		req.After, req.NoCursor, req.Turn = b.Seq, false, b.Turn
		if msg = msg[:0]; cap(msg) > roomy {
			msg = nil
		}
		for _, f := range b.Frames {
			msg = f.AppendBatch(msg)
		}
		var seq [20]byte
		msg = Frame{UID: "0", Kind: "SEQ", Data: strconv.AppendUint(seq[:0], b.Seq, 10)}.AppendBatch(msg)
		if err := send(ctx, conn, msg); err != nil {
			return websocket.StatusGoingAway, ""
		}
	}
}

func send(ctx context.Context, conn *websocket.Conn, msg []byte) error {
	ctx, cancel := context.WithTimeout(ctx, WriteTime)
	defer cancel()
	return conn.Write(ctx, websocket.MessageText, msg)
}

func readCalls(ctx context.Context, conn *websocket.Conn, do func(context.Context, Call) (int, any)) {
	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return
		}
		id, call, err := parseCall(msg)
		reply := struct {
			ID     json.RawMessage `json:"id"`
			Status int             `json:"status"`
			Body   any             `json:"body"`
		}{ID: id}
		if err != nil {
			call = Call{Query: url.Values{}} // which nobody knows; the answer says so
		}
		if reply.Status, reply.Body = do(ctx, call); reply.Body == nil {
			reply.Body = struct{}{}
		}
		b, err := json.Marshal(reply)
		if err != nil || send(ctx, conn, b) != nil {
			return
		}
	}
}

// parseCall reads a message of a client.
func parseCall(msg []byte) (id json.RawMessage, c Call, err error) {
	id = json.RawMessage("null")
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(msg, &fields); err != nil {
		return id, c, err
	}
	c.Query = url.Values{}
	for name, raw := range fields {
		var text string
		isText := json.Unmarshal(raw, &text) == nil
		switch {
		case name == "id":
			id = raw
		case name == "do":
			c.Do = text
		case name == "body" && isText:
			c.Body = []byte(text)
		case name == "body":
			c.Body = raw
		case isText:
			c.Query.Set(name, text)
		case string(raw) == "true":
			c.Query.Set(name, "1")
		default:
			c.Query.Set(name, strings.TrimSpace(string(raw)))
		}
	}
	if c.Do == "" {
		return id, c, ErrQuery
	}
	return id, c, nil
}
