package web

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"crunchy/cmd/extend"
)

var extensionPath = regexp.MustCompile(`^/[a-z][a-z0-9-]{0,31}$`)

// extended takes in the handlers of others. The error names the extension that
// cannot be.
func (r *router) extended(all []extend.Extension) error {
	taken := map[string]bool{}
	for route := range r.access {
		_, path, _ := strings.Cut(route, " ")
		first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		taken["/"+first] = true
	}
	for _, e := range all {
		if !extensionPath.MatchString(e.Path) || taken[e.Path] || e.New == nil {
			return fmt.Errorf("an extension cannot have the path %q; it needs one of its own, such as /room", e.Path)
		}
		taken[e.Path] = true
		h, err := e.New(r.server.board.Channels)
		if err != nil {
			return fmt.Errorf("the extension %s cannot begin: %w", e.Path, err)
		}
		h = http.StripPrefix(e.Path, rooted(h))
		serve := func(w http.ResponseWriter, req *http.Request) error { h.ServeHTTP(w, req); return nil }
		for _, pattern := range []string{e.Path, e.Path + "/*"} {
			for method, who := range map[string]access{
				"GET": reading, "HEAD": reading, "POST": starting, "PUT": starting, "PATCH": starting, "DELETE": starting,
			} {
				r.on(who, method, pattern, serve)
			}
		}
	}
	return nil
}

// rooted has a handler see "/" where its own path was all there was.
func rooted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "" {
			r.URL.Path = "/" // it is StripPrefix's own copy
		}
		h.ServeHTTP(w, r)
	})
}
