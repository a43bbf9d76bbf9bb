package check

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"crunchy/pages"
)

// Lesson is a file to check.
type Lesson struct {
	Name string // as findings have it
	FS   fs.FS  // where it and its neighbours are
	File string // its name there
	Path string // on disk; "" for what is built in
}

// Find returns the lessons that the paths stand for: files, and all that are in
// folders, but for hidden ones. An error is one sentence for the user.
func Find(paths []string) ([]Lesson, error) {
	var all []Lesson
	for _, p := range paths {
		found, err := find(p)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func find(name string) ([]Lesson, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(full)
	switch {
	case err != nil:
		return nil, fmt.Errorf("there is no file or folder %q to check", name)
	case !info.IsDir() && !pages.Opens(full):
		return nil, fmt.Errorf("%q is not a lesson; give Markdown (.md) or HTML (.html) files, notebooks (.ipynb), or folders", name)
	}
	root := filepath.VolumeName(full) + string(filepath.Separator)
	disk := os.DirFS(root)
	lesson := func(name, full string) Lesson {
		rel, _ := filepath.Rel(root, full) // below the root all is
		return Lesson{Name: filepath.ToSlash(name), FS: disk, File: filepath.ToSlash(rel), Path: full}
	}
	if !info.IsDir() {
		return []Lesson{lesson(name, full)}, nil
	}
	var all []Lesson
	err = filepath.WalkDir(full, func(file string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && file != full
		switch {
		case err != nil:
			return fmt.Errorf("the folder %q cannot be read; check its permissions", file)
		case hidden && d.IsDir():
			return filepath.SkipDir
		case !hidden && d.Type().IsRegular() && pages.Renders(file):
			rel, _ := filepath.Rel(full, file)
			all = append(all, lesson(filepath.Join(name, rel), file))
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("there is no lesson in %q; lessons are Markdown (.md) or HTML (.html) files, or notebooks (.ipynb)", name)
	}
	return all, err
}

// In returns all lessons of a file system, in order.
func In(fsys fs.FS) ([]Lesson, error) {
	var all []Lesson
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && pages.Renders(path.Base(name)) {
			all = append(all, Lesson{Name: name, FS: fsys, File: name})
		}
		return err
	})
	return all, err
}

// html reports whether the lesson is a page of HTML.
func (l Lesson) html() bool { return strings.Contains(strings.ToLower(path.Ext(l.File)), "htm") }
