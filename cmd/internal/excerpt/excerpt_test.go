package excerpt_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/excerpt"
)

// fake tells what it was asked, and counts.
type fake struct {
	engine.Engine
	asked int
	err   error
}

func (f *fake) Excerpt(_ context.Context, l engine.Lookup) (engine.Excerpt, error) {
	f.asked++
	return engine.Excerpt{Text: string(l.Given) + "|" + l.Name + "|" + l.Python, Line: 1}, f.err
}

// opened notes which files are looked for.
type opened struct {
	fstest.MapFS
	names []string
}

func (o *opened) Open(name string) (fs.File, error) {
	o.names = append(o.names, name)
	return o.MapFS.Open(name)
}

func course() fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range []string{"course/lesson.md", "course/code/mine.py", "course/near.py", "course/pack/__init__.py", "course/pack/part.py", "shared/tools.py", "course/.hidden/x.py", "course/.y.py"} {
		files[name] = &fstest.MapFile{Data: []byte("in " + name)}
	}
	files["course/big.py"] = &fstest.MapFile{Data: make([]byte, 2<<20)}
	files["course/empty.py"] = &fstest.MapFile{}
	return files
}

func TestFind(t *testing.T) {
	f := excerpt.Finder{Engine: &fake{}, FS: course(), Dir: "course"}
	for what, want := range map[string]string{
		"code/mine":              "in course/code/mine.py||",
		"code/mine.Thing.do":     "in course/code/mine.py|Thing.do|",
		"code/mine.py":           "in course/code/mine.py||",
		"./near.x":               "in course/near.py|x|",
		"near.x":                 "in course/near.py|x|",
		"near.py":                "in course/near.py||",
		"pack.part.f":            "in course/pack/part.py|f|",
		"pack.other.f":           "in course/pack/__init__.py|other.f|",
		"../shared/tools.f":      "in shared/tools.py|f|",
		"empty.x":                "|x|",
		"random.shuffle":         "|random.shuffle|",
		"größe.ä":                "|größe.ä|",
		"code/other":             "missing",
		"../../etc/x":            "missing",
		"/etc/x":                 "missing",
		".hidden/x":              "missing",
		"code/../.hidden/x":      "missing",
		"big":                    "|big|",
		"./big":                  "missing",
		"":                       "name",
		"a..b":                   "name",
		"a b":                    "name",
		"code/":                  "name",
		"1a":                     "name",
		"-c":                     "name",
		".y":                     "name",
		"x\x00":                  "name",
		strings.Repeat("a", 400): "name",
	} {
		got := f.Find(t.Context(), what, "")
		if s := got.Text + got.Problem; s != want {
			t.Errorf("%.30q: %q, want %q", what, s, want)
		}
	}
	if got := f.Find(t.Context(), "random", "3.12"); got.Text != "|random|3.12" || got.Line != 1 {
		t.Errorf("%+v", got)
	}
	f.FS = nil // a page from elsewhere
	if got := f.Find(t.Context(), "code/mine", ""); got.Problem != "missing" {
		t.Errorf("%+v", got)
	}
}

func TestCache(t *testing.T) {
	engine, files := &fake{}, course()
	f := excerpt.Finder{Engine: engine, FS: files, Dir: "course", Cache: &excerpt.Cache{}}
	for range 3 {
		f.Find(t.Context(), "near.x", "")
		f.Find(t.Context(), "random", "")
	}
	if engine.asked != 2 {
		t.Errorf("it was asked %d times", engine.asked)
	}
	files["course/near.py"].Data = []byte("changed")
	if got := f.Find(t.Context(), "near.x", ""); got.Text != "changed|x|" {
		t.Errorf("%+v", got)
	}
	engine.err = errors.New("no")
	for range 2 { // what failed is tried again
		if got := f.Find(t.Context(), "near.y", ""); got.Problem != "failed" {
			t.Errorf("%+v", got)
		}
	}
	if engine.asked != 5 {
		t.Errorf("it was asked %d times", engine.asked)
	}
}

// FuzzFind looks for whatever an author may write: no file but Python's beside the
// lesson is ever opened, and no hidden one.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"code/mine.Thing", "../a.b", "/x", "a/../../b", ".git/x.y", "a\\b", "é.ü", "a//b", "..", "a/.", "C:/x.y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, what string) {
		files := &opened{MapFS: course()}
		excerpt.Finder{Engine: &fake{}, FS: files, Dir: "course"}.Find(t.Context(), what, "")
		for _, name := range files.names {
			if !fs.ValidPath(name) || !strings.HasSuffix(name, ".py") || strings.Contains("/"+name, "/.") {
				t.Errorf("%q opens %q", what, name)
			}
		}
	})
}
