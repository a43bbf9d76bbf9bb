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
