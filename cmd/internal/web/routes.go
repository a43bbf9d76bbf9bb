package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// access is who may use a route.
type access int

const (
	// acting is also for whatever is no route: a program with the bearer
	// token, or a browser with cookie, same-origin request and the token of
	// the page it acts on.
	acting access = iota
	// starting is acting without a page: a browser has none yet, is shown one
	// that may not run, or looks for one.
	starting
	// teaching is starting for the teacher only.
	teaching
	// reading is for documents and what belongs to them: bearer or cookie.
	reading
	// commanding is for whoever runs the server: a program with the operator's key,
	// and no browser.
	commanding
	// public needs nothing.
	public
)

// router knows the routes and who may use each. It has no other way to take one
// in than on, so that none is without an access.
type router struct {
	server *Server
	mux    *chi.Mux
	access map[string]access // by method and pattern
}

func newRouter(s *Server) *router {
	r := &router{server: s, mux: chi.NewRouter(), access: map[string]access{}}
	r.mux.NotFound(s.handle(func(http.ResponseWriter, *http.Request) error { return errNotFound.with(nil) }))
	r.mux.MethodNotAllowed(s.handle(func(http.ResponseWriter, *http.Request) error { return errMethod.with(nil) }))
	return r
}

// on takes in a route.
func (r *router) on(who access, method, pattern string, h handler) {
	r.access[method+" "+pattern] = who
	r.mux.MethodFunc(method, pattern, r.server.handle(h))
}

// accessTo says who may send the request. It finds the route as mux will.
func (r *router) accessTo(req *http.Request) access {
	path := cmp.Or(req.URL.RawPath, req.URL.Path, "/")
	if strings.HasPrefix(path, "//") {
		return acting // no route; chi takes what is between the slashes for digits
	}
	return r.access[req.Method+" "+r.mux.Find(chi.NewRouteContext(), req.Method, path)]
}

// routes lists every address on one screen.
func (s *Server) routes(hash string) *router {
	r := newRouter(s)
	r.on(public, "GET", "/health", s.health)
	r.on(public, "GET", "/favicon.ico", s.favicon)
	r.on(public, "GET", "/static/"+hash+"/*", s.static(hash))

	r.on(reading, "GET", "/", s.first)
	r.on(reading, "GET", "/home", s.home)
	r.on(reading, "GET", "/preferences", s.showPreferences)
	r.on(reading, "GET", "/progress", s.showProgress)
	r.on(reading, "GET", "/progress.csv", s.progressTable)
	r.on(reading, "GET", "/t/*", s.tutorial)
	r.on(reading, "GET", "/teacher", s.teacherPage)
	r.on(reading, "GET", "/watch", s.dashboard)

	r.on(starting, "GET", "/page_init", s.pageInit)
	r.on(starting, "POST", "/page_init", s.pageInit)
	r.on(starting, "POST", "/trust", s.trust)
	r.on(starting, "POST", "/prefer", s.prefer)
	r.on(starting, "POST", "/open", s.openTutorial)
	r.on(starting, "GET", "/search", s.searchLessons)
	r.on(starting, "POST", "/teacher", s.signIn)
	r.on(starting, "POST", "/teacher/out", s.signOut)

	r.on(teaching, "POST", "/class", s.setClass)
	r.on(teaching, "GET", "/watch/page", s.watchedPage)

	r.on(acting, "GET", "/comet", s.held(s.comet))
	r.on(acting, "POST", "/comet", s.held(s.ocsigen()))
	r.on(starting, "GET", "/{n:[0-9]+}/*", s.beginSession)
	r.on(acting, "GET", "/push/{session}", s.held(s.push))
	r.on(acting, "POST", "/pull/{session}", s.pull)
	r.on(acting, "GET", "/events", s.channelEvents(s.held(s.events)))
	r.on(acting, "POST", "/publish", s.publish)
	r.on(acting, "GET", "/socket", s.held(s.socket))
	r.on(acting, "POST", "/source", s.readSource)
	r.on(acting, "POST", "/write", s.writeSource)
	r.on(acting, "POST", "/picture", s.addPicture)
	r.on(acting, "POST", "/lesson", s.addLesson)
	r.on(acting, "POST", "/findings", s.findings)
	s.apiRoutes(r)
	for name, act := range s.actions() {
		r.on(acting, "POST", "/"+name, s.acting(act))
	}
	for name, do := range s.commands() {
		r.on(commanding, "POST", "/ctl/"+name, commanded(do))
	}
	return r
}

// chain is what every request goes through before it is routed, whatever it asks
// for. Its times are bounded first: who is refused may be as slow as who is let in.
func (s *Server) chain() http.Handler {
	var h http.Handler = http.NewCrossOriginProtection().Handler(s.router.mux)
	h = s.auth(h)
	h = s.seated(h)
	if s.prefix != "" {
		h = http.StripPrefix(s.prefix, h)
	}
	h = s.limit(h)
	h = s.headers(h)
	return s.recovered(h)
}
