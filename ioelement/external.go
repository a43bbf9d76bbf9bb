package ioelement

import (
	"fmt"
	"strconv"

	"golang.org/x/net/html"
)

// externalOptions let a program run in a whole terminal: external offers that
// beside the ordinary Run, which no_internal takes away; console is another word
// for external.
var externalOptions = []string{"external", "console", "no_internal", "size"}

// external reports whether the block wants a terminal for its program, and whether
// it wants nothing else.
func (b Block) external() (offered, only bool, notices []string) {
	offered = b.Title.Has("external") || b.Title.Has("console")
	only = b.Title.Has("no_internal")
	if only && !offered {
		notices = append(notices, "no_internal means nothing without external, and is passed over")
	}
	if b.Title.Has("size") && !offered {
		notices = append(notices, "size= is that of a terminal, which external would offer")
	}
	return offered, offered && only, notices
}

// makeOutside returns an editor whose program may run in a terminal below it, or
// only there. It has a process of its own.
func makeOutside(b Block, p program, only bool) Made {
	var notices []string
	if v := b.Title.Value("session"); v != "" {
		notices = []string{fmt.Sprintf("session=%s means nothing with external; the program has a process of its own", v)}
	}
	p.session = ""
	var made Made
	if only {
		p.class, p.does = "cr-terminal", "externalOnly"
		made = makeTerminal(b, p)
	} else {
		rows, cols, more := b.size()
		notices = append(notices, more...)
		p.outside, p.screen = true, b.screen(rows, cols)
		made = makeProgram(b, p, nil)
		made.Element.External, made.Element.Rows, made.Element.Cols = true, rows, cols
	}
	made.Notices = append(notices, made.Notices...)
	return made
}

// screen is the place of a terminal of that size.
func (b Block) screen(rows, cols int) *html.Node {
	return node("div", attrs("class", "cr-screen", "role", "group", "aria-label", b.Words.Text("terminalOf", "name", b.fileName()),
		"data-rows", strconv.Itoa(rows), "data-cols", strconv.Itoa(cols), "hidden", ""))
}

// externalButton is what runs a program in the terminal. Its picture is on no
// other page, so it is not among those that every page has.
func externalButton(b Block) *html.Node {
	path := node("path", attrs("d", "M3 4.5h14v11H3zM6 8l2.5 2L6 12M10.5 12.5H14"))
	svg := node("svg", attrs("class", "cr-icon", "viewBox", "0 0 20 20", "aria-hidden", "true"), path)
	svg.Namespace, path.Namespace = "svg", "svg"
	return node("button", attrs("class", "cr-btn", "data-do", "external", "type", "button", "disabled", ""), svg, node("span", nil, b.Words.Text("external")))
}
