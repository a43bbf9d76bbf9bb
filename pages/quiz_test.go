package pages_test

import (
	"fmt"
	"strings"
	"testing"

	"crunchy/ioelement"
	"crunchy/pages"
)

// What is right in a quiz is nowhere in the page, and who reads the page again
// finds the same question.
func TestQuizKeepsItsAnswers(t *testing.T) {
	for _, in := range []string{
		fence("quiz name=q", "Which?\n\n    x = `1`\n\n- [x] a | xyzzy\n- [ ] b"),
		fence("quiz", "Which?\n* [X] a \\| b | xyzzy\n* [ ] c\n* [x] `d | e`\n  f"),
		fence("quiz", "What?\n= xyzzy"),
		"<pre title='quiz' class='mine' id='here'>Which?\n- [x] a | xyzzy\n- [ ] <b id=in>b</b></pre>\n",
		fence("quiz", "Nobody knows.\n\n- [ ] a | xyzzy\n- [ ] b"),
		fence("quiz name=q", "Which?\n- [x] a | xyzzy\n- [ ] b") + "<details class=hint data-for=q><summary>Hint</summary>x</details>\n",
	} {
		for _, trust := range []pages.Trust{pages.Normal, pages.Display} {
			o := pages.Options{Trust: trust}
			p, out := render(t, "x.md", "", []byte("# Page\n\n"+in), o)
			again(t, "x.md", p, out, o)
			checkStructure(t, out)
			if strings.Contains(out, "xyzzy") || strings.Contains(out, "[x]") || strings.Contains(out, "[X]") {
				t.Errorf("%s", body(t, out))
			}
			if len(p.Elements) != 1 || p.Elements[0].Quiz == nil || p.Elements[0].WorkFile != "" {
				t.Errorf("%+v", p.Elements)
			}
			if strings.Contains(in, "details") && (len(p.Notices) > 0 || !strings.Contains(out, `data-for="cr-0001"`)) {
				t.Errorf("the hint: %v", p.Notices)
			}
		}
	}
	in := "<p>x" + strings.Repeat("<pre>&gt;&gt;&gt; 1</pre>\n", 9999) + "<pre title=quiz>Q\n- [x] xyzzy\n- [ ] b</pre>"
	p, out := render(t, "x.html", "", []byte(in), pages.Options{})
	again(t, "x.html", p, out, pages.Options{})
	if strings.Contains(out, "xyzzy") {
		t.Error("a quiz that is one too many tells its answer")
	}
}

// Nor is the right order of lines, unless the author shows the solution.
func TestParsonsKeepsItsOrder(t *testing.T) {
	for _, in := range []string{
		fence("parsons name=p", "a = 1\nb = 2\nif a:\n    c = (\n      3)"),
		fence("parsons", "s = \"\"\"\n  x\n\"\"\"\nt = s\n(") + fence("editor", "1"),
		fence("parsons name=p", "") + fence("solution name=p hidden", "a = 1\nb = 2") + fence("check name=p hidden", "assert a"),
		"<pre title='parsons' class='mine' id='here'>a &lt; 1\n<b id=in>b</b>\nc</pre>\n",
	} {
		o := pages.Options{}
		p, out := render(t, "x.md", "", []byte("# Page\n\n"+in), o)
		again(t, "x.md", p, out, o)
		checkStructure(t, out)
		e := p.Elements[0]
		if e.Kind != "parsons" || e.WorkFile == "" || strings.Contains(out, e.Exercise.Solution) || e.Source == e.Exercise.Solution {
			t.Errorf("%+v %s", e, body(t, out))
		}
		_, sections, err := pages.Text(pages.Source{Name: "x.md", Data: []byte("# Page\n\n" + in)}, ioelement.Set{})
		if err != nil || strings.Contains(fmt.Sprint(sections), "a = 1") {
			t.Errorf("%v %v", sections, err)
		}
	}
}
