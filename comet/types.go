package comet

import (
	"encoding/json"
	"strings"
)

// Types is the set of kinds beyond the basic ones that a client understands.
type Types struct{ prompt, input, display, result, status, work, lesson bool }

// ParseTypes reads the value of a types= parameter. Unknown names are ignored,
// so that a newer client works with an older server.
func ParseTypes(s string) Types {
	var t Types
	for name := range strings.SplitSeq(s, ",") {
		switch Kind(strings.TrimSpace(name)) {
		case Prompt:
			t.prompt = true
		case Input:
			t.input = true
		case Display:
			t.display = true
		case Result:
			t.result = true
		case Status:
			t.status = true
		case Work:
			t.work = true
		case Lesson:
			t.lesson = true
		}
	}
	return t
}

// Adapt returns the frames as a client with these types sees them.
func (t Types) Adapt(frames []Frame) []Frame {
	out := make([]Frame, 0, len(frames))
	for _, f := range frames {
		if f, ok := t.adapt(f); ok {
			out = append(out, f)
		}
	}
	return out
}

// adapt returns the frame as a client with these types sees it, or false when
// it sees nothing.
func (t Types) adapt(f Frame) (Frame, bool) {
	switch f.Kind {
	case Prompt:
		if t.prompt {
			return f, true
		}
		var v struct{ Prompt string }
		return f.asText(json.Unmarshal(f.Data, &v) == nil, v.Prompt)
	case Display:
		if t.display {
			return f, true
		}
		var v struct{ Data map[string]any }
		ok := json.Unmarshal(f.Data, &v) == nil
		text, _ := v.Data["text/plain"].(string)
		return f.asText(ok, line(text))
	case Result:
		if t.result {
			return f, true
		}
		var v struct{ Message string }
		return f.asText(json.Unmarshal(f.Data, &v) == nil, line(v.Message))
	case Input:
		return f, t.input
	case Status:
		return f, t.status
	case Work:
		return f, t.work
	case Lesson:
		return f, t.lesson
	}
	return f, true
}

func (f Frame) asText(ok bool, text string) (Frame, bool) {
	f.Kind, f.Data = Stdout, []byte(text)
	return f, ok && text != ""
}

func line(s string) string {
	if s == "" || strings.HasSuffix(s, "\n") {
		return s
	}
	return s + "\n"
}
