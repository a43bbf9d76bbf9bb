package web_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/extend"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// TestExtensionsStandBehindTheChain is what a handler of somebody else's sees, and
// what is seen of it.
func TestExtensionsStandBehindTheChain(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/panic":
			panic("of an extension")
		case "/read":
			if _, err := io.ReadAll(r.Body); err != nil {
				http.Error(w, "too big", http.StatusRequestEntityTooLarge)
				return
			}
		}
		io.WriteString(w, r.Method+" "+r.URL.EscapedPath()+" "+r.URL.RawQuery)
	})
	s := newSite(t, func(c *web.Config) {
		c.MaxBody = 10
		c.Extensions = []extend.Extension{
			{Path: "/room", New: func(*comet.Channels) (http.Handler, error) { return handler, nil }},
			{Path: "/room-2", New: func(*comet.Channels) (http.Handler, error) { return handler, nil }},
		}
	})
	s.login()
	for target, want := range map[string]string{"/room": "GET / ", "/room/": "GET / ", "/room?a=b": "GET / a=b", "/room/a%2Fb/c?d": "GET /a%2Fb/c d", "/room-2/x": "GET /x "} {
		resp, body := s.do("GET", target, "", bearer)
		if resp.StatusCode != 200 || body != want || resp.Header.Get("X-Frame-Options") != "DENY" || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "script-src 'none'") {
			t.Errorf("%s: %d %q %v, want %q", target, resp.StatusCode, body, resp.Header, want)
		}
	}
	for _, c := range []struct {
		status         int
		method, target string
		edit           func(*http.Request)
	}{
		{401, "GET", "/room", nil},
		{401, "GET", "/rooms", nil},
		{404, "GET", "/rooms", bearer},
		{405, "BREW", "/room", bearer},
		{200, "DELETE", "/room/x", bearer},
		{200, "PUT", "/room/x", s.browser("")},
		{403, "POST", "/room/x", func(r *http.Request) { s.browser("")(r); r.Header.Set("Sec-Fetch-Site", "cross-site") }},
		{413, "POST", "/room/read", bearer},
		{500, "GET", "/room/panic", bearer},
	} {
		body := ""
		if c.status == 413 {
			body = strings.Repeat("x", 11)
		}
		if resp, said := s.do(c.method, c.target, body, c.edit); resp.StatusCode != c.status {
			t.Errorf("%s %s: %d %s, want %d", c.method, c.target, resp.StatusCode, said, c.status)
		}
	}
}

func TestExtensionsThatCannotBe(t *testing.T) {
	good := func(*comet.Channels) (http.Handler, error) { return http.NotFoundHandler(), nil }
	failing := func(*comet.Channels) (http.Handler, error) { return nil, errors.New("no room") }
	for path, make := range map[string]func(*comet.Channels) (http.Handler, error){
		"": good, "/": good, "room": good, "/Room": good, "/a/b": good, "/12": good, "/a*": good, "/{x}": good,
		"/t": good, "/exec": good, "/ctl": good, "/static": good, "/home": good, "/twice": good, "/nothing": nil, "/fails": failing,
		"/" + strings.Repeat("a", 33): good,
	} {
		_, err := web.New(t.Context(), web.Config{
			Engine: &fake{}, Log: slog.New(slog.DiscardHandler), Token: token, Work: t.TempDir(),
			Static: fstest.MapFS{"crunchy.js": {}}, Lessons: fstest.MapFS{"index.md": {Data: []byte("# Home\n")}},
			Extensions: []extend.Extension{{Path: "/twice", New: good}, {Path: path, New: make}},
		})
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("the path %q: %v", path, err)
		}
	}
}
