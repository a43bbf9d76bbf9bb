package ioelement

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// longestTimeout is the most that an author may allow, in seconds.
const longestTimeout = 600

// PartName returns the name that ties the parts of an exercise: what the author
// wrote, without blanks around it and without .py.
func PartName(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), ".py") }

// Tie finds the exercises among the blocks of a page, which stand in the order
// of the document, and sets the Part of each block that belongs to one. Blocks
// of other kinds may be among them or left out. The live element of an exercise
// is its first editor, and without one the first test that brings its own.
func (s Set) Tie(blocks []Block) {
	var names []string
	groups, lone := map[string][]int{}, map[string]string{} // the keyword of a question by itself
	for i, b := range blocks {
		k := s.kinds[b.Title.Keyword]
		if k.Role == 0 {
			if name := PartName(b.Title.Value("name")); k.Hints && name != "" {
				lone[name] = k.Names[0]
			}
			continue
		}
		name := PartName(b.Title.Value("name"))
		if name == "" {
			if k.Role == RoleCode && k.Complete == nil {
				continue // an editor that nothing can be tied to
			}
			name = "\x00" + strconv.Itoa(i) // the block is alone
		}
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], i)
	}
	var live []int
	var alive []string // names with a live element
	for _, name := range names {
		i := s.tie(blocks, groups[name])
		if i >= 0 && len(blocks[i].Part.Exercise.Tests) > 0 {
			live = append(live, i)
		}
		if i >= 0 && name[0] != 0 {
			alive = append(alive, name)
		}
		if keyword := lone[name]; keyword != "" {
			s.apart(blocks, groups[name], keyword)
		}
	}
	for _, name := range names {
		for _, i := range groups[name] {
			if p := blocks[i].Part; p.Exercise == nil && p.Name != "" {
				p.meant = Nearest(p.Name, alive)
			}
		}
	}
	slices.Sort(live)
	for n, i := range live {
		blocks[i].Part.Exercise.ordinal = n + 1
	}
}

// apart tells the author of parts that their name is that of a question, which
// is an exercise by itself.
func (s Set) apart(blocks []Block, group []int, keyword string) {
	for _, i := range group {
		if s.kinds[blocks[i].Title.Keyword].Role != RoleCode {
			p := blocks[i].Part
			p.notices = append(p.notices, fmt.Sprintf("a %s is called %q, too, and takes no parts; give this another name", keyword, p.Name))
			return
		}
	}
}

// tie makes parts of the blocks that have one name, and returns which of them is
// the live one, or -1.
func (s Set) tie(blocks []Block, group []int) (live int) {
	kindOf := func(i int) Kind { return s.kinds[blocks[i].Title.Keyword] }
	first := func(f func(i int) bool) int {
		if at := slices.IndexFunc(group, f); at >= 0 {
			return group[at]
		}
		return -1
	}
	live = first(func(i int) bool { return kindOf(i).Role == RoleCode })
	if live < 0 {
		live = first(func(i int) bool { k := kindOf(i); return k.Brings != nil && k.Brings(blocks[i].Title) })
	}
	var x *Exercise
	if live >= 0 {
		x = &Exercise{}
	}
	var setups []string
	for _, i := range group {
		b := &blocks[i]
		p := &Part{Name: PartName(b.Title.Value("name")), Exercise: x, Live: i == live}
		b.Part = p
		if x == nil {
			continue
		}
		switch k := kindOf(i); k.Role {
		case RoleTest:
			p.Test = len(x.Tests)
			x.Tests = append(x.Tests, Test{Kind: k.Names[0], Source: k.source(b.Text), Hidden: b.Title.Has("hidden")})
		case RoleSetup:
			x.isolated = true
			if source := k.source(b.Text); source != "" {
				setups = append(setups, source)
			}
		case RoleSolution:
			x.solved = true
			x.shown = x.shown || !b.Title.Has("hidden")
			x.Solution = cmp.Or(x.Solution, k.source(b.Text))
		}
		seconds, notices := b.timeout()
		x.Timeout = cmp.Or(x.Timeout, seconds)
		x.exam = cmp.Or(x.exam, strings.TrimSpace(b.Title.Value("exam_name")))
		seconds, more := b.time()
		x.seconds = cmp.Or(x.seconds, seconds)
		p.notices = append(notices, more...)
		log, more := b.log()
		x.log = cmp.Or(x.log, log)
		p.notices = append(p.notices, more...)
		files, more := b.files()
		x.files = append(x.files, files...)
		p.notices = append(p.notices, more...)
	}
	if x == nil {
		return -1
	}
	x.Setup = strings.Join(setups, "\n")
	if k := kindOf(live); k.Complete != nil {
		k.Complete(blocks[live], x)
	}
	x.isolated = x.isolated || len(x.Tests) > 0
	if !slices.ContainsFunc(group, func(i int) bool { return kindOf(i).Role != RoleCode }) {
		group = group[:1] // editors of one name, and no exercise
	}
	for _, i := range group {
		if p := blocks[i].Part; kindOf(i).Role == RoleCode && !p.Live {
			p.notices = append(p.notices, fmt.Sprintf("an editor before this one is called %q, too; the exercise is that one", p.Name))
		}
	}
	return live
}

// timeout returns the option timeout=SECONDS, 0 without it.
func (b Block) timeout() (seconds int, notices []string) {
	return b.duration("timeout", longestTimeout)
}

// duration reads an option that is a number of seconds, 0 without it.
func (b Block) duration(option string, longest int) (seconds int, notices []string) {
	if !b.Title.Has(option) {
		return 0, nil
	}
	v := b.Title.Value(option)
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > longest {
		return 0, []string{fmt.Sprintf("%s=%s is not a number of seconds from 1 to %d, and is passed over", option, v, longest)}
	}
	return n, nil
}
