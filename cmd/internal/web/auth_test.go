package web_test

import (
	"net/http"
	"strings"
	"testing"
)

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
