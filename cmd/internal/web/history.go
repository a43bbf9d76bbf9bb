package web

import (
	"net/http"
	"strings"

	"crunchy/pages"
)

// visited notes that a person was shown a lesson.
func (s *Server) visited(r *http.Request, name string, p *pages.Page) {
	dest := r.Header.Get("Sec-Fetch-Dest")
	if dest != "" && dest != "document" || r.Header.Get("Sec-Purpose") != "" {
		return
	}
	s.work.Visited(s.shelf.lasting(name), p.Title)
}

// at returns the name of a lesson of the history that needs no opening.
func (s *shelf) at(lasting string) (name string, ok bool) {
	if strings.HasPrefix(lasting, lessonsSegment+"/") || strings.HasPrefix(lasting, remoteSegment+"/") {
		return lasting, true
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, r := range s.inOrder() {
		if file, inside := r.holds(lasting); inside && !hidden(file) {
			return r.name(file), true
		}
	}
	return "", false
}
