// Package watch tells which files of folders change, once they rest for a moment:
// an editor that writes a file in several steps, or puts another in its place, is
// told of once.
package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How long files rest before they are told of, and how long one that does not rest
// holds the others up.
const (
	quiet   = 20 * time.Millisecond
	longest = 250 * time.Millisecond
)

// mostFolders is how many folders are watched below one.
const mostFolders = 2000

// Why a folder is not watched, or not all of it. Their texts are for the user.
var (
	// ErrLimit says that the system does not watch more for this user.
	ErrLimit = errors.New("the system watches no more files for you, so what you save shows after a reload; on Linux a bigger fs.inotify.max_user_watches and max_user_instances help")
	// ErrMany says that there are more folders than mostFolders.
	ErrMany = errors.New("there are very many folders here, so only those nearest to the top are watched; what you save elsewhere shows after a reload")
)

// Watcher watches folders with all that is below them, but for what is hidden.
type Watcher struct {
	tell func(files []string)
	fail func(error)

	mu      sync.Mutex
	closed  bool
	fs      *fsnotify.Watcher // nil before the first folder
	done    chan struct{}
	folders map[string]*folder // by what Folder was given
	below   map[string]string  // the folders that are watched, and for which of these
}

// folder is one that Folder was given.
type folder struct {
	room int         // how many more folders may be watched below it
	is   fs.FileInfo // nil if it was not there
}

// New makes a watcher, which asks nothing of the system before it has a folder. tell
// gets the full names of the files that have changed, come or gone, sorted, without
// those that are hidden or an editor's own, and none when so much has happened that
// nobody knows what; it is called by one goroutine. fail gets what cannot be watched
// from now on.
func New(tell func(files []string), fail func(error)) *Watcher {
	return &Watcher{tell: tell, fail: fail, folders: map[string]*folder{}, below: map[string]string{}}
}

// Close ends it, and returns when tell and fail are not called any more.
func (w *Watcher) Close() {
	w.mu.Lock()
	w.closed = true
	begun := w.fs != nil
	w.mu.Unlock()
	if begun {
		_ = w.fs.Close() // there is nothing to be done about it
		<-w.done
	}
}

// Folder watches a folder, once however often it is asked to, and anew when another
// has taken its place. An error, ErrLimit or ErrMany perhaps, says that not all of it
// is watched; it is returned once.
func (w *Watcher) Folder(dir string) error {
	dir = filepath.Clean(dir)
	w.mu.Lock()
	defer w.mu.Unlock()
	info, _ := os.Stat(dir)
	if f := w.folders[dir]; w.closed || f != nil && (info == nil || f.is != nil && os.SameFile(f.is, info)) {
		return nil
	}
	w.forget(dir) // no event comes when a folder above it was moved
	w.folders[dir] = &folder{room: mostFolders, is: info}
	if w.fs == nil {
		n, err := fsnotify.NewWatcher()
		if err != nil {
			return limit(err)
		}
		w.fs, w.done = n, make(chan struct{})
		go w.run(n)
	}
	_, err := w.add(dir, dir)
	return err
}

// add watches a folder, and what is below it as far as there is room in that of
// top: the nearest first. It returns the files that are there. w.mu is held.
func (w *Watcher) add(top, dir string) (files []string, err error) {
	for next := []string{dir}; len(next) > 0; next = next[1:] {
		_, watched := w.below[next[0]]
		if !watched && w.folders[top].room == 0 {
			return files, ErrMany
		}
		if err := w.fs.Add(next[0]); err != nil {
			if err := limit(err); err == ErrLimit || next[0] == top {
				return files, err
			}
			continue // it has gone again, or is not for us to read
		}
		if !watched {
			w.below[next[0]] = top
			w.folders[top].room--
		}
		entries, _ := os.ReadDir(next[0])
		for _, e := range entries {
			switch name := filepath.Join(next[0], e.Name()); {
			case passing(e.Name()):
			case e.IsDir():
				next = append(next, name)
			default:
				files = append(files, name)
			}
		}
	}
	return files, nil
}

// forget gives back what a folder and those below it took, which are not in their
// places any more. w.mu is held.
func (w *Watcher) forget(dir string) {
	if _, watched := w.below[dir]; !watched {
		return
	}
	for name, top := range w.below {
		if !within(name, dir) {
			continue
		}
		_ = w.fs.Remove(name) // it may have gone by itself
		delete(w.below, name)
		delete(w.folders, name)
		if f := w.folders[top]; f != nil {
			f.room++
		}
	}
}

// limit finds out whether an error is that of a system that watches no more.
func limit(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return ErrLimit
	}
	return err
}

// run gathers what happens until the files rest.
func (w *Watcher) run(n *fsnotify.Watcher) {
	defer close(w.done)
	changed := map[string]bool{}
	var since time.Time // the first of them
	rest := time.NewTimer(time.Hour)
	rest.Stop()
	// Errors are taken at once: fsnotify holds its lock until they are, and a folder
	// could not be added or let go before. The first of so many say enough.
	failures := make(chan error, 100)
	go func() {
		for err := range n.Errors {
			select {
			case failures <- err:
			default:
			}
		}
	}()
	for {
		select {
		case e, ok := <-n.Events:
			if !ok {
				rest.Stop()
				return
			}
			files := w.files(e)
			if len(files) == 0 {
				continue
			}
			if len(changed) == 0 {
				since = time.Now()
			}
			for _, f := range files {
				changed[f] = true
			}
			rest.Reset(max(0, min(quiet, longest-time.Since(since))))
		case err := <-failures:
			switch {
			case errors.Is(err, fsnotify.ErrEventOverflow):
				w.tell(nil)
			case !errors.Is(err, syscall.EINVAL): // which is that of a folder that has gone by itself
				w.fail(limit(err))
			}
		case <-rest.C:
			var files []string
			for f := range changed {
				files = append(files, f)
			}
			clear(changed)
			slices.Sort(files)
			w.tell(files)
		}
	}
}

// files are those that an event is about: of a folder that has come, all in it.
func (w *Watcher) files(e fsnotify.Event) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, given := w.folders[e.Name]
	gone := e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)
	if gone {
		w.forget(e.Name)
	}
	if e.Op == fsnotify.Chmod || !given && passing(filepath.Base(e.Name)) {
		return nil
	}
	info, err := os.Stat(e.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return []string{e.Name}
	case err != nil || !gone && !e.Has(fsnotify.Create):
		return nil
	case gone && given: // another is in its place already
		w.folders[e.Name] = &folder{room: mostFolders, is: info}
	}
	top := w.top(e.Name)
	if top == "" {
		return nil
	}
	files, err := w.add(top, e.Name)
	if err != nil {
		w.fail(err)
	}
	return files
}

// top is the folder that Folder was given at or above a name. w.mu is held.
func (w *Watcher) top(name string) (top string) {
	for dir := range w.folders {
		if within(name, dir) && len(dir) > len(top) {
			top = dir
		}
	}
	return top
}

// within reports whether a name is that of a folder or of what is below it.
func within(name, dir string) bool {
	return name == dir || strings.HasPrefix(name, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// passing reports whether a name is hidden or that of a file which editors and
// Python make for themselves.
func passing(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, ".tmp") || strings.HasSuffix(name, ".swp") || name == "4913" || name == "__pycache__" || name == "node_modules"
}
