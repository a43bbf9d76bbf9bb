package web

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"crunchy/cmd/internal/spec"
	"crunchy/pages"
)

// stamp changes whenever a file beside a page does.
type stamp struct {
	modified time.Time
	size     int64
	there    bool
}

func stampOf(fsys fs.FS, name string) stamp {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size(), true}
}

// RestReader reads reStructuredText for [Config.Rest].
type RestReader func(ctx context.Context, source string) (pages.Rest, error)

// modulesOf puts the modules of a lesson that its page names where its programs
// can import them, and returns that folder and what is in it, "" if there is none.
func (s *Server) modulesOf(tutorial string, p *pages.Page) (dir string, files map[string][]byte, err error) {
	if len(p.Imports) == 0 {
		return "", nil, nil
	}
	rt, file, ok := s.shelf.find(tutorial)
	if !ok {
		return "", nil, nil
	}
	if files, err = pages.Modules(spec.Beside(rt.fsys, file), p.Imports); err != nil {
		return "", nil, err
	}
	if dir, err = s.workOn(tutorial).Modules(files); err != nil {
		return "", nil, err
	}
	return dir, files, nil
}

// restFor reads reStructuredText as long as ctx lasts.
func (s *shelf) restFor(ctx context.Context) func(string) (pages.Rest, error) {
	if s.rest == nil {
		return nil
	}
	return func(source string) (pages.Rest, error) {
		rest, err := s.rest(ctx, source)
		var missing *pages.RestMissing
		if err != nil && !errors.As(err, &missing) {
			s.log.Warn("a page of reStructuredText could not be read", "err", err)
		}
		return rest, err
	}
}
