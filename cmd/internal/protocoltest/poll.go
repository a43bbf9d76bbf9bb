package protocoltest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// Stream is a way home for a page's frames, with a cursor. Next waits for what
// follows; nil and no error mean that nothing came for a while. After an error
// Next may be called again: it goes on where the last whole answer ended. What
// Next returned is acknowledged by one of the next calls.
type Stream interface {
	Next(ctx context.Context) ([]Frame, error)
	Close()
}

// Poller is the long poll.
type Poller struct {
	Page  *Page
	Types string // PROMPT,INPUT,…
	Batch bool   // several frames in one answer
	Wait  int    // seconds; 0 is the server's default
	After uint64 // the cursor
}

// Next implements [Stream].
func (p *Poller) Next(ctx context.Context) ([]Frame, error) {
	q := url.Values{"page": {p.Page.ID}, "after": {strconv.FormatUint(p.After, 10)}}
	if p.Types != "" {
		q.Set("types", p.Types)
	}
	if p.Wait > 0 {
		q.Set("wait", strconv.Itoa(p.Wait))
	}
	accept := "text/plain"
	if p.Batch {
		accept = BatchType
	}
	a, err := p.Page.Client.Do(ctx, http.MethodGet, "/comet?"+q.Encode(), "", Header("Accept", accept))
	switch {
	case err != nil:
		return nil, err
	case a.Status == http.StatusNoContent:
		return nil, nil
	case a.Status != http.StatusOK:
		return nil, &StatusError{a}
	}
	var frames []Frame
	if p.Batch {
		frames, err = ParseBatch(a.Body)
	} else {
		frames = make([]Frame, 1)
		frames[0], err = ParseFrame(a.Body)
	}
	if err != nil {
		return nil, err
	}
	if p.After, err = strconv.ParseUint(a.Header.Get("Crunchy-Seq"), 10, 64); err != nil {
		return nil, fmt.Errorf("no cursor: %w", err)
	}
	return frames, nil
}

// Close implements [Stream].
func (p *Poller) Close() {}
