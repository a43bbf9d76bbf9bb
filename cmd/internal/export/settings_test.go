package export_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/export"
)

// TestSettings: crunchy.toml says of an export the same as of the live pages.
func TestSettings(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my-course")
	for name, text := range map[string]string{
		"a.md":              "# Alpha\n",
		"b.md":              "---\nlang: en\n---\n# Beta\n",
		"part/c.md":         "# Gamma\n",
		"crunchy.toml":      "title = \"Mein Kurs\"\nlessons = [\"b.md\"]\nlanguage = \"de\"\norder = 1\n",
		"part/crunchy.toml": "title = \"Ein Teil\"\n",
	} {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	site := filepath.Join(t.TempDir(), "site")
	r, err := export.Folder(t.Context(), config(), []string{dir}, site)
	if err != nil {
		t.Fatal(err)
	}
	files := read(t, site)
	for name, wants := range map[string][]string{
		"index.html":      {"<h1>Mein Kurs</h1>", `class="cr-no">1</span><b>Beta`, `class="cr-no">2</span><b lang="de">Alpha`, "Ein Teil"},
		"a.html":          {`<html lang="de"`, "Alpha · Mein Kurs", `href="b.html"`},
		"b.html":          {`<html lang="en"`, `href="a.html"`},
		"part/index.html": {"<h1>Ein Teil</h1>"},
		"part/c.html":     {`<html lang="en"`},
	} {
		rest := files[name]
		for _, want := range wants {
			i := strings.Index(rest, want)
			if i < 0 {
				t.Errorf("%s lacks %s, or has it too early:\n%.3000s", name, want, files[name])
				continue
			}
			rest = rest[i+len(want):]
		}
	}
	if said := strings.Join(r.Notices, "\n"); strings.Count(said, `my-course: crunchy.toml, line 4: there is no key "order"`) != 1 {
		t.Errorf("its author reads %q", said)
	}
}
