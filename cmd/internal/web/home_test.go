package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
	"crunchy/cmd/internal/work"
	"crunchy/comet"
)

var courseFS = fstest.MapFS{
	"index.md":             {Data: []byte("# Welcome\n")},
	"using.md":             {Data: []byte("# Using it\n\nAll of it. And more.")},
	"first-steps/01-a.md":  {Data: []byte("# Alpha\n\nThe first one.\n\n```python editor\n1\n```\n\n```python editor\n2\n```\n")},
	"first-steps/02-b.md":  {Data: []byte("---\ndescription: Beta in short.\n---\n# Beta\n\n```python editor\n1\n```\n")},
	"first-steps/x.svg":    {Data: []byte("<svg/>")},
	"untitled_one/only.md": {Data: []byte("# Only\n\n```python editor\n1\n```\n")},
	"parts/frame.html":     {Data: []byte("<!DOCTYPE html>\n<title>A frame</title>\n")},
}

func document(r *http.Request) { bearer(r); r.Header.Set("Sec-Fetch-Dest", "document") }

func TestHomePageShowsTheCourse(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.Lessons = courseFS })
	p := s.open("first-steps/01-a.md", bearer)
	if resp, body := s.do("POST", "/exec?uid="+p.Page+"0001", "1", bearer); resp.StatusCode != 200 {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	s.engine.see(p.Page, p.Page+"0001", comet.Status, []byte(`{"state":"ended","run":7,"reason":"finished"}`))
	for _, path := range []string{"/", "/home"} {
		resp, body := s.do("GET", path, "", bearer)
		if resp.StatusCode != 200 {
			t.Fatalf("%s: %d", path, resp.StatusCode)
		}
		for _, want := range []string{
			"<h2>First steps</h2>", `href="/t/~lessons/first-steps/01-a.md"`, "The first one.", "1 of 2 done", "Beta in short.", "not begun", `href="/t/~lessons/untitled_one/only.md"`,
			"Nothing opened yet", `href="/t/~lessons/using.md"`, "All of it.", "Go on where you were", `data-crunchy-search="~lessons/"`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
		if strings.Contains(body, "Parts") {
			t.Error("a folder without lessons is offered")
		}
		if strings.Contains(body, "Python Tutorial") {
			t.Error("documentation is offered that is not there")
		}
	}
	if resp, body := s.do("GET", "/t/~lessons/first-steps/02-b.md", "", document); resp.StatusCode != 200 || !strings.Contains(body, "<small>First steps, lesson 2</small>") {
		t.Error("the lesson does not say which it is")
	}
	_, body := s.do("GET", "/home", "", bearer)
	if !strings.Contains(body, `<a href="/t/~lessons/first-steps/02-b.md">Beta</a>`) || !strings.Contains(body, ">today, ") {
		t.Errorf("what was opened is not listed: %s", body)
	}
}

func TestHomePageBesideATarget(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "mine.md"), []byte("# Mine\n"), 0o644)
	os.Mkdir(filepath.Join(dir, "docs"), 0o755)
	os.Mkdir(filepath.Join(dir, "docs", "tutorial"), 0o755)
	os.WriteFile(filepath.Join(dir, "docs", "tutorial", "index.html"), []byte("<title>The tutorial</title>"), 0o644)
	kept := t.TempDir()
	history, err := work.Open(kept)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *web.Config) {
		c.Lessons, c.Work, c.Start, c.Documentation = courseFS, kept, filepath.Join(dir, "mine.md"), filepath.Join(dir, "docs")
	})
	if resp, _ := s.do("GET", "/", "", bearer); resp.Header.Get("Location") != "/t/mine.md" {
		t.Errorf("the printed address leads to %q", resp.Header.Get("Location"))
	}
	if _, body := s.do("GET", "/t/mine.md", "", document); !strings.Contains(body, `class="cr-home" href="/home"`) {
		t.Error("the mark does not lead home")
	}
	gone := filepath.Join(t.TempDir(), "gone.md")
	history.Visited(gone, "Gone")
	_, body := s.do("GET", "/home", "", bearer)
	for _, want := range []string{`href="/t/mine.md"`, `data-target="` + gone + `"`, `href="/t/~python/tutorial/index.html"`, "First steps"} {
		if !strings.Contains(body, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if resp, _ := s.do("GET", "/t/~python/tutorial/index.html", "", bearer); resp.StatusCode != 200 {
		t.Errorf("the documentation: %d", resp.StatusCode)
	}
}

// The same file has one name, whoever opens it and how.
func TestOpeningWhatIsOpenAlready(t *testing.T) {
	dir, _ := filepath.EvalSymlinks(t.TempDir())
	os.MkdirAll(filepath.Join(dir, "course", "sub"), 0o755)
	for _, f := range []string{"course/a.md", "course/sub/b.md", "other.md"} {
		os.WriteFile(filepath.Join(dir, f), []byte("# "+f), 0o644)
	}
	t.Setenv("HOME", dir)
	s := newSite(t, func(c *web.Config) { c.Start = filepath.Join(dir, "course") })
	s.login()
	for target, want := range map[string]string{
		filepath.Join(dir, "course"):                       "/t/",
		filepath.Join(dir, "course", "a.md"):               "/t/a.md",
		filepath.Join(dir, "course", "sub"):                "/t/sub/",
		"  \"" + filepath.Join(dir, "course/a.md") + "\" ": "/t/a.md",
		"file://" + filepath.Join(dir, "course/sub/b.md"):  "/t/sub/b.md",
		"~/course/sub/b.md":                                "/t/sub/b.md",
		"~/other.md":                                       "/t/~other.md/other.md",
		"https://docs.example/a":                           "/t/~remote/https/docs.example/a",
		"":                                                 "/",
	} {
		resp, body := s.do("POST", "/open?target="+url.QueryEscape(target), "", s.browser(""))
		var a struct{ Path string }
		json.Unmarshal([]byte(body), &a)
		if resp.StatusCode != 200 || a.Path != want {
			t.Errorf("%q: %d %s, want %s", target, resp.StatusCode, body, want)
		}
	}
	for _, target := range []string{"~/nothing.md", "ftp://x/y", "~other/x.md"} {
		resp, body := s.do("POST", "/open?target="+url.QueryEscape(target), "", func(r *http.Request) {
			s.browser("")(r)
			r.Header.Set("Accept", "application/json")
		})
		if resp.StatusCode != 404 || !strings.Contains(body, `"msg":"There is no file or folder`) {
			t.Errorf("%q: %d %s", target, resp.StatusCode, body)
		}
	}
}

func TestFolderTitles(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{
			"python-intro/a.md": {Data: []byte("# A\n\nAbout a.")}, "named/README.md": {Data: []byte("# A real name")}, "named/b.md": {Data: []byte("# B")},
			"x.md": {Data: []byte("# X")}, "empty/readme.txt": {},
		}
	})
	_, body := s.do("GET", "/t/", "", bearer)
	for _, want := range []string{"<b>Python intro</b>", "<b>A real name</b>", "<h1>Lessons</h1>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the list lacks %s", want)
		}
	}
	if _, body := s.do("GET", "/t/python-intro/", "", bearer); !strings.Contains(body, "<h1>Python intro</h1>") || !strings.Contains(body, "About a.") || !strings.Contains(body, `data-crunchy-search="python-intro/"`) {
		t.Errorf("the list of the folder: %s", body)
	}
	if _, body := s.do("GET", "/t/empty/", "", bearer); !strings.Contains(body, "There is no lesson in this folder.") {
		t.Error("an empty folder does not say so")
	}
}
