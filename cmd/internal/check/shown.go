package check

import (
	"context"

	"crunchy/comet"
	"crunchy/ioelement"
)

// Shown is what a block showed when it was run: a whole program, or one statement
// of a session.
type Shown struct {
	Number string        // of its element
	Frames []comet.Frame // Stdout, Stderr and Display, as they came; 8 MiB at most
}

// try runs what a reader would run, and tells what it showed. What asked for input
// that nobody gave shows nothing that a reader would see.
func (t *trial) try(ctx context.Context, e ioelement.Element, o order) (*outcome, error) {
	out, err := t.talk.run(ctx, o)
	if err == nil && !out.asked && t.Shown != nil {
		t.Shown(t.lesson, Shown{Number: e.Number, Frames: out.frames})
	}
	return out, err
}
