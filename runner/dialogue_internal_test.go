package runner

import (
	"strings"
	"testing"
)

// A dialogue is read whole: nothing of it is lost.
func FuzzScript(f *testing.F) {
	for _, s := range []string{"A? <<< b\nc", "<<<", "<<< <<< x", "a\n\n<<< ^D\n<<< ^C\n", "", "x<<<y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		s := readScript(source)
		var b strings.Builder
		for _, turn := range s.turns {
			b.WriteString(turn.print + "<<< " + turn.typed + "\n")
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "<<<", " <<< ")), " ") }
		if got, want := squeeze(b.String()+s.last), squeeze(source); got != want {
			t.Errorf("%q is read as %q", source, got)
		}
		_ = s.judge("dialogue", source, nil)
	})
}
