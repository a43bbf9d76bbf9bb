package work

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxLog is the size of a log, in bytes; one that would become longer is put
// aside, in the place of the one that was put aside before.
const MaxLog = 4 << 20

// LogFile is the name of the file of a log. name must be part of a file's name.
func LogFile(name string) string { return "log-" + name + ".txt" }

// Append writes at the end of a log.
func (l *Lesson) Append(name, text string) error {
	return l.writing(func(root *os.Root) error { return appendLog(root, name, text) })
}

func appendLog(root *os.Root, name, text string) error {
	file := LogFile(name)
	info, err := root.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "write", Path: file, Err: errLink}
	case info.Size()+int64(len(text)) > MaxLog:
		if err := root.Rename(file, "log-"+name+"-earlier.txt"); err != nil {
			return err
		}
	}
	f, err := root.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if opened, err2 := f.Stat(); err2 != nil || !opened.Mode().IsRegular() {
		err = fmt.Errorf("%w", errLink)
	} else {
		_, err = f.WriteString(text)
	}
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return err
}

// ReadLog returns a log as far as it has not been put aside, "" if there is none,
// and where it is, as it is shown to a person.
func (l *Lesson) ReadLog(name string) (text, path string) {
	path = shown(filepath.Join(l.Dir(), LogFile(name)))
	root, err := l.open(false)
	if err != nil {
		return "", path
	}
	defer root.Close()
	b, err := readFile(root, LogFile(name), 2*MaxLog)
	if err != nil {
		return "", path
	}
	return string(b), path
}
