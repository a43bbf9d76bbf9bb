package web

import (
	"net/http"
	"time"

	"crunchy/cmd/internal/progress"
	"crunchy/pages"
)

// BuiltinLessons is what the names of the built-in lessons begin with, in what is
// kept of the work on them.
const BuiltinLessons = lessonsSegment

// begun are the lessons with which the user has begun, from what is kept here.
func (s *Server) begun() []progress.Lesson {
	rules, _ := s.preferred()
	return progress.Reader{Store: s.work, Lessons: s.config.Lessons, Builtin: BuiltinLessons, Rules: rules}.Read()
}

// stateKeys are the states as the catalogue has them.
var stateKeys = map[progress.State]string{progress.New: "new", progress.Stuck: "stuck", progress.Ran: "ran", progress.Solved: "solved"}

// showProgress is the page that says how far the user has come.
func (s *Server) showProgress(w http.ResponseWriter, r *http.Request) error {
	var all []pages.Begun
	for _, l := range s.begun() {
		b := pages.Begun{Title: l.Title, Lang: l.Lang, When: l.Changed}
		b.Done, b.Stuck = l.Count()
		if name, ok := s.shelf.at(l.Name); ok {
			b.Href = s.address(name)
		}
		for _, e := range l.Elements {
			one := pages.BegunElement{Name: e.Name, Kind: "example", State: stateKeys[e.State]}
			if e.Exercise {
				one.Kind = "exercise"
			}
			if b.Href != "" && e.Number != "" {
				one.Href = b.Href + "#cr-" + e.Number
			}
			b.Elements = append(b.Elements, one)
		}
		all = append(all, b)
	}
	return s.show(w, pages.Progress(all, s.prefix+"/progress.csv", time.Now(), s.pageOptions(r, "")))
}

// progressTable is the same as a table.
func (s *Server) progressTable(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="progress.csv"`)
	return progress.WriteCSV(w, s.begun())
}
