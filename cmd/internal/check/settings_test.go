package check_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/check"
)

// TestSettings: what is wrong in crunchy.toml is told once, and its Python is used.
func TestSettings(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.md":         "# A\n\n```python editor\nprint(1)\n```\n",
		"b.md":         "# B\n",
		"crunchy.toml": "titel = \"x\"\nlessons = [\"b.md\", \"bb.md\"]\npython = \"3.99\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := run(t, check.Config{Has: func(context.Context, string) error { return errors.New("it is not there") }}, dir)
	got := strings.ReplaceAll(text(t, r), filepath.ToSlash(dir)+"/", "")
	for _, want := range []string{
		"crunchy.toml:1: there is no key \"titel\"; did you mean \"title\"?\n",
		"crunchy.toml:2: there is no lesson \"bb.md\" in this folder; did you mean \"b.md\"?\n",
		"2 findings in 1 lesson.\n",
		"3.99",
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("it does not say once %s:\n%s", want, got)
		}
	}
}
