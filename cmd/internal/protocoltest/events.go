package protocoltest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// Events is the stream of Server-Sent Events.
type Events struct {
	Page  *Page
	Types string
	After uint64

	acked  uint64
	resp   *http.Response
	events *EventReader
	cancel context.CancelFunc
}

// ackEvery is how many events may wait for their acknowledgement.
const ackEvery = 32

// Next implements [Stream].
func (e *Events) Next(ctx context.Context) ([]Frame, error) {
	if e.resp == nil {
		if err := e.connect(ctx); err != nil {
			return nil, err
		}
	}
	stop := context.AfterFunc(ctx, e.cancel)
	defer stop()
	if e.After > e.acked+ackEvery {
		if err := e.ack(ctx); err != nil {
			return nil, err
		}
	}
	f, err := e.read()
	if err != nil {
		e.Close()
		return nil, err
	}
	return f, nil
}

func (e *Events) connect(ctx context.Context) error {
	q := url.Values{"page": {e.Page.ID}, "types": {e.Types}}
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	req, err := http.NewRequestWithContext(inner, http.MethodGet, e.Page.Client.URL+"/events?"+q.Encode(), nil)
	if err != nil {
		cancel()
		return err
	}
	req.Header.Set("Authorization", "Bearer "+e.Page.Client.Token)
	req.Header.Set("Last-Event-ID", strconv.FormatUint(e.After, 10))
	resp, err := e.Page.Client.http().Do(req)
	if err != nil {
		cancel()
		return err
	}
	if resp.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		cancel()
		return &StatusError{Answer{resp.StatusCode, resp.Header, string(body)}}
	}
	e.resp, e.events, e.cancel = resp, NewEventReader(resp.Body), cancel
	return nil
}

func (e *Events) ack(ctx context.Context) error {
	a, err := e.Page.Client.Do(ctx, http.MethodPost, "/ack?page="+e.Page.ID+"&after="+strconv.FormatUint(e.After, 10), "")
	if err == nil && a.Status != http.StatusOK {
		err = &StatusError{a}
	}
	if err == nil {
		e.acked = e.After
	}
	return err
}

// read returns the next event.
func (e *Events) read() ([]Frame, error) {
	event, err := e.events.Next()
	if err != nil {
		return nil, err
	}
	f := Frame{Type: event.Name}
	if err := json.Unmarshal([]byte(event.Data), &f); err != nil {
		return nil, err
	}
	seq, err := strconv.ParseUint(event.ID, 10, 64)
	if err != nil {
		return nil, errors.New("an event without a number")
	}
	e.After = seq
	return []Frame{f}, nil
}

// Close implements [Stream].
func (e *Events) Close() {
	if e.resp != nil {
		e.cancel()
		e.resp.Body.Close()
		e.resp = nil
	}
}
