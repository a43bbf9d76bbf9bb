package manuscript

import (
	"strings"
	"unicode/utf8"
)

// mark is what some programs put at the beginning of a text in UTF-8.
const mark = "\ufeff"

// decode is a file's text as it is edited: without a byte order mark, and with
// lines that end with \n, however they end in the file.
func decode(data []byte) (string, error) {
	if !utf8.Valid(data) || strings.ContainsRune(string(data), 0) {
		return "", ErrNotText
	}
	return plain(strings.TrimPrefix(string(data), mark)), nil
}

// plain is a text whose lines all end with \n.
func plain(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// encode is a text as it is written in the place of what a file held: with its byte
// order mark if it has one. Lines at the beginning and the end that stay end as they
// did; all others as most lines of the file do.
func encode(before []byte, text string) []byte {
	old, had := strings.CutPrefix(string(before), mark)
	was, now := lines(old), strings.SplitAfter(text, "\n")
	if len(now) > 0 && now[len(now)-1] == "" {
		now = now[:len(now)-1]
	}
	same := func(i, j int) bool { return cutEnd(was[i]) == cutEnd(now[j]) && ends(was[i]) == ends(now[j]) }
	head, tail := 0, 0
	for head < min(len(was), len(now)) && same(head, head) {
		head++
	}
	for tail < min(len(was), len(now))-head && same(len(was)-1-tail, len(now)-1-tail) {
		tail++
	}
	end := usual(was)
	between := strings.ReplaceAll(strings.Join(now[head:len(now)-tail], ""), "\n", end)
	after := strings.Join(was[:head], "") + between + strings.Join(was[len(was)-tail:], "")
	if plain(after) != text { // an \r that was the end of a line has come before an \n
		after = strings.ReplaceAll(text, "\n", end)
	}
	if had || strings.HasPrefix(text, mark) {
		after = mark + after
	}
	return []byte(after)
}

// lines are the lines of a text with their ends, which may be \n, \r\n and \r.
func lines(text string) (all []string) {
	for text != "" {
		i := strings.IndexAny(text, "\r\n")
		switch {
		case i < 0:
			i = len(text)
		case strings.HasPrefix(text[i:], "\r\n"):
			i += 2
		default:
			i++
		}
		all, text = append(all, text[:i]), text[i:]
	}
	return all
}

func cutEnd(line string) string { return strings.TrimRight(line, "\r\n") }
func ends(line string) bool     { return len(cutEnd(line)) < len(line) }

// usual is how most of the lines end; \n where none does.
func usual(all []string) string {
	count := map[string]int{}
	end := "\n"
	for _, l := range all {
		count[l[len(cutEnd(l)):]]++
	}
	for _, other := range []string{"\r\n", "\r"} {
		if count[other] > count[end] {
			end = other
		}
	}
	return end
}
