package ioelement_test

import (
	"reflect"
	"strings"
	"testing"

	"crunchy/ioelement"
)

func TestExamples(t *testing.T) {
	type ex = ioelement.Example
	tests := []struct {
		name, in string
		want     []ex
	}{
		{"none", "print(1)\n", nil},
		{"empty", "", nil},
		{"one", ">>> 1\n1\n", []ex{{Source: "1\n", Want: "1\n", Line: 1}}},
		{"no end", ">>> 1", []ex{{Source: "1\n", Line: 1}}},
		{"bare prompt", ">>>\n>>> \n>>> 1", []ex{{Source: "\n", Line: 1}, {Source: "\n", Line: 2}, {Source: "1\n", Line: 3}}},
		{"block", ">>> for i in x:\n...     i\n...\n1\n2\n", []ex{{Source: "for i in x:\n    i\n\n", Want: "1\n2\n", Line: 1}}},
		{"dots with blank", ">>> if x:\n...     y\n... \n", []ex{{Source: "if x:\n    y\n\n", Line: 1}}},
		{"dots are output", ">>> print('...')\n1\n...\n2\n", []ex{{Source: "print('...')\n", Want: "1\n...\n2\n", Line: 1}}},
		{"blank between", ">>> a\n1\n\n>>> b\n2\n\n\n", []ex{{Source: "a\n", Want: "1\n", Line: 1}, {Source: "b\n", Want: "2\n", Line: 4}}},
		{"blank within output", ">>> print('a\\n\\nb')\na\n\nb\n", []ex{{Source: "print('a\\n\\nb')\n", Want: "a\n\nb\n", Line: 1}}},
		{"blank before output", ">>> help(x)\n\nHelp\n", []ex{{Source: "help(x)\n", Want: "\nHelp\n", Line: 1}}},
		{"BLANKLINE", ">>> f()\n<BLANKLINE>\n", []ex{{Source: "f()\n", Want: "<BLANKLINE>\n", Line: 1}}},
		{"indented", "    >>> a\n    1\n      2\n    >>> if b:\n    ...     c\n", []ex{
			{Source: "a\n", Want: "1\n  2\n", Line: 1}, {Source: "if b:\n    c\n", Line: 4},
		}},
		{"isolated", "--> a\n1\n>>> not a prompt here\n--> b", []ex{{Source: "a\n", Want: "1\n>>> not a prompt here\n", Line: 1}, {Source: "b\n", Line: 4}}},
		{"parrot", "_u__) a\n_u__) b\n", []ex{{Source: "a\n", Line: 1}, {Source: "b\n", Line: 2}}},
		{"parrots", "_u__)) a\n", []ex{{Source: "a\n", Line: 1}}},
		{"types", "<t>>> 1\n1 <class 'int'>\n", []ex{{Source: "1\n", Want: "1 <class 'int'>\n", Line: 1}}},
		{"directive", ">>> x  # doctest: +ELLIPSIS, -SKIP\n1...\n", []ex{{
			Source: "x  # doctest: +ELLIPSIS, -SKIP\n", Want: "1...\n", Line: 1, Options: map[string]bool{"ELLIPSIS": true, "SKIP": false},
		}}},
		{"directive in a later line", ">>> f(1,\n...   2) # doctest:+NORMALIZE_WHITESPACE\n", []ex{{
			Source: "f(1,\n  2) # doctest:+NORMALIZE_WHITESPACE\n", Line: 1, Options: map[string]bool{"NORMALIZE_WHITESPACE": true},
		}}},
		{"open brackets", ">>> f(1,\n      2)\n3\n", []ex{{Source: "f(1,\n      2)\n", Want: "3\n", Line: 1}}},
		{"open string", ">>> x = \"\"\"a\nb\"\"\"\n>>> x\n'a\\nb'\n", []ex{{Source: "x = \"\"\"a\nb\"\"\"\n", Line: 1}, {Source: "x\n", Want: "'a\\nb'\n", Line: 3}}},
		{"a prompt in an open string", ">>> x = '''\n>>> y\n", []ex{{Source: "x = '''\n", Line: 1}, {Source: "y\n", Line: 2}}},
		{"from IDLE", ">>> for i in x:\n        print(i)\n\n1\n", []ex{{Source: "for i in x:\n        print(i)\n", Want: "\n1\n", Line: 1}}},
		{"an error, not more source", ">>> x = {1: 2,\n  File \"<stdin>\", line 1\n    x = {1: 2,\nSyntaxError: '{' was never closed\n", []ex{{
			Source: "x = {1: 2,\n", Want: "  File \"<stdin>\", line 1\n    x = {1: 2,\nSyntaxError: '{' was never closed\n", Line: 1,
		}}},
		{"traceback", ">>> 1/0\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: division by zero\n", []ex{{
			Source: "1/0\n", Want: "Traceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: division by zero\n", Line: 1,
		}}},
		{"backslash", ">>> a = 1 + \\\n... 2\n>>> a\n3\n", []ex{{Source: "a = 1 + \\\n2\n", Line: 1}, {Source: "a\n", Want: "3\n", Line: 3}}},
		{"bracket in a string", ">>> '('\n'('\n", []ex{{Source: "'('\n", Want: "'('\n", Line: 1}}},
		{"colon in a comment", ">>> x # note:\n  1\n", []ex{{Source: "x # note:\n", Want: "  1\n", Line: 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ioelement.Examples(tt.in)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Examples(%q)\n got %+v\nwant %+v", tt.in, got, tt.want)
			}
		})
	}
}

func TestIsSession(t *testing.T) {
	for in, want := range map[string]bool{
		">>> 1": true, ">>>": true, "\n\n  >>> 1": true, "--> 1": true, "<t>>> 1": true, "_u__) 1": true,
		"": false, "x\n>>> 1": false, ">>>> 1": false, ">>>x": false, "... 1": false, "-->x": false,
	} {
		if got := ioelement.IsSession(in); got != want {
			t.Errorf("IsSession(%q) = %v", in, got)
		}
	}
}

func checkSession(t *testing.T, s string) {
	t.Helper()
	var joined strings.Builder
	line := 0
	for _, e := range ioelement.Examples(s) {
		if !strings.HasSuffix(e.Source, "\n") || e.Want != "" && !strings.HasSuffix(e.Want, "\n") {
			t.Errorf("%q: lines without an end: %+v", s, e)
		}
		if e.Line <= line {
			t.Errorf("%q: line %d after %d", s, e.Line, line)
		}
		line = e.Line
		joined.WriteString(e.Source)
	}
	code := ioelement.Code(s)
	if ioelement.IsSession(s) && joined.String() != code {
		t.Errorf("%q: the examples are %q, the code is %q", s, joined.String(), code)
	}
	if !ioelement.IsSession(s) && code != s {
		t.Errorf("%q is no session, but its code is %q", s, code)
	}
}

func FuzzSession(f *testing.F) {
	for _, s := range []string{
		"", ">>> 1\n1\n", ">>> for x in y:\n...   z\n...\n", "  >>> f(\n  ...  1)\n", "--> a\n", ">>> '''\n>>> ", ">>> x = \\\ny", "<t>>> if x:\n  y\n\n", ">>> # doctest: +X\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkSession(t, s) })
}

func TestSessionIsLinear(t *testing.T) {
	for _, unit := range []string{">>> (\n", ">>> ", "\n", ">>> if x:\n  ", ">>> '''", "x", ">>> 1\n\n\n\n"} {
		s := ">>> 1\n" + strings.Repeat(unit, 1<<20/len(unit))
		checkSession(t, s)
		ioelement.Highlight(s)
	}
}
