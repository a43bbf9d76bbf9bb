package spec

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// MaxFile is the size of the largest file of a lesson that programs may use.
const MaxFile = 16 << 20

// Reasons why a program cannot have a file that its lesson names. Their texts are
// for its author.
var (
	ErrMissing     = errors.New("there is no such file in the lesson's folder")
	errUnreadable  = errors.New("it cannot be read")
	ErrNotOrdinary = errors.New("it is no ordinary file")
	ErrTooBig      = fmt.Errorf("it is bigger than %d MiB", MaxFile>>20)
)

// Beside is the folder that a lesson's file is in.
func Beside(fsys fs.FS, lesson string) fs.FS {
	if sub, err := fs.Sub(fsys, path.Dir(lesson)); err == nil {
		return sub
	}
	return fsys // a name that is no path: nothing is found by it
}

// Stat looks for a file that a lesson names, where lesson is the lesson's own
// name. An error says why a program cannot have it.
func Stat(fsys fs.FS, lesson, name string) (fs.FileInfo, error) {
	info, err := fs.Stat(fsys, path.Join(path.Dir(lesson), name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrMissing
	case err != nil:
		return nil, errUnreadable
	case !info.Mode().IsRegular():
		return nil, ErrNotOrdinary
	case info.Size() > MaxFile:
		return nil, ErrTooBig
	}
	return info, nil
}

// Read reads such a file.
func Read(fsys fs.FS, lesson, name string) ([]byte, error) {
	if _, err := Stat(fsys, lesson, name); err != nil {
		return nil, err
	}
	f, err := fsys.Open(path.Join(path.Dir(lesson), name))
	if err != nil {
		return nil, errUnreadable
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile))
	if err != nil {
		return nil, errUnreadable
	}
	return data, nil
}
