package pages

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
)

// The parts of an exercise may stand anywhere on a page, before and after the
// code. So they are tied before anything is rewritten; and those that refer to
// the number of the live element are rewritten when all numbers are known.

// tie finds the parts of exercises below n. A block within a block stands alone.
func (r *rewriter) tie(n *html.Node) {
	var nodes []*html.Node
	var blocks []ioelement.Block
	walk(n, func(n *html.Node) bool {
		if isHint(n) {
			r.helped[ioelement.PartName(attr(n, "data-for"))]++
		}
		if !is(n, atom.Pre) {
			return true
		}
		title := r.rules.Apply(r.set, ioelement.ParseTitle(titled(n)), textOf(n))
		if k, _ := r.set.Lookup(title.Keyword); k.Role != 0 || k.Hints {
			nodes = append(nodes, n)
			blocks = append(blocks, ioelement.Block{Title: title, Text: textOf(n)})
		}
		return false
	})
	r.set.Tie(blocks)
	for i, b := range blocks {
		if b.Part != nil {
			r.parts[nodes[i]] = b.Part
		}
	}
}

// waiting is a part of an exercise whose live element has no number yet, or a
// hint for one.
type waiting struct {
	node  *html.Node
	block ioelement.Block // of a part
	line  int
	order int // of the notices about it
	at    int // in the blocks that are kept
}

// waits reports whether a block refers to the live element of its exercise.
func (r *rewriter) waits(b ioelement.Block) bool {
	k, _ := r.set.Lookup(b.Title.Keyword)
	return b.Part != nil && b.Part.Exercise != nil && !b.Part.Live && k.Role != ioelement.RoleCode
}

// lone makes a test that brings an editor one that is only shown, or hidden.
func (r *rewriter) lone(b *ioelement.Block) bool {
	k, _ := r.set.Lookup(b.Title.Keyword)
	if b.Part == nil || k.Role != ioelement.RoleTest {
		return false
	}
	b.Part.Live = false
	return true
}

// live is an element that hints can be for.
type live struct {
	number string
	takes  bool // it has a card that takes them in
	block  ioelement.Block
}

// helpedName is the name that hints for a block give, "" if there can be none.
func (r *rewriter) helpedName(b ioelement.Block) string {
	switch k, _ := r.set.Lookup(b.Title.Keyword); {
	case b.Part != nil && b.Part.Live:
		return b.Part.Name
	case b.Part == nil && k.Hints:
		return ioelement.PartName(b.Title.Value("name"))
	}
	return ""
}

// number notes the number of a live element for what refers to it.
func (r *rewriter) number(e *ioelement.Element, b ioelement.Block) {
	takes := true
	if p := b.Part; p != nil && p.Live {
		r.numbers[p.Exercise] = e.Number
		takes = len(p.Exercise.Tests) > 0
	}
	if name := r.helpedName(b); name != "" && r.named[name].number == "" {
		r.named[name] = live{e.Number, takes, b}
	}
}

// settle rewrites what waited for the numbers of live elements.
func (r *rewriter) settle() {
	for _, w := range r.later {
		w.block.For = r.numbers[w.block.Part.Exercise]
		if r.keep {
			r.blocks[w.at].For = w.block.For
		}
		made := r.set.Make(w.block)
		r.note(w.order, w.line, made.Notices...)
		r.place(w.line, made.Nodes...)
		replace(w.node, made.Nodes...)
	}
	for _, w := range r.hints {
		name := ioelement.PartName(attr(w.node, "data-for"))
		if l := r.named[name]; l.number != "" {
			hint(w.node, name, l.number, l.takes)
			if b := l.block; b.Exam != nil {
				b.Order = w.order
				if setAttr(w.node, ioelement.ExamAttr, strconv.Itoa(b.Order)); b.Sealed {
					replace(w.node, b.SealedMark())
				}
			}
		} else {
			notice := fmt.Sprintf("no editor and no test is called %q, so this hint belongs to nothing", name)
			if near := ioelement.Nearest(name, slices.Sorted(maps.Keys(r.named))); near != "" {
				notice += fmt.Sprintf("; is %q meant?", near)
			}
			r.note(w.order, w.line, notice)
		}
	}
	slices.SortStableFunc(r.notices, func(a, b ordered) int { return cmp.Compare(a.order, b.order) })
}

// isHint reports whether n is a hint that its author wrote for an exercise.
func isHint(n *html.Node) bool {
	return is(n, atom.Details) && hasClass(n, "hint") && hasAttr(n, "data-for")
}

// hint makes an author's hint one for the element of that number, which has a
// card that takes it in, or none. Its name stays, so that the page can be read again.
func hint(n *html.Node, name, number string, taken bool) {
	class := "cr-part cr-hint "
	if taken {
		class += "cr-taken "
	}
	setAttr(n, "class", class+strings.Join(strings.Fields(attr(n, "class")), " "))
	setAttr(n, "data-for", "cr-"+number)
	delAttr(n, "data-name")
	setAttr(n, "data-name", name)
}

// secret reports whether a node is a part of an exercise that nobody should come
// upon: one that is on no page, a solution, or what keeps its answers to itself.
func secret(n *html.Node, set ioelement.Set) bool {
	if !is(n, atom.Pre) {
		return false
	}
	title := ioelement.ParseTitle(titled(n))
	k, _ := set.Lookup(title.Keyword)
	return k.Keeps || k.Role == ioelement.RoleSolution || k.Role != 0 && title.Has("hidden")
}
