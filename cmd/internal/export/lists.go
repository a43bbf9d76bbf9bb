package export

import (
	"cmp"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"crunchy/ioelement/texts"
	"crunchy/pages"
)

// lists adds a page for each folder with lessons that has none of its own, so that
// one can go to them.
func (x *export) lists() {
	if x.sources.lessons() == 1 {
		return
	}
	if len(x.sources.all) > 1 {
		var entries []pages.Entry
		for _, src := range x.sources.all {
			entries = append(entries, pages.Entry{Title: cmp.Or(src.settings(".").Title, folderTitle(path.Base(strings.TrimSuffix(src.prefix, "/")))), Href: address(src.prefix + "index.html"), Dir: true})
		}
		x.list(nil, "", "index.html", entries)
	}
	for _, src := range x.sources.all {
		for _, dir := range src.folders() {
			if name := src.prefix + path.Join(dir, "index.html"); !x.isPage(name) {
				x.list(src, dir, name, x.entries(src, dir))
			}
		}
	}
}

// folders are those of a source that have lessons in or below them.
func (s *source) folders() (dirs []string) {
	for _, file := range s.lessons {
		for dir := path.Dir(file); !slices.Contains(dirs, dir); dir = path.Dir(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// entries are the lessons and folders of a folder.
func (x *export) entries(src *source, dir string) (entries []pages.Entry) {
	row := src.row(dir)
	here := slices.DeleteFunc(slices.Clone(x.pages), func(p *page) bool { return p.src != src || p.file == "" || path.Dir(p.file) != dir })
	var names []string
	for _, p := range here {
		names = append(names, path.Base(p.file))
	}
	names = src.settings(dir).Order(names)
	slices.SortStableFunc(here, func(a, b *page) int {
		return slices.Index(names, path.Base(a.file)) - slices.Index(names, path.Base(b.file))
	})
	for _, p := range here {
		e := pages.Entry{Title: p.title, Text: p.summary, Lang: p.lang, Href: address(path.Base(p.name))}
		if len(row) > 1 && src.whole {
			e.Number = 1 + slices.Index(row, p.file)
		}
		entries = append(entries, e)
	}
	for _, below := range src.folders() {
		if below != "." && path.Dir(below) == dir {
			entries = append(entries, pages.Entry{Title: src.folderTitle(below), Href: address(path.Base(below) + "/index.html"), Dir: true})
		}
	}
	return entries
}

func (s *source) folderTitle(dir string) string {
	if title := s.settings(dir).Title; title != "" {
		return title
	}
	if index, ok := pages.Index(s.fsys, dir); ok {
		return s.title(path.Join(dir, index))
	}
	return folderTitle(path.Base(dir))
}

// folderTitle makes a title of a folder's name.
func folderTitle(name string) string {
	name = strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(name)), " ")
	if name == "" || name == "." {
		return "Lessons"
	}
	first := []rune(name)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

// list adds a page that lists what is in a folder of a source, or the sources when
// src is nil.
func (x *export) list(src *source, dir, name string, entries []pages.Entry) {
	title := folderTitle("")
	switch {
	case src != nil && dir == ".":
		title = cmp.Or(src.settings(dir).Title, folderTitle(filepath.Base(src.dir)))
	case src != nil:
		title = src.folderTitle(dir)
	}
	p := &page{name: name}
	p.words, _ = texts.In(x.Language)
	made, err := pages.List(title, entries, x.options(p))
	if err == nil {
		err = x.take(p, made)
	}
	if err != nil {
		panic(err) // of ours, and small
	}
	x.pages = append(x.pages, p)
}

func address(name string) string { return (&url.URL{Path: name}).String() }
