package ioelement

import (
	"strings"
	"unicode"
)

// outputKind is what the student's program must print.
func outputKind() Kind {
	return Kind{
		Names:   []string{"output", "code_output"},
		Options: partOptions,
		Role:    RoleTest,
		Source:  outputOf,
		Make:    func(b Block) Made { return makeTest(b, true) },
	}
}

// outputOf returns an output without the blanks at its end. What it begins with
// is part of it, be it an empty line.
func outputOf(text string) string { return strings.TrimRightFunc(text, unicode.IsSpace) }
