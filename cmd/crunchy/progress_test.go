package main

import (
	"bytes"
	"testing"
)

// TestProgress asks how far one has come who has not begun.
func TestProgress(t *testing.T) {
	alone(t)
	for want, args := range map[string][]string{
		"Nothing has been tried yet.\n":                  {"progress"},
		"lesson,title,changed,element,name,kind,state\n": {"progress", "--csv", "--work", t.TempDir()},
	} {
		var out bytes.Buffer
		if err := run(t.Context(), args, &out, &out); err != nil || out.String() != want {
			t.Errorf("%q: %v, %q, want %q", args, err, out.String(), want)
		}
	}
}
