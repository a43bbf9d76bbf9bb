package pages

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// outputs are what a code cell printed when its notebook was saved, or nil.
func (nb *notebook) outputs(all piece) *html.Node {
	div := element("div", attrs(storedAttr, ""))
	for _, o := range all.items() {
		for _, n := range nb.output(o) {
			div.AppendChild(n)
		}
	}
	if div.FirstChild == nil {
		return nil
	}
	quiet(div)
	return div
}

// quiet keeps what was printed within its place: it styles nothing beyond itself,
// and no block in it is one of the lesson's.
func quiet(div *html.Node) {
	walk(div, func(n *html.Node) bool {
		if is(n, atom.Style) || is(n, atom.Link) {
			remove(n)
			return false
		}
		if strings.Contains(strings.ToLower(attr(n, "style")), "position") {
			delAttr(n, "style")
		}
		if is(n, atom.Pre) {
			delAttr(n, "title")
			setAttr(n, "data-crunchy", "no_vlam")
		}
		return true
	})
}

func (nb *notebook) output(o piece) []*html.Node {
	fields := o.fields()
	switch kind := fields["output_type"].text(); kind {
	case "stream":
		class := ""
		if fields["name"].text() == "stderr" || fields["stream"].text() == "stderr" {
			class = "stderr"
		}
		return printed(fields["text"].text(), class)
	case "error", "pyerr":
		return printed(traceback(fields), "stderr")
	case "execute_result", "display_data", "update_display_data", "pyout":
		data := fields["data"].fields()
		if len(data) == 0 { // format 3
			for name, p := range fields {
				if mime := mimeNames[name]; mime != "" {
					data[mime] = p
				}
			}
		}
		return nb.richest(data)
	default:
		nb.note(o.at, "there are no outputs of the kind %q; it is shown as it is", kind)
		return printed(fields["text"].text(), "")
	}
}

// mimeNames are the names of format 3.
var mimeNames = map[string]string{
	"html": "text/html", "svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg", "latex": "text/latex", "text": "text/plain",
}

// richest shows the first of the forms of a value that says something.
func (nb *notebook) richest(data map[string]piece) []*html.Node {
	plain := data["text/plain"].text()
	for _, mime := range []string{"image/svg+xml", "text/html", "text/markdown", "image/png", "image/jpeg", "image/gif", "image/webp", "text/latex"} {
		p, ok := data[mime]
		if !ok {
			continue
		}
		var nodes []*html.Node
		switch s := p.text(); mime {
		case "text/html", "image/svg+xml":
			nodes = contained(s)
		case "text/markdown":
			if body, _, _, err := markdown([]byte(s), inMarkdown{set: nb.set, slugs: nb.slugs, notes: "n-"}); err == nil {
				nodes = contained(string(body))
			}
		case "text/latex":
			if tex := strings.Trim(strings.TrimSpace(s), "$"); tex != "" && len(tex) <= longMath {
				nodes = []*html.Node{element("p", nil, element("span", attrs(mathAttr, "display"), tex))}
			}
		default:
			if src := dataAddress(mime, s); src != "" {
				nodes = []*html.Node{element("img", attrs("src", src, "alt", plain))}
			}
		}
		if tells(nodes) {
			return nodes
		}
	}
	return printed(plain, "")
}

// tells reports whether there is anything to be seen when scripts and style
// sheets are gone.
func tells(nodes []*html.Node) bool {
	all := element("div", nil)
	for _, n := range nodes {
		all.AppendChild(n)
	}
	var seen func(n *html.Node) bool
	seen = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "", is(c, atom.Img), c.Namespace == "svg":
				return true
			case c.Type == html.ElementNode && !droppedElements[c.Data] && !is(c, atom.Style) && !is(c, atom.Title) && seen(c):
				return true
			}
		}
		return false
	}
	tells := seen(all)
	clearOut(all)
	return tells
}

// printed shows a text as a terminal would.
func printed(s, class string) []*html.Node {
	if s = OnTerminal(s); strings.TrimSpace(s) == "" {
		return nil
	}
	pre := element("pre", attrs("data-crunchy", "no_vlam"), element("code", nil, strings.TrimRight(s, "\n")))
	if class != "" {
		setAttr(pre, "class", class)
	}
	return []*html.Node{pre}
}

var (
	escapes  = regexp.MustCompile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\^_]|[ -/][0-~])")
	controls = regexp.MustCompile("[\x01-\x08\x0b-\x1f\x7f]")
)

// OnTerminal is what is left of a text after its colours, and of each line after
// its last return to the beginning.
func OnTerminal(s string) string {
	s = escapes.ReplaceAllString(s, "")
	if strings.Contains(s, "\r") {
		lines := strings.SplitAfter(s, "\n")
		for i, line := range lines {
			body := strings.TrimRight(line, "\r\n")
			end := line[len(body):]
			lines[i] = body[strings.LastIndexByte(body, '\r')+1:] + strings.ReplaceAll(end, "\r", "")
		}
		s = strings.Join(lines, "")
	}
	return controls.ReplaceAllString(s, "")
}

var ipythonHead = regexp.MustCompile(`^-{10,}\n[\w.]+ +Traceback \(most recent call last\)\n`)

// traceback is the report of an error, in the form that Python gives it.
func traceback(fields map[string]piece) string {
	var lines []string
	for _, line := range fields["traceback"].items() {
		lines = append(lines, OnTerminal(line.text()))
	}
	s := strings.Join(lines, "\n")
	if strings.TrimSpace(s) == "" {
		return fields["ename"].text() + ": " + fields["evalue"].text()
	}
	head := ipythonHead.FindString(s)
	if head == "" {
		return s
	}
	// As in Python's own report, only what was raised stands at the margin.
	calls, raised := strings.TrimPrefix(s, head), ""
	if at := strings.LastIndex(calls, "\n"+fields["ename"].text()); at >= 0 {
		calls, raised = calls[:at], calls[at:]
	}
	return "Traceback (most recent call last):\n  " + strings.ReplaceAll(calls, "\n", "\n  ") + raised
}

// dataAddress is a picture as an address that holds it, "" for what is none.
func dataAddress(mime, base64 string) string {
	address := "data:" + mime + ";base64," + strings.Join(strings.Fields(base64), "")
	if !pictureData.MatchString(address) {
		return ""
	}
	return address
}
