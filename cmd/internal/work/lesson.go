package work

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Lesson is the work on one tutorial. Its methods may be called by any number of
// goroutines.
type Lesson struct {
	store    *Store
	tutorial string
	folder   string // name, in the store

	mu    sync.Mutex
	swept bool
	wrote map[string]string // version that was written last, by file
	ran   map[string]string // version that ran last
	given map[string]string // mark of the author's file that was given last; see Give
}

// Dir is the folder of the lesson, which need not be there yet. Its programs
// run in it, so that they can import each other.
func (l *Lesson) Dir() string { return filepath.Join(l.store.dir, l.folder) }

// Make makes the folder of the lesson, unless it is there.
func (l *Lesson) Make() error {
	if l.made() {
		return nil
	}
	root, err := l.open(true)
	if err != nil {
		return err
	}
	return root.Close()
}

// made reports whether the folder was made before and still is what it was, and opens
// nothing for that: it is asked before each line that a student sends.
func (l *Lesson) made() bool {
	l.mu.Lock()
	swept := l.swept
	l.mu.Unlock()
	if !swept {
		return false
	}
	if info, err := os.Lstat(l.Dir()); err != nil || !info.IsDir() {
		return false
	}
	_, err := os.Lstat(filepath.Join(l.Dir(), indexFile))
	return err == nil
}

// open opens the folder; one that is to be made is marked as the lesson's.
func (l *Lesson) open(create bool) (*os.Root, error) {
	top, err := l.store.open(create)
	if err != nil {
		return nil, err
	}
	defer top.Close()
	if create {
		if err := makeFolder(top, l.folder); err != nil {
			return nil, err
		}
	}
	root, err := openFolder(top, l.folder)
	if err != nil || !create {
		return root, err
	}
	l.mark(root)
	return root, nil
}

// mark writes into the folder whose it is. A folder that cannot be marked can
// be used all the same.
func (l *Lesson) mark(root *os.Root) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.swept {
		if _, err := root.Lstat(indexFile); err == nil {
			return
		}
	}
	l.swept = true
	sweep(root)
	if ix := readIndex(root); !slices.Contains(ix.Lessons, l.tutorial) {
		ix.Lessons = append(ix.Lessons, l.tutorial)
		_ = writeFile(root, indexFile, encode(ix))
	}
}

// Path is the file of a slot as it is shown to a person, "" when it has none.
func (l *Lesson) Path(s Slot) string {
	if s.Name == "" {
		return ""
	}
	return shown(filepath.Join(l.Dir(), s.Name))
}

// shown is a file as it is shown to a person.
func shown(file string) string {
	if home, err := os.UserHomeDir(); err == nil && home != "" && filepath.Separator == '/' {
		if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(home, "/")+"/"); ok {
			return "~/" + rest
		}
	}
	return file
}

// Slots finds where the work on each of the elements of a page is kept.
func (l *Lesson) Slots(elements []Element) []Slot {
	ix := index{}
	if root, err := l.open(false); err == nil {
		ix = readIndex(root)
		root.Close()
	}
	return ix.slots(elements)
}

// Read returns what there is of a slot's file. What cannot be read, for it is a
// link for example, is not there.
func (l *Lesson) Read(s Slot) Work {
	if s.Name == "" {
		return Work{}
	}
	root, err := l.open(false)
	if err != nil {
		return Work{}
	}
	defer root.Close()
	b, err := readFile(root, s.Name, MaxText)
	if err != nil {
		return Work{}
	}
	w := Work{Text: normal(string(b))}
	w.Version = VersionOf(w.Text)
	w.Own = !s.untouched(w.Text)
	if s.starter != "" && s.starter != s.Source {
		w.Starter = s.starter
	}
	return w
}

// untouched reports whether a text is the author's.
func (s Slot) untouched(text string) bool {
	return same(text, s.Source) || s.starter != "" && same(text, s.starter)
}

// Save writes a text that began as version base of the slot's file, "" for the
// author's code, and returns its version. A *Conflict means that the file holds
// another version by now, which stays; a text that the file holds already is
// not written again. What the text replaces is kept as an earlier version when
// the last one of these is a minute old, and whenever the replaced text was run
// or was written by somebody else, or the text is the author's.
func (l *Lesson) Save(s Slot, text, base string) (version string, err error) {
	if s.Name == "" {
		return "", ErrUnknown
	}
	if text = normal(text); len(text) > MaxText {
		return "", ErrTooBig
	}
	root, err := l.open(true)
	if err != nil {
		return "", err
	}
	defer root.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	ix := readIndex(root)
	before := ix.Elements[s.Key]
	e := ix.claim(s)
	s.starter = e.Starter
	version = VersionOf(text)
	old, err := readFile(root, s.Name, MaxText)
	switch {
	case err == nil:
		now := normal(string(old))
		v := VersionOf(now)
		if v == version {
			break
		}
		if base != v && (base != "" || !s.untouched(now)) {
			return "", &Conflict{Text: now, Version: v}
		}
		special := v == l.ran[s.Name] || v != l.wrote[s.Name] || same(text, s.Source)
		if err := keep(root, s.Name, old, special, time.Now()); err != nil {
			return "", err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	if err != nil || VersionOf(normal(string(old))) != version {
		if err := writeFile(root, s.Name, []byte(text)); err != nil {
			return "", err
		}
	}
	l.wrote[s.Name] = version
	e.File, e.Starter = s.Name, s.Source
	if e != before {
		ix.Elements[s.Key] = e
		_ = writeFile(root, indexFile, encode(ix)) // the text is safe, which counts
	}
	return version, nil
}

// Runs notes that an element is run with this source: it is worth keeping.
func (l *Lesson) Runs(s Slot, source string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ran[s.Name] = VersionOf(normal(source))
}

// writing lets something write into the folder, which is made, while nobody else does.
func (l *Lesson) writing(do func(root *os.Root) error) error {
	root, err := l.open(true)
	if err != nil {
		return err
	}
	defer root.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	return do(root)
}

// Comes notes how far the student has come with an element: to Tried, Ran or
// Solved. Nobody falls back.
func (l *Lesson) Comes(s Slot, to string) error {
	return l.writing(func(root *os.Root) error {
		ix := readIndex(root)
		if !further(to, ix.Elements[s.Key].Progress) {
			return nil
		}
		e := ix.claim(s)
		if further(to, e.Progress) {
			e.Progress = to
		}
		ix.Elements[s.Key] = e
		return writeFile(root, indexFile, encode(ix))
	})
}

// Begins notes that the time of an element began, unless it had begun before.
func (l *Lesson) Begins(s Slot, now time.Time) error {
	return l.writing(func(root *os.Root) error {
		ix := readIndex(root)
		e := ix.claim(s)
		if e.Began.IsZero() {
			e.Began = now
		}
		ix.Elements[s.Key] = e
		return writeFile(root, indexFile, encode(ix))
	})
}

// Began is when the time of an element began; zero if it has not.
func (l *Lesson) Began(s Slot) time.Time {
	root, err := l.open(false)
	if err != nil {
		return s.Began
	}
	defer root.Close()
	if e, ok := readIndex(root).Elements[s.Key]; ok && !e.Began.IsZero() {
		return e.Began
	}
	return s.Began
}

// Progress returns how far the student has come with each element, by its key.
func (l *Lesson) Progress() map[string]string {
	m := map[string]string{}
	root, err := l.open(false)
	if err != nil {
		return m
	}
	defer root.Close()
	for key, e := range readIndex(root).Elements {
		if e.Progress != "" {
			m[key] = e.Progress
		}
	}
	return m
}

// Stamp changes whenever a file does.
type Stamp struct {
	modified time.Time
	size     int64
}

// Stamps returns the stamps of the .py files of the lesson, by name.
func (l *Lesson) Stamps() map[string]Stamp {
	stamps := map[string]Stamp{}
	entries, _ := os.ReadDir(l.Dir())
	for _, e := range entries {
		if !e.Type().IsRegular() || !fileName(e.Name()) {
			continue
		}
		if info, err := e.Info(); err == nil {
			stamps[e.Name()] = Stamp{info.ModTime(), info.Size()}
		}
	}
	return stamps
}
