package web

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
	"crunchy/pages"
)

// owner is whose pages are: one today.
const owner = "owner"

// pageInit opens a page, or takes one over (resume=ID).
func (s *Server) pageInit(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	var p *openPage
	var t engine.Transcript
	var err error
	if id := q.Get("resume"); id != "" {
		p, t, err = s.resume(r.Context(), id, q.Get("tutorial"))
	}
	if p == nil && err == nil {
		p, err = s.openPage(r.Context(), q.Get("tutorial"))
	}
	if err != nil {
		return err
	}
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte(p.id))
		return nil
	}
	answer, err := s.describe(p, t, comet.ParseTypes(q.Get("types")))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// resume takes over an earlier page of the same owner and tutorial. It returns
// no page when there is none to take over.
func (s *Server) resume(ctx context.Context, id, tutorial string) (*openPage, engine.Transcript, error) {
	p := s.open.get(id)
	if p == nil || p.owner != owner || (tutorial != "" && tutorial != p.tutorial) {
		return nil, engine.Transcript{}, nil
	}
	t, err := s.engine.Resume(ctx, id)
	switch {
	case errors.Is(err, engine.ErrHeld), errors.Is(err, engine.ErrUnknown):
		return nil, engine.Transcript{}, nil
	case err != nil:
		return nil, engine.Transcript{}, err
	}
	return s.open.renew(p), t, nil
}

// openPage opens a fresh page with the tutorial's elements.
func (s *Server) openPage(ctx context.Context, tutorial string) (*openPage, error) {
	p := &openPage{id: newPageID(), token: random(16), owner: owner, tutorial: tutorial}
	spec := engine.Page{ID: p.id, Owner: owner}
	if tutorial != "" {
		doc, err := s.shelf.render(ctx, tutorial, s.pageOptions(tutorial))
		if err != nil {
			return nil, err
		}
		if doc.Trust != pages.Display && doc.Page != nil {
			p.elements = doc.Page.Elements
		}
		dir, err := s.workDir(tutorial)
		if err != nil {
			return nil, err
		}
		for _, e := range p.elements {
			spec.Elements = append(spec.Elements, engine.Element{
				UID: p.uid(e.Number), Group: e.Session, Mode: engine.Mode(e.Mode), Python: e.Python,
				Prompt: e.Prompt, More: e.More, Source: e.Source, File: e.File, Dir: dir,
				Terminal: e.Terminal, Rows: e.Rows, Cols: e.Cols,
			})
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

// workDir makes the folder in which a tutorial's programs run.
func (s *Server) workDir(tutorial string) (string, error) {
	name := strings.TrimSuffix(tutorial, filepath.Ext(tutorial))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|~`, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.Trim(name, "./~"))
	if len(name) > 100 {
		name = name[:100]
	}
	dir := filepath.Join(s.config.Work, "lesson-"+name)
	return dir, makePrivate(dir)
}

// pageAnswer is the JSON of page_init.
type pageAnswer struct {
	Page       string            `json:"page"`
	Token      string            `json:"token"`
	Seq        uint64            `json:"seq"`
	Elements   []elementAnswer   `json:"elements"`
	Transcript []transcriptFrame `json:"transcript"`
}

type elementAnswer struct {
	Number  string         `json:"number"`
	UID     string         `json:"uid"`
	Kind    string         `json:"kind"`
	Options map[string]any `json:"options"`
	Source  string         `json:"source"`
	Posted  uint64         `json:"posted"`
}

type transcriptFrame struct {
	Type comet.Kind `json:"type"`
	UID  string     `json:"uid"`
	Data string     `json:"data"`
}

func (s *Server) describe(p *openPage, t engine.Transcript, types comet.Types) (pageAnswer, error) {
	a := pageAnswer{Page: p.id, Token: p.token, Seq: t.Seq,
		Elements: []elementAnswer{}, Transcript: []transcriptFrame{}}
	for _, e := range p.elements {
		a.Elements = append(a.Elements, elementAnswer{
			Number: e.Number, UID: p.uid(e.Number), Kind: e.Kind, Options: e.Title.Map(),
			Source: e.Source, Posted: max(t.Posted[p.uid(e.Number)], 1) - 1,
		})
	}
	for _, f := range types.Adapt(t.Frames) {
		a.Transcript = append(a.Transcript, transcriptFrame{f.Kind, f.UID, string(f.Data)})
	}
	return a, nil
}
