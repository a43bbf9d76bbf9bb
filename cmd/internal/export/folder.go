package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const (
	assetsFolder = "crunchy"
	// listFile says what an export has written, so that the next one knows it for its own.
	listFile = assetsFolder + "/export.json"
	// madeBy is in the head of each page.
	madeBy = "Crunchy export"
)

// files is what is to be written, by slash-separated names.
type files map[string][]byte

// list is what listFile holds.
type list struct {
	Files []string `json:"files"`
}

// exported reports whether a folder of a file system is an export.
func exported(fsys fs.FS, dir string) bool {
	_, err := fs.Stat(fsys, path.Join(dir, listFile))
	return err == nil
}

// writable says why a folder cannot take an export, or nil.
func writable(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%q is a file; name a folder with -o", folder)
	case err != nil:
		return fmt.Errorf("the folder %q cannot be read; check its permissions", folder)
	case len(entries) > 0 && !exported(os.DirFS(folder), "."):
		return fmt.Errorf("%q has files that are no earlier export; name another folder with -o, or empty that one", folder)
	}
	return nil
}

// write writes all files, or none. What the user has added to an earlier export
// stays.
func (f files) write(folder string) (err error) {
	made, err := makeFolder(folder)
	defer func() {
		if err != nil && made != "" {
			os.RemoveAll(made)
		}
	}()
	if err != nil {
		return failed(folder, err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return failed(folder, err)
	}
	defer root.Close()
	var before list
	if data, err := root.ReadFile(listFile); err == nil {
		_ = json.Unmarshal(data, &before) // what cannot be read has written nothing
	}
	names := slices.Sorted(maps.Keys(f))
	for _, name := range names {
		if _, err := root.Lstat(name); err == nil && !slices.Contains(before.Files, name) {
			return fmt.Errorf("%q is no file of an earlier export; move it away, or name another folder with -o", filepath.Join(folder, filepath.FromSlash(name)))
		}
	}
	f[listFile] = encoded(list{append(names, listFile)})
	names = append(names, listFile) // the last one

	// All is written beside what is there, and takes its place when it is whole.
	stage, err := os.MkdirTemp(folder, ".export-")
	if err != nil {
		return failed(folder, err)
	}
	defer os.RemoveAll(stage)
	for _, name := range names {
		full := filepath.Join(stage, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return failed(folder, err)
		}
		if err := os.WriteFile(full, f[name], 0o644); err != nil {
			return failed(folder, err)
		}
	}
	for _, name := range names {
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return failed(folder, err)
		}
		if err := root.Rename(path.Join(filepath.Base(stage), name), name); err != nil {
			return failed(folder, err)
		}
	}
	for _, name := range before.Files {
		if _, again := f[name]; !again && fs.ValidPath(name) {
			_ = root.Remove(name) // one that is left does no harm
			for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
				if root.Remove(dir) != nil { // it is not empty
					break
				}
			}
		}
	}
	return nil
}

// makeFolder makes a folder, and returns the uppermost of those that had to be made.
func makeFolder(folder string) (made string, err error) {
	for dir := filepath.Clean(folder); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		made = dir
	}
	return made, os.MkdirAll(folder, 0o755)
}

func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		panic(err) // plain values only
	}
	return b.Bytes()
}

// replaceable says why a file cannot be written, or nil.
func replaceable(file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return failed(file, err)
	case info.IsDir():
		return fmt.Errorf("%q is a folder; with --single name a file with -o, as in -o lesson.html", file)
	}
	data, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(data[:min(len(data), 4096)], []byte(`content="`+madeBy+`"`)) {
		return fmt.Errorf("%q is there and no earlier export; name another file with -o", file)
	}
	return nil
}

// writeFile writes a whole file, or none.
func writeFile(file string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), ".export-")
	if err != nil {
		return failed(file, err)
	}
	defer os.Remove(f.Name()) // which is gone when all went well
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return failed(file, err)
	}
	return nil
}

// failed says in one sentence why something could not be written.
func failed(where string, err error) error {
	why := "it cannot be written; check its permissions, or name another place with -o"
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		why = "the disk is full; make room, and export again"
	case errors.Is(err, syscall.EROFS):
		why = "that disk can only be read; name another place with -o"
	case errors.Is(err, fs.ErrNotExist):
		why = "its folder is not there; make it first"
	}
	return fmt.Errorf("nothing was exported to %q: %s", strings.TrimSuffix(where, "/"), why)
}
