// Package manuscript reads and writes the file of a lesson for its author. A file stays
// the ordinary file that it is: with its permissions, its byte order mark and the
// ends of its lines; and it is whole at each moment, the old one or the new.
package manuscript

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"crunchy/cmd/internal/work"
)

// MaxText is the longest text that is edited, in bytes.
const MaxText = 4 << 20

// Why a file cannot be edited.
var (
	ErrNotText     = errors.New("not text in UTF-8")
	ErrTooBig      = errors.New("longer than can be edited")
	ErrNotOrdinary = errors.New("no ordinary file")
	ErrReadOnly    = errors.New("may only be read")
)

// File is a file of a lesson as it is edited.
type File struct {
	Text     string // lines end with \n
	Version  string // a short hash of what is in the file
	ReadOnly bool   // its permissions let nobody write it

	data []byte
	mode fs.FileMode
	name string // where it is, behind all links
}

// Conflict is why a text was not written: the file holds another one than that which
// the text was made of.
type Conflict struct{ Text, Version string }

func (c *Conflict) Error() string { return "the file has changed" }

// Read reads a file of a folder. Links are followed within the folder, and lead
// nowhere else. The error is, or wraps, one of this package, fs.ErrNotExist, or what
// the system says.
func Read(root *os.Root, name string) (*File, error) {
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotOrdinary
	case info.Size() > MaxText:
		return nil, ErrTooBig
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxText+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxText:
		return nil, ErrTooBig
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	target, err := behind(root, name)
	if err != nil {
		return nil, err
	}
	return &File{
		Text: text, Version: work.VersionOf(string(data)), ReadOnly: info.Mode()&0o200 == 0,
		data: data, mode: info.Mode().Perm(), name: target,
	}, nil
}

// Write puts a text in the place of the version of a file that it was made of, and
// returns the new version. With base "" it makes a file that is not there. A *Conflict
// is what the file holds when that is another version. When it fails, the file is as
// it was. Who calls it lets nobody else write the file meanwhile.
func Write(root *os.Root, name, text, base string) (version string, err error) {
	text = plain(text)
	if len(text) > MaxText {
		return "", ErrTooBig
	}
	if _, err := decode([]byte(text)); err != nil {
		return "", err
	}
	now, err := Read(root, name)
	switch {
	case base == "" && errors.Is(err, fs.ErrNotExist):
		now = &File{mode: 0o644, name: name}
	case err != nil:
		return "", err
	case now.Text == text:
		return now.Version, nil
	case now.Version != base:
		return "", &Conflict{now.Text, now.Version}
	case now.ReadOnly:
		return "", ErrReadOnly
	}
	data := encode(now.data, text)
	if err := work.Replace(root, now.name, data, now.mode); err != nil {
		return "", err
	}
	return work.VersionOf(string(data)), nil
}

// mostLinks is how many links from one to the next are followed.
const mostLinks = 16

// behind is the name of the file that a name leads to, itself no link: to put another
// in the place of the link would part the two.
func behind(root *os.Root, name string) (string, error) {
	want, err := root.Stat(name)
	if err != nil {
		return "", err
	}
	for range mostLinks {
		info, err := root.Lstat(name)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			if !os.SameFile(info, want) { // it was meant in another folder
				return "", ErrNotOrdinary
			}
			return name, nil
		}
		to, err := root.Readlink(name)
		if err != nil {
			return "", err
		}
		if name = path.Join(path.Dir(name), to); path.IsAbs(to) || !fs.ValidPath(name) {
			return "", ErrNotOrdinary
		}
	}
	return "", fmt.Errorf("%s: %w", name, ErrNotOrdinary)
}
