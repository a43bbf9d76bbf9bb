// Package tutorials holds the lessons that come with Crunchy: the course
// "First steps in Python", a page that shows every element there is, guides for
// those who write lessons, for those who read them and for those who write
// programs that use them, and the figures of how fast all of it is. They are
// ordinary Markdown and HTML files and can be read, and changed, as such.
package tutorials

import (
	"embed"
	"io/fs"
)

//go:embed *.md *.html images/*.svg first-steps parts
var files embed.FS

// FS returns the embedded lessons: index.md at the top is the home page, and
// the pages of a folder follow each other in the order of their file names.
// The file system can only be read.
func FS() fs.FS { return files }
