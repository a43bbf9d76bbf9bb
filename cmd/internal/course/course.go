// Package course is how lessons of a folder belong together: what their author
// says of that in crunchy.toml, and their order.
package course

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"crunchy/ioelement"
	"crunchy/pages"
)

// File is the name of the file in which an author says it.
const File = "crunchy.toml"

// maxSize is how many bytes of it are read.
const maxSize = 64 << 10

// Settings are what an author says of the lessons that lie in a folder, not of
// those in folders below. The zero Settings say nothing.
type Settings struct {
	Title    string          // of the folder
	Lessons  []string        // names of files, in their order; others follow
	Language string          // of lessons that do not say theirs
	Python   string          // that elements of lessons run with that do not say theirs
	Rules    ioelement.Rules // what all blocks of the lessons are to be otherwise than they say
	Problems []Problem
}

// Defaults are what the settings say for the blocks of a lesson.
func (s Settings) Defaults() ioelement.Defaults {
	return ioelement.Defaults{Python: s.Python, Rules: s.Rules}
}

// Problem is something in the file that does not count.
type Problem struct {
	Line int    // from 1; 0 where it is the file as a whole
	Text string // what it is and what to do, a sentence that begins small
}

// String is the problem with the place where it is.
func (p Problem) String() string {
	if p.Line == 0 {
		return File + ": " + p.Text
	}
	return fmt.Sprintf("%s, line %d: %s", File, p.Line, p.Text)
}

// Read reads the settings of a folder. It never fails: what cannot be read is a
// problem, and a folder without the file has no settings.
func Read(fsys fs.FS, dir string) Settings {
	text, err := read(fsys, path.Join(dir, File))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Settings{}
	case err != nil:
		var s Settings
		s.problem(0, "%v", err)
		return s
	}
	s, lines := parse(text)
	s.find(fsys, dir, lines[keyLessons])
	return s
}

func read(fsys fs.FS, name string) (string, error) {
	info, err := fs.Stat(fsys, name) // before it is opened: that may wait for ever
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", err
	case err != nil:
		return "", errors.New("it cannot be read; check its permissions")
	case !info.Mode().IsRegular():
		return "", errors.New("it is no ordinary file, so nothing in it counts")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return "", errors.New("it cannot be read; check its permissions")
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	switch {
	case err != nil:
		return "", errors.New("it cannot be read; try to save it again")
	case len(text) > maxSize:
		return "", fmt.Errorf("it is bigger than %d KiB, so nothing in it counts", maxSize>>10)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))), nil
}

// find looks for the lessons that are named, and forgets those that are not there.
func (s *Settings) find(fsys fs.FS, dir string, line int) {
	if len(s.Lessons) == 0 {
		return
	}
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return // whoever lists the folder will say it
	}
	var there []string
	is := map[string]bool{}
	for _, e := range entries {
		if e.Type().IsRegular() && pages.Renders(e.Name()) && !strings.HasPrefix(e.Name(), ".") {
			there, is[e.Name()] = append(there, e.Name()), true
		}
	}
	s.Lessons = slices.DeleteFunc(s.Lessons, func(name string) bool {
		if !is[name] && len(s.Problems) < maxProblems {
			s.problem(line, "there is no lesson %q in this folder%s", name, hint(name, there, "; write the name of a file, with its ending"))
		}
		return !is[name]
	})
}

func (s *Settings) problem(line int, format string, a ...any) {
	text := fmt.Sprintf(format, a...)
	if !strings.HasSuffix(text, "?") {
		text += "."
	}
	s.Problems = append(s.Problems, Problem{line, text})
}

// Order puts names of files into the order of the settings. What these do not
// name follows as it stands.
func (s Settings) Order(names []string) []string {
	place := map[string]int{} // what has none comes last
	for i, n := range s.Lessons {
		place[n] = i - len(s.Lessons)
	}
	ordered := slices.Clone(names)
	slices.SortStableFunc(ordered, func(a, b string) int { return place[a] - place[b] })
	return ordered
}

// Row is those of the lessons of a folder that follow each other: what the
// settings name, and then all Markdown, but for the page that stands for the folder.
func (s Settings) Row(names []string, index string) []string {
	return slices.DeleteFunc(s.Order(names), func(n string) bool {
		return n == index || path.Ext(n) != ".md" && !slices.Contains(s.Lessons, n)
	})
}
