package ioelement

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// codeOptions are the options of every block that shows code.
var codeOptions = []string{"linenumber", "no_pre", "no_copy", "no_style", "show_vlam", "name"}

// workOptions are those of everything that a student works on.
var workOptions = []string{"exam_name", "time", "files", "log_id"}

// liveOptions are those of blocks that run something.
var liveOptions = slices.Concat([]string{"isolated", "session", "python", "tk"}, workOptions, codeOptions)

// ordinal is the block's number without its zeros.
func (b Block) ordinal() string { return strings.TrimLeft(b.Number, "0") }

// kindWord is what the interface calls a kind of element, given in English.
func (b Block) kindWord(english string) string {
	return cmp.Or(b.Words.Text("kinds."+english), english)
}

// lineNumbers returns the number of the first line, 0 when lines have none.
func (b Block) lineNumbers() (first int, notices []string) {
	if !b.Title.Has("linenumber") {
		return 0, nil
	}
	v := b.Title.Value("linenumber")
	if v == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 1_000_000 {
		return 1, []string{fmt.Sprintf("linenumber=%s is not a number of a line; lines are numbered from 1", v)}
	}
	return n, nil
}

// python returns which interpreter the block wants.
func (b Block) python() string { return cmp.Or(b.Title.Value("python"), b.Defaults.Python) }

// session returns the process that the block joins, where standard is the one
// it joins when its author says nothing.
func (b Block) session(standard string) (name string, notices []string) {
	wanted := b.Title.Value("session")
	if b.Title.Has("isolated") {
		if wanted != "" {
			notices = append(notices, fmt.Sprintf("isolated and session=%s contradict each other; the block has a process of its own", wanted))
		}
		return "", notices
	}
	if wanted != "" {
		return wanted, nil
	}
	// One process cannot be two versions of Python.
	if p := b.Title.Value("python"); standard != "" && p != "" && p != b.Defaults.Python {
		return standard + " python=" + p, nil
	}
	return standard, nil
}

// fileName returns the program's name in tracebacks.
func (b Block) fileName() string {
	name := strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == '<' || r == '>' || unicode.IsControl(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, b.Title.Value("name"))
	name = strings.TrimSpace(strings.TrimLeft(name, "."))
	if r := []rune(name); len(r) > 60 {
		name = string(r[:60])
	}
	if name == "" {
		return "program" + b.ordinal() + ".py"
	}
	if !strings.HasSuffix(name, ".py") {
		name += ".py"
	}
	return name
}

// clean returns a text as it is shown: without blank lines before and after,
// and without the indentation that all its lines share.
func clean(text string) string {
	text = trimLines(text)
	margin := ""
	first := true
	eachLine(text, func(line, _ string) {
		body := strings.TrimLeft(line, " \t")
		if body == "" {
			return
		}
		lead := line[:len(line)-len(body)]
		if first {
			margin, first = lead, false
			return
		}
		for !strings.HasPrefix(lead, margin) {
			margin = margin[:len(margin)-1]
		}
	})
	if margin == "" {
		return text
	}
	var b strings.Builder
	eachLine(text, func(line, end string) {
		if rest, ok := strings.CutPrefix(line, margin); ok {
			line = rest
		} else {
			line = strings.TrimLeft(line, " \t")
		}
		b.WriteString(line + end)
	})
	return b.String()
}

// trimLines takes blank lines off both ends of a text.
func trimLines(text string) string {
	for {
		line, rest, found := strings.Cut(text, "\n")
		if !found || strings.TrimSpace(line) != "" {
			return strings.TrimRightFunc(text, unicode.IsSpace)
		}
		text = rest
	}
}
