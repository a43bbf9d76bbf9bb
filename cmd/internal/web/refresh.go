package web

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"crunchy/cmd/internal/engine"
	"crunchy/pages"
)

// refreshAnswer tells a page how its elements are those of the lesson as it is now.
type refreshAnswer struct {
	Version  string             `json:"version"`
	Elements []refreshedElement `json:"elements"` // in the order of their numbers
	Gone     []string           `json:"gone"`     // uids of those that are no more
}

// refreshedElement is an element as page_init tells it, and its fate: "kept" with the
// uid that it had; "changed", in the place of the one with the uid Was; or "new".
type refreshedElement struct {
	elementAnswer
	Fate fate   `json:"fate"`
	Was  string `json:"was,omitempty"`
	// Progress is how far the student has come with it.
	Progress string `json:"progress,omitempty"`
}

// doRefresh brings the elements of a page to the lesson as its author has saved it:
// POST /refresh?page=ID&version=V, V as the lesson's page now says it. What is kept
// goes on running under its uid, whatever its number is now; what is gone ends. 409
// when V is not the lesson's version any more, or there is nothing in its file.
func (s *Server) doRefresh(ctx context.Context, o order) (any, error) {
	p := s.open.hold(o.page)
	if p == nil {
		return nil, errUnknownPage.with(nil)
	}
	defer p.changing.Unlock()
	doc, err := s.saved(ctx, p)
	switch {
	case err != nil:
		return nil, err
	case doc.Page.Version != o.query.Get("version"):
		return nil, errMoved.with(nil)
	case !doc.Trust.Runs() || s.scripts(doc.Trust) != p.scripts:
		return nil, errDisplay.with(nil)
	}
	a, err := s.refresh(ctx, p, doc.Page)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// saved is the lesson of a page as it is now, if it is one of the user's own folders.
func (s *Server) saved(ctx context.Context, p *openPage) (*document, error) {
	r, file, ok := s.shelf.find(p.tutorial)
	if _, remote := remoteAddress(p.tutorial); remote || !ok || !r.own() {
		return nil, errNotFound.say("Only pages of lessons in one's own folders are refreshed.")
	}
	if info, err := fs.Stat(r.fsys, file); err == nil && info.Size() == 0 {
		return nil, errEmpty.with(nil)
	}
	return s.shelf.render(ctx, p.tutorial, s.optionsIn(p.words.Language(), p.tutorial))
}

// refresh gives a page the elements of a lesson. p.changing is held.
func (s *Server) refresh(ctx context.Context, p *openPage, lesson *pages.Page) (*refreshAnswer, error) {
	q := *p
	q.version = lesson.Version
	var err error
	if q.modules, q.moduleFiles, err = s.modulesOf(p.tutorial, lesson); err != nil {
		s.log.Warn("modules of a lesson cannot be imported", "tutorial", p.tutorial, "err", err)
	}
	own, added := p.elements[:len(p.elements)-p.added], p.elements[len(p.elements)-p.added:]
	relations := relate(own, lesson.Elements)
	q.elements = slices.Clone(lesson.Elements)
	q.suffixes = map[string]string{}
	fates := make([]refreshedElement, 0, len(relations)+len(added))
	gone := map[string]bool{}
	for _, e := range own {
		gone[p.uid(e.Number)] = true
	}
	news := 0
	for _, r := range relations {
		if r.fate != fateKept {
			news++
		}
	}
	suffixes, err := s.open.take(p.id, news)
	if err != nil {
		return nil, err
	}
	fresh := make([]engine.Element, 0, news)
	for i, r := range relations {
		e := q.elements[i]
		f := refreshedElement{Fate: r.fate}
		if r.fate == fateKept {
			uid := p.uid(own[r.was].Number)
			q.suffixes[e.Number] = uid[len(p.id):]
			delete(gone, uid)
		} else {
			q.suffixes[e.Number] = suffixes[len(fresh)]
			fresh = append(fresh, q.spec(e))
			if r.fate == fateChanged {
				f.Was = p.uid(own[r.was].Number)
			}
		}
		fates = append(fates, f)
	}
	for _, e := range added { // they stand behind the lesson's own
		suffix := p.uid(e.Number)[len(p.id):]
		e.Number = fmt.Sprintf("%0*d", numberLength, len(q.elements)+1)
		q.suffixes[e.Number] = suffix
		q.elements = append(q.elements, e)
		fates = append(fates, refreshedElement{Fate: fateKept})
	}

	var uids []string
	for _, e := range fresh { // before others go, for they may share a process with these
		if err := s.engine.Add(ctx, p.id, e); err != nil {
			_ = s.engine.Remove(context.WithoutCancel(ctx), p.id, uids) // the page stays as it was
			return nil, err
		}
		uids = append(uids, e.UID)
	}
	now := s.open.update(p.id, func(now *openPage) {
		now.version, now.elements, now.suffixes = q.version, q.elements, q.suffixes
		now.modules, now.moduleFiles = q.modules, q.moduleFiles
	})
	if now == nil {
		return nil, errUnknownPage.with(nil) // closed meanwhile, and in the engine with all that it had
	}
	a := &refreshAnswer{Version: q.version, Elements: fates, Gone: []string{}}
	for _, e := range own {
		if uid := p.uid(e.Number); gone[uid] {
			a.Gone = append(a.Gone, uid)
		}
	}
	if err := s.engine.Remove(ctx, p.id, a.Gone); err != nil {
		return nil, err
	}
	if len(q.elements) == 0 {
		s.desk.leave(q.id)
	}
	for i, on := range s.layOut(now) {
		e := q.elements[i]
		a.Elements[i].elementAnswer = q.describe(e, on, 0, s.limitOf(&e, on.slot))
		a.Elements[i].Progress = on.slot.Progress
	}
	return a, nil
}
