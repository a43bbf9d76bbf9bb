package main

import (
	"context"
	"errors"
	"fmt"

	"crunchy/pages"
	"crunchy/runner"
)

// sought is the Python to run, which is looked for while the server already answers
// what needs none: a Python takes several times as long to say what it is as
// everything else that is done at a start.
type sought struct {
	want     string // as in the flag
	done     chan struct{}
	python   runner.Python
	docutils *runner.Docutils
	err      error
}

// seek begins to look for the Python of the flag --python.
func seek(ctx context.Context, want string) *sought {
	s := &sought{want: want, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		s.python, s.err = findPython(ctx, want)
		s.docutils = runner.NewDocutils(s.python)
	}()
	return s
}

// found waits for it. The error is one for whoever has started the server.
func (s *sought) found(ctx context.Context) (runner.Python, error) {
	select {
	case <-s.done:
		return s.python, s.err
	case <-ctx.Done():
		return runner.Python{}, ctx.Err()
	}
}

// find finds interpreters for programs: this one, and those that lessons name.
func (s *sought) find(ctx context.Context, want string) (runner.Python, error) {
	if want != s.want {
		return runner.FindPython(ctx, want)
	}
	return s.found(ctx)
}

// rest reads reStructuredText with its docutils.
func (s *sought) rest(ctx context.Context, source string) (pages.Rest, error) {
	if _, err := s.found(ctx); err != nil {
		return pages.Rest{}, err
	}
	return restReader(s.docutils)(ctx, source)
}

// findPython finds the Python to run, and says what to do when there is none.
func findPython(ctx context.Context, want string) (runner.Python, error) {
	python, err := runner.FindPython(ctx, want)
	var missing *runner.MissingError
	if want != "" && errors.As(err, &missing) {
		return python, fmt.Errorf("no CPython 3.8 or newer is found as --python %s; give the path of one that is installed, or leave the flag out to run what python3 is", want)
	}
	return python, err
}
