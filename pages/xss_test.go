package pages_test

import (
	"os"
	"strings"
	"testing"

	"crunchy/pages"
)

// TestXSS renders testdata/xss.txt, in which each case begins with a line
// "=== name", and compares with testdata/xss.golden. Whatever the golden file
// says, nothing in a page may run or load what it should not.
func TestXSS(t *testing.T) {
	data, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	cases := strings.Split("\n"+string(data), "\n=== ")[1:]
	for _, c := range cases {
		name, in, _ := strings.Cut(c, "\n")
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			o := pages.Options{Assets: "/static/1a2b"}
			p, out := render(t, "x.html", "", []byte(in), o)
			again(t, "x.html", p, out, o)
			checkSafe(t, name, out)
			got.WriteString("=== " + name + "\n" + headOf(out) + body(t, out) + "\n")

			// The same in Markdown goes through the same sanitiser.
			p, out = render(t, "x.md", "", []byte("Text\n\n"+in+"\n\nText "+in+"\n"), o)
			again(t, "x.md", p, out, o)
			checkSafe(t, name, out)

			o.Trust = pages.Strict
			p, out = render(t, "x.html", "", []byte(in), o)
			again(t, "x.html", p, out, o)
			checkSafe(t, name, out)
			checkStrict(t, out)
		})
	}
	if len(cases) < 100 {
		t.Errorf("only %d cases", len(cases))
	}
	golden(t, "testdata/xss.golden", got.String())
}

// headOf returns what a page has in its head, without what we add.
func headOf(out string) string {
	_, head, _ := strings.Cut(out, `<meta charset="utf-8"/>`)
	head, _, _ = strings.Cut(head, `<meta name="crunchy:tutorial"`)
	if head = strings.TrimSpace(head); head != "" {
		head += "\n"
	}
	return head
}
