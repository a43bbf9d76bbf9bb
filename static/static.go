// Package static holds what a page loads: the script, the style sheets and the
// list of other people's code in them. The sources are under src; dist is built
// from them by `npm run build`, and committed, so that neither Node nor a
// network is needed to build or run Crunchy.
package static

import (
	"embed"
	"io/fs"
)

//go:embed dist
var files embed.FS

// FS returns the files, by their bare names: crunchy.js, crunchy.css,
// page.css and math.css, THIRD_PARTY.txt, and what they load: chunks and fonts.
func FS() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return dist
}
