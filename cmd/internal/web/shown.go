package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
)

// shownMemory keeps on disk what the pages of each tutorial show, so that a
// page that is opened after the server has ended, however it ended, shows it
// still. Of several pages of one tutorial the one that changed last counts, for
// each element.
type shownMemory struct {
	dir string // "" keeps nothing

	mu   sync.Mutex
	seen map[string]uint64 // cursor of each open page when it was kept last
	full bool              // the last attempt failed, as every one may do for hours
}

// shownFrame is a frame on disk.
type shownFrame struct {
	Type comet.Kind `json:"type"`
	Data string     `json:"data"`
}

const (
	shownEvery = 2 * time.Second // how often pages are looked at
	shownMost  = 8 << 20         // bytes that are kept of one tutorial
	awayAfter  = time.Minute     // without a poll nobody looks at a page
	shownFiles = 500             // tutorials that are kept
)

// newShownMemory opens the folder, and forgets the tutorials that have not been
// read for longest when there are very many.
func newShownMemory(dir string) *shownMemory {
	m := &shownMemory{dir: dir, seen: map[string]uint64{}}
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		m.dir = ""
		return m
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) <= shownFiles {
		return m
	}
	age := func(e os.DirEntry) time.Time {
		info, err := e.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return age(b).Compare(age(a)) })
	for _, e := range entries[shownFiles:] {
		_ = os.Remove(filepath.Join(dir, e.Name())) // it is tried again next time
	}
	return m
}

func (m *shownMemory) file(tutorial string) string {
	sum := sha256.Sum256([]byte(tutorial))
	return filepath.Join(m.dir, hex.EncodeToString(sum[:12])+".json")
}

// earlier is what elements showed, by their keys. There is nothing when it
// cannot be read.
func (m *shownMemory) earlier(tutorial string) map[string][]shownFrame {
	all := map[string][]shownFrame{}
	if m.dir == "" {
		return all
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.read(tutorial)
}

func (m *shownMemory) read(tutorial string) map[string][]shownFrame {
	all := map[string][]shownFrame{}
	data, err := os.ReadFile(m.file(tutorial))
	if err == nil {
		_ = json.Unmarshal(data, &all)
	}
	return all
}

// keepShown looks at a page and keeps what it shows, if that has changed.
func (s *Server) keepShown(ctx context.Context, p *openPage) {
	m := s.shown
	if m.dir == "" || p.tutorial == "" {
		return
	}
	m.mu.Lock()
	since := m.seen[p.id]
	m.mu.Unlock()
	t, err := s.engine.Shown(ctx, p.id, since)
	if err != nil || t.Seq == since {
		return
	}
	err = m.keep(p, t)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil {
		m.seen[p.id] = t.Seq // else it is tried again
	} else if !m.full {
		s.log.Warn("what a page shows could not be kept", "page", p.id, "err", err)
	}
	m.full = err != nil
}

// keep merges what a page shows into the file of its tutorial. The file is
// replaced as a whole.
func (m *shownMemory) keep(p *openPage, t engine.Transcript) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.read(p.tutorial)
	fresh := map[string][]shownFrame{}
	keys := map[string]string{}
	for _, e := range p.elements {
		keys[p.uid(e.Number)] = e.Key
	}
	told := map[string]bool{}
	for _, f := range t.Frames {
		told[keys[f.UID]] = told[keys[f.UID]] || telling(f)
	}
	for _, f := range t.Frames {
		key := keys[f.UID]
		switch {
		case key == "" || !told[key]: // what it showed before is worth more
		case f.Kind == comet.Reset:
			fresh[key] = nil
		case f.Kind != comet.JSCode && f.Kind != comet.Popup: // what happens once
			fresh[key] = append(fresh[key], shownFrame{f.Kind, string(f.Data)})
		}
	}
	for key, frames := range fresh {
		all[key] = frames
		if len(frames) == 0 {
			delete(all, key)
		}
	}
	data, err := json.Marshal(all)
	if err != nil || len(data) > shownMost {
		return err // so much is not worth it: what was kept last stays
	}
	return replaceFile(m.file(p.tutorial), data)
}

// lookedAt reports whether a page of the tutorial, other than this one, is open
// in front of somebody.
func (s *Server) lookedAt(ctx context.Context, tutorial, but string) bool {
	for _, id := range s.open.ids() {
		p := s.open.get(id)
		if p == nil || p.tutorial != tutorial || id == but {
			continue
		}
		if since, closing, err := s.engine.Idle(ctx, id); err == nil && !closing && time.Since(since) < awayAfter {
			return true
		}
	}
	return false
}

// telling reports whether a frame shows anything: that Python has started, for
// completion perhaps, does not.
func telling(f comet.Frame) bool {
	if f.Kind == comet.Prompt {
		return false
	}
	var status struct{ Run int }
	return f.Kind != comet.Status || json.Unmarshal(f.Data, &status) != nil || status.Run > 0
}

// forget is called when a page has been closed.
func (m *shownMemory) forget(page string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seen, page)
}

// remember keeps what pages show, until the server ends.
func (s *Server) remember() {
	t := time.NewTicker(shownEvery)
	defer t.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-t.C:
		}
		s.keepAll(s.ctx)
	}
}

func (s *Server) keepAll(ctx context.Context) {
	for _, id := range s.open.ids() {
		if p := s.open.get(id); p != nil {
			s.keepShown(ctx, p)
		}
	}
}
