package ioelement

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a piece of a text and the class it is shown with, "" for plain text.
type Span struct {
	Class string
	Text  string
}

// Classes of a Span.
const (
	ClassKeyword  = "cr-k"
	ClassString   = "cr-s"
	ClassNumber   = "cr-n"
	ClassFunction = "cr-f"
	ClassBuiltin  = "cr-b"
	ClassComment  = "cr-c"
	ClassPrompt   = "cr-p"
	ClassResult   = "cr-r"
)

// lexer colours Python line by line; what a line leaves open (a string in
// triple quotes, brackets) is kept for the next.
type lexer struct {
	quote string // the quotes that end the open string, "" if none
	depth int    // open brackets
	more  bool   // the last line ended with a backslash, or with a colon outside brackets

	// What is painted: the spans follow one another in text, and end at at.
	// Without a text the lexer only keeps count of what is open.
	text string
	at   int
	from int // where the last span begins
	out  []Span
}

// line takes one line without its end.
func (l *lexer) line(s string) {
	l.more = false
	first := true
	def := false // the last word was def or class
	last := ""   // the last significant text, for the colon at the end
	for s != "" {
		if l.quote != "" {
			n := l.openString(s)
			l.emit(ClassString, s[:n])
			s, last = s[n:], "string"
			first = false
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		n, class := size, ""
		switch {
		case r == ' ' || r == '\t':
			l.emit("", s[:n])
			s = s[n:]
			continue
		case r == '#':
			l.emit(ClassComment, s)
			s = ""
			continue
		case r == '"' || r == '\'':
			n, class = l.startString(s, 0), ClassString
		case isDigit(r) || r == '.' && len(s) > 1 && isDigit(rune(s[1])):
			n, class = numberEnd(s), ClassNumber
		case r == '@' && first:
			n, class = decoratorEnd(s), ClassFunction
		case isLetter(r):
			n = wordEnd(s)
			if n < len(s) && (s[n] == '"' || s[n] == '\'') && isStringPrefix(s[:n]) {
				n, class = l.startString(s, n), ClassString
				break
			}
			class = wordClass(s, n, first, def, last == ".")
			def = s[:n] == "def" || s[:n] == "class"
		case strings.ContainsRune("([{", r):
			l.depth++
		case strings.ContainsRune(")]}", r):
			l.depth = max(0, l.depth-1)
		}
		l.emit(class, s[:n])
		last, s, first = s[:n], s[n:], false
	}
	l.more = l.quote == "" && (last == `\` || last == ":" && l.depth == 0)
}

// open reports whether Python would go on reading after the last line.
func (l *lexer) open() bool { return l.quote != "" || l.depth > 0 || l.more }

// emit paints the next piece of the text. Neighbours of one class are joined.
func (l *lexer) emit(class, piece string) {
	if piece == "" || l.text == "" {
		return
	}
	begin := l.at
	l.at += len(piece)
	if n := len(l.out); n > 0 && l.out[n-1].Class == class && class != ClassPrompt {
		l.out[n-1].Text = l.text[l.from:l.at]
		return
	}
	l.from = begin
	l.out = append(l.out, Span{class, l.text[begin:l.at]})
}

// restart forgets what is open.
func (l *lexer) restart() { l.quote, l.depth, l.more = "", 0, false }

// startString returns the end of the string literal in s whose quotes begin at
// i, and notes when it is still open there.
func (l *lexer) startString(s string, i int) int {
	q := s[i : i+1]
	if strings.HasPrefix(s[i:], q+q+q) {
		l.quote = q + q + q
	} else {
		l.quote = q
	}
	i += len(l.quote)
	if len(l.quote) == 1 && strings.ContainsAny(s[:i], "fFtT") {
		if n := fieldsEnd(s[i:], q[0]); n > 0 { // quotes may come again within {…}
			l.quote = ""
			return i + n
		}
	}
	return i + l.openString(s[i:])
}

// openString returns the end of the open string in s. A string in single
// quotes ends with its line, unless a backslash stands there.
func (l *lexer) openString(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			if i == len(s) { // the line's end is escaped
				return i
			}
			continue
		}
		if strings.HasPrefix(s[i:], l.quote) {
			i += len(l.quote)
			l.quote = ""
			return i
		}
	}
	if len(l.quote) == 1 {
		l.quote = ""
	}
	return len(s)
}

// fieldsEnd returns the end of an f-string with fields, as Python 3.12 reads
// it, or 0 when it does not end on this line.
func fieldsEnd(s string, quote byte) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '{' && depth == 0 && i+1 < len(s) && s[i+1] == '{':
			i++
		case c == '{':
			depth++
		case c == '}':
			depth = max(0, depth-1)
		case c == quote && depth == 0:
			return i + 1
		case (c == '"' || c == '\'') && depth > 0:
			end := strings.IndexByte(s[i+1:], c)
			if end < 0 {
				return 0
			}
			i += end + 1
		}
	}
	return 0
}

func isDigit(r rune) bool  { return '0' <= r && r <= '9' }
func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func wordEnd(s string) int {
	for i, r := range s {
		if !isLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			return i
		}
	}
	return len(s)
}

func numberEnd(s string) int {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isDigit(rune(c)), 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == '.':
		case (c == '+' || c == '-') && i > 0 && (s[i-1] == 'e' || s[i-1] == 'E') && !strings.HasPrefix(s, "0x") && !strings.HasPrefix(s, "0X"):
		default:
			return i
		}
	}
	return len(s)
}

func decoratorEnd(s string) int {
	i := 1
	for i < len(s) {
		n := wordEnd(s[i:])
		i += n
		if n == 0 || i >= len(s) || s[i] != '.' {
			break
		}
		i++
	}
	return i
}

func isStringPrefix(s string) bool {
	switch strings.ToLower(s) {
	case "r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt":
		return true
	}
	return false
}

// wordClass returns the class of the word s[:n].
func wordClass(s string, n int, first, def, attribute bool) string {
	word, rest := s[:n], s[n:]
	switch {
	case attribute:
	case def:
		return ClassFunction
	case keywords[word]:
		return ClassKeyword
	case first && softKeywords[word] && isSoftKeyword(word, rest):
		return ClassKeyword
	case builtins[word]:
		return ClassBuiltin
	}
	if strings.HasPrefix(rest, "(") {
		return ClassFunction
	}
	return ""
}

// isSoftKeyword tells `match x:` from a name like any other.
func isSoftKeyword(word, rest string) bool {
	arg := strings.TrimLeft(rest, " \t")
	if arg == rest && !strings.HasPrefix(rest, "(") && !strings.HasPrefix(rest, "[") || arg == "" {
		return false
	}
	if word == "type" {
		r, _ := utf8.DecodeRuneInString(arg)
		return arg != rest && isLetter(r)
	}
	return !strings.ContainsRune("=.,:)]}+-*/%<>&|^!", rune(arg[0])) && strings.Contains(arg, ":") || strings.HasPrefix(arg, "-") && strings.Contains(arg, ":")
}
