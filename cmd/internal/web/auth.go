package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// wrongTokens is how many are compared in a minute.
const wrongTokens = 100

// longToken is how long a token is that nobody guesses. One that is shorter is not
// even compared when too many wrong ones were tried; one that is as long lets its
// holder in whatever others do.
const longToken = 32

// auth is the one wrapper around every route: host, origin, credentials.
func (s *Server) auth(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		level := s.router.accessTo(r)
		err := s.allow(r, level)
		switch {
		case level == reading && s.login(w, r, &err):
		case err != nil:
			s.fail(w, r, err)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// allow decides about a request, without regard to what it asks for.
func (s *Server) allow(r *http.Request, level access) error {
	if r.Host == "" {
		if r.ProtoAtLeast(1, 1) || !loopback(r.RemoteAddr) || s.bearer(r) != nil {
			return errHost.with(nil)
		}
	} else if !s.hostAllowed(r.Host) {
		return errHost.with(nil)
	}
	if err := s.checkOrigin(r, level); err != nil {
		return err
	}
	if level == public {
		return nil
	}
	if level == commanding {
		return s.commander(r)
	}
	denied := s.bearer(r)
	switch {
	case denied == nil:
		return s.checkTeacher(r, level)
	case !s.hasCookie(r):
		return denied
	case level == reading:
		return nil
	case !sameOrigin(r):
		return errForbidden.with(nil)
	case level != starting && level != teaching:
		return s.checkPageToken(r)
	case !byScript(r):
		return errForbidden.with(nil)
	}
	return s.checkTeacher(r, level)
}

// byScript reports whether a script asks, or is asked for, and not a picture or a
// link of a lesson, which anybody may have written.
func byScript(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Dest") {
	case "", "empty", "script":
		return true
	}
	return false
}

// checkTeacher refuses what only the teacher may do to everybody else.
func (s *Server) checkTeacher(r *http.Request, level access) error {
	if level == teaching && !s.isTeacher(r) {
		return errTeacher.with(nil)
	}
	return nil
}

// bearer is why the request does not carry the token as a program does, or nil.
func (s *Server) bearer(r *http.Request) error {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return s.try(token)
	}
	return errNoAuth.with(nil)
}

// commander is why a request is not the operator's, or nil. Whoever has the token,
// as all of a class may, is none.
func (s *Server) commander(r *http.Request) error {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || len(s.config.Operator) < longToken || !equal(key, s.config.Operator) {
		return errForbidden.say("Only whoever runs this Crunchy commands it, by crunchy ctl.")
	}
	return nil
}

// try is why somebody who gives this token is not let in, or nil.
func (s *Server) try(token string) error {
	if wait := s.guesses.left(); wait > 0 && len(s.config.Token) < longToken {
		return errGuesses.after(wait)
	}
	if equal(token, s.config.Token) {
		return nil
	}
	if wait := s.guesses.take(); wait > 0 {
		return errGuesses.after(wait)
	}
	return errNoAuth.with(nil)
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// cookieName holds the port, because cookies do not know of ports.
func (s *Server) cookieName() string { return "crunchy-" + s.config.Port }

// cookieValue is derived from the token, so that it survives a restart and
// tells nobody the token.
func (s *Server) cookieValue() string { return derived(s.config.Token, "crunchy session cookie") }

// derived is a secret for one purpose, from which the token cannot be told.
func derived(token, purpose string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte(purpose))
	return hex.EncodeToString(m.Sum(nil))
}

func (s *Server) hasCookie(r *http.Request) bool {
	c, err := r.Cookie(s.cookieName())
	return err == nil && equal(c.Value, s.cookieValue())
}

// checkOrigin refuses what another site makes the browser send. A top-level
// navigation to a document may come from anywhere: it shows nothing to the
// other site, and without the token or the Strict cookie it gets nowhere.
func (s *Server) checkOrigin(r *http.Request, level access) error {
	site := r.Header.Get("Sec-Fetch-Site")
	navigation := r.Method == http.MethodGet && level == reading &&
		r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	switch site {
	case "", "none", "same-origin":
	default:
		if !navigation {
			return errForbidden.with(nil)
		}
	}
	if origin := r.Header.Get("Origin"); origin != "" && !navigation && !originIs(origin, r.Host) {
		return errForbidden.with(nil)
	}
	return nil
}

// sameOrigin reports whether the browser vouches that our own page asks.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	return originIs(r.Header.Get("Origin"), r.Host)
}

func originIs(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}

// hostAllowed reports whether a Host header names this server: a page of another
// site whose name resolves to this machine does not.
func (s *Server) hostAllowed(hostport string) bool {
	host := hostname(hostport)
	if host == "localhost" {
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() && !ip.Is4In6() && ip.Zone() == "" {
		return true
	}
	for _, h := range s.config.AllowHosts {
		if strings.EqualFold(h, host) {
			return true
		}
	}
	return false
}

// hostname returns the host of a Host header, lower-cased, without port and brackets.
func hostname(hostport string) string {
	u := url.URL{Host: hostport}
	return strings.ToLower(u.Hostname())
}

func loopback(remote string) bool {
	ap, err := netip.ParseAddrPort(remote)
	return err == nil && ap.Addr().Unmap().IsLoopback()
}

// PageHeader carries the page's own token on every request of its script.
const PageHeader = "Crunchy-Page"

// socketProtocol is the WebSocket subprotocol; the page's token travels as
// another one, by itself or behind "crunchy-page.", because a browser's WebSocket
// cannot set headers.
const socketProtocol = "crunchy"

// pageToken returns the token of the page that a request says it comes from.
func pageToken(r *http.Request) string {
	if t := r.Header.Get(PageHeader); t != "" {
		return t
	}
	for p := range strings.SplitSeq(r.Header.Get("Sec-WebSocket-Protocol"), ",") {
		if p = strings.TrimSpace(p); p != socketProtocol {
			return strings.TrimPrefix(p, socketProtocol+"-page.")
		}
	}
	return ""
}

// checkPageToken compares the request's page token with that of the page it
// addresses; a request that addresses none needs any page's, unless it comes from
// where the teacher has signed in.
func (s *Server) checkPageToken(r *http.Request) error {
	token, id := pageToken(r), addressed(r.URL.Query())
	switch {
	case id == "" && s.signedIn(r):
		return nil
	case token == "":
		return errForbidden.with(nil)
	}
	if id == "" {
		if s.open.byToken(token) == nil {
			return errPageToken.with(nil)
		}
		return nil
	}
	p := s.open.get(id)
	if p == nil {
		return errUnknownPage.with(nil)
	}
	if !equal(token, p.token) {
		return errPageToken.with(nil)
	}
	return nil
}

// addressed returns the id of the page that a query is about, or "".
func addressed(q url.Values) string {
	if id := q.Get("page"); id != "" {
		return id
	}
	return pageOf(q.Get("uid"))
}
