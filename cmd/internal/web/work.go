package web

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/work"
	"crunchy/comet"
)

// desk knows which open page shows which files of students' work, and tells the
// pages when somebody else has changed one.
type desk struct {
	mu      sync.Mutex
	benches map[*work.Lesson]*bench
	pages   map[string]*bench // by page
}

// bench is a lesson with the pages that are open on it.
type bench struct {
	lesson *work.Lesson

	mu     sync.Mutex // held from a save until all pages know of it
	stamps map[string]work.Stamp
	sheets map[string]*sheet // by page
}

// sheet is what one page shows.
type sheet struct {
	slots map[string]work.Slot // by uid
	known map[string]string    // version that the page has, by file
	come  map[string]string    // how far, by uid, as far as it is noted
	far   map[string]string    // the furthest that this page has come, by uid
}

// shown is what a page is told of the work on one element.
type shown struct {
	slot work.Slot
	path string
	work work.Work
}

func newDesk() *desk {
	return &desk{benches: map[*work.Lesson]*bench{}, pages: map[string]*bench{}}
}

// workOn is the work on a tutorial.
func (s *Server) workOn(tutorial string) *work.Lesson {
	return s.work.Lesson(s.shelf.lasting(tutorial))
}

// layOut puts an open page on the desk, and returns what there is of the work on
// each of its elements.
func (s *Server) layOut(p *openPage) []shown {
	if len(p.elements) == 0 {
		return nil
	}
	b := s.desk.join(p.id, s.workOn(p.tutorial))
	var elements []work.Element
	for _, e := range p.elements {
		elements = append(elements, work.Element{Key: e.Key, File: e.WorkFile, Source: e.Source})
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	there := b.lesson.Stamps()
	sh := &sheet{slots: map[string]work.Slot{}, known: map[string]string{}, come: map[string]string{}, far: map[string]string{}}
	if before := b.sheets[p.id]; before != nil {
		sh.far = before.far
	}
	all := make([]shown, len(elements))
	for i, slot := range b.lesson.Slots(elements) {
		all[i] = shown{slot: slot, path: b.lesson.Path(slot)}
		if _, ok := there[slot.Name]; ok {
			all[i].work = b.lesson.Read(slot)
		}
		sh.slots[p.uid(p.elements[i].Number)] = slot
		sh.known[slot.Name] = all[i].work.Version
	}
	b.sheets[p.id] = sh
	return all
}

// join returns the bench of a lesson, with the page at it.
func (d *desk) join(page string, l *work.Lesson) *bench {
	d.mu.Lock()
	defer d.mu.Unlock()
	b := d.benches[l]
	if b == nil {
		b = &bench{lesson: l, sheets: map[string]*sheet{}}
		d.benches[l] = b
	}
	d.pages[page] = b
	return b
}

// leave takes a page that has nothing to work on any more from its bench.
func (d *desk) leave(page string) {
	d.mu.Lock()
	b := d.pages[page]
	delete(d.pages, page)
	d.mu.Unlock()
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.sheets, page)
}

// tidy forgets the pages that are not open any more, and returns the benches
// that are in use.
func (d *desk) tidy(open func(page string) bool) []*bench {
	d.mu.Lock()
	gone := map[string]*bench{}
	for page, b := range d.pages {
		if !open(page) {
			gone[page] = b
			delete(d.pages, page)
		}
	}
	clear(d.benches)
	for _, b := range d.pages {
		d.benches[b.lesson] = b
	}
	used := slices.Collect(maps.Values(d.benches))
	d.mu.Unlock()
	for page, b := range gone {
		b.mu.Lock()
		delete(b.sheets, page)
		b.mu.Unlock()
	}
	return used
}

// take returns the bench, the sheet and the slot that an order is about, with the
// bench locked; or nil when there is no such element.
func (s *Server) take(o order) (*bench, *sheet, work.Slot) {
	s.desk.mu.Lock()
	b := s.desk.pages[o.page]
	s.desk.mu.Unlock()
	if b == nil {
		return nil, nil, work.Slot{}
	}
	b.mu.Lock()
	if sh := b.sheets[o.page]; sh != nil {
		if slot, ok := sh.slots[o.uid]; ok {
			return b, sh, slot
		}
	}
	b.mu.Unlock()
	return nil, nil, work.Slot{}
}

// tell sends the text of a file to the pages that do not have this version,
// under the lock.
func (s *Server) tell(b *bench, file, version, text string) {
	data, err := json.Marshal(map[string]string{"version": version, "text": text})
	if err != nil {
		return
	}
	for page, sh := range b.sheets {
		for uid, slot := range sh.slots {
			if slot.Name != file || sh.known[file] == version {
				continue
			}
			sh.known[file] = version
			err := s.engine.Publish(s.ctx, page, uid, comet.Work, data)
			if err != nil && !errors.Is(err, engine.ErrUnknown) && s.ctx.Err() == nil {
				s.log.Warn("a page was not told of a changed file", "page", page, "uid", uid, "err", err)
			}
		}
	}
}

// lookEvery is how often the files of open pages are looked at: what another
// program writes is on the page within a second.
const lookEvery = 500 * time.Millisecond

// watch tells open pages of what other programs write, until the server ends.
func (s *Server) watch() {
	t := time.NewTicker(lookEvery)
	defer t.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-t.C:
		}
		for _, b := range s.desk.tidy(func(page string) bool { return s.open.get(page) != nil }) {
			s.look(b)
		}
	}
}

// look looks at the files of a lesson.
func (s *Server) look(b *bench) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.stamps
	b.stamps = b.lesson.Stamps()
	slots := map[string]work.Slot{}
	for _, sh := range b.sheets {
		for _, slot := range sh.slots {
			slots[slot.Name] = slot
		}
	}
	for file, stamp := range b.stamps {
		slot, wanted := slots[file]
		if !wanted || before[file] == stamp {
			continue
		}
		if w := b.lesson.Read(slot); w.Version != "" {
			s.tell(b, file, w.Version, w.Text)
		}
	}
}

// doSave keeps what a student has written.
func (s *Server) doSave(_ context.Context, o order) (any, error) {
	b, sh, slot := s.take(o)
	if b == nil {
		return nil, errUnknownPage.with(nil)
	}
	defer b.mu.Unlock()
	version, err := b.lesson.Save(slot, string(o.body), o.query.Get("base"))
	var c *work.Conflict
	switch {
	case errors.As(err, &c):
		sh.known[slot.Name] = c.Version
		return nil, errChanged.adding(map[string]any{"version": c.Version, "text": c.Text})
	case errors.Is(err, work.ErrUnknown):
		return nil, errNoWork.with(err)
	case err == work.ErrTooBig:
		return nil, errTooBig.tells("programTooBig", "n", work.MaxText>>20)
	case err != nil:
		s.log.Warn("a text could not be saved", "page", o.page, "uid", o.uid, "err", err)
		return nil, errNotSaved.tells("textNotSaved", "why", because(err))
	}
	sh.known[slot.Name] = version
	if len(b.sheets) > 1 {
		w := b.lesson.Read(slot)
		s.tell(b, slot.Name, w.Version, w.Text)
	}
	return map[string]string{"version": version}, nil
}

// doVersions lists the earlier versions of a text.
func (s *Server) doVersions(_ context.Context, o order) (any, error) {
	b, _, slot := s.take(o)
	if b == nil {
		return nil, errUnknownPage.with(nil)
	}
	defer b.mu.Unlock()
	earlier, err := b.lesson.Versions(slot)
	if err != nil {
		return nil, errNoWork.with(err)
	}
	type version struct {
		ID      string    `json:"id"`
		When    time.Time `json:"when"`
		Lines   int       `json:"lines"`
		Changed string    `json:"changed,omitempty"`
	}
	all := []version{}
	for _, e := range earlier {
		all = append(all, version(e))
	}
	return map[string]any{"versions": all}, nil
}

// doVersion returns an earlier version.
func (s *Server) doVersion(_ context.Context, o order) (any, error) {
	b, _, slot := s.take(o)
	if b == nil {
		return nil, errUnknownPage.with(nil)
	}
	defer b.mu.Unlock()
	text, err := b.lesson.Version(slot, o.query.Get("id"))
	if err != nil {
		return nil, errNoWork.tells("noVersion")
	}
	return map[string]string{"text": text}, nil
}

// inFolder lets an action run programs: their folder is made before.
func (s *Server) inFolder(act action) action {
	return func(ctx context.Context, o order) (any, error) {
		s.desk.mu.Lock()
		b := s.desk.pages[o.page]
		s.desk.mu.Unlock()
		if b != nil {
			if err := b.lesson.Make(); err != nil {
				s.log.Warn("the folder of a lesson cannot be made", "page", o.page, "err", err)
				return nil, errNotSaved.tells("notRun", "why", because(err))
			}
		}
		return act(ctx, o)
	}
}
