package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"crunchy/ioelement"
)

// mostAdded is how many editors a student may add to one page.
const mostAdded = 100

// doAdd gives the page one more editor, with the body as its source: code of the
// lesson that a student wants to change and run. It answers with the element as
// page_init describes it; a page that is taken over has it still. The work on it
// comes back wherever the same code is added to the same lesson.
func (s *Server) doAdd(ctx context.Context, o order) (any, error) {
	p := s.open.hold(o.page)
	if p == nil {
		return nil, errUnknownPage.with(nil)
	}
	defer p.changing.Unlock()
	if p.added >= mostAdded {
		return nil, errNoRoom.tells("manyAdded", "n", mostAdded)
	}
	suffix, err := s.open.take(p.id, 1)
	if err != nil {
		return nil, err
	}
	file := fmt.Sprintf("mine-%d.py", p.added+1)
	e := ioelement.Element{
		Number: fmt.Sprintf("%0*d", numberLength, len(p.elements)+1),
		Kind:   "editor", Mode: ioelement.Program, Source: string(o.body),
		File: file, WorkFile: file, Key: addedKey(string(o.body), p.elements),
	}
	q := *p
	q.elements = append(slices.Clip(p.elements), e)
	q.suffixes = map[string]string{}
	maps.Copy(q.suffixes, p.suffixes)
	q.suffixes[e.Number] = suffix[0]
	if err := s.engine.Add(ctx, p.id, q.spec(e)); err != nil {
		return nil, err
	}
	p = s.open.update(p.id, func(now *openPage) {
		now.elements, now.suffixes = q.elements, q.suffixes
		now.added++
	})
	if p == nil {
		return nil, errUnknownPage.with(nil) // closed meanwhile
	}
	all := s.layOut(p)
	return p.describe(e, all[len(all)-1], 0, nil), nil
}

// addedKey names an added editor by its code; the second one with the same code
// gets a number.
func addedKey(source string, there []ioelement.Element) string {
	sum := sha256.Sum256([]byte(source))
	base := "mine-" + hex.EncodeToString(sum[:6])
	key := base
	for n := 2; slices.ContainsFunc(there, func(e ioelement.Element) bool { return e.Key == key }); n++ {
		key = fmt.Sprintf("%s-%d", base, n)
	}
	return key
}
