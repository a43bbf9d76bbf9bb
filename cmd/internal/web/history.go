package web

import (
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

// History remembers which lessons were opened and how far one has come with
// them. Its methods may be called by several goroutines.
type History interface {
	// Visited notes that a lesson was shown. The place is a file on disk, an
	// address, or the name of a built-in lesson.
	Visited(place, title string)
	// Recent returns the lessons shown last, the latest first, each once.
	Recent(n int) []Visit
	// Progress returns what was done with the elements of a tutorial: "ran" or
	// "solved", by element number.
	Progress(tutorial string, elements []ioelement.Element) map[string]string
}

// Visit is one lesson that was shown.
type Visit struct {
	Place, Title string
	When         time.Time
}

// visited notes that a person was shown a lesson.
func (s *Server) visited(r *http.Request, name string, p *pages.Page) {
	dest := r.Header.Get("Sec-Fetch-Dest")
	if s.config.History == nil || dest != "" && dest != "document" || r.Header.Get("Sec-Purpose") != "" {
		return
	}
	if place, ok := s.shelf.place(name); ok {
		s.config.History.Visited(place, p.Title)
	}
}

// place is by what a lesson can be opened again, by another run of the server too.
func (s *shelf) place(name string) (place string, ok bool) {
	if u, ok := remoteAddress(name); ok {
		return u.String(), true
	}
	r, file, ok := s.find(name)
	if !ok {
		return "", false
	}
	if r.dir == "" {
		return lessonsSegment + "/" + file, true
	}
	return filepath.Join(r.dir, filepath.FromSlash(file)), true
}

// at returns the name of a lesson that needs no opening.
func (s *shelf) at(place string) (name string, ok bool) {
	if strings.HasPrefix(place, lessonsSegment+"/") {
		return place, true
	}
	if isAddress(place) {
		name, err := remoteName(place)
		return name, err == nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, r := range s.inOrder() {
		if file, inside := r.holds(place); inside && !hidden(file) {
			return r.name(file), true
		}
	}
	return "", false
}

// progress counts the elements of a lesson that are done. An exercise is done
// when it is solved, everything else when it ran.
func (s *Server) progress(name string, p *pages.Page) (done, of int) {
	if s.config.History == nil || len(p.Elements) == 0 {
		return 0, 0
	}
	states := s.config.History.Progress(name, p.Elements)
	for _, e := range p.Elements {
		state := states[e.Number]
		if state == "solved" || state == "ran" && !exercise(e.Kind) {
			done++
		}
	}
	return done, len(p.Elements)
}

func exercise(kind string) bool { return kind == "doctest" || kind == "unittest" || kind == "check" }
