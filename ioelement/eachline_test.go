package ioelement_test

import (
	"slices"
	"strings"
	"testing"

	"crunchy/ioelement"
)

func TestEachLine(t *testing.T) {
	text := "a = (1,\n  2)\nb = '''x\n!y\n'''\nc = 1 + \\\n  2\n!sh (\nd = 4\ns = 'it'"
	var on []int
	n := 0
	var all strings.Builder
	ioelement.EachLine(text, func(line, end string, goesOn bool) bool {
		n++
		all.WriteString(line + end)
		if goesOn {
			on = append(on, n)
		}
		return !strings.HasPrefix(line, "!sh")
	})
	if want := []int{2, 4, 5, 7}; !slices.Equal(on, want) {
		t.Errorf("lines %v go on, want %v", on, want)
	}
	if all.String() != text {
		t.Errorf("the lines are %q", all.String())
	}
}
