package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"crunchy/comet"
)

// Many channels in one long poll, in the form of Ocsigen's comet: POST /comet.
const (
	ocsigenType = "application/x-ocsigen-comet"
	// endedChannel stands in the place of a value when there is no such channel.
	endedChannel = "ENDED_CHANNEL"
	// pageChannel begins the name of the channel of a page's frames.
	pageChannel = "page:"
)

// A poll follows at most mostRegistered channels, and its body is at most
// longestRegistration. The places of mostPlaces clients are kept, for placeLife
// after their last poll; their names have at most longestClient bytes.
const (
	mostRegistered      = 256
	longestRegistration = 64 << 10
	mostPlaces          = 1000
	placeLife           = 5 * time.Minute
	longestClient       = 128
)

// ocsigen answers POST /comet. It waits until one of the channels has something,
// or until the time of a poll is over, which is answered with nothing.
func (s *Server) ocsigen() handler {
	places := newPlaces()
	return func(w http.ResponseWriter, r *http.Request) error { return s.pollChannels(w, r, places) }
}

func (s *Server) pollChannels(w http.ResponseWriter, r *http.Request, places *places) error {
	q, err := readRegistration(w, r)
	if err != nil {
		return err
	}
	names := q.names
	ctx, cancel := context.WithTimeout(r.Context(), s.waits.longest())
	defer cancel()
	p, ctx, leave := places.enter(ctx, s.caller(r)+" "+q.client, q.client != "")
	defer leave()
	channels := make([]source, len(names))
	for i, name := range names {
		from, said := q.from[name]
		if !said {
			from = p.at[name]
		}
		c, err := s.source(r, name, from, q.types)
		for _, open := range channels[:i] {
			if err != nil {
				open.close()
			}
		}
		if err != nil {
			return err
		}
		channels[i] = c
	}
	var lines []string
	at := map[string]string{}
	for i, d := range first(ctx, channels) {
		at[names[i]] = d.to
		for _, value := range d.values {
			lines = append(lines, comet.Escape(names[i])+":"+comet.Escape(value))
		}
		if d.ended {
			lines = append(lines, comet.Escape(names[i])+":"+endedChannel)
		}
	}
	body := strings.Join(lines, "\n")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, err = io.WriteString(w, body)
	if err == nil && r.Context().Err() == nil { // else it is told again
		p.at = at
	}
	return nil
}

// registration is what a poll asks for.
type registration struct {
	names  []string
	client string            // who polls; "" keeps no place
	from   map[string]string // places that the client says itself, by channel
	types  comet.Types       // of frames of pages, beyond the basic ones
}

// readRegistration reads the channels that a poll is about, and who polls. Of what
// Ocsigen does not have, from= says where to begin in a channel, in lines of
// identifier:position, both escaped, whatever place is kept: 0 is all that there is;
// and types= is what it is of a page's own polls.
func readRegistration(w http.ResponseWriter, r *http.Request) (q registration, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestRegistration))
	if err != nil {
		return q, bodyError(err)
	}
	form, err := url.ParseQuery(string(body))
	q = registration{client: form.Get("client"), from: map[string]string{}, types: comet.ParseTypes(form.Get("types"))}
	for name := range strings.SplitSeq(form.Get("registration"), "\n") {
		if name = comet.Unescape(name); name != "" && !slices.Contains(q.names, name) {
			q.names = append(q.names, name)
		}
	}
	for line := range strings.SplitSeq(form.Get("from"), "\n") {
		if name, position, ok := strings.Cut(line, ":"); ok {
			q.from[comet.Unescape(name)] = comet.Unescape(position)
		}
	}
	switch {
	case kind != ocsigenType:
		err = errMalformed.say("A poll of several channels has the Content-Type %s.", ocsigenType)
	case err != nil:
		err = errMalformed.say("The body must be a form: registration=… and, if it is wanted, client=….")
	case len(q.names) == 0:
		err = errMalformed.say("This request needs registration=, with the escaped names of channels in lines.")
	case len(q.names) > mostRegistered:
		err = errMalformed.say("A poll can be about %d channels at most.", mostRegistered)
	case len(q.client) > longestClient:
		err = errMalformed.say("client= has %d bytes at most.", longestClient)
	}
	return q, err
}

// caller tells those apart who may use the same name for themselves.
func (s *Server) caller(r *http.Request) string {
	if p := s.open.byToken(pageToken(r)); p != nil && s.bearer(r) != nil {
		return p.id
	}
	return owner
}

// source is a channel from some place on.
type source struct {
	// next waits for what comes; it may give nothing when ctx is done.
	next  func(ctx context.Context) delivery
	close func()
}

// delivery is what a source gives, and the place to go on from.
type delivery struct {
	values []string
	ended  bool
	to     string
}

// source finds the channel of a name; one that does not exist has ended. It is an
// error to ask for one that is for others.
func (s *Server) source(r *http.Request, name, from string, types comet.Types) (source, error) {
	ended := source{func(context.Context) delivery { return delivery{ended: true} }, func() {}}
	if id, ok := strings.CutPrefix(name, pageChannel); ok {
		switch p := s.open.get(id); {
		case p == nil:
			return ended, nil
		case !s.mayWatch(r, p):
			return source{}, errChannel.with(nil)
		}
		return source{func(ctx context.Context) delivery { return s.peek(ctx, id, from, types) }, func() {}}, nil
	}
	sub, err := s.board.Subscribe(s.who(r), []string{name}, from)
	switch {
	case errors.Is(err, comet.ErrNoChannel):
		return ended, nil
	case err != nil:
		return source{}, err
	}
	return source{func(ctx context.Context) delivery {
		got, err := sub.Next(ctx)
		for err == nil && len(got.Messages) == 0 { // some are lost, which cannot be said here
			got, err = sub.Next(ctx)
		}
		d := delivery{to: sub.Position(), ended: errors.Is(err, comet.ErrNoChannel)}
		for _, m := range got.Messages {
			d.values = append(d.values, m.Text)
		}
		return d
	}, sub.Close}, nil
}

// peek waits for the frames of a page.
func (s *Server) peek(ctx context.Context, id, from string, types comet.Types) delivery {
	after, err := strconv.ParseUint(from, 10, 64)
	if err != nil {
		after = comet.Newest // a newcomer
	}
	b, err := s.engine.Look(ctx, id, after, types)
	d := delivery{to: strconv.FormatUint(b.Seq, 10), ended: err != nil && ctx.Err() == nil}
	for _, f := range b.Frames {
		d.values = append(d.values, string(f.AppendBasic(nil)))
	}
	return d
}

// first waits until one of the sources gives something, and returns what each has
// then. It closes them.
func first(ctx context.Context, all []source) []delivery {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	got := make([]delivery, len(all))
	var waiting sync.WaitGroup
	for i, one := range all {
		waiting.Go(func() {
			defer one.close()
			if got[i] = one.next(ctx); got[i].ended || len(got[i].values) > 0 {
				cancel()
			}
		})
	}
	waiting.Wait()
	return got
}

// places are where clients stand in their channels.
type places struct {
	mu  sync.Mutex
	all map[string]*place
}

// place is where a client stands. Who holds busy may use at.
type place struct {
	at   map[string]string // by channel
	busy chan struct{}

	end  context.CancelFunc // of its poll
	used time.Time
}

func newPlaces() *places { return &places{all: map[string]*place{}} }

// enter returns the place of a client, which is kept or not, and a context for its
// poll, which ends the one before. leave has to be called.
func (ps *places) enter(ctx context.Context, client string, kept bool) (p *place, poll context.Context, leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	ps.mu.Lock()
	p = ps.all[client]
	if p == nil || !kept {
		p = &place{at: map[string]string{}, busy: make(chan struct{}, 1)}
	}
	if kept {
		if p.end != nil {
			p.end()
		}
		ps.all[client] = p
		p.end, p.used = cancel, time.Now()
		ps.tidy()
	}
	ps.mu.Unlock()
	select {
	case p.busy <- struct{}{}:
		return p, ctx, func() { cancel(); <-p.busy }
	case <-ctx.Done(): // the one before does not get rid of its answer
		return &place{at: map[string]string{}}, ctx, cancel
	}
}

// tidy forgets the clients that were silent for long, and the most silent ones of
// too many.
func (ps *places) tidy() {
	for len(ps.all) > 0 {
		oldest := ""
		for client, p := range ps.all {
			if oldest == "" || p.used.Before(ps.all[oldest].used) {
				oldest = client
			}
		}
		if len(ps.all) <= mostPlaces && time.Since(ps.all[oldest].used) < placeLife {
			return
		}
		delete(ps.all, oldest)
	}
}
