package ioelement

import (
	"fmt"
	"strings"
	"unicode"
)

// longestLogName is how many characters the name of a log may have.
const longestLogName = 40

// log reads the option log_id=(x): the name under which what goes into the element
// and what comes out of it is kept.
func (b Block) log() (name string, notices []string) {
	if !b.Title.Has("log_id") {
		return "", nil
	}
	v := b.Title.Value("log_id")
	name = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(v, "("), ")"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' {
			return r
		}
		return '-'
	}, unquote(name))
	if r := []rune(name); len(r) > longestLogName {
		name = string(r[:longestLogName])
	}
	if strings.Trim(name, "-") == "" {
		return "", []string{fmt.Sprintf("log_id=%s names no log, so none is kept; write log_id=(first)", v)}
	}
	return name, nil
}

// logOf is what the block, or a part of its exercise, says in log_id=.
func (b Block) logOf() (name string, notices []string) {
	if p := b.Part; p != nil && p.Exercise != nil {
		return p.Exercise.log, nil
	}
	return b.log()
}
