package check

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"crunchy/cmd/internal/spec"
	"crunchy/ioelement"
	"crunchy/pages"
)

// place is a page that links lead to, or a folder.
type place struct {
	fsys fs.FS
	file string
}

// links looks whether what a page leads to is there. Addresses are not fetched.
func (k *checker) links(l Lesson, p *pages.Page, c *Case) {
	k.places[place{l.FS, l.File}] = p.IDs
	k.guessed = 0
	for _, link := range p.Links {
		u, err := url.Parse(link.Href)
		if err != nil {
			c.add(Finding{Line: link.Line, Kind: Link, Message: fmt.Sprintf("The address %q cannot be read.", link.Href)})
			continue
		}
		if u.IsAbs() || u.Host != "" || strings.HasPrefix(u.Path, "/") {
			continue
		}
		target := l.File
		if u.Path != "" {
			target = path.Join(path.Dir(l.File), u.Path)
		}
		info, err := stat(l.FS, target)
		switch {
		case err != nil:
			c.add(Finding{Line: link.Line, Kind: Link, Message: k.lost(l.FS, target, link)})
		case !info.IsDir() && !k.has(l.FS, target, u.Fragment):
			where := "on this page"
			if u.Path != "" {
				where = "in " + u.Path
			}
			c.add(Finding{Line: link.Line, Kind: Anchor, Message: fmt.Sprintf("There is no place called #%s %s%s", u.Fragment, where,
				k.meant("#", u.Fragment, place{l.FS, target}, func() []string { return slices.Sorted(maps.Keys(k.places[place{l.FS, target}])) }))})
		}
	}
}

// lost says that a link or a picture leads to no file, and which may be meant.
func (k *checker) lost(fsys fs.FS, target string, link pages.LinkRef) string {
	dir := path.Dir(target)
	hint := k.meant("", path.Base(target), place{fsys, dir}, func() (there []string) {
		if !fs.ValidPath(dir) {
			return nil
		}
		entries, _ := fs.ReadDir(fsys, dir) // of no folder there is nothing to say
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".") {
				there = append(there, e.Name())
			}
		}
		return there
	})
	if link.Picture {
		return fmt.Sprintf("The picture %s is not there%s", link.Href, hint)
	}
	return fmt.Sprintf("The link %s leads to no file%s", link.Href, hint)
}

// A wrong name is compared with mostCompared others, and mostMeant of those in a
// lesson at all: where there are so many, letters are not the trouble.
const mostCompared, mostMeant = 1000, 200

// meant ends a sentence about a name that there is not with the one that may be
// meant, of those that there are in a place: list lists them, once.
func (k *checker) meant(before, name string, at place, list func() []string) string {
	if k.guessed++; k.guessed > mostMeant {
		return "."
	}
	there, known := k.names[at]
	if !known {
		there = list()
		there = there[:min(len(there), mostCompared)]
		k.names[at] = there
	}
	if near := ioelement.Nearest(name, there); near != "" {
		return fmt.Sprintf("; is %s%s meant?", before, near)
	}
	return "."
}

func stat(fsys fs.FS, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	return fs.Stat(fsys, name)
}

// has reports whether a page has a place of that name; what is no page has all.
func (k *checker) has(fsys fs.FS, file, id string) bool {
	if id == "" || strings.EqualFold(id, "top") || strings.HasPrefix(id, ":~:") || !pages.Renders(file) {
		return true
	}
	id, _, _ = strings.Cut(id, ":~:")
	at := place{fsys, file}
	ids, known := k.places[at]
	if !known {
		if data, err := fs.ReadFile(fsys, file); err == nil {
			if p, err := pages.Render(pages.Source{Name: file, Data: data}, pages.Options{Sources: true, Files: spec.Beside(fsys, file), Rest: k.Rest}); err == nil {
				ids = p.IDs
			}
		}
		k.places[at] = ids
	}
	return ids[id]
}
