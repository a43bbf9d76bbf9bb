package web_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// editor is a block of a lesson with that code.
func editor(code string) string { return "```python editor\n" + code + "\n```\n\n" }

// lessonFrames are the files of each LESSON frame that pages have got.
func (s *site) lessonFrames() (all [][]string) {
	s.t.Helper()
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	for _, f := range s.engine.published {
		data, ok := strings.CutPrefix(f, "LESSON 0 ")
		if !ok {
			continue
		}
		var told struct{ Files []string }
		if err := json.Unmarshal([]byte(data), &told); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, told.Files)
	}
	return all
}

// toldOf waits until a page has been told, after the frames that were seen, that just
// these files have changed.
func (s *site) toldOf(seen int, names ...string) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		for _, files := range s.lessonFrames()[seen:] {
			if slices.Equal(files, names) {
				return
			}
		}
	}
	s.t.Fatalf("never told of %q, but of %q", names, s.lessonFrames())
}

// TestAuthorSaves: the pages of a lesson are told of what it is made of, and of
// nothing else.
func TestAuthorSaves(t *testing.T) {
	s, write := authored(t, "# A\n\n"+editor("1"))
	s.open("a.md", bearer)
	write("# A\n\n" + editor("2"))
	s.toldOf(0, "a.md")
	dir := s.folder
	for _, d := range []string{"pictures", "other", ".git"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"b.md", ".git/index", "other/c.md", "other/data.csv", "pictures/p.svg"} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.toldOf(0, "other/data.csv", "pictures/p.svg")
	seen := len(s.lessonFrames())
	if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	s.toldOf(seen, "a.md")
	for _, files := range s.lessonFrames() {
		for _, f := range files {
			if !slices.Contains([]string{"a.md", "other/data.csv", "pictures/p.svg"}, f) {
				t.Errorf("told of %s", f)
			}
		}
	}
}

// refreshed is the answer to /refresh.
type refreshed struct {
	Version  string
	Elements []struct{ Number, UID, Source, Fate, Was string }
	Gone     []string
}

func (s *site) refresh(page, version string) (r refreshed) {
	s.t.Helper()
	resp, body := s.do("POST", "/refresh?page="+page+"&version="+version, "", bearer)
	if err := json.Unmarshal([]byte(body), &r); err != nil || resp.StatusCode != 200 {
		s.t.Fatalf("%d %s", resp.StatusCode, body)
	}
	return r
}

// TestAuthorTakesAway: a page that is refreshed has the elements of the lesson as it
// is now. Those that are as they were have their uids still, whatever their numbers;
// so have they for whoever takes the page over.
func TestAuthorTakesAway(t *testing.T) {
	s, write := authored(t, "# A\n\n"+editor("1")+editor("2")+editor("3"))
	p := s.open("a.md", bearer)
	_, body := s.do("POST", "/add?page="+p.Page, "mine", bearer)
	var mine struct{ UID string }
	if err := json.Unmarshal([]byte(body), &mine); err != nil {
		t.Fatal(err)
	}
	write("# A\n\n" + editor("0") + editor("1") + editor("3") + editor("4"))
	v := s.edition()
	r := s.refresh(p.Page, v)
	uid := func(n string) string { return p.Page + n }
	var got []string
	for _, e := range r.Elements {
		got = append(got, strings.TrimSpace(strings.Join([]string{e.Number, e.Source, e.Fate, strings.TrimPrefix(e.UID, p.Page), strings.TrimPrefix(e.Was, p.Page)}, " ")))
	}
	want := []string{"0001 0 new 0005", "0002 1 kept 0001", "0003 3 kept 0003", "0004 4 new 0006", "0005 mine kept 0004"}
	if !slices.Equal(got, want) || !slices.Equal(r.Gone, []string{uid("0002")}) || r.Version != v {
		t.Errorf("%q, gone %q", got, r.Gone)
	}
	s.engine.mu.Lock()
	var runs []string
	for _, e := range s.engine.pages[p.Page].Elements {
		runs = append(runs, strings.TrimPrefix(e.UID, p.Page)+" "+e.Source)
	}
	s.engine.mu.Unlock()
	slices.Sort(runs)
	if want := []string{"0001 1", "0003 3", "0004 mine", "0005 0", "0006 4"}; !slices.Equal(runs, want) {
		t.Errorf("the engine has %q", runs)
	}
	for uid, status := range map[string]int{uid("0002"): 404, uid("0006"): 200, mine.UID: 200} {
		if resp, body := s.do("POST", "/save?uid="+uid, "x = 1\n", bearer); resp.StatusCode != status {
			t.Errorf("%s: %d %s", uid, resp.StatusCode, body)
		}
	}
	again := s.open("a.md&resume="+p.Page+"&version="+v, bearer)
	if again.Page != p.Page || len(again.Elements) != 5 || again.Elements[1].UID != uid("0001") || again.Elements[1].Number != "0002" {
		t.Errorf("who takes it over gets %+v", again)
	}
	if r := s.refresh(p.Page, v); len(r.Gone) != 0 || r.Elements[0].Fate != "kept" {
		t.Errorf("refreshed twice: %+v", r)
	}
	write("# A\n\n" + editor("00") + editor("1") + editor("3") + editor("4"))
	if r := s.refresh(p.Page, s.edition()); r.Elements[0].Fate != "changed" || r.Elements[0].Was != uid("0005") || r.Elements[0].UID != uid("0007") {
		t.Errorf("changed: %+v", r.Elements[0])
	}
	_, body = s.do("POST", "/add?page="+p.Page, "mine too", bearer)
	if !strings.Contains(body, `"number":"0006"`) || !strings.Contains(body, uid("0008")) {
		t.Errorf("one more editor: %s", body)
	}
}

// TestAuthorTakesAllAway: nothing is left to work on, until there is again.
func TestAuthorTakesAllAway(t *testing.T) {
	s, write := authored(t, "# A\n\n"+editor("1"))
	p := s.open("a.md", bearer)
	write("# A\n\nText.\n")
	if r := s.refresh(p.Page, s.edition()); len(r.Elements) != 0 || len(r.Gone) != 1 {
		t.Errorf("%+v", r)
	}
	if resp, body := s.do("POST", "/save?uid="+p.Elements[0].UID, "x = 1\n", bearer); resp.StatusCode != 404 {
		t.Errorf("what is gone is saved: %d %s", resp.StatusCode, body)
	}
	write("# A\n\n" + editor("1"))
	r := s.refresh(p.Page, s.edition())
	if len(r.Elements) != 1 || r.Elements[0].Fate != "new" {
		t.Fatalf("%+v", r)
	}
	if resp, body := s.do("POST", "/save?uid="+r.Elements[0].UID, "x = 1\n", bearer); resp.StatusCode != 200 {
		t.Errorf("what is new is not saved: %d %s", resp.StatusCode, body)
	}
}

// TestNotRefreshed: what is not brought to another version, and why.
func TestNotRefreshed(t *testing.T) {
	s, write := authored(t, "# A\n\n"+editor("1"))
	p := s.open("a.md", bearer)
	v := s.edition()
	refused := func(page, version string, status int, name string) {
		t.Helper()
		resp, body := s.do("POST", "/refresh?page="+page+"&version="+version, "", asJSON)
		if resp.StatusCode != status || !strings.Contains(body, name) {
			t.Errorf("%d %s, want %d %s", resp.StatusCode, body, status, name)
		}
	}
	refused("4711", v, 404, "unknown_page")
	refused(p.Page, "", 409, "lesson_changed")
	write("# A\n\n" + editor("2"))
	refused(p.Page, v, 409, "lesson_changed")
	write("")
	refused(p.Page, v, 409, "lesson_empty")
	if err := os.Remove(filepath.Join(s.folder, "a.md")); err != nil {
		t.Fatal(err)
	}
	refused(p.Page, v, 404, "not_found")
	write("# A\n\n" + editor("1"))
	if r := s.refresh(p.Page, v); r.Elements[0].Fate != "kept" {
		t.Errorf("after all that: %+v", r)
	}
	built := newSite(t)
	q := built.open("lesson.md", bearer)
	if resp, _ := built.do("POST", "/refresh?page="+q.Page+"&version=x", "", bearer); resp.StatusCode != 404 {
		t.Errorf("a lesson that is built in: %d", resp.StatusCode)
	}
}
