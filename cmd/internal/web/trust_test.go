package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/web"
	"crunchy/pages"
)

// told asks for another level of the place that a tutorial comes from.
func (s *site) told(tutorial string, level pages.Trust) int {
	s.t.Helper()
	q := url.Values{"tutorial": {tutorial}, "level": {string(level)}}
	resp, body := s.do("POST", "/trust?"+q.Encode(), "", s.browser(""))
	if resp.StatusCode == 200 && !strings.Contains(body, `"trust":"`+string(level)+`"`) {
		s.t.Errorf("%s of %s: %s", level, tutorial, body)
	}
	return resp.StatusCode
}

// TestLevelsOfTrust walks every level of every kind of place: what the page says, what it
// may load, whether its programs run, and whether they may run scripts in it.
func TestLevelsOfTrust(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.md"), "# A\n\n<style>p { color: red }</style>\n\n<p style=\"color: red\">x</p>\n\n![b](https://pictures.example/b.png)\n\n```python editor\n1\n```\n")
	file := filepath.Join(t.TempDir(), "state", "trust.json")
	const remote = "~remote/https/docs.example/a.html"
	change := func(c *web.Config) {
		c.Start, c.Trust = dir, file
		const text = `<title>R</title><style>p { color: red }</style><p style="color: red">x<img src="https://pictures.example/b.png"><pre title=editor>1</pre>`
		c.Fetch = fetcher{"https://docs.example/a.html": text, "https://DOCS.example/a.html": text}
	}
	s := newSite(t, change)
	s.login()
	usual := map[string]pages.Trust{"a.md": pages.Normal, remote: pages.Display, "~lessons/lesson.md": pages.Trusted}
	for tutorial, level := range usual {
		s.isAt(tutorial, level)
	}
	for tutorial := range usual {
		for _, level := range pages.Levels() {
			if status := s.told(tutorial, level); status != 200 {
				t.Fatalf("%s of %s: %d", level, tutorial, status)
			}
			s.isAt(tutorial, level)
			for other, at := range usual {
				if other != tutorial {
					s.isAt(other, at) // nothing else has changed
				}
			}
		}
		usual[tutorial] = "display strict" // the last of them
	}

	// Another server finds the levels where this one left them, however they are spelt.
	s2 := newSite(t, change)
	s2.login()
	s2.isAt("a.md", "display strict")
	s2.isAt("~remote/https/DOCS.example/a.html", "display strict")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	entries, _ := os.ReadDir(filepath.Dir(file))
	if len(entries) != 1 {
		t.Errorf("%v is left there", entries)
	}

	// What is torn, too big, or says what there is not, counts for nothing.
	for _, text := range []string{"{", "[]", `{"host docs.example": "everything"}`, `{"host docs.example": 1}`, `{"host docs.example": "Trusted"}`, strings.Repeat(" ", 5<<20) + `{"host docs.example": "trusted"}`} {
		write(t, file, text)
		s2.isAt(remote, pages.Display)
	}
	// It cannot be written: the level holds until the server ends.
	if err := os.RemoveAll(filepath.Dir(file)); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Dir(file), "in the way")
	if status := s2.told(remote, pages.Strict); status != 200 {
		t.Error(status)
	}
	s2.isAt(remote, pages.Strict)
	if status := s2.told("a.md", pages.Trusted); status != 200 {
		t.Error(status)
	}
	s2.isAt(remote, pages.Strict)
	s2.isAt("a.md", pages.Trusted)
}

// In a sandbox no program runs a script in its page, however that is trusted.
func TestNoScriptsOutOfASandbox(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.Sandboxed = true })
	s.login()
	page := s.open("~lessons/lesson.md", s.browser(""))
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	elements := s.engine.pages[page.Page].Elements
	if len(elements) == 0 {
		t.Error("nothing runs")
	}
	for _, e := range elements {
		if e.Scripts {
			t.Errorf("%s may run scripts", e.UID)
		}
	}
}

// isAt checks a tutorial against a level.
func (s *site) isAt(tutorial string, level pages.Trust) {
	s.t.Helper()
	resp, body := s.do("GET", "/t/"+tutorial, "", s.browser(""))
	csp := resp.Header.Get("Content-Security-Policy")
	word := string(level)
	if !level.Runs() {
		word = "display"
	}
	has := func(what string) bool { return strings.Contains(body, what) }
	strict := strings.HasSuffix(string(level), "strict")
	trusted := strings.HasSuffix(string(level), "trusted")
	foreign := tutorial != "~lessons/lesson.md" // and has something to be cleaned away
	switch {
	case resp.StatusCode != 200, !has(`data-trust="` + word + `"`), !has(`data-crunchy-trust="` + string(level) + `"`):
		s.t.Errorf("%s is not at %q: %d %.300s", tutorial, level, resp.StatusCode, body)
	case strings.Contains(csp, "img-src 'self' data: https:;") != trusted, !strings.Contains(csp, "img-src 'self' data:"):
		s.t.Errorf("%s at %q: %s", tutorial, level, csp)
	case foreign && has("color: red") == strict, foreign && has("https://pictures.example") == strict:
		s.t.Errorf("%s at %q: %s", tutorial, level, body)
	case has("data-do=\"trust\"") == level.Runs():
		s.t.Errorf("%s at %q asks: %v", tutorial, level, !level.Runs())
	}
	page := s.open(url.QueryEscape(tutorial), s.browser(""))
	s.engine.mu.Lock()
	opened := s.engine.pages[page.Page].Elements
	s.engine.mu.Unlock()
	if (len(page.Elements) > 0) != level.Runs() || len(opened) != len(page.Elements) {
		s.t.Errorf("%s at %q: %d elements, and %d in the engine", tutorial, level, len(page.Elements), len(opened))
	}
	for _, e := range opened {
		if e.Scripts != (level == pages.Trusted) {
			s.t.Errorf("%s at %q: scripts %v", tutorial, level, e.Scripts)
		}
	}
}

// TestTrustIsAskedProperly refuses what is no level of anything.
func TestTrustIsAskedProperly(t *testing.T) {
	s := newSite(t)
	s.login()
	for _, level := range []pages.Trust{"", "Trusted", "display", "display  normal", "all", "normal\x00", pages.Trust(strings.Repeat("x", 4000))} {
		if status := s.told("lesson.md", level); status != 400 {
			t.Errorf("level %.20q: %d", level, status)
		}
	}
	for _, tutorial := range []string{"", "../x.md", "/etc/passwd", "~remote/ftp/docs.example/a", "~remote", "~remote/", "~elsewhere/x.md"} {
		if status := s.told(tutorial, pages.Trusted); status != 400 {
			t.Errorf("tutorial %q: %d", tutorial, status)
		}
		if resp, _ := s.do("POST", "/trust?tutorial="+url.QueryEscape(tutorial), "", s.browser("")); resp.StatusCode != 400 {
			t.Errorf("tutorial %q without a level: %d", tutorial, resp.StatusCode)
		}
	}
	// Only the reader's own browser and a program with the token may.
	for name, edit := range map[string]func(*http.Request){
		"nobody":     nil,
		"cross-site": func(r *http.Request) { s.browser("")(r); r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"same-site":  func(r *http.Request) { s.browser("")(r); r.Header.Set("Sec-Fetch-Site", "same-site") },
		"frame":      func(r *http.Request) { s.browser("")(r); r.Header.Set("Origin", "null") },
	} {
		if resp, _ := s.do("POST", "/trust?tutorial=lesson.md&level=strict", "", edit); resp.StatusCode < 400 {
			t.Errorf("%s: %d", name, resp.StatusCode)
		}
	}
	s.isAt("~lessons/lesson.md", pages.Trusted)
}

// TestLessTrustEndsWhatRuns takes trust away while a page is open.
func TestLessTrustEndsWhatRuns(t *testing.T) {
	s := newSite(t)
	s.login()
	const tutorial = "~lessons/lesson.md"
	for _, tt := range []struct {
		from, to pages.Trust
		stays    bool
	}{
		{pages.Trusted, pages.Normal, false},
		{pages.Normal, pages.Strict, true},
		{pages.Strict, pages.Normal, true},
		{pages.Normal, pages.Display, false},
		{pages.Normal, pages.Trusted, false}, // a page that did not expect scripts gets none
	} {
		s.told(tutorial, tt.from)
		first := s.pageID("/page_init?tutorial=" + tutorial)
		s.told(tutorial, tt.to)
		if again := s.pageID("/page_init?resume=" + first + "&tutorial=" + tutorial); (again == first) != tt.stays {
			t.Errorf("from %q to %q: the page is taken over: %v", tt.from, tt.to, again == first)
		}
	}
}

func (s *site) pageID(target string) string {
	s.t.Helper()
	resp, body := s.do("POST", target, "", s.browser(""))
	if resp.StatusCode != 200 || strings.ContainsAny(body, "{<") {
		s.t.Fatal(resp.Status, body)
	}
	return body
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
