package web_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"crunchy/cmd/internal/web"
	"crunchy/pages"
)

// fromPage makes a request one that a page's script sends.
func (s *site) fromPage(r *http.Request) {
	r.AddCookie(s.cookie)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept", "application/json")
}

func (s *site) withCookie(r *http.Request) { r.AddCookie(s.cookie) }

func TestPreferences(t *testing.T) {
	dir := t.TempDir()
	s := newSite(t, func(c *web.Config) { c.Work = dir })
	s.login()
	file := filepath.Join(dir, "preferences.txt")
	prefer := func(name, value string, want int) string {
		t.Helper()
		resp, body := s.do("POST", "/prefer?"+url.Values{"name": {name}, "value": {value}}.Encode(), "", s.fromPage)
		if resp.StatusCode != want {
			t.Fatalf("%s = %s: %d %s", name, value, resp.StatusCode, body)
		}
		return body
	}
	page := func(path string) string {
		t.Helper()
		resp, body := s.do("GET", path, "", s.withCookie)
		if resp.StatusCode != 200 {
			t.Fatalf("%s: %d %s", path, resp.StatusCode, body)
		}
		return body
	}
	if before := page("/t/lesson.md"); strings.Contains(before, "data-theme") || strings.Contains(before, "data-crunchy-errors") {
		t.Error("a page has preferences that nobody has chosen")
	}
	prefer("theme", "dark", 200)
	prefer("errors", "plain", 200)
	prefer("language", "de", 200)
	prefer("interpreter", "isolated", 200)
	prefer("editor", "linenumber", 200)
	for _, want := range []string{`data-theme="dark"`, `data-crunchy-errors="plain"`, `data-crunchy-language="de"`, `data-kind="isolated"`, `data-n="1"`} {
		if !strings.Contains(page("/t/lesson.md"), want) {
			t.Errorf("no %s", want)
		}
	}
	if body := page("/preferences"); !strings.Contains(body, `data-value="dark" aria-pressed="true"`) || !strings.Contains(body, "Einstellungen") || !strings.Contains(body, "preferences.txt") {
		t.Error("the page of preferences does not show them")
	}
	// A person writes rules into the file, and one that is none.
	if err := os.WriteFile(file, []byte("# mine\nno_markup = editor\r\nfrobnicate\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if body := page("/preferences"); !strings.Contains(body, "line 3") || !strings.Contains(body, "frobnicate") || !strings.Contains(body, `data-value="editor" aria-pressed="true"`) {
		t.Error("a bad rule is not told")
	}
	if strings.Contains(page("/t/lesson.md"), "data-theme") {
		t.Error("what is no preference any more still is one")
	}
	prefer("theme", "light", 200)
	prefer("theme", "", 200)
	if got, _ := os.ReadFile(file); string(got) != "# mine\nno_markup = editor\nfrobnicate\n" {
		t.Errorf("the file is %q", got)
	}
	for _, bad := range [][2]string{{"theme", "pink"}, {"colour", "red"}, {"", ""}, {"no_markup", "editor\nadd x"}, {"language", "xx"}, {"theme", strings.Repeat("x", 1000)}, {"editor", "hidden"}} {
		prefer(bad[0], bad[1], 400)
	}
	// A link that was planted is neither read nor written.
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("theme = dark\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, file); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page("/t/lesson.md"), "data-theme") {
		t.Error("preferences are read through a link")
	}
	prefer("theme", "light", 507)
	if got, _ := os.ReadFile(victim); string(got) != "theme = dark\n" {
		t.Errorf("a link was written through: %q", got)
	}
}

// TestThemeOfTheBrowser: what was chosen in a browser goes before what the user
// prefers elsewhere, and a page comes in it, also one that has been shown before.
func TestThemeOfTheBrowser(t *testing.T) {
	s := newSite(t)
	s.login()
	themed := regexp.MustCompile(`<html[^>]* data-theme="(\w*)"`)
	for _, preferred := range []string{"", "dark"} {
		if resp, body := s.do("POST", "/prefer?name=theme&value="+preferred, "", s.fromPage); resp.StatusCode != 200 {
			t.Fatal(resp.StatusCode, body)
		}
		for chosen, want := range map[string]string{"": preferred, "light": "light", "dark": "dark", `"><script>`: preferred, "system": preferred} {
			for _, path := range []string{"/home", "/t/lesson.md", "/t/missing.md"} {
				_, body := s.do("GET", path, "", func(r *http.Request) {
					s.withCookie(r)
					r.Header.Set("Accept", "text/html")
					r.Header.Add("Cookie", "crunchy-theme="+chosen)
				})
				got := ""
				if m := themed.FindStringSubmatch(body); m != nil {
					got = m[1]
				}
				if got != want {
					t.Errorf("%s, preferred %q, chosen %q: %q, want %q", path, preferred, chosen, got, want)
				}
			}
		}
	}
}

// TestPreferencesAreTheUsers lets no other site, and nobody without a cookie, set them.
func TestPreferencesAreTheUsers(t *testing.T) {
	s := newSite(t)
	s.login()
	for name, edit := range map[string]func(*http.Request){
		"nobody":       func(*http.Request) {},
		"another site": func(r *http.Request) { r.AddCookie(s.cookie); r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"no origin":    s.withCookie,
	} {
		if resp, _ := s.do("POST", "/prefer?name=theme&value=dark", "", edit); resp.StatusCode < 400 {
			t.Errorf("%s: %d", name, resp.StatusCode)
		}
	}
	if resp, _ := s.do("GET", "/prefer?name=theme&value=dark", "", s.fromPage); resp.StatusCode < 400 {
		t.Error("a link sets a preference")
	}
}

// TestBeside looks at what a page takes from its folder, and at files that are
// no lessons in themselves.
func TestBeside(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("index.md", "# a")
	write("framed.html", `<meta title="template frame.html"><meta title="python_import" name="shapes"><div id="a"><pre title="editor">1</pre></div>`)
	write("frame.html", `<div id="a"></div>FIRST`)
	write("shapes.py", "side = 3\n")
	write("rest.rst", "Rest\n====\n")
	if err := os.WriteFile(filepath.Join(outside, "secret.html"), []byte(`<div id="a"></div>SECRET`), 0o600); err != nil {
		t.Fatal(err)
	}
	reads := 0
	s := newSite(t, func(c *web.Config) {
		c.Start = dir
		c.Rest = func(_ context.Context, source string) (pages.Rest, error) {
			if reads++; reads == 1 {
				return pages.Rest{}, &pages.RestMissing{Install: "pip install it"}
			}
			return pages.Rest{Body: "<p>" + strings.ToUpper(source) + "</p>"}, nil
		}
	})
	s.login()
	get := func(path string, document bool) string {
		t.Helper()
		_, body := s.do("GET", path, "", func(r *http.Request) {
			r.AddCookie(s.cookie)
			if document {
				r.Header.Set("Sec-Fetch-Dest", "document")
			}
		})
		return body
	}
	if body := get("/t/framed.html", true); !strings.Contains(body, "FIRST") || !strings.Contains(body, "cr-editor") {
		t.Error(body)
	}
	// The template has changed, then it leads outside, then it is gone.
	write("frame.html", `<div id="a"></div>THE SECOND`)
	if body := get("/t/framed.html", true); !strings.Contains(body, "THE SECOND") {
		t.Error("a template that has changed is not read again")
	}
	if err := os.Remove(filepath.Join(dir, "frame.html")); err != nil {
		t.Fatal(err)
	}
	if body := get("/t/framed.html", true); strings.Contains(body, "SECOND") || !strings.Contains(body, "cr-editor") {
		t.Error("a template that is gone is still there")
	}
	if err := os.Symlink(filepath.Join(outside, "secret.html"), filepath.Join(dir, "frame.html")); err == nil {
		if body := get("/t/framed.html", true); strings.Contains(body, "SECRET") || !strings.Contains(body, "cr-editor") {
			t.Error("a template outside the folder is shown")
		}
	}
	// The module is where programs find it.
	resp, body := s.do("POST", "/page_init?tutorial=framed.html", "", s.fromPage)
	if resp.StatusCode != 200 {
		t.Fatal(body)
	}
	modules := ""
	for _, p := range s.engine.pages {
		modules = p.Elements[0].Modules
	}
	if got, err := os.ReadFile(filepath.Join(modules, "shapes.py")); err != nil || string(got) != "side = 3\n" {
		t.Errorf("%s: %q %v", modules, got, err)
	}
	// Programs are pages where a person opens them, and files for what a page loads.
	if body := get("/t/shapes.py", true); !strings.Contains(body, "cr-editor") {
		t.Error(body)
	}
	if body := get("/t/shapes.py", false); body != "side = 3\n" {
		t.Error(body)
	}
	// What was missing may be there the next time.
	if body := get("/t/rest.rst", true); !strings.Contains(body, "<code>pip install it</code>") {
		t.Error(body)
	}
	if body := get("/t/rest.rst", true); !strings.Contains(body, "REST") {
		t.Error(body)
	}
	get("/t/rest.rst", true)
	if reads != 2 {
		t.Errorf("the page was read %d times", reads)
	}
}
