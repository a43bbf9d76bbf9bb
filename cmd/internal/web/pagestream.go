package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"crunchy/comet"
)

// mostFollowed is how many channels a stream follows that has pages among them.
const mostFollowed = 64

// feed is what a stream of channels hands out; see comet.Subscription.
type feed interface {
	Next(ctx context.Context) (comet.Delivery, error)
	Position() string
	Close()
}

// feed follows channels from a position, the pages among them by what they show.
func (s *Server) feed(r *http.Request, names []string, from string) (feed, error) {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	m := &mixed{types: comet.ParseTypes(r.URL.Query().Get("types")), look: s.engine.Look}
	var others []string
	for _, name := range names {
		id, ok := strings.CutPrefix(name, pageChannel)
		if !ok {
			others = append(others, name)
			continue
		}
		switch p := s.open.get(id); {
		case p == nil:
			return nil, comet.ErrNoChannel
		case !s.mayWatch(r, p):
			return nil, errChannel.with(nil)
		}
		m.pages = append(m.pages, pagePlace{id: id})
	}
	if len(m.pages) == 0 {
		sub, err := s.board.Subscribe(s.who(r), names, from)
		if err != nil {
			return nil, err
		}
		return sub, nil
	}
	if len(names) > mostFollowed {
		return nil, comet.ErrQuery
	}
	board, err := m.goTo(r.Context(), from)
	if err == nil && len(others) > 0 {
		m.sub, err = s.board.Subscribe(s.who(r), others, board)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// mayWatch reports whether a request may see what a page shows: its own, its owner's,
// and the teacher's.
func (s *Server) mayWatch(r *http.Request, p *openPage) bool {
	return s.bearer(r) == nil || s.who(r)&teacher != 0 || equal(pageToken(r), p.token)
}

// pagePlace is where a stream stands in a page.
type pagePlace struct {
	id    string
	after uint64
}

// mixed is a feed of pages and, with sub, of other channels. Its position is that of
// the others with ~PAGE.N for each page.
type mixed struct {
	sub   *comet.Subscription
	pages []pagePlace
	types comet.Types
	look  func(ctx context.Context, page string, after uint64, types comet.Types) (comet.Batch, error)
}

// goTo goes to a position in the pages, and returns that in the other channels. What
// the position does not tell of begins now.
func (m *mixed) goTo(ctx context.Context, from string) (board string, err error) {
	board, rest, _ := strings.Cut(from, "~")
	at := map[string]uint64{}
	if rest != "" {
		for place := range strings.SplitSeq(rest, "~") {
			id, after, _ := strings.Cut(place, ".")
			n, err := strconv.ParseUint(after, 10, 64)
			if err != nil || n == comet.Newest {
				return "", comet.ErrQuery
			}
			at[id] = n
		}
	}
	now, cancel := context.WithCancel(ctx)
	cancel() // nothing is waited for
	for i := range m.pages {
		p := &m.pages[i]
		if n, ok := at[p.id]; ok || from == comet.Beginning {
			p.after = n
			if _, err = m.look(now, p.id, n, m.types); err != nil && !unfinished(err) {
				return "", err
			}
			continue
		}
		b, err := m.look(now, p.id, comet.Newest, m.types)
		if err != nil && !unfinished(err) {
			return "", err
		}
		p.after = b.Seq
	}
	return board, nil
}

// unfinished reports whether a wait has ended without what it was for.
func unfinished(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func (m *mixed) Close() {
	if m.sub != nil {
		m.sub.Close()
	}
}

func (m *mixed) Position() string {
	board := ""
	if m.sub != nil {
		board = m.sub.Position()
	}
	return m.position(board)
}

func (m *mixed) position(board string) string {
	var b strings.Builder
	b.WriteString(board)
	for _, p := range m.pages {
		b.WriteString("~" + p.id + "." + strconv.FormatUint(p.after, 10))
	}
	return b.String()
}

// Next waits until one of the channels has something, and hands out what each has
// then. A page that has ended is followed no longer.
func (m *mixed) Next(ctx context.Context) (comet.Delivery, error) {
	wait, cancel := context.WithCancel(ctx)
	defer cancel()
	var news comet.Delivery
	errs, got := make([]error, len(m.pages)), make([]comet.Batch, len(m.pages))
	newsErr := comet.ErrNoChannel
	var waiting sync.WaitGroup
	if m.sub != nil {
		waiting.Go(func() {
			if news, newsErr = m.sub.Next(wait); newsErr == nil {
				cancel()
			}
		})
	}
	for i, p := range m.pages {
		waiting.Go(func() {
			if got[i], errs[i] = m.look(wait, p.id, p.after, m.types); errs[i] == nil || !unfinished(errs[i]) {
				cancel()
			}
		})
	}
	waiting.Wait()
	for i, msg := range news.Messages {
		news.Messages[i].ID = m.position(msg.ID)
	}
	var open []pagePlace
	for i := range m.pages {
		p := &m.pages[i]
		for _, f := range got[i].Frames {
			p.after = f.Seq
			news.Messages = append(news.Messages, comet.Message{Channel: pageChannel + p.id, ID: m.Position(), Text: pageMessage(f)})
		}
		if errs[i] == nil || unfinished(errs[i]) {
			p.after = max(p.after, got[i].Seq)
			open = append(open, *p)
		}
	}
	ended := len(open) == 0 && errors.Is(newsErr, comet.ErrNoChannel)
	gone := len(open) < len(m.pages)
	m.pages = open
	switch {
	case len(news.Messages) > 0 || news.Missed:
		return news, nil
	case ended:
		return comet.Delivery{}, comet.ErrNoChannel
	case gone:
		return m.Next(ctx)
	}
	return comet.Delivery{}, ctx.Err()
}

// pageMessage is a frame as a stream has it: what a frame is on its own has line ends
// that a stream does not keep apart.
func pageMessage(f comet.Frame) string {
	text, _ := json.Marshal(transcriptFrame{f.Kind, f.UID, string(f.Data)}) // there is nothing in it that cannot be said
	return string(text)
}
