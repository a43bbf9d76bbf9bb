package ioelement_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

const total = "def total(numbers):\n    sum = 0\n\n    for n in numbers:\n        sum += n\n    return sum"

func TestParsons(t *testing.T) {
	for _, tt := range []struct {
		name   string
		in     []string // blocks; the first is the puzzle
		right  string
		tests  []ioelement.Test
		notice string
	}{
		{"its own lines", []string{"parsons: " + total}, strings.Replace(total, "\n\n", "\n", 1), []ioelement.Test{{Kind: "parsons", Source: strings.Replace(total, "\n\n", "\n", 1), Hidden: true}}, ""},
		{"those of a solution", []string{"parsons name=a: ", "solution name=a: a = 1\nb = 2"}, "a = 1\nb = 2", []ioelement.Test{{Kind: "parsons", Source: "a = 1\nb = 2", Hidden: true}}, ""},
		{"a session", []string{"parsons: >>> a = 1\n>>> b = 2\n>>> a\n1"}, "a = 1\nb = 2\na", []ioelement.Test{{Kind: "parsons", Source: "a = 1\nb = 2\na", Hidden: true}}, ""},
		{"two blanks a step", []string{"parsons: if a:\n  if b:\n     c\n  d"}, "if a:\n    if b:\n        c\n    d", []ioelement.Test{{Kind: "parsons", Source: "if a:\n    if b:\n        c\n    d", Hidden: true}}, ""},
		{"lines that are one", []string{"parsons: if a:\n  f(1,\n    2)\n  s = '''\n  x\n\ny'''\n  g(\\\n  )"}, "if a:\n    f(1,\n      2)\n    s = '''\n    x\n\n    y'''\n    g(\\\n    )",
			[]ioelement.Test{{Kind: "parsons", Source: "if a:\n    f(1,\n      2)\n    s = '''\n    x\n\n    y'''\n    g(\\\n    )", Hidden: true}}, ""},
		{"with tests", []string{"parsons name=a: a = 1\nb = 2", "check name=a hidden: assert a"}, "a = 1\nb = 2", []ioelement.Test{{Kind: "check", Source: "assert a", Hidden: true}}, ""},
		{"one order", []string{"parsons: a\na"}, "a\na", []ioelement.Test{{Kind: "parsons", Source: "a\na", Hidden: true}}, "in one order only"},
		{"in disorder already", []string{"parsons shuffled name=a: b = 2\na = 1", "solution name=a: a = 1\nb = 2"}, "a = 1\nb = 2", []ioelement.Test{{Kind: "parsons", Source: "a = 1\nb = 2", Hidden: true}}, ""},
	} {
		_, made := tied(tt.in...)
		e := made[0].Element
		if e == nil || e.Kind != "parsons" || e.Mode != ioelement.Program || e.Session != "" {
			t.Fatalf("%s: %+v %q", tt.name, e, made[0].Notices)
		}
		if e.Exercise.Solution != tt.right || !slices.Equal(e.Exercise.Tests, tt.tests) {
			t.Errorf("%s:\n got %q %+v\nwant %q %+v", tt.name, e.Exercise.Solution, e.Exercise.Tests, tt.right, tt.tests)
		}
		if got := strings.Join(made[0].Notices, "; "); !strings.Contains(got, tt.notice) || tt.notice == "" && got != "" {
			t.Errorf("%s: notices %q", tt.name, got)
		}
		if tt.notice == "" && strings.ReplaceAll(e.Source, " ", "") == strings.ReplaceAll(tt.right, " ", "") {
			t.Errorf("%s: the lines are in the right order: %q", tt.name, e.Source)
		}
		if _, again := tied(tt.in...); again[0].Element.Source != e.Source {
			t.Errorf("%s: another order each time", tt.name)
		}
	}
	if _, made := tied("parsons name=a: ", "check name=a hidden: assert a"); made[0].Element != nil || !strings.Contains(strings.Join(made[0].Notices, ""), "there are no lines") {
		t.Errorf("%+v", made[0])
	}
}

// Who reads the page again finds the lines in the same disorder.
func FuzzParsons(f *testing.F) {
	for _, s := range []string{total, "a\nb", "f(\n1)\nx = '''\n\n y\n'''", "(\n)\n(", ")\n(\n\\\nx", ">>> a\n>>> b", "a\n\tb\n  c\n", "'''\n\n", "\f\na\u00a0\n b", "0\n\\\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\r\x00") || len(text) > 2000 {
			return
		}
		set := ioelement.Default()
		first := set.Make(block("parsons", text))
		if first.Element == nil {
			return
		}
		section := first.Nodes[0]
		again := block(attrOf(section, "data-crunchy"), textOf(find(section, "pre")))
		second := set.Make(again)
		if got, want := rendered(t, second), rendered(t, first); got != want {
			t.Fatalf("read again\n%s\nat first\n%s", got, want)
		}
		if second.Element.Source != first.Element.Source {
			t.Fatalf("%q, then %q", first.Element.Source, second.Element.Source)
		}
	})
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
