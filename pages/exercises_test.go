package pages_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
	"crunchy/pages"
)

// parts returns what the page has of exercises, in the order of the document:
// live elements as "number kind", parts as "class of number".
func parts(t *testing.T, out string) []string {
	var all []string
	each(parseHTML(t, out), func(n *html.Node) {
		switch {
		case n.Data == "section" && hasClass(n, "cr-cell"):
			all = append(all, attr(n, "data-number")+" "+attr(n, "data-kind"))
		case hasClass(n, "cr-part"):
			classes := slices.DeleteFunc(strings.Fields(attr(n, "class")), func(c string) bool { return c == "cr-taken" })
			class, number := classes[len(classes)-1], strings.TrimPrefix(attr(n, "data-for"), "cr-")
			all = append(all, strings.TrimSpace(strings.TrimPrefix(class, "cr-")+attr(n, "data-test")+" "+number))
		}
	})
	return all
}

func TestPartsOfExercises(t *testing.T) {
	hint := func(name string) string {
		return "<details class=hint data-for='" + name + "'><summary>Hint</summary>x</details>\n\n"
	}
	tests := []struct{ name, in, want string }{
		{"before and after", fence("check name=a hidden", "1") + fence("setup name=a", "1") + fence("interpreter", ">>> 1") + hint("a") +
			fence("editor name=a", "1") + fence("unittest name=a", "1") + fence("solution name=a", "1"),
			"part, setup 0002, 0001 interpreter, hint 0002, 0002 check, test1 0002, solution 0002"},
		{"two at once", fence("doctest name=b", ">>> 1") + fence("editor name=a", "1") + fence("doctest name=a", ">>> 1") + fence("editor name=b", "1") + hint("b") + hint("a.py"),
			"test0 0002, 0001 doctest, test0 0001, 0002 doctest, hint 0002, hint 0001"},
		{"brought editors", fence("doctest", ">>> 1") + fence("check name=a", "1") + fence("output name=a", "1") + hint("a"),
			"test0 0001, 0001 doctest, test0 0002, 0002 check, test1 0002, hint 0002"},
		{"a hint for an editor without tests", fence("editor name=a", "1") + hint("a"), "0001 editor, hint 0001"},
		{"a hint for nothing", fence("editor name=b", "1") + hint("a") + hint(""), "0001 editor"},
		{"parts of nothing", fence("setup name=a", "1") + fence("check name=a hidden", "1") + fence("solution", "1"), "part"},
		{"in a list", "* x\n\n  ```python check name=a\n  1\n  ```\n\n* y\n\n  ```python editor name=a\n  2\n  ```\n", "test0 0001, 0001 check"},
		{"a block within a block", "<pre title=nothing><pre title='editor name=a'>1</pre><pre title='check name=a hidden'>1</pre></pre>\n\n" + fence("doctest name=a", ">>> 1"),
			"0001 editor, part, test0 0002, 0002 doctest"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, out := render(t, "x.md", "", []byte(tt.in), pages.Options{})
			again(t, "x.md", p, out, pages.Options{})
			checkStructure(t, out)
			if got := strings.Join(parts(t, out), ", "); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestHiddenParts looks for hidden sources in all that is made of a page.
func TestHiddenParts(t *testing.T) {
	for _, title := range []string{
		"check name=a hidden", "check_code name=a Hidden", "doctest name=a hidden", "unittest hidden name=a show_vlam linenumber", "output name=a hidden",
		"setup name=a hidden", "solution name=a hidden no_copy", "check hidden", "doctest hidden", "check name=b hidden", "setup name=b hidden", "output hidden",
	} {
		for _, editor := range []string{"", fence("editor name=a", "print(1)"), fence("editor name=a", "print(1)") + fence("check name=a", "1")} {
			in := "# Page\n\n" + fence(title, "xyzzy = 1") + editor
			for _, trust := range []pages.Trust{pages.Normal, pages.Display} {
				o := pages.Options{Trust: trust}
				p, out := render(t, "x.md", "", []byte(in), o)
				again(t, "x.md", p, out, o)
				if strings.Contains(out, "xyzzy") || strings.Contains(p.Summary, "xyzzy") {
					t.Errorf("%s: %s", title, body(t, out))
				}
				if want := `<pre data-crunchy="` + title + `" class="cr-part" hidden=""></pre>`; !strings.Contains(out, want) {
					t.Errorf("%s: there is no %s", title, want)
				}
				for _, e := range p.Elements {
					if strings.Contains(e.Source, "xyzzy") {
						t.Errorf("%s: %q", title, e.Source)
					}
				}
			}
			_, sections, err := pages.Text(pages.Source{Name: "x.md", Data: []byte(in)}, ioelement.Set{})
			if err != nil || strings.Contains(fmt.Sprint(sections), "xyzzy") {
				t.Errorf("%s: %v %v", title, sections, err)
			}
		}
	}
}

// On a page with too many elements nothing is shown that is hidden, either.
func TestExercisesBeyondTheLast(t *testing.T) {
	in := "<p>x" + strings.Repeat("<pre>&gt;&gt;&gt; 1</pre>\n", 9998) +
		"<pre title='check name=b hidden'>xyzzy</pre><pre title='setup name=a'>1</pre><pre title='editor name=a'>1</pre>" +
		"<pre title='check name=a'>2</pre><pre title='doctest name=c hidden'>xyzzy</pre><pre title='doctest'>&gt;&gt;&gt; 3</pre><pre title='editor name=b'>4</pre>"
	p, out := render(t, "x.html", "", []byte(in), pages.Options{})
	again(t, "x.html", p, out, pages.Options{})
	got := parts(t, out)
	if want := []string{"part", "setup 9999", "9999 check", "test0 9999", "part", "test0"}; !slices.Equal(got[9998:], want) {
		t.Errorf("%q", got[9998:])
	}
	if strings.Contains(out, "xyzzy") {
		t.Error("what is hidden is shown")
	}
}

func TestHint(t *testing.T) {
	in := `<p>x<pre title="editor name=a">1</pre><details lang=de class="my  hint" data-name=q open data-for=" a.py " onclick="x()"><summary>Hint <b>1</b></summary><p>Text <a href="b.md">b</a></p></details>`
	want := `<details lang="de" class="cr-part cr-hint my hint" open="" data-for="cr-0001" data-name="a"><summary>Hint <b>1</b></summary><p>Text <a href="b.md">b</a></p></details>`
	p, out := render(t, "x.html", "", []byte(in), pages.Options{})
	again(t, "x.html", p, out, pages.Options{})
	if !strings.Contains(out, want) {
		t.Errorf("%s", body(t, out))
	}
	for _, other := range []string{
		`<details data-for="a"><summary>x</summary></details>`, `<div class="hint" data-for="a">x</div>`, `<details class="hint"><summary>x</summary></details>`,
	} {
		p, out := render(t, "x.html", "", []byte(`<p>x<pre title="editor name=a">1</pre>`+other), pages.Options{})
		again(t, "x.html", p, out, pages.Options{})
		if !strings.Contains(out, other) || len(p.Notices) > 0 {
			t.Errorf("%s became %s, %v", other, body(t, out), p.Notices)
		}
	}
}

// Notices stand in the order of the document, whenever they were found.
func TestNoticesOfExercises(t *testing.T) {
	in := "<html>\n<details>x</details>\n<pre title='setup name=a frob'>1</pre>\n<pre title='setup name=b'>1</pre>\n" +
		"<details\nclass=hint data-for=c>x</details>\n<pre title='editor name=a session=x'>1</pre>\n<pre title='check name=a timeout=x'>1</pre>"
	p, _ := render(t, "x.html", "", []byte(in), pages.Options{})
	var got []string
	for _, n := range p.Notices {
		words := strings.Fields(n.Text)
		got = append(got, fmt.Sprint(n.Line, " ", words[len(words)-1]))
	}
	if want := []string{"3 over", "4 name=", "5 nothing", "7 own", "8 over"}; !slices.Equal(got, want) {
		t.Errorf("%v", p.Notices)
	}
	md := "# a\n\n" + fence("check name=a hidden", "1") + fence("editor frob", "1")
	if p, _ := render(t, "x.md", "", []byte(md), pages.Options{}); len(p.Notices) != 2 || p.Notices[0].Line != 3 || p.Notices[1].Line != 7 {
		t.Errorf("%v", p.Notices)
	}
}

// The work on a test without a name goes with the test, as that on code with the code.
func TestKeysOfBroughtEditors(t *testing.T) {
	one := keysOf(t, "# A\n\n"+fence("doctest", ">>> f(1)\n1")+fence("check name=twice", "assert twice(1) == 2"))
	two := keysOf(t, "# A\n\n"+fence("doctest", ">>> g(1)\n1")+fence("check name=twice", "assert twice(2) == 4"))
	if one[0] == two[0] || !strings.HasPrefix(one[0], "a.1.") || !strings.HasSuffix(one[0], " a.py") {
		t.Errorf("%q, then %q", one, two)
	}
	if one[1] != two[1] || one[1] != "twice twice.py" {
		t.Errorf("%q, then %q", one, two)
	}
	hidden := keysOf(t, "# A\n\n"+fence("doctest hidden", ">>> f(1)\n1"))
	if other := keysOf(t, "# A\n\n"+fence("doctest hidden", ">>> g(1)\n1")); hidden[0] != other[0] {
		t.Errorf("%q, then %q", hidden, other)
	}
}

// What only looks like ours keeps its content.
func TestLikePartsOfExercises(t *testing.T) {
	for _, in := range []string{
		`<div class="cr-part cr-test" data-for="cr-0001"><p>text</p></div>`,
		`<details class="cr-part"><p>text<summary>s</summary></details>`,
		`<details class="cr-part cr-setup"><div class="cr-part">text<pre class="cr-part" hidden></pre></div></details>`,
		`<details class="cr-hint hint" data-for="x" data-name="y">text</details>`,
		`<details class="cr-part cr-hint hint" data-name="z">text</details>`,
	} {
		p, out := render(t, "x.html", "", []byte("<p>x"+in), pages.Options{})
		again(t, "x.html", p, out, pages.Options{})
		if !strings.Contains(out, "text") || strings.Contains(body(t, out), "cr-") {
			t.Errorf("%s became %s", in, body(t, out))
		}
	}
	if data, err := os.ReadFile("testdata/pages/exercises.md.golden"); err != nil || strings.Contains(string(data), `"SECRET`) {
		t.Errorf("a hidden test is in the golden file, or %v", err)
	}
}
