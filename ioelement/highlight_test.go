package ioelement_test

import (
	"strings"
	"testing"

	"crunchy/ioelement"
)

// show writes the spans of a text as k(def) f(f) and plain text as it is.
func show(text string) string {
	var b strings.Builder
	for _, s := range ioelement.Highlight(text) {
		if s.Class == "" {
			b.WriteString(s.Text)
		} else {
			b.WriteString("‹" + strings.TrimPrefix(s.Class, "cr-") + ":" + s.Text + "›")
		}
	}
	return b.String()
}

func TestHighlight(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"x = 1", "x = ‹n:1›"},
		{"def f(a): return None", "‹k:def› ‹f:f›(a): ‹k:return› ‹k:None›"},
		{"class A(B):", "‹k:class› ‹f:A›(B):"},
		{"async def g(): await h()", "‹k:async› ‹k:def› ‹f:g›(): ‹k:await› ‹f:h›()"},
		{"print(len(x))", "‹b:print›(‹b:len›(x))"},
		{"x.print()", "x.‹f:print›()"},
		{"x . list", "x . list"},
		{"@app.route('/')", "‹f:@app.route›(‹s:'/'›)"},
		{"a @ b", "a @ b"},
		{"0x_ff 1_000 1e-5 1.5j .5 0b1 1E+3 0xe-1", "‹n:0x_ff› ‹n:1_000› ‹n:1e-5› ‹n:1.5j› ‹n:.5› ‹n:0b1› ‹n:1E+3› ‹n:0xe›-‹n:1›"},
		{"x1 = a1b", "x1 = a1b"},
		{`'a\'b' "c"`, `‹s:'a\'b'› ‹s:"c"›`},
		{`rb'\'' F"x" u'y' bR"z"`, `‹s:rb'\''› ‹s:F"x"› ‹s:u'y'› ‹s:bR"z"›`},
		{`xyz"a"`, `xyz‹s:"a"›`},
		{"'not closed\nx", "‹s:'not closed›\nx"},
		{"'on \\\nand on' x", "‹s:'on \\›\n‹s:and on'› x"},
		{"\"\"\"a\n'b'\"\"\" c", "‹s:\"\"\"a›\n‹s:'b'\"\"\"› c"},
		{`f"{x["a"]} b" y`, `‹s:f"{x["a"]} b"› y`},
		{`f"{{" y "`, `‹s:f"{{"› y ‹s:"›`},
		{`f"{" y`, `‹s:f"{"› y`},
		{"# '''\nx", "‹c:# '''›\nx"},
		{"x # c", "x ‹c:# c›"},
		{"match x:\n    case [1, 2]:\n    case -1: pass", "‹k:match› x:\n    ‹k:case› [‹n:1›, ‹n:2›]:\n    ‹k:case› -‹n:1›: ‹k:pass›"},
		{"match = 1\nmatch.x\nmatch, case = 1, 2", "match = ‹n:1›\nmatch.x\nmatch, case = ‹n:1›, ‹n:2›"},
		{"type A = int\ntype(x)", "‹k:type› A = ‹b:int›\n‹b:type›(x)"},
		{"größe = π2", "größe = π2"},
		{"\xff'\xfe'", "\xff‹s:'\xfe'›"},
		{">>> x = 1\n>>> x\n1\n2\n", "‹p:>>> ›x = ‹n:1›\n‹p:>>> ›x\n‹r:1\n2›\n"},
		{">>> if x:\n...     y\n...\n", "‹p:>>> ›‹k:if› x:\n‹p:... ›    y\n‹p:...›\n"},
		{">>> '''a\n... b'''\nout", "‹p:>>> ›‹s:'''a›\n‹p:... ›‹s:b'''›\n‹r:out›"},
		{">>> ('\n>>> 1", "‹p:>>> ›(‹s:'›\n‹p:>>> ›‹n:1›"},
		{"  >>> 1\n  1", "  ‹p:>>> ›‹n:1›\n‹r:  1›"},
		{"--> x\n", "‹p:--> ›x\n"},
		{"x >>> y", "x >>> y"},
	}
	for _, tt := range tests {
		if got := show(tt.in); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.in, got, tt.want)
		}
		checkHighlight(t, tt.in)
	}
}

func checkHighlight(t *testing.T, s string) {
	t.Helper()
	var b strings.Builder
	for _, span := range ioelement.Highlight(s) {
		if span.Text == "" {
			t.Errorf("%q: an empty span", s)
		}
		b.WriteString(span.Text)
	}
	if b.String() != s {
		t.Errorf("%q became %q", s, b.String())
	}
}

func FuzzHighlight(f *testing.F) {
	for _, s := range []string{
		"", "def f(): pass", "f'{x!r:{w}}'", "'''", ">>> '''a\n... b\nc", "@", "0x", "\\\n", "f\"{'", "\u00a0é\xff", ">>> if x:\n\n  y", "rb'''\\'''",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkHighlight(t, s) })
}
