package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode"
)

// mostNames is how many names are tried.
const mostNames = 1000

// AddLesson puts a lesson beside another one, and returns the name that it has there:
// that of its title if it is free, with the ending of the other. Nothing is written
// over. The error is ErrNotText, ErrTooBig, or what the system says.
func AddLesson(root *os.Root, lesson, title, text string) (name string, err error) {
	text = plain(text)
	if len(text) > MaxText {
		return "", ErrTooBig
	}
	if _, err := decode([]byte(text)); err != nil {
		return "", err
	}
	return add(root, lesson, stemOf(title+".", "lesson"), path.Ext(lesson), []byte(text))
}

// add puts a file beside a lesson under the first name that is free: stem, stem-2 and
// so on. A file that holds the same bytes is that file.
func add(root *os.Root, lesson, stem, ending string, data []byte) (name string, err error) {
	for n := 1; n <= mostNames; n++ {
		name = stem + ending
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", stem, n, ending)
		}
		full := path.Join(path.Dir(lesson), name)
		err = create(root, full, data)
		if !errors.Is(err, fs.ErrExist) {
			return name, err
		}
		if holds(root, full, data) {
			return name, nil
		}
	}
	return "", err
}

// create writes a file that is not there. When it fails there is none.
func create(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err != nil {
		_ = root.Remove(name)
	}
	return err
}

// holds reports whether there is an ordinary file with these bytes.
func holds(root *os.Root, name string, data []byte) bool {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	there, err := root.ReadFile(name)
	return err == nil && bytes.Equal(there, data)
}

// stemOf makes of what somebody calls a file a name for one, without its ending: of
// letters, digits and hyphens, that stand in a link as they are; usual where there is
// nothing of it.
func stemOf(wish, usual string) string {
	wish = wish[strings.LastIndexAny(wish, `/\`)+1:]
	wish = strings.TrimSuffix(wish, path.Ext(wish))
	stem := strings.Join(strings.FieldsFunc(strings.ToLower(wish), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
	}), "-")
	if runes := []rune(stem); len(runes) > 60 {
		stem = strings.TrimRight(string(runes[:60]), "-")
	}
	if stem == "" {
		return usual
	}
	return stem
}
