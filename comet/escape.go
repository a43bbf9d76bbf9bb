package comet

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// plain is what Escape leaves as it is, beside letters and digits.
const plain = "@*_+-./"

// Escape writes text as JavaScript's function of that name does: %XX for a UTF-16
// unit below 256, else %uXXXX
// (https://tc39.es/ecma262/#sec-escape-string). It has no line ends and no colons.
func Escape(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		switch {
		case u < 128 && (isAlphanumeric(byte(u)) || strings.IndexByte(plain, byte(u)) >= 0):
			b.WriteByte(byte(u))
		case u < 256:
			fmt.Fprintf(&b, "%%%02X", u)
		default:
			fmt.Fprintf(&b, "%%u%04X", u)
		}
	}
	return b.String()
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// Unescape reads what Escape writes. As JavaScript's function it takes everything:
// what is no escape stands for itself. Half a pair of units becomes U+FFFD.
func Unescape(text string) string {
	var units []uint16
	for len(text) > 0 {
		if u, n := escaped(text); n > 0 {
			units, text = append(units, u), text[n:]
			continue
		}
		next := strings.IndexByte(text[1:], '%') + 1
		if next == 0 {
			next = len(text)
		}
		units, text = append(units, utf16.Encode([]rune(text[:next]))...), text[next:]
	}
	return string(utf16.Decode(units))
}

// escaped reads one escape at the beginning of text, and says how long it is; 0
// when there is none.
func escaped(text string) (unit uint16, n int) {
	for _, form := range []struct {
		begins string
		n      int
	}{{"%u", 6}, {"%", 3}} {
		if len(text) < form.n || !strings.HasPrefix(text, form.begins) {
			continue
		}
		digits := text[len(form.begins):form.n]
		if v, err := strconv.ParseUint(digits, 16, 16); err == nil {
			return uint16(v), form.n
		}
	}
	return 0, 0
}
