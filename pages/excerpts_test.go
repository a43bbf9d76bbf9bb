package pages_test

import (
	"fmt"
	"strings"
	"testing"

	"crunchy/ioelement"
)

func TestExcerpts(t *testing.T) {
	o := options()
	var asked []string
	o.Excerpt = func(what, python string) ioelement.Excerpt {
		asked = append(asked, what+" "+python)
		if what == "no.such" {
			return ioelement.Excerpt{Problem: "missing"}
		}
		return ioelement.Excerpt{Text: "def f():\n    return 1\n", Line: 7}
	}
	const lesson = "---\npython: \"3.12\"\n---\n# A\n\n```python getpythonsource a.f linenumber\n```\n\n```python getpythonsource no.such\n```\n\n```python getpythonsource b.f editor python=3.8\n```\n"
	p, out := render(t, "a.md", "", []byte(lesson), o)
	if got := strings.Join(asked, ", "); got != "a.f 3.12, no.such 3.12, b.f 3.8" {
		t.Errorf("it was asked for %s", got)
	}
	if len(p.Elements) != 1 || p.Elements[0].Source != "def f():\n    return 1" || !p.Passing || !strings.Contains(out, `data-n="7"`) ||
		!strings.Contains(out, "There is no “no.such” to be shown") {
		t.Errorf("%+v %s", p.Elements, out)
	}
	if len(p.Notices) != 1 || p.Notices[0].Line != 9 || !strings.Contains(p.Notices[0].Text, "finds no no.such") {
		t.Errorf("%+v", p.Notices)
	}
	again(t, "a.md", p, out, o)

	// Where nothing is looked for, the page says so, and its author has done nothing wrong.
	o.Excerpt = nil
	p, out = render(t, "a.md", "", []byte(lesson), o)
	if len(p.Notices) != 0 || p.Passing || !strings.Contains(out, "Here stands the source of “a.f”") {
		t.Errorf("%+v %s", p.Notices, out)
	}

	o.Excerpt = func(string, string) ioelement.Excerpt { return ioelement.Excerpt{Text: "x\n", Line: 1} }
	p, out = render(t, "a.html", "", []byte(strings.Repeat(`<pre title="getpythonsource x">`+"\n</pre>\n", 101)), o)
	if strings.Count(out, "cr-unfound") != 1 || len(p.Notices) != 1 {
		t.Errorf("%d sources, %s", strings.Count(out, "cr-unfound"), fmt.Sprint(p.Notices))
	}
}
