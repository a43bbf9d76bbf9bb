package ioelement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The size of a terminal whose author says nothing, and the largest there is.
const (
	terminalRows = 24
	terminalCols = 80
	terminalMost = 500
)

// terminalKind is a program in an editor that has a whole terminal to itself:
// it may draw with curses, read single keys and start other programs. Each run
// has a fresh process. Without the page's script it reads as any code does.
func terminalKind() Kind {
	return Kind{
		Names:   []string{"terminal"},
		Options: slices.Concat([]string{"size", "python", "isolated", "tk"}, workOptions, codeOptions),
		Make:    func(b Block) Made { return makeTerminal(b, program{kind: "terminal"}) },
	}
}

func makeTerminal(b Block, p program) Made {
	rows, cols, notices := b.size()
	p.label = b.kindWord("Terminal") + " " + b.ordinal()
	p.screen = b.screen(rows, cols)
	made := makeProgram(b, p, notices)
	made.Element.Terminal, made.Element.Rows, made.Element.Cols = true, rows, cols
	return made
}

// size returns the option size=(rows,cols).
func (b Block) size() (rows, cols int, notices []string) {
	if !b.Title.Has("size") {
		return terminalRows, terminalCols, nil
	}
	v := b.Title.Value("size")
	rows, cols, ok := pair(v, terminalMost)
	if !ok {
		return terminalRows, terminalCols, []string{fmt.Sprintf("size=%s is not the size of a terminal; write size=(24,80) for 24 rows and 80 columns", v)}
	}
	return rows, cols, nil
}

// pair reads two numbers as in (24,80), each from 1 to most.
func pair(v string, most int) (first, second int, ok bool) {
	one, two, found := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(v, "("), ")"), ",")
	first, err := strconv.Atoi(strings.TrimSpace(one))
	second, err2 := strconv.Atoi(strings.TrimSpace(two))
	return first, second, found && err == nil && err2 == nil && min(first, second) >= 1 && max(first, second) <= most
}
