package pages

import (
	"bytes"
	"regexp"
)

// Bounds on what Markdown may ask of its parser, which needs time in the
// square of either. No text that anybody reads comes near them.
const (
	maxNested = 100  // quotes and lists that begin on one line
	maxLinks  = 1000 // openings of links without an empty line between them
)

var nested = regexp.MustCompile(`(?m)^(?:[ \t]*(?:>|[-*+][ \t]|[0-9]{1,9}[.)][ \t])){100,}`)

// tame takes out of Markdown what would keep its parser busy for hours. Other
// Markdown is returned as it is.
func tame(source []byte) []byte {
	if deep(source) {
		source = nested.ReplaceAllFunc(source, func(line []byte) []byte {
			for i, n := 0, 0; i < len(line); i++ {
				if bytes.IndexByte([]byte(">-*+.)"), line[i]) < 0 {
					continue
				}
				if n++; n == maxNested {
					return line[:i+1]
				}
			}
			return line
		})
	}
	if bytes.Count(source, []byte("](")) <= maxLinks {
		return source
	}
	var out bytes.Buffer
	for len(source) > 0 {
		paragraph, rest := source, []byte(nil)
		if i := bytes.Index(source, []byte("\n\n")); i >= 0 {
			paragraph, rest = source[:i+2], source[i+2:]
		}
		if bytes.Count(paragraph, []byte("](")) > maxLinks {
			paragraph = bytes.ReplaceAll(paragraph, []byte("]("), []byte("] ("))
		}
		out.Write(paragraph)
		source = rest
	}
	return out.Bytes()
}

// deep reports whether a line begins with so many marks of quotes and lists that it
// may be nested.
func deep(source []byte) bool {
	for line := range bytes.Lines(source) {
		if n := len(line) - len(bytes.TrimLeft(line, " \t>-*+.)0123456789")); n >= maxNested {
			return true
		}
	}
	return false
}
