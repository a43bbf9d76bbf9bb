// Package excerpt finds the source that a lesson wants to show of a module, class
// or function: in the files beside the lesson, or in the modules of a Python. Nothing
// of it is run.
package excerpt

import (
	"context"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"crunchy/cmd/internal/engine"
	"crunchy/ioelement"
)

// Bounds on what is looked for and in what.
const (
	longestName = 300
	longestFile = 1 << 20
)

// Finder finds excerpts for one lesson.
type Finder struct {
	Engine engine.Engine
	FS     fs.FS  // what the lesson is part of; nil for one that has no files beside it
	Dir    string // its folder there
	Cache  *Cache // nil keeps nothing
}

// Find returns what an author calls PATH/mod.obj or mod.obj, as it is for a Python ("" is
// the usual one). A path, and a module beside the lesson, is a file of the lesson's; any
// other module is one of the Python's.
func (f Finder) Find(ctx context.Context, what, python string) ioelement.Excerpt {
	folder, names, ok := split(what)
	if !ok {
		return ioelement.Excerpt{Problem: "name"}
	}
	q := engine.Lookup{Python: python}
	q.Given, q.Name = f.read(folder, names)
	if q.Given == nil {
		if folder != "" {
			return ioelement.Excerpt{Problem: "missing"}
		}
		q.Name = strings.Join(names, ".")
	}
	return f.Cache.get(ctx, f.Engine, q)
}

// split takes what an author wrote apart: the folder before the last slash, "" for
// none, and the names of the module and of what is in it.
func split(what string) (folder string, names []string, ok bool) {
	if len(what) > longestName {
		return "", nil, false
	}
	folder, rest := "", what
	if i := strings.LastIndexByte(what, '/'); i >= 0 {
		folder, rest = what[:i+1], what[i+1:]
	}
	names = strings.Split(rest, ".")
	if n := len(names); n > 1 && names[n-1] == "py" { // the name of the file
		names = names[:n-1]
	}
	for _, n := range names {
		if !identifier(n) {
			return "", nil, false
		}
	}
	return folder, names, true
}

func identifier(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

// read returns the file beside the lesson that the names lead into, and which of them
// are left then. It is nil if there is none.
func (f Finder) read(folder string, names []string) (data []byte, rest string) {
	if f.FS == nil {
		return nil, ""
	}
	for n := len(names); n > 0; n-- {
		base := path.Join(f.Dir, folder, path.Join(names[:n]...))
		for _, file := range []string{base + ".py", base + "/__init__.py"} {
			if data := f.file(file); data != nil {
				return data, strings.Join(names[n:], ".")
			}
		}
	}
	return nil, ""
}

func (f Finder) file(name string) []byte {
	if !fs.ValidPath(name) || strings.Contains("/"+name, "/.") {
		return nil // outside, or hidden
	}
	info, err := fs.Stat(f.FS, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > longestFile {
		return nil
	}
	file, err := f.FS.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, longestFile))
	if err != nil {
		return nil
	}
	return append([]byte{}, data...) // not nil, even if it is empty
}
