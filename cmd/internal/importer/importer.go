// Package importer makes lessons of files that were written for other tools, with
// the pictures that belong to them. It writes over nothing.
package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"crunchy/pages"
)

// Config says how files are read.
type Config struct {
	// Rest reads reStructuredText; nil does not.
	Rest func(source string) (pages.Rest, error)
}

// Notice says what could not be carried over as it was.
type Notice struct {
	File  string
	Line  int // 0 if not known
	Text  string
	Aside bool // there is nothing to mend
}

// Result is what was imported.
type Result struct {
	Lessons []string // files in the folder, in order
	Files   []string // pictures and the like
	Notices []Notice
}

// Bounds on what is read.
const (
	maxSource = 64 << 20
	maxFile   = 64 << 20
)

// item is a file to be made into a lesson.
type item struct {
	full string // on disk
	root string // the folder that it may take files from
	name string // as the user knows it
	to   string // the lesson, in the folder
}

// Import makes lessons of what paths name: files, or folders of them, such as a
// book of mdBook. They go into folder, which is made. An error is one sentence for
// the user; then nothing was written.
func Import(c Config, paths []string, folder string) (Result, error) {
	items, err := find(paths)
	if err != nil {
		return Result{}, err
	}
	var r Result
	files := map[string][]byte{}
	for _, it := range items {
		if err := c.one(it, items, files, &r); err != nil {
			return Result{}, err
		}
		r.Lessons = append(r.Lessons, it.to)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !slices.Contains(r.Lessons, name) {
			r.Files = append(r.Files, name)
		}
	}
	return r, write(files, folder)
}

// find finds the files, and gives each the name of its lesson.
func find(paths []string) (items []item, err error) {
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case err != nil:
			return nil, fmt.Errorf("there is no file or folder %q to import", p)
		case info.IsDir():
			more, err := findIn(p)
			if err != nil {
				return nil, err
			}
			items = append(items, more...)
		case !info.Mode().IsRegular() || !pages.Renders(p):
			return nil, fmt.Errorf("%q is nothing that can be imported; give a notebook (.ipynb), Markdown (.md, .qmd), reStructuredText (.rst), a saved page (.html), or a folder of them", p)
		default:
			items = append(items, item{full: p, root: filepath.Dir(p), name: p, to: lessonName(filepath.Base(p))})
		}
	}
	taken := map[string]string{}
	for _, it := range items {
		if other := taken[strings.ToLower(it.to)]; other != "" {
			return nil, fmt.Errorf("%s and %s would both become %s; import them into different folders", other, it.name, it.to)
		}
		taken[strings.ToLower(it.to)] = it.name
	}
	return items, nil
}

// findIn finds the files of a folder. Those of a book are in its src.
func findIn(dir string) (items []item, err error) {
	root := dir
	if data, err := os.ReadFile(filepath.Join(dir, "book.toml")); err == nil {
		src := "src"
		if m := bookSource.FindSubmatch(data); m != nil {
			src = filepath.FromSlash(string(m[1]))
		}
		if !inside(dir, src) {
			return nil, fmt.Errorf("the src in %q leads to no folder of the book, so nothing was imported; correct it, or import the folder it means by itself", filepath.Join(dir, "book.toml"))
		}
		root = filepath.Join(dir, src)
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && file != root
		switch {
		case err != nil:
			return fmt.Errorf("the folder %q cannot be read; check its permissions", file)
		case hidden && d.IsDir(), d.IsDir() && strings.HasSuffix(d.Name(), "_files"):
			return filepath.SkipDir
		case !hidden && d.Type().IsRegular() && pages.Renders(file):
			rel, err := filepath.Rel(root, file)
			if err != nil {
				return err
			}
			items = append(items, item{full: file, root: root, name: file, to: lessonName(filepath.ToSlash(rel))})
		}
		return nil
	})
	if err == nil && len(items) == 0 {
		err = fmt.Errorf("there is nothing in %q that can be imported", dir)
	}
	return items, err
}

// inside reports whether a name is that of a folder in another, to which no link leads.
func inside(dir, name string) bool {
	if !filepath.IsLocal(name) {
		return false
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false
	}
	defer root.Close()
	info, err := root.Stat(name)
	return err == nil && info.IsDir()
}

var bookSource = regexp.MustCompile(`(?m)^\s*src\s*=\s*"([^"]+)"`)

// lessonName is the name of the lesson that a file becomes.
func lessonName(file string) string {
	name := strings.TrimSuffix(file, path.Ext(file)) + ".md"
	if path.Base(name) == "SUMMARY.md" { // the contents of a book
		name = path.Join(path.Dir(name), "index.md")
	}
	return name
}

// one makes a lesson of a file.
func (c Config) one(it item, items []item, files map[string][]byte, r *Result) error {
	data, err := readFile(it.full, maxSource)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", it.name, err)
	}
	beside, err := os.OpenRoot(filepath.Dir(it.full)) // which no link in it leaves
	if err != nil {
		return fmt.Errorf("the folder of %s cannot be read; check its permissions", it.name)
	}
	defer beside.Close()
	made, err := pages.Convert(pages.Source{Name: it.full, Data: data}, pages.Options{Files: beside.FS(), Rest: c.Rest})
	if err != nil {
		return fmt.Errorf("%s cannot be imported: %w", it.name, err)
	}
	note := func(line int, text string, aside bool) {
		r.Notices = append(r.Notices, Notice{File: it.name, Line: line, Text: text, Aside: aside})
	}
	for _, n := range made.Notices {
		note(n.Line, n.Text, n.Aside)
	}
	if !utf8.Valid(data) {
		note(0, "it is not UTF-8, and was read as what it says of itself, or as Windows-1252; look at its letters", false)
	}
	dir := path.Dir(it.to)
	files[it.to] = []byte(relink(made.Markdown, it, items))
	for name, data := range made.Files {
		if err := add(files, path.Join(dir, name), data, it); err != nil {
			return err
		}
	}
	root, err := os.OpenRoot(it.root)
	if err != nil {
		return fmt.Errorf("the folder of %s cannot be read; check its permissions", it.name)
	}
	defer root.Close()
	for _, u := range made.Uses {
		use, line := u.File, u.Line
		if lessonOf(it, items, use) != "" {
			continue
		}
		rel, err := filepath.Rel(it.root, filepath.Join(filepath.Dir(it.full), filepath.FromSlash(use)))
		name := filepath.ToSlash(rel)
		switch info, statErr := root.Stat(rel); {
		case err != nil || !fs.ValidPath(name):
			note(line, use+" is not in the folder that is imported, and was not taken along", false)
		case statErr != nil:
			note(line, use+" is not there, and could not be taken along", false)
		case pages.Renders(name):
			note(line, use+" is not imported, so the link to it leads to nothing", false)
		case !info.Mode().IsRegular() || info.Size() > maxFile:
			note(line, fmt.Sprintf("%s is no file, or bigger than %d MiB, and was not taken along", use, maxFile>>20), false)
		default:
			data, err := root.ReadFile(rel)
			if err != nil {
				note(line, use+" cannot be read, and was not taken along", false)
				continue
			}
			if err := add(files, path.Join(dir, use), data, it); err != nil {
				return err
			}
		}
	}
	return nil
}

// add takes a file along, unless another has its name: nobody would notice that one
// is shown for the other.
func add(files map[string][]byte, name string, data []byte, it item) error {
	if other, there := files[name]; there && !bytes.Equal(other, data) {
		return fmt.Errorf("%s and another page would each bring a file %s, and these are different; import them into different folders", it.name, name)
	}
	files[name] = data
	return nil
}

// lessonOf is the lesson that a file beside another has become, as its neighbour
// names it; "" for none.
func lessonOf(it item, items []item, use string) string {
	full := filepath.Join(filepath.Dir(it.full), filepath.FromSlash(use))
	for _, other := range items {
		if filepath.Clean(other.full) == full {
			rel, err := filepath.Rel(filepath.FromSlash(path.Dir(it.to)), filepath.FromSlash(other.to))
			if err == nil {
				return filepath.ToSlash(rel)
			}
		}
	}
	return ""
}

var linkTarget = regexp.MustCompile(`\]\(<?([^()<>\s#?]+)([^()<>\s]*)>?\)`)

// relink leads links to files that have become lessons to these.
func relink(markdown string, it item, items []item) string {
	return linkTarget.ReplaceAllStringFunc(markdown, func(link string) string {
		m := linkTarget.FindStringSubmatch(link)
		if to := lessonOf(it, items, m[1]); to != "" {
			return "](" + to + m[2] + ")"
		}
		return link
	})
}

func readFile(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, errors.New("check its permissions")
	case info.Size() > most:
		return nil, fmt.Errorf("it is bigger than %d MiB", most>>20)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, errors.New("check its permissions")
	}
	if bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0 && !bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, errors.New("it is no text")
	}
	return data, nil
}

// write writes all files, or none.
func write(files map[string][]byte, folder string) (err error) {
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(folder, filepath.FromSlash(name))); err == nil {
			return fmt.Errorf("%s is there already; name another folder with -o", filepath.Join(folder, filepath.FromSlash(name)))
		}
	}
	var made []string
	defer func() {
		if err != nil {
			for _, name := range slices.Backward(made) {
				_ = os.Remove(name) // a folder that is not empty was there before
			}
		}
	}()
	for _, name := range names {
		full := filepath.Join(folder, filepath.FromSlash(name))
		for _, dir := range missing(filepath.Dir(full)) {
			if err := os.Mkdir(dir, 0o777); err != nil {
				return failed(folder, err)
			}
			made = append(made, dir)
		}
		made = append(made, full)
		if err := os.WriteFile(full, files[name], 0o666); err != nil {
			return failed(folder, err)
		}
	}
	return nil
}

// missing are the folders that have to be made for one, the uppermost first.
func missing(dir string) (all []string) {
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			slices.Reverse(all)
			return all
		}
		all = append(all, dir)
	}
}

func failed(folder string, err error) error {
	why := "check its permissions, or name another place with -o"
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		why = "the disk is full; make room, and import again"
	}
	return fmt.Errorf("nothing was imported to %q: %s", folder, why)
}
