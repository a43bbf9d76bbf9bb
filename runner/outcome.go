package runner

import (
	"cmp"
	"regexp"
	"time"

	"crunchy/runner/agent"
)

// ends is an outcome with what the learner reads of it.
func (o *Outcome) ends(r Reason, says *Words) { o.Reason, o.Says = r, says }

// outcomeOf says how a run ended that the agent has reported.
func outcomeOf(c *command, ev agent.Event) *Outcome {
	o := &Outcome{MS: ev.MS, CPUMS: ev.CPUMS, PeakKiB: ev.PeakKiB, Reason: Finished}
	if e := ev.Exception; e != nil {
		o.Exception = &Exception{
			Type: e.Type, Message: e.Message, Line: e.Line,
			Explanation: e.Explanation, Shadow: e.Shadow, Frames: framesOf(e.Frames),
		}
		if why := c.el.group.m.limits.because(e); why != nil {
			o.Exception.Explanation, o.Exception.Says = why.String(), why
		}
		o.Reason = Raised
	}
	if ev.Exit != nil {
		o.Code = *ev.Exit
	}
	// On an ordinary terminal Ctrl-C is a key like others: nobody need say more.
	interrupted := !c.interrupted.IsZero() || c.el.group.modes == ordinary
	stopped := interrupted && o.Exception != nil && o.Exception.Type == "KeyboardInterrupt"
	program := c.el.spec.Mode == Program
	switch {
	case stopped || c.check.stopped():
		o.ends(Stopped, say("run.stopped"))
	case o.Exception != nil:
		o.Says = raisedWords(o.Exception)
	case ev.Exit == nil || program && o.Code == 0 && !ev.Left:
	case c.kind == itemEOF:
		o.ends(Exited, say("run.left"))
	default:
		o.ends(Exited, exitWords(o.Code, program))
	}
	return o
}

// endOutcome says how a process ended: c is what it was doing, exit what its
// reaper reported, if it lived to do so, and hit the limit that was reached, if one was.
func endOutcome(c *command, how ending, hit *Words, exit *agent.Event, lost *Words, ready bool) *Outcome {
	o := &Outcome{}
	program, interrupted := false, false
	if c != nil {
		program, interrupted = c.el.spec.Mode == Program, !c.interrupted.IsZero()
		if c.outcome != nil {
			o = c.outcome
		} else if c.started { // nobody else can say how long it was
			o.MS = float64(time.Since(c.began).Microseconds()) / 1000
		}
	}
	switch {
	case how == endKill:
		o.ends(Stopped, say("run.stopped"))
	case hit != nil:
		o.ends(Limited, hit)
		if exit != nil {
			o.CPUMS = max(o.CPUMS, exit.CPUMS)
		}
	case c != nil && c.check.late():
		o.ends(Limited, c.check.lateWords())
	case lost != nil:
		o.ends(Lost, lost)
	case exit == nil, !ready:
		o.ends(Lost, say("run.lost"))
	case exit.Signal != 0 && interrupted:
		o.Signal = exit.Signal
		o.ends(Stopped, say("run.stopped"))
	case exit.Signal != 0:
		o.Signal = exit.Signal
		o.ends(Signalled, signalWords(exit.Signal))
	case c != nil && c.outcome != nil && c.outcome.Code == exit.Code:
		// as the agent has announced it
	case o.Reason == Raised || o.Reason == Stopped:
		o.Code = exit.Code
	default:
		o.Code = exit.Code
		o.ends(Exited, exitWords(exit.Code, program))
	}
	return o
}

// framesOf takes over as many frames as an exception tells.
func framesOf(all []agent.Frame) []Frame {
	var frames []Frame
	for _, f := range all[max(0, len(all)-mostFrames):] {
		frames = append(frames, Frame{File: f.File, Line: f.Line, Function: f.Function})
	}
	return frames
}

const mostFrames = 20

func raisedWords(e *Exception) *Words {
	if e.Line > 0 {
		return say("run.raisedAt", "a", article(e.Type), "type", e.Type, "line", e.Line)
	}
	return say("run.raised", "a", article(e.Type), "type", e.Type)
}

// vowelSound is how a name begins that is spoken with a vowel: of capitals one
// says the letters, as in SSLError, and a long u or a one begins with a consonant.
var (
	vowelSound = regexp.MustCompile(`^([FHLMNRSX]([A-Z_]|$)|[AEIOUaeiou])`)
	consonant  = regexp.MustCompile(`^(U[A-Z_]|(?i:uni([^dmn]|$)|us[aeiu]|utf|eu|one))`)
)

// article is the word to say before the name of a type.
func article(name string) string {
	if vowelSound.MatchString(name) && !consonant.MatchString(name) {
		return "an"
	}
	return "a"
}

func exitWords(code int, program bool) *Words {
	if program {
		return say("run.exit", "code", code)
	}
	return say("run.leftWith", "code", code)
}

// signalWords names a signal and what it usually means.
func signalWords(n int) *Words {
	name, key := signalName(n), "run.signal"
	switch name {
	case "SIGSEGV", "SIGBUS":
		key = "run.signalMemory"
	case "SIGABRT":
		key = "run.signalBroken"
	case "SIGFPE":
		key = "run.signalNumber"
	case "SIGILL":
		key = "run.signalCode"
	case "SIGKILL":
		key = "run.signalKilled"
	}
	return say(key, "n", n, "name", cmp.Or(name, "unknown"))
}
