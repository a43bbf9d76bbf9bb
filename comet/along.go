package comet

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

// Along is the kind of a frame of the page itself that holds a message of a channel:
// {"channel":"…","id":"…","text":"…"}. It is in no page's log and has no sequence of
// its own: who comes back says the id of the last one, apart from the cursor.
const Along Kind = "MESSAGE"

// errNews ends a poll of the page for which a message has come.
var errNews = errors.New("comet: there is a message")

// WithChannels returns a source that brings, with a page's frames, what a
// subscription hands out, so that a page needs one connection for both. It is for
// one transport of one page, which closes the subscription when it is done.
func WithChannels(src Source, sub *Subscription) Source { return along{src, sub} }

type along struct {
	Source
	sub *Subscription
}

// Poll waits for frames, for messages, or for both. Messages come last.
func (a along) Poll(ctx context.Context, page string, r Request) (Batch, error) {
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	listen, hush := context.WithCancel(ctx)
	defer hush()
	var news []Message
	var listening sync.WaitGroup
	listening.Go(func() {
		for len(news) == 0 { // there may be a loss and no message
			d, err := a.sub.Next(listen)
			if err != nil {
				return
			}
			news = d.Messages
		}
		stop(errNews) // which is not the same as a client who has gone
	})
	b, err := a.Source.Poll(inner, page, r)
	hush()
	listening.Wait()
	switch waited := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded); {
	case len(news) == 0, err != nil && !waited:
		return b, err
	case r.Single && len(b.Frames) > 0:
		return b, nil // the message is there for the next poll, which says its place
	case r.Single:
		news = news[:1]
	}
	b.Seq = max(b.Seq, r.After)
	for _, m := range news {
		b.Frames = append(b.Frames, m.frame(b.Seq))
	}
	return b, nil
}

// frame is a message as a page gets it.
func (m Message) frame(seq uint64) Frame {
	data, _ := json.Marshal(struct {
		Channel string `json:"channel"`
		ID      string `json:"id"`
		Text    string `json:"text"`
	}{m.Channel, m.ID, m.Text})
	return Frame{Seq: seq, UID: "0", Kind: Along, Data: data}
}
