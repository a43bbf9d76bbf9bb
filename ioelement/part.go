package ioelement

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/net/html"
)

// partOptions are the options of the parts of an exercise.
var partOptions = append([]string{"hidden", "timeout"}, codeOptions...)

// testOptions are those of tests that may bring an editor.
var testOptions = slices.Concat([]string{"isolated", "python", "tk"}, externalOptions, analyzerOptions, workOptions, partOptions)

// makeTest shows a test, and behind it the editor that it brings.
func makeTest(b Block, plain bool) Made {
	if b.Part.Exercise == nil {
		return makeUntied(b, plain)
	}
	made := Made{Nodes: []*html.Node{placeholder(b)}}
	if !b.Title.Has("hidden") {
		pre, notices := styled(b, shownTest(b), plain)
		div := node("div", append(b.forWhom("cr-test"), "data-test", strconv.Itoa(b.Part.Test)))
		for _, n := range pre {
			div.AppendChild(n)
		}
		made = Made{Nodes: []*html.Node{div}, Notices: notices}
	}
	if b.Part.Live {
		own := makeOwnEditor(b)
		made.Nodes = append(made.Nodes, own.Nodes...)
		made.Element, made.Notices = own.Element, append(made.Notices, own.Notices...)
		return made
	}
	for _, o := range b.Title.Options {
		if ofEditor(o) {
			made.Notices = append(made.Notices, fmt.Sprintf("%s means nothing here: it is for the editor of this exercise, which stands elsewhere", o.Name))
		}
	}
	return made
}

// ofEditor reports whether an option of a test is about the editor that it brings.
func ofEditor(o Option) bool {
	return slices.Contains(externalOptions, o.Name) || slices.Contains(analyzerOptions, o.Name)
}

// shownTest is the text of a test as it is shown.
func shownTest(b Block) string {
	switch b.Title.Keyword {
	case "output", "code_output", "dialogue":
		return outputOf(b.Text)
	}
	return trimLines(b.Text)
}

// makeOwnEditor returns the empty editor that a test brings. The page leaves it
// out when it is read again, for the test brings it again.
func makeOwnEditor(b Block) Made {
	title := b.Title
	b.Title = Title{Keyword: title.Keyword}
	for _, o := range title.Options {
		if o.Name == "name" || o.Name == "python" || ofEditor(o) { // the others are about the test
			b.Title.Options = append(b.Title.Options, o)
		}
	}
	b.Text, b.Attr, b.Anchors = "", nil, nil
	made := makeExercise(b, b.Part.Exercise)
	made.Element.Title = title
	section := made.Nodes[0]
	section.Attr = append(section.Attr, html.Attribute{Key: "data-crunchy-added"})
	return made
}

// makeFolded shows a part that opens with a click.
func makeFolded(b Block, class, summary string) Made {
	switch {
	case b.Part.Exercise == nil:
		return makeUntied(b, false)
	case b.Title.Has("hidden"):
		return Made{Nodes: []*html.Node{placeholder(b)}}
	}
	if class == "cr-solution" && b.Part.Exercise.tested() {
		class += " cr-taken"
	}
	pre, notices := styled(b, trimLines(b.Text), false)
	details := node("details", b.forWhom(class), node("summary", nil, summary))
	for _, n := range pre {
		details.AppendChild(n)
	}
	return Made{Nodes: []*html.Node{details}, Notices: notices}
}

// makeUntied tells the author that a part belongs to nothing.
func makeUntied(b Block, plain bool) Made {
	notice := fmt.Sprintf("no editor and no test is called %q, so this %q belongs to nothing", b.Part.Name, b.Title.Keyword)
	switch {
	case b.Part.meant != "":
		notice += fmt.Sprintf("; is %q meant?", b.Part.meant)
	case b.Part.Name == "":
		notice = fmt.Sprintf("%q needs name=, as the editor has that it belongs to", b.Title.Keyword)
	default:
		notice += "; give both the same name="
	}
	if b.Title.Has("hidden") {
		return Made{Nodes: []*html.Node{placeholder(b)}, Notices: []string{notice}}
	}
	made := makeStyled(b, plain)
	made.Notices = append(made.Notices, notice)
	return made
}

// placeholder stands where a hidden part is: what is in it stays here.
func placeholder(b Block) *html.Node {
	return node("pre", attrs("data-crunchy", b.Raw, "class", "cr-part", "hidden", ""))
}

// forWhom returns the attributes of what is around a part.
func (b Block) forWhom(class string) []string {
	a := attrs("class", "cr-part "+class)
	if number := b.liveNumber(); number != "" {
		a = append(a, "data-for", "cr-"+number)
	}
	return slices.Clip(a)
}

// liveNumber is the number of the live element that a part belongs to.
func (b Block) liveNumber() string {
	if b.Part.Live {
		return b.Number
	}
	return b.For
}
