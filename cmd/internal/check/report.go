package check

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Report is what was found in all lessons.
type Report struct {
	Pythons int
	Results []Result
}

// Findings are what was found in a lesson, by line, and with notes the notes.
func (r Result) Findings(notes bool) []Finding {
	var all []Finding
	for _, c := range r.Cases {
		for _, f := range c.Findings {
			if notes || f.Kind != Note {
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return a.Line - b.Line })
	return all
}

// Found is how many findings there are in how many lessons.
func (r Report) Found() (findings, lessons int) {
	for _, result := range r.Results {
		if n := len(result.Findings(false)); n > 0 {
			findings, lessons = findings+n, lessons+1
		}
	}
	return findings, lessons
}

// Write writes one line for each finding and each note, what differs below it,
// and at the end how much that was.
func (r Report) Write(w io.Writer) error {
	var b strings.Builder
	blocks, updated := 0, 0
	for _, result := range r.Results {
		blocks, updated = blocks+result.Blocks, updated+result.Updated
		for _, f := range result.Findings(true) {
			note := ""
			if f.Kind == Note {
				note = "note: "
			}
			python := ""
			if f.Python != "" {
				python = " [Python " + f.Python + "]"
			}
			fmt.Fprintf(&b, "%s:%d: %s%s%s\n", f.File, f.Line, note, f.Message, python)
			for _, line := range difference(f.Expected, f.Got) {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
	}
	if updated > 0 {
		fmt.Fprintf(&b, "%s written anew.\n", count(updated, "output"))
	}
	if findings, lessons := r.Found(); findings > 0 {
		fmt.Fprintf(&b, "%s in %s.\n", count(findings, "finding"), count(lessons, "lesson"))
	} else {
		fmt.Fprintf(&b, "%s, %s: all as the page says.\n", count(len(r.Results), "lesson"), count(blocks, "block"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteJSON writes findings and notes as one array.
func (r Report) WriteJSON(w io.Writer) error {
	all := []Finding{}
	for _, result := range r.Results {
		all = append(all, result.Findings(true)...)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Difference is what the page says, in lines marked with -, and what there is, in
// lines with +. There may be none.
func (f Finding) Difference() []string { return difference(f.Expected, f.Got) }

// mostShown is how many lines of a difference are shown.
const mostShown = 40

// difference is what was expected, marked with -, and what there is, with +.
func difference(expected, got string) []string {
	a, b := linesOf(expected), linesOf(got)
	var out []string
	for i, line := range common(a, b) {
		if i == mostShown {
			return append(out, "…")
		}
		out = append(out, line)
	}
	return out
}

func linesOf(s string) []string {
	s = strings.TrimRight(s, " \t\n")
	if s == "" {
		return nil
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = printable(line)
	}
	return lines
}

// printable is a line without what would do something to a terminal.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return '\uFFFD'
		}
		return r
	}, line)
}

// common marks the lines of two texts, those of both with a blank.
func common(a, b []string) (out []string) {
	const most = 500
	a, b = a[:min(len(a), most)], b[:min(len(b), most)]
	longest := make([][]int, len(a)+1) // common lines from here on
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = 1 + longest[i+1][j+1]
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out, i, j = append(out, " "+a[i]), i+1, j+1
		case i < len(a) && (j == len(b) || longest[i+1][j] >= longest[i][j+1]):
			out, i = append(out, "-"+a[i]), i+1
		default:
			out, j = append(out, "+"+b[j]), j+1
		}
	}
	return out
}

// sentence makes a sentence of a text that may not begin or end as one.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}
