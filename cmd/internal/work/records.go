package work

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Record says that there is work on a lesson.
type Record struct {
	Lesson  string            // its name, see Store.Lesson
	Changed time.Time         // when what is kept of it was last written
	Keys    map[string]string // how far the student has come, by the keys of elements
}

// Records lists the lessons of which something is kept, those that changed last
// first. What cannot be read is left out.
func (s *Store) Records() (all []Record) {
	root, err := s.open(false)
	if err != nil {
		return nil
	}
	defer root.Close()
	entries, _ := fs.ReadDir(root.FS(), ".")
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		sub, err := openFolder(root, e.Name())
		if err != nil {
			continue
		}
		ix := readIndex(sub)
		info, err := sub.Lstat(indexFile)
		sub.Close()
		if err != nil || len(ix.Lessons) == 0 {
			continue
		}
		r := Record{Lesson: ix.Lessons[len(ix.Lessons)-1], Changed: info.ModTime(), Keys: map[string]string{}}
		for key, e := range ix.Elements {
			r.Keys[key] = e.Progress
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Record) int {
		return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.Lesson, b.Lesson))
	})
	return all
}
