package web

import (
	"errors"
	"strconv"
	"unicode"
	"unicode/utf8"

	"crunchy/cmd/internal/spec"
	"crunchy/cmd/internal/work"
	"crunchy/ioelement/texts"
)

// phrase is a sentence of the catalogue, or a part of one, for a person: the key
// below "said", and what is put into it as pairs of name and value, where a value
// may be a phrase, too. As an error it is English.
type phrase struct {
	key    string
	values []any
}

func saying(key string, values ...any) phrase { return phrase{key, values} }

func (p phrase) Error() string { return p.in(texts.Catalogue{}) }

// in is the phrase in a language.
func (p phrase) in(words texts.Catalogue) string {
	var values []string
	for i := 0; i+1 < len(p.values); i += 2 {
		values = append(values, p.values[i].(string), valueIn(p.values[i+1], words))
	}
	return words.Text("said."+p.key, values...)
}

func valueIn(v any, words texts.Catalogue) string {
	var p phrase
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case error: // what others say of a network is English
		if !errors.As(v, &p) {
			return v.Error()
		}
	}
	return p.in(words)
}

// capital is a sentence that was a part of one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// because says why something could not be written.
func because(err error) phrase {
	reason, file := work.Reason(err)
	return saying("reason."+reason, "name", file)
}

// lacking says why a program cannot have a file of its lesson.
func lacking(err error) phrase {
	var p phrase
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, spec.ErrMissing):
		return saying("lacks.missing")
	case errors.Is(err, spec.ErrNotOrdinary):
		return saying("lacks.notOrdinary")
	case errors.Is(err, spec.ErrTooBig):
		return saying("lacks.tooBig", "n", spec.MaxFile>>20)
	}
	return saying("lacks.unreadable")
}
