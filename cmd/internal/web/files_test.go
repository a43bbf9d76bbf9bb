package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
)

const filed = "# Files\n\n```python editor files=a.csv,data/b.txt,gone.txt\nprint(1)\n```\n\n```python editor\nprint(2)\n```\n"

// TestFilesOfALesson gives a program what its element names, and nothing else.
func TestFilesOfALesson(t *testing.T) {
	work := t.TempDir()
	s := newSite(t, func(c *web.Config) {
		c.Work = work
		c.Fetch = fetcher{"https://docs.example/a.html": `<pre title="editor files=a.csv,b.txt">print(1)</pre>`}
		c.Lessons = fstest.MapFS{
			"index.md": {Data: []byte("# Home\n")}, "sub/files.md": {Data: []byte(filed)},
			"sub/a.csv": {Data: []byte("author")}, "sub/data/b.txt": {Data: []byte("b")}, "sub/secret.txt": {Data: []byte("s")},
		}
	})
	p := s.open("sub/files.md", bearer)
	s.do("POST", "/exec?uid="+p.Elements[1].UID, "x", bearer)
	folder := ""
	there := func(name string) string {
		found, _ := filepath.Glob(filepath.Join(work, "*"))
		for _, f := range found {
			if strings.Contains(f, "files") {
				folder = f
			}
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "nothing"
		}
		return string(data)
	}
	if got := there("a.csv"); got != "nothing" {
		t.Errorf("a program that asks for no file has %q", got)
	}
	exec := func() { s.do("POST", "/exec?uid="+p.Elements[0].UID, "x", bearer) }
	exec()
	if a, b, c := there("a.csv"), there("data/b.txt"), there("secret.txt"); a != "author" || b != "b" || c != "nothing" {
		t.Errorf("a.csv is %q, b.txt %q, secret.txt %q", a, b, c)
	}
	if said := strings.Join(s.engine.published, "\n"); said != "POPUP "+p.Elements[0].UID+" The file gone.txt is not there for this program: there is no such file in the lesson's folder." {
		t.Errorf("%s", said)
	}
	if err := os.WriteFile(filepath.Join(folder, "a.csv"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	exec()
	if got := there("a.csv"); got != "mine" {
		t.Errorf("what the student changed is %q", got)
	}
	s.do("POST", "/reset?uid="+p.Elements[0].UID, "", bearer)
	if got := there("a.csv"); got != "author" {
		t.Errorf("after a Reset it is %q", got)
	}

	remote := "~remote/https/docs.example/a.html"
	s.do("POST", "/trust?tutorial="+remote, "", bearer)
	s.engine.published = nil
	p = s.open(remote, bearer)
	exec()
	if said := strings.Join(s.engine.published, "\n"); strings.Count(said, "the lesson is a page on the web") != 2 {
		t.Errorf("%s", said)
	}
}
