package runner

import (
	"context"
	"encoding/json"
	"slices"

	"crunchy/runner/agent"
)

// ask is a question to the agent.
type ask struct {
	el     *element
	op     string
	code   string
	cursor int
	reply  chan reply // of one
}

type reply struct {
	data json.RawMessage
	err  error
}

func (a *ask) answer(data json.RawMessage, err error) {
	select {
	case a.reply <- reply{data, err}:
	default:
	}
}

// ask implements Manager.Ask.
func (g *group) ask(ctx context.Context, el *element, kind, code string, cursor int) (json.RawMessage, error) {
	a := &ask{el: el, code: code, cursor: cursor, reply: make(chan reply, 1)}
	switch kind {
	case "where":
		return g.where(ctx, el)
	case "event":
		return json.RawMessage(`{}`), g.tellProgram(el, code)
	case "complete":
		a.op = agent.OpComplete
	case "inspect":
		a.op = agent.OpInspect
	case "format":
		a.op = agent.OpFormat
	case "analyze":
		a.op = agent.OpAnalyze
	default:
		return nil, ErrQuestion
	}
	g.mu.Lock()
	switch {
	case el.gone:
		g.mu.Unlock()
		return nil, ErrUnknown
	case el.state == Ended && el.spec.Mode == Interpreter && g.body == nil:
		g.mu.Unlock()
		return nil, ErrEnded
	case g.first() != nil, g.ending != endNot, g.cmd != nil && g.cmd.ask == nil && g.cmd.Op != agent.OpUnread:
		g.mu.Unlock()
		return nil, ErrBusy
	}
	g.touch()
	g.asks = append(g.asks, a)
	g.schedule()
	g.release()
	select {
	case r := <-a.reply:
		return r.data, r.err
	case <-ctx.Done():
		g.mu.Lock()
		g.asks = slices.DeleteFunc(g.asks, func(other *ask) bool { return other == a })
		g.mu.Unlock()
		return nil, ctx.Err()
	}
}

func (g *group) nextAsk() *ask {
	if len(g.asks) == 0 {
		return nil
	}
	a := g.asks[0]
	g.asks = g.asks[1:]
	return a
}

// where asks what the element's run is doing, of whichever process it has.
func (g *group) where(ctx context.Context, el *element) (json.RawMessage, error) {
	g.mu.Lock()
	b, running := g.body, g.ran(el) && g.cmd.started
	g.mu.Unlock()
	if p, ok := b.(interface {
		where(context.Context) (json.RawMessage, error)
	}); ok && running {
		return p.where(ctx)
	}
	return json.RawMessage(`{"threads":[]}`), nil
}
