package runner

import (
	"regexp"
	"strings"
	"unicode"

	"crunchy/runner/agent"
)

// dialogue is the kind of a Test that shows a run as it should go: what is printed,
// and behind "<<< " what is typed then.
const dialogue = "dialogue"

// script is a dialogue: the program of the exercise is run with what is typed in
// it, and what it prints up to each of its questions is compared. The group's
// order guards at, everything else its mu.
type script struct {
	test   int // its place among the tests
	hidden bool
	turns  []turn
	last   string // what is printed after all that
	asked  int    // how often the program has asked
	at     []int  // how much it had printed when it did
}

// turn is what is printed until something is typed, and that.
type turn struct {
	print, typed string
}

// What is typed that is no line.
const (
	endOfInput = "^D"
	interrupts = "^C"
)

var typedLine = regexp.MustCompile(`^(.*?)<<<(?: (.*))?$`)

// readScript reads a dialogue. Every text is one.
func readScript(source string) *script {
	s := &script{}
	for line := range strings.SplitSeq(strings.TrimRight(source, "\n"), "\n") {
		m := typedLine.FindStringSubmatch(line)
		if m == nil {
			s.last += line + "\n"
			continue
		}
		s.turns = append(s.turns, turn{s.last + m[1], strings.TrimRight(m[2], " \t\r")})
		s.last = ""
	}
	return s
}

// script is the first dialogue of the exercise, nil if there is none.
func (x *Exercise) script() *script {
	for i, t := range x.Tests {
		if t.Kind == dialogue {
			s := readScript(t.Source)
			s.test, s.hidden = i, t.Hidden
			return s
		}
	}
	return nil
}

// scripted answers a program that asks for input with what is to be typed next, and
// reports whether there is a dialogue. When nothing is left, its input ends.
func (g *group) scripted(c *command) bool {
	if c == nil || c.check == nil || c.check.script == nil || c.check.began {
		return false
	}
	k := c.check
	s := k.script
	typed := endOfInput
	if s.asked < len(s.turns) {
		typed = s.turns[s.asked].typed
	}
	s.asked++
	g.tell(func() { s.at = append(s.at, len(k.output.text())) })
	switch typed {
	case endOfInput:
		g.feed(c, nil, true)
	case interrupts:
		g.body.interrupt(false)
	default:
		g.feed(c, []byte(typed+"\n"), false)
	}
	return true
}

// judge compares what was printed with the dialogue, and says what the program
// raised, if that is not what the last thing typed leads to.
func (s *script) judge(kind, output string, e *agent.Exception) verdict {
	v := verdict{Kind: kind, Tests: []verdictTest{}}
	from := 0
	for i := 0; i <= len(s.turns); i++ {
		want, got, ends := s.last, "", i >= len(s.at)
		if i < len(s.turns) {
			want = s.turns[i].print
		}
		if ends {
			got = output[min(from, len(output)):]
		} else {
			to := min(max(s.at[i], from), len(output))
			got, from = output[min(from, to):to], to
		}
		t := verdictTest{Outcome: "passed", Expected: tidy(want), Got: tidy(got), Test: new(s.test)}
		t = t.says(s.name(i), s.differs(i, t.Expected == t.Got, ends, e))
		if t.Message == "" {
			v.Passed++
			v.Tests = append(v.Tests, s.shown(t))
			continue
		}
		t.Outcome = "failed"
		if ends && e != nil && !s.leadsTo(e) {
			t.Outcome, t.Line = "error", e.Line
		}
		v.Tests = append(v.Tests, s.shown(t))
		v.Failed = len(s.turns) + 1 - v.Passed
		return v.says(say("talk.notYet"))
	}
	return v.says(say("talk.good"))
}

// says returns the verdict with what is said of all.
func (v verdict) says(message *Words) verdict {
	v.Message, v.Says = message.String(), said{Message: message}
	return v
}

// differs says what is different in a turn, nil if nothing is. ends: the program
// asks for nothing behind it.
func (s *script) differs(i int, same, ends bool, e *agent.Exception) *Words {
	begins := say("talk.begins")
	if i > 0 {
		begins = say("talk.else", "turn", s.name(i))
	}
	switch final := i == len(s.turns); {
	case ends && e != nil && !s.leadsTo(e):
		return say("talk.stops", "a", article(e.Type), "type", e.Type)
	case !same:
		return begins
	case ends && !final:
		return say("talk.ends")
	case !ends && final:
		return say("talk.asks")
	}
	return nil
}

// leadsTo reports whether an exception is what comes of the last thing typed.
func (s *script) leadsTo(e *agent.Exception) bool {
	if len(s.turns) == 0 || s.asked != len(s.turns) {
		return false
	}
	switch s.turns[len(s.turns)-1].typed {
	case endOfInput:
		return e.Type == "EOFError"
	case interrupts:
		return e.Type == "KeyboardInterrupt"
	}
	return false
}

// name is what a turn is called.
func (s *script) name(i int) *Words {
	if i == 0 {
		return say("turn.first")
	}
	switch typed := s.turns[i-1].typed; typed {
	case "":
		return say("turn.empty")
	case endOfInput:
		return say("turn.end")
	case interrupts:
		return say("turn.interrupt")
	default:
		return say("turn.typed", "typed", typed)
	}
}

// shown is a turn as the student may see it.
func (s *script) shown(t verdictTest) verdictTest {
	if s.hidden {
		message := t.Says.Message
		if t.Outcome == "failed" {
			message = say("talk.hidden")
		}
		t.Expected, t.Got, t.Hidden = "", "", true
		t = t.says(say("name.hidden"), message)
	}
	return t
}

// tidy is an output without what does not count: blanks at the ends of lines.
func tidy(text string) string {
	lines := strings.Split(strings.TrimRightFunc(text, unicode.IsSpace), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
	}
	return strings.Join(lines, "\n")
}
