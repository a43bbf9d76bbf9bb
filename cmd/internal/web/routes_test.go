package web_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"crunchy/cmd/extend"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// attempt is a way to come to a route that one should not get in by.
type attempt struct {
	name string
	edit func(*http.Request)
	// in are those that it is good enough for, besides public routes.
	in []string
	// even says that public routes are closed to it as well.
	even bool
}

// attempts are made by browsers that are logged in, with a page of their own and
// what belongs to another one, and by programs.
func (s *site) attempts(mine, other opened) []attempt {
	with := func(edits ...func(*http.Request)) func(*http.Request) {
		return func(r *http.Request) {
			for _, edit := range edits {
				edit(r)
			}
		}
	}
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Del(name); r.Header.Add(name, value) }
	}
	without := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	host := func(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }
	full := s.browser(mine.Token)
	return []attempt{
		{name: "nothing", edit: func(*http.Request) {}},
		{name: "a wrong token", edit: header("Authorization", "Bearer "+token+"x")},
		{name: "the token in another scheme", edit: header("Authorization", "Basic "+token)},
		{name: "the cookie's value as a token", edit: header("Authorization", "Bearer "+s.cookie.Value)},
		{name: "the token as the cookie's value", edit: header("Cookie", s.cookie.Name+"="+token)},
		{name: "a wrong cookie", edit: with(full, header("Cookie", s.cookie.Name+"=0"))},
		{name: "the cookie of another port", edit: with(full, header("Cookie", "crunchy-1="+s.cookie.Value))},
		{name: "the page's token alone", edit: with(full, without("Cookie"))},
		{name: "the cookie alone", edit: header("Cookie", s.cookie.String()), in: []string{"reading"}},
		{name: "an address that was typed", edit: with(full, header("Sec-Fetch-Site", "none"), without("Origin")), in: []string{"reading"}},
		{name: "the cookie and no page", edit: s.browser(""), in: []string{"reading", "starting"}},
		{name: "the token of another page", edit: s.browser(other.Token), in: []string{"reading", "starting"}},
		{name: "a token that no page has", edit: s.browser("x"), in: []string{"reading", "starting"}},
		{name: "a picture of a lesson", edit: with(s.browser(""), header("Sec-Fetch-Dest", "image")), in: []string{"reading"}},
		{name: "a link of a lesson", edit: with(s.browser(""), header("Sec-Fetch-Dest", "document")), in: []string{"reading"}},
		{name: "another site", edit: with(full, header("Sec-Fetch-Site", "cross-site")), even: true},
		{name: "another port of this computer", edit: with(full, header("Sec-Fetch-Site", "same-site")), even: true},
		{name: "a site of no known kind", edit: with(full, header("Sec-Fetch-Site", "x")), even: true},
		{name: "a frame of another site", edit: with(full, header("Sec-Fetch-Site", "cross-site"), header("Sec-Fetch-Mode", "navigate"), header("Sec-Fetch-Dest", "iframe")), even: true},
		{name: "an older browser on another site", edit: with(full, without("Sec-Fetch-Site"), header("Origin", "http://evil.example")), even: true},
		{name: "an older browser on another port", edit: with(full, without("Sec-Fetch-Site"), header("Origin", "http://127.0.0.1:1")), even: true},
		{name: "an older browser in a sandbox", edit: with(full, without("Sec-Fetch-Site"), header("Origin", "null")), even: true},
		{name: "the origin null", edit: with(full, header("Origin", "null")), even: true},
		{name: "the token from another site", edit: with(bearer, header("Sec-Fetch-Site", "cross-site")), even: true},
		{name: "the token by another name of this computer", edit: with(bearer, host("evil.example")), even: true},
		{name: "a page by another name of this computer", edit: with(full, host("evil.example")), even: true},
	}
}

// TestEveryRouteIsGuarded walks all routes there are, so that a new one cannot be
// forgotten.
func TestEveryRouteIsGuarded(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) { everyRouteIsGuarded(t, s) }, func(c *web.Config) {
		c.Debug = true
		c.Extensions = []extend.Extension{{Path: "/room", New: func(*comet.Channels) (http.Handler, error) {
			return http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), nil
		}}}
	})
}

func everyRouteIsGuarded(t *testing.T, s *site) {
	s.login()
	mine, other := s.open("lesson.md", s.browser("")), s.open("lesson.md", s.browser(""))
	about := "?wait=0&after=0&tutorial=lesson.md&target=lesson.md&name=theme&value=dark&q=x&uid=" + mine.Elements[0].UID + "&page=" + mine.Page
	var before string
	walked := map[string]int{}
	err := chi.Walk(s.server.Routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		who, said := s.server.Access(method, route)
		if !said {
			t.Errorf("nobody has said who may use %s %s", method, route)
		}
		walked[who]++
		time.Sleep(2 * time.Second) // not too many wrong tokens at once
		before = s.traces()
		target := concrete(route, mine.Page) + about
		for _, a := range s.attempts(mine, other) {
			resp, body := s.do(method, target, "x", a.edit)
			refused := slices.Contains([]int{401, 403, 404, 405}, resp.StatusCode)
			let := !a.even && (who == "public" || slices.Contains(a.in, who))
			if refused == let && !(let && resp.StatusCode == 404) || a.even && resp.StatusCode != 403 {
				t.Errorf("%s %s (%s) with %s: %d %s", method, route, who, a.name, resp.StatusCode, body)
			}
			now := s.traces()
			if now != before && !let {
				t.Fatalf("%s %s with %s leaves traces: %s; before there was %s", method, route, a.name, now, before)
			}
			before = now // what was let in may do its work
		}
		return nil
	})
	if err != nil || walked["acting"] < 20 || walked["starting"] != 10+8 || walked["teaching"] != 2 || walked["reading"] != 7+7 || walked["public"] != 3 || walked["commanding"] != 7 {
		t.Errorf("the walk came to %v: %v", walked, err)
	}
}

// concrete is an address that a route takes.
func concrete(route, page string) string {
	return strings.NewReplacer("{n:[0-9]+}", "1", "{session}", page, "*", "lesson.md").Replace(route)
}

// traces tell whether something was done: by an engine, to open pages or on disk.
func (s *site) traces() string {
	s.engine.mu.Lock()
	acts, pages := s.engine.acts, len(s.engine.pages)
	s.engine.mu.Unlock()
	var b strings.Builder
	_ = fs.WalkDir(os.DirFS(s.work), ".", func(name string, d fs.DirEntry, err error) error {
		if info, err := d.Info(); err == nil && !d.IsDir() {
			b.WriteString(" " + name + info.ModTime().String())
		}
		return err
	})
	return fmt.Sprintf("%d acts, %d pages,%s", acts, pages, b.String())
}

// TestOtherMethodsDoNothing sends each route what it does not take, with all that
// would let it in.
func TestOtherMethodsDoNothing(t *testing.T) {
	s := newSite(t)
	s.login()
	p := s.open("lesson.md", s.browser(""))
	taken := map[string][]string{}
	_ = chi.Walk(s.server.Routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		taken[route] = append(taken[route], method)
		return nil
	})
	before := s.traces()
	for route, methods := range taken {
		target := concrete(route, p.Page) + "?uid=" + p.Elements[0].UID
		for _, method := range []string{"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "post", "get"} {
			if slices.Contains(methods, method) {
				continue
			}
			if resp, body := s.do(method, target, "", bearer); resp.StatusCode != 405 {
				t.Errorf("%s %s with the token: %d %s", method, route, resp.StatusCode, body)
			}
			if resp, body := s.do(method, target, "", s.browser("")); resp.StatusCode != 403 {
				t.Errorf("%s %s in a browser without a page: %d %s", method, route, resp.StatusCode, body)
			}
			if resp, body := s.do(method, target, "", s.browser(p.Token)); resp.StatusCode != 405 {
				t.Errorf("%s %s in a browser: %d %s", method, route, resp.StatusCode, body)
			}
			if resp, body := s.do(method, target, "", nil); resp.StatusCode != 401 {
				t.Errorf("%s %s with nothing: %d %s", method, route, resp.StatusCode, body)
			}
		}
	}
	if now := s.traces(); now != before {
		t.Errorf("there are traces: %s; before there was %s", now, before)
	}
}

// TestWhatIsNoRouteIsClosed asks for addresses that look like those of routes that
// more people may use.
func TestWhatIsNoRouteIsClosed(t *testing.T) {
	s := newSite(t)
	s.login()
	for _, target := range []string{"/nothing", "/static/", "/static/other/crunchy.js", "/health/", "/health/x", "/%68ealth", "/HEALTH", "//health", "/./health", "/x/../health", "/t", "/home/", "/%2e/home", "/exec/../health"} {
		if resp, body := s.do("GET", target, "", nil); resp.StatusCode != 401 {
			t.Errorf("%s with nothing: %d %s", target, resp.StatusCode, body)
		}
		if resp, body := s.do("GET", target, "", s.browser("")); resp.StatusCode != 403 {
			t.Errorf("%s in a browser without a page: %d %s", target, resp.StatusCode, body)
		}
		if resp, body := s.do("GET", target, "", bearer); resp.StatusCode != 404 {
			t.Errorf("%s with the token: %d %s", target, resp.StatusCode, body)
		}
	}
}
