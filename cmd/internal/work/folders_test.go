package work_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/work"
)

func TestFoldersOfLessons(t *testing.T) {
	dir := t.TempDir()
	course := t.TempDir()
	a, b := filepath.Join(course, "a", "week", "one.md"), filepath.Join(course, "b", "week", "one.md")
	put(t, "# A", a)
	put(t, "# B", b)
	s := openStore(t, dir)
	base := func(s *work.Store, tutorial string) string {
		t.Helper()
		l := s.Lesson(tutorial)
		if err := l.Make(); err != nil {
			t.Fatal(err)
		}
		return filepath.Base(l.Dir())
	}
	names := map[string]string{
		"~lessons/first-steps/01-hello.md":                                 "first-steps-01-hello",
		"~lessons/using-crunchy.md":                                        "using-crunchy",
		"~remote/https/docs.python.org/3/tutorial/introduction.html?x=1/2": "docs.python.org-introduction",
		"~remote/https/docs.python.org":                                    "docs.python.org",
		"/home/me/Größe: 1/INDEX.md":                                       "Größe-1",
		"/home/me/../..":                                                   "lesson",
		a:                                                                  "week-one",
		b:                                                                  "week-one-2",
		"~lessons/recent.json.md":                                          "lesson-2",
	}
	order := []string{a, b, "/home/me/../.."}
	for tutorial := range names {
		if !slices.Contains(order, tutorial) {
			order = append(order, tutorial)
		}
	}
	for _, tutorial := range order {
		if got := base(s, tutorial); got != names[tutorial] {
			t.Errorf("%s is kept in %s, want %s", tutorial, got, names[tutorial])
		}
	}
	again := openStore(t, dir)
	slices.Reverse(order)
	for _, tutorial := range order {
		if got := base(again, tutorial); got != names[tutorial] {
			t.Errorf("after a restart %s is kept in %s, want %s", tutorial, got, names[tutorial])
		}
	}
	// A lesson that was moved finds its work, and back again.
	moved := filepath.Join(course, "c", "week", "one.md")
	put(t, "# A", moved)
	os.Remove(a)
	if got := base(openStore(t, dir), moved); got != "week-one" {
		t.Errorf("moved, it is kept in %s", got)
	}
	if got := base(openStore(t, dir), a); got != "week-one" {
		t.Errorf("back again, it is kept in %s", got)
	}
}

func TestRecentVisits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Crunchy")
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t, dir)
		for i := range 60 {
			s.Visited(fmt.Sprintf("lesson %d", i), "Title")
			time.Sleep(time.Second)
		}
		s.Visited("lesson 30", "Another title")
		if _, err := os.Stat(dir); err == nil {
			t.Error("a visit makes a folder")
		}
		if v := s.Recent(2); len(v) != 2 || v[0].Tutorial != "lesson 30" || v[0].Title != "Another title" || v[1].Tutorial != "lesson 59" {
			t.Errorf("recent: %+v", v)
		}
		if err := s.Lesson(tutorial).Make(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		s.Visited(tutorial, "T")
		again := openStore(t, dir).Recent(1000)
		if len(again) != 50 || again[0].Tutorial != tutorial || again[1].Tutorial != "lesson 30" {
			t.Errorf("after a restart: %d, %+v", len(again), again[:2])
		}
		put(t, "broken", dir, "recent.json")
		if v := openStore(t, dir).Recent(5); len(v) != 0 {
			t.Errorf("broken: %v", v)
		}
	})
}

func TestReasonsArePlainWords(t *testing.T) {
	dir := t.TempDir()
	put(t, "", dir, "Crunchy")
	l := openStore(t, filepath.Join(dir, "Crunchy")).Lesson(tutorial) // a file is in its place
	_, err := l.Save(slot(l, average), "x", "")
	if r, _ := work.Reason(err); err == nil || r == "" || strings.Contains(r, dir) || strings.Contains(r, "directory") {
		t.Errorf("%v: %q", err, r)
	}
}

func Example() {
	dir, _ := os.MkdirTemp("", "work")
	defer os.RemoveAll(dir)
	store, _ := work.Open(dir)
	lesson := store.Lesson("~lessons/first-steps/04-week.md")
	slot := lesson.Slots([]work.Element{{Key: "average", File: "average.py", Source: "# your code\n"}})[0]
	version, _ := lesson.Save(slot, "print(1)\n", "")
	_, err := lesson.Save(slot, "print(2)\n", "")
	fmt.Println(version == work.VersionOf("print(1)\n"), err)
	// Output: true work: the file was changed elsewhere
}
