package ioelement

import "strings"

// Bare is Python source with blanks in the place of its strings and comments.
func Bare(source string) string {
	var b strings.Builder
	for _, s := range Highlight(source) {
		if s.Class == ClassString || s.Class == ClassComment {
			b.WriteString(strings.Repeat(" ", len(s.Text)))
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// Highlight colours Python source, or a session if the text starts with a
// prompt. The texts of the spans, joined, are the text that was given,
// whatever it is.
func Highlight(text string) []Span {
	if IsSession(text) {
		return highlightSession(text)
	}
	l := lexer{text: text}
	eachLine(text, func(line, end string) {
		l.line(line)
		l.emit("", end)
	})
	return l.out
}

func highlightSession(text string) []Span {
	l := lexer{text: text}
	pending := "" // the end of a line of output, coloured if output follows
	for sl := range scanSession(text) {
		if sl.kind == outputLine {
			l.emit(ClassResult, pending+sl.text)
			pending = sl.end
			continue
		}
		l.emit("", pending)
		pending = ""
		if sl.kind == firstLine {
			l.restart()
		}
		if sl.prompt != "" {
			indent := len(sl.prompt) - len(strings.TrimLeft(sl.prompt, " \t"))
			l.emit("", sl.prompt[:indent])
			l.emit(ClassPrompt, sl.prompt[indent:])
		}
		l.line(sl.text)
		l.emit("", sl.end)
	}
	l.emit("", pending)
	return l.out
}

// eachLine calls f with each line and its end, which is "\n" or "".
func eachLine(text string, f func(line, end string)) {
	for text != "" {
		line, rest, found := strings.Cut(text, "\n")
		end := ""
		if found {
			end = "\n"
		}
		f(line, end)
		text = rest
	}
}
