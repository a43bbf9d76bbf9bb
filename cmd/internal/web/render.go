package web

import (
	"cmp"
	"context"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"time"

	"crunchy/cmd/internal/excerpt"
	"crunchy/cmd/internal/spec"
	"crunchy/ioelement"
	"crunchy/pages"
)

// document is a rendered tutorial.
type document struct {
	Page  *pages.Page
	Trust pages.Trust
	Moved string // the name under which a remote page now stands, if another
}

// render makes the page of a tutorial. o carries what does not depend on it.
func (s *shelf) render(ctx context.Context, name string, o pages.Options) (*document, error) {
	key, place, usual := s.place(name)
	o.Tutorial, o.Trust = name, s.trusted.level(key, usual)
	o.Place = cmp.Or(place, spoken(o).Text("trust.builtIn"))
	if u, ok := remoteAddress(name); ok {
		return s.renderRemote(ctx, u, o)
	}
	r, file, ok := s.find(name)
	if !ok || !pages.Opens(file) {
		return nil, errNotFound.with(nil)
	}
	data, err := r.readFile(file)
	if err != nil {
		return nil, err
	}
	if r.dir != "" {
		o.Host = path.Base(filepath.ToSlash(r.dir))
	}
	o.Files, o.Rest = spec.Beside(r.fsys, file), s.restFor(ctx)
	c := s.settings(r, path.Dir(file))
	o.Prev, o.Next, o.Lesson = s.neighbours(r, file, c)
	o.Course = s.course(r, file, c)
	o.Lang, o.Defaults = c.Language, c.Defaults()
	o.Search, o.Author, o.Margin = name, r.own(), o.Margin && o.Trust.Runs()
	o.Excerpt = s.finder(ctx, r.fsys, path.Dir(file))
	p, fresh, err := s.cache.render(pages.Source{Name: file, Data: data}, o)
	if err != nil {
		return nil, err
	}
	if fresh {
		for _, n := range p.Notices { // for the author, who sees the terminal
			s.log.Warn("lesson", "file", name, "line", n.Line, "notice", n.Text)
		}
		for _, e := range p.Elements {
			for _, f := range e.Files {
				if _, err := spec.Stat(r.fsys, file, f); err != nil {
					s.log.Warn("lesson", "file", name, "element", e.Number, "notice", "files= names "+f+", but "+err.Error())
				}
			}
		}
	}
	return &document{Page: p, Trust: o.Trust}, nil
}

// finder finds the source that a lesson shows of modules. All of one page has to be
// found in a while.
func (s *shelf) finder(ctx context.Context, fsys fs.FS, dir string) func(what, python string) ioelement.Excerpt {
	f := excerpt.Finder{Engine: s.engine, FS: fsys, Dir: dir, Cache: &s.excerpts}
	deadline := time.Now().Add(20 * time.Second)
	return func(what, python string) ioelement.Excerpt {
		ctx, cancel := context.WithDeadline(ctx, deadline)
		defer cancel()
		return f.Find(ctx, what, python)
	}
}

func (s *shelf) renderRemote(ctx context.Context, u *url.URL, o pages.Options) (*document, error) {
	body, kind, from, err := s.fetchRemote(ctx, u)
	if err != nil {
		return nil, err
	}
	if from.Host != u.Host || from.Scheme != u.Scheme {
		// Trust belongs to the host that is shown, so the page gets its name.
		moved, err := remoteName(from.String())
		return &document{Trust: pages.Display, Moved: moved}, err
	}
	if o.Trust.Runs() {
		o.Excerpt = s.finder(ctx, nil, "")
	}
	o.Host, o.Rest = from.Host, s.restFor(ctx) // docutils reads what a stranger wrote, in a process that does nothing else
	o.Origin = from.Scheme + "://" + from.Host
	o.Root = s.prefix + "/t/" + remoteSegment + "/" + from.Scheme + "/" + from.Host
	p, _, err := s.cache.render(pages.Source{Name: path.Base(u.Path), ContentType: kind, Data: body}, o)
	if err != nil {
		return nil, errRemote.tells("noPage", "host", u.Host)
	}
	return &document{Page: p, Trust: o.Trust}, nil
}

func (s *shelf) fetchRemote(ctx context.Context, u *url.URL) (body []byte, kind string, from *url.URL, err error) {
	if s.fetch == nil {
		return nil, "", nil, errRemote.tells("noRemote")
	}
	body, kind, from, err = s.fetch.Fetch(ctx, u.String())
	if err != nil {
		return nil, "", nil, errRemote.tells("fetch", "why", err)
	}
	return body, kind, from, nil
}
