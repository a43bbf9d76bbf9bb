package pages

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
)

// snippets are the <codapi-snippet sandbox="python"> of a page, each of which
// makes the block above it live. What one depends on runs before it.
type snippets struct {
	last  *html.Node // the block that was seen last
	code  map[string]string
	needs map[string][]string
	count int
	size  int // of all code that was needed
}

func newSnippets() *snippets {
	return &snippets{code: map[string]string{}, needs: map[string][]string{}}
}

// see notes a block, for the snippet that may follow it.
func (s *snippets) see(pre *html.Node) { s.last = pre }

// take makes the block of a snippet live.
func (s *snippets) take(n *html.Node) (notices []Notice) {
	pre := s.last
	s.last = nil
	after := pre != nil && follows(n, pre)
	switch p := n.Parent; {
	case strings.TrimSpace(textOf(n)) != "":
	case is(p, atom.P) && strings.TrimSpace(textOf(p)) == "":
		remove(p)
	default:
		remove(n)
	}
	if !after || titled(pre) != "" || attr(n, "sandbox") != "python" {
		return nil
	}
	source := textOf(pre)
	line := attr(pre, lineAttr)
	s.count++
	id := attr(n, "id")
	name := option("name", id)
	needs := strings.Fields(attr(n, "depends-on"))
	if id != "" {
		s.code[id], s.needs[id] = source, needs
	}
	f := fence{text: source}
	for _, a := range n.Attr {
		if !codapiAttributes[a.Key] {
			f.notices = append(f.notices, unknown("codapi", []string{a.Key}, nil)...)
		}
	}
	before := s.before(needs, map[string]bool{})
	if before != "" {
		if name == "" {
			name = fmt.Sprintf("name=codapi-%d", s.count)
		}
		setup := element("pre", attrs("data-crunchy", withOptions("setup", name)), element("code", nil, before))
		if line != "" {
			setup.Attr = append([]html.Attribute{{Key: lineAttr, Val: line}}, setup.Attr...)
		}
		pre.Parent.InsertBefore(setup, pre)
	}
	f.titles = []string{withOptions("editor", name)}
	return become(pre, f)
}

// Bounds on what snippets may need.
const (
	maxNeeds     = 100
	maxNeedsCode = 1 << 20 // bytes on a page
)

// before is the code that a snippet needs, and what that needs itself.
func (s *snippets) before(ids []string, done map[string]bool) string {
	var b strings.Builder
	for _, id := range ids {
		if done[id] || len(done) == maxNeeds {
			continue
		}
		done[id] = true
		b.WriteString(s.before(s.needs[id], done))
		code := ioelement.Code(s.code[id])
		if s.size += len(code); code != "" && s.size < maxNeedsCode {
			b.WriteString(strings.TrimRight(code, " \t\n") + "\n")
		}
	}
	return b.String()
}

// follows reports whether nothing but blanks stands between a block and a
// snippet, which Markdown may have put into a paragraph.
func follows(n, pre *html.Node) bool {
	for {
		p := n.PrevSibling
		for p != nil && (p.Type == html.CommentNode || p.Type == html.TextNode && strings.TrimSpace(p.Data) == "") {
			p = p.PrevSibling
		}
		if p != nil {
			return p == pre || find(p, func(c *html.Node) bool { return c == pre }) != nil
		}
		if n = n.Parent; !is(n, atom.P) {
			return false
		}
	}
}

var codapiAttributes = words(`id sandbox editor engine url command status-running status-failed status-done init-delay
	depends-on output output-mode output-tail syntax class style`)
