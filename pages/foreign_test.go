package pages_test

import (
	"strings"
	"testing"

	"crunchy/ioelement"
	"crunchy/pages"
)

// TestForeignFences shows what the fences of other tools become.
func TestForeignFences(t *testing.T) {
	const joined, alone, none = "editor page", "editor", ""
	tests := []struct{ info, text, want, source string }{
		{"python,editable", "1", alone, "1"},
		{"Python,noplayground,editable", "1", none, ""},
		{"python,editable editor session=x", "1", "editor x", "1"}, // our own words go before
		{"python\teditable", "1", alone, "1"},
		{"py editable,hidelines=~", "~1\n ~2\n~", alone, "1\n 2"},
		{"{python}", "1\n2", joined, "1\n2"},
		{"{ python }", "1", joined, "1"},
		{"{python #fig .wide}", "1", joined, "1"},
		{"{python, eval=FALSE}", "1", none, ""},
		{"{pyodide}", "#| label: x\n#|autorun: true\n1", joined, "1"},
		{"{pyodide}", "  #| eval: true\n#| x:\n#|   - y\n1", joined, "1"},
		{"{pyodide}", "#| envir: own\n1", "editor own", "1"},
		{"{pyodide}", "#| exercise: e\n1", alone, "1"},
		{"{pyodide}", "#| exercise: a b\n1", alone, "1"},
		{"{{python}}", "1", none, ""},
		{"{.python}", "1", none, ""},
		{"{python", "1", none, ""},
		{"{code-cell}", "1", joined, "1"},
		{"{code-cell} ipython3", ":tags: [a]\n\n1", joined, "1"},
		{"{code-cell} python", "---\ntags:\n  - skip-execution\n---\n1", none, ""},
		{"{code-cell} python", "---\nno end\n1", joined, "---\nno end\n1"},
		{"{code-cell} julia", "1", none, ""},
		{"{code-block} pycon", ":linenos:\n>>> 1\n1", "interpreter interpreter", "1\n"},
		{"{code-block}", "1", none, ""},
		{"{note}", "1", none, ""},
		{"{note", "1", none, ""},
		{"python {.marimo}", "1", joined, "1"},
		{"{.python .marimo}", "1", joined, "1"},
		{"python {.marimo unparsable=\"true\"}", "1 +", none, ""},
		{"python {.other}", "1", none, ""},
		{"{python}", "%%time\n1", joined, "# %%time\n1"},
		{"{python}", "%%html\n<b>", none, ""},
		{"{python}", "x = !ls\nd = f(a,\n !b)\nhelp?\ns = '''\n!no\n'''\ny = 7 %2", joined, "# x = !ls\nd = f(a,\n !b)\n# help?\ns = '''\n!no\n'''\ny = 7 %2"},
	}
	for _, tt := range tests {
		md := "# a\n\n```" + tt.info + "\n" + tt.text + "\n```\n"
		p, out := render(t, "x.md", "", []byte(md), pages.Options{})
		again(t, "x.md", p, out, pages.Options{})
		got, source := "", ""
		if len(p.Elements) == 1 {
			got, source = strings.TrimSpace(p.Elements[0].Kind+" "+p.Elements[0].Session), p.Elements[0].Source
		}
		if got != tt.want || source != tt.source {
			t.Errorf("%s\n%s\nis %q %q, want %q %q", tt.info, tt.text, got, source, tt.want, tt.source)
		}
	}
}

// TestForeignLines holds that a block of another tool is found where its code is.
func TestForeignLines(t *testing.T) {
	md := "# a\n\n```{pyodide}\n#| label: x\n#| color: red\nx = 1\n```\n\n```{code-cell}\n---\ntags: [a]\n---\ny\n```\n\n```python,editable\nz\n```\n"
	p, _ := render(t, "x.md", "", []byte(md), pages.Options{Sources: true})
	var lines []int
	for _, b := range p.Blocks {
		lines = append(lines, b.Line, b.TextLine)
	}
	if want := []int{3, 6, 9, 13, 16, 17}; !equal(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
	if len(p.Notices) != 1 || p.Notices[0].Line != 3 {
		t.Errorf("%v", p.Notices)
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestQuartoExercise finds the parts of an exercise of quarto-live.
func TestQuartoExercise(t *testing.T) {
	md := "```{pyodide}\n#| exercise: e\n1\n```\n\n```{pyodide}\n#| exercise:\n#|   - e\n#|   - f\n#| setup: true\ns\n```\n\n" +
		"```{pyodide}\n#| exercise: e\n#| check: true\nc\n```\n\n::: {.solution exercise=\"e\"}\n```python\nw\n```\n:::\n\n```{pyodide}\n#| exercise: f\n2\n```\n"
	p, out := render(t, "x.qmd", "", []byte(md), pages.Options{})
	if len(p.Elements) != 2 || len(p.Notices) != 0 {
		t.Fatalf("%d elements %v", len(p.Elements), p.Notices)
	}
	x := p.Elements[0].Exercise
	if x == nil || x.Setup != "s" || x.Solution != "w" || len(x.Tests) != 1 || x.Tests[0] != (ioelement.Test{Kind: "grader", Source: "c", Hidden: true}) {
		t.Errorf("%+v", x)
	}
	if x := p.Elements[1].Exercise; x == nil || x.Setup != "s" || len(x.Tests) != 0 {
		t.Errorf("%+v", x)
	}
	if strings.Contains(out, "<code class=\"language-python\">c</code>") {
		t.Error("the check is on the page")
	}
}

// TestDivs shows what lines of colons become.
func TestDivs(t *testing.T) {
	tests := []struct{ in, want string }{
		{"::: {.a #b}\nx\n:::\ny", `<div id="b" class="a"><p>x</p></div><p>y</p>`},
		{"::: a\n::: b\nx\n:::\ny\n:::\nz", `<div class="a"><div class="b"><p>x</p></div><p>y</p></div><p>z</p>`},
		{":::: a ::::\nx\n::::", `<div class="a"><p>x</p></div>`},
		{":::{warning} Hot & cold\nx\n:::", `<blockquote class="warning"><p><strong>Hot &amp; cold</strong></p><p>x</p></blockquote>`},
		{"::: a\n- x\n\n  ::: b\n  y\n  :::\n:::", `<div class="a"><ul><li><p>x</p><div class="b"><p>y</p></div></li></ul></div>`},
		{"::: a\nnever closed", `<div class="a"><p>never closed</p></div>`},
		{":::\nx", `<p>:::x</p>`},
		{"a :: b ::: c", `<p>a :: b ::: c</p>`},
		{"::: {.a\nx\n:::", `<div class="a"><p>x</p></div>`},
		{strings.Repeat("::: a\n", 60) + "x", ""},
	}
	for _, tt := range tests {
		p, out := render(t, "x.md", "", []byte("# t\n\n"+tt.in), pages.Options{})
		again(t, "x.md", p, out, pages.Options{})
		_, got, _ := strings.Cut(strings.ReplaceAll(out, "\n", ""), "</h1>")
		got, _, _ = strings.Cut(got, "</article>")
		if tt.want != "" && got != tt.want {
			t.Errorf("%s\nis   %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

func FuzzForeignFence(f *testing.F) {
	for _, s := range [][2]string{
		{"python,editable,hidelines=~", "~x"}, {"{python #a .b c=d}", "#| exercise: [a, 'b c']\n#| check: true\n1"},
		{"{code-cell} python", "---\ntags: [a]\n---\n%ls\n"}, {"{code-block} python", ":lineno-start: 3\nx"}, {"python {.marimo name='a\"b'}", "!ls"},
		{"{pyodide}", "#| exercise:\n#|  - a\n#|  - b\n#| setup: true"}, {"{pyodide}", "#| exercise: \"x\"\n#| hint: true\n<"}, {"{tip} x", ":a: b\n~~~{note}\n~~~~{note}\n[^1]\n\n[^1]: y\n</blockquote>\n"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, info, text string) {
		md := "```" + info + "\n" + text + "\n```\n\n::: " + info + "\nx\n:::\n"
		o := pages.Options{Assets: "/static/1a2b"}
		p, out := render(t, "x.md", "", []byte(md), o)
		again(t, "x.md", p, out, o)
		checkSafe(t, "fuzz", out)
	})
}

func FuzzForeignHTML(f *testing.F) {
	for _, s := range []string{
		"<pre data-executable=true>%ls\n1</pre>", "<pre>1</pre><codapi-snippet sandbox=python depends-on='a a b' id=a>",
		"<pre>1</pre><p><codapi-snippet sandbox=python id=a></p><pre>2</pre><codapi-snippet sandbox=python depends-on=a>",
		"<div class=hint data-exercise=a>x</div><pre title='editor name=a'>", "<div class=solution data-exercise=a><b><pre class=language-python>x</pre>y</div>",
		"<p data-crunchy-note=magics>", "<div data-crunchy-stored>x<pre>>>> 1</pre></div>", "<details class=hint data-for=a><summary></summary></details>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		o := pages.Options{Assets: "/static/1a2b"}
		p, out := render(t, "x.html", "", []byte(in), o)
		again(t, "x.html", p, out, o)
		checkSafe(t, "fuzz", out)
	})
}
