package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"path/filepath"
	"strings"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/watch"
	"crunchy/comet"
	"crunchy/pages"
)

// mostTold is how many files a page is told of by their names.
const mostTold = 100

// own reports whether what is in a root is the user's, who may write it while it is open.
func (r *root) own() bool { return r.dir != "" && r.segment != documentationSegment }

// writes reports whether a request is of somebody who writes a tutorial: it is of one
// of the user's own folders, and where there is a teacher, that is who asks.
func (s *Server) writes(r *http.Request, tutorial string) bool {
	if _, remote := remoteAddress(tutorial); remote {
		return false
	}
	rt, _, ok := s.shelf.find(tutorial)
	return ok && rt.own() && (s.config.Teacher == "" || s.signedIn(r))
}

// startWatching prepares to tell pages of what their authors save.
func (s *Server) startWatching() {
	s.authors = make(chan []string, 64)
	s.watcher = watch.New(func(files []string) {
		select {
		case s.authors <- files:
		case <-s.ctx.Done():
		}
	}, s.unwatched)
	s.tasks.Go(func() {
		defer s.watcher.Close()
		for {
			select {
			case <-s.ctx.Done():
				return
			case files := <-s.authors:
				s.authorSaved(files)
			}
		}
	})
}

// unwatched says to the author why pages do not follow.
func (s *Server) unwatched(err error) { s.log.Warn("not all lessons are watched", "err", err) }

// follow begins to watch the folder that a lesson is of, when it is the user's own.
// Where that cannot be done everything else works.
func (s *Server) follow(r *root) {
	if r == nil || !r.own() || s.ctx.Err() != nil {
		return
	}
	if err := s.watcher.Folder(r.dir); err != nil {
		s.unwatched(err)
	}
}

// authorSaved tells open pages which of the files that they are made of have changed:
// a LESSON frame holds their names, relative to the lesson's own, or none when it may
// be anything.
func (s *Server) authorSaved(files []string) {
	work, err := filepath.EvalSymlinks(s.config.Work)
	if err == nil {
		work, err = filepath.Abs(work)
	}
	if err != nil {
		work = "" // there is none yet
	}
	for _, id := range s.open.ids() {
		p := s.open.get(id)
		if p == nil || p.tutorial == "" {
			continue
		}
		r, lesson, ok := s.shelf.find(p.tutorial)
		if _, remote := remoteAddress(p.tutorial); remote || !ok || !r.own() {
			continue
		}
		names := r.beside(lesson, files, work)
		if len(names) == 0 && files != nil {
			continue
		}
		if len(names) > mostTold {
			names = nil
		}
		s.tellAuthor(p, names)
	}
}

func (s *Server) tellAuthor(p *openPage, names []string) {
	if len(p.modules) > 0 { // programs import what the author has saved
		if doc, err := s.saved(s.ctx, p); err == nil {
			if _, _, err := s.modulesOf(p.tutorial, doc.Page); err != nil {
				s.log.Warn("modules of a lesson cannot be imported", "tutorial", p.tutorial, "err", err)
			}
		}
	}
	if names == nil {
		names = []string{}
	}
	data, err := json.Marshal(map[string][]string{"files": names})
	if err != nil {
		return // there is nothing in it that cannot be said
	}
	err = s.engine.Publish(s.ctx, p.id, "0", comet.Lesson, data)
	if err != nil && !errors.Is(err, engine.ErrUnknown) && s.ctx.Err() == nil {
		s.log.Warn("a page was not told of a changed lesson", "page", p.id, "err", err)
	}
}

// beside returns which of some files, by their full names, a lesson may be made of:
// itself, what is in its folder or below, and pictures and styles from anywhere in
// the root. Other lessons are none of its concern, nor is what students write.
func (r *root) beside(lesson string, files []string, work string) (names []string) {
	folder := filepath.Join(r.dir, filepath.FromSlash(path.Dir(lesson)))
	for _, full := range files {
		file, inside := r.holds(full)
		if !inside || hidden(file) || work != "" && strings.HasPrefix(full, work+string(filepath.Separator)) {
			continue
		}
		rel, err := filepath.Rel(folder, full)
		rel = filepath.ToSlash(rel)
		below := !strings.HasPrefix(rel, "../")
		if err == nil && (file == lesson || !pages.Renders(file) && (below || looks(file))) {
			names = append(names, rel)
		}
	}
	return names
}

// looks reports whether a file is a picture or a style sheet.
func looks(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif":
		return true
	}
	return false
}
