package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestOrigins goes through what browsers say of where a request comes from, for
// each way to ask. The cookie and the page's token are always right.
func TestOrigins(t *testing.T) {
	s := serve(t, loopback(t))
	s.login()
	p := s.open("lesson.md", s.browser(""))
	uid := p.Elements[0].UID
	own := s.http.URL
	type from struct{ site, origin string }
	places := map[from]bool{ // whether it is our own page
		{"same-origin", ""}: true, {"same-origin", own}: true, {"", own}: true, {"", strings.ToUpper(own)}: true,
		{"same-origin", "null"}: false, {"same-origin", "http://evil.example"}: false, {"same-origin", "http://127.0.0.1:1"}: false,
		{"same-origin", "http://localhost" + own[strings.LastIndex(own, ":"):]}: false,
		{"cross-site", ""}: false, {"cross-site", own}: false, {"cross-site", "null"}: false, {"cross-site", "http://evil.example"}: false,
		{"same-site", ""}: false, {"same-site", own}: false, {"same-site", "http://127.0.0.1:1"}: false,
		{"none", ""}: false, {"none", own}: false, {"none", "null"}: false,
		{"", ""}: false, {"", "null"}: false, {"", "http://evil.example"}: false, {"", "http://127.0.0.1"}: false, {"", "http://127.0.0.1:1"}: false,
		{"", "http://127.0.0.1.evil.example"}: false, {"", "file://"}: false, {"", own + ".evil.example"}: false, {"", own + "@evil.example"}: false,
		{"", "://"}: false, {"", "%"}: false, {"", own[len("http://"):]}: false, {"", "chrome-extension://abc"}: false,
		{"SAME-ORIGIN", ""}: false, {"same-origin, cross-site", ""}: false, {"x", own}: false,
	}
	ways := map[string]struct {
		method, target, kind string
		ours                 int // the answer to our own page
	}{
		"a poll":             {"GET", "/comet?wait=0&page=" + p.Page, "", 204},
		"a stream":           {"GET", "/events?after=x&page=" + p.Page, "", 400},
		"input":              {"POST", "/post?uid=" + uid, "application/octet-stream", 200},
		"a run":              {"POST", "/exec?uid=" + uid, "application/json", 200},
		"a form":             {"POST", "/post?uid=" + uid, "text/plain", 200},
		"a form with fields": {"POST", "/post?uid=" + uid, "application/x-www-form-urlencoded", 200},
		"a form with files":  {"POST", "/post?uid=" + uid, "multipart/form-data; boundary=x", 200},
		"a new page":         {"POST", "/page_init", "text/plain", 200},
		"a new page by GET":  {"GET", "/page_init", "", 200},
		"a choice":           {"POST", "/prefer?name=theme&value=dark", "", 200},
		"a question before":  {"OPTIONS", "/post?uid=" + uid, "", 405},
		"only the head":      {"HEAD", "/comet?wait=0&page=" + p.Page, "", 405},
		"small letters":      {"post", "/post?uid=" + uid, "text/plain", 405},
		"another method":     {"PUT", "/post?uid=" + uid, "text/plain", 405},
		"a trace":            {"TRACE", "/post?uid=" + uid, "", 405},
	}
	for name, way := range ways {
		for place, ours := range places {
			before := s.traces()
			resp, body := s.do(way.method, way.target, "", func(r *http.Request) {
				s.browser(p.Token)(r)
				for header, value := range map[string]string{"Sec-Fetch-Site": place.site, "Origin": place.origin, "Content-Type": way.kind} {
					if r.Header.Del(header); value != "" {
						r.Header.Set(header, value)
					}
				}
				if way.method == "OPTIONS" {
					r.Header.Set("Access-Control-Request-Method", "POST")
					r.Header.Set("Access-Control-Request-Headers", "crunchy-page")
					r.Header.Set("Access-Control-Request-Private-Network", "true")
				}
			})
			want := 403
			if ours {
				want = way.ours
			}
			if resp.StatusCode != want {
				t.Errorf("%s from %+v: %d %s, want %d", name, place, resp.StatusCode, body, want)
			}
			if now := s.traces(); !ours && now != before {
				t.Errorf("%s from %+v leaves traces: %s; before there was %s", name, place, now, before)
			}
			for header := range resp.Header {
				if strings.HasPrefix(header, "Access-Control") {
					t.Errorf("%s from %+v is answered with %s", name, place, header)
				}
			}
		}
	}
}

// TestSocketsOfOtherPagesAreRefused is the same for a WebSocket, whose origin is
// all that browsers tell of it.
func TestSocketsOfOtherPagesAreRefused(t *testing.T) {
	s := serve(t, loopback(t))
	s.login()
	p := s.open("lesson.md", s.browser(""))
	own := s.http.URL
	open := func(origin, site, protocols string) int {
		host := strings.TrimPrefix(own, "http://")
		request := "GET /socket?page=" + p.Page + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + s.cookie.Name + "=" + s.cookie.Value +
			"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
		for name, value := range map[string]string{"Origin": origin, "Sec-Fetch-Site": site, "Sec-WebSocket-Protocol": protocols} {
			if value != "" {
				request += name + ": " + value + "\r\n"
			}
		}
		status, _, _ := s.raw(request + "\r\n")
		return status
	}
	right := "crunchy, crunchy-page." + p.Token
	for _, c := range []struct {
		origin, site, protocols string
		want                    int
	}{
		{own, "", right, 101},
		{own, "same-origin", right, 101},
		{"", "", right, 403},
		{"null", "", right, 403},
		{"http://evil.example", "", right, 403},
		{"http://evil.example", "cross-site", right, 403},
		{"http://127.0.0.1:1", "same-site", right, 403},
		{own, "cross-site", right, 403},
		{own + ".evil.example", "", right, 403},
		{own, "", "", 403},
		{own, "", "crunchy", 403},
		{own, "", "crunchy, crunchy-page.x", 403},
		{own, "", "crunchy-page." + s.open("lesson.md", s.browser("")).Token, 403},
	} {
		if got := open(c.origin, c.site, c.protocols); got != c.want {
			t.Errorf("a socket from %q (%s) with %q: %d, want %d", c.origin, c.site, c.protocols, got, c.want)
		}
	}
}

// TestDocumentsMayBeLinkedTo holds that a link on another site may lead to a
// document, and that nothing but a link may.
func TestDocumentsMayBeLinkedTo(t *testing.T) {
	s := newSite(t)
	s.login()
	for _, c := range []struct {
		mode, dest string
		want       int
	}{
		{"navigate", "document", 200},
		{"navigate", "iframe", 403}, {"navigate", "frame", 403}, {"navigate", "embed", 403}, {"navigate", "object", 403}, {"navigate", "", 403},
		{"no-cors", "image", 403}, {"no-cors", "script", 403}, {"no-cors", "style", 403}, {"cors", "empty", 403}, {"no-cors", "document", 403}, {"", "document", 403},
		{"nested-navigate", "document", 403}, {"websocket", "empty", 403},
	} {
		for _, site := range []string{"cross-site", "same-site"} {
			for _, target := range []string{"/home", "/t/lesson.md", "/preferences"} {
				resp, _ := s.do("GET", target, "", func(r *http.Request) {
					r.AddCookie(s.cookie)
					r.Header.Set("Sec-Fetch-Site", site)
					r.Header.Set("Sec-Fetch-Mode", c.mode)
					r.Header.Set("Sec-Fetch-Dest", c.dest)
				})
				if resp.StatusCode != c.want {
					t.Errorf("%s as %s for %q from %s: %d, want %d", target, c.mode, c.dest, site, resp.StatusCode, c.want)
				}
			}
		}
	}
}

// TestLedHere follows a link of another site without a cookie, as a browser sends
// it: it shows nothing of what it leads to but where that is, and a link that the
// reader may follow.
func TestLedHere(t *testing.T) {
	s := serve(t, loopback(t))
	from := func(site string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("Authorization")
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Sec-Fetch-Site", site)
			r.Header.Set("Sec-Fetch-Mode", "navigate")
			r.Header.Set("Sec-Fetch-Dest", "document")
		}
	}
	for _, site := range []string{"cross-site", "same-site"} {
		resp, body := s.do("GET", `/t/lesson.md?a="><i>x`, "", from(site))
		if resp.StatusCode != 401 || !strings.Contains(body, `href="/t/lesson.md?a=`) || strings.Contains(body, "<i>x") {
			t.Errorf("from %s: %d %s", site, resp.StatusCode, body)
		}
		if strings.Contains(body, "crunchy:title\" content=\"A lesson") {
			t.Errorf("the lesson is shown: %s", body)
		}
	}
	for _, tt := range []struct{ target, site string }{{"/t/lesson.md", "none"}, {"/t/lesson.md", "same-origin"}, {"/t/lesson.md?token=wrong", "cross-site"}, {"/comet", "cross-site"}, {"//evil.example/", "cross-site"}, {"/page_init", "cross-site"}} {
		if resp, body := s.do("GET", tt.target, "", from(tt.site)); resp.StatusCode < 401 || strings.Contains(body, "cr-primary") {
			t.Errorf("%s from %s: %d %s", tt.target, tt.site, resp.StatusCode, body)
		}
	}
}
