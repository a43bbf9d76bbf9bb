package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
)

// command carries out what the operator wants of the server, and returns the JSON
// to answer with.
type command func(ctx context.Context, q url.Values, body []byte) (any, error)

// commands is the table of what the operator may command, by name: POST /ctl/NAME.
func (s *Server) commands() map[string]command {
	return map[string]command{
		"deactivate":  s.doDeactivate,
		"activate":    s.doActivate,
		"set-timeout": s.doSetTimeout,
		"notice":      s.doNotice,
		"pages":       s.doPages,
		"stop":        s.doStop,
		"quit":        s.doQuit,
	}
}

// commanded is the HTTP form of a command.
func commanded(do command) handler {
	answer := answering(do)
	return func(w http.ResponseWriter, r *http.Request) error {
		r.Body = http.MaxBytesReader(w, r.Body, comet.MaxMessage)
		return answer(w, r)
	}
}

// doDeactivate answers all who wait for news, and lets nobody wait until activate.
func (s *Server) doDeactivate(context.Context, url.Values, []byte) (any, error) {
	s.waits.pause()
	return map[string]bool{"active": false}, nil
}

func (s *Server) doActivate(context.Context, url.Values, []byte) (any, error) {
	s.waits.resume()
	return map[string]bool{"active": true}, nil
}

// doSetTimeout says how long polls wait that begin from now on: seconds=S, from 1 to 60.
func (s *Server) doSetTimeout(_ context.Context, q url.Values, _ []byte) (any, error) {
	seconds, err := strconv.ParseFloat(q.Get("seconds"), 64)
	if err != nil || math.IsNaN(seconds) || seconds < 1 || seconds > longestWait.Seconds() {
		return nil, errMalformed.say("A poll can wait from 1 to %v seconds.", longestWait.Seconds())
	}
	s.waits.set(time.Duration(seconds * float64(time.Second)))
	return map[string]float64{"seconds": seconds}, nil
}

// doNotice publishes the body on the channel of notices.
func (s *Server) doNotice(_ context.Context, _ url.Values, body []byte) (any, error) {
	text, err := json.Marshal(map[string]string{"text": string(body)})
	if err != nil {
		return nil, err
	}
	if len(body) == 0 {
		return nil, errMalformed.say("A notice needs a text.")
	}
	return map[string]any{}, s.board.Publish(teacher, noticeChannel, string(text))
}

// pageReport is what the operator is told of a page.
type pageReport struct {
	Page     string    `json:"page"`
	Tutorial string    `json:"tutorial"`
	State    pageState `json:"state"`
	Programs []string  `json:"programs"` // uids of those that have a process
}

// doPages lists the open pages, by tutorials.
func (s *Server) doPages(ctx context.Context, _ url.Values, _ []byte) (any, error) {
	all := []pageReport{}
	live := s.starts.all()
	for _, id := range s.open.ids() {
		p := s.open.get(id)
		_, left, err := s.engine.Idle(ctx, id)
		if p == nil || err != nil {
			continue // it has ended just now
		}
		r := pageReport{Page: id, Tutorial: p.tutorial, State: pageOpen, Programs: []string{}}
		if left {
			r.State = pageLeft
		}
		for _, uid := range live {
			if pageOf(uid) == id {
				r.Programs = append(r.Programs, uid)
			}
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b pageReport) int {
		return cmp.Or(cmp.Compare(a.Tutorial, b.Tutorial), cmp.Compare(a.Page, b.Page))
	})
	return map[string]any{"pages": all}, nil
}

// doStop ends the program of an element, uid=UID, or without it all programs. It
// cannot be refused by them, and their pages are told as of any other end.
func (s *Server) doStop(ctx context.Context, q url.Values, _ []byte) (any, error) {
	targets := s.starts.all()
	if q.Has("uid") {
		uid := q.Get("uid")
		if p := s.open.get(pageOf(uid)); p == nil || p.element(uid) == nil {
			return nil, errUnknownPage.say("No open page has an element %q; crunchy ctl pages lists what runs.", uid)
		}
		if !s.starts.has(uid) {
			return nil, errEnded.say("Nothing runs in the element %s.", uid)
		}
		targets = []string{uid}
	}
	stopped := 0
	for _, uid := range targets {
		switch _, err := s.engine.Signal(ctx, pageOf(uid), uid, engine.Kill); {
		case err == nil:
			stopped++
		case !errors.Is(err, engine.ErrEnded) && !errors.Is(err, engine.ErrUnknown):
			return nil, err
		}
	}
	return map[string]int{"stopped": stopped}, nil
}

// doQuit tells all pages and frontends that the server ends, and has Serve end it.
func (s *Server) doQuit(ctx context.Context, _ url.Values, _ []byte) (any, error) {
	s.ends(ctx, serverQuit, nil)
	return map[string]any{}, nil
}

// ends tells everybody that the server ends, or begins anew, and has Serve end it;
// only the first time. from is who has said so, and is answered otherwise.
func (s *Server) ends(ctx context.Context, command string, from any) {
	s.farewell.Do(func() {
		last := saying("ending")
		if command == serverRestart {
			last = saying("restarting")
		}
		for _, id := range s.open.ids() {
			p := s.open.get(id)
			if p == nil {
				continue
			}
			if err := s.engine.Publish(ctx, id, "0", comet.Popup, []byte(last.in(p.words))); err != nil {
				s.log.Warn("a page was not told of the end", "page", id, "err", err)
			}
			s.tells(p, pageEnded)
		}
		s.last, s.saidBy = command, from
		close(s.quit)
	})
}

// After the operator has said that the server is to end, it goes on for
// farewellTime, so that who is between two polls is told; then what is in flight
// has finishTime.
const farewellTime, finishTime = 500 * time.Millisecond, 2 * time.Second

// quits ends h when the operator wants that, and returns when it has ended.
func (s *Server) quits(ended <-chan struct{}, h *http.Server) {
	select {
	case <-ended:
		return
	case <-s.quit:
	}
	select {
	case <-ended:
		return
	case <-time.After(farewellTime):
	}
	s.waits.pause()
	ctx, cancel := context.WithTimeout(context.Background(), finishTime)
	defer cancel()
	if h.Shutdown(ctx) != nil {
		h.Close()
	}
}
