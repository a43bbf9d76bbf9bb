package pages

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// maxBeside is the size of the largest file that a page may take in.
const maxBeside = 1 << 20

// beside is what a page takes from its own folder, and from the folders in it.
type beside struct {
	files fs.FS    // nil for a page that has none
	uses  []string // what was asked for, there or not
}

// errOutside says that a file is not one that a page may ask for.
var errOutside = errors.New("only files in the folder of the page, and in folders in it, can be used")

// check finds a file or folder. An error says in words for the author why it
// cannot be used.
func (b *beside) check(name string) (fs.FileInfo, error) {
	if b.files == nil || !fs.ValidPath(name) || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.Contains(name, `\`) {
		return nil, errOutside
	}
	b.uses = append(b.uses, name)
	info, err := fs.Stat(b.files, name)
	if err != nil {
		return nil, errors.New("there is no such file in the folder of the page")
	}
	return info, nil
}

// read returns what is in a file.
func (b *beside) read(name string) ([]byte, error) {
	info, err := b.check(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > maxBeside:
		return nil, fmt.Errorf("it is bigger than %d MiB", maxBeside>>20)
	}
	f, err := b.files.Open(name)
	if err != nil {
		return nil, errors.New("it cannot be read")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBeside))
	if err != nil {
		return nil, errors.New("it cannot be read")
	}
	return data, nil
}
