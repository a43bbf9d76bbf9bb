package runner

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// home is the folder of a student in a sandbox. It is in memory and of a bounded
// size, so no program can fill a disk, or plant something where we write: files go
// in and out by copying, and only files. Everything in it is hostile.
type home struct {
	root *os.Root
	uid  int // that owns it

	mu    sync.Mutex
	names map[string]string           // of the folders in it, by the directory
	known map[string]map[string]known // by directory and name: what both have
}

// known is what a file was like on each side when both had the same.
type known struct{ outside, inside stamp }

type stamp struct {
	size int64
	time time.Time
}

const (
	homeBytes  = 64 << 20 // that the files of a folder have together, on both sides
	homeFiles  = 8192     // how many there may be
	largestOut = 16 << 20 // of a file that is kept
	deepest    = 16       // folder in a folder that is kept
)

func newHome(root *os.Root, uid int) *home {
	return &home{root: root, uid: uid, names: map[string]string{}, known: map[string]map[string]known{}}
}

// name is what a directory is called in the home: as outside, if no other is.
func (h *home) name(dir string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if name, ok := h.names[dir]; ok {
		return name
	}
	taken := map[string]bool{}
	for _, name := range h.names {
		taken[name] = true
	}
	name := path.Base(dir)
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s-%d", path.Base(dir), n)
	}
	h.names[dir], h.known[dir] = name, map[string]known{}
	return name
}

// folder is a directory and its copy in a home.
type folder struct {
	home *home
	dir  string
}

// Bring implements [Copy].
func (f *folder) Bring() error {
	name := f.home.name(f.dir)
	f.home.mu.Lock()
	defer f.home.mu.Unlock()
	inside, err := f.home.open(name)
	if err != nil {
		return err
	}
	defer inside.Close()
	outside, err := os.OpenRoot(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer outside.Close()
	have := f.home.known[f.dir]
	all, failed := list(outside, true)
	for file := range have {
		if _, there := all[file]; !there && failed == nil {
			delete(have, file)
			_ = f.home.as(func() error { return inside.Remove(file) })
		}
	}
	for file, now := range all {
		if have[file].outside == now {
			continue
		}
		data, err := readRegular(outside, file, homeBytes)
		var made stamp
		if err == nil {
			err = f.home.as(func() error { made, err = writeWhole(inside, file, data); return err })
		}
		if failed = errors.Join(failed, err); err == nil {
			have[file] = known{now, made}
		}
	}
	return failed
}

// Keep implements [Copy]. What somebody else has changed outside meanwhile stays, and
// so does all that cannot be seen to be gone.
func (f *folder) Keep() error {
	name := f.home.name(f.dir)
	f.home.mu.Lock()
	defer f.home.mu.Unlock()
	inside, err := f.home.root.OpenRoot(name)
	if err != nil {
		return nil // nothing was brought, or they have taken it away
	}
	defer inside.Close()
	have := f.home.known[f.dir]
	all, failed := list(inside, false)
	if unchanged(have, all) && failed == nil {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	outside, err := os.OpenRoot(f.dir)
	if err != nil {
		return err
	}
	defer outside.Close()
	if failed == nil {
		failed = forget(outside, have, all)
	}
	// A file may be large and have nothing in it, which takes no memory, but a disk.
	room := int64(homeBytes)
	for _, file := range slices.Sorted(maps.Keys(all)) {
		now := all[file]
		room -= now.size
		switch {
		case have[file].inside == now:
		case now.size > largestOut, room < 0:
			failed = errors.Join(failed, fmt.Errorf("runner: %s is too large to be kept", file))
		case !still(outside, file, have[file]):
			failed = errors.Join(failed, fmt.Errorf("runner: %s was changed elsewhere meanwhile", file))
		default:
			data, err := readRegular(inside, file, now.size)
			var made stamp
			if err == nil {
				made, err = writeWhole(outside, file, data)
			}
			if failed = errors.Join(failed, err); err == nil {
				have[file] = known{made, now}
			}
		}
	}
	return failed
}

// unchanged reports whether a home has what it had.
func unchanged(have map[string]known, inside map[string]stamp) bool {
	for file, now := range inside {
		if have[file].inside != now {
			return false
		}
	}
	for file := range have {
		if _, there := inside[file]; !there && !hidden(file) {
			return false
		}
	}
	return true
}

// still reports whether a file outside is as it was when both had the same.
func still(outside *os.Root, file string, was known) bool {
	info, err := outside.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return was == known{}
	}
	return err == nil && stampOf(info) == was.outside
}

// forget removes what the programs have removed, unless somebody else has changed
// it since, and the folders that have nothing more in them.
func forget(outside *os.Root, have map[string]known, inside map[string]stamp) error {
	var failed error
	for file, was := range have {
		if _, there := inside[file]; there || hidden(file) {
			continue
		}
		delete(have, file)
		if !still(outside, file, was) {
			continue
		}
		err := outside.Remove(file)
		failed = errors.Join(failed, err)
		for dir := path.Dir(file); err == nil && dir != "."; dir = path.Dir(dir) {
			err = outside.Remove(dir) // as long as they are empty
		}
	}
	return failed
}

// hidden reports whether a name is not the student's.
func hidden(file string) bool { return strings.HasPrefix(file, ".") || strings.Contains(file, "/.") }

// list finds the regular files that are copied: all that have no hidden name, from
// outside also the author's modules. With an error there may be more of them.
func list(root *os.Root, modules bool) (all map[string]stamp, failed error) {
	all = map[string]stamp{}
	miss := func(err error, d fs.DirEntry) error {
		if failed == nil {
			failed = err
		}
		if d != nil && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	_ = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return miss(err, d)
		case name == ".":
		case strings.HasPrefix(base, ".") && !(modules && name == ".modules"), base == "__pycache__", strings.Count(name, "/") >= deepest:
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			info, err := d.Info()
			if err == nil && len(all) >= homeFiles {
				err = fmt.Errorf("runner: there are more than %d files", homeFiles)
			}
			if err != nil {
				return miss(err, d)
			}
			all[name] = stampOf(info)
		}
		return nil
	})
	return all, failed
}

func stampOf(info fs.FileInfo) stamp { return stamp{info.Size(), info.ModTime()} }

// readRegular reads a file that may be swapped for anything at any moment. It fails
// for one that has more than most bytes.
func readRegular(root *os.Root, name string, most int64) ([]byte, error) {
	f, err := root.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, fmt.Errorf("runner: %s is no file that is copied", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("runner: %s has grown meanwhile", name)
	}
	return data, err
}

// writeWhole writes a file under another name and renames it, and says what it is
// like then.
func writeWhole(root *os.Root, name string, data []byte) (stamp, error) {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return stamp{}, err
	}
	temporary := path.Join(path.Dir(name), ".crunchy~") // one at a time
	_ = root.Remove(temporary)
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return stamp{}, err
	}
	_, err = io.Copy(f, bytes.NewReader(data))
	var info fs.FileInfo
	if err == nil {
		info, err = f.Stat()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		_ = root.Remove(temporary)
		return stamp{}, err
	}
	return stampOf(info), nil
}

// open opens a folder of the home, and makes it if need be.
func (h *home) open(name string) (inside *os.Root, err error) {
	err = h.as(func() (err error) {
		if err = h.root.MkdirAll(name, 0o700); err == nil {
			inside, err = h.root.OpenRoot(name)
		}
		return err
	})
	return inside, err
}

// as does something in the home as the student: root itself is nobody there.
func (h *home) as(do func() error) error {
	if os.Geteuid() != 0 {
		return do()
	}
	runtime.LockOSThread()
	defer func() {
		if errors.Join(unix.Setfsuid(0), unix.Setfsgid(os.Getegid())) == nil {
			runtime.UnlockOSThread() // otherwise it ends with the goroutine
		}
	}()
	if err := errors.Join(unix.Setfsgid(h.uid), unix.Setfsuid(h.uid)); err != nil {
		return err
	}
	return do()
}
