package export

import (
	"net/url"
	"path"
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
			entries = append(entries, pages.Entry{Title: folderTitle(path.Base(strings.TrimSuffix(src.prefix, "/"))), Href: address(src.prefix + "index.html"), Dir: true})
		}
		x.list("", "index.html", "", entries)
	}
	for _, src := range x.sources.all {
		for _, dir := range src.folders() {
			if name := src.prefix + path.Join(dir, "index.html"); !x.isPage(name) {
				x.list(dir, name, src.dir, x.entries(src, dir))
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
	for _, p := range x.pages {
		if p.src != src || p.file == "" || path.Dir(p.file) != dir {
			continue
		}
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

func (x *export) list(dir, name, disk string, entries []pages.Entry) {
	title := folderTitle(path.Base(strings.ReplaceAll(disk, `\`, "/")))
	if dir != "" && dir != "." {
		title = folderTitle(path.Base(dir))
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
