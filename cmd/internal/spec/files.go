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

// errNoFile is the reason why what a lesson names is no file for a program.
var errNoFile = errors.New("it is no ordinary file")

// Beside is the folder that a lesson's file is in.
func Beside(fsys fs.FS, lesson string) fs.FS {
	if sub, err := fs.Sub(fsys, path.Dir(lesson)); err == nil {
		return sub
	}
	return fsys // a name that is no path: nothing is found by it
}

// Stat looks for a file that a lesson names, where lesson is the lesson's own
// name. An error's text says why a program cannot have it.
func Stat(fsys fs.FS, lesson, name string) (fs.FileInfo, error) {
	info, err := fs.Stat(fsys, path.Join(path.Dir(lesson), name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file in the lesson's folder")
	case err != nil:
		return nil, errors.New("it cannot be read")
	case !info.Mode().IsRegular():
		return nil, errNoFile
	case info.Size() > MaxFile:
		return nil, fmt.Errorf("it is bigger than %d MiB", MaxFile>>20)
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
		return nil, errors.New("it cannot be read")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile))
	if err != nil {
		return nil, errors.New("it cannot be read")
	}
	return data, nil
}
