package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// TestProgressIsTold lets one element fail and another run well, and reads what the
// page and the table say.
func TestProgressIsTold(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Start = filepath.Join(t.TempDir(), "l.md")
		os.WriteFile(c.Start, []byte("# A & lesson\n\n```python editor name=a\n1\n```\n\n```python editor name=b\n2\n```\n\n```python editor\n3\n```\n"), 0o644)
	})
	ask := func(path string) string {
		t.Helper()
		resp, body := s.do("GET", path, "", bearer)
		if resp.StatusCode != 200 {
			t.Fatalf("%s: %d %s", path, resp.StatusCode, body)
		}
		return body
	}
	if page := ask("/progress"); !strings.Contains(page, "Nothing has been tried yet") {
		t.Errorf("nothing is begun, and the page is\n%s", page)
	}
	if table := ask("/progress.csv"); table != "lesson,title,changed,element,name,kind,state\n" {
		t.Errorf("the empty table is %q", table)
	}
	if home := ask("/home"); !strings.Contains(home, `href="/progress"`) {
		t.Error("the home page does not lead there")
	}
	p := s.open("l.md", bearer)
	s.engine.see(p.Page, p.Elements[0].UID, comet.Status, []byte(`{"state":"ended","run":1,"reason":"exception"}`))
	s.engine.see(p.Page, p.Elements[1].UID, comet.Status, []byte(`{"state":"ended","run":2,"reason":"finished"}`))
	page := ask("/progress")
	for _, want := range []string{
		`<h2><a href="/t/l.md">A &amp; lesson</a></h2>`, "1 of 3 done", `<strong>Stuck at:</strong> <a href="/t/l.md#cr-0001">a</a></p>`,
		`<a href="/t/l.md#cr-0002">b</a></th><td>example</td><td>ran</td>`, "<td>not tried</td>", `href="/progress.csv"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s in\n%s", want, page)
		}
	}
	table := ask("/progress.csv")
	for _, want := range []string{",A & lesson,", ",0001,a,example,stuck\n", ",0002,b,example,ran\n", ",0003,a lesson 1,example,not tried\n"} {
		if !strings.Contains(table, want) {
			t.Errorf("there is no %q in\n%s", want, table)
		}
	}
}
