package web

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"crunchy/comet"
	"crunchy/ioelement"
)

// pace lets so many things happen in a minute, all of them at once after a quiet
// one. It goes by time that has passed, whatever the clock on the wall does.
type pace struct {
	most int

	mu   sync.Mutex
	used float64 // of most, when it was last looked at
	at   time.Time
}

func newPace(most int) *pace { return &pace{most: most} }

// take takes one, or says how long there is none left.
func (p *pace) take() (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if wait = p.wait(); wait == 0 {
		p.used++
	}
	return wait
}

// left says how long there is none left, and takes none.
func (p *pace) left() (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wait()
}

func (p *pace) wait() time.Duration {
	now, each := time.Now(), float64(time.Minute)/float64(p.most)
	p.used = max(0, p.used-float64(now.Sub(p.at))/each)
	p.at = now
	if over := p.used + 1 - float64(p.most); over > 0 {
		return max(1, time.Duration(over*each))
	}
	return 0
}

// giveBack is for one that was taken and not used.
func (p *pace) giveBack() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.used = max(0, p.used-1)
}

// starts bounds how many programs are started in a minute.
type starts struct {
	pace *pace

	mu   sync.Mutex
	live map[string]bool // elements that have a process, as far as it was told
}

func newStarts(most int) *starts { return &starts{pace: newPace(most), live: map[string]bool{}} }

// notes takes note of what becomes of an element.
func (s *starts) notes(uid string, kind comet.Kind, data []byte) {
	var at struct{ State string }
	if kind != comet.Status || json.Unmarshal(data, &at) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at.State == "ended" {
		delete(s.live, uid)
		return
	}
	s.live[uid] = true
}

func (s *starts) forget(page string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for uid := range s.live {
		if pageOf(uid) == page {
			delete(s.live, uid)
		}
	}
}

// all are the elements that have a process, in order.
func (s *starts) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.live))
}

func (s *starts) has(uid string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.live[uid]
}

// launches lets an action happen that needs a process of its own, unless too
// many are started already.
func (s *Server) launches(act action) action {
	return func(ctx context.Context, o order) (any, error) {
		if wait := s.starts.pace.take(); wait > 0 {
			return nil, errFast.after(wait)
		}
		answer, err := act(ctx, o)
		if err != nil {
			s.starts.pace.giveBack()
		}
		return answer, err
	}
}

// wakes is launches for what needs a process only where none is: input, and
// source for an interpreter.
func (s *Server) wakes(act action) action {
	launch := s.launches(act)
	return func(ctx context.Context, o order) (any, error) {
		if s.starts.has(o.uid) {
			return act(ctx, o)
		}
		return launch(ctx, o)
	}
}

// runs is for source: a program has a new process for each run.
func (s *Server) runs(act action) action {
	launch, wake := s.launches(act), s.wakes(act)
	return func(ctx context.Context, o order) (any, error) {
		if e := s.elementOf(o); e != nil && e.Mode == ioelement.Program {
			return launch(ctx, o)
		}
		return wake(ctx, o)
	}
}

// polls counts the ways home that are held open, for each owner of pages.
type polls struct {
	most int

	mu   sync.Mutex
	held map[string]int
}

func newPolls(most int) *polls { return &polls{most: most, held: map[string]int{}} }

func (p *polls) take(owner string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[owner] >= p.most {
		return false
	}
	p.held[owner]++
	return true
}

func (p *polls) giveBack(owner string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[owner]--; p.held[owner] == 0 {
		delete(p.held, owner)
	}
}
