package pages

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// sanitiser rebuilds a tree from the lists of what is allowed.
type sanitiser struct {
	o    Options
	base *base
}

// clean goes over all that is below n. It does not use recursion for siblings,
// and the parser bounds the depth.
func (s *sanitiser) clean(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch c.Type {
		case html.ElementNode:
			if again := s.element(c); again != nil {
				c = again
				continue
			}
			if c.Parent != n { // it was taken out
				c = next
				continue
			}
			s.clean(c)
		case html.CommentNode:
			n.RemoveChild(c)
		}
		c = next
	}
}

// element takes n out, or puts its children in its place (and returns the first
// of them), or cleans its attributes.
func (s *sanitiser) element(n *html.Node) (again *html.Node) {
	if s.o.Trust.level() == Strict {
		if again, gone := strict(n); gone {
			return again
		}
	}
	switch n.Namespace {
	case "svg":
		return s.foreign(n, svgElements, svgAttributes)
	case "math":
		return s.foreign(n, mathElements, mathAttributes)
	}
	if p := n.Parent; p != nil && p.Namespace != "" {
		// HTML within a drawing or a formula is where parsers disagree.
		return unwrap(n)
	}
	switch n.DataAtom {
	case atom.Xmp, atom.Listing, atom.Plaintext:
		rename(n, "pre")
	case atom.Image:
		rename(n, "img")
	case atom.Form:
		if attr(n, "role") == "search" { // it would search nothing
			remove(n)
			return nil
		}
	}
	switch {
	case droppedElements[n.Data]:
		remove(n)
		return nil
	case !allowedElements[n.Data]:
		return unwrap(n)
	case is(n, atom.Meta) && !s.meta(n), is(n, atom.Link) && !s.link(n), is(n, atom.Input) && !box(n):
		remove(n)
		return nil
	case is(n, atom.Style):
		s.style(n)
	}
	if is(n, atom.A) {
		external(n)
	}
	s.attributes(n, allowedAttributes)
	if is(n, atom.A) && attr(n, "target") != "" {
		setAttr(n, "target", "_blank")
		setAttr(n, "rel", "noopener noreferrer")
	}
	return nil
}

func rename(n *html.Node, name string) {
	n.Data, n.DataAtom = name, atom.Lookup([]byte(name))
}

// box keeps the boxes of task lists, and makes sure that they are nothing more.
func box(n *html.Node) bool {
	if !strings.EqualFold(attr(n, "type"), "checkbox") {
		return false
	}
	checked, label := hasAttr(n, "checked"), attr(n, "aria-label")
	id, class := attr(n, "id"), attr(n, "class")
	switch { // a screen reader needs words for it
	case label != "":
	case checked:
		label = "done"
	default:
		label = "to do"
	}
	n.Attr = nil
	for _, a := range [][2]string{{"id", id}, {"class", class}, {"aria-label", label}} {
		if a[1] != "" {
			setAttr(n, a[0], a[1])
		}
	}
	setAttr(n, "type", "checkbox")
	setAttr(n, "disabled", "")
	if checked {
		setAttr(n, "checked", "")
	}
	return true
}

func (s *sanitiser) meta(n *html.Node) bool {
	if hasAttr(n, "http-equiv") || hasAttr(n, "charset") {
		return false // the encoding is ours to say
	}
	return allowedMeta[strings.ToLower(attr(n, "name"))]
}

func (s *sanitiser) link(n *html.Node) bool {
	rel := strings.Fields(strings.ToLower(attr(n, "rel")))
	for _, r := range rel {
		if !allowedLinks[r] || r == "search" && attr(n, "type") != "" {
			return false
		}
	}
	href, ok := s.url(attr(n, "href"), false)
	if slices.Contains(rel, "stylesheet") && elsewhere(href) {
		return false // nobody has filtered it
	}
	return len(rel) > 0 && ok && !strings.HasPrefix(strings.ToLower(href), "mailto:")
}

// style keeps a style sheet of the page, filtered.
func (s *sanitiser) style(n *html.Node) {
	sheet := s.css(textOf(n))
	clearOut(n)
	if sheet != "" {
		n.AppendChild(text(sheet))
	}
}

// foreign cleans an element of a drawing or a formula.
func (s *sanitiser) foreign(n *html.Node, elements, attributes map[string]bool) *html.Node {
	if !elements[n.Data] {
		switch n.Data {
		case "a", "g", "mrow", "maction":
			return unwrap(n)
		}
		remove(n)
		return nil
	}
	if p := n.Parent; p.Namespace != n.Namespace && n.Data != n.Namespace {
		remove(n)
		return nil
	}
	switch n.Data {
	case "title", "desc", "mi", "mo", "mn", "ms", "mtext":
		// HTML may begin here again, so nothing but text stays.
		t := textOf(n)
		clearOut(n)
		if t != "" {
			n.AppendChild(text(t))
		}
	}
	s.attributes(n, attributes)
	return nil
}

func (s *sanitiser) attributes(n *html.Node, allowed map[string]bool) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if s.attribute(n, &a, allowed) {
			kept = append(kept, a)
		}
	}
	if len(kept) < len(n.Attr) { // what is not written needs no barrier of the garbage collector's
		n.Attr = kept
	}
}

// attribute decides on one attribute, and may change its value.
func (s *sanitiser) attribute(n *html.Node, a *html.Attribute, allowed map[string]bool) bool {
	strictly := s.o.Trust.level() == Strict
	if strictly && strictAttributes[a.Key] {
		return false
	}
	switch a.Namespace {
	case "":
	case "xlink":
		if a.Key != "href" {
			return false
		}
		a.Namespace = ""
		if hasAttr(n, "href") {
			return false
		}
	case "xml":
		return a.Key == "lang" || a.Key == "space"
	default:
		return false
	}
	switch {
	case strings.HasPrefix(a.Key, "aria-"):
		return plainName(a.Key)
	case a.Key == "data-crunchy":
		return is(n, atom.Pre)
	case a.Key == lineAttr:
		return (is(n, atom.Pre) || is(n, atom.Details) || asksByTitle(attr(n, "title")) || s.o.Author && isPlace(n.DataAtom)) && strings.Trim(a.Val, "0123456789+") == ""
	case a.Key == noteAttr:
		return is(n, atom.P) && noteTexts[a.Val] != ""
	case a.Key == saysAttr:
		return is(n, atom.Span) && (a.Val == "username" || a.Val == "version")
	case a.Key == loaderAttr:
		return loaderKinds[a.Val] && (is(n, atom.Span) || is(n, atom.Div))
	case a.Key == preferencesAttr:
		return is(n, atom.Div)
	case a.Key == externalAttr:
		return is(n, atom.A)
	case a.Key == tipAttr:
		return n.Namespace == ""
	case a.Key == storedAttr:
		return is(n, atom.Div)
	case a.Key == mathAttr:
		return is(n, atom.Span) && (a.Val == "inline" || a.Val == "display")
	case strings.HasPrefix(a.Key, "data-"):
		return plainName(a.Key) && !ownData[a.Key] && !strings.HasPrefix(a.Key, "data-crunchy")
	case !allowed[a.Key]:
		return false
	}
	switch a.Key {
	case "id":
		return a.Val != "" && !ours(a.Val)
	case "class":
		a.Val = foreignClasses(a.Val)
		return a.Val != ""
	case "name":
		return is(n, atom.A) || is(n, atom.Map) || is(n, atom.Meta)
	case "style":
		a.Val = s.cssDeclarations(a.Val)
		return a.Val != ""
	case "href", "src":
		var ok bool
		if hasAttr(n, externalAttr) {
			a.Val, ok = s.address(a.Val, false)
			if strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") {
				a.Val = s.o.Origin + a.Val
			}
			return ok
		}
		a.Val, ok = s.url(a.Val, is(n, atom.Img) || is(n, atom.Source) || n.Data == "image" || is(n, atom.Link))
		if strictly && is(n, atom.Img) && elsewhere(a.Val) {
			return false
		}
		if n.Namespace == "svg" && n.Data != "image" {
			return ok && strings.HasPrefix(a.Val, "#")
		}
		return ok
	case "srcset":
		a.Val = s.srcset(a.Val)
		return a.Val != ""
	case "usemap", "for", "headers":
		return !ours(strings.TrimPrefix(a.Val, "#"))
	case "tabindex":
		return a.Val == "0" || a.Val == "-1"
	case "accesskey":
		return len(a.Val) <= 4
	case "value", "disabled", "checked", "label", "content":
		return is(n, atom.Li) || is(n, atom.Data) || is(n, atom.Meter) || is(n, atom.Progress) || is(n, atom.Input) || is(n, atom.Track) || is(n, atom.Meta)
	case "charset":
		return false
	}
	if urlAttributes[a.Key] {
		var ok bool
		a.Val, ok = s.url(a.Val, true)
		return ok
	}
	if n.Namespace != "" && strings.Contains(strings.ToLower(a.Val), "url") {
		return localReference(a.Val)
	}
	return true
}

// localReference reports whether the value of an attribute of a drawing
// refers only to parts of the same page, as fill="url(#shade)" does.
func localReference(v string) bool {
	v = strings.ToLower(v)
	if strings.ContainsAny(v, `\/`) {
		return false
	}
	for {
		i := strings.Index(v, "url")
		if i < 0 {
			return true
		}
		v = strings.TrimLeft(v[i+3:], " \t\n\f")
		if !strings.HasPrefix(v, "(") {
			continue
		}
		if v = strings.TrimLeft(v[1:], " \t\n\f\"'"); !strings.HasPrefix(v, "#") {
			return false
		}
	}
}

func plainName(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isAlnum(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// foreignClasses takes out the classes that only we may use.
func foreignClasses(v string) string {
	if !strings.Contains(strings.ToLower(v), "cr-") {
		return v
	}
	var kept []string
	for _, c := range strings.Fields(v) {
		if !ours(c) {
			kept = append(kept, c)
		}
	}
	return strings.Join(kept, " ")
}
