package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crunchy/runner/agent"
)

// patience is how long an exercise may take that does not say.
const patience = 10 * time.Second

// check is the look at a learner's program once it has run. The tests are in a
// process of their own, the checker, which asks the learner's process for what it
// needs; the messages between the two pass through here. So neither the source
// of a check, nor what is expected, nor a comparison, nor the verdict is in the
// process of the learner's code; only the statement of an example is, which runs there. The group's mu guards it. A nil check does nothing.
type check struct {
	g      *group
	c      *command
	task   *Exercise
	output recorder
	script *script // the dialogue that the program is run with, or nil

	ctx     context.Context
	cancel  context.CancelFunc
	answers chan json.RawMessage // of the learner's process

	began   bool
	ended   bool // stopped by the learner
	verdict json.RawMessage

	clock   countdown // of its time
	tooLate bool
}

// newCheck makes a check of what was sent to the element.
func newCheck(g *group, c *command, sent string) *check {
	k := &check{g: g, c: c, task: c.el.spec.Exercise.about(sent), answers: make(chan json.RawMessage, 1)}
	k.script = k.task.script()
	k.ctx, k.cancel = context.WithCancel(context.Background())
	return k
}

func (k *check) recorder() *recorder {
	if k == nil {
		return nil
	}
	return &k.output
}

// begin is called when the program has run, with what it raised.
func (k *check) begin(e *agent.Exception) {
	if k == nil || k.began {
		return
	}
	k.began = true
	switch {
	case k.ended:
		k.finish()
	case e != nil && k.script == nil && !k.task.isOrder():
		k.verdict = k.failed(raised(e))
		k.finish()
	default:
		k.g.tell(func() { // all that it has printed is there now
			output := k.output.text()
			k.g.checks.Go(func() { k.run(output, e) })
		})
	}
}

// raised is the test that a program fails which raises an exception.
func raised(e *agent.Exception) verdictTest {
	t := verdictTest{
		Outcome: "error", Line: e.Line,
		Got: strings.TrimSuffix(fmt.Sprintf("%s: %s", e.Type, e.Message), ": "),
	}
	if e.File == agent.Preparation {
		t.Line = 0
		return t.says(say("name.preparation"), say("cannot.prepare"))
	}
	return t.says(say("name.whole"), say("cannot.raised", "a", article(e.Type), "type", e.Type))
}

// answered takes an answer of the learner's process.
func (k *check) answered(data json.RawMessage) {
	if k == nil {
		return
	}
	select {
	case k.answers <- data:
	default: // it was not asked
	}
}

// stop is an Interrupt.
func (k *check) stop() {
	if k == nil {
		return
	}
	k.ended, k.verdict = true, nil
	k.cancel()
}

// stopped says whether it was stopped by an Interrupt after the program had run.
func (k *check) stopped() bool { return k != nil && k.began && k.ended }

// over is called when the run is over.
func (k *check) over() {
	if k == nil {
		return
	}
	k.cancel()
	k.clock.pause()
}

// pause stops the clock while the program waits for input, and lets it run.
func (k *check) pause(waits bool) {
	switch {
	case k == nil || k.tooLate:
	case waits:
		k.clock.pause()
	default:
		k.clock.run(k.time(), func() {
			k.g.mu.Lock()
			defer k.g.release()
			if k.g.cmd == k.c && k.g.body != nil && k.clock.over() {
				k.tooLate = true
				k.g.body.kill()
			}
		})
	}
}

// time is how long program and tests may take together.
func (k *check) time() time.Duration {
	if k.task.Timeout > 0 {
		return k.task.Timeout
	}
	return patience
}

func (k *check) late() bool { return k != nil && k.tooLate }

// lateWords say that the time was over.
func (k *check) lateWords() *Words {
	return say("run.tooLong", "n", int(k.time().Seconds()))
}

// finish lets the learner's process end as every program does.
func (k *check) finish() {
	if k.g.cmd == k.c && k.g.body != nil {
		k.g.body.send(agent.Command{Op: agent.OpFinish, ID: k.c.ID})
	}
}

// run is the talk between the two processes, until there is a verdict or the run
// is over.
func (k *check) run(output string, e *agent.Exception) {
	defer k.cancel()
	verdict, err := k.judge(output, e)
	if err != nil && k.ctx.Err() == nil {
		k.g.m.log.Warn("an exercise could not be checked", "uid", k.c.el.spec.UID, "err", err)
		verdict = k.failed(verdictTest{Outcome: "error"}.says(say("name.check"), say("cannot.now")))
	}
	k.g.mu.Lock()
	defer k.g.release()
	if !k.ended {
		k.verdict = verdict
	}
	k.finish()
}

// judge comes to a verdict: on the dialogue first, and if that goes well on all else.
func (k *check) judge(output string, e *agent.Exception) (json.RawMessage, error) {
	if k.script == nil {
		return k.talk(output)
	}
	v := k.script.judge(k.kind(), output, e)
	others := slices.DeleteFunc(slices.Clone(k.task.Tests), func(t Test) bool { return t.Kind == dialogue })
	if v.Failed > 0 || e != nil || len(others) == 0 {
		return json.Marshal(v)
	}
	result, err := k.talk(output)
	if err != nil || result == nil {
		return result, err
	}
	return v.and(result)
}

var errNoVerdict = errors.New("runner: the checker ended without a verdict")

func (k *check) talk(output string) (json.RawMessage, error) {
	spec := k.c.el.spec
	checker, err := startChecker(k.ctx, k.g.m, spec, k.c.run)
	if err != nil {
		return nil, err
	}
	defer checker.close()
	err = checker.send(map[string]any{
		"tests": k.task.Tests, "setup": k.task.Setup, "author": k.task.Author,
		"source": k.c.Text, "output": output, "modules": spec.ModuleFiles,
	})
	for err == nil {
		select {
		case <-k.ctx.Done():
			return nil, k.ctx.Err()
		case answer := <-k.answers:
			err = checker.send(answer)
		case line, ok := <-checker.lines:
			if !ok {
				return nil, fmt.Errorf("%w: %s", errNoVerdict, checker.why())
			}
			var m struct {
				Ask, Reply, Result json.RawMessage
				Print              *string
			}
			if err = json.Unmarshal(line, &m); err != nil {
				break
			}
			switch {
			case m.Ask != nil || m.Reply != nil:
				k.pass(string(line))
			case m.Print != nil:
				k.show(*m.Print)
			default:
				return k.named(m.Result), nil
			}
		}
	}
	return nil, err
}

// pass gives a message of the checker to the learner's process.
func (k *check) pass(message string) {
	k.g.mu.Lock()
	defer k.g.release()
	if k.g.cmd == k.c && k.g.body != nil {
		k.g.body.send(agent.Command{Op: agent.OpCall, ID: k.c.ID, Text: message})
	}
}

// show shows what a test prints.
func (k *check) show(text string) {
	k.g.order.Lock()
	defer k.g.order.Unlock()
	k.g.flush()
	k.g.mu.Lock()
	s, mine := k.g.screen, k.g.cmd == k.c
	k.g.mu.Unlock()
	if mine {
		s.write(stdout, []byte(text))
	}
}
