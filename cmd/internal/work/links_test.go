package work_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"crunchy/cmd/internal/work"
)

func TestNothingIsWrittenThroughALink(t *testing.T) {
	for name, plant := range map[string]func(dir, secret string) error{
		"the file":             func(dir, secret string) error { return os.Symlink(secret, filepath.Join(dir, "average.py")) },
		"the file, relative":   func(dir, _ string) error { return os.Symlink("other.py", filepath.Join(dir, "average.py")) },
		"a folder as the file": func(dir, _ string) error { return os.Mkdir(filepath.Join(dir, "average.py"), 0o700) },
		"the history": func(dir, secret string) error {
			return os.Symlink(filepath.Dir(secret), filepath.Join(dir, ".history"))
		},
		"the history, inside": func(dir, _ string) error { return os.Symlink("sub", filepath.Join(dir, ".history")) },
		"the file's history": func(dir, secret string) error {
			if err := os.Mkdir(filepath.Join(dir, ".history"), 0o700); err != nil {
				return err
			}
			return os.Symlink("../sub", filepath.Join(dir, ".history", "average.py"))
		},
		"the lesson": func(dir, secret string) error {
			return errors.Join(os.RemoveAll(dir), os.Symlink(filepath.Dir(secret), dir))
		},
		"the lesson, inside": func(dir, _ string) error {
			return errors.Join(os.Rename(dir, dir+"-moved"), os.Symlink(filepath.Base(dir)+"-moved", dir))
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := lesson(t)
			outside := t.TempDir()
			secret := filepath.Join(outside, "secret.py")
			put(t, "secret", secret)
			v := ""
			if strings.Contains(name, "history") || strings.Contains(name, "lesson") {
				v = save(t, l, average, "before", "")
			} else if err := l.Make(); err != nil {
				t.Fatal(err)
			}
			put(t, "other", l.Dir(), "other.py")
			put(t, "kept", l.Dir(), "sub", "kept.py")
			if err := plant(l.Dir(), secret); err != nil {
				t.Fatal(err)
			}
			s := slot(l, average)
			if w := l.Read(s); w.Text == "secret" || w.Text == "other" {
				t.Errorf("read: %+v", w)
			}
			_, err := l.Save(s, "text of the student", v)
			if err == nil {
				t.Error("it was saved")
			} else if r, file := work.Reason(err); strings.Contains(file, outside) || strings.Contains(file, l.Dir()) || r != "link" {
				t.Errorf("the reason is %q (%v)", r, err)
			}
			filepath.WalkDir(filepath.Dir(filepath.Dir(l.Dir())), func(path string, d os.DirEntry, _ error) error {
				if d != nil && d.Type().IsRegular() && strings.Contains(content(t, path), "text of the student") {
					t.Errorf("it is in %s", path)
				}
				return nil
			})
			if entries, _ := os.ReadDir(outside); len(entries) != 1 || content(t, secret) != "secret" {
				t.Errorf("outside there is %v", entries)
			}
		})
	}
}

func TestManyWritersAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 2 { // two servers
		l := openStore(t, dir).Lesson(tutorial)
		for w := range 4 {
			wg.Go(func() {
				e := work.Element{Key: fmt.Sprintf("e%d", w%2), File: fmt.Sprintf("e%d.py", w%2), Source: "x"}
				for i := range 25 {
					text := strings.Repeat(fmt.Sprintf("%d %d\n", w, i), 500)
					for base := ""; ; {
						_, err := l.Save(slot(l, e), text, base)
						var c *work.Conflict
						if !errors.As(err, &c) {
							if err != nil {
								t.Error(err)
							}
							break
						}
						base = c.Version
					}
					l.Runs(slot(l, e), text)
					if err := l.Comes(slot(l, e), work.Ran); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	l := openStore(t, dir).Lesson(tutorial)
	for _, e := range []string{"e0", "e1"} {
		text := content(t, l.Dir(), e+".py")
		line, _, _ := strings.Cut(text, "\n")
		if text != strings.Repeat(line+"\n", 500) {
			t.Errorf("%s is torn: %.60q", e, text)
		}
	}
	if p := l.Progress(); p["e0"] == "" && p["e1"] == "" {
		t.Errorf("progress: %v", p)
	}
	if entries, _ := os.ReadDir(l.Dir()); len(entries) != 4 {
		t.Errorf("left behind: %v", entries)
	}
}
