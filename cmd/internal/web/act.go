package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
	"crunchy/ioelement/texts"
)

// order is one acting request, whichever way it came.
type order struct {
	page, uid string
	query     url.Values
	body      []byte
}

// action carries out an order and returns the JSON to answer with, nil for an
// empty body.
type action func(ctx context.Context, o order) (any, error)

// actions is the table of acting routes, by name.
func (s *Server) actions() map[string]action {
	return map[string]action{
		"post":      s.forCode(s.wakes(s.inFolder(s.fromNowOn(s.withFiles(s.doPost))))),
		"exec":      s.forCode(s.runs(s.inFolder(s.fromNowOn(s.withFiles(s.doExec))))),
		"answer":    s.fromNowOn(s.doAnswer),
		"interrupt": s.doSignal(engine.Interrupt),
		"kill":      s.doSignal(engine.Kill),
		"reset":     s.launches(s.inFolder(s.inTime(s.filesAnew(s.doSignal(engine.Reset))))),
		"eof":       s.inTime(s.doSignal(engine.EOF)),
		"resize":    s.doResize,
		"where":     s.doAsk("where"),
		"event":     s.inTime(s.doEvent),
		"complete":  s.forCode(s.inTime(s.doAsk("complete"))),
		"inspect":   s.forCode(s.inTime(s.doAsk("inspect"))),
		"add":       s.doAdd,
		"refresh":   s.doRefresh,
		"format":    s.forCode(s.inTime(s.doFormat)),
		"analyze":   s.forCode(s.inTime(s.doAnalyze)),
		"python":    s.forCode(s.inTime(s.doPython)),
		"save":      s.onTime(s.doSave),
		"element":   s.doElement,
		"versions":  s.doVersions,
		"version":   s.doVersion,
		"log":       s.doLog,
		"ack":       s.doAck,
		"close":     s.doClose,
	}
}

// acting is the HTTP form of an action.
func (s *Server) acting(act action) handler {
	return answering(func(ctx context.Context, q url.Values, body []byte) (any, error) { return s.act(ctx, act, q, body) })
}

// answering answers a request with what do makes of its query and its body, as JSON;
// nil is an empty answer.
func answering(do func(ctx context.Context, q url.Values, body []byte) (any, error)) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := readBody(r)
		if err != nil {
			return err
		}
		answer, err := do(r.Context(), r.URL.Query(), body)
		switch {
		case err != nil:
			return err
		case answer == nil:
			w.Header().Set("Content-Length", "0")
			return nil
		}
		writeJSON(w, http.StatusOK, answer)
		return nil
	}
}

// act checks what an order is about and carries it out.
func (s *Server) act(ctx context.Context, act action, q url.Values, body []byte) (any, error) {
	id := addressed(q)
	if id == "" {
		return nil, errMalformed.say("This request needs uid=UID or page=ID.")
	}
	p := s.open.get(id)
	if p == nil || p.owner != owner {
		return nil, errUnknownPage.with(nil)
	}
	return act(ctx, order{page: id, uid: q.Get("uid"), query: q, body: body})
}

// readBody reads all of a body; the error is for whoever sent it.
func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, bodyError(err)
	}
	return body, nil
}

// bodyError tells a body that came too slowly, or was too big, from one that
// is broken.
func bodyError(err error) error {
	if f := asFailure(err); f.status != http.StatusInternalServerError {
		return f
	}
	return errMalformed.with(err)
}

// number reads a parameter that counts; absent is 0.
func number(q url.Values, name string) (uint64, error) {
	if !q.Has(name) {
		return 0, nil
	}
	n, err := strconv.ParseUint(q.Get(name), 10, 64)
	if err != nil {
		return 0, errMalformed.say("%s= takes a whole number.", name)
	}
	return n, nil
}

// sequence reads a client's own counter, which may begin with 0, as the engine
// counts: from 1, and 0 for none.
func sequence(q url.Values) (uint64, error) {
	n, err := number(q, "seq")
	switch {
	case err != nil || !q.Has("seq"):
		return 0, err
	case n == math.MaxUint64:
		return 0, errMalformed.say("seq= is too big.")
	}
	return n + 1, nil
}

func (s *Server) doPost(ctx context.Context, o order) (any, error) {
	seq, err := sequence(o.query)
	if err != nil {
		return nil, err
	}
	s.logsInput(o)
	return nil, s.engine.Input(ctx, o.page, o.uid, seq, o.body)
}

func (s *Server) doExec(ctx context.Context, o order) (any, error) {
	seq, err := sequence(o.query)
	if err != nil {
		return nil, err
	}
	s.logsSource(o)
	run, err := s.engine.Exec(ctx, o.page, o.uid, engine.Exec{
		Source: string(o.body), Seq: seq,
		Replace: o.query.Get("replace") == "1",
		Check:   o.query.Get("check") != "0",
		Step:    o.query.Get("step") == "1",

		Terminal: o.query.Get("terminal") == "1",
	})
	if err != nil {
		s.logsRefusal(o)
		return nil, err
	}
	if b, _, slot := s.take(o); b != nil {
		b.lesson.Runs(slot, string(o.body))
		b.mu.Unlock()
	}
	return map[string]int{"run": run}, nil
}

func (s *Server) doSignal(sig engine.Signal) action {
	return func(ctx context.Context, o order) (any, error) {
		state, err := s.engine.Signal(ctx, o.page, o.uid, sig)
		return map[string]string{"state": state}, err
	}
}

func (s *Server) doResize(ctx context.Context, o order) (any, error) {
	var size struct{ Rows, Cols int }
	if err := json.Unmarshal(o.body, &size); err != nil || !fits(size.Rows) || !fits(size.Cols) {
		return nil, errMalformed.say(`The body must be {"rows":24,"cols":80}.`)
	}
	return map[string]any{}, s.engine.Resize(ctx, o.page, o.uid, size.Rows, size.Cols)
}

// fits reports whether a terminal can have that many rows or columns.
func fits(n int) bool { return n > 0 && n < 1<<15 }

func (s *Server) doAsk(kind string) action {
	return func(ctx context.Context, o order) (any, error) {
		q := engine.Question{Kind: kind}
		if kind != "where" {
			var body struct {
				Code   string
				Cursor *int
			}
			if err := json.Unmarshal(o.body, &body); err != nil || body.Cursor == nil ||
				*body.Cursor < 0 || *body.Cursor > utf8.RuneCountInString(body.Code) {
				return nil, errMalformed.say(`The body must be {"code":"…","cursor":5}.`)
			}
			q.Code, q.Cursor = body.Code, *body.Cursor
		}
		answer, err := s.engine.Ask(ctx, o.page, o.uid, q)
		if err != nil && o.query.Has("quiet") && cannotNow(err) {
			return nil, nil
		}
		return answer, err
	}
}

// longestEvent is how many bytes an event has at most.
const longestEvent = 512

// doEvent tells a running program what its reader does with its drawing:
// POST /event?uid=UID with {"do":"Button","button":1,"x":12.5,"y":-30}, also
// "ButtonRelease" and "Motion", or {"do":"KeyPress","key":"ArrowUp"}, "KeyRelease".
// Coordinates are those of the SVG. It is answered at once, whether or not the
// program listens.
func (s *Server) doEvent(ctx context.Context, o order) (any, error) {
	var event struct{ Do string }
	if err := json.Unmarshal(o.body, &event); err != nil || event.Do == "" || len(o.body) > longestEvent {
		return nil, errMalformed.say(`The body must be {"do":"Button","button":1,"x":0,"y":0} or {"do":"KeyPress","key":"a"}.`)
	}
	return s.engine.Ask(ctx, o.page, o.uid, engine.Question{Kind: "event", Code: string(o.body)})
}

// doFormat formats the source that is the body with what the element's Python has
// for it, of ruff, black, yapf and autopep8 the first: POST /format?uid=UID answers
// {"code":"…","by":"black"}. Nothing is run of it, and nothing is shown in the element.
// 404 when that Python has no formatter, 400 when the source is not Python, 409 while
// the element is busy; each with a sentence.
func (s *Server) doFormat(ctx context.Context, o order) (any, error) {
	if !utf8.Valid(o.body) {
		return nil, errMalformed.say("The body must be source code in UTF-8.")
	}
	data, err := s.engine.Ask(ctx, o.page, o.uid, engine.Question{Kind: "format", Code: string(o.body)})
	if err != nil {
		return nil, err
	}
	var answer struct {
		Code    string `json:"code"`
		By      string `json:"by"`
		Problem string `json:"problem"`
		Line    int    `json:"line"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, err
	}
	switch {
	case answer.Problem == "missing":
		return nil, errNoFormatter.with(nil)
	case answer.Problem == "syntax" && answer.Line > 0:
		return nil, errNotPython.tells("notPythonAt", "line", answer.Line)
	case answer.Problem == "syntax":
		return nil, errNotPython.with(nil)
	case answer.Problem != "" || answer.By == "":
		return nil, errUnformatted.with(nil)
	}
	return map[string]string{"code": answer.Code, "by": answer.By}, nil
}

// cannotNow tells what an editor that asks by itself, with quiet=1, does not
// want to hear of: it is no failure that a program runs.
func cannotNow(err error) bool {
	for _, no := range []error{engine.ErrBusy, engine.ErrEnded, engine.ErrFull, engine.ErrNoRoom} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}

func (s *Server) doAck(ctx context.Context, o order) (any, error) {
	after, err := number(o.query, "after")
	if err == nil && !o.query.Has("after") {
		err = errMalformed.say("This request needs after=N.")
	}
	if err != nil {
		return nil, err
	}
	return nil, s.engine.Ack(ctx, o.page, after)
}

func (s *Server) doClose(ctx context.Context, o order) (any, error) {
	if p := s.open.get(o.page); p != nil {
		s.tells(p, pageLeft)
	}
	return nil, s.engine.Closing(ctx, o.page)
}

// comet, events and socket are the ways home.

// comet brings the frames of a page; without page=ID only the messages of channels.
func (s *Server) comet(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	id := ""
	var home comet.Source = silent{}
	var err error
	if q.Has("page") || !q.Has("channel") {
		home = s.engine
		if id, err = s.watched(q); err != nil {
			return err
		}
	}
	src, leave, err := s.wayHome(r, q, home)
	if err != nil {
		return err
	}
	defer leave()
	return comet.LongPoll(src, id, w, r, s.waits.longest())
}

func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	id, err := s.watched(r.URL.Query())
	if err != nil {
		return err
	}
	return comet.EventStream(s.engine, id, w, r)
}

func (s *Server) socket(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	id, err := s.watched(q)
	if err != nil {
		return err
	}
	src, leave, err := s.wayHome(r, q, s.engine)
	if err != nil {
		return err
	}
	defer leave()
	table := s.actions()
	do := func(ctx context.Context, c comet.Call) (int, any) {
		act := table[c.Do]
		if c.Do == "ack" || c.Do == "close" || c.Do == "add" || c.Do == "refresh" {
			c.Query.Set("page", id)
		}
		var answer any
		var err error
		switch {
		case c.Do == "":
			err = errMalformed.say(`A message must be {"id":1,"do":"exec","uid":"…","body":"…"}.`)
		case act == nil:
			err = errNotFound.say("There is no call of that name.")
		case addressed(c.Query) != "" && addressed(c.Query) != id:
			err = errForbidden.say("A socket acts on its own page only.")
		default:
			answer, err = s.act(ctx, act, c.Query, c.Body)
		}
		if err != nil {
			f := asFailure(err)
			return f.status, f.body(texts.Catalogue{})
		}
		return http.StatusOK, answer
	}
	return comet.Socket(src, id, w, r, comet.SocketOptions{
		Subprotocols: []string{socketProtocol, pageToken(r)}, MaxMessage: 2 * s.config.MaxBody, Do: do,
	})
}

// watched returns the page that a poll is about.
func (s *Server) watched(q url.Values) (string, error) {
	id := q.Get("page")
	if id == "" {
		return "", errMalformed.say("This request needs page=ID.")
	}
	if p := s.open.get(id); p == nil || p.owner != owner {
		return "", errUnknownPage.with(nil)
	}
	return id, nil
}
