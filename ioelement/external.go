package ioelement

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

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

// makeWith returns an editor whose program runs as its title says: in the page, in
// a terminal below it as well, or only there. With a terminal it has a process of
// its own. What is checked is checked in the page.
func makeWith(b Block, p program, notices []string) Made {
	offered, only, more := b.external()
	notices = append(notices, more...)
	if !offered {
		return makeProgram(b, p, notices)
	}
	if v := b.Title.Value("session"); v != "" && p.session != "" {
		notices = append(notices, fmt.Sprintf("session=%s means nothing with external; the program has a process of its own", v))
	}
	p.session = ""
	if only && !p.tested {
		p.class, p.does = strings.Replace(cmp.Or(p.class, "cr-editor"), "cr-editor", "cr-terminal", 1), "externalOnly"
		made := makeTerminal(b, p)
		made.Notices = append(notices, made.Notices...)
		return made
	}
	rows, cols, more := b.size()
	p.outside, p.only, p.screen = true, only, b.screen(rows, cols)
	made := makeProgram(b, p, append(notices, more...))
	made.Element.External, made.Element.Rows, made.Element.Cols = true, rows, cols
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
