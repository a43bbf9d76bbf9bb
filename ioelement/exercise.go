package ioelement

import (
	"fmt"
	"regexp"
	"strconv"

	"golang.org/x/net/html"
)

// Exercise is what the code in an element has to satisfy, and what else its
// author wrote under one name=, in the order of the document.
type Exercise struct {
	Setup    string // runs before the code, in its namespace
	Tests    []Test // none if there is only a setup or a solution
	Solution string // the first there is, prompts and outputs taken out
	Timeout  int    // in seconds; 0 if the author does not say

	files   []string // see Element
	exam    string   // of which it is a part, "" for none
	log     string   // see Element
	seconds int      // how long it is open from its first run on; 0 is for ever

	ordinal  int  // among the exercises of the page, from 1
	isolated bool // there is a test or a setup: the code has a process of its own
	solved   bool // there is a solution
	shown    bool // there is one on the page
}

// Test is one block of tests.
type Test struct {
	Kind   string // "doctest", "unittest", "check" or "output"
	Source string // for an output, what must be printed
	Hidden bool   // the Source is on no page
}

// kind is that of the element: the one of its first test, where an output
// counts as a check, and "editor" without tests.
func (x *Exercise) kind() string {
	switch {
	case len(x.Tests) == 0:
		return "editor"
	case x.Tests[0].Kind == "output":
		return "check"
	}
	return x.Tests[0].Kind
}

// tested reports whether the code has a card that checks it. Such a card takes
// in the hints and the solution, which stand on the page for those without scripts.
func (x *Exercise) tested() bool { return len(x.Tests) > 0 }

// empty reports whether the author wrote nothing but the code.
func (x *Exercise) empty() bool { return !x.isolated && !x.solved }

// exercise returns what the code of a live block has to satisfy; nil for a block
// that runs by itself.
func (b Block) exercise() *Exercise {
	if p := b.Part; p != nil && p.Live && p.Exercise.isolated {
		return p.Exercise
	}
	return nil
}

// makeExercise returns the editor of an exercise, or of code with a setup.
func makeExercise(b Block, x *Exercise) Made {
	var notices []string
	if v := b.Title.Value("session"); v != "" {
		notices = []string{fmt.Sprintf("session=%s means nothing to an exercise, which has a process of its own", v)}
	}
	if len(x.Tests) == 0 {
		return makeWith(b, program{kind: "editor", label: b.kindWord("Editor") + " " + b.ordinal()}, notices)
	}
	return makeWith(b, program{
		kind: x.kind(), class: "cr-editor cr-exercise", label: b.kindWord("Exercise") + " " + strconv.Itoa(x.ordinal), tested: true,
	}, notices)
}

var gap = regexp.MustCompile(`_{6,}`)

// gaps counts the places that a student has to fill.
func gaps(source string) (n int, data []string) {
	if n = len(gap.FindAllStringIndex(source, -1)); n > 0 {
		data = attrs("data-gaps", strconv.Itoa(n))
	}
	return n, data
}

// todo says how many gaps are left to be filled.
func todo(b Block, n int) *html.Node {
	if n == 0 {
		return nil
	}
	return node("span", attrs("class", "cr-badge cr-todo"), icon("pen"),
		node("span", attrs("class", "cr-long"), b.Words.Text("exercise.gaps")),
		node("span", attrs("class", "cr-left"), b.Words.Text("exercise.gapsLeft", "n", strconv.Itoa(n))))
}

// result is where the page's script shows what a check says, with the help that
// the author has prepared.
func result(b Block) *html.Node {
	foot := node("div", attrs("class", "cr-foot"))
	if b.Hints > 0 {
		text := b.Words.Text("exercise.nextHint", "n", "1", "of", strconv.Itoa(b.Hints))
		if b.Hints == 1 {
			text = b.Words.Text("exercise.onlyHint")
		}
		foot.AppendChild(styledButton("cr-btn cr-hint-next", "hint", "bulb", text))
	}
	if b.Part != nil && b.Part.Exercise.shown {
		foot.AppendChild(styledButton("cr-btn cr-solution-show", "solution", "key", b.Words.Text("exercise.showSolution")))
	}
	box := node("div", attrs("class", "cr-result"), foot)
	if foot.FirstChild == nil {
		box.Attr = append(box.Attr, html.Attribute{Key: "hidden"})
	}
	return box
}

// Role is what the blocks of a kind are in an exercise.
type Role int

// Roles of a Kind. The zero Role has no part in exercises.
const (
	RoleCode     Role = iota + 1 // the code that must satisfy the tests
	RoleTest                     // a test
	RoleSetup                    // what runs before the code
	RoleSolution                 // a solution
)

// Part is what a block is in an exercise.
type Part struct {
	Name     string    // what ties the parts, as PartName gives it; "" for one that stands alone
	Exercise *Exercise // the same for all parts; nil if there is nothing that the block belongs to
	Live     bool      // the block is the live element, or brings it
	Test     int       // the place of a test in Exercise.Tests

	meant   string   // which name may be meant, if there is no Exercise
	notices []string // about the tying
}
