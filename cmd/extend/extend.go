// Package extend is how a Go program adds handlers of its own to Crunchy.
//
// An [Extension] is a path and a function that makes the handler for it. It is
// named in one line, in cmd/crunchy/extensions.go; the package that it comes from
// needs nothing of Crunchy but this package and comet.
//
// The handler stands behind the same door as all of Crunchy: host, origin and
// credentials have been checked before it is called, bodies and times are bounded,
// a panic is caught, and the headers that keep other sites out are set. GET and
// HEAD are for whoever may read lessons, so they must change nothing; every other
// method is for programs with the token and for Crunchy's own pages in a browser.
package extend

import (
	"net/http"

	"crunchy/comet"
)

// The parts that somebody may play in a channel, for [comet.Rules].
const (
	// Everybody is whoever may use the server.
	Everybody comet.Who = 1 << iota
	// Teacher is whoever may write notices. The teacher is one of everybody.
	Teacher
)

// Extension is a handler of one's own, or a whole router, below a path.
type Extension struct {
	// Path is one segment that nothing of Crunchy's has: a slash, and up to 32
	// of a-z, 0-9 and -, of which the first is a letter; "/room".
	Path string
	// New makes the handler; it is called once, when the server starts, which
	// its error prevents. The handler sees paths below its own: "/" for "/room".
	// It may be called by any number of goroutines, and must return soon after the
	// request's context is done.
	//
	// The channels are those of the server. What is created there can be followed
	// at /events?channel=NAME by whoever its rules let, and written to by its Write
	// from anywhere. They close with the server.
	New func(channels *comet.Channels) (http.Handler, error)
}
