package pages

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// longSummary is the number of characters after which a summary is cut.
const longSummary = 160

// summaryOf returns the first sentence of the first paragraph that has one.
func summaryOf(body *html.Node) string {
	p := find(body, func(n *html.Node) bool {
		return is(n, atom.P) && !hasAttr(n, noteAttr) && insideProse(n) && len(oneLine(textOf(n))) > 1 && !onlyLinks(n)
	})
	if p == nil {
		return ""
	}
	return firstSentence(oneLine(textOf(p)))
}

// onlyLinks reports whether a paragraph says nothing beside its links: it leads
// elsewhere.
func onlyLinks(p *html.Node) bool {
	return find(p, func(n *html.Node) bool {
		if n.Type != html.TextNode || !strings.ContainsFunc(n.Data, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return false
		}
		for a := n.Parent; a != p; a = a.Parent {
			if is(a, atom.A) {
				return false
			}
		}
		return true
	}) == nil
}

// insideProse reports whether no ancestor of a node is there for other things
// than to be read.
func insideProse(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		switch {
		case is(p, atom.Nav), is(p, atom.Header), is(p, atom.Footer), is(p, atom.Aside), is(p, atom.Details),
			is(p, atom.Blockquote), is(p, atom.Table), attr(p, "role") == "navigation":
			return false
		}
	}
	return true
}

// firstSentence cuts a text after its first sentence, or between words when
// that is too long.
func firstSentence(s string) string {
	for i, r := range s {
		if r != '.' && r != '!' && r != '?' && r != '。' {
			continue
		}
		rest := s[i+utf8.RuneLen(r):]
		next := strings.TrimLeft(rest, ` "'”’»)`)
		first, _ := utf8.DecodeRuneInString(next)
		if r == '。' || next == "" || rest != strings.TrimLeft(rest, " ") && !unicode.IsLower(first) && i > 8 {
			s = s[:i+utf8.RuneLen(r)]
			break
		}
	}
	if utf8.RuneCountInString(s) <= longSummary {
		return s
	}
	short := string([]rune(s)[:longSummary])
	if i := strings.LastIndexByte(short, ' '); i > longSummary/2 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,;:") + " …"
}
