package work_test

import (
	"os"
	"path/filepath"
	"testing"

	"crunchy/cmd/internal/missing"
	"crunchy/cmd/internal/work"
)

func TestModules(t *testing.T) {
	top, outside := t.TempDir(), t.TempDir()
	store, err := work.Open(top)
	if err != nil {
		t.Fatal(err)
	}
	l := store.Lesson("/somewhere/week.html")
	files := map[string][]byte{"shapes.py": []byte("a = 1\n"), "tools/__init__.py": nil, "tools/more/deep.py": []byte("b = 2\n")}
	dir, err := l.Modules(files)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(got) != string(want) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	// A link that was planted is taken away, and not followed.
	victim := filepath.Join(outside, "victim.py")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	shapes := filepath.Join(dir, "shapes.py")
	if err := os.Remove(shapes); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, shapes); err != nil {
		missing.Skip(t, err)
	}
	if dir, err = l.Modules(map[string][]byte{"shapes.py": []byte("a = 2\n")}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(victim); err != nil || string(got) != "mine" {
		t.Errorf("the file behind the link: %q %v", got, err)
	}
	if info, err := os.Lstat(shapes); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the module is %v %v", info, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "tools", "__init__.py")); err == nil {
		t.Error("a module that the page does not name any more is still there")
	}
	// A link in place of the folder is no folder.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Modules(files); err == nil {
		t.Error("modules are written through a link")
	}
	if _, err := os.Stat(filepath.Join(outside, "shapes.py")); err == nil {
		t.Error("a module was written outside")
	}
}
