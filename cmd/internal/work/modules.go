package work

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// modulesFolder holds what the programs of a lesson may import of their author's.
const modulesFolder = ".modules"

// Modules puts an author's modules, by their names with / between the parts, into a
// folder beside the work, from which programs can import them, and returns that
// folder. What was there before goes, and nothing of the student's is touched.
func (l *Lesson) Modules(files map[string][]byte) (dir string, err error) {
	return filepath.Join(l.Dir(), modulesFolder), l.writing(func(root *os.Root) error {
		if err := makeFolder(root, modulesFolder); err != nil {
			return err
		}
		own, err := openFolder(root, modulesFolder)
		if err != nil {
			return err
		}
		defer own.Close()
		if err := forget(own, files); err != nil {
			return err
		}
		for name, data := range files {
			if old, err := readFile(own, name, int64(len(data))); err == nil && string(old) == string(data) {
				continue
			}
			if err := makeFolders(own, path.Dir(name)); err != nil {
				return err
			}
			if err := writeFile(own, name, data); err != nil {
				return err
			}
		}
		return nil
	})
}

// forget removes what is in a folder and none of these files, nor what Python
// has compiled of them.
func forget(root *os.Root, files map[string][]byte) error {
	var gone []string
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		_, stays := files[name]
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "__pycache__":
			return fs.SkipDir
		case !d.IsDir() && !(stays && d.Type().IsRegular()):
			gone = append(gone, name)
		}
		return nil
	})
	for _, name := range gone {
		err = errors.Join(err, root.Remove(name))
	}
	return err
}
