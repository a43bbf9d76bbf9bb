package pages_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/pages"
)

// formulas lists the formulas of a page, with a ! before those that stand alone.
func formulas(t *testing.T, out string) (all []string) {
	t.Helper()
	each(parseHTML(t, out), func(n *html.Node) {
		if hasClass(n, "cr-math") {
			mark := map[string]string{"true": "!", "false": ""}[attr(n, "data-display")]
			all = append(all, mark+textOf(n))
		}
	})
	return all
}

func TestFormulas(t *testing.T) {
	tests := []struct {
		in, name string
		want     []string
	}{
		{`$a$`, "x.md", []string{"a"}},
		{`$a$ and $b$.`, "x.md", []string{"a", "b"}},
		{`$5 and $6`, "x.md", nil},
		{`5$ and 6$`, "x.md", nil},
		{`$a $b`, "x.md", nil},
		{`$ a$`, "x.md", nil},
		{`$a$5`, "x.md", nil},
		{`US$a$`, "x.md", nil},
		{`\$a$`, "x.md", nil},
		{`$a\$b$`, "x.md", []string{`a\$b`}},
		{"$a\nb$", "x.md", []string{"a\nb"}},
		{"$a\n\nb$", "x.md", nil},
		{"$$a$$", "x.md", []string{"!a"}},
		{"x $$a$$ y", "x.md", []string{"!a"}},
		{"$$\na\n- b\n$$", "x.md", []string{"!a\n- b"}},
		{"$$\na\n\nb\n$$", "x.md", nil},
		{"x\n$$\na\n$$\ny", "x.md", []string{"!a"}},
		{"- $$\n  a\n  $$\n- b", "x.md", []string{"!a"}},
		{"$$\n$$", "x.md", nil},
		{`\(a\) \[b\]`, "x.md", []string{"a", "!b"}},
		{"\\[\na\n\\]", "x.md", []string{"!a"}},
		{"`$a$`", "x.md", nil},
		{`*$a*b$*`, "x.md", []string{"a*b"}},
		{"$" + strings.Repeat("a", 5000) + "$", "x.md", nil},
		{`$a$ \(b\)`, "x.html", []string{"b"}},
		{`\(a<b\)`, "x.html", nil}, // a browser reads a tag there
		{`<pre>\(a\)</pre>`, "x.html", nil},
	}
	for _, tt := range tests {
		p, out := render(t, tt.name, "", []byte(tt.in), pages.Options{Assets: "/s"})
		again(t, tt.name, p, out, pages.Options{Assets: "/s"})
		if got := formulas(t, out); !slices.Equal(got, tt.want) {
			t.Errorf("%.60q gives %q, want %q", tt.in, got, tt.want)
		}
		if got := strings.Contains(out, "/s/math.css"); got != (len(tt.want) > 0) {
			t.Errorf("%.60q: the style sheet of formulas is there: %v", tt.in, got)
		}
	}
}

// A page may be full of signs that begin formulas and never end.
func TestFormulasThatNeverEnd(t *testing.T) {
	for _, sign := range []string{"$a ", "$$a ", `\(a `, `\[a `, "$$\n", "\\[\n"} {
		for _, name := range []string{"x.md", "x.html"} {
			t.Run(fmt.Sprintf("%q in %s", sign, name), func(t *testing.T) {
				render(t, name, "", []byte(strings.Repeat(sign, 200_000/len(sign))), pages.Options{})
			})
		}
	}
}
