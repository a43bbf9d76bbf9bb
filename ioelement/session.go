package ioelement

import (
	"iter"
	"regexp"
	"strings"
)

// Example is one statement of a session and what the author shows of its output.
type Example struct {
	Source  string          // the statement, without prompts; ends with \n
	Want    string          // the output, "" or ending with \n; blank lines at its end are left out
	Line    int             // where the first prompt stands; the first line of the session is 1
	Options map[string]bool // of a "# doctest: +ELLIPSIS" comment: ELLIPSIS → true
}

// prompts are the first prompts of all kinds; the second is "..." for all.
var prompts = []string{">>>", "-->", "_u__))", "_u__)", "<t>>>"}

// IsSession reports whether a text starts with a prompt, after blanks and
// blank lines.
func IsSession(text string) bool {
	return promptOf(text) != ""
}

// promptOf returns the prompt that a text starts with, without blanks.
func promptOf(text string) string {
	text = strings.TrimLeft(text, " \t\n")
	for _, p := range prompts {
		if rest, ok := strings.CutPrefix(text, p); ok && startsBlank(rest) {
			return p
		}
	}
	return ""
}

func startsBlank(s string) bool {
	return s == "" || s[0] == ' ' || s[0] == '\t' || s[0] == '\n'
}

type lineKind int

const (
	outputLine lineKind = iota
	firstLine           // stands after the first prompt
	moreLine            // goes on with the statement
)

type sessionLine struct {
	kind   lineKind
	prompt string // indentation and prompt, with the blank after it
	text   string
	end    string // "\n" or ""
}

// scanSession tells the lines of a session apart. A line goes on with a
// statement when it has the second prompt, and also without one when the
// statement is open (brackets, triple quotes, a colon and then indentation), as
// authors write who copy from IDLE; unless it is plainly the report of an error.
func scanSession(text string) iter.Seq[sessionLine] {
	return func(yield func(sessionLine) bool) { scanLines(text, yield) }
}

func scanLines(text string, yield func(sessionLine) bool) {
	prompt := promptOf(text)
	if prompt == "" {
		prompt = ">>>"
	}
	var l lexer
	going := true
	indent := ""
	inside := false // the line before belongs to a statement
	eachLine(text, func(line, end string) {
		body := strings.TrimLeft(line, " \t")
		lead := line[:len(line)-len(body)]
		if rest, ok := strings.CutPrefix(body, prompt); ok && startsBlank(rest) {
			indent, inside = lead, true
			l.restart()
			first := promptLine(firstLine, line, len(lead)+len(prompt), end)
			l.line(first.text)
			going = going && yield(first)
			return
		}
		if inside {
			if rest, ok := strings.CutPrefix(line, indent+"..."); ok && startsBlank(rest) {
				more := promptLine(moreLine, line, len(indent)+3, end)
				l.line(more.text)
				going = going && yield(more)
				return
			}
			if l.open() && !isReport(body) && (!l.more || lead != indent && body != "") {
				rest := strings.TrimPrefix(line, indent)
				block := l.more
				going = going && yield(sessionLine{moreLine, line[:len(line)-len(rest)], rest, end})
				l.line(rest)
				l.more = l.more || block && !l.open()
				return
			}
		}
		inside = false
		going = going && yield(sessionLine{outputLine, "", line, end})
	})
}

// promptLine cuts a line after its prompt, which ends at n, and the blank there.
func promptLine(kind lineKind, line string, n int, end string) sessionLine {
	if n < len(line) {
		n++
	}
	return sessionLine{kind, line[:n], line[n:], end}
}

func isReport(body string) bool {
	return strings.HasPrefix(body, `File "`) || strings.HasPrefix(body, "Traceback (")
}

// Examples takes a session apart. Text before the first prompt belongs to no
// example. A text without prompts has no examples.
func Examples(session string) []Example {
	if !IsSession(session) {
		return nil
	}
	var all []Example
	var source, want strings.Builder
	indent := 0
	finish := func() {
		if len(all) == 0 {
			return
		}
		e := &all[len(all)-1]
		e.Source, e.Want = source.String(), trimOutput(want.String())
		e.Options = directives(e.Source)
		source.Reset()
		want.Reset()
	}
	line := 0
	for l := range scanSession(session) {
		line++
		switch l.kind {
		case firstLine:
			finish()
			all = append(all, Example{Line: line})
			indent = len(l.prompt) - len(strings.TrimLeft(l.prompt, " \t"))
			source.WriteString(l.text + "\n")
		case moreLine:
			source.WriteString(l.text + "\n")
		case outputLine:
			lead := len(l.text) - len(strings.TrimLeft(l.text, " \t"))
			want.WriteString(l.text[min(indent, lead):] + "\n")
		}
	}
	finish()
	return all
}

// trimOutput leaves out what only separates one example from the next.
func trimOutput(s string) string {
	for {
		line := strings.LastIndexByte(strings.TrimSuffix(s, "\n"), '\n') + 1
		if s == "" || strings.TrimSpace(s[line:]) != "" {
			return s
		}
		s = s[:line]
	}
}

var directive = regexp.MustCompile(`(?m)#\s*doctest:\s*([^\n'"]*)$`)

func directives(source string) map[string]bool {
	var options map[string]bool
	if !strings.Contains(source, "doctest:") {
		return nil
	}
	for _, m := range directive.FindAllStringSubmatch(source, -1) {
		for _, word := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
			if word[0] != '+' && word[0] != '-' {
				continue
			}
			if options == nil {
				options = map[string]bool{}
			}
			options[word[1:]] = word[0] == '+'
		}
	}
	return options
}

// Code returns the statements of a session, prompts and output taken out; a
// text that is no session is returned as it is.
func Code(text string) string {
	if !IsSession(text) {
		return text
	}
	var b strings.Builder
	for l := range scanSession(text) {
		if l.kind != outputLine {
			b.WriteString(l.text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
