// Package work keeps what students write: ordinary files in an ordinary folder,
// which any other program may read and change. The folder has one folder for
// each lesson, in which the lesson's programs run too, and in it one .py file
// for each element that was edited. Beside them stand
//
//	.history/FILE/TIME.py  earlier versions of FILE
//	.crunchy.json          which element each file belongs to, the author's code
//	                       it began with, and how far the student has come
//
// and the files of the lesson that its programs may use;
// and in the folder of all lessons recent.json, the lessons visited last. The
// .py files are what counts: when the rest is lost or broken, it is made anew.
//
// Whatever is written is written whole, under another name, and then renamed, so
// that no reader ever sees half of it, and two servers may share a folder. All
// of it goes through [os.Root], and never through a link that a program has put
// into the folder.
//
// Changes by other programs are found by looking at times and sizes ([Lesson.Stamps]),
// as often as the caller likes, rather than by asking the operating system to
// report them: a look at the few folders of open pages costs next to nothing,
// works alike on every system and on network drives, and needs no library and no
// watches, of which a system has a limited number.
package work

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"unicode/utf8"
)

// MaxText is the size of the longest text that is kept, in bytes.
const MaxText = 1 << 20

// Element is what a page knows of one of its elements; see ioelement.Element for
// how its Key is made up.
type Element struct {
	Key    string
	File   string // the name its file should have; "" for an element without one
	Source string // the author's code
}

// Work is what there is of an element's file.
type Work struct {
	Text    string
	Version string // of the file as it is; "" when there is none
	// Own says that the text is the student's, and not the author's untouched.
	Own bool
	// Starter is the author's code from which the student began, when that is
	// another one today.
	Starter string
}

// Errors that callers branch on.
var (
	// ErrConflict is the error of a Save whose file has changed meanwhile; a
	// *Conflict tells what it holds.
	ErrConflict = errors.New("work: the file was changed elsewhere")
	// ErrTooBig is returned for a text longer than MaxText.
	ErrTooBig = errors.New("work: the text is too long")
	// ErrUnknown is returned for an earlier version that there is none of, and
	// for an element that has no file.
	ErrUnknown = errors.New("work: there is no such file or version")
)

// Conflict tells what a file holds that was changed by somebody else.
type Conflict struct{ Text, Version string }

func (c *Conflict) Error() string { return ErrConflict.Error() }

// Is makes a Conflict an ErrConflict.
func (c *Conflict) Is(target error) bool { return target == ErrConflict }

// errLink says that a name in the folder is no ordinary file or folder.
var errLink = errors.New("it is a link, or no ordinary file")

// Reason says why something could not be written, by a name for the reason, and
// which file it is about where that matters. It names no folder.
func Reason(err error) (reason, file string) {
	var p *fs.PathError
	if errors.As(err, &p) {
		file = p.Path
	}
	switch {
	case errors.Is(err, errLink):
		return "link", file
	case errors.Is(err, ErrTooBig):
		return "tooLong", ""
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "full", ""
	case errors.Is(err, syscall.EROFS):
		return "readOnly", ""
	case errors.Is(err, fs.ErrPermission):
		return "permission", ""
	}
	return "unwritable", ""
}

// VersionOf is the version of a file with this text: a short hash of it.
func VersionOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// normal returns a text as it is kept: in UTF-8, its lines ended by \n.
func normal(s string) string {
	s = strings.TrimPrefix(s, "\ufeff")
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return s
}

// same reports whether two texts differ in nothing but the ends that editors put
// to them.
func same(a, b string) bool { return strings.TrimRight(a, "\n") == strings.TrimRight(b, "\n") }
