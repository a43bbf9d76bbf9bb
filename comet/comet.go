// Package comet is a page's way home: a bounded log of frames for each open
// page, and the transports that carry frames to whoever watches the page.
//
// A [Session] is the log of one page. What happens on the page is written to it
// through [Session.Writer] and [Session.Append]; [Session.Next] hands out what
// follows a cursor, and a cursor acknowledges what came before it, so that a
// broken connection loses nothing and doubles nothing. A [Hub] knows the
// sessions by page id.
//
// The log is bounded: a writer whose element has too much waiting first spills
// to disk and then blocks, which in turn blocks the program that prints.
// Nothing is dropped except by [Session.Discard].
//
// The wire forms of frames are in frame.go and nowhere else. Each transport is
// one file: poll.go, events.go, socket.go. The package starts no goroutine of
// its own, but for the reading half of a WebSocket.
package comet

import "errors"

// Limits bound what a session holds. Zero fields take the defaults.
type Limits struct {
	// Memory is how many bytes of frames that nobody has acknowledged may
	// wait in memory, per element. Default 256 KiB.
	Memory int64
	// Spool is how many more bytes may wait on disk, per element; then the
	// writer blocks. Default 64 MiB; negative for none.
	Spool int64
	// Transcript is how many bytes are kept per element for reloads. Default 1 MiB.
	Transcript int64
	// Frame is the largest single frame in bytes. Default 16 MiB.
	Frame int
	// Dir is where spool files are made, "" for the system's temporary directory.
	Dir string
}

func (l Limits) withDefaults() Limits {
	def := func(v *int64, d int64) {
		if *v == 0 {
			*v = d
		}
	}
	def(&l.Memory, 256<<10)
	def(&l.Spool, 64<<20)
	def(&l.Transcript, 1<<20)
	if l.Frame == 0 {
		l.Frame = 16 << 20
	}
	return l
}

// Errors that callers branch on.
var (
	// ErrClosed is returned for a session that has been closed.
	ErrClosed = errors.New("comet: the page is closed")
	// ErrUnknown is returned for a page that the hub does not have.
	ErrUnknown = errors.New("comet: unknown page")
	// ErrSuperseded ends a poll when another one of the same page arrives, or the page is resumed.
	ErrSuperseded = errors.New("comet: another poll took over")
	// ErrStale is returned for a cursor below what was already acknowledged.
	ErrStale = errors.New("comet: those frames are gone")
	// ErrAhead is returned for a cursor beyond the last frame.
	ErrAhead = errors.New("comet: there is no such frame yet")
	// ErrHeld is returned by Session.Resume when the page's holder came back.
	ErrHeld = errors.New("comet: the page is in use elsewhere")
	// ErrTooBig is returned by Session.Append for a frame over the limit.
	ErrTooBig = errors.New("comet: the frame is too big")
)
