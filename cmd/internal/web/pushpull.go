package web

import (
	_ "embed"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"crunchy/comet"
)

// pushPullScript is the client that a session begins with.
//
//go:embed pushpull.js
var pushPullScript string

// pulled are the actions of a session, by the words of its messages.
var pulled = map[comet.Kind]string{"POST": "post", "EXEC": "exec", "INTERRUPT": "interrupt"}

// beginSession answers GET /{n}/{program} with a client in JavaScript for a fresh
// page of that lesson. The session's number is the page's id. The page ends when no
// push of it has been open for as long as a page is kept that was closed.
func (s *Server) beginSession(w http.ResponseWriter, r *http.Request) error {
	n, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if n == "" || name == "" {
		return errNotFound.with(nil)
	}
	p, err := s.openPage(r, name)
	if err != nil {
		return err
	}
	if p = s.open.watch(p.id); p == nil {
		return errUnknownPage.with(nil)
	}
	s.tells(p, pageOpen)
	s.layOut(p)
	type element struct {
		UID  string `json:"uid"`
		Kind string `json:"kind"`
	}
	elements := []element{}
	for _, e := range p.elements {
		elements = append(elements, element{p.uid(e.Number), e.Kind})
	}
	about, err := json.Marshal(map[string]any{"session": p.id, "token": p.token, "base": s.prefix, "elements": elements})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, _ = io.WriteString(w, "// Session "+p.id+"\n"+strings.Replace(pushPullScript, `"ABOUT"`, string(about), 1))
	return nil
}

// push answers GET /push/{session} with the next frame as soon as there is one, or
// with 204 when there is none for a while.
func (s *Server) push(w http.ResponseWriter, r *http.Request) error {
	p, err := s.session(r)
	if err != nil {
		return err
	}
	return comet.LongPoll(s.engine, p.id, w, r, s.waits.longest())
}

// pull takes one message: POST /pull/{session}.
func (s *Server) pull(w http.ResponseWriter, r *http.Request) error {
	p, err := s.session(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return bodyError(err)
	}
	m, err := comet.ParseBasic(body)
	act := s.actions()[pulled[m.Kind]]
	switch {
	case err != nil || act == nil:
		return errMalformed.say("A message is POST, EXEC or INTERRUPT, a space, the uid, CR, and what is sent.")
	case pageOf(m.UID) != p.id:
		return errForbidden.say("A session acts on its own elements only.")
	}
	answer, err := s.act(r.Context(), act, url.Values{"uid": {m.UID}}, m.Data)
	if err != nil {
		return err
	}
	if answer == nil {
		w.Header().Set("Content-Length", "0")
		return nil
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// session is the page that a request's address names, if it may act on it. The
// chain cannot see that: it knows of pages in queries only.
func (s *Server) session(r *http.Request) (*openPage, error) {
	p := s.open.get(chi.URLParam(r, "session"))
	switch {
	case p == nil || p.owner != owner:
		return nil, errUnknownPage.with(nil)
	case s.bearer(r) != nil && !equal(pageToken(r), p.token):
		return nil, errPageToken.with(nil)
	}
	return p, nil
}
