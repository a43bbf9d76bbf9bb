package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/starter"
)

// TestNew makes a folder of each kind, and checks its lessons.
func TestNew(t *testing.T) {
	alone(t)
	for _, kind := range starter.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "my-lesson")
			var out bytes.Buffer
			if err := run(t.Context(), []string{"new", folder, "--kind", kind.Name}, &out, &out); err != nil {
				t.Fatal(err)
			}
			if told := out.String(); !strings.HasPrefix(told, folder) || !strings.Contains(told, "crunchy "+folder) {
				t.Errorf("it says %s", told)
			}
			said, errs, code := checked(t, folder)
			if strings.Count(said, "\n") != 1 || !strings.Contains(said, "all as the page says") || code != 0 {
				t.Errorf("%d: %s%s", code, said, errs)
			}
			text, err := os.ReadFile(filepath.Join(folder, "index.md"))
			if err != nil || !strings.Contains(string(text), "# My lesson\n") {
				t.Errorf("the title is another: %v", err)
			}
		})
	}
	if err := run(t.Context(), []string{"new", t.TempDir(), "--kind", "poem"}, os.Stderr, os.Stderr); err == nil {
		t.Error("it makes poems")
	}
}
