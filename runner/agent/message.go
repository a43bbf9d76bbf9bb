package agent

import "encoding/json"

// Command is one JSON line to the agent, on its command descriptor. Only one
// command is under way at a time: the next may be sent after the answer to the
// one before (Done, More, Unread or Answer with the same ID).
type Command struct {
	Op  string `json:"op"`
	ID  int    `json:"id"`
	UID string `json:"uid,omitempty"` // whose unfinished block, for OpLine and OpCancel

	// Text is a line without its end (OpLine), or source code.
	Text string `json:"text,omitempty"`
	// File is the name that the code has in tracebacks, such as "<input 7>" or "week.py".
	File string `json:"file,omitempty"`
	// Final makes OpRun end the process afterwards as CPython would: threads
	// joined, exit functions called, then the exit status.
	Final bool `json:"final,omitempty"`
	// Setup is source that runs before Text, in its namespace, for OpRun.
	Setup string `json:"setup,omitempty"`
	// Picture is the file below the working directory, with / between its parts,
	// that OpRun shows once the program has run, as an EvDisplay.
	Picture string `json:"picture,omitempty"`
	// Area is the width and the height of what OpRun draws, if the program does not say.
	Area []int `json:"area,omitempty"`
	// TK lets turtles have the windows of the computer, instead of the page.
	TK bool `json:"tk,omitempty"`
	// Scripts lets the program run scripts in the page: EvScript.
	Scripts bool `json:"scripts,omitempty"`
	// Check makes OpRun let its namespace be looked at once the program has run:
	// Checking is sent, each OpCall is answered by an Answer, and OpFinish leads to Done.
	Check bool `json:"check,omitempty"`
	// Step makes OpRun record its run, step by step: EvSteps.
	Step bool `json:"step,omitempty"`
	// Debug makes OpRun run the program under pdb, which reads its commands from
	// standard input and tells where it stops as EvDisplay, too.
	Debug bool `json:"debug,omitempty"`
	// Cursor is in characters, for OpComplete and OpInspect.
	Cursor int `json:"cursor,omitempty"`
	// Echo says how values of expressions are shown: "" as CPython does, "none"
	// not at all, "type" with the name of the type.
	Echo string `json:"echo,omitempty"`
}

// Operations of a Command.
const (
	OpLine     = "line"     // one line typed at a prompt; a block ends with an empty line; answered by More or Done
	OpExec     = "exec"     // statements one after the other, each value shown, the first exception ends the rest; answered by Done
	OpRun      = "run"      // a whole program as __main__, values not shown; answered by Done
	OpCall     = "call"     // during a check: Text is a message of the checker, see python/peer.py; answered by Answer
	OpFinish   = "finish"   // during a check: the checker has seen enough
	OpCancel   = "cancel"   // forget the unfinished block of UID; answered by Done
	OpUnread   = "unread"   // hand back standard input that no program has read; answered by Unread
	OpComplete = "complete" // answered by Answer
	OpInspect  = "inspect"  // answered by Answer
	OpAnalyze  = "analyze"  // Text is judged by analysers; answered by Answer, after up to a minute
	OpFormat   = "format"   // Text is formatted; answered by Answer, after up to ten seconds
	OpEvent    = "event"    // while a run is under way: Text is what the page tells the program, see python/desk.py; not answered
)

// Event is one JSON line from the agent, on its event descriptor. Learners'
// code can write there too, so every field is hostile.
type Event struct {
	Ev string `json:"ev"`
	ID int    `json:"id"`
	// Last is the stream written last before the event: 1, 2, or 4 for
	// neither since the last event. Both terminals are drained, that one
	// last, before the event is acted on.
	Last int `json:"last"`

	// Page is up to where the page was written before the event; its text is shown
	// up to there before the event is acted on. 0 is all of it.
	Page  int  `json:"page,omitempty"`
	Reset bool `json:"reset,omitempty"` // Sync: the page is full; make it all zeros before the answer

	Version string `json:"version,omitempty"` // Ready: "3.11.7"
	Where   int    `json:"where,omitempty"`   // Ready: the signal that makes faulthandler write all stacks to the where descriptor, 0 if there is none

	Limited bool `json:"limited,omitempty"` // Ready: it has set its limits itself, as it was asked to

	Holes []string `json:"holes,omitempty"` // Holes: what it can do and must not

	Source string `json:"source,omitempty"` // Started: the complete source of the run

	Waiting bool   `json:"waiting,omitempty"` // Stdin
	Prompt  string `json:"prompt,omitempty"`  // Stdin
	Secret  bool   `json:"secret,omitempty"`  // Stdin: typed characters must not be shown (getpass)

	Data    json.RawMessage `json:"data,omitempty"`    // Display: a MIME bundle; Answer: the answer's JSON, or a message to the checker; Steps: see python/steps.py
	Whole   bool            `json:"whole,omitempty"`   // Steps: they can be understood without those before
	Display string          `json:"display,omitempty"` // Display: the same name replaces what was shown
	Text    string          `json:"text,omitempty"`    // Unread; Script; Stdin, when it waits no longer: what was read, unless Secret
	EOF     bool            `json:"eof,omitempty"`     // Unread: an end of file nobody read follows the text

	MS        float64    `json:"ms,omitempty"`        // Done: wall time
	CPUMS     float64    `json:"cpu_ms,omitempty"`    // Done; Exit with Signal: of the process, in its whole life
	PeakKiB   int64      `json:"peak_kib,omitempty"`  // Done
	Threads   int        `json:"threads,omitempty"`   // Done: threads still running
	Exception *Exception `json:"exception,omitempty"` // Done: nil when nothing was raised
	Exit      *int       `json:"exit,omitempty"`      // Done: sys.exit was called, or the program is over (Final): the process ends now with this status

	Left bool `json:"left,omitempty"` // Done: with Exit, it is SystemExit that was raised

	Code   int `json:"code,omitempty"`   // Exit
	Signal int `json:"signal,omitempty"` // Exit: the process was killed by this signal
}

// Bell is a line of the event descriptor that is no event: there is something on the
// page, of which nothing else will tell.
const Bell = "p\n"

// Kinds of an Event.
const (
	EvReady    = "ready"    // the agent takes commands; standard input may be written from now on
	EvHoles    = "holes"    // in the place of ready, from a process of a sandbox that was to try what it can do
	EvSync     = "sync"     // drain both terminals, Last last, then write one byte with the value ID on the acknowledgement descriptor
	EvTurn     = "turn"     // from here on the page is written again, after a terminal
	EvMore     = "more"     // the block of OpLine is not complete yet
	EvStarted  = "started"  // code of a command starts to run (not sent for an incomplete line)
	EvChecking = "checking" // the program of a run with Check has run, with or without Exception
	EvStdin    = "stdin"    // the program waits for a line of standard input, or no longer
	EvDisplay  = "display"  // something richer than text
	EvScript   = "script"   // Text is a script for the page, of a run with Scripts
	EvSteps    = "steps"    // the next steps of a run with Step
	EvDone     = "done"
	EvUnread   = "unread"
	EvAnswer   = "answer"
	EvExit     = "exit" // from the reaper: the agent's process has ended; nothing follows
)

// Exception describes what ended a run.
type Exception struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Line    int    `json:"line"` // in the learner's own source; 0 if unknown
	File    string `json:"file,omitempty"`

	// Frames are those of the learner's own sources, the innermost last, at most 20.
	Frames []Frame `json:"frames,omitempty"`
	// Shadow is a file of the learner's that hides a module of the library and is to blame.
	Shadow string `json:"shadow,omitempty"`
	// Explanation is what friendly-traceback says of the cause, if the learner has it.
	Explanation string `json:"explanation,omitempty"`
}

// Frame is a place in a learner's source.
type Frame struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Function string `json:"function"`
}
