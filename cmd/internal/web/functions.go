package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"crunchy/comet"
)

// function is what a frontend can call: a route, which is asked as if the call had
// come over HTTP, or something of the server's own. One table of them serves
// every door.
type function struct {
	Name string     `json:"name"`
	Args []argument `json:"args"`

	method, path string // of the route
	// do is what there is in the place of a route.
	do func(s *Server, ctx context.Context) (any, error)
	// guests says which calls of it guests may make; nil is none.
	guests func(url.Values) bool
	waits  bool // until there is something to tell
}

// argument is one of a function's: a parameter of the route's query, or its body.
type argument struct {
	Name   string       `json:"name"`
	Kind   argumentKind `json:"kind"`
	Needed bool         `json:"needed,omitempty"`
}

type argumentKind string

const (
	textArgument   argumentKind = "text"
	numberArgument argumentKind = "number"
	flagArgument   argumentKind = "flag"
	namesArgument  argumentKind = "names" // one text, or a list of them
	bodyArgument   argumentKind = "body"  // text, or JSON as it is
)

// bodyName is the argument that is the body.
const bodyName = "body"

// functions lists all there are, in the order in which they are told.
func functions() []function {
	may := func(kind argumentKind, name string) argument { return argument{name, kind, false} }
	needs := func(kind argumentKind, name string) argument { return argument{name, kind, true} }
	uid, page, seq := needs(textArgument, "uid"), needs(textArgument, "page"), may(numberArgument, "seq")
	body, noBody := needs(bodyArgument, bodyName), may(bodyArgument, bodyName)
	post := func(name string, args ...argument) function {
		return function{Name: name, method: http.MethodPost, path: "/" + name, Args: args}
	}
	of := func(name string, args ...argument) function { return post(name, append([]argument{uid}, args...)...) }
	everybody := func(url.Values) bool { return true }
	publish, poll := post("publish", needs(textArgument, "channel"), body), function{
		Name: "comet", method: http.MethodGet, path: "/comet", waits: true,
		Args: []argument{may(textArgument, "page"), may(numberArgument, "after"), may(numberArgument, "wait"), may(textArgument, "types"), may(namesArgument, "channel"), may(textArgument, "from")},
	}
	publish.guests = func(q url.Values) bool { return q.Get("channel") == chatChannel }
	poll.guests = func(q url.Values) bool {
		return !q.Has("page") && q.Has("channel") && !slices.ContainsFunc(q["channel"], func(c string) bool { return c != chatChannel })
	}
	return []function{
		{Name: "list_tutorials", Args: []argument{}, do: (*Server).listTutorials, guests: everybody},
		{Name: "version", Args: []argument{}, do: (*Server).versions, guests: everybody},
		post("page_init", may(textArgument, "tutorial"), may(textArgument, "resume"), may(textArgument, "version"), may(textArgument, "types")),
		poll,
		of("exec", body, seq, may(flagArgument, "replace"), may(flagArgument, "check"), may(flagArgument, "step"), may(flagArgument, "terminal")),
		of("post", noBody, seq),
		of("interrupt"), of("kill"), of("reset"), of("eof"),
		of("resize", body), of("where"), of("event", body),
		of("complete", body, may(flagArgument, "quiet")), of("inspect", body, may(flagArgument, "quiet")),
		of("format", noBody), of("analyze", noBody), of("python", body), of("answer", body),
		of("save", noBody, may(textArgument, "base")), of("element"), of("versions"), of("log"),
		post("add", page, noBody), post("refresh", page, needs(textArgument, "version")),
		post("source", page, may(flagArgument, "vocabulary")), post("write", page, body, may(textArgument, "base")),
		post("findings", page, may(flagArgument, "run")), post("lesson", page, needs(textArgument, "title"), body),
		post("ack", page, needs(numberArgument, "after")), post("close", page),
		publish,
	}
}

// call carries out one call with the rights of a session. What it may not do, and
// what is wrong with it, is decided where the same is decided about requests.
func (s *Server) call(ctx context.Context, of *frontendSession, f function, q url.Values, body []byte) (any, error) {
	if of.part == guest && (f.guests == nil || !f.guests(q)) {
		return nil, errGuest.with(nil)
	}
	if f.do != nil {
		return f.do(s, ctx)
	}
	door, prefix := s.handler, s.prefix
	if of.part == guest { // the chain knows nobody without a token
		door, prefix = s.recovered(s.limit(s.router.mux)), ""
	}
	ctx = context.WithValue(ctx, talking{}, of.talk)
	ctx = context.WithValue(ctx, chi.RouteCtxKey, (*chi.Context)(nil)) // it is no part of the request that it came in
	r, err := http.NewRequestWithContext(ctx, f.method, "http://localhost"+prefix+f.path+"?"+q.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.RemoteAddr = "127.0.0.1:0"
	r.Header.Set("Accept", "application/json")
	if f.Name == "comet" {
		r.Header.Add("Accept", comet.BatchType)
		r.Header.Set("Accept", strings.Join(r.Header["Accept"], ", "))
	}
	if of.part != guest {
		r.Header.Set("Authorization", "Bearer "+s.config.Token)
	}
	if of.part == teaches {
		r.AddCookie(s.teacherCookie(s.teacherKey()))
	}
	a := &answerOf{header: http.Header{}}
	door.ServeHTTP(a, r)
	return a.data(f.Name == "comet", q.Get("after"))
}

// answerOf takes the answer of a handler that is called without a network.
type answerOf struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answerOf) Header() http.Header { return a.header }

func (a *answerOf) WriteHeader(status int) { a.status = cmp.Or(a.status, status) }

func (a *answerOf) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// polled is what comet answers.
type polled struct {
	Seq    json.Number   `json:"seq"`
	Frames []polledFrame `json:"frames"`
}

type polledFrame struct {
	Type comet.Kind `json:"type"`
	UID  string     `json:"uid"`
	Data string     `json:"data"`
}

// data is the answer as a frontend gets it: the JSON that it is, nil for an empty
// one, or its frames.
func (a *answerOf) data(frames bool, after string) (any, error) {
	body := a.body.Bytes()
	if a.status >= 400 {
		var said struct{ Error *frontendError }
		if err := json.Unmarshal(body, &said); err != nil || said.Error == nil {
			return nil, errInternal.with(err)
		}
		return nil, said.Error
	}
	if frames {
		p := polled{Seq: json.Number(cmp.Or(a.header.Get(comet.SeqHeader), after, "0")), Frames: []polledFrame{}}
		for len(body) > 0 {
			f, rest, err := comet.ParseBatch(body)
			if err != nil {
				return nil, err
			}
			p.Frames, body = append(p.Frames, polledFrame{f.Kind, f.UID, string(f.Data)}), rest
		}
		return p, nil
	}
	if body = bytes.TrimSpace(body); len(body) > 0 {
		return json.RawMessage(body), nil
	}
	return nil, nil
}

// listedTutorial is a lesson as list_tutorials tells it.
type listedTutorial struct {
	Name  string `json:"name"` // as page_init takes it
	Title string `json:"title"`
}

// listTutorials lists what the server was started with, and the lessons that are
// built in.
func (s *Server) listTutorials(ctx context.Context) (any, error) {
	roots := []*root{s.shelf.root("")}
	if roots[0].dir != "" {
		roots = append(roots, s.shelf.root(lessonsSegment))
	}
	all := []listedTutorial{}
	for _, r := range roots {
		key := searchKey{root: r}
		if r.start != "" {
			key.dir = path.Dir(r.start)
		}
		files, _ := lessonFiles(ctx, key)
		for _, f := range files {
			t := listedTutorial{Name: r.name(f.file), Title: path.Base(f.file)}
			if len(all) < manyLessons {
				t.Title = s.shelf.page(r, f.file, s.shelf.settings(r, path.Dir(f.file))).Title
			}
			all = append(all, t)
		}
	}
	return all, nil
}

// core is the version of what is said to frontends.
var core = [3]int{0, 1, 0}

// frontendVersions is what a frontend is told first.
type frontendVersions struct {
	Version struct {
		Core    [3]int `json:"core"`
		Program string `json:"program"`
	} `json:"version"`
	GuestAllowed bool `json:"guest_allowed"`
}

func (s *Server) versions(context.Context) (any, error) {
	v := frontendVersions{GuestAllowed: s.config.Guests}
	v.Version.Core, v.Version.Program = core, s.config.Version
	return v, nil
}

// silent is a page on which nothing happens, for polls that are about channels only.
type silent struct{}

func (silent) Poll(ctx context.Context, _ string, r comet.Request) (comet.Batch, error) {
	<-ctx.Done()
	return comet.Batch{Seq: r.After}, ctx.Err()
}

func (silent) Ack(context.Context, string, uint64) error { return nil }

// frontendError is a refusal as frontends get it.
type frontendError struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
}

func (e *frontendError) Error() string { return e.Msg }
