package comet_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"crunchy/comet"
)

func TestEscapeIsThatOfJavaScript(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"nicely encoded channel identifier": "nicely%20encoded%20channel%20identifier",
		"42 43 44":                          "42%2043%2044",
		"@*_+-./azAZ09":                     "@*_+-./azAZ09",
		"a:b\nc\r%":                         "a%3Ab%0Ac%0D%25",
		"é ÿ":                               "%E9%20%FF",
		"Ā €":                               "%u0100%20%u20AC",
		"\U0001F40D":                        "%uD83D%uDC0D",
		"STDOUT 73488122000190001\r4\n":     "STDOUT%2073488122000190001%0D4%0A",
	} {
		if got := comet.Escape(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if got := comet.Unescape(want); got != text {
			t.Errorf("%s: %q, want %q", want, got, text)
		}
	}
	for text, want := range map[string]string{
		"%": "%", "%4": "%4", "%zz": "%zz", "%u12": "%u12", "%u": "%u", "%%41": "%A", "%u00e9": "é", "%e9": "é", "%uD83D": "\uFFFD", "%+1": "%+1", "é%20": "é ",
		"%uD83D\U0001F40D": "\uFFFD\U0001F40D", "\xff%41": "\uFFFDA",
	} {
		if got := comet.Unescape(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, text := range []string{"", "a b", "%u20AC", "\U0001F40D", "%uD83D", "\xff%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) {
			e := comet.Escape(text)
			if strings.ContainsAny(e, "\n: ") || comet.Unescape(e) != text {
				t.Errorf("%q becomes %q", text, e)
			}
		}
		if u := comet.Unescape(text); !utf8.ValidString(u) || comet.Unescape(comet.Escape(u)) != u {
			t.Errorf("%q is read as %q", text, u)
		}
	})
}
