package ioelement

import (
	"strings"
	"unicode"
)

// Title is what an author says about a block: a keyword and options, as in
//
//	editor name=week linenumber size=(10, 80)
//
// Words are split at blanks outside quotes and parentheses. Keywords and names
// of options ignore case, and no-pre is no_pre.
type Title struct {
	Keyword string // the first word in lower case, "" for an empty title
	Options []Option
}

// Option is one word of a title after the first.
type Option struct {
	Name  string // in lower case with underscores: "no_pre" for No-Pre
	Value string // what stands after the =, without its quotes
	Given bool   // whether there is a =
	Word  string // as the author wrote it
}

// ParseTitle reads a title. Every text is a title: a quote or parenthesis that
// is not closed reaches to the end. For every s, ParseTitle(ParseTitle(s).String())
// equals ParseTitle(s).
func ParseTitle(s string) Title {
	words := splitWords(s)
	if len(words) == 0 {
		return Title{}
	}
	t := Title{Keyword: normal(words[0])}
	for _, w := range words[1:] {
		t.Options = append(t.Options, parseOption(w))
	}
	return t
}

func parseOption(word string) Option {
	name, value, given := strings.Cut(word, "=")
	if strings.ContainsAny(name, `'"(`) { // a quoted word that holds a = is no assignment
		return Option{Name: normal(unquote(word)), Word: word}
	}
	return Option{Name: normal(name), Value: unquote(value), Given: given, Word: word}
}

// String prints the title: one blank between words, the keyword normalised,
// the options as the author wrote them.
func (t Title) String() string {
	var b strings.Builder
	b.WriteString(t.Keyword)
	for _, o := range t.Options {
		b.WriteByte(' ')
		b.WriteString(o.Word)
	}
	return b.String()
}

// Has reports whether the title has the option, with a value or without.
func (t Title) Has(name string) bool {
	_, ok := t.find(name)
	return ok
}

// Value returns the value of the first option of that name, "" if there is none.
func (t Title) Value(name string) string {
	o, _ := t.find(name)
	return o.Value
}

func (t Title) find(name string) (Option, bool) {
	for _, o := range t.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// Argument is the first word behind the keyword, for kinds that have one there:
// without its quotes, and "" if there is none or it is an option with a value.
func (t Title) Argument() string {
	if len(t.Options) == 0 || t.Options[0].Given {
		return ""
	}
	return unquote(t.Options[0].Word)
}

// Map returns each option with its text, or with true when it has no value; the
// first of several with one name counts.
func (t Title) Map() map[string]any {
	m := make(map[string]any, len(t.Options))
	for _, o := range t.Options {
		if _, ok := m[o.Name]; ok {
			continue
		}
		if o.Given {
			m[o.Name] = o.Value
		} else {
			m[o.Name] = true
		}
	}
	return m
}

// without returns the title less the option.
func (t Title) without(name string) Title {
	out := Title{Keyword: t.Keyword}
	for _, o := range t.Options {
		if o.Name != name {
			out.Options = append(out.Options, o)
		}
	}
	return out
}

func normal(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "-", "_")
}

// unquote takes one pair of quotes off a value that is quoted as a whole. A
// quote that is not closed was meant as one too.
func unquote(s string) string {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return s
	}
	switch end := strings.IndexByte(s[1:], s[0]); end {
	case -1:
		return s[1:]
	case len(s) - 2:
		return s[1 : len(s)-1]
	default:
		return s
	}
}

// splitWords splits at blanks outside quotes and parentheses. A quote opens
// only where a word or a value may begin, so that the one in "don't" is a letter.
func splitWords(s string) []string {
	var words []string
	start, depth := -1, 0
	var quote, before rune
	for i, r := range s {
		if start < 0 {
			if unicode.IsSpace(r) {
				continue
			}
			start, before = i, ' '
		}
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case (r == '"' || r == '\'') && strings.ContainsRune(" =(,", before):
			quote = r
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0 && unicode.IsSpace(r):
			words = append(words, s[start:i])
			start = -1
		}
		before = r
		if unicode.IsSpace(r) {
			before = ' '
		}
	}
	if start >= 0 {
		// What was left open holds the blanks at the end of the text; without
		// them it reads the same, and printing and reading it agree.
		words = append(words, strings.TrimRightFunc(s[start:], unicode.IsSpace))
	}
	return words
}
