package web

import (
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"crunchy/pages"
)

// row is the lessons of a folder that follow each other: its Markdown files in
// the order of their names, without the index page.
func row(r *root, dir string) []string {
	index, _ := pages.Index(r.fsys, dir)
	return slices.DeleteFunc(lessons(r.fsys, dir), func(n string) bool { return n == path.Base(index) || path.Ext(n) != ".md" })
}

// neighbours are the lessons before and after one, and its place in the row,
// from 1; 0 where lessons are not counted.
func (s *shelf) neighbours(r *root, file string) (prev, next *pages.Link, at int) {
	if path.Ext(file) != ".md" {
		return nil, nil, 0
	}
	dir := path.Dir(file)
	names := row(r, dir)
	i := slices.Index(names, path.Base(file))
	if i < 0 {
		return nil, nil, 0
	}
	link := func(i int) *pages.Link {
		if i < 0 || i >= len(names) {
			return nil
		}
		return &pages.Link{Title: s.page(r, path.Join(dir, names[i])).Title, Href: (&url.URL{Path: names[i]}).String()}
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
func (s *shelf) course(r *root, file string) string {
	dir := path.Dir(file)
	if index, ok := pages.Index(r.fsys, dir); ok && path.Base(index) == path.Base(file) || !ok && dir == "." {
		return ""
	}
	return s.folderTitle(r, dir)
}

// folderTitle is what a folder calls itself in its index page or README, else
// its name in a form that can be read.
func (s *shelf) folderTitle(r *root, dir string) string {
	if index, ok := pages.Index(r.fsys, dir); ok {
		return s.page(r, path.Join(dir, path.Base(index))).Title
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
func (s *shelf) folderLang(r *root, dir string) string {
	if index, ok := pages.Index(r.fsys, dir); ok {
		return s.page(r, path.Join(dir, path.Base(index))).Lang
	}
	return ""
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
func (s *shelf) page(r *root, file string) *pages.Page {
	data, err := r.readFile(file)
	if err == nil {
		if p, _, err := s.cache.render(pages.Source{Name: file, Data: data}, pages.Options{Rules: s.rules()}); err == nil && p.Title != "" {
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
	counts := row(rt, dir)
	names := lessons(rt.fsys, dir)
	for i, n := range names {
		e := pages.Entry{Title: n, Href: prefix + (&url.URL{Path: n}).String()}
		if i < manyLessons {
			file := path.Join(dir, n)
			p := s.shelf.page(rt, file)
			e.Title, e.Text, e.Lang = p.Title, p.Summary, p.Lang
			if at := slices.Index(counts, n); at >= 0 && counted(rt, dir) && len(counts) > 1 {
				e.Number = at + 1
			}
			e.Done, e.Of = s.progress(rt.name(file), p)
		}
		all = append(all, e)
	}
	for _, n := range folders(rt.fsys, dir) {
		all = append(all, pages.Entry{Title: s.shelf.folderTitle(rt, path.Join(dir, n)), Lang: s.shelf.folderLang(rt, path.Join(dir, n)), Href: prefix + (&url.URL{Path: n + "/"}).String(), Dir: true})
	}
	return all
}
