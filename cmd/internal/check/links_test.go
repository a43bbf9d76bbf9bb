package check_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/check"
)

// listed counts how often a folder is listed.
type listed struct {
	fs.FS
	times int
}

func (l *listed) ReadDir(name string) ([]fs.DirEntry, error) {
	l.times++
	return fs.ReadDir(l.FS, name)
}

// TestManyDeadLinks are all told, without a folder being listed for each, or each
// being compared with all that there is.
func TestManyDeadLinks(t *testing.T) {
	const n = 300
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "[x](lessen-%d.md) ", i)
	}
	folder := &listed{FS: fstest.MapFS{"a.md": {Data: []byte(text.String())}, "lesson-0.md": {}, "lesson-299.md": {}}}
	found, err := check.Look(t.Context(), check.Config{}, check.Lesson{Name: "a.md", File: "a.md", FS: folder})
	if err != nil || len(found) != n {
		t.Fatalf("%d findings, %v", len(found), err)
	}
	if want := "The link lessen-0.md leads to no file; is lesson-0.md meant?"; found[0].Message != want {
		t.Errorf("%q, want %q", found[0].Message, want)
	}
	if want := "The link lessen-299.md leads to no file."; found[n-1].Message != want {
		t.Errorf("%q, want %q", found[n-1].Message, want)
	}
	if folder.times > 10 {
		t.Errorf("the folder was listed %d times", folder.times)
	}
}
