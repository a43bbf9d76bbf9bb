package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"crunchy/comet"
	"crunchy/runner"
)

// Local runs pages in this process: a runner for the programs, a comet hub for
// the logs.
type Local struct {
	runner *runner.Manager
	hub    *comet.Hub
	log    *slog.Logger
	see    func(page, uid string, kind comet.Kind, data []byte)

	mu    sync.Mutex
	pages map[string]*page
}

// NewLocal returns an engine on top of a runner and a hub, which it owns from
// now on: Shutdown closes them.
func NewLocal(m *runner.Manager, h *comet.Hub, log *slog.Logger) *Local {
	return &Local{runner: m, hub: h, log: log, pages: map[string]*page{},
		see: func(string, string, comet.Kind, []byte) {}}
}

// Shutdown closes every page and ends every program; it returns when all are gone.
func (l *Local) Shutdown() {
	l.mu.Lock()
	pages := l.pages
	l.pages = map[string]*page{}
	l.mu.Unlock()
	for id, p := range pages {
		p.cancel()
		l.hub.Close(id)
	}
	l.runner.Close()
}

// Open implements [Engine].
func (l *Local) Open(_ context.Context, p Page) error {
	session, ok := l.hub.Open(p.ID)
	if !ok {
		return fmt.Errorf("engine: page %s is open already", p.ID)
	}
	pg := &page{owner: p.Owner, session: session, posts: map[string]*posts{}}
	pg.ctx, pg.cancel = context.WithCancel(context.Background())
	for _, e := range p.Elements {
		if err := l.add(p.ID, pg, e); err != nil {
			l.runner.Remove(pg.uids...)
			pg.cancel()
			l.hub.Close(p.ID)
			return err
		}
	}
	l.mu.Lock()
	l.pages[p.ID] = pg
	l.mu.Unlock()
	return nil
}

// Add implements [Engine].
func (l *Local) Add(_ context.Context, page string, e Element) error {
	p, err := l.page(page)
	if err != nil {
		return err
	}
	return l.add(page, p, e)
}

// Remove implements [Engine].
func (l *Local) Remove(_ context.Context, page string, uids []string) error {
	p, err := l.page(page)
	if err != nil {
		return err
	}
	gone := p.take(uids)
	p.session.Forget(gone...) // wakes what waits to show something
	l.runner.Remove(gone...)
	return nil
}

func (l *Local) page(id string) (*page, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p := l.pages[id]; p != nil {
		return p, nil
	}
	return nil, ErrUnknown
}

// posts returns the account of an element of the page.
func (l *Local) posts(id, uid string) (*posts, error) {
	p, err := l.page(id)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.posts[uid]; a != nil {
		return a, nil
	}
	return nil, ErrUnknown
}

// Exec implements [Engine].
func (l *Local) Exec(_ context.Context, page, uid string, e Exec) (int, error) {
	a, err := l.posts(page, uid)
	if err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if e.Seq != 0 && e.Seq <= a.highest {
		return a.run, nil
	}
	if a.external {
		if err := l.runner.OnTerminal(uid, e.Terminal && !e.Step && !(e.Check && a.checked)); err != nil {
			return 0, translate(err)
		}
	}
	exec := l.runner.Exec
	switch {
	case e.Step:
		exec = l.runner.Step
	case e.Check:
		exec = l.runner.Check
	}
	run, err := exec(uid, e.Source, e.Replace)
	if err != nil {
		return 0, translate(err)
	}
	a.highest, a.run = max(a.highest, e.Seq), run
	return run, nil
}

// Input implements [Engine].
func (l *Local) Input(_ context.Context, page, uid string, seq uint64, data []byte) error {
	a, err := l.posts(page, uid)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if seq != 0 && seq <= a.highest {
		return nil
	}
	if err := l.runner.Write(uid, data); err != nil {
		return translate(err)
	}
	a.highest = max(a.highest, seq)
	return nil
}

// Signal implements [Engine].
func (l *Local) Signal(_ context.Context, page, uid string, s Signal) (string, error) {
	if _, err := l.posts(page, uid); err != nil {
		return "", err
	}
	act := map[Signal]func(string) (runner.State, error){
		Interrupt: l.runner.Interrupt,
		Kill:      l.runner.Kill,
		Reset:     l.runner.Reset,
		EOF:       l.runner.EOF,
	}[s]
	if act == nil {
		return "", fmt.Errorf("engine: no signal %q", s)
	}
	state, err := act(uid)
	return string(state), translate(err)
}

// Resize implements [Engine].
func (l *Local) Resize(_ context.Context, page, uid string, rows, cols int) error {
	if _, err := l.posts(page, uid); err != nil {
		return err
	}
	return translate(l.runner.Resize(uid, rows, cols))
}

// Choose implements [Engine].
func (l *Local) Choose(ctx context.Context, page, uid, python string) (Python, error) {
	if _, err := l.posts(page, uid); err != nil {
		return Python{}, err
	}
	chosen, err := l.runner.Choose(uid, python)
	if err != nil {
		return Python{}, translate(err)
	}
	found, err := l.runner.Python(ctx, chosen)
	var missing *runner.MissingError
	if errors.As(err, &missing) {
		return Python{Missing: missing.Error()}, nil
	}
	return Python{Version: found.Version, Path: found.Path}, err
}

// Pythons implements [Engine].
func (l *Local) Pythons(ctx context.Context) ([]Python, error) {
	var all []Python
	for _, p := range l.runner.Pythons(ctx) {
		all = append(all, Python{Version: p.Version, Path: p.Path})
	}
	return all, ctx.Err()
}

// Excerpt implements [Engine].
func (l *Local) Excerpt(ctx context.Context, q Lookup) (Excerpt, error) {
	found, err := l.runner.Excerpt(ctx, q.Python, q.Name, q.Given)
	return Excerpt(found), err
}

// Ask implements [Engine].
func (l *Local) Ask(ctx context.Context, page, uid string, q Question) (json.RawMessage, error) {
	if _, err := l.posts(page, uid); err != nil {
		return nil, err
	}
	answer, err := l.runner.Ask(ctx, uid, q.Kind, q.Code, q.Cursor)
	return answer, translate(err)
}

// Publish implements [Engine].
func (l *Local) Publish(ctx context.Context, page, uid string, kind comet.Kind, data []byte) error {
	p, err := l.page(page)
	if err != nil {
		return err
	}
	if uid != "0" && !p.has(uid) {
		return ErrUnknown
	}
	return translate(p.session.Append(ctx, uid, kind, data))
}

// Watch implements [Engine].
func (l *Local) Watch(see func(page, uid string, kind comet.Kind, data []byte)) { l.see = see }

// Poll implements [Engine].
func (l *Local) Poll(ctx context.Context, page string, r comet.Request) (comet.Batch, error) {
	p, err := l.page(page)
	if err != nil {
		return comet.Batch{}, err
	}
	b, err := p.session.Next(ctx, r)
	return b, translate(err)
}

// Look implements [Engine].
func (l *Local) Look(ctx context.Context, page string, after uint64, types comet.Types) (comet.Batch, error) {
	p, err := l.page(page)
	if err != nil {
		return comet.Batch{}, err
	}
	b, err := p.session.Look(ctx, after, types)
	return b, translate(err)
}

// Ack implements [Engine].
func (l *Local) Ack(_ context.Context, page string, after uint64) error {
	p, err := l.page(page)
	if err != nil {
		return err
	}
	return translate(p.session.Ack(after))
}

// Resume implements [Engine].
func (l *Local) Resume(ctx context.Context, page string) (Transcript, error) {
	p, err := l.page(page)
	if err != nil {
		return Transcript{}, err
	}
	if err := p.session.Resume(ctx); err != nil {
		return Transcript{}, translate(err)
	}
	t := Transcript{Posted: p.posted()}
	t.Frames, t.Seq = p.session.Transcript()
	return t, nil
}

// Shown implements [Engine].
func (l *Local) Shown(_ context.Context, page string, since uint64) (Transcript, error) {
	p, err := l.page(page)
	if err != nil {
		return Transcript{}, err
	}
	if p.session.Acked() == since {
		return Transcript{Seq: since}, nil
	}
	var t Transcript
	t.Frames, t.Seq = p.session.Transcript()
	return t, nil
}

// Closing implements [Engine].
func (l *Local) Closing(_ context.Context, page string) error {
	p, err := l.page(page)
	if err != nil {
		return err
	}
	p.session.Closing()
	return nil
}

// Idle implements [Engine].
func (l *Local) Idle(_ context.Context, page string) (time.Time, bool, error) {
	p, err := l.page(page)
	if err != nil {
		return time.Time{}, false, err
	}
	since, closing := p.session.Idle()
	return since, closing, nil
}

// Close implements [Engine]. The interpreters go first.
func (l *Local) Close(_ context.Context, page string) error {
	l.mu.Lock()
	p := l.pages[page]
	delete(l.pages, page)
	l.mu.Unlock()
	if p == nil {
		return ErrUnknown
	}
	p.cancel() // wakes what waits to show something
	p.mu.Lock()
	uids := p.uids
	p.mu.Unlock()
	l.runner.Remove(uids...)
	l.hub.Close(page)
	return nil
}

// Stats implements [Engine].
func (l *Local) Stats(context.Context) (Stats, error) {
	l.mu.Lock()
	n := len(l.pages)
	l.mu.Unlock()
	return Stats{Pages: n, Processes: l.runner.Stats().Processes}, nil
}

// translate names the errors of the parts in the engine's own terms. Those of a
// poll that concern only the cursor stay comet's.
func translate(err error) error {
	for from, to := range map[error]error{
		runner.ErrUnknown: ErrUnknown, runner.ErrEnded: ErrEnded, runner.ErrBusy: ErrBusy,
		runner.ErrFull: ErrFull, runner.ErrCrowded: ErrCrowded, runner.ErrClosed: ErrUnknown,
		comet.ErrUnknown: ErrUnknown, comet.ErrClosed: ErrUnknown, comet.ErrHeld: ErrHeld,
	} {
		if errors.Is(err, from) {
			return to
		}
	}
	return err
}
