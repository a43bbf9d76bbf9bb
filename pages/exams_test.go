package pages_test

import (
	"strings"
	"testing"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

const withExam = "# Exam\n\n```text exam_define name=a start=2026-12-01T09:00Z duration=1h\n```\n\n" +
	"```python editor name=one\nxyzzy = 1\n```\n\n```python check name=one hidden exam_name=a\nassert xyzzy\n```\n\n" +
	"```python setup name=one\nxyzzy = 0\n```\n\n```python solution name=one\nxyzzy = 2\n```\n\n" +
	"<details class=\"hint\" data-for=\"one\"><summary>xyzzy</summary>xyzzy</details>\n\n" +
	"```text quiz name=two exam_name=a\nxyzzy?\n\n= xyzzy\n```\n\n<details class=\"hint\" data-for=\"two\"><summary>xyzzy</summary>xyzzy</details>\n\n" +
	"```python editor\nprint(1)\n```\n"

// TestExam holds that nothing of an exam is on the page before it, that the
// elements are the same all the time, and that a page knows how long it holds.
func TestExam(t *testing.T) {
	begin := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	render := func(now time.Time) (*pages.Page, string) {
		t.Helper()
		p, err := pages.Render(pages.Source{Name: "exam.md", Data: []byte(withExam)}, pages.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := p.WriteHTML(&b, "n"); err != nil {
			t.Fatal(err)
		}
		return p, b.String()
	}
	sealed, before := render(begin.Add(-time.Second))
	if strings.Contains(before, "xyzzy") || strings.Count(before, "cr-sealed") != 2 || !strings.Contains(before, "print") {
		t.Errorf("before: %s", before)
	}
	open, during := render(begin)
	for _, part := range []string{"data-for=\"cr-0001\"", "data-for=\"cr-0002\"", "xyzzy"} {
		if !strings.Contains(during, part) {
			t.Errorf("%s is not on the page: %s", part, during)
		}
	}
	if strings.Contains(during, "cr-sealed") || strings.Contains(during, "assert") {
		t.Errorf("%s", during)
	}
	// What stands in for a part says where the part will be.
	for _, n := range strings.Split(before, ioelement.ExamAttr+`="`)[1:] {
		n, _, _ = strings.Cut(n, `"`)
		if !strings.Contains(during, ioelement.ExamAttr+`="`+n+`"`) {
			t.Errorf("nothing comes at %s", n)
		}
	}
	always, _ := render(time.Time{})
	for i, e := range always.Elements {
		if s, o := sealed.Elements[i], open.Elements[i]; s.Key != e.Key || o.Key != e.Key || s.Source != e.Source || s.Number != o.Number {
			t.Errorf("%+v, %+v, %+v", s, o, e)
		}
	}
	if !sealed.Current(begin.Add(-time.Hour)) || sealed.Current(begin) || open.Current(begin.Add(-1)) || !open.Current(begin.Add(time.Hour)) || always.Current(begin) {
		t.Error("a page is taken for one of another time")
	}
	_, sections, err := pages.Text(pages.Source{Name: "exam.md", Data: []byte(withExam)}, ioelement.Set{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sections {
		if strings.Contains(s.Text, "xyzzy") {
			t.Errorf("a search finds %q", s.Text)
		}
	}
}
