package web_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/web"
)

// TestSettingsOfAFolder: crunchy.toml gives a folder its title, its lessons their
// order, language and Python.
func TestSettingsOfAFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.md", "# Alpha\n\n```python editor\n1\n```\n")
	write("b.md", "---\nlang: en\npython: '3.8'\n---\n# Beta\n\n```python editor\n1\n```\n")
	write("c.md", "# Gamma\n")
	write("part/crunchy.toml", "title = \"A <part>\"\n")
	write("part/README.md", "# Something else\n")
	write("crunchy.toml", "title = \"Mein Kurs\"\nlessons = [\"c.md\", \"a.md\"]\nlanguage = \"de\"\npython = \"3.11\"\n")
	var log strings.Builder
	s := newSite(t, func(c *web.Config) { c.Start, c.Log = dir, slog.New(slog.NewTextHandler(&log, nil)) })
	get := func(name string) string {
		t.Helper()
		resp, body := s.do("GET", "/t/"+name, "", bearer)
		if resp.StatusCode != 200 {
			t.Fatalf("%s: %d %s", name, resp.StatusCode, body)
		}
		return body
	}
	holds := func(name, body string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			i := strings.Index(body, want)
			if i < 0 {
				t.Errorf("%s lacks %s, or has it too early", name, want)
				continue
			}
			body = body[i+len(want):]
		}
	}
	holds("the list", get(""), "<h1>Mein Kurs</h1>", `<span class="cr-no">1</span><b lang="de">Gamma`, `<span class="cr-no">2</span><b lang="de">Alpha`, `<span class="cr-no">3</span><b>Beta`, "A &lt;part&gt;")
	holds("Alpha", get("a.md"), `<html lang="de"`, "Alpha · Mein Kurs", `rel="prev" href="c.md"`, "Gamma", `rel="next" href="b.md"`, "Beta")
	holds("Beta", get("b.md"), `<html lang="en"`, "Mein Kurs, lesson 3")
	for lesson, want := range map[string]string{"a.md": "3.11", "b.md": "3.8"} {
		p := s.open(lesson, bearer)
		if got := s.engine.pages[p.Page].Elements[0].Python; got != want {
			t.Errorf("%s runs with %q, want %q", lesson, got, want)
		}
	}
	if log.Len() > 0 {
		t.Errorf("its author is told: %s", log.String())
	}

	write("crunchy.toml", "titel = \"Mein Kurs\"\nlessons = [\"c.md\", \"z.md\"]\n")
	for range 2 {
		holds("the list", get(""), "Gamma", "Alpha", "Beta")
		holds("Alpha", get("a.md"), `<html lang="en"`, `rel="prev" href="c.md"`, `rel="next" href="b.md"`)
	}
	for _, want := range []string{"titel", "z.md"} {
		if n := strings.Count(log.String(), want); n != 1 {
			t.Errorf("of %s it is said %d times: %s", want, n, log.String())
		}
	}
	write("crunchy.toml", "lessons = [\"c.md\"\n")
	holds("the list", get(""), "Alpha", "Beta", "Gamma")
	if !strings.Contains(log.String(), "this is no TOML") {
		t.Errorf("it is not said that it is broken: %s", log.String())
	}
}
