package web

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"crunchy/cmd/internal/course"
	"crunchy/pages"
)

// settings are those of a folder. Its author is told what is wrong with them, in
// the terminal, once.
func (s *shelf) settings(r *root, dir string) course.Settings {
	c := course.Read(r.fsys, dir)
	name := r.name(path.Join(dir, course.File))
	said := fmt.Sprint(c.Problems)
	s.mu.Lock()
	fresh := s.said[name] != said && len(c.Problems) > 0
	switch {
	case fresh:
		s.said[name] = said
	case len(c.Problems) == 0:
		delete(s.said, name)
	}
	s.mu.Unlock()
	if fresh {
		for _, p := range c.Problems {
			s.log.Warn("lessons", "file", name, "line", p.Line, "notice", p.Text)
		}
	}
	return c
}

// row is the lessons of a folder that follow each other.
func row(r *root, dir string, c course.Settings) []string {
	index, _ := pages.Index(r.fsys, dir)
	return c.Row(lessons(r.fsys, dir), path.Base(index))
}

// neighbours are the lessons before and after one, and its place in the row,
// from 1; 0 where lessons are not counted.
func (s *shelf) neighbours(r *root, file string, c course.Settings) (prev, next *pages.Link, at int) {
	if path.Ext(file) != ".md" && !slices.Contains(c.Lessons, path.Base(file)) {
		return nil, nil, 0
	}
	dir := path.Dir(file)
	names := row(r, dir, c)
	i := slices.Index(names, path.Base(file))
	if i < 0 {
		return nil, nil, 0
	}
	link := func(i int) *pages.Link {
		if i < 0 || i >= len(names) {
			return nil
		}
		return &pages.Link{Title: s.page(r, path.Join(dir, names[i]), c).Title, Href: (&url.URL{Path: names[i]}).String()}
	}
	if counted(r, dir) && len(names) > 1 {
		at = i + 1
	}
	return link(i - 1), link(i + 1), at
}

// counted reports whether the lessons of a folder have numbers. What stands
// beside the built-in courses is no course.
func counted(r *root, dir string) bool { return r.dir != "" || dir != "." }

// course is the name of what a lesson is part of, "" for the page that names it.
func (s *shelf) course(r *root, file string, c course.Settings) string {
	dir := path.Dir(file)
	if index, ok := pages.Index(r.fsys, dir); ok && path.Base(index) == path.Base(file) || !ok && dir == "." && c.Title == "" {
		return ""
	}
	return s.folderTitle(r, dir, c)
}

// folderTitle is what a folder calls itself in its settings, its index page or
// README, else its name in a form that can be read.
func (s *shelf) folderTitle(r *root, dir string, c course.Settings) string {
	if c.Title != "" {
		return c.Title
	}
	if index, ok := pages.Index(r.fsys, dir); ok {
		return s.page(r, path.Join(dir, path.Base(index)), c).Title
	}
	base := path.Base(dir)
	if dir == "." {
		base = path.Base(strings.ReplaceAll(r.source, `\`, "/"))
	}
	base = strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(base)), " ")
	if base == "" || base == "." || base == "/" {
		return "Lessons"
	}
	first := []rune(base)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

// folderLang is the language of a folder's title, "" if it is not known.
func (s *shelf) folderLang(r *root, dir string, c course.Settings) string {
	if index, ok := pages.Index(r.fsys, dir); ok && (c.Title == "" || c.Language == "") {
		return s.page(r, path.Join(dir, path.Base(index)), c).Lang
	}
	return c.Language
}

// lessons lists the pages in a folder, by name.
func lessons(fsys fs.FS, dir string) []string {
	entries, _ := fs.ReadDir(fsys, dir)
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && pages.Renders(e.Name()) && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

// folders lists the folders in a folder that lead to lessons.
func folders(fsys fs.FS, dir string) []string {
	entries, _ := fs.ReadDir(fsys, dir)
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && leadsToLessons(fsys, path.Join(dir, e.Name()), 3) {
			names = append(names, e.Name())
		}
	}
	return names
}

// leadsToLessons reports whether there is a lesson in a folder or not far below.
func leadsToLessons(fsys fs.FS, dir string, depth int) bool {
	if len(lessons(fsys, dir)) > 0 {
		return true
	}
	entries, _ := fs.ReadDir(fsys, dir)
	return depth > 0 && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() && !strings.HasPrefix(e.Name(), ".") && leadsToLessons(fsys, path.Join(dir, e.Name()), depth-1)
	})
}

// page is a lesson as such, whatever stands around it. One that cannot be read
// has its file's name for a title.
func (s *shelf) page(r *root, file string, c course.Settings) *pages.Page {
	data, err := r.readFile(file)
	if err == nil {
		if p, _, err := s.cache.render(pages.Source{Name: file, Data: data}, pages.Options{Rules: s.rules(), Lang: c.Language, Defaults: c.Defaults()}); err == nil && p.Title != "" {
			return p
		}
	}
	return &pages.Page{Title: path.Base(file)}
}

// manyLessons is how many lessons of a list are looked into; of the others only
// the names are known.
const manyLessons = 200

// entries lists the lessons and folders of a folder. Their addresses begin with
// prefix, or are relative when that is "".
func (s *Server) entries(rt *root, dir, prefix string) []pages.Entry {
	var all []pages.Entry
	c := s.shelf.settings(rt, dir)
	counts := row(rt, dir, c)
	names := c.Order(lessons(rt.fsys, dir))
	for i, n := range names {
		e := pages.Entry{Title: n, Href: prefix + (&url.URL{Path: n}).String()}
		if i < manyLessons {
			file := path.Join(dir, n)
			p := s.shelf.page(rt, file, c)
			e.Title, e.Text, e.Lang = p.Title, p.Summary, p.Lang
			if at := slices.Index(counts, n); at >= 0 && counted(rt, dir) && len(counts) > 1 {
				e.Number = at + 1
			}
			e.Done, e.Of = s.progress(rt.name(file), p)
		}
		all = append(all, e)
	}
	for _, n := range folders(rt.fsys, dir) {
		below := path.Join(dir, n)
		its := s.shelf.settings(rt, below)
		all = append(all, pages.Entry{Title: s.shelf.folderTitle(rt, below, its), Lang: s.shelf.folderLang(rt, below, its), Href: prefix + (&url.URL{Path: n + "/"}).String(), Dir: true})
	}
	return all
}
