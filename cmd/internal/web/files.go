package web

import (
	"context"
	"slices"

	"crunchy/cmd/internal/spec"
	"crunchy/cmd/internal/work"
	"crunchy/comet"
	"crunchy/ioelement"
)

// withFiles gives a program the files of the lesson's folder that its element
// names, before an action runs it. What cannot be given is said to the student;
// the program runs all the same.
func (s *Server) withFiles(act action) action {
	return func(ctx context.Context, o order) (any, error) {
		s.give(ctx, o, false)
		return act(ctx, o)
	}
}

// filesAnew does an action, and puts the author's files in the place of what a
// program has made of them.
func (s *Server) filesAnew(act action) action {
	return func(ctx context.Context, o order) (any, error) {
		answer, err := act(ctx, o)
		if err == nil {
			s.give(ctx, o, true)
		}
		return answer, err
	}
}

func (s *Server) give(ctx context.Context, o order, anew bool) {
	e := s.elementOf(o)
	if e == nil || len(e.Files) == 0 {
		return
	}
	p := s.open.get(o.page)
	if p == nil {
		return
	}
	l := s.workOn(p.tutorial)
	for _, name := range e.Files {
		if slices.ContainsFunc(p.elements, func(e ioelement.Element) bool { return e.File == name && e.Mode == ioelement.Program }) {
			s.log.Warn("a file that a program wants has the name of a program of the page, and is not given", "lesson", p.tutorial, "file", name)
			continue
		}
		err := s.giveOne(l, p.tutorial, name, anew)
		if err == nil {
			continue
		}
		s.log.Warn("a program cannot have a file of its lesson", "lesson", p.tutorial, "file", name, "err", err)
		text := saying("noFile", "name", name, "why", lacking(err)).in(p.words)
		if err := s.engine.Publish(ctx, o.page, o.uid, comet.Popup, []byte(text)); err != nil {
			s.log.Warn("a page was not told of a missing file", "page", o.page, "err", err)
		}
	}
}

// giveOne gives a lesson's folder one file. An error's text is for the student.
func (s *Server) giveOne(l *work.Lesson, tutorial, name string, anew bool) error {
	if _, remote := remoteAddress(tutorial); remote {
		return saying("lacks.remote")
	}
	r, file, ok := s.shelf.find(tutorial)
	if !ok {
		return saying("lacks.gone")
	}
	info, err := spec.Stat(r.fsys, file, name)
	if err != nil {
		return err
	}
	err = l.Give(work.Given{
		Name: name, Size: info.Size(), Changed: info.ModTime(),
		Read: func() ([]byte, error) { return spec.Read(r.fsys, file, name) },
	}, anew)
	if err != nil {
		return because(err)
	}
	return nil
}
