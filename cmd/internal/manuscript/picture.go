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

// ErrNotPicture is why something is not put beside a lesson.
var ErrNotPicture = errors.New("not a picture that is put beside lessons")

// MaxPicture is the biggest picture, in bytes.
const MaxPicture = 8 << 20

// endingOf is how the name of a picture ends, by what it begins with; "" for what is none.
func endingOf(data []byte) string {
	begins := func(text string) bool { return bytes.HasPrefix(data, []byte(text)) }
	switch {
	case begins("\x89PNG\r\n\x1a\n"):
		return ".png"
	case begins("\xff\xd8\xff"):
		return ".jpg"
	case begins("GIF87a"), begins("GIF89a"):
		return ".gif"
	case begins("RIFF") && len(data) >= 12 && string(data[8:12]) == "WEBP":
		return ".webp"
	}
	return ""
}

// mostNames is how many names are tried.
const mostNames = 1000

// AddPicture puts a picture into the folder of a lesson, and returns the name that it
// has there: the one that is wished for if that is free, with an ending that says what
// the picture is. Nothing is written over; the same picture is not put there twice.
// The error is ErrNotPicture, ErrTooBig, or what the system says.
func AddPicture(root *os.Root, lesson, wish string, data []byte) (name string, err error) {
	ending := endingOf(data)
	switch {
	case len(data) > MaxPicture:
		return "", ErrTooBig
	case ending == "":
		return "", ErrNotPicture
	}
	stem := stemOf(wish)
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
// letters, digits and hyphens, that stand in a link as they are.
func stemOf(wish string) string {
	wish = wish[strings.LastIndexAny(wish, `/\`)+1:]
	wish = strings.TrimSuffix(wish, path.Ext(wish))
	stem := strings.Join(strings.FieldsFunc(strings.ToLower(wish), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
	}), "-")
	if runes := []rune(stem); len(runes) > 60 {
		stem = strings.TrimRight(string(runes[:60]), "-")
	}
	if stem == "" {
		return "picture"
	}
	return stem
}
