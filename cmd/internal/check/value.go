package check

import (
	"regexp"
	"slices"
	"strings"
)

// address is where something is in memory, which is elsewhere each time.
var address = regexp.MustCompile(`\b0x[0-9a-fA-F]{6,}\b`)

// sameValue reports whether two outputs show the same value in other words: with
// the members of a set in another order, or another address in memory. Loosely,
// the blanks within brackets may be others, too, as where lines are broken.
func sameValue(want, got string, loosely bool) bool {
	want, got = strings.TrimSpace(want), strings.TrimSpace(got)
	if canonical(want) != canonical(got) {
		return false
	}
	for _, blank := range []string{" ", "\n", "\t"} {
		if !loosely && strings.Count(want, blank) != strings.Count(got, blank) {
			return false
		}
	}
	return true
}

// canonical writes an output as it would be written if there were only one way.
// Beyond brackets only addresses change; brackets that are not closed stay as
// they are.
func canonical(s string) string {
	s = address.ReplaceAllString(s, "0x")
	var b strings.Builder
	for i := 0; i < len(s); {
		if strings.IndexByte("([{", s[i]) >= 0 {
			if group, n := bracketed(s[i:], 0); n > 0 {
				b.WriteString(group)
				i += n
				continue
			}
		}
		n := quoted(s[i:])
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String()
}

// deepest is how many brackets within each other are looked into.
const deepest = 100

// bracketed reads a group that begins with a bracket, and says how long it is; 0
// for one that does not end.
func bracketed(s string, depth int) (group string, n int) {
	var items []string
	var item strings.Builder
	pairs, blank := false, false
	end := func() {
		items = append(items, item.String())
		item.Reset()
		blank = false
	}
	add := func(piece string) {
		if blank && item.Len() > 0 {
			item.WriteByte(' ')
		}
		blank = false
		item.WriteString(piece)
	}
	for i := 1; i < len(s) && depth < deepest; {
		switch c := s[i]; {
		case c == ' ' || c == '\n' || c == '\t':
			blank = true
			i++
		case c == ',':
			end()
			i++
		case strings.IndexByte(")]}", c) >= 0:
			if item.Len() > 0 {
				end()
			} else if len(items) > 0 {
				items = append(items, "") // the comma of a tuple with one member
			}
			if s[0] == '{' && !pairs {
				slices.Sort(items)
			}
			return s[:1] + strings.Join(items, ",") + s[i:i+1], i + 1
		case strings.IndexByte("([{", c) >= 0:
			inner, n := bracketed(s[i:], depth+1)
			if n == 0 {
				return "", 0
			}
			add(inner)
			i += n
		default:
			pairs = pairs || c == ':'
			n := quoted(s[i:])
			add(s[i : i+n])
			i += n
		}
	}
	return "", 0
}

// quoted is the length of the literal that s begins with, 1 if that is none.
func quoted(s string) int {
	if s[0] != '\'' && s[0] != '"' {
		return 1
	}
	for i := 1; i < len(s) && s[i] != '\n'; i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return 1
}
