package web

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

// Limits of what is kept for searching, for each folder.
const (
	searchFiles = 2000
	searchBytes = 64 << 20 // of lessons as they are on disk
	searchFile  = 4 << 20  // a larger lesson is left out
	searchTime  = 2 * time.Minute
	searchDepth = 12
	searchNames = 100_000 // files and folders of any kind that are looked at
	// searchFresh is for how long lessons are not looked at again; longer where
	// that takes long.
	searchFresh = 3 * time.Second
	// searchWait is how long the first question waits for the reading to end.
	searchWait = 250 * time.Millisecond
)

// searched is the text of one lesson.
type searched struct {
	file     string
	size     int64
	changed  time.Time
	name     string // its title
	title    string // the same, folded
	sections []pages.Section
	folded   []foldedSection
}

type foldedSection struct{ heading, text string }

// searcher keeps the text of the folders that were searched. It reads them in
// the background.
type searcher struct {
	ctx     context.Context
	tasks   *sync.WaitGroup
	mu      sync.Mutex
	folders map[searchKey]*searchFolder
}

type searchKey struct {
	root *root
	dir  string // "" for the whole root
}

// searchFolder is the text of one folder. Its fields belong to searcher.mu.
type searchFolder struct {
	files    []*searched
	of       int
	part     bool
	reading  chan struct{} // closed when the reading ends; nil when nothing is read
	complete bool          // it was read to the end once
	at       time.Time     // when
	took     time.Duration
}

func newSearcher(ctx context.Context, tasks *sync.WaitGroup) *searcher {
	return &searcher{ctx: ctx, tasks: tasks, folders: map[searchKey]*searchFolder{}}
}

// lessons returns what is known of the lessons of a root, and how far the
// reading is; it begins one if there is need. Where a single file was opened,
// only the files beside it count: the folders below are none of its business.
func (s *searcher) lessons(r *root, dir string) ([]*searched, searchAnswer) {
	key := searchKey{root: r}
	if r.start != "" {
		key.dir = dir
	}
	s.mu.Lock()
	f := s.folders[key]
	if f == nil {
		f = &searchFolder{}
		s.folders[key] = f
	}
	if f.reading == nil && (!f.complete || time.Since(f.at) > max(searchFresh, 20*f.took)) && s.ctx.Err() == nil {
		f.reading = make(chan struct{})
		s.tasks.Go(func() { s.read(key, f) })
	}
	reading, known := f.reading, f.complete
	s.mu.Unlock()
	if reading != nil && !known {
		select {
		case <-reading:
		case <-time.After(searchWait):
		case <-s.ctx.Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := searchAnswer{State: "ready", Read: len(f.files), Of: max(f.of, len(f.files)), Part: f.part}
	if f.reading != nil && !f.complete {
		a.State = "reading"
	}
	return f.files[:len(f.files):len(f.files)], a
}

// read reads a folder, or what has changed in it since.
func (s *searcher) read(key searchKey, f *searchFolder) {
	ctx, cancel := context.WithTimeout(s.ctx, searchTime)
	defer cancel()
	began := time.Now()
	list, part := lessonFiles(ctx, key)
	s.mu.Lock()
	old := map[string]*searched{}
	for _, have := range f.files {
		old[have.file] = have
	}
	first := !f.complete
	f.of = len(list)
	s.mu.Unlock()
	var files []*searched
	for _, l := range list {
		if ctx.Err() != nil {
			part = true
			break
		}
		have := old[l.file]
		if have == nil || have.size != l.size || !have.changed.Equal(l.changed) {
			have = l.read(key.root)
		}
		if have == nil {
			continue
		}
		files = append(files, have)
		if first { // something is better than nothing
			s.mu.Lock()
			f.files = files
			s.mu.Unlock()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f.files, f.of, f.part, f.complete, f.at, f.took = files, len(files), part, true, time.Now(), time.Since(began)
	close(f.reading)
	f.reading = nil
}

// lessonFiles lists the lessons of a folder and of those below it, as far as
// the limits allow; part says that there are more.
func lessonFiles(ctx context.Context, key searchKey) (list []*searched, part bool) {
	top := key.dir
	if top == "" {
		top = "."
	}
	var bytes int64
	names := 0
	_ = fs.WalkDir(key.root.fsys, top, func(file string, d fs.DirEntry, err error) error {
		names++
		switch {
		case ctx.Err() != nil || names > searchNames:
			part = true
			return fs.SkipAll
		case err != nil:
			return nil // what cannot be read cannot be found
		case d.IsDir():
			deep := strings.Count(file, "/") >= searchDepth
			if file != top && (key.dir != "" || strings.HasPrefix(path.Base(file), ".") || deep || d.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular() || !pages.Renders(file) || hidden(file):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		if info.Size() > searchFile || len(list) >= searchFiles || bytes+info.Size() > searchBytes {
			part = true
			if len(list) >= searchFiles {
				return fs.SkipAll
			}
			return nil
		}
		bytes += info.Size()
		list = append(list, &searched{file: file, size: info.Size(), changed: info.ModTime()})
		return nil
	})
	return list, part
}

// read returns the lesson with its text, or nil.
func (l *searched) read(r *root) *searched {
	data, err := r.readFile(l.file)
	if err != nil {
		return nil
	}
	title, sections, err := pages.Text(pages.Source{Name: l.file, Data: data}, ioelement.Set{})
	if err != nil {
		return nil
	}
	full := &searched{file: l.file, size: l.size, changed: l.changed, name: title, title: pages.Fold(title), sections: sections}
	for _, s := range sections {
		full.folded = append(full.folded, foldedSection{pages.Fold(s.Heading), pages.Fold(s.Text)})
	}
	return full
}
