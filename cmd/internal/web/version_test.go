package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"crunchy/cmd/internal/web"
)

// authored is a site of one's own folder with one lesson; write saves it as
// editors do, in the place of the file that was there.
func authored(t *testing.T, text string, change ...func(*web.Config)) (s *site, write func(text string)) {
	t.Helper()
	dir := t.TempDir()
	write = func(text string) {
		t.Helper()
		fresh := filepath.Join(dir, ".fresh")
		if err := os.WriteFile(fresh, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(fresh, filepath.Join(dir, "a.md")); err != nil {
			t.Fatal(err)
		}
	}
	write(text)
	s = newSite(t, append(change, func(c *web.Config) { c.Start = dir })...)
	s.folder = dir
	return s, write
}

// edition is the version that the page of the lesson says.
func (s *site) edition() string {
	s.t.Helper()
	_, body := s.do("GET", "/t/a.md", "", bearer)
	m := regexp.MustCompile(`<meta name="crunchy:version" content="([0-9a-f]+)"`).FindStringSubmatch(body)
	if m == nil {
		s.t.Fatalf("the page says no version: %s", body)
	}
	return m[1]
}

// TestChangedLessonIsNotTakenOver: who shows another version of the lesson than a
// page has the elements of gets a page of its own; who says nothing gets the old one.
func TestChangedLessonIsNotTakenOver(t *testing.T) {
	const block = "```python editor\n1\n```\n"
	s, write := authored(t, "# A\n\n"+block)
	first := s.edition()
	if _, body := s.do("GET", "/t/a.md", "", func(r *http.Request) { bearer(r); r.Header.Set("Accept-Language", "de") }); !regexp.MustCompile(first).MatchString(body) {
		t.Error("in German it is another version")
	}
	p := s.open("a.md", bearer)
	resumed := func(query string) bool {
		t.Helper()
		return s.open("a.md&resume="+p.Page+query, bearer).Page == p.Page
	}
	if !resumed("&version="+first) || !resumed("") {
		t.Error("an unchanged page is not taken over")
	}
	write("# A\n\n" + block + block)
	second := s.edition()
	if second == first {
		t.Fatal("the version has not changed")
	}
	if !resumed("&version="+first) || !resumed("") {
		t.Error("whoever still shows the old lesson loses its page")
	}
	if resumed("&version=" + second) {
		t.Error("a page is taken over with the elements of another version")
	}
	if q := s.open("a.md&version="+second, bearer); len(q.Elements) != 2 {
		t.Errorf("the new page has %d elements", len(q.Elements))
	}
}
