package web

import (
	"fmt"
	"html"
	"net/http"
	"strings"
)

// login answers a document request that carries the token in its address, as
// the printed one does: it sets the cookie and goes on to the same document
// without the token. It answers 200 with a page that goes on by itself, because
// a redirect would come from the site that linked here and lose a Strict
// cookie. It reports whether it has answered. denied is why the request is not
// allowed as it is, if it is not; a wrong token may give another reason.
func (s *Server) login(w http.ResponseWriter, r *http.Request, denied *error) bool {
	if r.Method != http.MethodGet || !r.URL.Query().Has("token") {
		return false
	}
	if *denied != nil && asFailure(*denied).status != http.StatusUnauthorized {
		return false
	}
	if err := s.try(r.URL.Query().Get("token")); err != nil {
		if *denied != nil {
			*denied = err
		}
		return false
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: s.cookieValue(), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	q := r.URL.Query()
	q.Del("token")
	to := "/"
	switch path := r.URL.Path; {
	case path == "/home", path == "/teacher", path == "/watch", path == "/progress", path == "/preferences", path == "/api", strings.HasPrefix(path, "/t/"):
		to = r.URL.EscapedPath()
	}
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	s.secure(w, "")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><meta charset=utf-8><title>Crunchy</title>"+
		"<meta http-equiv=refresh content=\"0;url=%[1]s\"><p><a href=\"%[1]s\">%[2]s</a></p>\n",
		html.EscapeString(s.config.BaseURL+to), html.EscapeString(spoken(s.pageOptions(r, "")).Text("goOn")))
	return true
}
