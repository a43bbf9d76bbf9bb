package ioelement

import (
	"golang.org/x/net/html"
)

// interpreterKind is the author's code and a live prompt after it. All of a
// page share one process.
func interpreterKind() Kind {
	return Kind{
		Names:   []string{"interpreter", "borg"},
		Options: liveOptions,
		Make: func(b Block) Made {
			if b.Title.Has("isolated") {
				return isolatedKind().Make(b)
			}
			session, notices := b.session(SharedSession)
			return makeInterpreter(b, console{
				kind: "interpreter", prompt: ">>> ", session: session,
			}, notices)
		},
	}
}

// console is what one kind of interpreter has different from another.
type console struct {
	kind    string
	prompt  string
	session string
	echo    Echo
}

func makeInterpreter(b Block, c console, notices []string) Made {
	text := clean(b.Text)
	numbers, more := b.lineNumbers()
	notices = append(notices, more...)
	e := &Element{
		Number: b.Number, Kind: c.kind, Title: b.Title,
		Source:  Code(text),
		Session: c.session,
		Mode:    Interpreter,
		Prompt:  c.prompt, More: "... ", Echo: c.echo,
		Python: b.python(),
	}
	pre := codeBox{
		label:   b.Words.Text("codeOfInterpreter", "n", b.ordinal()),
		hidden:  text == "" || b.Title.Has("no_pre"),
		text:    text,
		numbers: numbers,
	}.build(b)
	entry := node("div", attrs("class", "cr-entry"),
		node("span", attrs("class", "cr-prompt", "aria-hidden", "true"), c.prompt),
		node("textarea", attrs("class", "cr-line", "rows", "1", "aria-label", b.Words.Text("inputOf", "n", b.ordinal()),
			"disabled", "", "autocapitalize", "off", "autocomplete", "off", "spellcheck", "false")))
	section := cell(b, c.kind, "cr-"+c.kind, b.kindWord("Interpreter")+" "+b.ordinal(),
		attrs("data-prompt", e.Prompt, "data-more", e.More),
		vlam(b, text), pre, node("div", attrs("class", "cr-out", "hidden", "")), entry)
	return Made{Nodes: []*html.Node{section}, Element: e, Notices: notices}
}
