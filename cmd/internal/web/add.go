package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	p, e, ok := s.open.extend(o.page, mostAdded, func(page *openPage) ioelement.Element {
		file := fmt.Sprintf("mine-%d.py", page.added)
		return ioelement.Element{
			Kind: "editor", Mode: ioelement.Program, Source: string(o.body),
			File: file, WorkFile: file, Key: addedKey(string(o.body), page.elements),
		}
	})
	if !ok {
		return nil, errNoRoom.tells("manyAdded", "n", mostAdded)
	}
	if err := s.engine.Add(ctx, p.id, p.spec(e)); err != nil {
		return nil, err
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
