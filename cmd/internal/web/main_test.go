package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"))
}

const token = "a-token-for-tests"

// operator is the key of whoever commands the servers of the tests.
const operator = "the-key-of-the-operator-for-tests"

// fake is an engine that runs nothing and counts what it was asked to do.
type fake struct {
	engine.Engine
	mu    sync.Mutex
	acts  int
	pages map[string]engine.Page

	published []string
	see       func(page, uid string, kind comet.Kind, data []byte)
	shows     []comet.Frame // what each poll gets at once
	still     map[string]time.Time
	gone      map[string]bool        // pages whose users have left
	removed   map[string]bool        // uids that are not to come again
	adding    func(uid string) error // called before an element is added, unless nil
	resuming  func()                 // called before a page is taken over, unless nil
}

func (f *fake) act() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.acts++
	return nil
}

func (f *fake) Open(_ context.Context, p engine.Page) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pages[p.ID] = p
	return nil
}

func (f *fake) Add(_ context.Context, page string, e engine.Element) error {
	if f.adding != nil {
		if err := f.adding(e.UID); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pages[page]
	if f.removed[e.UID] || slices.ContainsFunc(p.Elements, func(there engine.Element) bool { return there.UID == e.UID }) {
		return fmt.Errorf("the uid %s is used again", e.UID)
	}
	p.Elements = append(p.Elements, e)
	f.pages[page] = p
	return nil
}

func (f *fake) Remove(_ context.Context, page string, uids []string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pages[page]
	p.Elements = slices.DeleteFunc(slices.Clone(p.Elements), func(e engine.Element) bool { return slices.Contains(uids, e.UID) })
	f.pages[page] = p
	if f.removed == nil {
		f.removed = map[string]bool{}
	}
	for _, uid := range uids {
		f.removed[uid] = true
	}
	return nil
}

func (f *fake) Exec(context.Context, string, string, engine.Exec) (int, error) { return 7, f.act() }
func (f *fake) Input(context.Context, string, string, uint64, []byte) error    { return f.act() }
func (f *fake) Signal(context.Context, string, string, engine.Signal) (string, error) {
	return "idle", f.act()
}
func (f *fake) Resize(context.Context, string, string, int, int) error { return f.act() }
func (f *fake) Ask(_ context.Context, _, _ string, q engine.Question) (json.RawMessage, error) {
	if q.Kind == "analyze" {
		return analyzed(q.Code), f.act()
	}
	return json.RawMessage(`{}`), f.act()
}
func (f *fake) Poll(ctx context.Context, _ string, _ comet.Request) (comet.Batch, error) {
	if len(f.shows) > 0 {
		return comet.Batch{Frames: f.shows, Seq: 1}, nil
	}
	<-ctx.Done()
	return comet.Batch{}, ctx.Err()
}
func (f *fake) Publish(_ context.Context, _, uid string, kind comet.Kind, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.published = append(f.published, string(kind)+" "+uid+" "+string(data))
	return nil
}
func (f *fake) Watch(see func(page, uid string, kind comet.Kind, data []byte)) { f.see = see }
func (f *fake) Ack(context.Context, string, uint64) error                      { return f.act() }
func (f *fake) Closing(context.Context, string) error                          { return f.act() }
func (f *fake) Close(context.Context, string) error                            { return nil }
func (f *fake) Idle(_ context.Context, page string) (time.Time, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if since, ok := f.still[page]; ok {
		return since, f.gone[page], nil
	}
	return time.Now(), f.gone[page], nil
}

// silent has nobody poll a page from now on.
func (f *fake) silent(page string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.still == nil {
		f.still = map[string]time.Time{}
	}
	f.still[page] = time.Now()
}

func (f *fake) left(page string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gone = map[string]bool{page: true}
}
func (f *fake) Resume(context.Context, string) (engine.Transcript, error) {
	if f.resuming != nil {
		f.resuming()
	}
	return engine.Transcript{}, nil
}

// site is a server with a fake engine.
type site struct {
	t      *testing.T
	engine *fake
	server *web.Server
	http   *httptest.Server
	cookie *http.Cookie
	work   string
	over   chan struct{} // closed when what serve has begun has ended
	folder string        // of the lessons that the author writes, see authored
	// transport is how do reaches the server, nil for over the network.
	transport http.RoundTripper
}

func newSite(t *testing.T, change ...func(*web.Config)) *site {
	t.Helper()
	s := prepare(t, change...)
	s.http = httptest.NewServer(s.server)
	t.Cleanup(func() { s.http.CloseClientConnections(); s.http.Close(); s.server.Close() })
	return s
}

// serve is newSite with the limits that the program has, on a listener.
func serve(t *testing.T, l net.Listener, change ...func(*web.Config)) *site {
	t.Helper()
	s := prepare(t, change...)
	s.http = &httptest.Server{URL: "http://" + l.Addr().String(), Listener: l}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	s.over = make(chan struct{})
	go func() {
		err := s.server.Serve(ctx, l)
		close(s.over)
		ended <- err
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, web.ErrRestart) {
			t.Error(err)
		}
		s.server.Close()
	})
	return s
}

// loopback is a listener on a free port.
func loopback(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// prepare makes a server that does not answer yet.
func prepare(t *testing.T, change ...func(*web.Config)) *site {
	t.Helper()
	s := &site{t: t, engine: &fake{pages: map[string]engine.Page{}}}
	c := web.Config{
		Engine: s.engine, Log: slog.New(slog.DiscardHandler), Token: token, Operator: operator, Port: "8001", BaseURL: "http://127.0.0.1:8001",
		Static: fstest.MapFS{"crunchy.js": {Data: []byte("//")}},
		Lessons: fstest.MapFS{
			"index.md":           {Data: []byte("# Home\n")},
			"lesson.md":          {Data: []byte("# One\n\n```python interpreter\n>>> 1 + 1\n2\n```\n\n```python editor\nprint(1)\n```\n")},
			"sub/a b.html":       {Data: []byte("<title>A</title><p>x")},
			"sub/picture.svg":    {Data: []byte("<svg/>")},
			"sub/look.css":       {Data: []byte("@import url(https://evil.example/x.css);\np { color: red; background: url(a.png) }\n.cr-btn { display: none }")},
			"sub/harmless.js":    {Data: []byte("alert(1)")},
			"sub/data.unknown":   {Data: []byte{0, 1}},
			"sub/more/deep/b.md": {Data: []byte("# B")},
			"sub/pictures/c.svg": {Data: []byte("<svg/>")},
		},
		Work: t.TempDir(),
	}
	s.work = c.Work
	for _, f := range change {
		f(&c)
	}
	var err error
	if s.server, err = web.New(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return s
}

// do sends a request; edit may change anything about it.
func (s *site) do(method, target, body string, edit func(*http.Request)) (*http.Response, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.http.URL+target, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if edit != nil {
		edit(req)
	}
	client := &http.Client{Transport: s.transport, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, string(b)
}

func bearer(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }

// asOperator makes a request that of crunchy ctl.
func asOperator(r *http.Request) { r.Header.Set("Authorization", "Bearer "+operator) }

// login opens the printed address and keeps the cookie.
func (s *site) login() {
	s.t.Helper()
	resp, _ := s.do("GET", "/?token="+token, "", nil)
	if resp.StatusCode != 200 || len(resp.Cookies()) != 1 {
		s.t.Fatalf("login: %d, %v", resp.StatusCode, resp.Cookies())
	}
	s.cookie = resp.Cookies()[0]
}

// browser makes a request look like one of our own page's script.
func (s *site) browser(pageToken string) func(*http.Request) {
	return func(r *http.Request) {
		r.AddCookie(s.cookie)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Sec-Fetch-Mode", "cors")
		r.Header.Set("Sec-Fetch-Dest", "empty")
		if r.Method == "POST" {
			r.Header.Set("Origin", s.http.URL)
		}
		if pageToken != "" {
			r.Header.Set(web.PageHeader, pageToken)
		}
	}
}

// opened is the part of page_init's answer that tests look at.
type opened struct {
	Page, Token string
	Elements    []struct{ Number, UID, Kind, Source string }
}

func (s *site) open(tutorial string, edit func(*http.Request)) opened {
	s.t.Helper()
	resp, body := s.do("POST", "/page_init?tutorial="+tutorial, "", func(r *http.Request) {
		edit(r)
		r.Header.Set("Accept", "application/json")
	})
	var o opened
	if err := json.Unmarshal([]byte(body), &o); err != nil || resp.StatusCode != 200 {
		s.t.Fatalf("page_init: %d %s", resp.StatusCode, body)
	}
	return o
}
