package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"crunchy/cmd/internal/check"
)

const notebook = `{"cells": [
 {"cell_type": "markdown", "source": [
  "# Days\n",
  "\n",
  "[gone](gone.md)\n",
  "\n",
  "    >>> 1\n",
  "    2\n"]},
 {"cell_type": "code", "outputs": [], "source": [
  "days = [3, 5]\n",
  "len(days)"]},
 {"cell_type": "code", "source": ["days[2]"], "outputs": [
  {"output_type": "error", "ename": "IndexError", "evalue": "x", "traceback": ["Traceback (most recent call last):", "IndexError: x"]}]},
 {"cell_type": "code", "outputs": [], "source": [
  "sum(days)\n",
  "dasy"]}
]}
`

// TestNotebook checks a notebook cell by cell, and never writes into it.
func TestNotebook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "days.ipynb")
	if err := os.WriteFile(file, []byte(notebook), 0o644); err != nil {
		t.Fatal(err)
	}
	r := run(t, check.Config{Update: true}, file)
	want := map[int]check.Kind{5: check.Link, 7: check.Output, 16: check.Raises}
	for _, c := range r.Results[0].Cases {
		for _, f := range c.Findings {
			if want[f.Line] != f.Kind {
				t.Errorf("line %d: %s %s", f.Line, f.Kind, f.Message)
			}
			delete(want, f.Line)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != notebook {
		t.Error("the notebook has changed")
	}
}
