package web

import (
	"net/http"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

// dashboard is where the teacher watches the pages that are open, once signed in.
// What there is to be seen comes by POST /comet, and from watchedPage.
func (s *Server) dashboard(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, pages.Watch(pages.Class{SignedIn: s.signedIn(r), Password: s.config.Teacher != "", Teacher: s.prefix + "/teacher"}, s.pageOptions(r, "")))
}

// watchedAnswer is what GET /watch/page?page=ID tells the teacher of an open page.
// It holds no secret of the page, and no tests.
type watchedAnswer struct {
	Page     string           `json:"page"`
	Tutorial string           `json:"tutorial"`
	Title    string           `json:"title"`
	Lang     string           `json:"lang"`
	Seat     int              `json:"seat"` // no other open page has it
	Now      int64            `json:"now"`  // milliseconds of the server's clock
	Elements []watchedElement `json:"elements"`
}

type watchedElement struct {
	UID  string `json:"uid"`
	Kind string `json:"kind"` // "Interpreter", "Terminal", "Question", "Exercise" or "Editor"
	File string `json:"file"` // the program's name, "" without one
	// Done is how far this page has come with it, as progress in page_init.
	Done string `json:"done"`
	// Code is as it was saved last, in an editor within a second; "" of what is none,
	// and of what has not opened yet.
	Code string `json:"code"`
}

// watchedPage answers GET /watch/page?page=ID.
func (s *Server) watchedPage(w http.ResponseWriter, r *http.Request) error {
	p := s.open.get(r.URL.Query().Get("page"))
	if p == nil {
		return errUnknownPage.with(nil)
	}
	a := watchedAnswer{Page: p.id, Tutorial: p.tutorial, Title: p.title, Lang: p.lang, Seat: p.seat, Now: time.Now().UnixMilli(), Elements: []watchedElement{}}
	for _, e := range p.elements {
		one := watchedElement{UID: p.uid(e.Number), Kind: watchedKind(&e), File: e.WorkFile, Code: e.Source}
		if b, sh, slot := s.take(order{page: p.id, uid: one.UID}); b != nil {
			one.Done = sh.far[one.UID]
			l := s.limitOf(&e, slot)
			if l != nil && l.State == ioelement.ExamBefore || e.WorkFile == "" {
				one.Code = ""
			} else if text := b.lesson.Read(slot); text.Own {
				one.Code = text.Text
			}
			b.mu.Unlock()
		}
		a.Elements = append(a.Elements, one)
	}
	writeJSON(w, http.StatusOK, a)
	return nil
}

func watchedKind(e *ioelement.Element) string {
	switch {
	case e.Quiz != nil:
		return "Question"
	case e.Graded():
		return "Exercise"
	case e.Mode == ioelement.Interpreter:
		return "Interpreter"
	case e.Terminal:
		return "Terminal"
	}
	return "Editor"
}
