package pages

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mathAttr marks a span whose text is a formula in TeX: "inline" or "display".
// Markdown becomes such spans, and so does a page that was rendered already.
const mathAttr = "data-crunchy-math"

// longMath is the longest formula in bytes; what is longer is text.
const longMath = 4000

// delimiters of formulas in text, as MathJax and KaTeX know them.
var delimiters = []struct{ open, end, kind string }{
	{`\(`, `\)`, "inline"},
	{`\[`, `\]`, "display"},
}

// setMaths puts each formula of a tree into an element of its own, whose text
// is the TeX, and reports whether there are any. The page's script sets them;
// without it they can still be read.
func setMaths(n *html.Node) (any bool) {
	walk(n, func(c *html.Node) bool {
		switch {
		case c.Type == html.TextNode:
			any = splitMaths(c) || any
			return false
		case c.Type != html.ElementNode:
			return false
		case is(c, atom.Span) && hasAttr(c, mathAttr):
			replace(c, formula(attr(c, mathAttr), textOf(c)))
			any = true
			return false
		case bareMaths(c):
			kind := "inline"
			if hasClass(c, "display") || is(c, atom.Div) {
				kind = "display"
			}
			f := formula(kind, textOf(c))
			clearOut(c)
			c.AppendChild(f)
			any = true
			return false
		}
		return !literal(c)
	})
	return any
}

// literal reports whether what is in an element is no prose.
func literal(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Pre, atom.Code, atom.Kbd, atom.Samp, atom.Tt, atom.Style, atom.Script, atom.Textarea, atom.Title:
		return true
	}
	return n.Namespace != "" || hasClass(n, "tex2jax_ignore") || hasClass(n, "mathjax_ignore")
}

// bareMaths reports whether an element is a formula without delimiters, as
// pandoc writes it for KaTeX.
func bareMaths(n *html.Node) bool {
	if !is(n, atom.Span) && !is(n, atom.Div) || !hasClass(n, "math") || !hasClass(n, "inline") && !hasClass(n, "display") {
		return false
	}
	t := n.FirstChild
	return t != nil && t.NextSibling == nil && t.Type == html.TextNode && strings.TrimSpace(t.Data) != "" &&
		len(t.Data) <= longMath && !strings.Contains(t.Data, `\(`) && !strings.Contains(t.Data, `\[`)
}

// splitMaths cuts a text where formulas are.
func splitMaths(n *html.Node) bool {
	if !strings.Contains(n.Data, `\(`) && !strings.Contains(n.Data, `\[`) {
		return false
	}
	var nodes []*html.Node
	rest, from := n.Data, 0
	for from < len(rest) {
		i := strings.IndexByte(rest[from:], '\\')
		if i < 0 {
			break
		}
		i += from
		kind, tex, end := mathAt(rest[i:])
		if end == 0 {
			from = i + 2 // neither does what a backslash escapes begin one
			continue
		}
		if i > 0 {
			nodes = append(nodes, text(rest[:i]))
		}
		nodes = append(nodes, formula(kind, tex))
		rest, from = rest[i+end:], 0
	}
	if len(nodes) == 0 {
		return false
	}
	if rest != "" {
		nodes = append(nodes, text(rest))
	}
	replace(n, nodes...)
	return true
}

// mathAt returns the formula that a text begins with, and where it ends; 0 if
// there is none.
func mathAt(s string) (kind, tex string, end int) {
	for _, d := range delimiters {
		if !strings.HasPrefix(s, d.open) {
			continue
		}
		body := s[len(d.open):min(len(s), longMath)]
		if !strings.Contains(body, d.end) {
			continue
		}
		for i := 0; i+1 < len(body); i++ {
			if body[i] != '\\' {
				continue
			}
			if strings.HasPrefix(body[i:], d.end) {
				tex = strings.TrimSpace(body[:i])
				if tex == "" {
					return "", "", 0
				}
				return d.kind, tex, len(d.open) + i + len(d.end)
			}
			i++ // an escape, as in \\[2pt]
		}
	}
	return "", "", 0
}

// formula is the element of a formula.
func formula(kind, tex string) *html.Node {
	display := "false"
	if kind == "display" {
		display = "true"
	}
	return element("span", attrs("class", "cr-math", "data-display", display), tex)
}

// foldMath undoes formula.
func foldMath(n *html.Node) {
	kind := "inline"
	if attr(n, "data-display") == "true" {
		kind = "display"
	}
	tex := textOf(n)
	clearOut(n)
	n.Attr = attrsOf(mathAttr, kind)
	if tex != "" {
		n.AppendChild(text(tex))
	}
}

func attrsOf(key, val string) []html.Attribute { return []html.Attribute{{Key: key, Val: val}} }
