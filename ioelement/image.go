package ioelement

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// imageKind is an editor whose program writes a picture into a file, which is
// shown after the run.
func imageKind() Kind {
	return Kind{
		Names:    []string{"image_file"},
		Options:  programOptions,
		Argument: true,
		Make: func(b Block) Made {
			session, notices := b.session(b.Defaults.Session)
			file, notice := b.pictureFile()
			if notice != "" {
				notices = append(notices, notice)
			}
			made := makeProgram(b, program{
				kind: "image_file", class: "cr-editor", label: b.kindWord("Editor") + " " + b.ordinal(), session: session,
			}, notices)
			made.Element.Picture = file
			return made
		},
	}
}

// pictureFile is the name behind the keyword, which must be one of a file in the
// folder of the program or below; else a notice for the author.
func (b Block) pictureFile() (file, notice string) {
	file = b.Title.Argument()
	switch {
	case file == "":
		return "", "image_file needs the name of the file that the program writes, as in: image_file picture.png"
	case !fs.ValidPath(path.Clean(file)) || path.Clean(file) == ".":
		return "", fmt.Sprintf("image_file shows a file in the program's own folder, and %s is none; no picture is shown", file)
	}
	if ending := strings.ToLower(path.Ext(file)); ending != "" && !slices.Contains(pictureEndings, ending) {
		notice = fmt.Sprintf("browsers show no pictures that end in %s; let the program write one that ends in .png or .svg", ending)
	}
	return path.Clean(file), notice
}

// pictureEndings are those of the files that every browser shows.
var pictureEndings = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".ico"}
