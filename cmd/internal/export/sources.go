package export

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/course"
	"crunchy/pages"
)

// Bounds on what is taken along.
const (
	maxLesson = 16 << 20  // bytes of a lesson
	maxFile   = 256 << 20 // of any other file
)

// source is a folder that lessons come from.
type source struct {
	name    string // as the user named it
	dir     string // on disk
	root    *os.Root
	fsys    fs.FS
	whole   bool     // all lessons in it are meant
	lessons []string // their files, in order
	prefix  string   // where it goes in the export: "" or "name/"
	pages   map[string]string
	said    map[string]course.Settings // of its folders, when they have been read
}

// sources are all of them.
type sources struct{ all []*source }

func (s *sources) close() {
	for _, src := range s.all {
		src.root.Close()
	}
}

func (s *sources) lessons() (n int) {
	for _, src := range s.all {
		n += len(src.lessons)
	}
	return n
}

// open opens what paths name. The export itself is none of the lessons, where it
// goes into one of the folders.
func open(paths []string, out string) (*sources, error) {
	s := &sources{}
	for _, p := range paths {
		if err := s.add(p, out); err != nil {
			s.close()
			return nil, err
		}
	}
	for _, src := range s.all {
		if len(s.all) > 1 {
			src.prefix = s.prefix(src)
		}
		src.layOut(s.lessons() == 1)
	}
	return s, nil
}

func (s *sources) add(name, out string) error {
	full, err := filepath.Abs(name)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		return fmt.Errorf("there is no file or folder %q to export", name)
	}
	info, err := os.Stat(full)
	if err != nil {
		return fmt.Errorf("%q cannot be read; check its permissions", name)
	}
	dir, file := full, ""
	if !info.IsDir() {
		if !info.Mode().IsRegular() || !pages.Renders(full) {
			return fmt.Errorf("%q is not a lesson; give Markdown (.md) or HTML (.html) files, notebooks (.ipynb), or folders", name)
		}
		dir, file = filepath.Dir(full), filepath.Base(full)
	}
	src := s.of(dir)
	if src == nil {
		root, err := os.OpenRoot(dir) // which no link in it leaves
		if err != nil {
			return fmt.Errorf("the folder of %q cannot be read; check its permissions", name)
		}
		src = &source{name: name, dir: dir, root: root, fsys: root.FS(), pages: map[string]string{}, said: map[string]course.Settings{}}
		s.all = append(s.all, src)
	}
	if file != "" {
		if !slices.Contains(src.lessons, file) {
			src.lessons = append(src.lessons, file)
		}
		return nil
	}
	src.whole = true
	return src.find(name, out)
}

func (s *sources) of(dir string) *source {
	for _, src := range s.all {
		if src.dir == dir {
			return src
		}
	}
	return nil
}

// find finds the lessons of a folder: all that are not hidden, nor exports.
func (s *source) find(name, out string) error {
	out, _ = filepath.Abs(out)
	err := fs.WalkDir(s.fsys, ".", func(file string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && file != "."
		switch {
		case err != nil:
			return fmt.Errorf("the folder %q cannot be read; check its permissions", filepath.Join(name, file))
		case d.IsDir() && (hidden || filepath.Join(s.dir, filepath.FromSlash(file)) == out && file != "." || exported(s.fsys, file)):
			return fs.SkipDir
		case !hidden && d.Type().IsRegular() && pages.Renders(file) && !slices.Contains(s.lessons, file):
			s.lessons = append(s.lessons, file)
		}
		return nil
	})
	if err == nil && len(s.lessons) == 0 {
		err = fmt.Errorf("there is no lesson in %q; lessons are Markdown (.md) or HTML (.html) files, or notebooks (.ipynb)", name)
	}
	return err
}

// prefix is a folder in the export that no other source has.
func (s *sources) prefix(of *source) string {
	base := filepath.Base(of.dir)
	for n := 1; ; n++ {
		name := base + "/"
		if n > 1 {
			name = base + "-" + strconv.Itoa(n) + "/"
		}
		taken := name == assetsFolder+"/" || slices.ContainsFunc(s.all, func(o *source) bool { return o != of && strings.EqualFold(o.prefix, name) })
		if !taken {
			return name
		}
	}
}

// layOut gives each lesson the name of its page, relative to the source: that of
// its file, but index.html for the page that stands for a folder, and for one
// that is alone.
func (s *source) layOut(alone bool) {
	taken := map[string]bool{}
	for _, file := range s.lessons {
		if index, ok := pages.Index(s.fsys, path.Dir(file)); alone || ok && index == path.Base(file) {
			s.pages[file] = path.Join(path.Dir(file), "index.html")
			taken[strings.ToLower(s.pages[file])] = true
		}
	}
	for _, file := range s.lessons {
		if s.pages[file] != "" {
			continue
		}
		name := strings.TrimSuffix(file, path.Ext(file)) + ".html"
		if taken[strings.ToLower(name)] {
			name = file + ".html" // as a.md and a.ipynb beside each other
		}
		taken[strings.ToLower(name)] = true
		s.pages[file] = name
	}
}

// settings are those of a folder.
func (s *source) settings(dir string) course.Settings {
	c, read := s.said[dir]
	if !read {
		c = course.Read(s.fsys, dir)
		s.said[dir] = c
	}
	return c
}

// lesson is a file as check takes it.
func (s *source) lesson(file string) check.Lesson {
	return check.Lesson{Name: s.shown(file), FS: s.fsys, File: file, Path: filepath.Join(s.dir, filepath.FromSlash(file))}
}

// shown is a file as the user knows it.
func (s *source) shown(file string) string {
	if s.whole {
		return path.Join(filepath.ToSlash(s.name), file)
	}
	return path.Join(path.Dir(filepath.ToSlash(s.name)), file)
}

// read reads a file of at most so many bytes.
func (s *source) read(file string, most int64) ([]byte, error) {
	info, err := fs.Stat(s.fsys, file) // before it is opened: that may wait for ever
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no ordinary file", file)
	case info.Size() > most:
		return nil, fmt.Errorf("%s is bigger than %d MiB", file, most>>20)
	}
	f, err := s.fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
