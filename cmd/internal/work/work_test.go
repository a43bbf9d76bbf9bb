package work_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"crunchy/cmd/internal/work"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerName); dir != "" {
		writeOn(dir)
	}
	goleak.VerifyTestMain(m)
}

const tutorial = "~lessons/first-steps/04-week.md"

// average is an element with a name, plain one without.
var (
	average = work.Element{Key: "average", File: "average.py", Source: "def average(): ..."}
	plain   = work.Element{Key: "lists.1.aaaaaaaa", File: "lists.py", Source: "a = 1"}
)

func openStore(t *testing.T, dir string) *work.Store {
	t.Helper()
	s, err := work.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lesson(t *testing.T) *work.Lesson {
	return openStore(t, filepath.Join(t.TempDir(), "Crunchy")).Lesson(tutorial)
}

func slot(l *work.Lesson, e work.Element) work.Slot { return l.Slots([]work.Element{e})[0] }

func save(t *testing.T, l *work.Lesson, e work.Element, text, base string) string {
	t.Helper()
	v, err := l.Save(slot(l, e), text, base)
	if err != nil {
		t.Fatalf("saving %.40q: %v", text, err)
	}
	return v
}

func content(t *testing.T, parts ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func put(t *testing.T, text string, parts ...string) {
	t.Helper()
	file := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTextIsAnOrdinaryFile(t *testing.T) {
	l := lesson(t)
	if _, err := os.Stat(filepath.Dir(l.Dir())); err == nil {
		t.Error("the folder is made before there is anything to put into it")
	}
	if filepath.Base(l.Dir()) != "first-steps-04-week" {
		t.Errorf("the folder is %s", l.Dir())
	}
	text := "π = 3\r\nprint('''\ttab\r''')\n\n"
	v := save(t, l, average, text, "")
	want := "π = 3\nprint('''\ttab\n''')\n\n"
	if got := content(t, l.Dir(), "average.py"); got != want {
		t.Errorf("the file holds %q", got)
	}
	if w := l.Read(slot(l, average)); !w.Own || w.Text != want || w.Version != v || w.Starter != "" {
		t.Errorf("read back: %+v", w)
	}
	for name, mode := range map[string]os.FileMode{"": 0o700 | os.ModeDir, "average.py": 0o600, ".crunchy.json": 0o600} {
		if info, err := os.Stat(filepath.Join(l.Dir(), name)); err != nil || info.Mode() != mode {
			t.Errorf("%q: %v %v", name, info.Mode(), err)
		}
	}
	entries, _ := os.ReadDir(l.Dir())
	if len(entries) != 2 {
		t.Errorf("beside it there are %v", entries)
	}
	before, _ := os.Stat(filepath.Join(l.Dir(), "average.py"))
	if again := save(t, l, average, want, "whatever"); again != v {
		t.Errorf("the same text has version %s and %s", v, again)
	}
	if after, _ := os.Stat(filepath.Join(l.Dir(), "average.py")); !os.SameFile(before, after) {
		t.Error("the same text was written again")
	}
}

func TestSaveOnlyOverWhatOneHasSeen(t *testing.T) {
	l := lesson(t)
	v1 := save(t, l, average, "one", "")
	v2 := save(t, l, average, "two", v1)
	for name, base := range map[string]string{"an old version": v1, "the author's code": "", "nonsense": "0"} {
		_, err := l.Save(slot(l, average), "three", base)
		var c *work.Conflict
		if !errors.Is(err, work.ErrConflict) || !errors.As(err, &c) || c.Text != "two" || c.Version != v2 {
			t.Errorf("over %s: %v", name, err)
		}
	}
	put(t, "by another program\r\n", l.Dir(), "average.py")
	_, err := l.Save(slot(l, average), "three", v2)
	var c *work.Conflict
	if !errors.As(err, &c) || c.Text != "by another program\n" || content(t, l.Dir(), "average.py") != "by another program\r\n" {
		t.Errorf("over a change from outside: %v", err)
	}
	save(t, l, average, "three", c.Version)
	os.Remove(filepath.Join(l.Dir(), "average.py"))
	save(t, l, average, "four", c.Version) // nothing is lost by it
}

func TestResetKeepsTheFileAndIsNoWork(t *testing.T) {
	l := lesson(t)
	v := save(t, l, average, "mine", "")
	v = save(t, l, average, average.Source, v)
	if w := l.Read(slot(l, average)); w.Own || w.Version != v {
		t.Errorf("after a reset: %+v", w)
	}
	ids, err := l.Versions(slot(l, average))
	if err != nil || len(ids) != 1 || ids[0].Lines != 1 {
		t.Fatalf("%v %v", ids, err)
	}
	if text, err := l.Version(slot(l, average), ids[0].ID); err != nil || text != "mine" {
		t.Errorf("%q %v", text, err)
	}
	save(t, l, average, "again", "") // who sees the author's code may go on from it
	put(t, average.Source+"\n", l.Dir(), "average.py")
	if w := l.Read(slot(l, average)); w.Own {
		t.Errorf("with an empty line at its end: %+v", w)
	}
}

func TestTextsThatAreNotTaken(t *testing.T) {
	l := lesson(t)
	if _, err := l.Save(slot(l, average), strings.Repeat("x", work.MaxText+1), ""); !errors.Is(err, work.ErrTooBig) {
		t.Errorf("too long: %v", err)
	}
	save(t, l, average, strings.Repeat("x", work.MaxText), "")
	if _, err := l.Save(slot(l, work.Element{Key: "a.1.b"}), "x", ""); !errors.Is(err, work.ErrUnknown) {
		t.Errorf("an element without a file: %v", err)
	}
	for _, id := range []string{"", "x", "../../average", "2026-01-02T15-04-05.000Z"} {
		if _, err := l.Version(slot(l, average), id); !errors.Is(err, work.ErrUnknown) {
			t.Errorf("version %q: %v", id, err)
		}
	}
}

func TestHistory(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := openStore(t, dir).Lesson(tutorial)
		texts := func() (got []string) {
			ids, err := l.Versions(slot(l, average))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range ids {
				text, err := l.Version(slot(l, average), e.ID)
				if err != nil || e.When.After(time.Now().Add(time.Second)) {
					t.Errorf("%s: %v", e.ID, err)
				}
				got = append(got, text)
			}
			return got
		}
		expect := func(what string, want ...string) {
			t.Helper()
			if got := texts(); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		v := save(t, l, average, "1", "")
		v = save(t, l, average, "2", v)
		expect("the first", "1")
		time.Sleep(30 * time.Second)
		v = save(t, l, average, "3", v)
		expect("after half a minute", "1")
		time.Sleep(31 * time.Second)
		v = save(t, l, average, "4", v)
		expect("after a minute", "3", "1")
		l.Runs(slot(l, average), "4")
		save(t, l, average, "5", v)
		expect("what was run", "4", "3", "1")
		put(t, "from outside", l.Dir(), "average.py")
		v = save(t, l, average, "6", work.VersionOf("from outside"))
		expect("from outside", "from outside", "4", "3", "1")
		v = save(t, l, average, average.Source, v)
		expect("before a reset", "6", "from outside", "4", "3", "1")
		for i := range 120 {
			time.Sleep(61 * time.Second)
			v = save(t, l, average, fmt.Sprintf("many %d", i), v)
		}
		if got := texts(); len(got) != 100 || got[0] != "many 118" || got[99] != "many 19" {
			t.Errorf("%d are kept: %q", len(got), got)
		}
		// A clock that is put back loses nothing.
		time.Sleep(time.Minute)
		save(t, l, average, "now", v)
		put(t, "x", l.Dir(), ".history", "average.py", "2999-01-01T00-00-00.000Z.py")
		save(t, l, average, "later", work.VersionOf("now"))
		if ids, _ := l.Versions(slot(l, average)); ids[0].ID != "2999-01-01T00-00-00.001Z" {
			t.Errorf("the newest is %s", ids[0].ID)
		}
	})
}

func TestWorkFollowsItsElement(t *testing.T) {
	l := lesson(t)
	other := work.Element{Key: "lists.2.bbbbbbbb", File: "lists-2.py", Source: "b = 1"}
	save(t, l, plain, "my lists", "")
	save(t, l, other, "my other", "")
	l.Comes(slot(l, other), work.Ran)
	text := func(slots []work.Slot, i int) string { return l.Read(slots[i]).Text }

	// A block before them, under the same heading.
	fresh := work.Element{Key: "lists.1.cccccccc", File: "lists.py", Source: "c = 1"}
	moved1 := work.Element{Key: "lists.2.aaaaaaaa", File: "lists-2.py", Source: "a = 1"}
	moved2 := work.Element{Key: "lists.3.bbbbbbbb", File: "lists-3.py", Source: "b = 1"}
	s := l.Slots([]work.Element{fresh, moved1, moved2})
	if text(s, 0) != "" || text(s, 1) != "my lists" || text(s, 2) != "my other" || s[2].Progress != work.Ran || s[1].Name != "lists.py" {
		t.Errorf("a block was inserted: %+v", s)
	}
	if _, err := l.Save(s[0], "my fresh", ""); err != nil {
		t.Fatal(err)
	}
	v, err := l.Save(s[2], "my other 2", work.VersionOf("my other"))
	if err != nil {
		t.Fatal(err)
	}
	s = l.Slots([]work.Element{fresh, moved1, moved2})
	if text(s, 0) != "my fresh" || text(s, 1) != "my lists" || text(s, 2) != "my other 2" || l.Progress()[moved2.Key] != work.Ran {
		t.Errorf("they were saved: %+v %v", s, l.Progress())
	}
	// Another heading above it.
	renamed := work.Element{Key: "sequences.1.bbbbbbbb", File: "sequences.py", Source: "b = 1"}
	if s := l.Slots([]work.Element{renamed}); text(s, 0) != "my other 2" || s[0].Name != "lists-2.py" {
		t.Errorf("the heading was changed: %+v", s)
	}
	// Other code in the same place: both are offered until the student decides.
	changed := work.Element{Key: "lists.3.dddddddd", File: "lists-3.py", Source: "d = 1"}
	s = l.Slots([]work.Element{fresh, moved1, changed})
	if w := l.Read(s[2]); !w.Own || w.Text != "my other 2" || w.Starter != "b = 1" || s[2].Progress != "" {
		t.Errorf("the code was changed: %+v %+v", s[2], w)
	}
	old := slot(l, moved2)
	l.Comes(s[2], work.Ran)
	s = l.Slots([]work.Element{fresh, moved1, changed})
	if w := l.Read(s[2]); w.Starter != "b = 1" || s[2].Progress != work.Ran {
		t.Errorf("it was run: %+v %+v", s[2], w)
	}
	if _, err := l.Save(s[2], "decided", v); err != nil {
		t.Fatal(err)
	}
	// A page that was open before goes on with the same file.
	if _, err := l.Save(old, "from the old page", work.VersionOf("decided")); err != nil {
		t.Fatal(err)
	}
	s = l.Slots([]work.Element{fresh, moved1, changed})
	if w := l.Read(s[2]); w.Starter != "" || w.Text != "from the old page" {
		t.Errorf("decided: %+v %+v", s[2], w)
	}
}

func TestAuthorChangesTheStarterOfANamedElement(t *testing.T) {
	l := lesson(t)
	save(t, l, average, "mine", "")
	changed := average
	changed.Source = "def average(numbers): ..."
	if w := l.Read(slot(l, changed)); !w.Own || w.Text != "mine" || w.Starter != average.Source {
		t.Errorf("changed: %+v", w)
	}
	save(t, l, changed, "mine, new", work.VersionOf("mine"))
	if w := l.Read(slot(l, changed)); w.Starter != "" {
		t.Errorf("decided: %+v", w)
	}
	// Who had nothing of their own gets the new code.
	save(t, l, changed, changed.Source, work.VersionOf("mine, new"))
	if w := l.Read(slot(l, average)); w.Own {
		t.Errorf("untouched, and changed: %+v", w)
	}
	save(t, l, average, "anew", "")
}

func TestIndexIsLostOrBroken(t *testing.T) {
	l := lesson(t)
	v := save(t, l, average, "mine", "")
	for _, broken := range []string{"", "{", "null", "[]", `{"elements":{"average":{"file":"../../evil.py"}}}`, `{"elements":{"average":{"file":"/etc/passwd"}}}`} {
		put(t, broken, l.Dir(), ".crunchy.json")
		again := openStore(t, filepath.Dir(l.Dir())).Lesson(tutorial)
		if w := again.Read(slot(again, average)); w.Text != "mine" || !w.Own || again.Dir() != l.Dir() {
			t.Errorf("index %q: %+v in %s", broken, w, again.Dir())
		}
		v = save(t, again, average, "mine", v)
		if err := again.Comes(slot(again, average), work.Ran); err != nil || again.Progress()["average"] != work.Ran {
			t.Errorf("index %q: %v %v", broken, err, again.Progress())
		}
	}
}

func TestNobodyFallsBack(t *testing.T) {
	l := lesson(t)
	for _, c := range []struct{ to, at string }{
		{work.Tried, work.Tried}, {work.Ran, work.Ran}, {work.Tried, work.Ran},
		{work.Solved, work.Solved}, {work.Ran, work.Solved}, {work.Tried, work.Solved},
	} {
		if err := l.Comes(slot(l, average), c.to); err != nil || l.Progress()["average"] != c.at {
			t.Errorf("%s: %v, %v", c.to, l.Progress(), err)
		}
	}
}
