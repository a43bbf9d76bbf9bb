package web_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crunchy/cmd/internal/web"
	"crunchy/ioelement"
)

// manuscript is an answer about the file of a lesson.
type manuscript struct {
	Name, Language, Text, Version string
	ReadOnly                      bool
	Error                         struct{ Name, Msg string }
}

// asks sends a request about a file, as the page's script does.
func (s *site) asks(status int, target, body string, edit func(*http.Request)) (m manuscript) {
	s.t.Helper()
	resp, answer := s.do("POST", target, body, func(r *http.Request) {
		edit(r)
		r.Header.Set("Accept", "application/json")
	})
	if err := json.Unmarshal([]byte(answer), &m); err != nil || resp.StatusCode != status {
		s.t.Fatalf("%s: %d %s, want %d", target, resp.StatusCode, answer, status)
	}
	return m
}

// onDisk is what a file of the folder holds.
func (s *site) onDisk(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.folder, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// TestAuthorWrites: the author gets the file of the page's lesson and saves it; the
// pages are told as of any save.
func TestAuthorWrites(t *testing.T) {
	s, write := authored(t, "\ufeff# A\r\n\r\n"+strings.ReplaceAll(editor("1"), "\n", "\r\n"))
	s.login()
	p := s.open("a.md", s.browser(""))
	mine := s.browser(p.Token)
	m := s.asks(200, "/source?page="+p.Page, "", mine)
	if m.Name != "a.md" || m.Language != "markdown" || m.Text != "# A\n\n"+editor("1") || m.ReadOnly {
		t.Errorf("%+v", m)
	}
	seen := len(s.lessonFrames())
	now := s.asks(200, "/write?page="+p.Page+"&base="+m.Version, m.Text+"More.\n", mine)
	if got := s.onDisk("a.md"); !strings.HasPrefix(got, "\ufeff# A\r\n") || !strings.HasSuffix(got, "More.\r\n") {
		t.Errorf("%q", got)
	}
	s.toldOf(seen, "a.md")
	if r := s.refresh(p.Page, s.edition()); len(r.Elements) != 1 || r.Elements[0].Fate != "kept" {
		t.Errorf("the page goes on with %+v", r)
	}

	write("# Theirs\n")
	c := s.asks(409, "/write?page="+p.Page+"&base="+now.Version, "# Mine\n", mine)
	if c.Error.Name != "changed_elsewhere" || c.Text != "# Theirs\n" || !strings.Contains(c.Error.Msg, "file of this lesson") || s.onDisk("a.md") != "# Theirs\n" {
		t.Errorf("%+v, and there is %q", c, s.onDisk("a.md"))
	}
	s.asks(200, "/write?page="+p.Page+"&base="+c.Version, "# Mine\n", mine)
	if s.onDisk("a.md") != "# Mine\n" {
		t.Error(s.onDisk("a.md"))
	}

	if err := os.Remove(filepath.Join(s.folder, "a.md")); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/source?page=" + p.Page, "/write?base=" + c.Version + "&page=" + p.Page} {
		if m := s.asks(410, target, "# Mine\n", mine); m.Error.Name != "no_lesson" {
			t.Errorf("%s of a file that is gone: %+v", target, m)
		}
	}
	s.asks(200, "/write?page="+p.Page, "# Anew\n", mine)
	if s.onDisk("a.md") != "# Anew\n" {
		t.Error(s.onDisk("a.md"))
	}
}

// TestAuthorIsToldTheVocabulary: who asks for it hears what can be written, in the
// language of the page.
func TestAuthorIsToldTheVocabulary(t *testing.T) {
	s, _ := authored(t, "# A\n")
	for language, says := range map[string]string{"en": "a live >>>", "de": "ein lebendiges >>>"} {
		in := func(r *http.Request) { bearer(r); r.Header.Set("Accept-Language", language) }
		p := s.open("a.md", in)
		resp, body := s.do("POST", "/source?vocabulary=1&page="+p.Page, "", in)
		var m struct{ Vocabulary ioelement.Vocabulary }
		if err := json.Unmarshal([]byte(body), &m); err != nil || resp.StatusCode != 200 {
			t.Fatalf("%d %s", resp.StatusCode, body)
		}
		i := slices.IndexFunc(m.Vocabulary.Keywords, func(w ioelement.Word) bool { return w.Names[0] == "interpreter" })
		if i < 0 || !strings.Contains(m.Vocabulary.Keywords[i].Says, says) || !slices.Contains(m.Vocabulary.Keywords[i].Options, "session") {
			t.Errorf("%s: %+v", language, m.Vocabulary.Keywords)
		}
		if _, body := s.do("POST", "/source?page="+p.Page, "", in); strings.Contains(body, "vocabulary") {
			t.Error("told unasked")
		}
	}
}

// TestWhoIsNoAuthor: only whoever has opened their own folder may read and write its
// files, by a page of that very lesson; a teacher's students may not.
func TestWhoIsNoAuthor(t *testing.T) {
	for _, c := range []struct {
		name     string
		change   func(*web.Config)
		tutorial string
	}{
		{"a lesson that is built in", func(c *web.Config) { c.Start = "" }, "lesson.md"},
		{"a built-in lesson beside one's own", func(*web.Config) {}, "~lessons/lesson.md"},
		{"a student", func(c *web.Config) { c.Teacher = password }, "a.md"},
		{"no lesson at all", func(*web.Config) {}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := authored(t, "# A\n")
			s = newSite(t, func(w *web.Config) { w.Start = s.folder; c.change(w) })
			s.login()
			p := s.open(c.tutorial, s.browser(""))
			for _, edit := range []func(*http.Request){s.browser(p.Token), bearer} {
				for _, target := range []string{"/source?page=", "/write?page="} {
					if m := s.asks(403, target+p.Page, "# Mine\n", edit); m.Error.Name != "not_author" {
						t.Errorf("%s: %+v", target, m)
					}
				}
			}
		})
	}
	s, _ := authored(t, "# A\n", func(c *web.Config) { c.Teacher = password })
	s.login()
	teacher := s.signIn(password)
	p := s.open("a.md", teacher(""))
	if m := s.asks(200, "/source?page="+p.Page, "", teacher(p.Token)); m.Text != "# A\n" {
		t.Errorf("the teacher gets %+v", m)
	}
	other := s.open("a.md", teacher(""))
	s.asks(403, "/write?page="+p.Page, "x", teacher(other.Token))
	if s.onDisk("a.md") != "# A\n" {
		t.Error("somebody has written it")
	}
}

// TestPageSaysWhoWrites: the page's script hears whether it may offer that.
func TestPageSaysWhoWrites(t *testing.T) {
	s, _ := authored(t, "# A\n")
	for _, name := range []string{"b.html", "c.rst", "d.py", "e.ipynb"} {
		text := "x = 1\n"
		if name == "e.ipynb" {
			text = `{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}`
		}
		if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.login()
	for tutorial, want := range map[string]bool{"a.md": true, "b.html": true, "d.py": false, "e.ipynb": false, "~lessons/lesson.md": false} {
		_, body := s.do("GET", "/page_init?tutorial="+tutorial, "", func(r *http.Request) { s.browser("")(r); r.Header.Set("Accept", "application/json") })
		if got := strings.Contains(body, `"writes":true`); got != want {
			t.Errorf("%s: %s", tutorial, body)
		}
	}
}

// TestAuthorIsToldWhyNot: each obstacle has a sentence of its own, and the file stays.
func TestAuthorIsToldWhyNot(t *testing.T) {
	s, _ := authored(t, "# A\n")
	outside := filepath.Join(t.TempDir(), "secret.md")
	files := map[string]string{outside: "secret\n"}
	for name, text := range map[string]string{"latin.md": "# caf\xe9\n", "big.md": "# Big\n" + strings.Repeat("x", 4<<20), "fixed.md": "# Fixed\n"} {
		files[filepath.Join(s.folder, name)] = text
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(s.folder, "fixed.md"), 0o444); err != nil {
		t.Fatal(err)
	}
	s.login()
	on := func(tutorial string) (string, func(*http.Request)) {
		p := s.open(tutorial, s.browser(""))
		return p.Page, s.browser(p.Token)
	}
	page, mine := on("latin.md")
	if m := s.asks(409, "/source?page="+page, "", mine); m.Error.Name != "not_text" {
		t.Errorf("%+v", m)
	}
	s.asks(409, "/write?page="+page, "# Mine\n", mine)
	page, mine = on("big.md")
	if m := s.asks(413, "/source?page="+page, "", mine); !strings.Contains(m.Error.Msg, "4 MiB") {
		t.Errorf("%+v", m)
	}
	page, mine = on("fixed.md")
	m := s.asks(200, "/source?page="+page, "", mine)
	if !m.ReadOnly {
		t.Errorf("%+v", m)
	}
	if m := s.asks(507, "/write?page="+page+"&base="+m.Version, "# Mine\n", mine); !strings.Contains(m.Error.Msg, "permissions") {
		t.Errorf("%+v", m)
	}
	page, mine = on("a.md")
	m = s.asks(200, "/source?page="+page, "", mine)
	s.asks(413, "/write?page="+page+"&base="+m.Version, strings.Repeat("x", 4<<20+1), mine)
	s.asks(409, "/write?page="+page+"&base="+m.Version, "\xff", mine)

	// a link that is put in the place of a lesson that is open
	file := filepath.Join(s.folder, "a.md")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if os.Symlink(outside, file) == nil {
		for _, target := range []string{"/source?page=", "/write?page="} {
			resp, body := s.do("POST", target+page, "mine", mine)
			if resp.StatusCode < 400 || strings.Contains(body, "secret") {
				t.Errorf("%s through a link: %d %s", target, resp.StatusCode, body)
			}
		}
	}
	for name, text := range files {
		if data, err := os.ReadFile(name); err != nil || string(data) != text {
			t.Errorf("%s was written: %v", filepath.Base(name), err)
		}
	}
}

// TestAuthorAddsAPicture: it is put beside the lesson under a name of its own, by its
// author only, and is served from there.
func TestAuthorAddsAPicture(t *testing.T) {
	const picture = "\x89PNG\r\n\x1a\nand so on"
	s, _ := authored(t, "# A\n")
	if err := os.WriteFile(filepath.Join(s.folder, "tree.png"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.login()
	p := s.open("a.md", s.browser(""))
	mine := s.browser(p.Token)
	seen := len(s.lessonFrames())
	if m := s.asks(200, "/picture?name=tree.png&page="+p.Page, picture, mine); m.Name != "tree-2.png" || s.onDisk(m.Name) != picture || s.onDisk("tree.png") != "theirs" {
		t.Errorf("%+v", m)
	}
	s.toldOf(seen, "tree-2.png")
	resp, body := s.do("GET", "/t/tree-2.png", "", mine)
	if resp.Header.Get("Content-Type") != "image/png" || body != picture {
		t.Errorf("it is served as %v", resp.Header)
	}
	for body, want := range map[string]int{"#!/bin/sh\n": 415, "<svg onload='x()'/>": 415, picture + strings.Repeat("x", 8<<20): 413} {
		if m := s.asks(want, "/picture?name=x.png&page="+p.Page, body, mine); m.Error.Msg == "" {
			t.Errorf("%+v", m)
		}
	}
	other := s.open("~lessons/lesson.md", s.browser(""))
	s.asks(403, "/picture?name=x.png&page="+other.Page, picture, s.browser(other.Token))
	s.asks(403, "/picture?name=x.png&page="+p.Page, picture, s.browser(other.Token))
	if all, err := os.ReadDir(s.folder); err != nil || len(all) != 3 {
		t.Errorf("there is %v, %v", all, err)
	}
}

// TestAuthorAddsALesson: it is put beside the lesson, and opens from where the answer says.
func TestAuthorAddsALesson(t *testing.T) {
	s, _ := authored(t, "# A\n")
	if err := os.Mkdir(filepath.Join(s.folder, "part"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.folder, "part", "b.md"), []byte("# B\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.login()
	for tutorial, want := range map[string]string{"a.md": "new-ways.md", "part/b.md": "part/new-ways.md"} {
		p := s.open(tutorial, s.browser(""))
		resp, body := s.do("POST", "/lesson?title=New+ways&page="+p.Page, "# New ways\n", s.browser(p.Token))
		var made struct{ Name, Tutorial, Address string }
		if err := json.Unmarshal([]byte(body), &made); err != nil || resp.StatusCode != 200 || made.Name != "new-ways.md" || made.Tutorial != want || s.onDisk(want) != "# New ways\n" {
			t.Fatalf("%d %s", resp.StatusCode, body)
		}
		if resp, body := s.do("GET", made.Address, "", bearer); resp.StatusCode != 200 || !strings.Contains(body, "New ways</h1>") {
			t.Errorf("%s: %d", made.Address, resp.StatusCode)
		}
	}
	p := s.open("a.md", s.browser(""))
	s.asks(409, "/lesson?title=x&page="+p.Page, "\xff", s.browser(p.Token))
	other := s.open("~lessons/lesson.md", s.browser(""))
	s.asks(403, "/lesson?title=x&page="+other.Page, "# X\n", s.browser(other.Token))
}
