package runner

import (
	"fmt"
	"time"

	"crunchy/runner/agent"
)

// What a learner reads when a run ends, besides what it printed.
const (
	stoppedText = "You stopped it."
	lostText    = "Python has disappeared, and nobody knows why. Run it again."
	lateText    = "Python did not start in time. The computer may be very busy: try again in a moment."
)

// outcomeOf says how a run ended that the agent has reported.
func outcomeOf(c *command, ev agent.Event) *Outcome {
	o := &Outcome{MS: ev.MS, CPUMS: ev.CPUMS, PeakKiB: ev.PeakKiB, Reason: Finished}
	if e := ev.Exception; e != nil {
		o.Exception = &Exception{
			Type: e.Type, Message: e.Message, Line: e.Line,
			Explanation: e.Explanation, Shadow: e.Shadow, Frames: framesOf(e.Frames),
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
		o.Reason, o.Text = Stopped, stoppedText
	case o.Exception != nil:
		o.Text = raisedText(o.Exception)
	case ev.Exit == nil || program && o.Code == 0 && !ev.Left:
	case c.kind == itemEOF:
		o.Reason, o.Text = Exited, "Python was left, as its input has ended."
	default:
		o.Reason, o.Text = Exited, exitText(o.Code, program)
	}
	return o
}

// endOutcome says how a process ended: c is what it was doing, exit what its
// reaper reported, if it lived to do so.
func endOutcome(c *command, how ending, exit *agent.Event, lost string, ready bool) *Outcome {
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
		o.Reason, o.Text = Stopped, stoppedText
	case c != nil && c.check.late():
		o.Reason, o.Text = Limited, c.check.lateText()
	case lost != "":
		o.Reason, o.Text = Lost, lost
	case exit == nil, !ready:
		o.Reason, o.Text = Lost, lostText
	case exit.Signal != 0 && interrupted:
		o.Reason, o.Signal, o.Text = Stopped, exit.Signal, stoppedText
	case exit.Signal != 0:
		o.Reason, o.Signal, o.Text = Signalled, exit.Signal, signalText(exit.Signal)
	case c != nil && c.outcome != nil && c.outcome.Code == exit.Code:
		// as the agent has announced it
	case o.Reason == Raised || o.Reason == Stopped:
		o.Code = exit.Code
	default:
		o.Reason, o.Code, o.Text = Exited, exit.Code, exitText(exit.Code, program)
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

func raisedText(e *Exception) string {
	if e.Line > 0 {
		return fmt.Sprintf("It ended with a %s in line %d.", e.Type, e.Line)
	}
	return fmt.Sprintf("It ended with a %s.", e.Type)
}

func exitText(code int, program bool) string {
	if program {
		return fmt.Sprintf("The program ended itself with exit status %d.", code)
	}
	return fmt.Sprintf("Python was left with exit status %d.", code)
}

// signalText names a signal and what it usually means.
func signalText(n int) string {
	name, means := signalName(n), ""
	switch name {
	case "SIGSEGV", "SIGBUS":
		means = ": it used memory that is not its own"
	case "SIGABRT":
		means = ": it gave up because something inside it was broken"
	case "SIGFPE":
		means = ": a calculation in machine code was impossible"
	case "SIGILL":
		means = ": its machine code does not suit this computer"
	case "SIGKILL":
		means = ": something on this computer killed it, perhaps because memory ran out"
	}
	if name == "" {
		name = "unknown"
	}
	return fmt.Sprintf("It was ended by signal %d (%s)%s.", n, name, means)
}
