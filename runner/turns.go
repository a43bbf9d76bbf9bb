package runner

import (
	"fmt"
	"time"

	"crunchy/runner/agent"
)

// schedule starts the process if there is work for it and gives it its next
// command. The caller holds mu.
func (g *group) schedule() {
	if g.body == nil {
		if el := g.first(); el != nil {
			g.become(el, Starting, el.queuedRun(), nil)
			g.launch(el)
		} else if len(g.asks) > 0 {
			g.launch(g.asks[0].el)
		}
	}
	for g.body != nil && g.ready && g.cmd == nil && g.ending == endNot {
		if a := g.nextAsk(); a != nil {
			g.issue(&command{el: a.el, ask: a, Command: agent.Command{Op: a.op, Text: a.code, Cursor: a.cursor}})
			break
		}
		el := g.first()
		if el == nil {
			break
		}
		g.take(el)
	}
	for _, el := range g.elements {
		if el.state == Idle && el.ready() && (g.cmd == nil || g.cmd.el != el) {
			g.become(el, Queued, el.queuedRun(), nil)
		}
	}
}

// first is the element whose turn it is: the one with the oldest order.
func (g *group) first() *element {
	var first *element
	for _, el := range g.elements {
		if el.ready() && (first == nil || el.items[0].seq < first.items[0].seq) {
			first = el
		}
	}
	return first
}

// take does the first thing that waits for an element, at its prompt.
func (g *group) take(el *element) {
	it := el.items[0]
	if el.more && (it.kind == itemExec || it.kind == itemEOF) {
		g.issueLine(el, "", true)
		return
	}
	switch it.kind {
	case itemText:
		if line := el.takeLine(); line != "" || el.more {
			g.issueLine(el, line, false)
			return
		}
		g.rest(el)
		g.prompt(el, "")
		return
	case itemGreet:
		g.rest(el)
		g.prompt(el, "")
	case itemCancel:
		g.issue(&command{el: el, kind: itemCancel, Command: agent.Command{Op: agent.OpCancel}})
	case itemEOF:
		g.issue(&command{el: el, kind: itemEOF, Command: agent.Command{
			Op: agent.OpExec, Text: "raise SystemExit", File: "<input>"}})
	case itemExec:
		c := &command{el: el, kind: itemExec, run: it.run, Command: agent.Command{
			Op: agent.OpExec, Text: it.source, File: fmt.Sprintf("<input %d>", it.run)}}
		if el.spec.Mode == Program {
			c.Op, c.File, c.Final = agent.OpRun, el.spec.File, g.private
			if c.File == "" {
				c.File = "<program>"
			}
			c.Picture = el.spec.Picture
			if el.spec.Width > 0 && el.spec.Height > 0 {
				c.Area = []int{el.spec.Width, el.spec.Height}
			}
			if x := el.spec.Exercise; x != nil {
				c.Setup = x.Setup
				if x.predicts() {
					c.Text = el.spec.Source
				}
			}
			if it.check {
				c.Check, c.check = true, newCheck(g, c, it.source)
			}
			c.Debug = el.spec.Debug && g.private && !it.step && !it.check
			if it.step {
				c.Step, c.steps = true, &steps{}
			}
		}
		el.items = el.items[1:]
		g.issue(c)
		return
	}
	el.items = el.items[1:]
}

// rest makes an element idle that has nothing more to do at the moment.
func (g *group) rest(el *element) {
	if el.state != Ended {
		g.become(el, Idle, 0, nil)
	}
}

func (g *group) issueLine(el *element, line string, completing bool) {
	if el.line == 0 || !el.more && el.line != el.runs {
		el.line = el.number()
	}
	g.issue(&command{el: el, run: el.line, completing: completing, Command: agent.Command{
		Op: agent.OpLine, Text: line, File: fmt.Sprintf("<input %d>", el.line)}})
}

// issue sends a command to the agent.
func (g *group) issue(c *command) {
	g.lastID++
	c.ID, c.UID, c.Echo, c.TK = g.lastID, c.el.spec.UID, c.el.spec.Echo, c.el.spec.TK
	c.Scripts = c.el.spec.Scripts
	g.cmd = c
	if c.Op != agent.OpUnread && c.ask == nil {
		b, s := g.body, g.screen
		g.tell(func() {
			b.drain(0) // what a thread of the run before has printed is still its
			s.turn(c.el)
			s.record = c.check.recorder()
		})
	}
	g.body.send(c.Command)
}

// after does something later, under mu, if the command is still under way.
func (g *group) after(c *command, d time.Duration, do func()) {
	c.timers = append(c.timers, time.AfterFunc(d, func() {
		g.mu.Lock()
		defer g.release()
		if g.cmd == c {
			do()
		}
	}))
}

// feed gives a run standard input.
func (g *group) feed(c *command, text []byte, eof bool) {
	if len(text) > 0 {
		g.body.feed(text)
		c.fed = true
	}
	if eof {
		g.body.feedEOF()
		c.fed = true
	}
}

// feedAll gives a run all that was typed ahead of it.
func (g *group) feedAll(c *command) {
	for {
		text, eof := c.el.takeInput(false)
		if len(text) == 0 && !eof {
			return
		}
		g.feed(c, text, eof)
	}
}

// waitsFor reports whether that is the number of what the process is doing.
func (g *group) waitsFor(b body, id int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.body == b && g.cmd != nil && g.cmd.ID == id
}

// handle acts on an event of the agent. The caller holds order, has drained the
// terminals and will flush.
func (g *group) handle(b body, ev agent.Event) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.body != b {
		return
	}
	g.touch()
	if ev.Ev == agent.EvReady {
		if !g.ready {
			g.ready, g.retried = true, false
			g.watchIdle(b)
			g.schedule()
		}
		return
	}
	c := g.cmd
	if ev.Ev == agent.EvDisplay || ev.Ev == agent.EvStdin || ev.Ev == agent.EvScript {
		g.shown(c, ev)
		return
	}
	if c == nil || ev.ID != c.ID {
		return // a learner's forgery, or nothing of ours
	}
	switch ev.Ev {
	case agent.EvStarted:
		g.started(c, ev)
	case agent.EvMore:
		if c.Op == agent.OpLine {
			g.more(c, ev)
		}
	case agent.EvDone:
		g.finished(c, ev)
	case agent.EvUnread:
		if c.Op == agent.OpUnread {
			g.unread(c, ev)
		}
	case agent.EvSteps:
		c.steps.add(ev.Data, ev.Whole)
	case agent.EvChecking:
		c.check.begin(ev.Exception)
	case agent.EvAnswer:
		c.check.answered(ev.Data)
		if c.ask != nil {
			c.ask.answer(ev.Data, nil)
			g.cmd = nil
			g.schedule()
		}
	}
}

// longestScript is the longest script for a page, in bytes.
const longestScript = 1 << 20

// shown passes on what a run, or a thread it has left, shows besides text.
func (g *group) shown(c *command, ev agent.Event) {
	run, s := 0, g.screen
	if c != nil {
		run = c.run
	}
	if ev.Ev == agent.EvDisplay {
		e := Event{Kind: EventDisplay, Run: run, Data: ev.Data, ID: ev.Display}
		g.tell(func() {
			s.event(e)
			g.measure(s)
		})
		return
	}
	if ev.Ev == agent.EvScript {
		// What the agent was told counts for nothing here: a program can write to this pipe.
		if c != nil && c.el.spec.Scripts && len(ev.Text) <= longestScript {
			e := Event{Kind: EventScript, Run: run, Text: ev.Text}
			g.tell(func() { s.event(e) })
		}
		return
	}
	if ev.Waiting && g.scripted(c) {
		return // nobody else is asked
	}
	e := Event{Kind: EventInput, Run: run, Waiting: ev.Waiting, Prompt: ev.Prompt, Secret: ev.Secret}
	if !ev.Secret && !ev.Waiting {
		e.Text = ev.Text
	}
	g.tell(func() { s.event(e) })
	if c != nil {
		c.asked = nil
		if e.Waiting {
			c.asked = &e
		}
		c.check.pause(e.Waiting)
		g.watchTime(c, e.Waiting)
	}
	if ev.Waiting && c != nil && c.run != 0 && g.body.waiting() == 0 {
		g.feedLine(c)
	}
}

// feedLine gives a run that asks for input the next line typed ahead.
func (g *group) feedLine(c *command) {
	text, eof := c.el.takeInput(true)
	g.feed(c, text, eof)
}

func (g *group) started(c *command, ev agent.Event) {
	if c.started || c.run == 0 {
		return
	}
	c.started, c.began, c.source = true, time.Now(), ev.Source
	g.running(c)
	c.check.pause(false)
	g.watchTime(c, false)
	if c.el.spec.Mode == Program {
		g.feedAll(c)
		return
	}
	g.after(c, typeAhead, func() { g.feedAll(c) })
}

func (g *group) running(c *command) {
	if c.began.IsZero() {
		c.began = time.Now() // it ended before it began
	}
	e := Event{Kind: EventStatus, State: Running, Run: c.run, Since: c.began}
	if c.el.spec.Mode == Interpreter {
		e.Source = c.source
	}
	c.el.state = Running
	g.event(c.el, e)
}

func (g *group) more(c *command, ev agent.Event) {
	c.el.more = true
	g.cmd = nil
	if c.completing { // an empty line was not enough: it is inside brackets or a string
		g.issue(&command{el: c.el, kind: itemCancel, completing: true, Command: agent.Command{Op: agent.OpCancel}})
		return
	}
	g.rest(c.el)
	g.prompt(c.el, ev.Prompt)
	g.schedule()
}

// finished ends a command. A run that takes the process with it is ended by the
// process's end, after the last that it prints.
func (g *group) finished(c *command, ev agent.Event) {
	if c.run != 0 || c.kind == itemEOF {
		c.outcome = outcomeOf(c, ev)
	}
	if ev.Exit != nil {
		return // its end will tell; if that was forged, there comes another Done
	}
	c.stop()
	el := c.el
	el.more = false
	if c.kind == itemCancel && !c.completing {
		s := g.screen
		g.tell(func() { s.write(stderr, []byte("KeyboardInterrupt\n")) })
	}
	g.tell(g.body.tidy)
	g.tell(g.screen.close)
	if c.run != 0 {
		if !c.started {
			g.running(c)
		}
		if c.Op == agent.OpLine {
			el.line = 0
		}
		g.become(el, idleOrEnded(el), c.run, c.outcome)
	}
	switch {
	case el.spec.Mode == Program:
		g.tellSteps(c)
		g.tellResult(c, c.outcome)
		g.event(el, Event{Kind: EventStop, Run: c.run, Text: c.outcome.Says.String()})
	case c.kind == itemCancel && c.completing:
	default:
		g.prompt(el, ev.Prompt)
	}
	g.cmd = nil
	if c.fed {
		ask := &command{el: el, interrupted: c.interrupted, Command: agent.Command{Op: agent.OpUnread}}
		ask.rest, ask.eof, ask.cut = g.body.takeBack()
		g.issue(ask)
		return
	}
	g.schedule()
}

// unread gets what a run has left of its standard input: text from the
// interpreter and its terminal, and then the rest, which got no further than here.
func (g *group) unread(c *command, ev agent.Event) {
	c.text, c.eof = append(c.text, ev.Text...), c.eof || ev.EOF
	if c.cut {
		g.body.mend()
		c.cut = false
		g.issue(c) // once more, for what can be read now
		return
	}
	g.cmd = nil
	if c.interrupted.IsZero() && c.el.spec.Mode == Interpreter && c.el.state != Ended {
		c.el.unread(append(c.text, c.rest...), c.eof)
	}
	g.schedule()
}

func idleOrEnded(el *element) State {
	if el.spec.Mode == Program {
		return Ended
	}
	return Idle
}
