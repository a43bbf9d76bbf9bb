package ioelement

import (
	"cmp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// parsonsKind is the lines of a program in disorder, to be put in order. They are
// those of the block or, when it is empty, of the solution with its name. Tests of
// its name say whether the order is right; without any it must be the author's.
func parsonsKind() Kind {
	return Kind{
		Names:    []string{"parsons"},
		Options:  append([]string{"name", "python", "isolated", "timeout", "shuffled"}, workOptions...),
		Keeps:    true,
		Role:     RoleCode,
		Complete: completeParsons,
		Make:     makeParsons,
	}
}

// completeParsons adds the author's order as the test, if there is no other.
func completeParsons(b Block, x *Exercise) {
	source := ""
	if text := x.parsons(b); text != "" {
		source = written(pieces(text))
	}
	x.Solution = cmp.Or(x.Solution, source)
	if len(x.Tests) > 0 {
		return
	}
	x.Tests = []Test{{Kind: "parsons", Source: source, Hidden: true}}
}

// parsons is the program in the right order, as far as it is known.
func (x *Exercise) parsons(b Block) string {
	if b.Title.Has("shuffled") {
		return x.Solution
	}
	return cmp.Or(programOf(b.Text), x.Solution)
}

func makeParsons(b Block) Made {
	x := b.Part.Exercise
	var lines []piece
	switch {
	case !b.Part.Live:
		return Made{Nodes: []*html.Node{placeholder(b)}}
	case b.Title.Has("shuffled"):
		lines = cut(clean(b.Text), b.Title.Value("shuffled"))
	default:
		lines = shuffled(pieces(x.parsons(b)))
	}
	if len(lines) == 0 {
		return Made{Nodes: []*html.Node{placeholder(b)}, Notices: []string{"there are no lines to be put in order; write them here, or in a solution of this name"}}
	}
	var notices []string
	if !differ(lines) {
		notices = append(notices, "these lines can be in one order only, so there is nothing to do")
	}
	for i := range lines {
		lines[i].level = 0
	}
	// Empty lines at the end are none of the text, nor then of the last piece.
	b.Text = clean(written(lines))
	lines = cut(b.Text, counts(lines))
	shape := counts(lines)
	// A page that is read again has them in disorder already.
	if !b.Title.Has("shuffled") {
		b.Raw += " shuffled=" + shape
	}
	made := makeProgram(b, program{
		kind: "parsons", asIs: true, class: "cr-editor cr-exercise cr-parsons", label: b.kindWord("Exercise") + " " + strconv.Itoa(x.ordinal),
		data:  attrs("data-lines", shape),
		above: []*html.Node{node("p", attrs("class", "cr-how"), b.Words.Text("parsonsHow")), lie(lines)},
		buttons: func() []*html.Node {
			return []*html.Node{button("run", "play", b.Words.Text("run")), primaryButton("check", "check", b.Words.Text("check"))}
		},
	}, notices)
	return made
}

// counts is the number of lines of each piece, as a rendered page gives them.
func counts(all []piece) string {
	var each []string
	for _, p := range all {
		each = append(each, strconv.Itoa(1+strings.Count(p.text, "\n")))
	}
	return strings.Join(each, ",")
}

// cut takes lines apart by the numbers of lines of the pieces.
func cut(text, counts string) (all []piece) {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for _, count := range strings.Split(counts, ",") {
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || n > len(lines) {
			break
		}
		all = append(all, piece{text: strings.Join(lines[:n], "\n")})
		lines = lines[n:]
	}
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			all = append(all, piece{text: line})
		}
	}
	return all
}

// lie shows lines as they will lie there to be moved, until the page's script has
// brought them to life.
func lie(lines []piece) *html.Node {
	list := node("ol", attrs("class", "cr-puzzle"))
	for _, p := range lines {
		code := node("code", nil)
		appendSpans(code, Highlight(p.text))
		list.AppendChild(node("li", attrs("class", "cr-piece"),
			node("span", attrs("class", "cr-grip")), node("div", attrs("class", "cr-piece-line"), code)))
	}
	return list
}
