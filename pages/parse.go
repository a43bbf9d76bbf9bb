package pages

import (
	"strings"

	"golang.org/x/net/html"
)

// Bounds on what a page may make of the parser. The parser itself refuses trees
// deeper than 512.
const (
	maxDepth     = 200       // of the elements of a page that was refused
	maxReopened  = 1_000_000 // elements that are opened again because they were closed in the wrong order
	maxFormatted = 4         // open formatting elements of a page that would exceed that
)

// parse reads a document as a browser does. A page that nests deeper than the
// parser goes loses the tags that are too deep, and keeps their text.
func parse(doc string) *html.Node {
	if reopened(doc) > maxReopened {
		doc = flatten(doc, maxDepth, maxFormatted)
	}
	root, err := tryParse(doc)
	if err != nil {
		root, err = tryParse(flatten(doc, maxDepth, maxFormatted))
	}
	if err != nil {
		root, err = tryParse(flatten(doc, 0, 0))
	}
	if err != nil { // nothing is left that nests
		root, _ = tryParse("")
	}
	return root
}

func tryParse(doc string) (*html.Node, error) {
	// The page's own scripts never run, so what it says to browsers without
	// scripts is meant for its readers.
	return html.ParseWithOptions(strings.NewReader(doc), html.ParseOptionEnableScripting(false))
}

// formatting are the elements that HTML opens again when they were closed in
// the wrong order.
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true,
	"s": true, "small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

// reopened returns an upper bound of how many elements the parser may have to
// open again. A page of a megabyte can ask for hundreds of millions.
func reopened(doc string) int {
	open, cost := 0, 0
	for {
		i := strings.IndexByte(doc, '<')
		if i < 0 || i+1 >= len(doc) {
			return cost
		}
		doc = doc[i+1:]
		end := doc[0] == '/'
		if end {
			doc = doc[1:]
		}
		n := 0
		for n < len(doc) && n < 8 && isAlnum(doc[n]) {
			n++
		}
		if n > 0 && n < 7 && formatting[strings.ToLower(doc[:n])] {
			if end {
				open = max(0, open-1)
			} else {
				open++
			}
		}
		cost += open
	}
}

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"keygen": true, "link": true, "meta": true, "param": true, "source": true, "track": true, "wbr": true,
}

// closesItself are elements that end when the next of their kind begins.
var closesItself = map[string]bool{
	"p": true, "li": true, "dt": true, "dd": true, "tr": true, "td": true, "th": true, "option": true,
}

// flatten takes out the tags that are nested deeper than depth, and those of
// formatting elements of which more than styles are open.
func flatten(doc string, depth, styles int) string {
	var b strings.Builder
	var stack []string
	styled := 0
	dropped := map[string]int{}
	z := html.NewTokenizer(strings.NewReader(doc))
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			return b.String()
		}
		raw := string(z.Raw())
		if tt != html.StartTagToken && tt != html.EndTagToken {
			if tt != html.CommentToken {
				b.WriteString(raw)
			}
			continue
		}
		tag, _ := z.TagName()
		name := string(tag)
		switch {
		case void[name]:
			b.WriteString(raw)
		case tt == html.StartTagToken:
			if n := len(stack); n > 0 && stack[n-1] == name && closesItself[name] {
				b.WriteString(raw)
				continue
			}
			if len(stack) >= depth || formatting[name] && styled >= styles {
				dropped[name]++
				continue
			}
			if formatting[name] {
				styled++
			}
			stack = append(stack, name)
			b.WriteString(raw)
		case dropped[name] > 0:
			dropped[name]--
		default:
			for i := len(stack) - 1; i >= 0; i-- {
				if stack[i] == name {
					for _, n := range stack[i:] {
						if formatting[n] {
							styled--
						}
					}
					stack = stack[:i]
					b.WriteString(raw)
					break
				}
			}
		}
	}
}
