package ioelement

// Element is one live block of a page.
type Element struct {
	Number  string // four digits, "0001" upward in document order
	Kind    string // first keyword of its row in markup.md, e.g. "interpreter"
	Title   Title  // what the author wrote
	Source  string // the author's code: prompts and outputs of a session taken out
	Session string // elements of the page with the same non-empty Session share a process
	Mode    Mode
	Prompt  string // prompts of an interpreter
	More    string
	Echo    Echo   // how an interpreter shows values, and whether a program does
	Python  string // python= option
	// AnyPython lets the student choose another Python than that for a Program.
	AnyPython bool
	File      string // the program's name in tracebacks, e.g. "week.py"

	// Key is the name under which a student's work on the element is kept. It
	// is unique on the page: the author's name= as far as it can be part of a
	// file's name, else SECTION.ORDINAL.HASH, of the heading above it, its
	// number there among those without a name, and its Source, or the tests that
	// brought an empty editor. A name holds no dot. Package pages sets it, and WorkFile.
	Key string
	// WorkFile is the name of the file for that work, e.g.
	// "keeping-many-values-2.py": unique on the page, and nothing that Python
	// would import in place of a module of its library. It is "" for what is
	// no Program.
	WorkFile string
	// Width and Height are the size in pixels of what a Program draws; 0 is the usual.
	Width, Height int
	// TK gives its turtles windows of the computer instead of a place in the page.
	TK bool
	// Picture is the file in its folder that a Program draws into, to be shown
	// after a run; "" for none. Its parts are separated by /.
	Picture string
	// Files are those of the lesson's folder, or below it, that a program may use.
	// They are copied into its folder.
	Files []string
	// Terminal is set for a Program that has one terminal for all that it reads
	// and writes, as in a terminal's window. It begins with so many rows and
	// columns, and always has a process of its own.
	Terminal   bool
	Rows, Cols int
	// Debug is set for a Program that runs under Python's debugger, always in a
	// process of its own.
	Debug bool
	// External is set for a Program that may be run on such a terminal, too.
	External bool
	// Exercise is what the code has to satisfy, and what else the author wrote
	// for it; nil if there is nothing. It does not change any more.
	Exercise *Exercise
	// Gaps is how many gaps the Source of an exercise has: places with six
	// underscores or more, which the student fills.
	Gaps int
	// Quiz is the question of an element in which nothing runs. What is right
	// of it is for the server alone.
	Quiz *Quiz
	// Log is the name under which what goes into the element and what comes out of
	// it is kept; "" keeps nothing.
	Log string
	// Exam is when the element can be worked on; nil is always.
	Exam *Exam
	// Seconds is how long that is from its first run on; 0 is for ever.
	Seconds int
}

// Timed reports whether the element can be worked on at some times only.
func (e Element) Timed() bool { return e.Exam != nil || e.Seconds > 0 }

// Graded reports whether the element is to be solved, and not only to be run.
func (e Element) Graded() bool {
	return e.Quiz != nil || e.Exercise != nil && len(e.Exercise.Tests) > 0
}

// Mode says what the server does with what the element is given.
type Mode string

// Modes of an Element.
const (
	Interpreter Mode = "interpreter"
	Program     Mode = "program"
	Silent      Mode = "silent" // nothing runs; an answer is judged
)

// Echo says how an Interpreter shows the value of an expression.
type Echo string

// Echoes of an Element.
const (
	EchoValue Echo = ""     // as Python does
	EchoNone  Echo = "none" // not at all
	EchoType  Echo = "type" // with the name of its type behind it

	// EchoLast lets a Program show the value of its last line, as notebooks do.
	EchoLast Echo = "last"
)

// SharedSession is the Session of the interpreters of a page that say nothing
// else. An author joins them with session=interpreter.
const SharedSession = "interpreter"
