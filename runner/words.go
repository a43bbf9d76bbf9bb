package runner

import (
	"encoding/json"
	"fmt"
	"regexp"
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

// asIs returns words that have no key.
func asIs(text string) *Words { return &Words{text: text} }

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
	"run.noRoom":       "The computer has no room for one more program. Close some pages and try again.",
	"run.notStarted":   "Python could not be started. Is it installed as it should be? Crunchy's log says more.",
}
