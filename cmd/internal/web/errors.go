package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
	"crunchy/ioelement/texts"
)

// failure is an answer that is not a success: what the caller reads, and why.
type failure struct {
	status int
	code   int            // documented number; never changes
	name   string         // documented name
	msg    string         // one sentence that says what to do
	said   *phrase        // what msg is in other languages, where that is particular to a case
	cause  error          // for the log
	wait   time.Duration  // after which to try again, if it is known
	more   map[string]any // what the JSON form holds besides
}

func (f *failure) Error() string { return f.msg }
func (f *failure) Unwrap() error { return f.cause }

// with returns the failure with its cause, for the log.
func (f failure) with(err error) *failure { f.cause = err; return &f }

// adding returns the failure with more in its JSON form.
func (f failure) adding(more map[string]any) *failure { f.more = more; return &f }

// after returns the failure with the time after which to try again.
func (f failure) after(wait time.Duration) *failure { f.wait = wait; return &f }

// tells returns the failure with another sentence of the catalogue, for a person.
func (f failure) tells(key string, values ...any) *failure {
	p := saying(key, values...)
	f.msg, f.said = capital(p.Error()), &p
	return &f
}

// say returns the failure with another sentence, for whoever writes a client.
func (f failure) say(format string, a ...any) *failure { f.msg = fmt.Sprintf(format, a...); return &f }

// The failures that a client can meet. The code is 1000 plus the status, or a
// number of its own where one status has several names.
var (
	errMalformed   = failure{status: 400, code: 1400, name: "malformed", msg: "This request cannot be understood."}
	errAhead       = failure{status: 400, code: 2400, name: "cursor_ahead", msg: "There is no frame with that number yet."}
	errNotPython   = failure{status: 400, code: 3400, name: "not_python", msg: "Python does not understand this code yet, so it was left as it is."}
	errUnformatted = failure{status: 400, code: 4400, name: "unformatted", msg: "The formatter of this Python could not format the code, so it was left as it is."}
	errEnvelope    = failure{status: 400, code: 6400, name: "no_message", msg: `A message must be JSON in UTF-8, {"session":"…","name":"…","data":…}.`}
	errArguments   = failure{status: 400, code: 7400, name: "arguments", msg: "This call has other arguments than its function takes."}
	errNoAuth      = failure{status: 401, code: 1401, name: "unauthorized", msg: "Please open the full address that Crunchy printed when it started; it lets this browser in."}
	errSession     = failure{status: 401, code: 2401, name: "session_over", msg: "This session has ended, or never was; begin a new one with an empty session."}
	errCredentials = failure{status: 401, code: 3401, name: "wrong_credentials", msg: "This is not the password of that user; the owner's is the token."}
	errForbidden   = failure{status: 403, code: 1403, name: "forbidden", msg: "This request is not allowed from here."}
	errHost        = failure{status: 403, code: 2403, name: "unknown_host", msg: "Crunchy does not answer to this host name; --allow-host NAME lets it."}
	errPageToken   = failure{status: 403, code: 3403, name: "wrong_page", msg: "This page now belongs to another window; reload to get one of your own."}
	errDisplay     = failure{status: 403, code: 4403, name: "display_only", msg: "This page is shown without running anything until you allow it."}
	errNotOpen     = failure{status: 403, code: 5403, name: "not_open_yet", msg: "This belongs to an exam that has not begun yet."}
	errExamOver    = failure{status: 403, code: 6403, name: "exam_over", msg: "The exam is over; what you have written is kept."}
	errChannel     = failure{status: 403, code: 8403, name: "not_for_you", msg: "This channel is not for you to read, or not to write to."}
	errPassword    = failure{status: 400, code: 5400, name: "wrong_password", msg: "This is not the teacher's password; please try again."}
	errTeacher     = failure{status: 403, code: 9403, name: "teacher_only", msg: "Only the teacher may do this; sign in on the page /teacher first."}
	errChatOff     = failure{status: 403, code: 10403, name: "chat_off", msg: "The chat is closed just now."}
	errGuest       = failure{status: 403, code: 11403, name: "not_for_guests", msg: "Guests list tutorials, read versions and use the channel chat; begin a session with a user and a password for more."}
	errNoGuests    = failure{status: 403, code: 12403, name: "no_guests", msg: "This server lets no guests in; begin a session with a user and a password."}
	errNotAuthor   = failure{status: 403, code: 13403, name: "not_author", msg: "Only lessons in a folder of one's own can be written here, and only by who has opened it."}
	errTimeUp      = failure{status: 403, code: 7403, name: "time_up", msg: "The time for this exercise is over; what you have written is kept."}
	errUnknownPage = failure{status: 404, code: 1404, name: "unknown_page", msg: "This page is not open any more; reload to start it afresh."}
	errNotFound    = failure{status: 404, code: 2404, name: "not_found", msg: "There is nothing at this address."}
	errNoWork      = failure{status: 404, code: 4404, name: "no_work", msg: "This element has no file of its own."}
	errNoQuiz      = failure{status: 404, code: 5404, name: "no_quiz", msg: "This element asks no question."}
	errNoChannel   = failure{status: 404, code: 6404, name: "no_channel", msg: "There is no channel of this name."}
	errFunction    = failure{status: 404, code: 7404, name: "no_function", msg: "There is no function of that name."}
	errMethod      = failure{status: 405, code: 1405, name: "method", msg: "This address does not take that kind of request."}
	errSlow        = failure{status: 408, code: 1408, name: "too_slow", msg: "The request took too long to arrive; please send it again."}
	errBusy        = failure{status: 409, code: 1409, name: "busy", msg: "A program is running here; stop it first, or wait for its end."}
	errChanged     = failure{status: 409, code: 2409, name: "changed_elsewhere", msg: "This program was also changed elsewhere; choose which of the two texts to keep."}
	errNoCode      = failure{status: 409, code: 3409, name: "no_code", msg: "This is a question to be answered; nothing runs in it."}
	errMoved       = failure{status: 409, code: 4409, name: "lesson_changed", msg: "The lesson has changed once more; the page follows in a moment."}
	errEmpty       = failure{status: 409, code: 5409, name: "lesson_empty", msg: "There is nothing in the file of this lesson just now; the page stays as it is until there is."}
	errNotText     = failure{status: 409, code: 6409, name: "not_text", msg: "The file of this lesson is not text in UTF-8, so it cannot be edited here; save it as UTF-8 in the program that wrote it."}
	errEnded       = failure{status: 410, code: 1410, name: "ended", msg: "This program has ended; run it again first."}
	errStale       = failure{status: 410, code: 2410, name: "frames_gone", msg: "These frames have been acknowledged already and are gone."}
	errNoLesson    = failure{status: 410, code: 3410, name: "no_lesson", msg: "The file of this lesson is not there any more."}
	errTooBig      = failure{status: 413, code: 1413, name: "too_big", msg: "This is more than Crunchy takes in one piece."}
	errNotPicture  = failure{status: 415, code: 1415, name: "not_picture", msg: "Only pictures in PNG, JPEG, GIF or WebP are put beside a lesson."}
	errFull        = failure{status: 429, code: 1429, name: "too_much", msg: "Too much input is waiting for this program already; try again when it has read some."}
	errTooMany     = failure{status: 429, code: 5429, name: "too_many", msg: "Too much of yours is open at once; close a page and try again."}
	errFast        = failure{status: 429, code: 2429, name: "too_fast", msg: "Very many programs were started within a minute; this one can begin in a moment."}
	errPolls       = failure{status: 429, code: 3429, name: "too_many_polls", msg: "Crunchy is open in too many tabs and programs at once; close some of them."}
	errGuesses     = failure{status: 429, code: 4429, name: "too_many_tries", msg: "Too many wrong tokens were tried; wait a minute, then open the full address that Crunchy printed."}
	errTalk        = failure{status: 429, code: 6429, name: "too_many_messages", msg: "You have sent very many messages; wait a moment before the next one."}
	errPasswords   = failure{status: 429, code: 7429, name: "too_many_passwords", msg: "Too many wrong passwords were tried; wait a moment, then try again."}
	errInternal    = failure{status: 500, code: 1500, name: "internal", msg: "Something went wrong inside Crunchy; its log says more."}
	errRemote      = failure{status: 404, code: 3404, name: "remote", msg: "That page could not be fetched."}
	errNoFormatter = failure{status: 404, code: 8404, name: "no_formatter", msg: `This Python has no formatter; "python3 -m pip install ruff" installs one.`}
	errNoRoom      = failure{status: 503, code: 1503, name: "no_room", msg: "Too many pages are open; close one and try again."}
	errPaused      = failure{status: 503, code: 3503, name: "paused", msg: "Whoever runs Crunchy has made it pause; nothing is lost, and the page goes on by itself afterwards."}
	errCrowded     = failure{status: 503, code: 2503, name: "crowded", msg: "Too many connections are open at once; close some tabs and try again."}
	errUntried     = failure{status: 503, code: 5503, name: "untried", msg: "The lesson could not be tried in two minutes; something in it may wait, or very much is running."}
	errNotSaved    = failure{status: 507, code: 1507, name: "not_saved", msg: "Your text could not be saved."}
)

// asFailure finds the answer for an error of the parts below.
func asFailure(err error) *failure {
	var f *failure
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &big):
		return errTooBig.with(err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSlow.with(err)
	case errors.Is(err, engine.ErrUnknown):
		return errUnknownPage.with(err)
	case errors.Is(err, engine.ErrEnded):
		return errEnded.with(err)
	case errors.Is(err, engine.ErrBusy):
		return errBusy.with(err)
	case errors.Is(err, engine.ErrFull):
		return errFull.with(err)
	case errors.Is(err, engine.ErrCrowded):
		return errTooMany.with(err)
	case errors.Is(err, engine.ErrNoRoom):
		return errNoRoom.with(err)
	case errors.Is(err, comet.ErrStale):
		return errStale.with(err)
	case errors.Is(err, comet.ErrAhead):
		return errAhead.with(err)
	case errors.Is(err, comet.ErrQuery):
		return errMalformed.with(err)
	case errors.Is(err, comet.ErrNotText):
		return errMalformed.say("A message must be text in UTF-8.")
	case errors.Is(err, comet.ErrTooBig):
		return errTooBig.with(err)
	case errors.Is(err, comet.ErrNoChannel):
		return errNoChannel.with(err)
	case errors.Is(err, comet.ErrNotAllowed):
		return errChannel.with(err)
	case errors.Is(err, context.Canceled):
		return errSlow.with(err)
	}
	return errInternal.with(err)
}

// in is the sentence in a language; one for whoever writes a client is English.
func (f *failure) in(words texts.Catalogue) string {
	if f.said != nil {
		return capital(f.said.in(words))
	}
	if key := "failure." + f.name; f.msg == (texts.Catalogue{}).Text(key) {
		return words.Text(key)
	}
	return f.msg
}

// body is the JSON form of a failure.
func (f *failure) body(words texts.Catalogue) any {
	type inner struct {
		Code int    `json:"code"`
		Name string `json:"name"`
		Msg  string `json:"msg"`
	}
	body := map[string]any{"error": inner{f.code, f.name, f.in(words)}}
	maps.Copy(body, f.more)
	return body
}

// handler is a handler that may fail before it has written anything.
type handler func(w http.ResponseWriter, r *http.Request) error

// handle turns a handler's error into an answer: a friendly page for a browser
// that wanted one, JSON for whom accepts it, else one sentence.
func (s *Server) handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := asFailure(err)
	if f.status >= 500 && f.status != http.StatusServiceUnavailable && f.status != http.StatusInsufficientStorage {
		s.log.Error("request failed", "method", r.Method, "path", r.URL.Path, "err", f.cause)
	}
	if f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(f.wait.Seconds())))))
	}
	accept := r.Header.Get("Accept")
	switch {
	case strings.Contains(accept, "application/json"):
		// The page's script says which language the page speaks; other clients need not.
		words, _ := texts.In(texts.Accepted(r.Header.Get("Accept-Language")))
		writeJSON(w, f.status, f.body(words))
	case strings.Contains(accept, "text/html") && r.Method == http.MethodGet:
		s.writeErrorPage(w, r, f)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(f.status)
		fmt.Fprintln(w, f.msg)
	}
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
