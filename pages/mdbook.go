package pages

import (
	"slices"
	"strings"

	"crunchy/ioelement"
)

// mdbookFence reads ```python,editable as mdBook does: words behind commas or
// blanks. Each block is a program of its own.
func mdbookFence(set ioelement.Set, info, text string) (f fence, ok bool) {
	var words []string // the language, and what mdBook knows of it
	rest := strings.TrimSpace(info)
	for rest != "" {
		at := strings.IndexAny(rest+" ", " \t")
		more := strings.FieldsFunc(rest[:at], func(r rune) bool { return r == ',' })
		if len(more) == 0 || len(words) > 0 && !mdbookWords[more[0]] && !strings.HasPrefix(more[0], "hidelines=") {
			break
		}
		words, rest = append(words, more...), strings.TrimSpace(rest[at:])
	}
	if len(words) < 2 || !ioelement.IsPython(words[0]) {
		return f, false
	}
	flags := words[1:]
	runs := slices.Contains(flags, "editable")
	for _, no := range []string{"noplayground", "noplaypen", "ignore", "no_run"} {
		runs = runs && !slices.Contains(flags, no)
	}
	own := ioelement.ParseTitle(rest)
	if _, known := set.Lookup(own.Keyword); !runs || known {
		return f, false
	}
	f = fence{language: strings.ToLower(words[0]), text: text, titles: []string{withOptions("editor", rest)}}
	for _, w := range flags {
		if mark, ok := strings.CutPrefix(w, "hidelines="); ok {
			f.text = shownLines(text, mark)
		} else if !mdbookWords[w] {
			f.notices = append(f.notices, unknown("mdBook", []string{w}, nil)...)
		}
	}
	return f, true
}

var mdbookWords = words(`editable mdbook-runnable should_panic noplayground noplaypen ignore no_run
	edition2015 edition2018 edition2021 edition2024`)

// shownLines takes off the mark of lines that mdBook folds away. Here they are
// shown, for they are part of the program.
func shownLines(text, mark string) string {
	if mark == "" {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body := strings.TrimLeft(line, " \t")
		if rest, ok := strings.CutPrefix(body, mark); ok {
			lines[i] = line[:len(line)-len(body)] + rest
		}
	}
	return strings.Join(lines, "")
}
