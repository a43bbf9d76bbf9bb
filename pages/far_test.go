package pages_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/pages"
)

// long is a lesson with more lines than are laid out at once, and with elements
// of all sorts behind them.
func long() []byte {
	var b strings.Builder
	b.WriteString("# Long\n")
	for n := range 9 {
		fmt.Fprintf(&b, "\n```python editor name=e%d\n%s```\n", n, strings.Repeat("1\n", 15))
	}
	b.WriteString("\n```python editor name=three linenumber\n1\n2\n3\n```\n" +
		"\n```python editor name=none\n```\n" +
		"\n```python interpreter\n>>> 1\n1\n```\n" +
		"\n```python hidden_code name=folded\n# !hidden_code_begin\nx = 1\n# hidden_code_end!\nprint(x)\n```\n" +
		"\n```python terminal name=screen\n1\n2\n```\n")
	return []byte(b.String())
}

// The height of an element that is left out at first is told by its lines.
func TestFarElementsSayHowLongTheyAre(t *testing.T) {
	far := func(o pages.Options) string {
		p, out := render(t, "long.md", "text/markdown", long(), o)
		again(t, "long.md", p, out, o)
		var found []string
		each(parseHTML(t, out), func(n *html.Node) {
			if style := attr(n, "style"); hasClass(n, "cr-far") || strings.Contains(style, "--cr-rows") {
				found = append(found, attr(n, "data-number")+" "+style)
			}
		})
		return strings.Join(found, ", ")
	}
	if got := far(options()); got != "0010 --cr-rows:3, 0011 --cr-rows:1" {
		t.Errorf("far are %s", got)
	}
	for _, level := range pages.Levels() {
		o := options()
		o.Trust = level
		if got := far(o); (got != "") != level.Runs() {
			t.Errorf("at %q, far are %q", level, got)
		}
	}
}

// A page asks for all scripts at once.
func TestModulesOfTheScript(t *testing.T) {
	for _, name := range []string{"a.md", "a.html"} {
		o := options()
		o.Modules = []string{"chunks/one-1.js", "chunks/two-2.js"}
		p, out := render(t, name, "", []byte("# A\n\n```python editor\n1\n```\n"), o)
		again(t, name, p, out, o)
		for _, module := range o.Modules {
			if want := `<link rel="modulepreload" nonce="NONCE" href="/static/1a2b/` + module + `" data-crunchy-added=""/>`; strings.Count(out, want) != 1 {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
}
