package runner

import (
	"slices"
	"time"

	"crunchy/runner/agent"
)

// write implements Manager.Write.
func (g *group) write(el *element, p []byte) error {
	g.mu.Lock()
	defer g.release()
	switch {
	case el.gone:
		return ErrUnknown
	case el.state == Ended:
		return ErrEnded
	}
	running := g.cmd != nil && g.cmd.el == el && g.cmd.started
	waiting, _ := el.waiting()
	if running {
		waiting += g.body.waiting()
	}
	if len(p) > 0 && waiting+len(p) > g.m.limits.Input {
		return ErrFull
	}
	g.touch()
	if el.fresh {
		el.fresh = false
		if el.spec.Mode == Program {
			el.push(item{kind: itemExec, seq: g.next(), run: el.number(), source: el.spec.Source})
		} else {
			el.push(item{kind: itemGreet, seq: g.next()})
		}
	}
	if len(p) > 0 {
		if running && time.Since(g.cmd.interrupted) > repeat {
			g.feedAll(g.cmd)
			g.feed(g.cmd, p, false)
		} else {
			el.push(item{kind: itemText, seq: g.next(), data: p})
		}
	}
	g.schedule()
	return nil
}

// exec implements Manager.Exec.
func (g *group) exec(el *element, source string, replace, check, step bool) (int, error) {
	g.mu.Lock()
	for g.busy(el) {
		if !replace || el.gone {
			g.release()
			return 0, ErrBusy
		}
		if g.withdraw(el, false) {
			continue
		}
		wait := g.end(endKill)
		g.release()
		wait()
		g.mu.Lock()
	}
	defer g.release()
	if el.gone {
		return 0, ErrUnknown
	}
	if text, waits := el.waiting(); text+waits > 0 && text+waits+len(source) > max(g.m.limits.Input, maxSource) {
		return 0, ErrFull
	}
	if el.state == Ended {
		g.afresh(el)
	}
	g.touch()
	el.fresh = false
	run := el.number()
	check = check && el.spec.Exercise != nil && len(el.spec.Exercise.Tests) > 0 && g.private
	step = step && el.spec.Mode == Program && g.modes != ordinary
	el.push(item{kind: itemExec, seq: g.next(), run: run, source: source, check: check, step: step})
	g.schedule()
	return run, nil
}

// maxSource is how much source may wait for an element, beyond the first piece.
const maxSource = 8 << 20

// busy says whether a Program has a run that has not stopped.
func (g *group) busy(el *element) bool {
	return el.spec.Mode == Program && (el.queuedRun() != 0 || g.ran(el))
}

// ran says whether the run under way is the element's.
func (g *group) ran(el *element) bool {
	return g.cmd != nil && g.cmd.el == el && g.cmd.ask == nil && g.cmd.Op != agent.OpUnread
}

// afresh tells all that share the process of an element that has stopped that it
// starts anew. Who has work under way in a process that lives on keeps it, and is
// told its state again.
func (g *group) afresh(el *element) {
	for _, e := range g.elements {
		if e.state == Ended {
			g.renew(e)
			continue
		}
		g.event(e, Event{Kind: EventReset})
		switch {
		case g.ran(e) && g.cmd.started:
			g.running(g.cmd)
			if g.cmd.asked != nil {
				g.event(e, *g.cmd.asked)
			}
		case g.ran(e) || len(e.items) > 0 || e.state == Starting:
			g.event(e, Event{Kind: EventStatus, State: e.state, Run: e.queuedRun()})
		case e.more:
			g.prompt(e, "")
		case e.spec.Mode == Interpreter:
			e.state, e.fresh = Idle, true // the next thing posted shows a prompt first
		}
	}
}

func (g *group) renew(el *element) {
	el.state, el.fresh, el.more, el.line, el.items = Idle, true, false, 0, nil
	g.event(el, Event{Kind: EventReset})
}

// withdraw takes out what waits for an element, and says whether a run was
// among it. Unless quiet, the element is told that it is at its prompt again or,
// a Program, that it has stopped.
func (g *group) withdraw(el *element, quiet bool) bool {
	var runs []int
	for _, it := range el.items {
		if it.kind == itemExec {
			runs = append(runs, it.run)
		}
	}
	waited := len(el.items) > 0
	el.items = nil
	for _, run := range runs {
		state := idleOrEnded(el)
		if g.ran(el) {
			state = el.state
		}
		g.become(el, state, run, &Outcome{Reason: Stopped, Says: say("run.stopped")})
	}
	switch {
	case !waited || quiet || g.ran(el):
	case el.spec.Mode == Interpreter:
		g.rest(el)
		g.prompt(el, "")
	case len(runs) > 0:
		g.event(el, Event{Kind: EventStop, Run: runs[0], Text: say("run.stopped").String()})
	}
	return len(runs) > 0
}

// interrupt implements Manager.Interrupt.
func (g *group) interrupt(el *element) error {
	g.mu.Lock()
	if el.more && !g.ran(el) {
		g.withdraw(el, true)
		el.items = []item{{kind: itemCancel}}
		g.schedule()
		g.release()
		return nil
	}
	g.withdraw(el, false)
	c := g.cmd
	if c == nil || c.el != el || c.ask != nil || g.ending != endNot {
		g.release()
		return nil
	}
	again := !c.interrupted.IsZero()
	if again && time.Since(c.interrupted) >= escalate {
		wait := g.end(endKill)
		g.release()
		wait()
		return nil
	}
	if !again {
		c.interrupted = time.Now()
	}
	if c.Op == agent.OpUnread {
		g.release()
		return nil
	}
	c.check.stop()
	b, s := g.body, g.screen
	b.takeBack() // and forget it
	b.interrupt(false)
	g.after(c, repeat, func() {
		b.interrupt(true)
		g.feedAll(c) // it goes on, with what was posted meanwhile
	})
	// Under mu, so that the word of it comes before whatever the program, which
	// no longer has to wait, does next.
	if n := el.sink.Discard(); n > 0 {
		g.tell(func() { s.skipped(n) })
	}
	g.release()
	return nil
}

// kill implements Manager.Kill.
func (g *group) kill(*element) error {
	g.mu.Lock()
	wait := g.end(endKill)
	g.release()
	wait()
	return nil
}

// reset implements Manager.Reset.
func (g *group) reset(*element) error {
	g.mu.Lock()
	if g.body == nil {
		for _, el := range g.elements {
			g.renew(el)
		}
	}
	wait := g.end(endReset)
	g.release()
	wait()
	return nil
}

// eof implements Manager.EOF.
func (g *group) eof(el *element) error {
	g.mu.Lock()
	defer g.release()
	switch {
	case el.gone:
		return ErrUnknown
	case el.state == Ended:
		return ErrEnded
	case g.cmd != nil && g.cmd.el == el && g.cmd.started:
		g.feedAll(g.cmd)
		g.feed(g.cmd, nil, true)
	case el.spec.Mode == Interpreter || g.busy(el):
		el.fresh = false
		el.push(item{kind: itemEOF, seq: g.next()})
		g.schedule()
	}
	return nil
}

func (g *group) resize(rows, cols int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.size = sized(rows, cols)
	if g.body != nil {
		g.body.resize(g.size)
	}
}

// remove implements Manager.Remove for elements of one group.
func (g *group) remove(els []*element) {
	g.mu.Lock()
	for _, el := range els {
		el.gone, el.items = true, nil
		g.elements = slices.DeleteFunc(g.elements, func(e *element) bool { return e == el })
		if g.ran(el) {
			g.body.interrupt(false) // the others wait for their turn
		}
	}
	g.asks = slices.DeleteFunc(g.asks, func(a *ask) bool {
		gone := a.el.gone
		if gone {
			a.answer(nil, ErrUnknown)
		}
		return gone
	})
	last, wait, s := len(g.elements) == 0, func() {}, g.screen
	if last {
		wait = g.end(endClose)
	}
	g.release()
	if slices.Contains(els, s.owner()) {
		s.close() // wakes what waits for these sinks
	}
	if !last {
		return // the others may keep their output waiting
	}
	wait()
	g.order.Lock() // whoever is telling them something has done so by now
	g.flush()
	g.order.Unlock()
	g.checks.Wait() // their checkers end with them
	g.m.forget(g)
}
