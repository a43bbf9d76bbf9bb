package runner

import (
	"strconv"
	"strings"
	"syscall"
	"time"

	"crunchy/runner/agent"
)

// exceed ends the process because a limit was reached, in words for the learner.
// The caller holds mu.
func (g *group) exceed(why *Words) {
	if g.body == nil || g.ending != endNot {
		return
	}
	g.hit = why
	g.m.wg.Go(g.end(endLimit))
}

// watchTime lets the time of a run pass, or stands it still while the run waits
// for input. The caller holds mu.
func (g *group) watchTime(c *command, waits bool) {
	limit := g.m.limits.RunTime
	switch {
	case limit <= 0 || c.run == 0:
	case waits:
		c.clock.pause()
	default:
		c.clock.run(limit, func() {
			g.mu.Lock()
			defer g.release()
			if g.cmd == c && c.clock.over() {
				g.exceed(say("run.tooLongHere", "time", duration(limit)))
			}
		})
	}
}

// watchIdle ends a process for which nothing happens for too long. The caller holds mu.
func (g *group) watchIdle(b body) {
	limit := g.m.limits.Idle
	if limit <= 0 {
		return
	}
	g.touch()
	var look func()
	look = func() {
		g.mu.Lock()
		defer g.release()
		if g.body != b {
			return
		}
		if left := limit - (time.Since(g.born) - time.Duration(g.last.Load())); left > 0 {
			g.idle = time.AfterFunc(left, look)
			return
		}
		g.exceed(say("run.idle", "time", duration(limit)))
	}
	g.idle = time.AfterFunc(limit, look)
}

// touch notes that something happens.
func (g *group) touch() { g.last.Store(int64(time.Since(g.born))) }

// measure ends a process whose run has shown too much. The caller holds order.
func (g *group) measure(s *screen) {
	limit := g.m.limits.Output
	if limit <= 0 || s.shown <= limit {
		return
	}
	g.mu.Lock()
	now := g.screen == s && g.ending == endNot && g.body != nil
	if now {
		g.exceed(say("run.tooMuch", "size", size(limit)))
	}
	g.mu.Unlock()
	if now {
		s.silence()
	}
}

// spent are the words for the end of a process that has used up its processor
// time, nil if that was not it.
func (l Limits) spent(exit *agent.Event, program bool) *Words {
	if l.CPU <= 0 || exit == nil {
		return nil
	}
	switch signalName(exit.Signal) {
	case "SIGXCPU":
	case "SIGKILL": // it has paid no heed to the first
		// The kernel counts ticks for this, and is more exact in what it tells.
		if time.Duration(exit.CPUMS*float64(time.Millisecond)) < l.CPU*3/4 {
			return nil
		}
	default:
		return nil
	}
	if program {
		return say("run.cpu", "time", duration(l.CPU))
	}
	return say("run.cpuAll", "time", duration(l.CPU))
}

// because says in words that an exception came from a limit, nil if it did not.
func (l Limits) because(e *agent.Exception) *Words {
	memory := func(key string) *Words {
		if l.Memory <= 0 {
			return nil
		}
		return say(key, "size", size(l.Memory))
	}
	errno, _, numbered := strings.Cut(strings.TrimPrefix(e.Message, "[Errno "), "]")
	if !numbered || !strings.HasPrefix(e.Message, "[Errno ") {
		errno = ""
	}
	is := func(n syscall.Errno) bool { return errno == strconv.Itoa(int(n)) }
	switch {
	case strings.HasSuffix(e.Type, "MemoryError"):
		return memory("limit.memory")
	case e.Type == "RuntimeError" && strings.HasPrefix(e.Message, "can't start new thread"):
		return memory("limit.threads")
	case e.Type == "BlockingIOError" && is(syscall.EAGAIN) && l.Children > 0:
		return say("limit.processes", "n", l.Children)
	case e.Type != "OSError":
	case is(syscall.ENOMEM):
		return memory("limit.memory")
	case is(syscall.EMFILE) && l.Files > 0:
		return say("limit.files", "n", l.Files)
	case is(syscall.EFBIG) && l.FileSize > 0:
		return say("limit.fileSize", "size", size(l.FileSize))
	case is(syscall.ENOSPC), is(syscall.EDQUOT):
		return say("limit.disk")
	}
	return nil
}

// starver is a Launcher that bounds the memory that programs of one owner have together.
type starver interface {
	// Starved returns that bound in bytes if a program was ended for it since it was
	// asked last, and else 0.
	Starved(owner string) int64
}

// starved are the words for a program that was killed because there was no more
// memory for those of its owner, nil if that was not it.
func (m *Manager) starved(owner string) *Words {
	if l, ok := m.launcher.(starver); ok {
		if most := l.Starved(owner); most > 0 {
			return say("run.together", "size", size(most))
		}
	}
	return nil
}
