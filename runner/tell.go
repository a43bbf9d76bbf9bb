package runner

import (
	"encoding/json"

	"crunchy/runner/agent"
)

// longestEvent is how many bytes an event of a drawing may have; they have far less.
const longestEvent = 512

// tellProgram passes on to the element's program, if it runs, what the reader does
// with its drawing.
func (g *group) tellProgram(el *element, event string) error {
	var fields map[string]any
	if len(event) > longestEvent || json.Unmarshal([]byte(event), &fields) != nil || fields == nil {
		return ErrQuestion
	}
	g.mu.Lock()
	b, running := g.body, g.ran(el) && g.cmd.started
	g.mu.Unlock()
	if p, ok := b.(*process); ok && running {
		p.tell(event)
	}
	return nil
}

// tell never waits: a program that does not listen is told no more than fits here
// and into its pipe.
func (p *process) tell(event string) {
	line, err := json.Marshal(agent.Command{Op: agent.OpEvent, Text: event})
	if err != nil {
		return // a string always can be
	}
	select {
	case p.told <- append(line, '\n'):
	default:
	}
}
