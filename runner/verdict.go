package runner

import (
	"encoding/json"
	"strings"
	"sync"
)

// verdict is what the wire calls RESULT, for what the checker cannot say because
// the learner's process is not there to be asked.
type verdict struct {
	Kind    string        `json:"kind"`
	Passed  int           `json:"passed"`
	Failed  int           `json:"failed"`
	Message string        `json:"message"`
	Tests   []verdictTest `json:"tests"`
	Says    said          `json:"says,omitzero"`
}

// said is what texts were made from.
type said struct {
	Name    *Words `json:"name,omitzero"`
	Message *Words `json:"message,omitzero"`
}

type verdictTest struct {
	Name     string `json:"name"`
	Line     int    `json:"line"`
	Outcome  string `json:"outcome"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
	Message  string `json:"message"`
	Test     *int   `json:"test,omitempty"` // the place of its block among the tests
	Hidden   bool   `json:"hidden,omitempty"`
	Says     said   `json:"says,omitzero"`
}

// says returns the test with this name and what is said of it.
func (t verdictTest) says(name, message *Words) verdictTest {
	t.Name, t.Message, t.Says = name.String(), message.String(), said{name, message}
	return t
}

// kind is the kind of the exercise as the wire has it.
func (k *check) kind() string {
	if len(k.task.Tests) > 0 && k.task.Tests[0].Kind != "output" {
		return k.task.Tests[0].Kind
	}
	return "check"
}

// failed is the verdict when the tests could not be tried.
func (k *check) failed(t verdictTest) json.RawMessage {
	why := say("cannot.yet")
	data, err := json.Marshal(verdict{
		Kind: k.kind(), Failed: 1, Message: why.String(), Tests: []verdictTest{t}, Says: said{Message: why},
	})
	if err != nil {
		panic(err) // strings and numbers
	}
	return data
}

// named is the checker's verdict with the kind of the exercise; nil if there is none.
func (k *check) named(result json.RawMessage) json.RawMessage {
	fields := map[string]json.RawMessage{}
	if json.Unmarshal(result, &fields) != nil || len(fields) == 0 {
		return nil
	}
	fields["kind"], _ = json.Marshal(k.kind())
	data, _ := json.Marshal(fields) // what was read can be written
	return data
}

// and is the checker's verdict with this one before it.
func (v verdict) and(result json.RawMessage) (json.RawMessage, error) {
	var other struct {
		Passed, Failed int
		Message        string
		Tests          []json.RawMessage
		Says           any
	}
	if err := json.Unmarshal(result, &other); err != nil {
		return nil, err
	}
	var tests []json.RawMessage
	for _, t := range v.Tests {
		data, err := json.Marshal(t)
		if err != nil {
			return nil, err
		}
		tests = append(tests, data)
	}
	if other.Failed == 0 {
		other.Message, other.Says = v.Message, v.Says
	}
	return json.Marshal(map[string]any{
		"kind": v.Kind, "passed": v.Passed + other.Passed, "failed": other.Failed,
		"message": other.Message, "says": other.Says, "tests": append(tests, other.Tests...),
	})
}

// tellResult tells the verdict on a run that was checked and ended so. The caller
// holds mu.
func (g *group) tellResult(c *command, o *Outcome) {
	k := c.check
	if k == nil || k.ended || o.Reason == Stopped || o.Reason == Closed {
		return
	}
	if k.verdict == nil { // it has ended before its time
		k.verdict = k.failed(verdictTest{Outcome: "error"}.says(say("name.program"), o.Says))
	}
	s, e := g.screen, Event{Kind: EventResult, Run: c.run, Data: k.verdict}
	g.tell(func() {
		s.event(e)
		s.close()
	})
}

// recorder keeps what a program prints, for the test of its output. A nil one
// keeps nothing.
type recorder struct {
	mu   sync.Mutex
	kept []byte
}

// mostRecorded is how much output can be compared; what is longer is no answer.
const mostRecorded = 1 << 20

func (r *recorder) write(p []byte) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, p[:min(len(p), mostRecorded-len(r.kept))]...)
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.ToValidUTF8(string(r.kept), "\uFFFD")
}
