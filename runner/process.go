package runner

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"crunchy/runner/agent"
)

// process is a body of flesh and blood: a real interpreter on two terminals,
// with its reaper, and the goroutines that serve it.
type process struct {
	g      *group
	screen *screen
	python string // as the element wants it
	modes  modes

	ttys     [2]*terminal
	commands *os.File
	events   *os.File
	acks     *os.File
	stacks   *os.File
	page     page
	due      due
	inbox    *inbox
	child    []*os.File
	copy     Copy // nil if it works in its directory itself

	input  *input
	orders chan []byte // for the agent; one is under way at a time
	told   chan []byte // for the program that runs; what there is no room for is passed over
	buffer []byte      // guarded by order
	over   bool        // all was shown; guarded by order

	ctx    context.Context // done when it is being ended
	cancel context.CancelFunc
	done   chan empty

	// Of the goroutine that reads events.
	started   bool // the agent takes commands
	unlimited bool // its limits could not be set

	whereMu sync.Mutex // one asker at a time
	mu      sync.Mutex
	signal  int // that makes it write its stacks; 0 before it is ready
	killed  bool
}

// newProcess starts to start a process. It returns at once; the group hears of
// the rest.
func newProcess(g *group, python string) *process {
	ctx, cancel := context.WithCancel(context.Background())
	p := &process{
		g: g, screen: g.screen, python: python, modes: g.modes,
		input: newInput(), orders: make(chan []byte, 4), told: make(chan []byte, 64), buffer: make([]byte, portion/2),
		ctx: ctx, cancel: cancel, done: make(chan empty),
	}
	err := p.open(g.size)
	g.m.wg.Go(func() { p.live(err) })
	return p
}

// open makes the terminals and pipes.
func (p *process) open(size winsize) error {
	for i := range p.ttys {
		tty, slave, err := openTerminal(size, p.modes)
		if err != nil {
			return err
		}
		p.ttys[i] = tty
		p.child = append(p.child, slave)
	}
	for _, pipe := range []struct {
		ours  **os.File
		input bool // we write
	}{{&p.commands, true}, {&p.events, false}, {&p.acks, true}, {&p.stacks, false}} {
		ours, theirs, err := channel(pipe.input)
		if err != nil {
			return err
		}
		*pipe.ours = ours
		p.child = append(p.child, theirs)
	}
	ours, theirs, err := newPage()
	if err != nil {
		return err
	}
	p.page.file = ours
	p.page.ask()
	p.child = append(p.child, theirs)
	blocking(p.child)
	return nil
}

// live is the process's life.
func (p *process) live(err error) {
	defer close(p.done)
	defer p.cancel()
	lost := p.g.m.admit(p.g.counted)
	admitted := lost == nil
	if !admitted {
		err = errFull
	}
	if err == nil {
		err = p.launch()
	}
	closeAll(p.child)
	var exit *agent.Event
	var wg sync.WaitGroup
	if err == nil {
		p.inbox = newInbox(p)
		for stream := range p.ttys {
			wg.Go(func() { p.pumpTerminal(stream, p.inbox) })
		}
		wg.Go(p.pumpOrders)
		wg.Go(p.pumpInput)
		var end error
		if exit, end = p.pumpEvents(p.inbox); errors.Is(end, os.ErrDeadlineExceeded) && !p.started {
			lost = say("run.late")
		}
		if p.unlimited {
			lost = say("run.notStarted")
		}
	} else if lost == nil && p.ctx.Err() == nil {
		lost = lostBecause(err)
		p.g.m.log.Warn("Python was not started", "python", p.python, "err", err)
	}
	p.end()
	if admitted {
		p.g.m.dismiss(p.g.counted) // before its end is told: who hears of that may start another
	}
	p.g.order.Lock()
	p.g.flush()
	if err == nil {
		p.take(0, 0)
	}
	p.over = true
	p.g.ended(p, exit, lost)
	p.g.flush()
	p.g.order.Unlock()
	p.close()
	wg.Wait()
	p.g.m.wg.Go(p.keep) // what it wrote last; nobody waits for that
}

var errFull = errors.New("runner: too many processes")

// lostBecause is what the learner reads when a process could not be started.
func lostBecause(err error) *Words {
	var missing *MissingError
	switch {
	case errors.As(err, &missing):
		return missing.words()
	case errors.Is(err, errFull):
		return say("run.full")
	case errors.As(err, new(*SandboxError)):
		return say("run.noSandbox")
	case errors.Is(err, context.DeadlineExceeded):
		return say("run.late")
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE), errors.Is(err, syscall.ENOSPC):
		return say("run.noRoom")
	case runtime.GOOS != "linux" && runtime.GOOS != "darwin":
		return say("run.system")
	}
	return say("run.notStarted")
}

func (p *process) launch() error {
	limits := p.g.m.limits
	ctx, cancel := context.WithTimeout(p.ctx, limits.Start)
	defer cancel()
	python, err := p.g.m.pythons.find(ctx, p.python)
	if err != nil {
		return err
	}
	p.expire(limits.Start)
	p.copy, err = p.g.m.launcher.Start(ctx, Start{Python: python, Owner: p.g.owner, Limits: p.g.m.limits, Dir: p.dir(), Modules: p.modules(), Files: p.child, Terminal: p.modes == ordinary})
	return err
}

// bring gives the process what is new in its directory, and keep takes what is new
// of the process, where the two have not the same.
func (p *process) bring() { p.settle(Copy.Bring) }
func (p *process) keep()  { p.settle(Copy.Keep) }

func (p *process) settle(do func(Copy) error) {
	if p.copy == nil {
		return
	}
	if err := do(p.copy); err != nil {
		p.g.m.log.Info("files of a lesson were not copied", "err", err) // a student can make it so
	}
}

// dir is the working directory; elements that share a process have one page.
func (p *process) dir() string {
	if el := p.screen.owner(); el != nil {
		return el.spec.Dir
	}
	return ""
}

// modules is the folder of the page's own modules.
func (p *process) modules() string {
	if el := p.screen.owner(); el != nil {
		return el.spec.Modules
	}
	return ""
}

// arrived is called when the agent takes commands, and says whether it may be
// given any.
func (p *process) arrived(ev agent.Event) bool {
	if !p.started && !ev.Limited && !p.limited() {
		p.unlimited = true
		p.kill()
		return false
	}
	p.started = true
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.killed {
		p.due.set(p.events, time.Time{})
	}
	p.signal = ev.Where
	return true
}

// limited sets the limits that the kernel sees to, and says whether they are good enough.
func (p *process) limited() bool {
	err := p.ttys[0].restrict(p.g.m.limits)
	if err != nil {
		p.g.m.log.Warn("limits could not be set", "python", p.python, "err", err)
	}
	return err == nil || !p.g.m.limits.Strict
}

// expire gives up waiting for events after a time.
func (p *process) expire(d time.Duration) {
	if p.events != nil {
		p.due.set(p.events, time.Now().Add(d))
	}
}

// end does by hand what should have happened by itself when the reaper is stuck
// or was killed: nothing of the process may live on.
func (p *process) end() {
	p.kill()
	if p.ttys[0] != nil {
		p.ttys[0].signal(int(syscall.SIGKILL))
	}
}

func (p *process) close() {
	closeAll([]*os.File{p.commands, p.events, p.acks, p.stacks, p.page.file})
	for _, t := range p.ttys {
		if t != nil {
			closeAll([]*os.File{t.file})
		}
	}
}

// send implements body.
func (p *process) send(c agent.Command) {
	line, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and numbers
	}
	select {
	case p.orders <- append(line, '\n'):
	default: // only one is under way at a time: there is always room
	}
}

// pumpOrders writes commands, which may be larger than the pipe.
func (p *process) pumpOrders() {
	for {
		select {
		case <-p.ctx.Done():
			return
		case line := <-p.orders:
			p.bring()
			if _, err := p.commands.Write(line); err != nil {
				return // it has ended
			}
		case line := <-p.told:
			if _, err := p.commands.Write(line); err != nil {
				return
			}
		}
	}
}

// feed implements body.
func (p *process) feed(text []byte) { p.input.push(text, false) }

// feedEOF implements body.
func (p *process) feedEOF() { p.input.push(nil, true) }

// takeBack implements body.
func (p *process) takeBack() (text []byte, eof, cut bool) { return p.input.takeBack() }

// mend implements body.
func (p *process) mend() {
	p.ttys[0].control(func(fd uintptr) {
		p.input.mend(func(b []byte) int { return tryWrite(fd, b) })
	})
}

// waiting implements body.
func (p *process) waiting() int { return p.input.waiting() }

// pumpInput writes standard input as the terminal takes it.
func (p *process) pumpInput() {
	tty := p.ttys[0]
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		again := tick.C // a program may want single keys now, and what was held back
		if p.input.idle() {
			again = nil
		}
		select {
		case <-p.ctx.Done():
			return
		case <-p.input.wake:
		case <-again:
		}
		// Some kernels forget to say that there is room again: look from time to time.
		_ = tty.file.SetWriteDeadline(time.Now().Add(200 * time.Millisecond))
		_ = tty.raw.Write(func(fd uintptr) bool {
			for {
				// An ordinary terminal gets keys, one as the other, as they are.
				more, full := p.input.write(p.modes == gathering && canonical(fd), lineChunk, func(b []byte) int { return tryWrite(fd, b) })
				if full || !more {
					return !full
				}
			}
		})
	}
}

// interrupt implements body.
func (p *process) interrupt(both bool) {
	if p.ttys[0] != nil {
		p.ttys[0].interrupt(both)
	}
}

// kill implements body: the reaper, who sees the end of the commands, ends all.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.killed {
		return
	}
	p.killed = true
	p.cancel()
	closeAll([]*os.File{p.commands})
	p.expire(burial)
}

// resize implements body.
func (p *process) resize(size winsize) {
	for _, t := range p.ttys {
		if t != nil {
			t.resize(size)
		}
	}
}

// tidy implements body.
func (p *process) tidy() {
	for _, t := range p.ttys {
		t.tidy()
	}
}

// gone implements body.
func (p *process) gone() <-chan empty { return p.done }
