package web

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestLastingNames(t *testing.T) {
	course, _ := filepath.EvalSymlinks(t.TempDir())
	file := filepath.Join(course, "week", "a b.md")
	os.MkdirAll(filepath.Dir(file), 0o755)
	os.WriteFile(file, []byte("# A"), 0o644)
	shelves := func(start string) *shelf {
		s, err := newShelf(fstest.MapFS{"sub/l.md": {Data: []byte("# L")}}, nil, slog.New(slog.DiscardHandler))
		if err == nil && start != "" {
			_, err = s.put(start, true)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.close)
		return s
	}
	plain, folder, single := shelves(""), shelves(course), shelves(file)
	for _, c := range []struct {
		s                     *shelf
		name, lasting, opened string
	}{
		{plain, "sub/l.md", "~lessons/sub/l.md", "~lessons/sub/l.md"},
		{folder, "~lessons/sub/l.md", "~lessons/sub/l.md", "~lessons/sub/l.md"},
		{folder, "week/a b.md", file, "week/a b.md"},
		{single, "a b.md", file, "a b.md"},
		{plain, "~remote/https/docs.example/a?x=1", "~remote/https/docs.example/a?x=1", "~remote/https/docs.example/a?x=1"},
	} {
		if got := c.s.lasting(c.name); got != c.lasting {
			t.Errorf("%s lasts as %s, want %s", c.name, got, c.lasting)
		}
		if got, ok := c.s.at(c.lasting); !ok || got != c.opened {
			t.Errorf("%s is opened as %s, want %s", c.lasting, got, c.opened)
		}
	}
	for _, gone := range []string{file, "week/a b.md", ""} {
		if name, ok := plain.at(gone); ok {
			t.Errorf("%s is opened as %s", gone, name)
		}
	}
}
