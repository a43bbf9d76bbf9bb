// Package engine is the seam between the web and what runs a page: one page's
// programs and its frame log, as one unit. The web holds only an [Engine], so
// that a page may live in this process ([Local]) or, later, on another machine.
// All arguments and results are plain values that could cross a wire.
package engine

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"crunchy/comet"
)

// Element is one live block of a page, as the engine needs to know it.
type Element struct {
	UID    string
	Group  string // elements of the page with the same non-empty Group share a process
	Mode   Mode
	Python string
	Prompt string
	More   string
	Echo   string // how an Interpreter shows values: "", "none" or "type"
	Source string
	File   string
	Dir    string // working directory
	// Modules is a folder whose modules can be imported, "" for none.
	Modules string
	// ModuleFiles are what the author put there; see runner.Spec.
	ModuleFiles map[string][]byte
	// Width and Height are the size in pixels of what a Program draws, if it does
	// not say; 0 is the usual.
	Width, Height int
	// TK gives turtles the windows of the computer that runs them.
	TK bool
	// Picture is the file below Dir that a Program draws into, "" for none.
	Picture string
	// Terminal: a Program without Group has one ordinary terminal for all
	// that it reads and writes, which begins with so many Rows and Cols.
	Terminal   bool
	Rows, Cols int
	Debug      bool // a Program without Group runs under Python's debugger; see runner.Spec
	// External: a Program without Group may be run on such a terminal, too.
	External bool
	// Scripts: its programs may run scripts in the page.
	Scripts bool
	// Logged: who watches is told of what a learner is shown and asked, too.
	Logged   bool
	Exercise *Exercise // what the code has to satisfy; nil if it is no exercise
}

// Exercise is what a learner's program is checked against. See runner.Exercise.
type Exercise struct {
	Setup   string
	Tests   []Test
	Author  []string
	Timeout time.Duration
}

// Test is one block of tests: a doctest, unittest, check or output.
type Test struct {
	Kind   string
	Source string
	Hidden bool
}

// Mode says what an element does with what it is given.
type Mode string

// Modes of an Element.
const (
	Interpreter Mode = "interpreter"
	Program     Mode = "program"
	Silent      Mode = "silent" // runs nothing: only what is published to it is shown
)

// Python is an installed Python, or in words for the learner why there is none.
type Python struct {
	Version string
	Path    string // for Choose
	Missing string
}

// Page describes a page to Open.
type Page struct {
	ID       string
	Owner    string
	Elements []Element
}

// Exec is one order to run source.
type Exec struct {
	Source  string
	Seq     uint64 // client sequence, 0 for none
	Replace bool   // stop a busy Program first
	Check   bool   // for exercises: check the code
	// Terminal runs a Program that is External on an ordinary terminal, unless it is
	// checked or recorded.
	Terminal bool
	Step     bool // record the run step by step, and do not check it
}

// Signal is something done to an element from outside.
type Signal string

// Signals.
const (
	Interrupt Signal = "interrupt" // SIGINT to the foreground; a second one on a program that refuses kills it
	Kill      Signal = "kill"
	Reset     Signal = "reset"
	EOF       Signal = "eof"
)

// Question is asked of an element without running anything of the learner's.
//
// The answers are, as JSON: to "complete" and "inspect" what the wire has; to
// "where" {"threads":[…]}; to "format" {"code","by"} or {"problem"}: "missing" (this
// Python has no formatter), "syntax" with "line" (the code is not Python), "failed"
// with "by" (the formatter did not do it); to "analyze" {"reports":[{"by","remarks":
// [{"line","code","text"}],"score"}]}, with a score where one is given, of 10 at most, or
// {"problem"} likewise. An element may be asked before it has
// ever run and a Program also after its end; while it runs, all but "where" give ErrBusy.
// An "event" tells a running program what its reader does with its drawing: Code is a
// JSON object, the answer {}.
type Question struct {
	Kind   string // "complete", "inspect", "format", "analyze", "where" or "event"
	Code   string
	Cursor int // in characters, for "complete" and "inspect"
}

// Lookup asks for the source of a module, class or function by its dotted name.
type Lookup struct {
	Python string // "" is the usual one
	Name   string
	// Given is the source of a file to look in; without one the name begins with a
	// module that this Python can import.
	Given []byte
}

// Excerpt is the source that was found, or why there is none; see runner.Excerpt.
type Excerpt struct {
	Text    string
	Line    int
	Problem string
}

// Transcript is what a page shows already: all frames up to Seq, as far as the
// limit reaches. Posted maps a uid to the highest client sequence accepted from it.
type Transcript struct {
	Seq    uint64
	Frames []comet.Frame
	Posted map[string]uint64
}

// Stats counts what an engine holds.
type Stats struct {
	Pages, Processes int
}

// Engine runs pages. Every method may be called by any number of goroutines.
// Whether the caller may act on the page has been decided before.
type Engine interface {
	// Open makes a page; its elements start on first use. The page lives
	// until Close.
	Open(ctx context.Context, p Page) error
	// Add gives an open page one more element.
	Add(ctx context.Context, page string, e Element) error
	// Remove takes elements from an open page: what runs there ends, and nothing of
	// them is kept. An element that shares its process leaves that to the others; it
	// goes with the last. Their uids are not used again. Unknown ones are left out.
	Remove(ctx context.Context, page string, uids []string) error
	// Exec runs source and returns the number of the run, at once. The same
	// Seq is applied once.
	Exec(ctx context.Context, page, uid string, e Exec) (run int, err error)
	// Input queues bytes for an element. The same non-zero seq is applied once.
	Input(ctx context.Context, page, uid string, seq uint64, data []byte) error
	// Signal returns the state of the element afterwards.
	Signal(ctx context.Context, page, uid string, s Signal) (state string, err error)
	Resize(ctx context.Context, page, uid string, rows, cols int) error
	// Choose has a Program without Group run with another Python from its next run
	// on: the Path of one there is, or "" for the element's own. It returns what that stands for.
	Choose(ctx context.Context, page, uid, python string) (Python, error)
	// Pythons lists the Pythons there are, the newest first.
	Pythons(ctx context.Context) ([]Python, error)
	// Excerpt finds source, and runs nothing of it.
	Excerpt(ctx context.Context, l Lookup) (Excerpt, error)
	// Ask returns the JSON answer.
	Ask(ctx context.Context, page, uid string, q Question) (json.RawMessage, error)
	// Publish puts a frame of the server's own into the page's log. uid is one
	// of its elements, or "0" for the page itself.
	Publish(ctx context.Context, page, uid string, kind comet.Kind, data []byte) error
	// Watch names who is told of every STATUS and RESULT of an element, and of
	// every STDOUT, STDERR and INPUT of one that is Logged, before it is in the
	// page's log: see must be quick and must not call the engine.
	// It is called once at most, before the first Open.
	Watch(see func(page, uid string, kind comet.Kind, data []byte))
	// Poll waits for frames after the cursor; see comet.Session.Next.
	Poll(ctx context.Context, page string, r comet.Request) (comet.Batch, error)
	// Look waits for what a page shows after the cursor, and takes nothing from
	// whoever has the page; see comet.Session.Look.
	Look(ctx context.Context, page string, after uint64, types comet.Types) (comet.Batch, error)
	// Ack lets go of the frames up to the cursor.
	Ack(ctx context.Context, page string, after uint64) error
	// Resume hands the page to another holder: it ends the open poll, waits
	// up to a second whether the holder comes back (ErrHeld), and otherwise
	// returns what the page shows.
	Resume(ctx context.Context, page string) (Transcript, error)
	// Shown returns what the page shows, and leaves it with its holder. When
	// nothing has been acknowledged since the cursor, the frames are left out.
	Shown(ctx context.Context, page string, since uint64) (Transcript, error)
	// Closing says that the page's user has left; it is kept for the grace time.
	Closing(ctx context.Context, page string) error
	// Close ends the page's programs and forgets it.
	Close(ctx context.Context, page string) error
	// Idle says since when nobody has polled the page, and whether its user has closed it.
	Idle(ctx context.Context, page string) (since time.Time, closing bool, err error)
	Stats(ctx context.Context) (Stats, error)
}

// The only errors that callers branch on.
var (
	ErrUnknown = errors.New("engine: unknown page or element")
	ErrEnded   = errors.New("engine: the element has ended")
	ErrBusy    = errors.New("engine: the element is busy")
	ErrFull    = errors.New("engine: too much is waiting")
	ErrHeld    = errors.New("engine: the page is in use elsewhere")
	ErrNoRoom  = errors.New("engine: no room")
	// ErrCrowded says that the page's owner has too many elements.
	ErrCrowded = errors.New("engine: too many elements")
)
