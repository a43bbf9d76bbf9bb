package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/missing"
)

// TestImport imports files of each tool, and checks what came of them: all is as the
// lesson says, but for what was wrong before.
func TestImport(t *testing.T) {
	alone(t)
	dir := t.TempDir()
	for what, want := range map[string]string{
		"jupyter": "2 lessons, 4 blocks: all as the page says.\n",
		"quarto":  "2 lessons, 2 blocks: all as the page says.\n",
		"myst":    "2 lessons, 3 blocks: all as the page says.\n",
		"book":    "FileNotFoundError", // the book says should_panic
		"saved":   "2 lessons, 3 blocks: all as the page says.\n",
		"rest":    "2 lessons, 2 blocks: all as the page says.\n",
	} {
		var out bytes.Buffer
		to := filepath.Join(dir, what)
		if err := run(t.Context(), []string{"import", "-o", to, "../internal/importer/testdata/" + what}, &out, &out); err != nil {
			if what == "rest" && strings.Contains(err.Error(), "docutils") {
				missing.Skip(t, err.Error())
			}
			t.Errorf("%s: %v", what, err)
			continue
		}
		if said, _, _ := checked(t, to); !strings.Contains(said, want) {
			t.Errorf("%s: %swant %q", what, said, want)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "rest", "lists.md"))
	for _, want := range []string{"A *list* holds things, **many** of them; see [the documentation](https://docs.python.org/3/).", "::: {.note}\n\nLists can be changed.\n\n:::", "| Mon | 21 |", "```pycon\n>>> numbers = [1, 2]", "## Growing", "1. First\n2. Second", "![A square](square.png)"} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("there is no %q (%v) in\n%s", want, err, text)
		}
	}
	for want, args := range map[string][]string{
		"what is to be imported": nil, "where the lessons go": {"a.md", "b.md"}, "no file or folder": {"none.md"},
	} {
		if err := run(t.Context(), append([]string{"import"}, args...), os.Stderr, os.Stderr); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", args, err, want)
		}
	}
}

// TestImportSaysWhere gives the line of a notice where there is one.
func TestImportSaysWhere(t *testing.T) {
	alone(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	if err := os.WriteFile(file, []byte("# Gr\xfc\xdfe\n\n![p](/etc/passwd)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	if err := run(t.Context(), []string{"import", "-o", filepath.Join(dir, "out"), file}, &out, &said); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a.md: it is not UTF-8", "a.md:3: /etc/passwd is not carried over"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("it does not say %q, but\n%s", want, said.String())
		}
	}
}
