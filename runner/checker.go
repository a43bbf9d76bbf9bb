package runner

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// checkerSource is the program of a checker. Its folder is the learner's, where a
// file may have the name of a module of the library: that is not for it.
const checkerSource = `import sys
sys.path[:1] = []
from _crunchy.tester import main
main()
`

// checker is the process that holds the tests of an exercise while they are tried:
// a program of ours on terminals like any other, so that it ends with everything else.
type checker struct {
	m     *Manager
	ctx   context.Context
	uid   string
	lines chan []byte // messages from it, closed at its end
	sink  *checkerSink
}

// startChecker makes a checker for a run of an element. It ends with close.
func startChecker(ctx context.Context, m *Manager, of Spec, run int) (*checker, error) {
	// One of its own for each run: the one before may not be gone yet.
	k := &checker{m: m, ctx: ctx, uid: fmt.Sprintf("%s/check/%d", of.UID, run), lines: make(chan []byte, 16)}
	spec := Spec{UID: k.uid, Owner: of.Owner, aside: true, Mode: Program, Python: of.Python, Source: checkerSource, File: "<checker>", Dir: of.Dir}
	k.sink = &checkerSink{ctx: ctx, lines: k.lines}
	return k, m.Add(spec, k.sink)
}

// why is what it has complained of; to be called when lines is closed.
func (k *checker) why() string { return string(k.sink.complaints.kept) }

func (k *checker) close() { k.m.Remove(k.uid) }

// send gives it a message. It waits while the checker has too much to read.
func (k *checker) send(message any) error {
	line, err := json.Marshal(message)
	if err != nil {
		return err
	}
	for line = append(line, '\n'); len(line) > 0; {
		piece := line[:min(len(line), 128<<10)]
		switch err := k.m.Write(k.uid, piece); {
		case err == nil:
			line = line[len(piece):]
		case !errors.Is(err, ErrFull):
			return err
		default:
			select {
			case <-k.ctx.Done():
				return k.ctx.Err()
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
	return nil
}

// checkerSink takes a checker's messages from its standard output.
type checkerSink struct {
	ctx   context.Context
	lines chan []byte
	part  []byte
	ended bool

	complaints complaints
}

// Output implements Sink.
func (s *checkerSink) Output() (stdout, stderr io.WriteCloser) { return s, &s.complaints }

// Event implements Sink.
func (s *checkerSink) Event(e Event) {
	if e.Kind == EventStop && !s.ended {
		s.ended = true
		close(s.lines)
	}
}

// Discard implements Sink.
func (s *checkerSink) Discard() int64 { return 0 }

// Write takes a piece of the output.
func (s *checkerSink) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, rest, found := bytes.Cut(p, []byte{'\n'})
		if len(s.part)+len(line) > longest {
			return n, io.ErrShortBuffer // no checker of ours writes that
		}
		if s.part = append(s.part, line...); !found {
			return n, nil
		}
		if s.ended {
			return n, io.ErrClosedPipe
		}
		select {
		case s.lines <- s.part:
		case <-s.ctx.Done():
			return n, io.ErrClosedPipe
		}
		s.part, p = nil, rest
	}
}

// Close implements io.Closer.
func (s *checkerSink) Close() error { return nil }

// complaints is the beginning of what a checker writes to standard error, for the log.
type complaints struct{ kept []byte }

func (c *complaints) Write(p []byte) (int, error) {
	c.kept = append(c.kept, p[:min(len(p), 4096-len(c.kept))]...)
	return len(p), nil
}

func (c *complaints) Close() error { return nil }
