package web_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/web"
)

// dirOf is the folder in which a tutorial's programs run.
func (s *site) dirOf(tutorial string) string {
	s.t.Helper()
	p := s.open(url.QueryEscape(tutorial), bearer)
	return s.engine.pages[p.Page].Elements[0].Dir
}

// The same lesson has the same folder however the server was started, and
// another lesson of the same name has another.
func TestFolderBelongsToTheLessonAndNotToItsAddress(t *testing.T) {
	lesson := []byte("# L\n\n```python editor name=a\n1\n```\n")
	course, work := t.TempDir(), t.TempDir()
	for _, dir := range []string{"x/week", "y/week"} {
		os.MkdirAll(filepath.Join(course, dir), 0o755)
		os.WriteFile(filepath.Join(course, dir, "lesson.md"), lesson, 0o644)
	}
	at := func(start string) *site {
		return newSite(t, func(c *web.Config) { c.Work = work; c.Start = start })
	}
	one := at(filepath.Join(course, "x", "week", "lesson.md")).dirOf("lesson.md")
	os.MkdirAll(one, 0o700)
	if got := at(course).dirOf("x/week/lesson.md"); got != one {
		t.Errorf("as a file it has %s, in its folder %s", one, got)
	}
	s := at(course)
	if first, other := s.dirOf("x/week/lesson.md"), s.dirOf("y/week/lesson.md"); first == other || filepath.Dir(other) != work {
		t.Errorf("two lessons share %s", first)
	}
	if bare, named := at("").dirOf("lesson.md"), s.dirOf("~lessons/lesson.md"); filepath.Base(bare) != filepath.Base(named) || bare == one {
		t.Errorf("an embedded lesson has %s and %s", bare, named)
	}
}

func TestPageHearsOnlyOfWhatItDoesNotKnow(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Start = filepath.Join(t.TempDir(), "l.md")
		os.WriteFile(c.Start, []byte("# L\n\n```python editor name=a\n1\n```\n"), 0o644)
	})
	one, two := s.open("l.md", bearer), s.open("l.md", bearer)
	for _, text := range []string{"x = 1", "x = 1", "1"} { // nobody is told twice; a reset is told too
		if resp, body := s.do("POST", "/save?uid="+one.Elements[0].UID+"&base="+s.version(two), text, bearer); resp.StatusCode != 200 {
			t.Fatalf("%d %s", resp.StatusCode, body)
		}
	}
	time.Sleep(1200 * time.Millisecond) // two looks at the files
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	if got := s.engine.published; len(got) != 2 || !strings.HasPrefix(got[0], "WORK "+two.Elements[0].UID+" {") || !strings.Contains(got[1], `"text":"1"`) {
		t.Errorf("published: %q", got)
	}
}

// version is the one that the page was told of last.
func (s *site) version(p opened) string {
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	if len(s.engine.published) == 0 {
		return ""
	}
	_, rest, _ := strings.Cut(s.engine.published[len(s.engine.published)-1], `"version":"`)
	v, _, _ := strings.Cut(rest, `"`)
	return v
}
