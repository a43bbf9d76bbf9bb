package runner

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"
)

// Words are a sentence of ours for the learner: its key in the catalogue of the
// interface (verdict.json), and what is put into it. So a page can say it in its
// language, and every other client has its text. Nil Words say nothing.
type Words struct {
	key    string
	values map[string]any
	text   string
}

// say returns the words of a key; values are pairs of a placeholder and its value.
func say(key string, values ...any) *Words {
	w := &Words{key: key}
	for i := 0; i+1 < len(values); i += 2 {
		if w.values == nil {
			w.values = map[string]any{}
		}
		w.values[values[i].(string)] = values[i+1]
	}
	w.text = placeholder.ReplaceAllStringFunc(english[key], func(name string) string {
		return fmt.Sprint(w.values[name[1:len(name)-1]])
	})
	return w
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// String is the sentence in English.
func (w *Words) String() string {
	if w == nil {
		return ""
	}
	return w.text
}

// IsZero reports whether nobody can say them in another language.
func (w *Words) IsZero() bool { return w == nil || w.key == "" }

// MarshalJSON implements json.Marshaler: the key and the values.
func (w *Words) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"key": w.key, "values": w.values})
}

// english is every sentence of this package that the page says in its language.
var english = map[string]string{
	"cannot.yet":       "It could not be checked yet.",
	"cannot.now":       "It could not be checked this time. Please try again.",
	"cannot.prepare":   "What the exercise prepares does not work on this computer. That is no mistake of yours.",
	"cannot.raised":    "It stops with {a} {type}. Mend that first, then check again.",
	"name.program":     "The program",
	"name.whole":       "The program runs to its end",
	"name.preparation": "The preparation of the exercise",
	"name.check":       "The check",
	"name.hidden":      "A hidden test",
	"talk.good":        "The conversation goes as it should.",
	"talk.notYet":      "The conversation is not yet as it should be.",
	"talk.begins":      "It begins with something else.",
	"talk.else":        "{turn}, it says something else.",
	"talk.stops":       "It stops with {a} {type}.",
	"talk.ends":        "The program ends here. It is to ask for something more.",
	"talk.asks":        "The program asks once more, when there is nothing left to be typed.",
	"talk.hidden":      "The conversation goes another way than it should.",
	"turn.first":       "At the beginning",
	"turn.empty":       "After an empty line",
	"turn.end":         "After the end of the input",
	"turn.interrupt":   "After Ctrl-C",
	"turn.typed":       "After “{typed}”",
	"run.stopped":      "You stopped it.",
	"run.left":         "Python was left, as its input has ended.",
	"run.exit":         "The program ended itself with exit status {code}.",
	"run.leftWith":     "Python was left with exit status {code}.",
	"run.tooLong":      "It took longer than {n} seconds and was stopped.",
	"run.tooLongHere":  "This run took longer than {time} and was stopped.",
	"run.tooMuch":      "This run showed more than {size} and was stopped.",
	"run.cpu":          "This run used more than {time} of processor time and was stopped.",
	"run.cpuAll":       "This Python has used more than {time} of processor time since it began, and was stopped. Run something to begin afresh.",
	"run.idle":         "Nothing happened here for {time}, so Python was ended. Run something to begin afresh.",
	"run.raised":       "It ended with {a} {type}.",
	"run.raisedAt":     "It ended with {a} {type} in line {line}.",
	"run.signal":       "It was ended by signal {n} ({name}).",
	"run.signalMemory": "It was ended by signal {n} ({name}): it used memory that is not its own.",
	"run.signalBroken": "It was ended by signal {n} ({name}): it gave up because something inside it was broken.",
	"run.signalNumber": "It was ended by signal {n} ({name}): a calculation in machine code was impossible.",
	"run.signalCode":   "It was ended by signal {n} ({name}): its machine code does not suit this computer.",
	"run.signalKilled": "It was ended by signal {n} ({name}): something on this computer killed it, perhaps because memory ran out.",
	"run.lost":         "Python has disappeared, and nobody knows why. Run it again.",
	"run.late":         "Python did not start in time. The computer may be very busy: try again in a moment.",
	"run.full":         "Too many programs are running at once. Stop one of them, or close a page, and try again.",
	"run.yours":        "You have {n} programs at work, and may not have more at once. Stop one of them, or close a page, and try again.",
	"run.noRoom":       "The computer has no room for one more program. Close some pages and try again.",
	"run.together":     "Your programs together may use {size} of memory. This one was stopped when there was no more.",
	"run.noSandbox":    "This Python cannot be started in the sandbox of this class. Choose another, or tell your teacher.",
	"run.noPython":     "Python 3.8 or newer was not found on this computer. Install it (python.org has it for every system) and try again.",
	"run.noVersion":    "This needs Python {version}, which was not found on this computer. Install it and try again.",
	"run.noSuchPython": "This needs the Python \"{name}\", which was not found on this computer, or is not CPython 3.8 or newer. Install such a one and try again.",
	"run.system":       "Python can only be run on Linux or macOS so far. On Windows, start Crunchy within WSL (the Windows Subsystem for Linux).",
	"run.notStarted":   "Python could not be started. Is it installed as it should be? Crunchy's log says more.",
	"limit.memory":     "Crunchy gives a program {size} of memory, and this one asked for more.",
	"limit.threads":    "Crunchy gives a program {size} of memory. There is not enough of it left for another thread.",
	"limit.files":      "Crunchy lets a program have {n} files open at once, and this one asked for one more.",
	"limit.fileSize":   "Crunchy lets a file become {size} large, and this program wrote more.",
	"limit.processes":  "Crunchy lets a student have {n} processes at once. This program has probably started too many.",
	"limit.disk":       "There is no room left for what this program writes.",
	"time.second":      "{n} second",
	"time.seconds":     "{n} seconds",
	"time.minute":      "{n} minute",
	"time.minutes":     "{n} minutes",
	"time.hour":        "{n} hour",
	"time.hours":       "{n} hours",
}

// duration is a time in the largest unit that says it in whole numbers.
func duration(d time.Duration) *Words {
	n, unit := int64(d/time.Second), "time.second"
	for _, larger := range []string{"time.minute", "time.hour"} {
		if n == 0 || n%60 != 0 {
			break
		}
		n, unit = n/60, larger
	}
	if n != 1 {
		unit += "s"
	}
	return say(unit, "n", n)
}

// size is a number of bytes in the largest unit that says it in whole numbers.
func size(n int64) string {
	unit := 0
	units := []string{"bytes", "KB", "MB", "GB", "TB"}
	for n >= 1024 && n%1024 == 0 && unit < len(units)-1 {
		n, unit = n/1024, unit+1
	}
	return fmt.Sprintf("%d %s", n, units[unit])
}
