package ioelement_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

func TestHiddenCodeTellsItsAuthor(t *testing.T) {
	for text, want := range map[string]string{
		"a\n!hidden_code_begin\nb\nhidden_code_end!\nc": "",
		"a":                        "no line is hidden; lines between !hidden_code_begin and hidden_code_end! would be",
		"!hidden_code_begin\nb":    "!hidden_code_begin has no hidden_code_end! behind it, so all lines to the end are hidden",
		"b\nhidden_code_end!":      "hidden_code_end! has no !hidden_code_begin before it, so it ends nothing",
		"x = '!hidden_code_begin'": "no line is hidden; lines between !hidden_code_begin and hidden_code_end! would be",
		"!hidden_code_begin\n!hidden_code_begin\nhidden_code_end!": "!hidden_code_begin stands within hidden lines; the lines are hidden from the first one on",
	} {
		made := ioelement.Default().Make(block("hidden_code", text))
		if got := strings.Join(made.Notices, "; "); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
	made := ioelement.Default().Make(block("hidden_code no_copy session=s", "!hidden_code_begin\nb\nhidden_code_end!"))
	if len(made.Notices) != 1 || made.Element.Session != "s" {
		t.Errorf("%q, session %q", made.Notices, made.Element.Session)
	}
}

// FuzzHiddenCode holds that every line keeps its number, that the code shown is
// the program, and that reading it again changes nothing.
func FuzzHiddenCode(f *testing.F) {
	for _, s := range []string{
		"!hidden_code_begin\nimport x\nhidden_code_end!\nx", "a\n\t#  hidden_code_end! \n# !hidden_code_begin", "!hidden_code_begin", ">>> !hidden_code_begin\n>>> 1", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Map(func(r rune) rune {
			if r == '\r' || r == 0 {
				return -1
			}
			return r
		}, text)
		set := ioelement.Default()
		source := set.Make(block("editor", text)).Element.Source
		made := set.Make(block("hidden_code", text))
		hidden := made.Element.Source
		lines := strings.Split(hidden, "\n")
		for i, line := range strings.Split(source, "\n") {
			if lines[i] != line && !strings.Contains(line, "hidden_code_") {
				t.Errorf("line %d of %q became %q", i+1, source, lines[i])
			}
		}
		if got := codeOf(made.Nodes[0]); got != hidden {
			t.Errorf("%q is shown, %q runs", got, hidden)
		}
		again := set.Make(block("hidden_code", hidden))
		if again.Element.Source != hidden && !ioelement.IsSession(hidden) {
			t.Errorf("%q read again: %q", hidden, again.Element.Source)
		}
		if n := slices.Index(lines, "!hidden_code_begin"); n >= 0 {
			t.Errorf("a mark is left in line %d of %q", n+1, hidden)
		}
	})
}

// codeOf is the text of the code in a card.
func codeOf(n *html.Node) string {
	var text strings.Builder
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		in = in || n.Data == "code"
		if in && n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(n, false)
	return text.String()
}
