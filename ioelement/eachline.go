package ioelement

import "strings"

// EachLine calls f with each line of a program, its end, which is "\n" or "",
// and whether it goes on with what the line before it left open: a string,
// brackets, or a line that ends with a backslash. What f says is no Python leaves
// nothing open.
func EachLine(text string, f func(line, end string, goesOn bool) (python bool)) {
	var l lexer
	backslash := false
	eachLine(text, func(line, end string) {
		if !f(line, end, l.quote != "" || l.depth > 0 || backslash) {
			backslash = false
			return
		}
		l.line(line)
		backslash = strings.HasSuffix(line, `\`)
	})
}
