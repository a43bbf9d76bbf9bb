package pages

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lineAttr carries the line of a tag in the source: "12", and for a block whose
// text begins on a later line "12+1". It is taken off again before the page is
// written, but for its author, whose page finds the places of notices by it.
const lineAttr = "data-crunchy-line"

// marked says which tags have the lines where they stand, beside blocks of code,
// hints, notes and loaders.
type marked struct {
	links  bool // links and pictures
	places bool // all that notices for the author can stand beside
}

// marked is what is asked of a page.
func (o Options) marked() marked { return marked{links: o.Sources, places: o.Author} }

// markLines notes in tags where they stand. The first line of the source has
// the number first. It goes before what the author wrote, so that no other
// attribute of that name counts.
func markLines(source string, first int, which marked) string {
	var out strings.Builder
	line, done, at := first, 0, 0
	z := html.NewTokenizer(strings.NewReader(source))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		begin, end := at, at+len(z.Raw())
		lines := strings.Count(source[begin:end], "\n")
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			tag, more := z.TagName()
			mark := which.tag(atom.Lookup(tag))
			if mark == 0 && more && names(source[begin:end], "title") && asksByTitle(titleOfTag(z)) {
				mark = markOther
			}
			if mark != 0 {
				value := strconv.Itoa(line)
				if later := lines + begins(source[end:]); mark == markBlock && later > 0 {
					value += "+" + strconv.Itoa(later)
				}
				if done == 0 {
					out.Grow(len(source) + len(source)/16)
				}
				name := begin + 1 + len(tag)
				out.WriteString(source[done:name])
				fmt.Fprintf(&out, ` %s="%s"`, lineAttr, value)
				done = name
			}
		}
		at, line = end, line+lines
	}
	if done == 0 {
		return source
	}
	out.WriteString(source[done:])
	return out.String()
}

// Sorts of tags that markLines knows.
const (
	markBlock = iota + 1
	markOther
)

func (m marked) tag(tag atom.Atom) int {
	switch tag {
	case atom.Pre, atom.Xmp, atom.Listing:
		return markBlock
	case atom.Details:
		return markOther
	case atom.A, atom.Area, atom.Img, atom.Image, atom.Audio, atom.Video, atom.Source:
		if m.links {
			return markOther
		}
	}
	if m.places && isPlace(tag) {
		return markOther
	}
	return 0
}

// names reports whether a word in lower case stands in a tag, in letters of any size.
func names(tag, word string) bool {
	for i := 0; i+len(word) <= len(tag); i++ {
		if tag[i]|0x20 == word[0] && strings.EqualFold(tag[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// isPlace reports whether something can stand behind such an element that is about it.
func isPlace(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Blockquote, atom.Figure:
		return true
	}
	return false
}

// settleLine takes the line off a node of a page that is ready, or leaves it as a number.
func settleLine(n *html.Node, stay bool) {
	if !hasAttr(n, lineAttr) {
		return
	}
	line := lineOf(n)
	delAttr(n, lineAttr)
	if stay && line > 0 {
		setAttr(n, lineAttr, strconv.Itoa(line))
	}
}

// titleOfTag is the title of the tag at which z is, or "".
func titleOfTag(z *html.Tokenizer) string {
	for more := true; more; {
		var key, value []byte
		if key, value, more = z.TagAttr(); string(key) == "title" {
			return string(value)
		}
	}
	return ""
}

// asksByTitle reports whether a title is for us, who may have to tell its author
// something.
func asksByTitle(title string) bool {
	keyword, _, _ := strings.Cut(strings.TrimSpace(title), " ")
	return strings.EqualFold(keyword, "cluetip") || loaderKinds[keyword]
}

// begins is 1 for a text with a line end that is no part of a block before it.
func begins(rest string) int {
	if strings.HasPrefix(rest, "\n") {
		return 1
	}
	return 0
}

// takeLine takes the line in the source off a node, and the one on which its
// text begins.
func takeLine(n *html.Node) (line, text int) {
	first, later, _ := strings.Cut(attr(n, lineAttr), "+")
	delAttr(n, lineAttr)
	line, _ = strconv.Atoi(first)
	text, _ = strconv.Atoi(later)
	return line, line + text
}

// lineOf returns the line in the source of a node that keeps it.
func lineOf(n *html.Node) int {
	first, _, _ := strings.Cut(attr(n, lineAttr), "+")
	line, _ := strconv.Atoi(first)
	return line
}

// lineStarts are the offsets at which the lines of a text begin, but the first.
type lineStarts []int

func startsOf(source []byte) (starts lineStarts) {
	for at := 0; ; {
		i := bytes.IndexByte(source[at:], '\n')
		if i < 0 {
			return starts
		}
		at += i + 1
		starts = append(starts, at)
	}
}

// line is the number of the line, from 1, in which an offset is.
func (s lineStarts) line(offset int) int { return 1 + sort.SearchInts(s, offset+1) }
