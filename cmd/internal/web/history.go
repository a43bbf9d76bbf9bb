package web

import (
	"net/http"
	"strings"

	"crunchy/cmd/internal/work"
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

// progress counts the elements of a lesson that are done. An exercise is done
// when it is solved, everything else when it ran.
func (s *Server) progress(name string, p *pages.Page) (done, of int) {
	if len(p.Elements) == 0 {
		return 0, 0
	}
	states := s.workOn(name).Progress()
	for _, e := range p.Elements {
		state := states[e.Key]
		if state == work.Solved || state == work.Ran && !exercise(e.Kind) {
			done++
		}
	}
	return done, len(p.Elements)
}

func exercise(kind string) bool { return kind == "doctest" || kind == "unittest" || kind == "check" }
