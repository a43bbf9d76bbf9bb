package engine

import (
	"context"
	"maps"
	"slices"
	"sync"

	"crunchy/comet"
	"crunchy/runner"
)

// page is what Local keeps of an open page.
type page struct {
	owner   string
	session *comet.Session
	ctx     context.Context
	cancel  context.CancelFunc

	mu    sync.Mutex
	uids  []string
	posts map[string]*posts
}

// posts makes a client's requests idempotent, for one element.
type posts struct {
	mu      sync.Mutex
	highest uint64 // sequence accepted last
	run     int    // what the last Exec answered

	external bool // it may be run on an ordinary terminal
	checked  bool // there is an Exercise
}

func (l *Local) add(id string, p *page, e Element) error {
	spec := runner.Spec{
		UID: e.UID, Owner: p.owner, Python: e.Python, Prompt: e.Prompt, More: e.More, Echo: e.Echo,
		Source: e.Source, File: e.File, Dir: e.Dir, Modules: e.Modules, ModuleFiles: e.ModuleFiles, Picture: e.Picture, Width: e.Width, Height: e.Height, TK: e.TK, Scripts: e.Scripts,
		Terminal: e.Terminal, Rows: e.Rows, Cols: e.Cols, Debug: e.Debug,
	}
	if e.Group != "" {
		spec.Group = id + "/" + e.Group
	}
	if e.Mode == Program {
		spec.Mode = runner.Program
	}
	if x := e.Exercise; x != nil {
		spec.Exercise = &runner.Exercise{Setup: x.Setup, Author: x.Author, Timeout: x.Timeout}
		for _, t := range x.Tests {
			spec.Exercise.Tests = append(spec.Exercise.Tests, runner.Test(t))
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		return ErrUnknown
	}
	see := func(kind comet.Kind, data []byte) { l.see(id, e.UID, kind, data) }
	if err := l.runner.Add(spec, newSink(p.ctx, p.session, e, see, l.log)); err != nil {
		return translate(err)
	}
	p.uids = append(p.uids, e.UID)
	p.posts[e.UID] = &posts{external: e.External, checked: e.Exercise != nil}
	return nil
}

// take takes those elements out that are on the page, and returns them.
func (p *page) take(uids []string) (gone []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, uid := range uids {
		if p.posts[uid] == nil {
			continue
		}
		delete(p.posts, uid)
		gone = append(gone, uid)
	}
	p.uids = slices.DeleteFunc(p.uids, func(uid string) bool { return slices.Contains(gone, uid) })
	return gone
}

func (p *page) has(uid string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.posts[uid] != nil
}

// posted is the highest client sequence accepted for each element.
func (p *page) posted() map[string]uint64 {
	p.mu.Lock()
	accounts := maps.Clone(p.posts)
	p.mu.Unlock()
	highest := map[string]uint64{}
	for uid, a := range accounts {
		a.mu.Lock()
		highest[uid] = a.highest
		a.mu.Unlock()
	}
	return highest
}
