package watch_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"crunchy/cmd/internal/watch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a folder that is watched.
type desk struct {
	t    *testing.T
	dir  string
	w    *watch.Watcher
	told chan []string
}

func newDesk(t *testing.T, prepare func(dir string)) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), told: make(chan []string, 1000)}
	if prepare != nil {
		prepare(d.dir)
	}
	d.w = watch.New(func(files []string) { d.told <- files }, func(err error) { t.Errorf("it fails: %v", err) })
	t.Cleanup(d.w.Close)
	for range 2 {
		if err := d.w.Folder(d.dir); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	full := filepath.Join(d.dir, name)
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// tells waits until all these files have been told of, and nothing else.
func (d *desk) tells(names ...string) {
	d.t.Helper()
	missing := map[string]bool{}
	for _, n := range names {
		missing[filepath.Join(d.dir, n)] = true
	}
	for len(missing) > 0 {
		select {
		case files := <-d.told:
			if !slices.IsSorted(files) {
				d.t.Errorf("not sorted: %q", files)
			}
			for _, f := range files {
				if !slices.Contains(names, rel(d.dir, f)) {
					d.t.Errorf("told of %s", f)
				}
				delete(missing, f)
			}
		case <-time.After(20 * time.Second):
			d.t.Fatalf("never told of %v", missing)
		}
	}
}

func rel(dir, name string) string {
	r, err := filepath.Rel(dir, name)
	if err != nil {
		return name
	}
	return filepath.ToSlash(r)
}

// TestSaves saves as editors do: in place, by renaming, with a copy of what was
// there before; takes files away; and makes folders later.
func TestSaves(t *testing.T) {
	d := newDesk(t, func(dir string) {
		if err := os.MkdirAll(filepath.Join(dir, "deep", "er"), 0o755); err != nil {
			t.Fatal(err)
		}
	})
	d.write("a.md", "1")
	d.tells("a.md")
	d.write(".a.md.swp", "x")
	d.write("a.md~", "x")
	d.write("4913", "x")
	d.write(".fresh", "2")
	if err := os.Rename(filepath.Join(d.dir, ".fresh"), filepath.Join(d.dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	d.tells("a.md")
	d.write("deep/er/b.png", "x")
	d.tells("deep/er/b.png")
	for _, dir := range []string{"later", "later/still", ".git"} {
		if err := os.Mkdir(filepath.Join(d.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	d.write(".git/index", "x")
	d.write("later/c.md", "x")
	d.write("later/still/d.md", "x")
	d.tells("later/c.md", "later/still/d.md")
	if err := os.Remove(filepath.Join(d.dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	d.tells("a.md")
}

// TestManyFiles changes each of 5,000 files.
func TestManyFiles(t *testing.T) {
	var names []string
	d := newDesk(t, func(dir string) {
		for i := range 50 {
			if err := os.Mkdir(filepath.Join(dir, fmt.Sprint(i)), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	})
	for i := range 5000 {
		names = append(names, fmt.Sprintf("%d/%d.md", i%50, i))
		d.write(names[i], "x")
	}
	d.tells(names...)
}

// TestWhatIsNotThere is said, once.
func TestWhatIsNotThere(t *testing.T) {
	w := watch.New(func([]string) {}, func(err error) { t.Error(err) })
	defer w.Close()
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	if err := w.Folder(nowhere); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if err := w.Folder(nowhere); err != nil {
		t.Errorf("again: %v", err)
	}
}

// TestVeryManyFolders watches those that are nearest, and says so.
func TestVeryManyFolders(t *testing.T) {
	dir := t.TempDir()
	for i := range 50 {
		for j := range 50 {
			if err := os.MkdirAll(filepath.Join(dir, fmt.Sprint(i), fmt.Sprint(j)), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	told := make(chan []string, 100)
	w := watch.New(func(files []string) { told <- files }, func(error) {})
	defer w.Close()
	if err := w.Folder(dir); !errors.Is(err, watch.ErrMany) {
		t.Fatalf("%v", err)
	}
	near := filepath.Join(dir, "49", "a.md")
	if err := os.WriteFile(near, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := <-told; !slices.Equal(got, []string{near}) {
		t.Errorf("told of %q", got)
	}
}

// until waits until a file has been told of.
func (d *desk) until(name string) {
	d.t.Helper()
	for {
		select {
		case files := <-d.told:
			if slices.Contains(files, filepath.Join(d.dir, name)) {
				return
			}
		case <-time.After(20 * time.Second):
			d.t.Fatalf("never told of %s", name)
		}
	}
}

// must ends a test whose preparations fail.
func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// TestFolderIsReplaced puts another folder in the place of one that is watched, of one
// above it, and of one that was taken away.
func TestFolderIsReplaced(t *testing.T) {
	d := newDesk(t, nil)
	home := filepath.Dir(d.dir)
	d.dir = filepath.Join(home, "all", "course")
	must(t, os.MkdirAll(d.dir, 0o755), d.w.Folder(d.dir))
	for i, gone := range []func() error{
		func() error { return os.Rename(d.dir, filepath.Join(home, "old")) },
		func() error { return os.Rename(filepath.Dir(d.dir), filepath.Join(home, "older")) },
		func() error { return os.RemoveAll(d.dir) },
	} {
		before, after := fmt.Sprintf("%d.md", i), fmt.Sprintf("%d-anew.md", i)
		d.write(before, "x")
		d.until(before)
		must(t, gone(), os.MkdirAll(d.dir, 0o755), d.w.Folder(d.dir))
		d.write(after, "x")
		d.until(after)
	}
}

// TestFolderIsRenamed tells of files below it by their new names.
func TestFolderIsRenamed(t *testing.T) {
	d := newDesk(t, func(dir string) {
		must(t, os.MkdirAll(filepath.Join(dir, "a", "deep"), 0o755), os.WriteFile(filepath.Join(dir, "a", "deep", "old.md"), nil, 0o644))
	})
	must(t, os.Rename(filepath.Join(d.dir, "a"), filepath.Join(d.dir, "b")))
	d.until("b/deep/old.md")
	d.write("b/deep/new.md", "x")
	d.until("b/deep/new.md")
}

// TestFoldersThatGo make room for others: more come and go than are watched at a time.
func TestFoldersThatGo(t *testing.T) {
	d := newDesk(t, nil)
	stock, big := t.TempDir(), filepath.Join(d.dir, "big")
	for round := range 4 {
		from, name := filepath.Join(stock, fmt.Sprint(round)), fmt.Sprintf("%d.md", round)
		for i := range 900 {
			must(t, os.MkdirAll(filepath.Join(from, fmt.Sprint(i)), 0o755))
		}
		must(t, os.WriteFile(filepath.Join(from, name), nil, 0o644), os.Rename(from, big))
		d.until("big/" + name)
		d.write("big/899/"+name, "x")
		d.until("big/899/" + name)
		if round%2 == 0 {
			must(t, os.RemoveAll(big))
		} else {
			must(t, os.Rename(big, from))
		}
	}
}
