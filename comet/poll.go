package comet

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Source is where a transport gets a page's frames from.
type Source interface {
	// Poll is Session.Next for a page.
	Poll(ctx context.Context, page string, r Request) (Batch, error)
	// Ack is Session.Ack for a page.
	Ack(ctx context.Context, page string, after uint64) error
}

// BatchType is the media type of several frames in one answer.
const BatchType = "application/vnd.crunchy.frames"

// SeqHeader carries the sequence of the last frame of an answer.
const SeqHeader = "Crunchy-Seq"

// maxWait is how long a poll is held at the most, and when it does not say.
const maxWait = 25 * time.Second

// ErrQuery is returned for parameters that cannot be read.
var ErrQuery = errors.New("comet: malformed parameter")

// LongPoll answers one GET /comet?page=… request: it waits for frames, no longer than
// it is told here and by the client, and writes one of them, or all that are ready when
// the client accepts BatchType. An error is returned before anything is written, and is one of ErrQuery,
// ErrStale, ErrAhead, or what the Source returned.
func LongPoll(src Source, page string, w http.ResponseWriter, r *http.Request, longest time.Duration) error {
	q := r.URL.Query()
	req := Request{
		Single:   !strings.Contains(r.Header.Get("Accept"), BatchType),
		NoCursor: !q.Has("after"),
		Types:    ParseTypes(q.Get("types")),
	}
	var err error
	if req.After, err = cursor(q.Get("after"), req.NoCursor); err != nil {
		return err
	}
	wait := maxWait
	if q.Has("wait") {
		secs, err := strconv.ParseFloat(q.Get("wait"), 64)
		if err != nil || !(secs >= 0) {
			return ErrQuery
		}
		wait = time.Duration(min(secs, maxWait.Seconds()) * float64(time.Second))
	}
	ctx, cancel := context.WithTimeout(r.Context(), min(wait, longest))
	defer cancel()
	b, err := src.Poll(ctx, page, req)
	switch {
	case errors.Is(err, ErrSuperseded), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		w.Header().Set(SeqHeader, strconv.FormatUint(b.Seq, 10))
		w.WriteHeader(http.StatusNoContent)
		return nil
	case err != nil:
		return err
	}
	size := 0
	for _, f := range b.Frames {
		size += len(f.Kind) + len(f.UID) + len(f.Data) + 16
	}
	body := make([]byte, 0, size)
	if req.Single {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		body = b.Frames[0].AppendBasic(body)
	} else {
		w.Header().Set("Content-Type", BatchType)
		for _, f := range b.Frames {
			body = f.AppendBatch(body)
		}
	}
	w.Header().Set(SeqHeader, strconv.FormatUint(b.Seq, 10))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // what did not arrive is asked for again
	return nil
}

func cursor(s string, absent bool) (uint64, error) {
	if absent {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, ErrQuery
	}
	return n, nil
}
