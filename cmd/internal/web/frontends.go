package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Frontends in any language: messages of one form, {"session","name","data"}, over
// whichever door they come. A door hands each message to converse.

// frontendName is how the server calls itself.
const frontendName = "Crunchy"

// A session ends when it was not used for sessionLife. There are at most
// mostSessions of guests, and as many of others; the one that is silent for longest
// makes room.
const (
	sessionLife  = time.Hour
	mostSessions = 1000
)

// mostOfGuests is how many messages all guests may publish in a minute.
const mostOfGuests = 5 * mostMessages

// A message holds at most mostCalls calls, of which those that wait have
// longestTurn together. What follows an answer of more than longestReply bytes is
// not carried out.
const (
	mostCalls    = 64
	longestTurn  = time.Minute
	longestReply = 32 << 20
)

// envelope is what is said to a frontend.
type envelope struct {
	Session string         `json:"session"`
	Name    string         `json:"name"`
	Data    any            `json:"data"`
	Error   *frontendError `json:"error,omitempty"`
}

// callAnswer is the answer to one call.
type callAnswer struct {
	FName string         `json:"fname"`
	Data  any            `json:"data"`
	Error *frontendError `json:"error,omitempty"`
}

// part is what somebody may do who speaks through a frontend.
type part int

const (
	guest   part = iota // listing, versions, the chat
	acts                // what the token is for
	teaches             // that, and what is the teacher's
)

// frontendSession is who speaks.
type frontendSession struct {
	key  string
	part part
	talk *pace
	used time.Time
}

// frontends are the sessions, which belong to no connection.
type frontends struct {
	table []function
	// guests write so much together: each may begin as many sessions as they like.
	guests *pace
	// passwords are those of the teacher that frontends try. Strangers may, who have
	// shown no token, and must not keep the teacher from signing in to a browser.
	passwords *pace

	mu  sync.Mutex
	all map[string]*frontendSession
}

func newFrontends() *frontends {
	return &frontends{table: functions(), guests: newPace(mostOfGuests), passwords: newPace(wrongPasswords), all: map[string]*frontendSession{}}
}

// begin begins a session.
func (f *frontends) begin(p part) *frontendSession {
	n := &frontendSession{key: random(32), part: p, talk: newPace(mostMessages), used: time.Now()}
	if p == guest {
		n.talk = f.guests
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	alike := 0
	var oldest *frontendSession
	for key, other := range f.all {
		switch {
		case time.Since(other.used) >= sessionLife:
			delete(f.all, key)
		case (other.part == guest) == (p == guest):
			alike++
			if oldest == nil || other.used.Before(oldest.used) {
				oldest = other
			}
		}
	}
	if alike >= mostSessions {
		delete(f.all, oldest.key)
	}
	f.all[n.key] = n
	return n
}

// get returns a session that has not ended, and extends its life; else nil.
func (f *frontends) get(key string) *frontendSession {
	f.mu.Lock()
	defer f.mu.Unlock()
	of := f.all[key]
	if of == nil || time.Since(of.used) >= sessionLife {
		delete(f.all, key)
		return nil
	}
	of.used = time.Now()
	return of
}

// converse answers a message; the error, if there is one, is that of the answer.
// shown says that whoever sends it has shown the token; from is where it comes from,
// to whom a command of the server is not told once more.
func (s *Server) converse(ctx context.Context, message []byte, shown bool, from any) (reply envelope, of *frontendSession, err error) {
	var in struct {
		Session string
		Data    json.RawMessage
	}
	reply.Name = frontendName
	if !utf8.Valid(message) || json.Unmarshal(message, &in) != nil {
		err = errEnvelope.with(nil)
	} else {
		reply.Data, of, err = s.replyTo(ctx, in.Session, in.Data, shown, from)
	}
	if of != nil {
		reply.Session = of.key
	}
	if err != nil {
		reply.Data, reply.Error = nil, s.toldFrontend(err)
	}
	return reply, of, err
}

// replyTo is the data of the answer to a message, and whose it is.
func (s *Server) replyTo(ctx context.Context, session string, data json.RawMessage, shown bool, from any) (any, *frontendSession, error) {
	if session == "" {
		p, err := s.admit(data, shown)
		if err != nil {
			return nil, nil, err
		}
		return "Authenticated", s.frontends.begin(p), nil
	}
	of := s.frontends.get(session)
	if of == nil {
		return nil, nil, errSession.with(nil)
	}
	var command string
	var calls []json.RawMessage
	switch {
	case len(data) > 0 && data[0] == '"' && json.Unmarshal(data, &command) == nil:
		return command, of, s.commandedBy(ctx, of, command, from)
	case len(data) == 0 || data[0] != '[' || json.Unmarshal(data, &calls) != nil:
		return nil, of, errEnvelope.say(`data must be a list of calls, as in [{"fname":"list_tutorials"}].`)
	case len(calls) > mostCalls:
		return nil, of, errEnvelope.say("A message has %d calls at most.", mostCalls)
	}
	return s.callAll(ctx, of, calls), of, nil
}

// admit says what whoever begins a session may do.
func (s *Server) admit(data json.RawMessage, shown bool) (part, error) {
	var who map[string]string
	if json.Unmarshal(data, &who) != nil || who == nil {
		return 0, errEnvelope.say(`A session begins with the data {}, or {"user":"owner","password":"…"}.`)
	}
	for key := range who {
		if key != "user" && key != "password" {
			return 0, errEnvelope.say("A session begins with user and password, or with neither; %q is unknown.", short(key))
		}
	}
	switch user := who["user"]; {
	case len(who) == 0 && shown:
		return acts, nil
	case len(who) == 0 && !s.config.Guests:
		return 0, errNoGuests.with(nil)
	case len(who) == 0:
		return guest, nil
	case user == "owner":
		var f *failure
		if err := s.try(who["password"]); errors.As(err, &f) && f.code == errNoAuth.code {
			return 0, errCredentials.with(nil)
		} else if err != nil {
			return 0, err
		}
		return acts, nil
	case user == "teacher":
		return teaches, s.tryPassword(s.frontends.passwords, strings.TrimSpace(who["password"]))
	}
	return 0, errCredentials.say("There are the users owner, whose password is the token, and teacher.")
}

// callAll carries out calls one after the other.
func (s *Server) callAll(ctx context.Context, of *frontendSession, calls []json.RawMessage) []callAnswer {
	waiting, cancel := context.WithTimeout(ctx, longestTurn)
	defer cancel()
	all := make([]callAnswer, 0, len(calls))
	for size, i := 0, 0; i < len(calls); i++ {
		name, f, q, body, err := functionOf(s.frontends.table, calls[i])
		a := callAnswer{FName: short(name)}
		switch {
		case err != nil:
		case size > longestReply:
			err = errTooBig.say("What comes before has a very long answer, so this was not done; call it in a message of its own.")
		case f.waits:
			a.Data, err = s.call(waiting, of, f, q, body)
		default:
			a.Data, err = s.call(ctx, of, f, q, body)
		}
		if err != nil {
			a.Data, a.Error = nil, s.toldFrontend(err)
		}
		size += sizeOf(a.Data)
		all = append(all, a)
	}
	return all
}

// sizeOf is about how many bytes an answer has.
func sizeOf(data any) (size int) {
	switch v := data.(type) {
	case json.RawMessage:
		size = len(v)
	case polled:
		for _, f := range v.Frames {
			size += len(f.Data)
		}
	}
	return size
}

// toldFrontend is an error as frontends get it.
func (s *Server) toldFrontend(err error) *frontendError {
	var told *frontendError
	if errors.As(err, &told) {
		return told
	}
	f := asFailure(err)
	if f.status >= http.StatusInternalServerError && f.status != http.StatusServiceUnavailable {
		s.log.Error("a frontend's message failed", "err", f.cause)
	}
	return &frontendError{f.code, f.msg}
}

// What the server is commanded by, as data itself.
const (
	serverQuit    = "serverquit"
	serverRestart = "serverrestart"
)

// commandedBy carries out a command of the server, if the session may.
func (s *Server) commandedBy(ctx context.Context, of *frontendSession, command string, from any) error {
	switch {
	case command != serverQuit && command != serverRestart:
		return errFunction.say("There is no command %q; there are %s and %s.", short(command), serverQuit, serverRestart)
	case of.part == guest, of.part == acts && s.config.Teacher != "":
		return errTeacher.say(`Only the teacher may command the server; begin a session with {"user":"teacher","password":"…"}.`)
	}
	s.ends(ctx, command, from)
	return nil
}

// talking is the key under which the context of a call has the pace of what its
// session publishes.
type talking struct{}

// talk is the pace of what the sender of a request publishes, nil if that is not
// bounded.
func (s *Server) talk(r *http.Request) *pace {
	if p, ok := r.Context().Value(talking{}).(*pace); ok {
		return p
	}
	if p := s.open.byToken(pageToken(r)); p != nil {
		return p.talk
	}
	return nil
}
