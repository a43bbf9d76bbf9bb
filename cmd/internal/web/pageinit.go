package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/spec"
	"crunchy/comet"
	"crunchy/ioelement"
	"crunchy/ioelement/texts"
	"crunchy/pages"
)

// owner is whose pages are: one today.
const owner = "owner"

// pageInit opens a page, or takes one over (resume=ID). With version=V, that of the
// page that the client shows, it takes over only one that has the elements of this
// version; without, any.
func (s *Server) pageInit(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	var p *openPage
	var t engine.Transcript
	var all []shown
	var err error
	if id := q.Get("resume"); id != "" {
		p, t, all, err = s.resume(r, id, q.Get("tutorial"), q.Get("version"))
	}
	if p == nil && err == nil {
		if p, err = s.openPage(r, q.Get("tutorial")); err == nil {
			all = s.layOut(p)
		}
	}
	if err != nil {
		return err
	}
	s.tells(p, pageOpen)
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte(p.id))
		return nil
	}
	answer, err := s.describe(r.Context(), p, t, all, comet.ParseTypes(q.Get("types")))
	if err != nil {
		return err
	}
	answer.Writes = s.edits(r, p.tutorial)
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// resume takes over an earlier page of the same owner and tutorial, and puts it on
// the desk. It returns no page when there is none to take over.
func (s *Server) resume(r *http.Request, id, tutorial, version string) (*openPage, engine.Transcript, []shown, error) {
	ctx := r.Context()
	p := s.open.hold(id)
	if p == nil {
		return nil, engine.Transcript{}, nil, nil
	}
	defer p.changing.Unlock()
	if p.owner != owner || (tutorial != "" && tutorial != p.tutorial) {
		return nil, engine.Transcript{}, nil, nil
	}
	if now := s.shelf.trust(p.tutorial); p.tutorial != "" && (!now.Runs() || s.scripts(now) != p.scripts) {
		return nil, engine.Transcript{}, nil, nil // it was opened by another trust
	}
	if version != "" && version != p.version {
		s.keepShown(ctx, p) // the page that takes its place shows it
		return nil, engine.Transcript{}, nil, nil
	}
	t, err := s.engine.Resume(ctx, id)
	switch {
	case errors.Is(err, engine.ErrHeld), errors.Is(err, engine.ErrUnknown):
		return nil, engine.Transcript{}, nil, nil
	case err != nil:
		return nil, engine.Transcript{}, nil, err
	}
	if p = s.open.renew(id); p == nil {
		return nil, engine.Transcript{}, nil, nil // closed meanwhile
	}
	return p, t, s.layOut(p), nil
}

// openPage opens a fresh page with the tutorial's elements.
func (s *Server) openPage(r *http.Request, tutorial string) (*openPage, error) {
	ctx := r.Context()
	p := &openPage{id: newPageID(), token: random(16), owner: owner, tutorial: tutorial, talk: newPace(mostMessages), changing: new(sync.Mutex)}
	p.words, _ = texts.In(texts.Accepted(r.Header.Get("Accept-Language"))) // the page's script says what the page speaks
	spec := engine.Page{ID: p.id, Owner: owner}
	if tutorial != "" {
		doc, err := s.shelf.render(ctx, tutorial, s.pageOptions(r, tutorial))
		if err != nil {
			return nil, err
		}
		if doc.Page != nil {
			p.title, p.lang = doc.Page.Title, doc.Page.Lang
		}
		if doc.Trust.Runs() && doc.Page != nil {
			p.elements, p.version, p.used = doc.Page.Elements, doc.Page.Version, len(doc.Page.Elements)
			p.scripts = s.scripts(doc.Trust)
		}
		rt, _, _ := s.shelf.find(tutorial)
		s.follow(rt) // before the lesson is read again, so that nothing is missed
		p.dir = s.workOn(tutorial).Dir()
		if len(p.elements) > 0 {
			if p.modules, p.moduleFiles, err = s.modulesOf(tutorial, doc.Page); err != nil {
				s.log.Warn("modules of a lesson cannot be imported", "tutorial", tutorial, "err", err)
			}
		}
		for _, e := range p.elements {
			spec.Elements = append(spec.Elements, p.spec(e))
		}
	}
	if err := s.engine.Open(ctx, spec); err != nil {
		return nil, err
	}
	if !s.open.add(p, s.config.MaxPages) {
		_ = s.engine.Close(ctx, p.id)
		return nil, errNoRoom.with(nil)
	}
	return p, nil
}

// scripts reports whether programs of pages at a level of trust may run scripts in
// them. In a sandbox they may not: a script has all that the reader has.
func (s *Server) scripts(trust pages.Trust) bool { return trust.Scripts() && !s.config.Sandboxed }

// spec is an element as the engine needs to know it.
func (p *openPage) spec(e ioelement.Element) engine.Element {
	one := spec.Of(e, p.uid(e.Number), p.dir)
	one.Modules, one.ModuleFiles, one.Scripts = p.modules, p.moduleFiles, p.scripts
	return one
}

// pageAnswer is the JSON of page_init.
type pageAnswer struct {
	Page       string            `json:"page"`
	Token      string            `json:"token"`
	Version    string            `json:"version,omitempty"` // of the tutorial that the elements are of
	Seq        uint64            `json:"seq"`
	Elements   []elementAnswer   `json:"elements"`
	Transcript []transcriptFrame `json:"transcript"`
	Progress   map[string]string `json:"progress"` // by number
	Seat       int               `json:"seat"`     // under which the teacher watches it
	// Earlier is what elements that show nothing yet showed when the tutorial
	// was open last, in another process of Python.
	Earlier []transcriptFrame `json:"earlier,omitempty"`
	// Writes says that whoever has the page may write the file of its lesson.
	Writes bool `json:"writes,omitempty"`
}

type elementAnswer struct {
	Number  string         `json:"number"`
	UID     string         `json:"uid"`
	Kind    string         `json:"kind"`
	Options map[string]any `json:"options"`
	Source  string         `json:"source"`
	Posted  uint64         `json:"posted"`
	Key     string         `json:"key"`
	File    string         `json:"file,omitempty"`
	Work    *workAnswer    `json:"work,omitempty"`
	Limit   *limit         `json:"limit,omitempty"`
	Log     bool           `json:"log,omitempty"` // there is one to be saved
}

// workAnswer is the student's own text.
type workAnswer struct {
	Text    string `json:"text"`
	Version string `json:"version"`
	Starter string `json:"starter,omitempty"`
}

type transcriptFrame struct {
	Type comet.Kind `json:"type"`
	UID  string     `json:"uid"`
	Data string     `json:"data"`
}

// describe is an element as page_init tells it, with the work on it; posted
// counts from 1. Of one that has not opened yet nothing is told.
func (p *openPage) describe(e ioelement.Element, on shown, posted uint64, l *limit) elementAnswer {
	if l != nil && l.State == ioelement.ExamBefore {
		return elementAnswer{Number: e.Number, UID: p.uid(e.Number), Kind: e.Kind, Options: map[string]any{}, Key: e.Key, Limit: l}
	}
	a := elementAnswer{
		Number: e.Number, UID: p.uid(e.Number), Kind: e.Kind, Options: e.Title.Map(),
		Source: e.Source, Posted: max(posted, 1) - 1, Key: e.Key, File: on.path, Limit: l, Log: e.Log != "",
	}
	if w := on.work; w.Own {
		a.Work = &workAnswer{w.Text, w.Version, w.Starter}
	}
	return a
}

func (s *Server) describe(ctx context.Context, p *openPage, t engine.Transcript, all []shown, types comet.Types) (pageAnswer, error) {
	a := pageAnswer{Page: p.id, Token: p.token, Version: p.version, Seq: t.Seq, Seat: p.seat,
		Elements: []elementAnswer{}, Transcript: []transcriptFrame{}, Progress: map[string]string{}}
	for i, e := range p.elements {
		a.Elements = append(a.Elements, p.describe(e, all[i], t.Posted[p.uid(e.Number)], s.limitOf(&e, all[i].slot)))
		if at := all[i].slot.Progress; at != "" {
			a.Progress[e.Number] = at
		}
	}
	for _, f := range types.Adapt(t.Frames) {
		a.Transcript = append(a.Transcript, transcriptFrame{f.Kind, f.UID, string(f.Data)})
	}
	a.Earlier = s.earlier(ctx, p, t.Frames, types)
	return a, nil
}

// earlier is what elements of a page showed before that show nothing yet: all
// of a fresh page, and after a restart of the server some of one that is resumed.
// Beside another page of the tutorial that somebody looks at just now they begin
// empty.
func (s *Server) earlier(ctx context.Context, p *openPage, now []comet.Frame, types comet.Types) []transcriptFrame {
	if len(p.elements) == 0 || s.lookedAt(ctx, p.tutorial, p.id) {
		return nil
	}
	shows := map[string]bool{}
	for _, f := range now {
		shows[f.UID] = shows[f.UID] || telling(f)
	}
	kept := s.shown.earlier(p.tutorial)
	var frames []comet.Frame
	for _, e := range p.elements {
		if shows[p.uid(e.Number)] {
			continue
		}
		for _, f := range kept[e.Key] {
			frames = append(frames, comet.Frame{UID: p.uid(e.Number), Kind: f.Type, Data: []byte(f.Data)})
		}
	}
	var answers []transcriptFrame
	for _, f := range types.Adapt(frames) {
		answers = append(answers, transcriptFrame{f.Kind, f.UID, string(f.Data)})
	}
	return answers
}
