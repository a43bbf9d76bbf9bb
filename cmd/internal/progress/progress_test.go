package progress_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/progress"
	"crunchy/cmd/internal/work"
	"crunchy/pages"
)

const lesson = "# Doubling\n\n```python editor name=week\nprint(1)\n```\n\n## An exercise\n\n```python editor name=double\ndef double(x):\n    return ______\n```\n\n```pycon doctest name=double\n>>> double(2)\n4\n```\n\n```python editor\n3\n```\n\n```python editor name==SUM(1)\n4\n```\n"

// comes notes in the store how far one has come with the elements of a lesson.
func comes(t *testing.T, s *work.Store, name, text string, states ...string) {
	t.Helper()
	p, err := pages.Render(pages.Source{Name: "a.md", Data: []byte(text)}, pages.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var asked []work.Element
	for _, e := range p.Elements {
		asked = append(asked, work.Element{Key: e.Key, File: e.WorkFile, Source: e.Source})
	}
	l := s.Lesson(name)
	for i, slot := range l.Slots(asked) {
		if i < len(states) && states[i] != "" {
			if err := l.Comes(slot, states[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "doubling.md")
	if err := os.WriteFile(file, []byte(lesson), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := work.Open(filepath.Join(dir, "work"))
	if err != nil {
		t.Fatal(err)
	}
	r := progress.Reader{Store: s, Lessons: fstest.MapFS{"first/a.md": {Data: []byte(lesson)}}, Builtin: "~lessons"}
	if got := r.Read(); len(got) != 0 {
		t.Errorf("nothing is begun, and there is %v", got)
	}
	comes(t, s, file, lesson, work.Ran, work.Ran, work.Tried)
	comes(t, s, "~lessons/first/a.md", lesson, "", work.Solved)
	comes(t, s, "~remote/https/example.org/gone.html", lesson, work.Tried)
	got := r.Read()
	if len(got) != 3 {
		t.Fatalf("there are %+v", got)
	}
	var b strings.Builder
	if err := progress.WriteCSV(&b, got); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		",0001,week,example,ran\n", ",0002,double,exercise,ran\n", ",0003,an exercise 1,example,stuck\n",
		",0002,double,exercise,solved\n", ",0001,week,example,not tried\n", "~remote/https/example.org/gone.html,gone.html,",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), ",=SUM") {
		t.Errorf("a formula is in it:\n%s", b.String())
	}
	for _, l := range got {
		done, stuck := l.Count()
		switch {
		case l.Name == file && (done != 1 || stuck != 2 || l.Title != "Doubling"),
			strings.HasPrefix(l.Name, "~lessons") && (done != 1 || stuck != 0),
			strings.HasPrefix(l.Name, "~remote") && (done != 0 || stuck != 1):
			t.Errorf("%s (%s): %d done, %d stuck", l.Name, l.Title, done, stuck)
		}
	}
}
