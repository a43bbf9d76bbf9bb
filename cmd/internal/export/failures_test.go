package export_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/export"
)

func TestSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
		return name
	}
	lesson := write("in/a.md", "# A\n\n```python editor\n1\n```\n")
	write("in/b.md", "# B\n")
	mine := write("mine/letter.txt", "Dear")
	page := write("page.html", "<p>mine</p>")
	write("none/x.txt", "")
	for _, tt := range []struct {
		run    func(context.Context, export.Config, []string, string) (export.Result, error)
		paths  []string
		to     string
		static fs.FS
		want   string
	}{
		{export.Folder, []string{lesson}, filepath.Dir(mine), nil, "no earlier export"},
		{export.Folder, []string{lesson}, mine, nil, "is a file"},
		{export.Folder, []string{lesson}, filepath.Join(mine, "x"), nil, "is a file"},
		{export.Folder, []string{filepath.Join(dir, "nowhere")}, dir + "/out", nil, "there is no file or folder"},
		{export.Folder, []string{mine}, dir + "/out", nil, "is not a lesson"},
		{export.Folder, []string{filepath.Join(dir, "none")}, dir + "/out", nil, "there is no lesson"},
		{export.Folder, []string{lesson}, dir + "/out", fstest.MapFS{}, "front end"},
		{export.Folder, []string{write("bad.ipynb", `{"cells": [`)}, dir + "/out", nil, "bad.ipynb is damaged or no notebook"},
		{export.Folder, []string{write("a.rst", "A\n=\n")}, dir + "/out", nil, "a.rst cannot be read, and nothing was exported"},
		{export.Single, []string{filepath.Dir(lesson)}, dir + "/out.html", nil, "one lesson"},
		{export.Single, []string{lesson}, page, nil, "no earlier export"},
		{export.Single, []string{lesson}, dir, nil, "is a folder"},
		{export.Single, []string{lesson}, dir + "/no/out.html", nil, "its folder is not there"},
	} {
		c := config()
		if tt.static != nil {
			c.Static = tt.static
		}
		before := read(t, dir)
		_, err := tt.run(t.Context(), c, tt.paths, tt.to)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s to %s: %v, want %q", tt.paths, tt.to, err, tt.want)
		}
		if after := read(t, dir); len(after) != len(before) {
			t.Errorf("%s to %s leaves something behind: %d files, before there were %d", tt.paths, tt.to, len(after), len(before))
		}
	}
}

// TestSaysWhyNot tells what is hidden from what is outside, and says nothing in the
// words of the system.
func TestSaysWhyNot(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"in/a.md":       "# A\n\n![l](link.png) [k](link.txt)\n\n![h](.hidden/h.png) [i](.notes.txt) [o](../out.txt) ![p](../p.png) [d](.)\n",
		"in/.notes.txt": "x", "out.txt": "SECRET", "p.png": "SECRET",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"the link .notes.txt leads to what is hidden", ".hidden/h.png leads to what is hidden",
		"the link ../out.txt leads out of the folder", "../p.png leads out of the folder",
	}
	if err := errors.Join(os.Symlink("../p.png", filepath.Join(dir, "in", "link.png")), os.Symlink("../out.txt", filepath.Join(dir, "in", "link.txt"))); err == nil {
		want = append(want, "link.png is not taken along: it is no file in the folder of the lesson", "the link link.txt is none any more: it is no file in the folder of the lesson")
	}
	r, err := export.Folder(t.Context(), config(), []string{filepath.Join(dir, "in")}, filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(r.Notices, "\n")
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("it does not say %q, but\n%s", w, said)
		}
	}
	if strings.Contains(said, "statat") || strings.Contains(said, "escapes") {
		t.Errorf("it says\n%s", said)
	}
	for name, text := range read(t, filepath.Join(dir, "out")) {
		if strings.Contains(text, "SECRET") {
			t.Errorf("%s holds it", name)
		}
	}
}
