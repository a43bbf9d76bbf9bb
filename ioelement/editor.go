package ioelement

import (
	"golang.org/x/net/html"
)

// editorKind is code in an editor with Run. Each run has a fresh process,
// unless session= names one.
func editorKind() Kind {
	return Kind{
		Names:   []string{"editor"},
		Options: liveOptions,
		Make: func(b Block) Made {
			session, notices := b.session(b.Defaults.Session)
			return makeProgram(b, program{kind: "editor", label: "Editor", session: session}, notices)
		},
	}
}

// program is what the kinds of a program in an editor do not have in common.
type program struct {
	kind    string
	label   string // what it is called in English words
	session string
	screen  *html.Node // between the code and the place of the output; or nil
}

func makeProgram(b Block, p program, notices []string) Made {
	text := clean(b.Text)
	source := text
	if IsSession(text) {
		// What is edited is a program. A statement that itself begins with a
		// prompt shows that this was none.
		if code := clean(Code(text)); !IsSession(code) {
			source = code
		}
	}
	numbers, more := b.lineNumbers()
	notices = append(notices, more...)

	file := b.fileName()
	e := &Element{
		Number: b.Number, Kind: p.kind, Title: b.Title,
		Source: source, Session: p.session, Mode: Program,
		Python: b.python(), File: file,
	}
	label := b.kindWord(p.label) + " " + b.ordinal() + ": " + file
	head := node("header", attrs("class", "cr-head"),
		node(headings[min(max(b.Heading, 2), 6)], attrs("class", "cr-name"), file),
		button("reset", "reset", b.Words.Text("reset")),
		button("stop", "stop", b.Words.Text("stop")),
		button("run", "play", b.Words.Text("run"), " ", node("kbd", nil, "Shift Enter")))
	shown := source
	var styled *html.Node
	edited := codeBox{label: b.Words.Text("codeOf", "name", file), text: source, numbers: numbers}
	if b.Title.Has("no_copy") && !b.Title.Has("no_pre") {
		styled = codeBox{class: "cr-copy", label: b.Words.Text("written"), text: text, numbers: numbers}.build(b)
		b.Attr, b.Anchors = nil, nil
		shown = text
		edited.text = ""
	}
	section := cell(b, p.kind, label, nil,
		vlam(b, shown), styled, head,
		node("div", attrs("class", "cr-bar")),
		edited.build(b), p.screen,
		node("div", attrs("class", "cr-out", "hidden", "")))
	return Made{Nodes: []*html.Node{section}, Element: e, Notices: notices}
}

var headings = [...]string{2: "h2", 3: "h3", 4: "h4", 5: "h5", 6: "h6"}
