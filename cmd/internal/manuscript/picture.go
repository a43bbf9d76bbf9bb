package manuscript

import (
	"bytes"
	"errors"
	"os"
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
	return add(root, lesson, stemOf(wish, "picture"), ending, data)
}
