package runner

import (
	"encoding/json"
	"slices"
)

// StepsType is the type, in the bundle of an EventDisplay, of a piece of a
// recording: {"from":0,"out":[[1,"text"]],"steps":[…]}. A piece with "out" can be
// understood by itself; another goes on where the one before ends. What a step
// tells is what is other than in the step before. "threads" is true when threads other
// than the main one have come to the program, whose steps are not recorded:
//
//	e       call, return, yield or exception; line if it is absent
//	k       so many frames, from the outermost, are as they were
//	f       the frames after those: i its number, n its name (once), l its line,
//	        v names and values that are new or changed, d names that are gone,
//	        m so many names are not told
//	hidden  so many frames after the outermost are not told
//	h       objects by number that are new or changed: k its kind, t its type,
//	        c its parts, n how many there are if that is more
//	o       what was printed since (1, 2) and typed (0)
//	v, x    what is returned; the exception
//
// A value is a text, [text, type], or the number of an object.
const StepsType = "application/vnd.crunchy.steps+json"

// StopType is the type, in the bundle of an EventDisplay, of what there is to be
// seen where a program stops that runs under the debugger: one step that tells all,
// with "fresh" if the program has gone on since the last.
const StopType = "application/vnd.crunchy.stop+json"

// mostSteps is how many bytes of a recording are kept: with what a program
// prints they are to fit in what a page keeps of an element.
const mostSteps = 640 << 10

// steps is the recording of one run, of which the end is kept. It is here and not
// in the student's process, so that it is there however that ends. The group's mu
// guards it; a nil one keeps nothing.
type steps struct {
	pieces []piece
	size   int
}

type piece struct {
	data  json.RawMessage
	whole bool // can be understood without the one before
}

// add puts a piece behind the others, and forgets the oldest to make room for it.
func (s *steps) add(data json.RawMessage, whole bool) {
	if s == nil || len(data) == 0 || len(s.pieces) == 0 && !whole {
		return
	}
	s.pieces = append(s.pieces, piece{data, whole})
	s.size += len(data)
	for s.size > mostSteps && len(s.pieces) > 0 {
		next := 1 + slices.IndexFunc(s.pieces[1:], func(p piece) bool { return p.whole })
		if next == 0 {
			next = len(s.pieces)
		}
		for _, p := range s.pieces[:next] {
			s.size -= len(p.data)
		}
		s.pieces = slices.Delete(s.pieces, 0, next)
	}
}

// tellSteps tells what was recorded of a run that has ended. The caller holds mu.
func (g *group) tellSteps(c *command) {
	if c.steps == nil || len(c.steps.pieces) == 0 {
		return
	}
	s, run, pieces := g.screen, c.run, c.steps.pieces
	c.steps = nil
	g.tell(func() {
		for _, p := range pieces {
			data, err := json.Marshal(map[string]json.RawMessage{StepsType: p.data})
			if err == nil { // it was read as JSON
				s.event(Event{Kind: EventDisplay, Run: run, Data: data})
			}
		}
		s.close()
	})
}
