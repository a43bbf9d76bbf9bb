package runner

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/runner/agent"
)

// puppet is a process that does what a test says.
type puppet struct {
	g    *group
	mu   sync.Mutex
	did  []string
	cmd  agent.Command
	done chan empty
}

func (p *puppet) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.did = append(p.did, fmt.Sprintf(format, args...))
}

func (p *puppet) send(c agent.Command) { p.cmd = c; p.note("%s %q", c.Op, c.Text) }
func (p *puppet) feed(b []byte)        { p.note("feed %q", b) }
func (p *puppet) feedEOF()             { p.note("eof") }
func (p *puppet) takeBack() ([]byte, bool, bool) {
	return nil, false, false
}
func (p *puppet) mend()              {}
func (p *puppet) waiting() int       { return 0 }
func (p *puppet) interrupt(b bool)   { p.note("interrupt %t", b) }
func (p *puppet) resize(winsize)     {}
func (p *puppet) tidy()              {}
func (p *puppet) drain(int)          {}
func (p *puppet) gone() <-chan empty { return p.done }
func (p *puppet) kill() {
	p.note("kill")
	go p.end(&agent.Event{Signal: 9}, nil)
}

// say is an event of the agent.
func (p *puppet) say(ev agent.Event) {
	p.g.order.Lock()
	defer p.g.order.Unlock()
	p.g.flush()
	if ev.ID == 0 {
		ev.ID = p.cmd.ID
	}
	p.g.handle(p, ev)
	p.g.flush()
}

func (p *puppet) run() {
	p.say(agent.Event{Ev: agent.EvStarted, Source: p.cmd.Text})
	p.say(agent.Event{Ev: agent.EvDone})
}

func (p *puppet) end(exit *agent.Event, lost *Words) {
	p.g.order.Lock()
	p.g.flush()
	p.g.ended(p, exit, lost)
	p.g.flush()
	p.g.order.Unlock()
	close(p.done)
}

// stage is a Manager whose processes are puppets; what its elements are told is
// kept in one list.
type stage struct {
	*Manager
	mu      sync.Mutex
	told    []string
	puppets []*puppet
}

func newStage() *stage {
	s := &stage{Manager: New(Config{Launcher: &Cold{}})}
	s.newBody = func(g *group, _ string) body {
		p := &puppet{g: g, done: make(chan empty)}
		s.puppets = append(s.puppets, p)
		return p
	}
	return s
}

func (s *stage) last() *puppet { return s.puppets[len(s.puppets)-1] }

// take returns what the process was made to do since the last time.
func (s *stage) did() string {
	synctest.Wait()
	p := s.last()
	p.mu.Lock()
	defer p.mu.Unlock()
	did := strings.Join(p.did, ", ")
	p.did = nil
	return did
}

func (s *stage) heard() string {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	told := strings.Join(s.told, ", ")
	s.told = nil
	return told
}

type hearing struct {
	s   *stage
	uid string
}

func (h hearing) Output() (a, b io.WriteCloser) { return nopWriter{}, nopWriter{} }
func (h hearing) Discard() int64                { return 0 }
func (h hearing) Event(e Event) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	what := string(e.Kind)
	if e.Kind == EventStatus {
		what = string(e.State)
	}
	h.s.told = append(h.s.told, h.uid+" "+what)
}

type nopWriter struct{}

func (nopWriter) Write(p []byte) (int, error) { return len(p), nil }
func (nopWriter) Close() error                { return nil }

func (s *stage) add(t *testing.T, uid, group string, mode Mode) {
	t.Helper()
	if err := s.Add(Spec{UID: uid, Group: group, Mode: mode, Prompt: ">>> "}, hearing{s, uid}); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What was ordered first is done first, whoever ordered it.
func TestArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		defer s.Close()
		for _, uid := range []string{"a", "b"} {
			s.add(t, uid, "g", Interpreter)
		}
		_, _ = s.Exec("b", "one", false)
		_, _ = s.Exec("a", "two", false)
		_, _ = s.Exec("b", "three", false)
		_ = s.Write("a", []byte("four\nfi"))
		expect(t, s.heard(), "b starting, a queued")
		s.last().say(agent.Event{Ev: agent.EvReady})
		var order []string
		for range 4 {
			order = append(order, s.last().cmd.Text)
			s.last().run()
		}
		if !slices.Equal(order, []string{"one", "two", "three", "four"}) {
			t.Error(order)
		}
		expect(t, s.heard(), "b running, b idle, b prompt, b queued, a running, a idle, a prompt, a queued, "+
			"b running, b idle, b prompt, a running, a idle, a prompt")
		s.did()
		_ = s.Write("a", []byte("ve\n"))
		expect(t, s.did(), `line "five"`)
	})
}

func TestInterruptTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		defer s.Close()
		s.add(t, "a", "", Program)
		_ = s.Write("a", nil)
		s.last().say(agent.Event{Ev: agent.EvReady})
		s.last().say(agent.Event{Ev: agent.EvStarted})
		s.did()
		_, _ = s.Interrupt("a")
		expect(t, s.did(), "interrupt false")
		time.Sleep(repeat - time.Millisecond)
		expect(t, s.did(), "")
		time.Sleep(time.Millisecond)
		expect(t, s.did(), "interrupt true")
		_, _ = s.Interrupt("a") // too early to kill
		time.Sleep(escalate - repeat)
		expect(t, s.did(), "interrupt false, interrupt true")
		if state, _ := s.Interrupt("a"); state != Ended {
			t.Error(state)
		}
		expect(t, s.did(), "kill")
		expect(t, s.heard(), "a starting, a running, a ended, a stop")
	})
}

// A run gets a line typed ahead when it asks, and all of it when it goes on
// without asking.
func TestTypedAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		defer s.Close()
		s.add(t, "a", "", Interpreter)
		_ = s.Write("a", []byte("f()\none\ntwo\nthree\n"))
		p := s.last()
		p.say(agent.Event{Ev: agent.EvReady})
		p.say(agent.Event{Ev: agent.EvStarted})
		p.say(agent.Event{Ev: agent.EvStdin, Waiting: true})
		expect(t, s.did(), `line "f()", feed "one\n"`)
		time.Sleep(typeAhead)
		expect(t, s.did(), `feed "two\nthree\n"`)
		_ = s.Write("a", []byte("four"))
		_, _ = s.EOF("a")
		expect(t, s.did(), `feed "four", eof`)
		p.say(agent.Event{Ev: agent.EvDone})
		expect(t, s.did(), `unread ""`)
		p.say(agent.Event{Ev: agent.EvUnread, Text: "three\nfour", EOF: true})
		expect(t, s.did(), `line "three"`)
		p.run()
		p.run() // the end of the file ends the line
		expect(t, s.did(), `line "four", exec "raise SystemExit"`)
	})
}

// A process that dies before it is ready is started once more; then it is said.
func TestStillborn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		defer s.Close()
		s.add(t, "a", "", Program)
		_, _ = s.Exec("a", "x", false)
		s.last().end(nil, nil)
		if len(s.puppets) != 2 {
			t.Fatal(len(s.puppets))
		}
		s.last().end(nil, nil)
		expect(t, s.heard(), "a starting, a ended, a stop")
		_, _ = s.Exec("a", "x", false)
		expect(t, s.heard(), "a reset, a starting")
		s.last().say(agent.Event{Ev: agent.EvReady})
		s.last().run()
		expect(t, s.heard(), "a running, a ended, a stop")
	})
}

// Answers with a wrong number, or at the wrong time, change nothing.
func TestForgery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		defer s.Close()
		s.add(t, "a", "", Interpreter)
		_ = s.Write("a", []byte("f()\n"))
		p := s.last()
		for _, ev := range []string{agent.EvDone, agent.EvUnread, agent.EvAnswer, agent.EvMore, agent.EvStarted} {
			p.say(agent.Event{Ev: ev, ID: 1})
		}
		p.say(agent.Event{Ev: agent.EvReady})
		s.heard()
		for _, ev := range []string{agent.EvDone, agent.EvUnread, agent.EvAnswer, agent.EvMore, agent.EvStarted} {
			p.say(agent.Event{Ev: ev, ID: 77})
		}
		p.say(agent.Event{Ev: agent.EvReady})
		p.say(agent.Event{Ev: agent.EvAnswer})
		p.say(agent.Event{Ev: agent.EvUnread})
		expect(t, s.heard(), "")
		p.run()
		p.run()
		expect(t, s.heard(), "a running, a idle, a prompt")
	})
}
