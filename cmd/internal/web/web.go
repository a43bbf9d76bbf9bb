// Package web is Crunchy's HTTP: it knows which pages are open and whose they
// are, shows tutorials, and carries what browsers and other clients do to an
// [engine.Engine]. Every request passes one chain: panics are caught, headers
// set, host, origin and credentials checked, bodies bounded; then chi routes it.
// The wire is described in the protocol; docstrings here only say what is ours.
package web

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"crunchy/cmd/extend"
	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/watch"
	"crunchy/cmd/internal/work"
	"crunchy/ioelement"
	"crunchy/ioelement/texts"
	"crunchy/pages"
)

// Config is what a Server needs. Zero durations and counts take the defaults.
type Config struct {
	Engine engine.Engine
	Log    *slog.Logger
	Token  string // bearer token and login token
	// Operator is the key of whoever commands the server, of at least 32 bytes that
	// nobody guesses; "" lets nobody.
	Operator string
	// Teacher is the teacher's password; "" leaves the teacher's part to who has the token.
	Teacher string
	Port    string // for the cookie's name
	// BaseURL is the address under which browsers reach the server, without a
	// slash at its end; its path, if any, is taken off before routing.
	BaseURL    string
	AllowHosts []string // host names beside loopback ones
	Static     fs.FS    // the front end
	Lessons    fs.FS    // the embedded tutorials
	Start      string   // file, folder or address to open; "" for the embedded tutorials
	Shown      string   // folder for what pages show, so that it outlives the server; "" keeps nothing
	Work       string   // folder for students' work, see package work; made when it is first needed
	Trust      string   // file of how far the user trusts each place; "" keeps that until the server ends
	User       string   // the student's name, for lessons that greet; "" if it is not known
	Version    string   // of the program, for lessons that tell it
	Language   string   // of the interface on every page; "" goes by page and browser
	// Python's own documentation, if there is a copy on this computer: a folder
	// with tutorial/index.html.
	Documentation string
	// GraceClosed and GraceSilent are how long a page lives after its user
	// closed it (default 90 s), and after it fell silent (default 15 min).
	GraceClosed, GraceSilent time.Duration
	MaxPages                 int   // default 2000
	MaxBody                  int64 // default 8 MiB
	MaxStarts                int   // of programs in a minute, default 1200
	MaxPolls                 int   // of a user at once, default 512
	MaxSubscribers           int   // of channels at once, default 512
	MaxConnections           int   // see Serve, default 1024
	// Now is the clock by which exams open and close; nil is the computer's.
	Now func() time.Time
	// Sandboxed says that programs may not reach what their reader can.
	Sandboxed bool
	// Extensions are handlers of others, which stand behind the same chain.
	Extensions []extend.Extension
	// Guests lets frontends in that do not say who they are.
	Guests bool
	// Debug shows a page on which messages of frontends can be written.
	Debug bool
	// Frontends is where frontends come in over TCP; nil lets none come there.
	Frontends net.Listener
	// Fetch gets remote pages; nil refuses them.
	Fetch Fetcher
	// Rest reads reStructuredText; nil does not.
	Rest RestReader
}

// Server answers Crunchy's requests. Close it when the http.Server is down.
type Server struct {
	config Config
	log    *slog.Logger
	engine engine.Engine
	open   *openPages
	shelf  *shelf
	shown  *shownMemory
	work   *work.Store
	desk   *desk
	logs   *logs
	search *searcher
	starts *starts
	polls  *polls
	waits  *waits
	trying chan struct{} // holds one while a lesson is tried for its author
	board  *board
	// frontends are programs that speak in messages.
	frontends *frontends
	// followers are counted apart from polls: a page may have both.
	followers *followers
	// guesses counts the wrong tokens that were tried.
	guesses *pace
	// passwords counts the teacher's that are tried.
	passwords *pace
	// preferences are read again whenever their file has changed.
	preferences preferences
	assets      string         // address prefix of the static files, with their hash
	modules     []string       // those that the page's script imports
	prefix      string         // path of BaseURL
	salt        string         // see pages.Options
	watcher     *watch.Watcher // of the user's own lessons
	authors     chan []string  // what it tells
	writing     sync.Mutex     // held while the file of a lesson is written
	router      *router
	handler     http.Handler
	ctx         context.Context // ends with Close
	cancel      context.CancelFunc
	quit        chan struct{} // closed when the operator wants the end
	farewell    sync.Once     // of that
	last        string        // the command that closed it
	saidBy      any           // the line of the frontend that gave it, if one did
	tasks       sync.WaitGroup
}

// New returns a server for the tutorial named in the configuration, or an error
// whose text is one sentence for the user when that cannot be opened. It closes
// silent pages until Close.
func New(ctx context.Context, c Config) (*Server, error) {
	c.GraceClosed = cmp.Or(c.GraceClosed, 90*time.Second)
	c.GraceSilent = cmp.Or(c.GraceSilent, 15*time.Minute)
	c.MaxPages = cmp.Or(c.MaxPages, 2000)
	c.MaxBody = cmp.Or(c.MaxBody, 8<<20)
	c.MaxStarts = cmp.Or(c.MaxStarts, 1200)
	c.MaxPolls = cmp.Or(c.MaxPolls, 512)
	c.MaxSubscribers = cmp.Or(c.MaxSubscribers, 512)
	c.MaxConnections = cmp.Or(c.MaxConnections, 1024)
	if _, ok := texts.In(c.Language); !ok && c.Language != "" {
		return nil, fmt.Errorf("there are no texts in the language %q; choose one of %s", c.Language, strings.Join(texts.Languages(), ", "))
	}
	s := &Server{config: c, log: c.Log, engine: c.Engine, open: newOpenPages(), shown: newShownMemory(c.Shown), desk: newDesk(), logs: newLogs(),
		starts: newStarts(c.MaxStarts), polls: newPolls(c.MaxPolls), waits: newWaits(), frontends: newFrontends(), trying: make(chan struct{}, 1), quit: make(chan struct{}), followers: newFollowers(c.MaxSubscribers), guesses: newPace(wrongTokens), passwords: newPace(wrongPasswords)}
	var err error
	if s.work, err = work.Open(c.Work); err != nil {
		return nil, err
	}
	if s.board, err = newBoard(c.Teacher != ""); err != nil {
		return nil, err
	}
	if s.shelf, err = newShelf(c.Lessons, c.Fetch, c.Log); err != nil {
		return nil, err
	}
	s.shelf.rest = c.Rest
	s.shelf.rules = func() ioelement.Rules { rules, _ := s.preferred(); return rules }
	s.shelf.engine = c.Engine
	s.shelf.trusted.file = c.Trust
	if c.Start != "" {
		if _, err := s.shelf.put(c.Start, true); err != nil {
			return nil, err
		}
	}
	s.shelf.addDocumentation(c.Documentation)
	if u, err := url.Parse(c.BaseURL); err == nil {
		s.prefix = u.EscapedPath()
		s.shelf.prefix = s.prefix
	}
	hash, err := contentHash(c.Static)
	if err != nil {
		return nil, err
	}
	s.salt = derived(c.Token, "crunchy versions of pages")
	s.assets = s.prefix + "/static/" + hash
	if s.modules, err = modulesOf(c.Static); err != nil {
		return nil, err
	}
	s.router = s.routes(hash)
	if err := s.router.extended(c.Extensions); err != nil {
		return nil, err
	}
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.engine.Watch(s.notes)
	s.search = newSearcher(s.ctx, &s.tasks)
	s.handler = s.chain()
	s.tasks.Go(s.reap)
	s.tasks.Go(s.remember)
	s.tasks.Go(s.watch)
	s.tasks.Go(s.writeLogs)
	s.startWatching()
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Address is the full address of the start page, with the token.
func (s *Server) Address() string {
	return s.config.BaseURL + "/?token=" + url.QueryEscape(s.config.Token)
}

// TeacherAddress is the full address of the teacher's page, with the token.
func (s *Server) TeacherAddress() string {
	return s.config.BaseURL + "/teacher?token=" + url.QueryEscape(s.config.Token)
}

// PlaygroundAddress is the full address of the playground for frontends, with the token.
func (s *Server) PlaygroundAddress() string {
	return s.config.BaseURL + "/api?token=" + url.QueryEscape(s.config.Token)
}

// Close stops the server's own tasks and keeps what the open pages show. Open
// polls end when their connections do.
func (s *Server) Close() {
	s.cancel()
	s.board.Close()
	s.followers.wait()
	s.tasks.Wait()
	s.keepAll(context.Background())
	s.shelf.close()
}

// recovered answers a request whose handler panicked, and logs it.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				s.log.Error("panic in a handler", "method", r.Method, "path", r.URL.Path, "panic", v)
				s.fail(w, r, errInternal.with(nil))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// limit bounds the size of a request's body, and the time that it and the
// answer may take. The streams among the ways home bound each of their writes
// themselves.
func (s *Server) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := http.NewResponseController(w)
		_ = out.SetWriteDeadline(time.Now().Add(answerTime))
		if r.ContentLength > s.config.MaxBody {
			s.fail(w, r, errTooBig.with(nil))
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, s.config.MaxBody)
			_ = out.SetReadDeadline(time.Now().Add(bodyTime))
		}
		next.ServeHTTP(w, r)
	})
}

// headerTime is how long the head of a request may take to arrive, bodyTime its
// body, and answerTime how long it may take until the last byte of the answer is
// taken; a poll waits for a part of that.
const headerTime, bodyTime, answerTime = 5 * time.Second, 30 * time.Second, 90 * time.Second

// health says that the server is there. With nonce=… it also proves that it
// knows the token, to a program that does not want to tell it to a stranger.
func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	answer := map[string]string{"crunchy": "ok"}
	if nonce := r.URL.Query().Get("nonce"); nonce != "" {
		answer["proof"] = Proof(s.config.Token, nonce)
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// Proof is what a server with the token answers to a nonce.
func Proof(token, nonce string) string { return derived(token, "crunchy server proof "+nonce) }

// writeErrorPage shows a failure to a person.
func (s *Server) writeErrorPage(w http.ResponseWriter, r *http.Request, f *failure) {
	o := s.pageOptions(r, "")
	p := pages.Error(f.status, f.in(spoken(o)), o)
	if f.code == errNoAuth.code && led(r) {
		p = pages.Led(s.prefix+r.URL.RequestURI(), o)
	}
	nonce := random(16)
	s.secure(w, nonce)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(f.status)
	_ = p.WriteHTML(w, nonce)
}

// led reports whether a link of another site has led here. The browser keeps back
// its cookie then, and brings it when the reader goes on from a page of ours.
func led(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") == "navigate" && !r.URL.Query().Has("token")
}
