package check_test

import (
	"slices"
	"strings"
	"testing"

	"crunchy/cmd/internal/check"
)

func TestSameValue(t *testing.T) {
	for _, tt := range []struct {
		want, got string
		same      bool
	}{
		{"[1, 2]", "[1,\n 2]", true},
		{"[1, 2]", "[2, 1]", false},
		{"{1, 2}", "{2, 1}", true},
		{"frozenset({'a b', 'b'})", "frozenset({'b', 'a b'})", true},
		{"{'a  b', 'b'}", "{'b', 'a b'}", false},
		{"{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", false},
		{"{'a': {1, 2}}", "{'a': {2, 1}}", true},
		{"(1,)", "(1)", false},
		{"(1, )", "(1,)", true},
		{"{1, 2}", "{1, 3}", false},
		{"{1, 1}", "{1}", false},
		{"<f at 0x7f3ddc9f4350>", "<f at 0x7f20dcb85000>", true},
		{"0x10", "0x20", false},
		{"a b", "a  b", false},
		{"a\nb", "a b", false},
		{"['it\\'s, so']", "['it\\'s,  so']", false},
		{"[<class 'bool'>]", "[<class  'bool'>]", true},
		{"[", "[", true},
		{"[1, 2", "[1,2", false},
		{"]", "[", false},
		{strings.Repeat("[", 5000), strings.Repeat("[", 5000), true},
	} {
		if got := check.SameValue(tt.want, tt.got, true); got != tt.same {
			t.Errorf("%.40q and %.40q: %t", tt.want, tt.got, got)
		}
		layout := len(tt.want) != len(tt.got) || strings.Count(tt.want, "\n") != strings.Count(tt.got, "\n")
		if got := check.SameValue(tt.want, tt.got, false); got != (tt.same && !layout) && !strings.Contains(tt.want, "0x") {
			t.Errorf("%.40q and %.40q to the letter: %t", tt.want, tt.got, got)
		}
	}
}

func FuzzSameValue(f *testing.F) {
	f.Add("{'a', \"b\"}", "[(1,), {2: {3, 4}}]")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !check.SameValue(a, a, false) {
			t.Errorf("%q is not the same as itself", a)
		}
		if check.SameValue(a, b, true) != check.SameValue(b, a, true) {
			t.Errorf("%q and %q: it depends on which comes first", a, b)
		}
	})
}

func TestNames(t *testing.T) {
	for source, want := range map[string]string{
		"a = b + c.d(e=1)":                   "a: b c e",
		"a, (b, *c) = f()  # g":              "a b c: f",
		"a: int = 1":                         "a: int",
		"a += 1":                             ": a",
		"a == b":                             ": a b",
		"print('a = b')":                     ": print",
		"from m import a, b as c":            "a b as c: import",
		"import os.path":                     "os path: import",
		"def f(x):\n    return x":            "f: def x return x",
		"for k, v in s:\n    d[k].append(v)": "k v d: for in s d k v",
		"with open(f) as g:\n    pass":       "g: with open f as pass",
		"for k in c: t[k] = 1":               "k t: for in c t k",
		"[x for x in y if (z := x)]":         "x z: x for in y if x",
		"class A(B):\n    n = 1":             "n A: class B",
	} {
		given, needed := check.Names(source)
		slices.Sort(given)
		all := strings.Fields(strings.ReplaceAll(want, ":", " : "))
		at := slices.Index(all, ":")
		wantGiven := slices.Sorted(slices.Values(all[:at]))
		if !slices.Equal(slices.Compact(given), wantGiven) || !slices.Equal(needed, all[at+1:]) {
			t.Errorf("%q: gives %q, needs %q", source, given, needed)
		}
	}
}
