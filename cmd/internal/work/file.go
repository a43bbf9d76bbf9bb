package work

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// Beginning and end of the names of files that are being written.
const tempPrefix, tempSuffix = ".crunchy-", ".tmp"

// readFile reads an ordinary file of at most limit bytes; never through a link.
func readFile(root *os.Root, name string, limit int64) ([]byte, error) {
	info, err := root.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: errLink}
	case info.Size() > limit:
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrTooBig}
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// writeFile puts a file in place of what there is, in one step and on the disk
// when it returns. What is there and no ordinary file stays.
func writeFile(root *os.Root, name string, data []byte) error {
	if info, err := root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "write", Path: name, Err: errLink}
	}
	return Replace(root, name, data, 0o600)
}

// Replace puts a file with these permissions in the place of what is there, whatever
// that is, in one step: it is the old one or the new at each moment, and the new one is
// on the disk when Replace returns without an error.
func Replace(root *os.Root, name string, data []byte, mode fs.FileMode) (err error) {
	var random [8]byte
	rand.Read(random[:]) // never fails
	temp := path.Join(path.Dir(name), tempPrefix+hex.EncodeToString(random[:])+tempSuffix)
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = root.Remove(temp)
		}
	}()
	_, err = f.Write(data)
	if err == nil && mode != 0o600 {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	return root.Rename(temp, name)
}

// makeFolder makes a folder that only its owner can enter, unless there is one;
// a link to one is none.
func makeFolder(root *os.Root, name string) error {
	err := root.Mkdir(name, 0o700)
	if err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := root.Lstat(name)
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: errLink}
	}
	return err
}

// openFolder opens a folder that is no link.
func openFolder(root *os.Root, name string) (*os.Root, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errLink}
	}
	sub, err := root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	if opened, err := sub.Stat("."); err != nil || !os.SameFile(info, opened) {
		sub.Close() // somebody put a link in its place just now
		return nil, &fs.PathError{Op: "open", Path: name, Err: errLink}
	}
	return sub, nil
}

// sweep removes what a server left that was ended while it wrote.
func sweep(root *os.Root) {
	entries, _ := fs.ReadDir(root.FS(), ".")
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) || !strings.HasSuffix(e.Name(), tempSuffix) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = root.Remove(e.Name())
		}
	}
}

// fileName reports whether a name can be that of an element's file.
func fileName(name string) bool {
	return strings.HasSuffix(name, ".py") && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, "/\\:\x00")
}
