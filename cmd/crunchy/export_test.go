package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExport runs a lesson for its export, and says what is missing.
func TestExport(t *testing.T) {
	alone(t)
	dir := t.TempDir()
	lesson := filepath.Join(dir, "week.md")
	text := "# Week\n\n```python editor\nprint('made', 6 * 7)\n```\n\n```python editor\ninput('Who? ')\n```\n\n```pycon\n>>> 1 + 1\n3\n```\n"
	if err := os.WriteFile(lesson, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	export := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"export"}, args...), &out, &out)
		return out.String(), err
	}
	site := filepath.Join(dir, "site")
	said, err := export("-o", site, lesson)
	if err != nil || !strings.Contains(said, "1 lesson in "+site+": ") || !strings.Contains(said, "crunchy check") {
		t.Errorf("%v: %s", err, said)
	}
	page, err := os.ReadFile(filepath.Join(site, "index.html"))
	if err != nil || !strings.Contains(string(page), "<code>made 42</code>") || strings.Contains(string(page), "EOFError") {
		t.Errorf("%v: %s", err, page)
	}
	if said, err = export("-o", site, "--no-run", "--live", "", lesson); err != nil || strings.Contains(said, "crunchy check") {
		t.Errorf("%v: %s", err, said)
	}
	page, err = os.ReadFile(filepath.Join(site, "index.html"))
	if err != nil || strings.Contains(string(page), "made 42") || strings.Contains(string(page), "127.0.0.1") {
		t.Errorf("%v: %s", err, page)
	}
	for want, args := range map[string][]string{
		"which lessons":       {"-o", site},
		"where the export":    {lesson},
		"no address":          {"-o", site, "--live", "http://127.0.0.1:8001/?token=x", lesson},
		"no file or folder":   {"-o", site, "--no-run", filepath.Join(dir, "none.md")},
		"no CPython":          {"-o", site, "--python", "python2.0", lesson},
		"no language \"xx\"":  {"-o", site, "--language", "xx", "--no-run", lesson},
		"earlier export":      {"-o", dir, "--no-run", lesson},
		"one lesson":          {"--single", "-o", filepath.Join(dir, "x.html"), "--no-run", "../internal/export/testdata/course"},
		"longer than nothing": {"-o", site, "--timeout", "0s", lesson},
	} {
		if _, err := export(args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", args, err, want)
		}
	}
}
