package web_test

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"crunchy/cmd/internal/web"
)

// publicRoutes need nothing.
var publicRoutes = map[string]bool{"/health": true, "/favicon.ico": true}

// TestEveryRouteWantsCredentials walks all routes there are, so that a new one
// cannot be forgotten.
func TestEveryRouteWantsCredentials(t *testing.T) {
	s := newSite(t)
	s.login()
	p := s.open("lesson.md", bearer)
	before := s.engine.acts
	attempts := map[string]func(*http.Request){
		"nothing":     nil,
		"wrong token": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token+"x") },
		"wrong cookie": func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: s.cookie.Name, Value: "0"})
			r.Header.Set(web.PageHeader, p.Token)
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		},
		"another site": func(r *http.Request) {
			s.browser(p.Token)(r)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		},
		"another port of this machine": func(r *http.Request) {
			s.browser(p.Token)(r)
			r.Header.Set("Sec-Fetch-Site", "same-site")
		},
		"another origin": func(r *http.Request) {
			s.browser(p.Token)(r)
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "http://evil.example")
		},
	}
	onlyCookie := func(r *http.Request) { r.AddCookie(s.cookie) }
	n := 0
	err := chi.Walk(s.server.Routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		n++
		if publicRoutes[route] || strings.HasPrefix(route, "/static/") {
			return nil
		}
		target := strings.ReplaceAll(route, "*", "lesson.md") + "?uid=" + p.Elements[0].UID + "&page=" + p.Page
		for name, edit := range attempts {
			if resp, _ := s.do(method, target, "x", edit); resp.StatusCode != 401 && resp.StatusCode != 403 {
				t.Errorf("%s %s with %s: %d", method, route, name, resp.StatusCode)
			}
		}
		if route != "/" && route != "/home" && route != "/preferences" && !strings.HasPrefix(route, "/t/") {
			if resp, _ := s.do(method, target, "x", onlyCookie); resp.StatusCode != 401 && resp.StatusCode != 403 {
				t.Errorf("%s %s with the cookie alone: %d", method, route, resp.StatusCode)
			}
		}
		return nil
	})
	if err != nil || n < 18 {
		t.Errorf("%d routes walked: %v", n, err)
	}
	if s.engine.acts != before {
		t.Errorf("%d things were done all the same", s.engine.acts-before)
	}
}

func TestPageTokenOpensItsOwnPageOnly(t *testing.T) {
	s := newSite(t)
	s.login()
	a, b := s.open("lesson.md", s.browser("")), s.open("lesson.md", s.browser(""))
	for name, c := range map[string]struct {
		target, token string
		want          int
	}{
		"its own":                       {"/exec?uid=" + a.Elements[0].UID, a.Token, 200},
		"another's":                     {"/exec?uid=" + b.Elements[0].UID, a.Token, 403},
		"none":                          {"/exec?uid=" + a.Elements[0].UID, "", 403},
		"a page that never was":         {"/exec?uid=" + "12340001", a.Token, 404},
		"its own page, another's uid":   {"/exec?page=" + a.Page + "&uid=" + b.Elements[0].UID, b.Token, 403},
		"a malformed uid":               {"/exec?uid=12", a.Token, 400},
		"an order about nothing at all": {"/exec", a.Token, 400},
	} {
		if resp, body := s.do("POST", c.target, "1", s.browser(c.token)); resp.StatusCode != c.want {
			t.Errorf("%s: %d %s, want %d", name, resp.StatusCode, body, c.want)
		}
	}
}

func TestOnlyKnownHostsAreAnswered(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.AllowHosts = []string{"lab.example"} })
	for host, want := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:8001": 200, "127.8.9.1:1": 200, "localhost": 200, "LOCALHOST:80": 200,
		"[::1]": 200, "[::1]:8001": 200, "lab.example": 200, "Lab.Example:8001": 200,
		"evil.example": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example": 403, "localhost.": 403,
		"[::ffff:127.0.0.1]": 403, "127.1": 403, "0x7f.1": 403, "0.0.0.0": 403, "[::]": 403, "2130706433": 403,
		"10.0.0.1": 403, "evil.example:8001": 403, "xlocalhost": 403, "lab.example.evil.example": 403,
	} {
		resp, body := s.do("GET", "/health", "", func(r *http.Request) { r.Host = host })
		if resp.StatusCode != want {
			t.Errorf("Host %q: %d %s, want %d", host, resp.StatusCode, body, want)
		}
	}
}

func TestRawRequestsWithOddHosts(t *testing.T) {
	s := newSite(t)
	for name, c := range map[string]struct{ request, want string }{
		"absolute form of another host": {"GET http://evil.example/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", " 403 "},
		"two hosts":                     {"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n", " 400 "},
		"no host":                       {"GET /health HTTP/1.0\r\n\r\n", " 403 "},
		"no host, with the token":       {"GET /health HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n\r\n", " 200 "},
	} {
		conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		conn.Write([]byte(c.request))
		b := make([]byte, 64)
		n, _ := conn.Read(b)
		conn.Close()
		if !strings.Contains(string(b[:n]), c.want) {
			t.Errorf("%s: %q, want%s", name, b[:n], c.want)
		}
	}
}

func TestLogin(t *testing.T) {
	s := newSite(t)
	for range 2 { // the printed address may be opened again
		resp, body := s.do("GET", "/?token="+token, "", nil)
		if resp.StatusCode != 200 || !strings.Contains(body, "http-equiv=refresh") || strings.Contains(body, token) {
			t.Errorf("%d %s", resp.StatusCode, body)
		}
		c := resp.Cookies()[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || strings.Contains(c.Value, token) || c.Name != "crunchy-8001" {
			t.Errorf("cookie: %v", c)
		}
	}
	for _, target := range []string{"/?token=wrong", "/?token=", "/exec?token=" + token, "/health?token=" + token} {
		if resp, _ := s.do("GET", target, "", nil); len(resp.Cookies()) != 0 {
			t.Errorf("%s sets a cookie", target)
		}
	}
	for _, target := range []string{"//evil.example/?token=" + token, "/\\evil.example?token=" + token, "/t/%2f%2fevil.example?token=" + token, "/t//evil.example?token=" + token} {
		_, body := s.do("GET", target, "", nil)
		if strings.Contains(body, "url=//") || strings.Contains(body, "url=http") && !strings.Contains(body, "url=http://127.0.0.1:8001/") {
			t.Errorf("%s leads away: %s", target, body)
		}
	}
	resp, _ := s.do("GET", "/?token="+token, "", func(r *http.Request) { r.Host = "evil.example" })
	if len(resp.Cookies()) != 0 {
		t.Error("a rebound host gets a cookie")
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newSite(t)
	for _, target := range []string{"/health", "/t/lesson.md", "/nowhere", "/t/sub/picture.svg"} {
		resp, _ := s.do("GET", target, "", bearer)
		h := resp.Header
		for name, part := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
		} {
			if !strings.Contains(h.Get(name), part) {
				t.Errorf("%s: %s is %q", target, name, h.Get(name))
			}
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control") {
				t.Errorf("%s: %s is sent", target, name)
			}
		}
	}
	resp, body := s.do("GET", "/t/lesson.md", "", bearer)
	_, nonce, _ := strings.Cut(resp.Header.Get("Content-Security-Policy"), "'nonce-")
	nonce, _, _ = strings.Cut(nonce, "'")
	if len(nonce) < 22 || !strings.Contains(body, `nonce="`+nonce+`"`) {
		t.Errorf("the nonce %q is not in the page", nonce)
	}
	again, _ := s.do("GET", "/t/lesson.md", "", bearer)
	if again.Header.Get("Content-Security-Policy") == resp.Header.Get("Content-Security-Policy") {
		t.Error("the nonce is used twice")
	}
}
