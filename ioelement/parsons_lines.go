package ioelement

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// piece is a line of a program that is to be put in order, or several that Python
// reads as one.
type piece struct {
	level int    // steps of indentation
	text  string // without the indentation
}

// pieces takes a program apart, without its blank lines.
func pieces(source string) (all []piece) {
	var l lexer
	var indents []int // of the blocks that are open
	going := false    // the piece goes on
	margin := ""      // its indentation
	for line := range strings.SplitSeq(source, "\n") {
		blank := strings.TrimSpace(line) == ""
		if !going && blank {
			continue
		}
		l.line(line)
		if going {
			last := &all[len(all)-1]
			last.text += "\n" + dedented(line, margin)
		} else {
			text := strings.TrimLeft(line, " \t")
			margin = line[:len(line)-len(text)]
			width := len(strings.ReplaceAll(margin, "\t", "        "))
			for len(indents) > 0 && indents[len(indents)-1] > width {
				indents = indents[:len(indents)-1]
			}
			if n := len(indents); n == 0 || indents[n-1] < width {
				indents = append(indents, width)
			}
			all = append(all, piece{len(indents) - 1, text})
		}
		going = l.quote != "" || l.depth > 0 || l.more && strings.HasSuffix(line, `\`)
	}
	return all
}

// dedented takes as much of an indentation away as there is.
func dedented(line, margin string) string {
	for i := 0; i < len(margin); i++ {
		if i >= len(line) || line[i] != margin[i] {
			return line[i:]
		}
	}
	return line[min(len(margin), len(line)):]
}

// written is the program of the pieces as they are, with four blanks a step.
func written(all []piece) string {
	var lines []string
	for _, p := range all {
		for line := range strings.SplitSeq(p.text, "\n") {
			if strings.TrimSpace(line) != "" {
				line = strings.Repeat("    ", p.level) + line
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// differ reports whether there is more than one order.
func differ(all []piece) bool {
	return slices.ContainsFunc(all, func(p piece) bool { return p.text != all[0].text })
}

// shuffled returns the pieces in an order that is always the same for them, tells
// nothing about the right one, and is not that.
func shuffled(all []piece) []piece {
	const tries = 64 // with two lines every other one is right
	var out []piece
	for salt := range tries {
		out = inOrder(all, salt)
		if !slices.EqualFunc(out, all, func(a, b piece) bool { return a.text == b.text }) {
			break
		}
	}
	return out
}

// inOrder sorts pieces by a hash.
func inOrder(all []piece, salt int) []piece {
	type place struct {
		piece
		key [sha256.Size]byte
	}
	var places []place
	for i, p := range all {
		places = append(places, place{p, sha256.Sum256(fmt.Appendf(nil, "%d %d %d %s", salt, len(all), i, p.text))})
	}
	slices.SortStableFunc(places, func(a, b place) int { return bytes.Compare(a.key[:], b.key[:]) })
	out := make([]piece, len(places))
	for i, p := range places {
		out[i] = p.piece
	}
	return out
}
