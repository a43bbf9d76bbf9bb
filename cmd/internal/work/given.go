package work

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// maxGiven is how much of a file that a program has written is looked at, in bytes:
// a longer one is no author's.
const maxGiven = 16 << 20

// Given is a file of the author's that programs may use. Its name is as io/fs has
// them, relative to the lesson's folder.
type Given struct {
	Name    string
	Size    int64
	Changed time.Time // the file is the same as long as these are
	Read    func() ([]byte, error)
}

// Give puts a file of the author's into the lesson's folder. One that the student
// has changed stays, unless anew; then it is kept in the history, and the author's
// is there again.
func (l *Lesson) Give(g Given, anew bool) error {
	if !fs.ValidPath(g.Name) || strings.Contains("/"+g.Name, "/.") {
		return ErrUnknown
	}
	return l.writing(func(root *os.Root) error { return l.give(root, g, anew) })
}

func (l *Lesson) give(root *os.Root, g Given, anew bool) error {
	mark := fmt.Sprintf("%d %d", g.Size, g.Changed.UnixNano())
	_, err := root.Lstat(g.Name)
	missing := errors.Is(err, fs.ErrNotExist)
	if !missing && !anew && l.given[g.Name] == mark {
		return nil
	}
	data, err := g.Read()
	if err != nil {
		return err
	}
	ix := readIndex(root)
	for _, e := range ix.Elements {
		if e.File == g.Name && !missing { // an editor's own program is only the student's
			return nil
		}
	}
	version := VersionOf(string(data))
	if there, err := readFile(root, g.Name, maxGiven); !missing {
		now := VersionOf(string(there))
		switch {
		case err == nil && now == version:
			l.given[g.Name] = mark
			return l.notes(root, ix, g.Name, version)
		case !anew && (err != nil || now != ix.Given[g.Name]): // the student's
			l.given[g.Name] = mark
			return nil
		case err == nil && now != ix.Given[g.Name]:
			if err := before(root, g.Name, there); err != nil {
				return err
			}
		}
	}
	if err := makeFolders(root, path.Dir(g.Name)); err != nil {
		return err
	}
	if err := writeFile(root, g.Name, data); err != nil {
		return err
	}
	l.given[g.Name] = mark
	return l.notes(root, ix, g.Name, version)
}

// notes keeps which version of the author's file was given.
func (l *Lesson) notes(root *os.Root, ix index, name, version string) error {
	if ix.Given[name] == version {
		return nil
	}
	if ix.Given == nil {
		ix.Given = map[string]string{}
	}
	ix.Given[name] = version
	return writeFile(root, indexFile, encode(ix))
}

// before keeps what a student made of a file, for whoever looks for it.
func before(root *os.Root, name string, data []byte) error {
	folder := path.Join(historyFolder, name)
	if err := makeFolders(root, folder); err != nil {
		return err
	}
	return writeFile(root, path.Join(folder, "before-reset"+path.Ext(name)), data)
}

// makeFolders makes a folder and those above it; none of them may be a link.
func makeFolders(root *os.Root, name string) error {
	if name == "." {
		return nil
	}
	if err := makeFolders(root, path.Dir(name)); err != nil {
		return err
	}
	return makeFolder(root, name)
}
