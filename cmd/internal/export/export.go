// Package export makes static pages of lessons: files that any web server gives
// out, and that open from a disk without one. What is live on a lesson's page
// stands there as code with what it showed when it was run, or what its author
// says that it shows. A page that Crunchy opens again is live again, but for what
// only its author may know.
//
// Nothing of a page leads to another host but its author's own links, and nothing
// in it is a hidden test. Files are written all or none.
package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/course"
	"crunchy/ioelement"
	"crunchy/pages"
)

// Config says what is exported and how.
type Config struct {
	Static fs.FS // the front end's files
	// Shown runs lessons and returns what their blocks showed. Nil runs nothing:
	// then there is what authors wrote.
	Shown func(ctx context.Context, lessons []check.Lesson) (Record, error)
	// Rest reads reStructuredText, and Excerpt finds the source of modules for a
	// lesson; nil does not.
	Rest     func(source string) (pages.Rest, error)
	Excerpt  func(l check.Lesson) func(what, python string) ioelement.Excerpt
	Language string // of the interface where a page does not say; "" is English
	// Solutions keeps the solutions of exercises and the answers to questions.
	Solutions bool
	Live      string // address of the reader's own Crunchy, without a slash at its end
	Now       time.Time
}

// Record is what the blocks of lessons showed, by the lesson's file on disk and the
// number of the element.
type Record map[string]map[string][]check.Shown

// Add takes in what a block of a lesson showed.
func (r Record) Add(l check.Lesson, s check.Shown) {
	if r[l.Path] == nil {
		r[l.Path] = map[string][]check.Shown{}
	}
	r[l.Path][s.Number] = append(r[l.Path][s.Number], s)
}

// Result is what was exported.
type Result struct {
	Lessons int
	Files   int
	Bytes   int64
	// Notices say what could not be taken along, each in one sentence.
	Notices []string
}

// Folder exports what paths name, lessons and folders of them, into a folder,
// which is made, or is empty, or an earlier export. An error is one sentence for
// the user; then there is what was there before.
func Folder(ctx context.Context, c Config, paths []string, folder string) (Result, error) {
	s, err := open(paths, folder)
	if err != nil {
		return Result{}, err
	}
	defer s.close()
	if err := writable(folder); err != nil {
		return Result{}, err
	}
	x, err := c.build(ctx, s)
	if err != nil {
		return Result{}, err
	}
	if err := x.assets(); err != nil {
		return Result{}, err
	}
	if err := x.files.write(folder); err != nil {
		return Result{}, err
	}
	return x.result(), nil
}

// Single exports one lesson into one file, with all that it needs in it. The file
// must not be there, or be an earlier export.
func Single(ctx context.Context, c Config, paths []string, file string) (Result, error) {
	s, err := open(paths, file)
	if err != nil {
		return Result{}, err
	}
	defer s.close()
	if n := s.lessons(); n != 1 {
		return Result{}, fmt.Errorf("--single makes a file of one lesson, and these are %d; name one, or leave --single out", n)
	}
	if err := replaceable(file); err != nil {
		return Result{}, err
	}
	x, err := c.build(ctx, s)
	if err != nil {
		return Result{}, err
	}
	page, err := x.inline()
	if err != nil {
		return Result{}, err
	}
	if err := writeFile(file, page); err != nil {
		return Result{}, err
	}
	r := x.result()
	r.Files, r.Bytes = 1, int64(len(page))
	return r, nil
}

// export is one run.
type export struct {
	Config
	sources *sources
	record  Record
	files   files
	pages   []*page
	notices []string
	maths   bool // some page has formulas
}

func (c Config) build(ctx context.Context, s *sources) (*export, error) {
	x := &export{Config: c, sources: s, files: files{}}
	if c.Shown != nil {
		var all []check.Lesson
		for _, src := range s.all {
			for _, file := range src.lessons {
				all = append(all, src.lesson(file))
			}
		}
		var err error
		if x.record, err = c.Shown(ctx, all); err != nil {
			return nil, err
		}
	}
	for _, src := range s.all {
		for _, file := range src.lessons {
			p, err := x.lesson(src, file)
			if err != nil {
				return nil, err
			}
			x.pages = append(x.pages, p)
			if err := ctx.Err(); err != nil {
				return nil, errors.New("stopped before all was exported; nothing was written")
			}
		}
	}
	for _, src := range s.all {
		for _, dir := range src.folders() {
			for _, p := range src.settings(dir).Problems {
				x.notice("%s: %s", path.Dir(src.shown(path.Join(dir, course.File))), p)
			}
		}
	}
	x.lists()
	for _, p := range x.pages {
		x.settle(p)
	}
	return x, nil
}

func (x *export) result() Result {
	r := Result{Lessons: x.sources.lessons(), Files: len(x.files), Notices: x.notices}
	for _, data := range x.files {
		r.Bytes += int64(len(data))
	}
	return r
}

func (x *export) notice(format string, a ...any) {
	x.notices = append(x.notices, fmt.Sprintf(format, a...))
}

// up leads from a file to the top of the folder: "" or "../" as often as needed.
func up(name string) string { return strings.Repeat("../", strings.Count(path.Clean(name), "/")) }
