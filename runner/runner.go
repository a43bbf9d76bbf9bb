// Package runner runs Python: it knows elements, the processes in which their
// code runs, and whose turn it is. What an element shows leaves through its
// [Sink]; what happens inside the interpreter is the agent's affair (package agent).
//
// A process has two terminals, so that the program finds what it would find in
// a real one and its two streams can be told apart, and pipes for the agent. Each
// has a reaper as parent that ends it with all its descendants when the server
// says so, or dies. Every goroutine is joined: when [Manager.Close] has returned,
// nothing is left.
package runner

import (
	"encoding/json"
	"errors"
	"io"
	"time"
)

// Mode says what an element does with what it is given.
type Mode int

const (
	// Interpreter keeps one namespace; what it is given ends with a prompt.
	Interpreter Mode = iota
	// Program runs whole programs; each run ends with a Stop.
	Program
)

// Spec describes one element to the Manager. It is fixed for the element's life.
type Spec struct {
	UID string
	// Owner is whose it is: in a sandbox, elements of different owners have nothing
	// in common, and some limits are of all that one owner has. "" is nobody, who
	// has no such limits.
	Owner string
	aside bool // of ours: not counted with what the owner has
	// Group names the process that the element shares. Elements of a page
	// with the same Group have one process and one namespace; an empty Group
	// is a process of one's own, and for a Program a fresh one each run.
	// Unique over all pages (the engine puts the page id into it).
	Group string
	Mode  Mode
	// Python is "" for the Manager's default, a version such as "3.12", or a path.
	// Manager.Choose sets another.
	Python string
	// Prompt and More are the prompts of an Interpreter (">>> ", "... ").
	Prompt, More string
	// Echo says how an Interpreter shows the value of an expression: "" as Python
	// does, "none" not at all, "type" with the name of its type behind it.
	Echo string
	// Source is the author's code: what a Write before a Program's first run starts.
	Source string
	// File is the name of the learner's program in tracebacks, e.g. "week.py".
	File string
	// Dir is the working directory; it is put first on sys.path.
	Dir string
	// Modules is a folder whose modules can be imported, "" for none. It comes
	// behind Dir.
	Modules string
	// ModuleFiles are what the author put there, by their names with /. Tests import
	// these: a learner's program can change the folder.
	ModuleFiles map[string][]byte
	// Picture is the file below Dir that a Program draws into, its parts separated
	// by /: it is an EventDisplay at the end of each run that has written it. "" is none.
	Picture string
	// Width and Height are the size in pixels of what a Program draws with the
	// module graphics or turtle, if it does not say; 0 is the module's usual.
	Width, Height int
	// TK gives turtles the windows of this computer, instead of pictures.
	TK bool
	// Scripts lets programs run scripts in the page: EventScript. Of others there is none.
	Scripts bool
	// Terminal gives a Program of its own process (no Group) one ordinary
	// terminal for all three streams: with echo and editing of lines, until it
	// sets other modes, as curses does. What is written to the element are then
	// keys, byte for byte; all that the program prints is standard output, and
	// no EventInput tells that it waits.
	Terminal bool
	// Debug runs a Program of its own process under Python's debugger: it stops
	// before the first line, and each line that is written to the element where it
	// stops is a command of pdb. What there is to be seen is an EventDisplay of
	// StopType.
	Debug bool
	// Rows and Cols are the size of the terminals before the first Resize; 0
	// is 24 × 80.
	Rows, Cols int
	// Exercise is what the code of a Program without Group has to satisfy; nil
	// for what is no exercise.
	Exercise *Exercise
}

// counted is who has the element, for limits.
func (s Spec) counted() string {
	if s.aside {
		return ""
	}
	return s.Owner
}

// Exercise is what a learner's program is checked against.
type Exercise struct {
	Setup  string   // runs before the program, in its namespace
	Tests  []Test   // in the order of the lesson
	Author []string // what the author wrote in the learner's place: the starter, a solution
	// Timeout is how long program and tests may take together, waiting for
	// input not counted; 0 is 10 seconds.
	Timeout time.Duration
}

// Test is one block of tests.
type Test struct {
	Kind   string `json:"kind"` // doctest, unittest, check, output, predict, parsons or dialogue
	Source string `json:"source"`
	Hidden bool   `json:"hidden,omitempty"` // its source is not shown, nor what it expects
}

// Sink receives what an element shows, in the order in which it happened. The
// Manager makes its calls one at a time for each process.
type Sink interface {
	// Output returns new writers for the run that begins. Write blocks while
	// too much is waiting to be fetched; Close flushes and wakes a blocked Write.
	Output() (stdout, stderr io.WriteCloser)
	// Event may block as a Write does for an EventDisplay, EventScript or EventResult,
	// until the run's writers are closed; it must not for others.
	Event(Event)
	// Discard drops text that has been written and not yet fetched, and says
	// how many bytes that were. It wakes a blocked Write. It may be called at
	// any time, also while a Write blocks, and neither blocks nor calls the Manager.
	Discard() int64
}

// EventKind names an Event.
type EventKind string

// Events of an element.
const (
	EventPrompt  EventKind = "prompt"  // ready for source; Prompt
	EventInput   EventKind = "input"   // Waiting, Prompt, Secret
	EventDisplay EventKind = "display" // Data, ID
	EventResult  EventKind = "result"  // Data
	EventStatus  EventKind = "status"  // State and, at the end of a run, Outcome
	EventStop    EventKind = "stop"    // Text is the reason in words, or empty
	EventReset   EventKind = "reset"   // the element starts afresh
	EventPopup   EventKind = "popup"   // Text is a notice for the learner
	EventScript  EventKind = "script"  // Text is a script for the page
)

// State of an element.
type State string

// States of an element.
const (
	Idle     State = "idle" // nothing to do; also before the first start
	Queued   State = "queued"
	Starting State = "starting"
	Running  State = "running"
	Ended    State = "ended" // after a Stop
)

// Event is anything but text that an element shows.
type Event struct {
	Kind EventKind
	Run  int // number of the run it belongs to, 0 if none

	Prompt  string
	Waiting bool
	Secret  bool

	Data json.RawMessage // Display: a MIME bundle; Result: all of its JSON but "run"
	ID   string          // Display

	State   State
	Since   time.Time // Status running: when it began
	Source  string    // Status running, of an Interpreter: what is run
	Outcome *Outcome  // Status at the end of a run
	Text    string
}

// Outcome says how a run ended.
type Outcome struct {
	MS, CPUMS float64
	PeakKiB   int64
	Reason    Reason
	Code      int // exit status, for Exited
	Signal    int // for Signalled
	Exception *Exception
	Says      *Words // one sentence for the learner, nil when Finished
}

// Exception is what a run raised and did not catch.
type Exception struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Line    int    `json:"line"`

	// Explanation is a sentence of ours, when the cause is a limit, or what
	// friendly-traceback says of the cause, if the learner has it.
	Explanation string `json:"explanation,omitempty"`
	Says        *Words `json:"says,omitzero"` // what Explanation was made from, if it is ours
	// Shadow is a file of the learner's that hides a library module and is to blame.
	Shadow string `json:"shadow,omitempty"`
	// Frames are those of the learner's own sources, the innermost last.
	Frames []Frame `json:"frames,omitempty"`
}

// Frame is a place in a learner's source.
type Frame struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Function string `json:"function"`
}

// Reason is why a run ended.
type Reason string

// Reasons, as STATUS names them.
const (
	Finished  Reason = "finished"
	Raised    Reason = "exception"
	Exited    Reason = "exit" // sys.exit or os._exit
	Signalled Reason = "signal"
	Limited   Reason = "limit"
	Stopped   Reason = "stopped" // by Kill, Interrupt or Reset
	Lost      Reason = "lost"    // the interpreter disappeared or could not be started
	Closed    Reason = "closed"  // the page was closed
)

// Errors that callers branch on.
var (
	ErrUnknown  = errors.New("runner: no such element")
	ErrEnded    = errors.New("runner: the element has ended")
	ErrBusy     = errors.New("runner: the element is busy")
	ErrFull     = errors.New("runner: too much input is waiting")
	ErrClosed   = errors.New("runner: the manager is closed")
	ErrExists   = errors.New("runner: the element exists already")
	ErrCrowded  = errors.New("runner: the owner has too many elements")
	ErrQuestion = errors.New("runner: no such question")
)
