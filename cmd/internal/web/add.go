package web

import (
	"context"
	"fmt"

	"crunchy/ioelement"
)

// mostAdded is how many editors a student may add to one page.
const mostAdded = 100

// doAdd gives the page one more editor, with the body as its source: code of the
// lesson that a student wants to change and run. It answers with the element as
// page_init describes it; a page that is taken over has it still.
func (s *Server) doAdd(ctx context.Context, o order) (any, error) {
	p, e, ok := s.open.extend(o.page, mostAdded, func(n int) ioelement.Element {
		return ioelement.Element{
			Kind: "editor", Mode: ioelement.Program, Source: string(o.body),
			File: fmt.Sprintf("mine-%d.py", n), Key: fmt.Sprintf("mine-%d", n), WorkFile: fmt.Sprintf("mine-%d.py", n),
		}
	})
	if !ok {
		return nil, errNoRoom.say("This page has %d added editors; use one of them, or close some by reloading the page in a new tab.", mostAdded)
	}
	if err := s.engine.Add(ctx, p.id, p.spec(e)); err != nil {
		return nil, err
	}
	all := s.layOut(p)
	return p.describe(e, all[len(all)-1], 0), nil
}
