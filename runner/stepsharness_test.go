package runner_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crunchy/runner"
)

// recordedRun is what the pieces of one run tell, with each step complete.
type recordedRun struct {
	first   int
	steps   []step
	threads bool // others than the main one have come to the program
}

type step struct {
	event, after string
	hidden       int
	frames       []stepFrame
	objects      map[int]stepObject
	value        any
	output       string
}

type stepFrame struct {
	id, line, more int
	name           string
	names          []string
	values         map[string]any
}

type stepObject struct {
	Kind  string `json:"k"`
	Type  string `json:"t"`
	Count int    `json:"n"`
	Parts []any  `json:"c"`
}

// recorded reads the pieces that came as displays.
func (r *recorder) recorded(t testing.TB) *recordedRun {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	run := &recordedRun{first: -1}
	var now step
	for _, e := range r.events {
		var bundle map[string]json.RawMessage
		if e.Kind != runner.EventDisplay || json.Unmarshal(e.Data, &bundle) != nil || bundle[runner.StepsType] == nil {
			continue
		}
		var piece struct {
			From    int
			Threads bool
			Out     [][2]any
			Steps   []struct {
				E, X   string
				K      int
				Hidden int
				F      []struct {
					I, L, M int
					N       string
					V       [][2]any
					D       []string
				}
				H map[int]stepObject
				O [][2]any
				V any
			}
		}
		if err := json.Unmarshal(bundle[runner.StepsType], &piece); err != nil {
			t.Fatal(err)
		}
		if piece.Out != nil || piece.From == 0 {
			now = step{objects: map[int]stepObject{}, output: said(piece.Out)}
		}
		run.threads = run.threads || piece.Threads
		if run.first < 0 {
			run.first = piece.From
		}
		if piece.From != run.first+len(run.steps) {
			t.Fatalf("a piece begins with step %d, not %d", piece.From, run.first+len(run.steps))
		}
		for _, s := range piece.Steps {
			next := step{event: s.E, after: s.X, hidden: s.Hidden, value: s.V, output: now.output + said(s.O), objects: map[int]stepObject{}}
			for n, o := range now.objects {
				next.objects[n] = o
			}
			for n, o := range s.H {
				next.objects[n] = o
			}
			next.frames = slices.Clone(now.frames[:s.K])
			for _, f := range s.F {
				frame := stepFrame{id: f.I, name: f.N, values: map[string]any{}}
				for _, old := range now.frames {
					if old.id == f.I {
						frame = old
						frame.names = slices.Clone(old.names)
						frame.values = map[string]any{}
						for name, v := range old.values {
							frame.values[name] = v
						}
					}
				}
				frame.line, frame.more = f.L, f.M
				for _, name := range f.D {
					frame.names = slices.DeleteFunc(frame.names, func(n string) bool { return n == name })
					delete(frame.values, name)
				}
				for _, v := range f.V {
					name := v[0].(string)
					if _, known := frame.values[name]; !known {
						frame.names = append(frame.names, name)
					}
					frame.values[name] = v[1]
				}
				next.frames = append(next.frames, frame)
			}
			now = next
			run.steps = append(run.steps, now)
		}
	}
	return run
}

func said(output [][2]any) string {
	var b strings.Builder
	for _, o := range output {
		b.WriteString(o[1].(string))
	}
	return b.String()
}

// tell is the step as testdata/oracle.py tells it.
func (s step) tell() string {
	numbers := map[int]int{}
	var value func(any) string
	value = func(v any) string {
		switch v := v.(type) {
		case string:
			return v
		case []any:
			if v[0] == "…" {
				return v[1].(string)
			}
			return v[0].(string)
		}
		id := int(v.(float64))
		if n := numbers[id]; n != 0 {
			return fmt.Sprintf("#%d", n)
		}
		n := len(numbers) + 1
		numbers[id] = n
		o := s.objects[id]
		var parts []string
		for _, p := range o.Parts {
			switch o.Kind {
			case "list", "tuple", "set":
				parts = append(parts, value(p))
			case "dict":
				parts = append(parts, value(p.([]any)[0])+": "+value(p.([]any)[1]))
			default:
				parts = append(parts, p.([]any)[0].(string)+"="+value(p.([]any)[1]))
			}
		}
		if o.Kind == "set" {
			slices.Sort(parts)
		}
		form := map[string]string{"list": "[]", "tuple": "()", "set": "{}", "dict": "{}"}[o.Kind]
		if form == "" {
			return fmt.Sprintf("#%d%s<%s>", n, o.Type, strings.Join(parts, ", "))
		}
		return fmt.Sprintf("#%d%c%s%c", n, form[0], strings.Join(parts, ", "), form[1])
	}
	var frames []string
	for _, f := range s.frames {
		var names []string
		for _, name := range slices.Sorted(slices.Values(f.names)) {
			names = append(names, name+"="+value(f.values[name]))
		}
		frames = append(frames, fmt.Sprintf("%s:%d(%s)", f.name, f.line, strings.Join(names, ", ")))
	}
	event, after := s.event, s.after
	switch event {
	case "":
		event = "line"
	case "return", "yield":
		after = value(s.value)
	}
	return fmt.Sprintf("%s %s %s %s", event, strings.Join(frames, " "), after, strconv.QuoteToASCII(s.output))
}

// oracle is what the interpreter itself says of the first steps of a program, most
// of them at the most; 0 is all.
func oracle(t testing.TB, python, program, typed string, most int) []string {
	t.Helper()
	script, err := filepath.Abs("testdata/oracle.py")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, script, filepath.Base(program), typed, strconv.Itoa(most))
	cmd.Dir = filepath.Dir(program)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// stepped runs a program to its end and returns what was recorded.
func (b *bench) stepped(r *recorder, uid, source string) *recordedRun {
	b.Helper()
	if _, err := b.Step(uid, source, false); err != nil {
		b.Fatal(err)
	}
	r.wait(b, "[stop", 1)
	return r.recorded(b)
}
