// Package progress tells from what is kept on this computer how far its user has
// come with lessons. It only reads, and sends nothing anywhere.
package progress

import (
	"cmp"
	"encoding/csv"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crunchy/cmd/internal/spec"
	"crunchy/cmd/internal/work"
	"crunchy/ioelement"
	"crunchy/pages"
)

// State is how far one has come with an element.
type State string

// States of an element.
const (
	New    State = "not tried"
	Stuck  State = "stuck" // it was tried, and has not come to a good end yet
	Ran    State = "ran"   // to a good end; of an exercise, that is not the end of it
	Solved State = "solved"
)

// Element is one live block of a lesson.
type Element struct {
	Number   string // on the page, "" if the lesson cannot be read any more
	Name     string // the author's, else the section that it is in
	Exercise bool   // it is to be solved
	State    State
}

// Done reports whether nothing is left to do.
func (e Element) Done() bool { return e.State == Solved || e.State == Ran && !e.Exercise }

// Lesson is one with which somebody has begun.
type Lesson struct {
	Name     string // see work.Store.Lesson
	Title    string
	Lang     string // of the title, "" if it is not known
	Changed  time.Time
	Elements []Element
}

// Count is how many elements are done, and at how many one got stuck.
func (l Lesson) Count() (done, stuck int) {
	for _, e := range l.Elements {
		if e.Done() {
			done++
		} else if e.State == Stuck || e.State == Ran {
			stuck++
		}
	}
	return done, stuck
}

// Reader reads what is kept.
type Reader struct {
	Store *work.Store
	// Lessons are those that are built in, whose names begin with Builtin.
	Lessons fs.FS
	Builtin string
	Rules   ioelement.Rules // the user's preferences
}

// maxLesson is the size of the largest lesson that is read.
const maxLesson = 16 << 20

// Read returns the lessons with which the user has begun, the latest first.
func (r Reader) Read() (all []Lesson) {
	titles := map[string]string{}
	for _, v := range r.Store.Recent(1 << 10) {
		titles[v.Tutorial] = v.Title
	}
	for _, record := range r.Store.Records() {
		l := Lesson{Name: record.Lesson, Title: titles[record.Lesson], Changed: record.Changed}
		if p := r.page(record.Lesson); p != nil && len(p.Elements) > 0 {
			l.Title, l.Lang = p.Title, p.Lang
			l.Elements = r.elements(record.Lesson, p)
		} else {
			l.Elements = remembered(record.Keys)
		}
		l.Title = cmp.Or(l.Title, path.Base(filepath.ToSlash(record.Lesson)))
		if slices.ContainsFunc(l.Elements, func(e Element) bool { return e.State != New }) {
			all = append(all, l)
		}
	}
	return all
}

// page is a lesson as it is now; nil for one that is not on this computer, or that
// takes a Python to be read.
func (r Reader) page(name string) *pages.Page {
	var fsys fs.FS
	file, builtin := strings.CutPrefix(name, r.Builtin+"/")
	switch {
	case builtin:
		fsys = r.Lessons
	case filepath.IsAbs(name):
		root, err := os.OpenRoot(filepath.Dir(name))
		if err != nil {
			return nil
		}
		defer root.Close()
		fsys, file = root.FS(), filepath.Base(name)
	default:
		return nil
	}
	info, err := fs.Stat(fsys, file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxLesson || !pages.Opens(file) || strings.HasSuffix(strings.ToLower(file), "rst") {
		return nil
	}
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil
	}
	p, err := pages.Render(pages.Source{Name: file, Data: data}, pages.Options{Files: spec.Beside(fsys, file), Rules: r.Rules})
	if err != nil {
		return nil
	}
	return p
}

func (r Reader) elements(name string, p *pages.Page) (all []Element) {
	var asked []work.Element
	for _, e := range p.Elements {
		asked = append(asked, work.Element{Key: e.Key, File: e.WorkFile, Source: e.Source})
	}
	for i, slot := range r.Store.Lesson(name).Slots(asked) {
		e := p.Elements[i]
		all = append(all, Element{Number: e.Number, Name: cmp.Or(e.Title.Value("name"), named(e.Key)), Exercise: e.Graded(), State: stateOf(slot.Progress)})
	}
	return all
}

// remembered are the elements of a lesson of which only the records are there.
func remembered(keys map[string]string) (all []Element) {
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if keys[key] != "" {
			all = append(all, Element{Name: named(key), Exercise: keys[key] == work.Solved, State: stateOf(keys[key])})
		}
	}
	return all
}

// named is the part of a key that a person can read: a name, or a section and the
// number of the element in it.
func named(key string) string {
	if parts := strings.Split(key, "."); len(parts) >= 3 {
		section := strings.Join(strings.FieldsFunc(strings.Join(parts[:len(parts)-2], "."), func(r rune) bool { return r == '-' }), " ")
		return section + " " + parts[len(parts)-2]
	}
	return key
}

func stateOf(progress string) State {
	switch progress {
	case work.Tried:
		return Stuck
	case work.Ran:
		return Ran
	case work.Solved:
		return Solved
	}
	return New
}

// WriteCSV writes a line for each element. The first line names the columns.
func WriteCSV(w io.Writer, lessons []Lesson) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"lesson", "title", "changed", "element", "name", "kind", "state"}) // Flush tells
	for _, l := range lessons {
		for _, e := range l.Elements {
			kind := "example"
			if e.Exercise {
				kind = "exercise"
			}
			_ = c.Write([]string{cell(l.Name), cell(l.Title), l.Changed.UTC().Format(time.RFC3339), e.Number, cell(e.Name), kind, string(e.State)})
		}
	}
	c.Flush()
	return c.Error()
}

// cell is a text that no spreadsheet takes for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
