package comet

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// EventStream answers GET /events?page=… with Server-Sent Events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html): the id is
// the sequence, the event the type, the data one line of JSON. It goes on until
// the client leaves, another poll takes over or the page is closed.
// Last-Event-ID, or after=, acknowledges and resumes. An error is returned only
// before anything is written.
func EventStream(src Source, page string, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = q.Get("after")
	}
	after, err := cursor(from, from == "")
	if err != nil {
		return err
	}
	req := Request{Push: true, NoCursor: from == "", Types: ParseTypes(q.Get("types"))}
	if from != "" {
		if err := src.Ack(r.Context(), page, after); err != nil {
			return err
		}
	}
	out := http.NewResponseController(w)
	req.After = after
	started := false
	start := func() {
		if !started {
			w.Header().Set("Content-Type", "text/event-stream")
			started = true
		}
	}
	for {
		ctx, cancel := context.WithTimeout(r.Context(), KeepAlive)
		if !started {
			cancel()
			ctx, cancel = context.WithTimeout(r.Context(), 50*time.Millisecond)
		}
		b, err := src.Poll(ctx, page, req)
		quiet := ctx.Err() == context.DeadlineExceeded && r.Context().Err() == nil
		cancel()
		req.Turn = b.Turn
		var body []byte
		switch {
		case err == nil:
			req.After, req.NoCursor = b.Seq, false
			for _, f := range b.Frames {
				body = appendEvent(body, f)
			}
		case quiet:
			body = []byte(Quiet)
		case started:
			return nil
		default:
			return err
		}
		start()
		_ = out.SetWriteDeadline(time.Now().Add(WriteTime))
		if _, err := w.Write(body); err != nil {
			return nil
		}
		if out.Flush() != nil {
			return nil
		}
	}
}

func appendEvent(b []byte, f Frame) []byte {
	data, _ := json.Marshal(struct {
		UID  string `json:"uid"`
		Data string `json:"data"`
	}{f.UID, strings.ToValidUTF8(string(f.Data), "\uFFFD")})
	return AppendEvent(b, strconv.FormatUint(f.Seq, 10), string(f.Kind), string(data))
}
