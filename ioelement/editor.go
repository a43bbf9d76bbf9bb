package ioelement

import (
	"cmp"
	"slices"

	"golang.org/x/net/html"
)

// editorKind is code in an editor with Run. Each run has a fresh process,
// unless session= names one. With tests of its name it is an exercise.
func editorKind() Kind {
	return Kind{
		Names:   []string{"editor"},
		Options: slices.Concat([]string{"timeout", "show_value"}, externalOptions, programOptions),
		Role:    RoleCode,
		Make: func(b Block) Made {
			if x := b.exercise(); x != nil {
				return makeExercise(b, x)
			}
			session, notices := b.session(b.Defaults.Session)
			if b.Title.Has("timeout") {
				notices = append(notices, "timeout= means nothing to an editor without tests and is passed over")
			}
			return makeWith(b, program{kind: "editor", label: b.kindWord("Editor") + " " + b.ordinal(), session: session}, notices)
		},
	}
}

// program is what the kinds of a program in an editor do not have in common.
type program struct {
	kind    string
	class   string // of the card; "" is the one of the kind
	label   string // what it is called in words
	session string
	above   []*html.Node        // above the code
	screen  *html.Node          // between the code and the place of the output; or nil
	tested  bool                // there is a Check beside the Run
	buttons func() []*html.Node // instead of these two
	data    []string            // attributes of the card
	asIs    bool                // the text is no session, whatever it looks like
	outside bool                // it may run on the screen as well
	only    bool                // and, but for checks, only there
	hides   bool                // lines of the code may be folded away
	does    string              // what its Run is called in the catalogue; "" is run
	watched bool                // each run is looked at line by line, so lines have numbers, and it needs no Step
}

func makeProgram(b Block, p program, notices []string) Made {
	text := clean(b.Text)
	source := programOf(text)
	if p.asIs {
		source = text
	}
	numbers, more := b.lineNumbers()
	notices = append(notices, more...)
	if p.watched {
		numbers = max(numbers, 1)
	}
	var folds []fold
	if p.hides {
		source, folds, more = hide(source)
		notices = append(notices, more...)
		numbers = max(numbers, 1) // what is said of a line must be found in spite of what is not seen
	}

	file := b.fileName()
	e := &Element{
		Number: b.Number, Kind: p.kind, Title: b.Title,
		Source: source, Session: p.session, Mode: Program,
		Python: b.python(), File: file,
	}
	if b.Title.Has("show_value") {
		e.Echo = EchoLast
	}
	if b.Part != nil && b.Part.Live && !b.Part.Exercise.empty() {
		e.Exercise = b.Part.Exercise
	}
	data := p.data
	var below *html.Node
	if p.tested {
		e.Gaps, data = gaps(source)
	}
	if b.Title.Has("analyzer_score") {
		data = append(slices.Clip(data), attrs("data-score", "")...)
	}
	if p.tested || p.buttons != nil {
		below = result(b)
	}
	shown := source
	if p.hides {
		shown = text
	}
	var styled *html.Node
	edited := codeBox{label: b.Words.Text("codeOf", "name", file), text: source, numbers: numbers, folds: folds}
	if b.Title.Has("no_copy") && !b.Title.Has("no_pre") {
		styled = codeBox{class: "cr-copy", label: b.Words.Text("written"), text: text, numbers: numbers}.build(b)
		b.Attr, b.Anchors = nil, nil
		shown = text
		edited.text = ""
	}
	children := append([]*html.Node{vlam(b, shown), styled, p.head(b, file, e.Gaps), b.limit(), node("div", attrs("class", "cr-bar"))}, p.above...)
	children = append(children, edited.build(b), p.screen, node("div", attrs("class", "cr-out", "hidden", "")), below)
	section := cell(b, p.kind, cmp.Or(p.class, "cr-"+p.kind), p.label+": "+file, data, children...)
	return Made{Nodes: []*html.Node{section}, Element: e, Notices: notices}
}

// head is the line above the code, with its name and its buttons.
func (p program) head(b Block, file string, gaps int) *html.Node {
	name := node(headings[min(max(b.Heading, 2), 6)], attrs("class", "cr-name"))
	head := node("header", attrs("class", "cr-head"), name, todo(b, gaps),
		button("reset", "reset", b.Words.Text("reset")),
		button("stop", "stop", b.Words.Text("stop")))
	if p.tested || p.buttons != nil {
		name.AppendChild(node("span", attrs("class", "cr-ex"), p.label))
		file = " " + file
	}
	if n := b.reportButton(p.kind); n != nil {
		head.AppendChild(n)
	}
	if p.screen == nil && !p.watched || p.outside && !p.only { // what goes on on a screen of its own is not looked back at
		head.AppendChild(button("step", "step", b.Words.Text("step")))
	}
	if p.outside {
		head.AppendChild(externalButton(b))
	}
	switch {
	case p.buttons != nil:
		for _, n := range p.buttons() {
			head.AppendChild(n)
		}
	case p.tested:
		if !p.only {
			head.AppendChild(button("run", "play", b.Words.Text("run")))
		}
		head.AppendChild(primaryButton("check", "check", b.Words.Text("check")))
	default:
		head.AppendChild(primaryButton("run", "play", b.Words.Text(cmp.Or(p.does, "run"))))
	}
	name.AppendChild(&html.Node{Type: html.TextNode, Data: file})
	return head
}

var headings = [...]string{2: "h2", 3: "h3", 4: "h4", 5: "h5", 6: "h6"}

// programOf returns the program that is edited. A statement of a session that
// itself begins with a prompt shows that the text was none.
func programOf(text string) string {
	text = clean(text)
	if IsSession(text) {
		if code := clean(Code(text)); !IsSession(code) {
			return code
		}
	}
	return text
}
