package pages

import (
	"regexp"
	"strings"

	"crunchy/ioelement"
)

// Jupyter's cells may hold lines that are no Python but commands of IPython:
// %magic, !command, help?.

// Notes that the student reads beside a cell, by the value of noteAttr.
const (
	noteMagics    = "magics"     // some lines are commented out
	noteCellMagic = "cell-magic" // the cell is none of Python, so it only is shown
)

// pythonMagics are those for a whole cell that leave Python in it.
var pythonMagics = words(`%%time %%timeit %%capture %%prun %%python %%python3 %%memit %%mprun %%lprun %%debug %%px %%skip %%ipytest`)

var (
	lineMagic   = regexp.MustCompile(`^[ \t]*(?:%{1,2}[A-Za-z_]|!|\?)`)
	assigned    = regexp.MustCompile(`^[ \t]*[A-Za-z_][\w., \t\[\]]*=[ \t]*(?:%[A-Za-z_]|!)`)
	askedBehind = regexp.MustCompile(`^[ \t]*[%A-Za-z_][\w.%]*\?{1,2}[ \t]*$`)
)

// withoutMagics comments out what IPython would do and Python cannot, and says
// in a note what it did. Within a string or in brackets nothing is a command.
func withoutMagics(text string) (python, note string) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, " \t\n"), "\n")
	if word, _, _ := strings.Cut(first, " "); strings.HasPrefix(word, "%%") && !pythonMagics[strings.TrimSpace(word)] {
		return text, noteCellMagic
	}
	if !strings.ContainsAny(text, "%!?") || ioelement.IsSession(text) {
		return text, ""
	}
	var out strings.Builder
	ioelement.EachLine(text, func(line, end string, goesOn bool) bool {
		command := !goesOn && (lineMagic.MatchString(line) || assigned.MatchString(line) || askedBehind.MatchString(line))
		if command {
			note = noteMagics
			body := strings.TrimLeft(line, " \t")
			mark := "# "
			if len(body) < len(line) {
				mark = "pass  # " // a block needs a statement
			}
			line = line[:len(line)-len(body)] + mark + body
		}
		out.WriteString(line + end)
		return !command
	})
	return out.String(), note
}
