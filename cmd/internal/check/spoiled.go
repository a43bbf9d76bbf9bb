package check

import (
	"regexp"

	"crunchy/ioelement"
)

// One thing that does not work brings others with it: what should have got a
// name there has none, or an old value. To tell an author each of them would
// hide the one that matters. So the names are noted, and examples that need one
// are not tried.

// spoiled are the names of a session that are not what they should be.
type spoiled map[string]bool

// Where a statement gives names, in its group.
var giving = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)`),
	regexp.MustCompile(`(?m)^[ \t]*((?:[A-Za-z_]\w*|[ \t,*()])+?)[ \t]*(?::[^=\n]*)?=(?:[^=]|$)`),
	regexp.MustCompile(`\bfor[ \t]+([\w \t,*()]+?)[ \t]+in\b`),
	regexp.MustCompile(`\bas[ \t]+(\w+)`),
	regexp.MustCompile(`(?m)\bimport[ \t]+([\w \t.,()*]+)`),
	regexp.MustCompile(`\b(\w+)[ \t]*:=`),
}

var (
	from      = regexp.MustCompile(`(?m)^[ \t]*from[ \t]+[\w.]+`)
	block     = regexp.MustCompile(`^\s*(?:for|while|if|with|try|del)\b`)
	statement = regexp.MustCompile(`^\s*(?:for|while|if|elif|else|with|try|except|lambda|return|assert)\b`) // no names before a = behind it
	word      = regexp.MustCompile(`[A-Za-z_]\w*`)
	missing   = regexp.MustCompile(`^NameError: .*?'(\w+)'`)
)

// names says what an example gives names to, and which names it needs for that.
// A loop may fill what it looks into: d of d[k].append(v) counts as given, too.
func names(source string) (given, needed []string) {
	code := []byte(ioelement.Bare(source))
	for _, at := range from.FindAllIndex(code, -1) {
		blank(code, at[0], at[1])
	}
	type part struct{ from, to int }
	var parts []part
	for _, re := range giving {
		for _, at := range re.FindAllSubmatchIndex(code, -1) {
			if !statement.Match(code[at[2]:at[3]]) {
				parts = append(parts, part{at[2], at[3]})
			}
		}
	}
	for _, p := range parts {
		given = append(given, word.FindAllString(string(code[p.from:p.to]), -1)...)
	}
	for _, p := range parts {
		blank(code, p.from, p.to)
	}
	for _, at := range word.FindAllIndex(code, -1) {
		if at[0] > 0 && code[at[0]-1] == '.' { // an attribute
			continue
		}
		needed = append(needed, string(code[at[0]:at[1]]))
		if at[1] < len(code) && (code[at[1]] == '.' || code[at[1]] == '[') && block.Match(code) {
			given = append(given, string(code[at[0]:at[1]]))
		}
	}
	return given, needed
}

func blank(code []byte, from, to int) {
	for i := from; i < to; i++ {
		code[i] = ' '
	}
}

// needs reports whether an example needs a spoiled name; what it gives names to
// is spoiled then, too.
func (s spoiled) needs(source string) bool {
	given, needed := names(source)
	for _, name := range needed {
		if s[name] {
			s.add(given...)
			return true
		}
	}
	return false
}

func (s spoiled) add(names ...string) {
	for _, name := range names {
		s[name] = true
	}
}

// knows reports whether what was raised is that a name is missing which is known
// to be spoiled.
func (s spoiled) knows(raised string) bool {
	m := missing.FindStringSubmatch(raised)
	return m != nil && s[m[1]]
}

// tried notes what became of an example: what it raised that it should not, or
// "" if it went well.
func (s spoiled) tried(source, raised string) {
	given, _ := names(source)
	if raised == "" {
		for _, name := range given {
			delete(s, name)
		}
		return
	}
	s.add(given...)
	if m := missing.FindStringSubmatch(raised); m != nil {
		s.add(m[1])
	}
}

// spoil notes an example that could not be tried: what it gives names to, and what
// it would have changed.
func (s spoiled) spoil(source string) {
	given, needed := names(source)
	s.add(given...)
	if len(given) == 0 && len(needed) > 0 {
		s.add(needed[0])
	}
}

// spoiledIn returns the spoiled names of a session; of "", which is one for each
// block, there are none yet.
func (t *trial) spoiledIn(session string) spoiled {
	if session == "" {
		return spoiled{}
	}
	if t.spoiled[session] == nil {
		t.spoiled[session] = spoiled{}
	}
	return t.spoiled[session]
}

// untried are the examples of a block that were not tried, or to no purpose.
type untried struct{ n, first int }

func (u *untried) add(line int) {
	if u.n++; u.n == 1 {
		u.first = line
	}
}

func (u *untried) tell(c *Case) {
	switch {
	case u.n == 1:
		c.add(Finding{Line: u.first, Kind: Note, Message: "not tried: it needs a name that something before it should have given."})
	case u.n > 1:
		c.add(Finding{Line: u.first, Kind: Note, Message: count(u.n, "example") + " from here not tried: they need names that something before them should have given."})
	}
}
