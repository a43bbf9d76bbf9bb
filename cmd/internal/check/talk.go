package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
)

// Times of a run that does not end.
const (
	untilKill = 3 * time.Second  // after an interrupt
	untilLost = 20 * time.Second // after a kill
	unfed     = 5 * time.Second  // for a program that was told that there is no input
)

// mostKept is how much of what a block prints is compared.
const mostKept = 1 << 20

// mostFrames is how many bytes are kept of what a block shows, pictures and all.
const mostFrames = 8 << 20

// mostAsked is how often a program may ask for input when there is none.
const mostAsked = 100

// talk is what goes back and forth with one open page.
type talk struct {
	engine engine.Engine
	page   string
	after  uint64
}

// order is something to run.
type order struct {
	uid     string
	source  string
	program bool
	check   bool
	limit   time.Duration
	// typed answers a question for input, when it has printed what is given.
	// Nil, or an empty answer, stands for the end of input.
	typed func(printed string) string
}

// outcome is how a run went.
type outcome struct {
	stdout, stderr, both strings.Builder
	frames               []comet.Frame // that made these, up to mostFrames
	framed               int           // bytes of them

	Reason    string
	Code      int
	Signal    int
	Text      string
	Exception struct {
		Type, Message string
		Line          int
		Frames        []struct {
			File string
			Line int
		}
	}
	verdict *verdict
	picture string // what is wrong with the picture that it was to write
	asked   bool   // for input that there was not
	late    bool   // it was stopped because the time was over
	took    time.Duration
}

// verdict is a RESULT.
type verdict struct {
	Passed, Failed int
	Message        string
	Tests          []struct {
		Name, Outcome, Expected, Got, Message string
		Line                                  int
	}
}

// run runs something to its end.
func (t *talk) run(ctx context.Context, o order) (*outcome, error) {
	out := &outcome{}
	allTypes := comet.ParseTypes("PROMPT,INPUT,DISPLAY,RESULT,STATUS")
	began := time.Now()
	run, err := t.engine.Exec(ctx, t.page, o.uid, engine.Exec{Source: o.source, Check: o.check})
	if err != nil {
		return nil, fmt.Errorf("a block could not be run: %w", err)
	}
	deadline, stage, asked := began.Add(o.limit), 0, 0
	act := func(s engine.Signal) {
		_, _ = t.engine.Signal(ctx, t.page, o.uid, s) // if it has ended in between, that is what was wanted
	}
	over := false
	for {
		wait, cancel := context.WithDeadline(ctx, deadline)
		batch, err := t.engine.Poll(wait, t.page, comet.Request{After: t.after, Types: allTypes})
		cancel()
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, context.DeadlineExceeded), err == nil && time.Now().After(deadline): // one that floods never waits
			out.late = true
			switch stage++; stage {
			case 1:
				act(engine.Interrupt)
				deadline = time.Now().Add(untilKill)
			case 2:
				act(engine.Kill)
				deadline = time.Now().Add(untilLost)
			default:
				return nil, errors.New("a block could not be ended")
			}
		case err != nil:
			return nil, fmt.Errorf("a page was lost: %w", err)
		}
		t.after = max(t.after, batch.Seq)
		for _, f := range batch.Frames {
			if f.UID != o.uid {
				continue
			}
			switch f.Kind {
			case comet.Stdout, comet.Stderr, comet.Display:
				out.show(f)
			case comet.Input:
				if !waits(f.Data) {
					break
				}
				if answer := o.answer(out.both.String()); answer != "" {
					if err := t.engine.Input(ctx, t.page, o.uid, 0, []byte(answer+"\n")); err != nil {
						return nil, fmt.Errorf("a block takes no input: %w", err)
					}
					out.show(comet.Frame{Kind: comet.Stdout, Data: []byte(answer + "\n")}) // as a page shows it
					break
				}
				out.asked = true
				if asked++; asked == 1 {
					deadline = time.Now().Add(min(unfed, time.Until(deadline)))
				}
				if asked > mostAsked {
					deadline = time.Now()
					break
				}
				act(engine.EOF)
			case comet.Result:
				out.verdict = &verdict{}
				if err := json.Unmarshal(f.Data, out.verdict); err != nil {
					return nil, fmt.Errorf("a verdict cannot be read: %w", err)
				}
			case comet.Status:
				var s struct {
					Run    int
					Reason string
				}
				if json.Unmarshal(f.Data, &s) == nil && s.Run == run && s.Reason != "" {
					_ = json.Unmarshal(f.Data, out) // it has just been read
					over = true
				}
			case comet.Prompt, comet.Stop:
				if over && (!o.program || f.Kind == comet.Stop) {
					out.took = time.Since(began)
					return out, nil
				}
			}
		}
	}
}

func (o order) answer(printed string) string {
	if o.typed == nil {
		return ""
	}
	return o.typed(printed)
}

// show takes what a block shows. Of a picture nothing is compared.
func (out *outcome) show(f comet.Frame) {
	if out.framed += len(f.Data); out.framed <= mostFrames {
		out.frames = append(out.frames, f)
	}
	text := string(f.Data)
	if f.Kind == comet.Display {
		var problem bool
		if text, problem = plainOf(f.Data); problem {
			out.picture, text = strings.TrimSuffix(text, "\n"), ""
		}
	}
	text = text[:min(len(text), max(0, mostKept-out.both.Len()))]
	out.both.WriteString(text)
	if f.Kind == comet.Stderr {
		out.stderr.WriteString(text)
	} else {
		out.stdout.WriteString(text)
	}
}

// noPicture is the type of what is shown in the place of a picture that a program
// should have written.
const noPicture = "application/vnd.crunchy.picture+json"

// plainOf is the text of something that is shown in a richer form, but for pictures,
// and whether it says that there is none.
func plainOf(data []byte) (text string, problem bool) {
	var v struct{ Data map[string]json.RawMessage }
	_ = json.Unmarshal(data, &v) // what cannot be read shows nothing
	for mime := range v.Data {
		if strings.HasPrefix(mime, "image/") {
			return "", false
		}
	}
	_ = json.Unmarshal(v.Data["text/plain"], &text)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text, v.Data[noPicture] != nil
}

func waits(data []byte) bool {
	var v struct{ Waiting bool }
	return json.Unmarshal(data, &v) == nil && v.Waiting
}

// raised reports whether it ended with an exception, and which: as Python
// writes it, without a traceback.
func (out *outcome) raised() (string, bool) {
	if out.Reason != "exception" {
		return "", false
	}
	if m := lastMessage(out.stderr.String(), out.Exception.Type); m != "" {
		return m, true
	}
	return out.plain(), true
}

// plain is the exception without what Python supposes to be meant.
func (out *outcome) plain() string {
	return strings.TrimSuffix(out.Exception.Type+": "+supposed.ReplaceAllString(out.Exception.Message, ""), ": ")
}

// supposed is what newer Pythons add to a message: what may be meant.
var supposed = regexp.MustCompile(`\. Did you (?:mean|forget)\b[^\n]*\?$`)

// mostTail is how many lines are told of what a block printed before it went wrong.
const mostTail = 6

// printed is the end of what it printed, and the exception.
func (out *outcome) printed(raised string) string {
	lines := strings.Split(strings.TrimRight(out.stdout.String(), "\n"), "\n")
	return strings.Trim(strings.Join(lines[max(0, len(lines)-mostTail):], "\n")+"\n"+raised, "\n")
}
