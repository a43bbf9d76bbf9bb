package ioelement

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// hiddenOptions are those of a program with hidden lines; its code is always in
// the editor, for that is where they are.
var hiddenOptions = slices.Concat([]string{"linenumber", "no_style", "show_vlam", "name", "isolated", "python", "tk"}, analyzerOptions, workOptions)

// hiddenKind is an editor in which some lines are folded away: they run like the
// others, and the student may open them.
func hiddenKind() Kind {
	return Kind{
		Names:   []string{"hidden_code"},
		Options: slices.Concat([]string{"session"}, externalOptions, hiddenOptions),
		Make: func(b Block) Made {
			session, notices := b.session(b.Defaults.Session)
			b.Title = b.Title.without("no_copy")
			p := program{
				kind: "hidden_code", class: "cr-editor", label: b.kindWord("Editor") + " " + b.ordinal(), session: session, hides: true,
			}
			return makeWith(b, p, notices)
		},
	}
}

// hiddenExternalKind is the same in a terminal.
func hiddenExternalKind() Kind {
	return Kind{
		Names:   []string{"hidden_code_external"},
		Options: append([]string{"size"}, hiddenOptions...),
		Make: func(b Block) Made {
			b.Title = b.Title.without("no_copy")
			return makeTerminal(b, program{kind: "hidden_code_external", class: "cr-terminal", hides: true})
		},
	}
}

var hiddenMark = regexp.MustCompile(`^([ \t]*)(?:#[ \t]*)?(!hidden_code_begin|hidden_code_end!)[ \t]*$`)

// fold is the lines of a text, from 0, that are folded away: those with the marks
// and all between them.
type fold struct{ first, last int }

// hide finds the hidden lines of a program. The marks, which are no Python,
// become comments, so that all lines keep their numbers.
func hide(source string) (program string, folds []fold, notices []string) {
	lines := strings.Split(source, "\n")
	begin := -1
	for i, line := range lines {
		m := hiddenMark.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		lines[i] = m[1] + "# " + m[2]
		switch opens := m[2][0] == '!'; {
		case opens && begin >= 0:
			notices = append(notices, "!hidden_code_begin stands within hidden lines; the lines are hidden from the first one on")
		case opens:
			begin = i
		case begin < 0:
			notices = append(notices, "hidden_code_end! has no !hidden_code_begin before it, so it ends nothing")
		default:
			folds = append(folds, fold{begin, i})
			begin = -1
		}
	}
	if begin >= 0 {
		notices = append(notices, "!hidden_code_begin has no hidden_code_end! behind it, so all lines to the end are hidden")
		lines = append(lines, "# hidden_code_end!")
		folds = append(folds, fold{begin, len(lines) - 1})
	}
	if len(folds) == 0 && len(notices) == 0 {
		notices = append(notices, "no line is hidden; lines between !hidden_code_begin and hidden_code_end! would be")
	}
	return strings.Join(lines, "\n"), folds, notices
}

// tuck folds lines away, which are the children of an element. What opens them
// has no text of its own, so that the text of the code stays that of the program.
func (b Block) tuck(lines []*html.Node, folds []fold) {
	for _, f := range folds {
		label := b.Words.Text("hiddenLines", "n", fmt.Sprint(f.last-f.first-1))
		details := node("details", attrs("class", "cr-tuck"), node("summary", attrs("aria-label", label, "data-label", label)))
		first := lines[f.first]
		first.Parent.InsertBefore(details, first)
		for _, line := range lines[f.first : f.last+1] {
			line.Parent.RemoveChild(line)
			details.AppendChild(line)
		}
	}
}
