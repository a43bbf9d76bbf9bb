package manuscript_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/manuscript"
)

// Beginnings by which pictures are known.
const png, jpeg, gif, webp = "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "GIF89a", "RIFF\x00\x00\x00\x00WEBPVP"

// TestPictureHasAFreeName: it is called as it was, but for what makes links difficult,
// and never in the place of another file.
func TestPictureHasAFreeName(t *testing.T) {
	root, file := folder(t, "# A\n")
	dir := filepath.Dir(file)
	if err := os.WriteFile(filepath.Join(dir, "map.png"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "x")
	linked := os.Symlink(outside, filepath.Join(dir, "link.png")) == nil
	for _, c := range []struct{ wish, data, name string }{
		{"tree.png", png, "tree.png"}, {"tree.png", png, "tree.png"}, {"tree.png", png + "2", "tree-2.png"}, {"Tree.PNG", png + "3", "tree-3.png"},
		{"map.png", png, "map-2.png"}, {"photo.png", jpeg, "photo.jpg"}, {"a.b.c", gif, "a-b.gif"}, {"Bild 1 (äußerst groß).webp", webp, "bild-1-äußerst-groß.webp"},
		{"", png, "picture.png"}, {"../../etc/passwd", png + "4", "passwd.png"}, {`..\up.png`, png, "up.png"}, {".png", png, "picture.png"}, {"...", png + "5", "picture-2.png"},
		{"a.md", png + "6", "a.png"}, {"](http://evil)", png + "7", "evil.png"}, {strings.Repeat("x", 300), png + "8", strings.Repeat("x", 60) + ".png"},
		{"link.png", png, "link-2.png"},
	} {
		if c.wish == "link.png" && !linked {
			continue
		}
		name, err := manuscript.AddPicture(root, "a.md", c.wish, []byte(c.data))
		if err != nil || name != c.name {
			t.Errorf("%q becomes %q, %v; want %q", c.wish, name, err, c.name)
			continue
		}
		if got := holds(t, filepath.Join(dir, name)); got != c.data {
			t.Errorf("%s holds %q", name, got)
		}
	}
	if holds(t, filepath.Join(dir, "map.png")) != "theirs" || holds(t, file) != "# A\n" {
		t.Error("something has been written over")
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("it was written through a link")
	}
}

// TestOnlyPictures: what is in a file says what it is, and not its name.
func TestOnlyPictures(t *testing.T) {
	root, file := folder(t, "# A\n")
	for _, c := range []struct {
		data string
		want error
	}{
		{"", manuscript.ErrNotPicture}, {"import os\n", manuscript.ErrNotPicture}, {"<html><script>", manuscript.ErrNotPicture},
		{`<svg xmlns="http://www.w3.org/2000/svg"/>`, manuscript.ErrNotPicture}, {"%PDF-1.4", manuscript.ErrNotPicture},
		{png + strings.Repeat("x", manuscript.MaxPicture), manuscript.ErrTooBig},
	} {
		if name, err := manuscript.AddPicture(root, "a.md", "x.png", []byte(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%.20q: %q, %v", c.data, name, err)
		}
	}
	if all, err := os.ReadDir(filepath.Dir(file)); err != nil || len(all) != 1 {
		t.Errorf("there is %v, %v", all, err)
	}
}

// TestLessonHasAFreeName: it is called as its title says, and like no other file.
func TestLessonHasAFreeName(t *testing.T) {
	root, file := folder(t, "# A\n")
	for _, c := range []struct{ title, text, name string }{
		{"A", "# Another\r\n", "a-2.md"}, {"Loops, again and again!", "# L\n", "loops-again-and-again.md"}, {"What is 3.5?", "# W\n", "what-is-3-5.md"},
		{"", "# N\n", "lesson.md"}, {"and/or", "# O\n", "or.md"}, {"..", "# P\n", "lesson-2.md"},
	} {
		name, err := manuscript.AddLesson(root, "a.md", c.title, c.text)
		if err != nil || name != c.name {
			t.Errorf("%q becomes %q, %v; want %q", c.title, name, err, c.name)
		} else if got := holds(t, filepath.Join(filepath.Dir(file), name)); got != strings.ReplaceAll(c.text, "\r", "") {
			t.Errorf("%s holds %q", name, got)
		}
	}
	for _, text := range []string{"\xff", "a\x00", strings.Repeat("x", manuscript.MaxText+1)} {
		if name, err := manuscript.AddLesson(root, "a.md", "bad", text); err == nil {
			t.Errorf("%.10q is %s", text, name)
		}
	}
	if holds(t, file) != "# A\n" {
		t.Error("something has been written over")
	}
}
