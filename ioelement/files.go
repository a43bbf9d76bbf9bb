package ioelement

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// mostFiles is how many files an element may have.
const mostFiles = 50

// files reads the option files=a.csv,b.txt: files of the lesson's folder, or below
// it, that the program may use. Their names are as io/fs has them.
func (b Block) files() (names, notices []string) {
	if !b.Title.Has("files") {
		return nil, nil
	}
	value := b.Title.Value("files")
	value = strings.TrimSuffix(strings.TrimPrefix(value, "("), ")")
	for word := range strings.SplitSeq(value, ",") {
		word = strings.TrimSpace(word)
		name := path.Clean(word)
		switch {
		case word == "":
		case !FileOfLesson(name):
			notices = append(notices, fmt.Sprintf("files= names files in the lesson's folder that are not hidden, and %s is none; it is left out", word))
		case slices.Contains(names, name):
		case len(names) == mostFiles:
			notices = append(notices, fmt.Sprintf("files= names %d files at most; %s is left out", mostFiles, word))
		default:
			names = append(names, name)
		}
	}
	if len(names) == 0 && len(notices) == 0 {
		notices = append(notices, "files= names no file; write files=weather.csv")
	}
	return names, notices
}

// FileOfLesson reports whether a name can be that of a file in a lesson's folder,
// or below it, that programs may use.
func FileOfLesson(name string) bool {
	return fs.ValidPath(name) && !strings.Contains("/"+name, "/.") && !strings.ContainsAny(name, "\\:\x00")
}

// allFiles is what the block, or a part of its exercise, names in files=.
func (b Block) allFiles() (names, notices []string) {
	if p := b.Part; p != nil && p.Exercise != nil {
		return p.Exercise.files, nil
	}
	return b.files()
}
