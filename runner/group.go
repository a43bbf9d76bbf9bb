package runner

import (
	"sync"
	"sync/atomic"
	"time"

	"crunchy/runner/agent"
)

// group is one process, its elements, and whose turn it is.
//
// Whatever a Sink is told passes under order, so that it comes in the order in
// which it happened; order is held for as long as a Sink makes us wait. The
// state is under mu, which is held for moments only: that is how an Interrupt
// gets through while output waits. What is to be told is put into the outbox
// under mu and told, in its order, by whoever holds order next.
type group struct {
	m       *Manager
	key     string
	owner   string
	counted string // with what that owner has; "" is with nobody's
	private bool   // of one Program, for which each run is a process of its own

	modes modes // of its terminals

	order sync.Mutex // before mu

	mu       sync.Mutex
	screen   *screen // of the present or the last process
	elements []*element
	size     winsize
	seq      uint64

	body    body // the process; nil if there is none
	ready   bool
	retried bool
	ending  ending
	hit     *Words // the limit that was reached, for endLimit
	discard int64  // bytes that Kill or Reset discarded
	cmd     *command
	lastID  int
	asks    []*ask
	idle    *time.Timer // ends a process that does nothing; nil where none is ended

	born time.Time
	last atomic.Int64 // when something happened last, since born

	checks  sync.WaitGroup // the talks with checkers
	outbox  []func()
	telling bool
}

// body is a process as its group drives it. No method blocks.
type body interface {
	send(agent.Command)
	feed([]byte)                            // standard input
	feedEOF()                               // its end
	takeBack() (text []byte, eof, cut bool) // the input that the terminal has not got; cut: it has got a part of a line
	mend()                                  // let that part be read; all before it has been read
	waiting() int                           // how much that is
	interrupt(bool)                         // SIGINT to the foreground; true: and to the interpreter itself
	kill()                                  // end it with all its descendants
	resize(winsize)                         // of both terminals
	tidy()                                  // undo what a run did to the modes of the terminals; holds order
	drain(last int)                         // show all that was written; holds order
	gone() <-chan empty                     // closed when nothing is left of it
}

type empty = struct{}

type winsize struct{ rows, cols uint16 }

// command is what the agent is doing.
type command struct {
	agent.Command
	el      *element
	run     int // number; 0 if it is no run
	kind    itemKind
	ask     *ask
	started bool
	began   time.Time
	fed     bool   // something was written to its standard input
	asked   *Event // the input that it waits for
	check   *check // nil if the run is not checked
	steps   *steps // nil if it is not recorded
	source  string

	text, rest []byte // OpUnread: what was left, read back and not; eof: and its end
	eof        bool
	cut        bool // the terminal has a part of a line

	completing  bool // ends a block for the order that waits behind it
	outcome     *Outcome
	interrupted time.Time
	timers      []*time.Timer
	clock       countdown // of its run's time
}

func (c *command) stop() {
	for _, t := range c.timers {
		t.Stop()
	}
	c.timers = nil
	c.clock.pause()
	c.check.over()
}

// ending is why we end a process; the greater one wins.
type ending int

const (
	endNot   ending = iota
	endLimit        // it has reached a limit
	endKill         // somebody stopped it
	endReset        // it is to be as never started
	endClose        // its elements were removed
)

// newGroup makes a group for its first element, which is the only one of a
// private group.
func newGroup(m *Manager, key string, spec Spec) *group {
	g := &group{m: m, key: key, size: winsize{24, 80}, screen: &screen{}, born: time.Now(), owner: spec.Owner, counted: spec.counted()}
	g.private = spec.Group == "" && spec.Mode == Program
	if g.private && spec.Terminal {
		g.modes = ordinary
	}
	if spec.Rows > 0 && spec.Cols > 0 {
		g.size = sized(spec.Rows, spec.Cols)
	}
	return g
}

// sized is a size that a terminal can have.
func sized(rows, cols int) winsize {
	clamp := func(n int) uint16 { return uint16(min(max(n, 1), 1000)) }
	return winsize{clamp(rows), clamp(cols)}
}

func (g *group) add(el *element) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.elements = append(g.elements, el)
}

func (g *group) empty() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.elements) == 0
}

func (el *element) isGone() bool {
	el.group.mu.Lock()
	defer el.group.mu.Unlock()
	return el.gone
}

func (g *group) stateOf(el *element) State {
	g.mu.Lock()
	defer g.mu.Unlock()
	return el.state
}

// tell puts something into the outbox. The caller holds mu.
func (g *group) tell(what func()) { g.outbox = append(g.outbox, what) }

// event tells an element something that does not wait. The caller holds mu.
func (g *group) event(el *element, e Event) {
	g.tell(func() {
		if !el.isGone() {
			el.sink.Event(e)
		}
	})
}

// become changes the state of an element and tells it; an outcome is always told.
func (g *group) become(el *element, s State, run int, o *Outcome) {
	if el.state == s && o == nil {
		return
	}
	el.state = s
	g.event(el, Event{Kind: EventStatus, State: s, Run: run, Outcome: o})
}

func (g *group) prompt(el *element, text string) {
	if text == "" {
		text = el.spec.Prompt
		if el.more {
			text = el.spec.More
		}
	}
	g.event(el, Event{Kind: EventPrompt, Prompt: text})
}

// release unlocks mu and sees to it that the outbox is told. When all elements
// are gone there is nobody to tell, and the Manager may be waiting for the last goroutine.
func (g *group) release() {
	if len(g.outbox) > 0 && !g.telling && len(g.elements) > 0 {
		g.telling = true
		g.m.wg.Go(func() {
			g.order.Lock()
			defer g.order.Unlock()
			g.mu.Lock()
			g.telling = false
			g.mu.Unlock()
			g.flush()
		})
	}
	g.mu.Unlock()
}

// flush tells what is in the outbox. The caller holds order and not mu.
func (g *group) flush() {
	for {
		g.mu.Lock()
		out := g.outbox
		g.outbox = nil
		g.mu.Unlock()
		if len(out) == 0 {
			return
		}
		for _, what := range out {
			what()
		}
	}
}

// next is the next number in the order of arrival.
func (g *group) next() uint64 {
	g.seq++
	return g.seq
}
