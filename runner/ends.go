package runner

import (
	"time"

	"crunchy/runner/agent"
)

// launch starts the process. The caller holds mu.
func (g *group) launch(el *element) {
	g.ready, g.ending, g.discard = false, endNot, 0
	g.screen = &screen{el: el} // whose is what it prints before its first run
	g.body = g.m.newBody(g, el.python)
}

// end has the process ended. The caller holds mu, and then calls the function
// that it returns without it, which waits until that is done and told.
func (g *group) end(how ending) (wait func()) {
	b, s := g.body, g.screen
	if b == nil {
		return func() {}
	}
	if g.ending < how {
		g.ending = how
		b.kill()
	}
	return func() {
		switch how {
		case endKill, endLimit:
			g.hush(b, s)
		case endReset:
			s.mute()
			g.drop(s)
		default:
			s.mute()
		}
		<-b.gone()
	}
}

// drop drops what is in the way of those who read, and reports whether that was
// anything.
func (g *group) drop(s *screen) bool {
	owner := s.owner()
	if owner == nil || owner.isGone() {
		return false
	}
	// Whoever waited for room goes on at once, perhaps to the end of the process.
	g.mu.Lock()
	defer g.mu.Unlock()
	n := owner.sink.Discard()
	g.discard += n
	return n > 0
}

// hush drops the output of a program that was killed, if that is in the way.
func (g *group) hush(b body, s *screen) {
	if g.drop(s) {
		s.mute()
		return
	}
	select {
	case <-b.gone():
	case <-time.After(mercy):
		s.mute()
	}
}

// ended is called when nothing is left of the process, or of the attempt to
// start it (lost is why, in words for the learner). The caller holds order, has
// shown all output, and will flush.
func (g *group) ended(b body, exit *agent.Event, lost *Words) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.body != b {
		return
	}
	ready, how, c, hit := g.ready, g.ending, g.cmd, g.hit
	g.body, g.cmd, g.ready, g.ending, g.hit = nil, nil, false, endNot, nil
	if g.idle != nil {
		g.idle.Stop()
	}
	if c != nil {
		c.stop()
	}
	if how == endNot && !ready && lost == nil && !g.retried && g.first() != nil {
		// The zygote died under it, perhaps. The next attempt finds another way.
		g.retried = true
		g.schedule()
		return
	}
	quiet := how == endNot && !ready && g.first() == nil // started for a question only
	for _, a := range g.asks {
		a.answer(nil, ErrEnded)
	}
	g.asks = nil
	if quiet {
		return
	}
	if c != nil && c.ask != nil {
		c.ask.answer(nil, ErrEnded)
		c = nil
	}
	if s, n := g.screen, g.discard; how == endKill || how == endLimit || how == endReset && n > 0 {
		g.tell(func() { s.skipped(n) })
	}
	g.tell(g.screen.close)
	if how == endReset || how == endClose {
		g.forgotten(c)
		return
	}
	if how == endNot {
		if hit = g.m.limits.spent(exit, g.private); hit == nil && exit != nil && signalName(exit.Signal) == "SIGKILL" {
			hit = g.m.starved(g.owner)
		}
	}
	o := endOutcome(c, how, hit, exit, lost, ready)
	for _, el := range g.elements {
		g.stopped(el, c, o)
	}
}

// forgotten tells all elements that they are as before their first use.
func (g *group) forgotten(c *command) {
	for _, el := range g.elements {
		var runs []int
		if c != nil && c.el == el && c.run != 0 {
			runs = append(runs, c.run)
		}
		for _, it := range el.items {
			if it.kind == itemExec {
				runs = append(runs, it.run)
			}
		}
		g.renew(el)
		for _, run := range runs {
			g.become(el, Idle, run, &Outcome{Reason: Stopped, Says: say("run.stopped")})
		}
	}
}

// stopped tells an element that its process has ended with the outcome o.
func (g *group) stopped(el *element, c *command, o *Outcome) {
	ran := c != nil && c.el == el
	if el.state == Ended && !ran {
		return
	}
	if g.private && !ran && len(el.items) == 0 && el.state == Idle {
		return // it was there for a question only
	}
	told := false
	if ran && c.run != 0 {
		if !c.started {
			g.running(c)
		}
		g.become(el, Ended, c.run, o)
		told = true
	}
	rest := *o
	rest.MS, rest.CPUMS, rest.PeakKiB, rest.Exception = 0, 0, 0, nil
	for _, it := range el.items {
		if it.kind == itemExec {
			g.become(el, Ended, it.run, &rest)
			told = true
		}
	}
	if !told {
		g.become(el, Ended, 0, &rest)
	}
	el.items, el.more, el.line, el.fresh = nil, false, 0, false
	text := o.Says.String()
	if ran {
		g.tellSteps(c)
		g.tellResult(c, o)
	}
	g.event(el, Event{Kind: EventStop, Run: el.runs, Text: text})
}
