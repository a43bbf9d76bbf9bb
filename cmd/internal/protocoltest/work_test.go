//go:build unix

package protocoltest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// week is a lesson with work to do; its elements are 1 an editor with a name,
// 2 one without, 3 an interpreter.
const week = "# Week\n\n```python editor name=average\ndef average(): ...\n```\n\n## Lists\n\n" +
	"```python editor\na = [1]\n```\n\n```python interpreter\n>>> 1\n1\n```\n"

// keep starts a server with that lesson.
func keep(t *testing.T) *server {
	return start(t, setup{lessons: map[string]string{"week.md": week}})
}

// rewrite changes the lesson.
func (s *server) rewrite(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, "lessons", "week.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// file is the path of a file in the folder of the lesson's work.
func (s *server) file(name string) string { return filepath.Join(s.dir, "work", "lessons-week", name) }

// holds returns what a file of the work holds.
func (s *server) holds(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(s.file(name))
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

// watching opens the lesson with the types.
func watching(t *testing.T, s *server, types string) *view {
	t.Helper()
	return openWith(t, s, "week.md", nil, func(p *protocoltest.Page) protocoltest.Stream {
		return &protocoltest.Poller{Page: p, Types: types, Batch: true, Wait: 5}
	})
}

// save saves and returns the version.
func (v *view) save(n int, text, base string) string {
	v.t.Helper()
	var a struct{ Version string }
	body := v.do(n, "save", "&base="+base, text)
	if err := json.Unmarshal([]byte(body), &a); err != nil || a.Version == "" {
		v.t.Errorf("/save answers %s", body)
	}
	return a.Version
}

// versions lists the earlier versions' ids and lines.
func (v *view) versions(n int) (ids []string, lines []int) {
	v.t.Helper()
	var a struct {
		Versions []struct {
			ID    string
			When  time.Time
			Lines int
		}
	}
	body := v.do(n, "versions", "", "")
	if err := json.Unmarshal([]byte(body), &a); err != nil || a.Versions == nil {
		v.t.Fatalf("/versions answers %s", body)
	}
	for _, e := range a.Versions {
		if time.Since(e.When) > time.Minute || time.Since(e.When) < -time.Second {
			v.t.Errorf("version %s is of %v", e.ID, e.When)
		}
		ids, lines = append(ids, e.ID), append(lines, e.Lines)
	}
	return ids, lines
}

func TestSavedTextIsAFileAndComesBack(t *testing.T) {
	t.Parallel()
	s := keep(t)
	v := open(t, s, "week.md")
	if _, err := os.Stat(s.file("")); err == nil {
		t.Error("the folder is made before anything is in it")
	}
	e := v.Elements
	if e[0].Key != "average" || !strings.HasSuffix(e[0].File, "/lessons-week/average.py") || !strings.HasSuffix(e[1].File, "/lists.py") ||
		e[1].Key == "" || e[2].Key == "" || e[2].File != "" || e[0].Work != nil || len(v.Progress) != 0 {
		t.Errorf("before: %+v %v", e, v.Progress)
	}
	text := "def average():\n    return 'π'\n"
	v1 := v.save(1, text, "")
	if got := s.holds(t, "average.py"); got != text {
		t.Errorf("the file holds %q", got)
	}
	again := open(t, s, "week.md")
	if w := again.Elements[0].Work; w == nil || w.Text != text || w.Version != v1 || w.Starter != "" || again.Elements[1].Work != nil {
		t.Errorf("opened again: %+v", w)
	}

	// A second text, an earlier version, and back to the author's.
	v2 := v.save(1, "second", v1)
	v3 := v.save(1, "def average(): ...", v2)
	ids, lines := v.versions(1)
	if len(ids) != 2 || lines[1] != 2 || lines[0] != 1 {
		t.Fatalf("earlier versions: %v %v", ids, lines)
	}
	if body := v.do(1, "version", "&id="+ids[1], ""); !strings.Contains(body, `return 'π'\n`) {
		t.Errorf("the first text is %s", body)
	}
	if again := open(t, s, "week.md"); again.Elements[0].Work != nil {
		t.Errorf("after a reset there is %+v", again.Elements[0].Work)
	}
	v.save(1, text, v3)
	v.refused(404, 3, "save", "x = 1")
	v.refused(404, 3, "versions", "")
	v.refused(404, 1, "version", "")
	v.refused(413, 1, "save", strings.Repeat("x", 1<<20+1))
	for _, route := range []string{"save", "versions", "version"} {
		a := request(t, s, "POST", "/"+route+"?uid="+v.ID+"0009", "x", protocoltest.JSON)
		if a.Status != 404 {
			t.Errorf("/%s of an element that is none: %d", route, a.Status)
		}
		checkSentence(t, route, "application/json", a)
	}
}

func TestTextsThatContradictEachOther(t *testing.T) {
	t.Parallel()
	s := keep(t)
	one, two := open(t, s, "week.md"), open(t, s, "week.md")
	v1 := one.save(1, "one", "")
	for _, accept := range []string{"application/json", "text/plain"} {
		a, err := two.Act(t.Context(), 1, "save", "", "two", protocoltest.Header("Accept", accept))
		if err != nil || a.Status != 409 {
			t.Fatalf("%v %+v", err, a)
		}
		checkSentence(t, "a conflict", accept, a)
		if accept == "application/json" {
			var c struct{ Version, Text string }
			if json.Unmarshal([]byte(a.Body), &c) != nil || c.Version != v1 || c.Text != "one" {
				t.Errorf("a conflict: %s", a.Body)
			}
		}
	}
	if got := s.holds(t, "average.py"); got != "one" {
		t.Errorf("the file holds %q", got)
	}
	two.save(1, "one", "") // the same text is no contradiction
	two.save(1, "two", v1)

	// Over the socket it is all the same.
	socket := &protocoltest.Socket{Page: one.Page, Types: "WORK"}
	defer socket.Close()
	r, err := socket.Call(t.Context(), map[string]any{"do": "save", "uid": one.UID(1), "base": v1, "body": "three"})
	var c struct {
		Version, Text string
		Error         struct{ Name string }
	}
	if json.Unmarshal(r.Body, &c); err != nil || r.Status != 409 || c.Text != "two" || c.Error.Name == "" {
		t.Errorf("over the socket: %v %d %s", err, r.Status, r.Body)
	}
	if r, err := socket.Call(t.Context(), map[string]any{"do": "save", "uid": one.UID(1), "base": c.Version, "body": "three"}); err != nil || r.Status != 200 {
		t.Errorf("over the socket: %v %d %s", err, r.Status, r.Body)
	}
	if r, err := socket.Call(t.Context(), map[string]any{"do": "versions", "uid": one.UID(1)}); err != nil || !strings.Contains(string(r.Body), `"versions":[{`) {
		t.Errorf("over the socket: %v %s", err, r.Body)
	}
}

// told reads up to a WORK frame of the nth element and checks it.
func (v *view) told(n int, text string) (version string) {
	v.t.Helper()
	f := v.until(fmt.Sprintf("WORK of element %d", n), is("WORK", v.UID(n)))
	m := object(f[len(f)-1])
	if version, _ = m["version"].(string); m["text"] != text || version == "" {
		v.t.Errorf("WORK %v, want %q", m, text)
	}
	return version
}

func TestPagesAreToldOfChangesElsewhere(t *testing.T) {
	t.Parallel()
	s := keep(t)
	one, two := watching(t, s, "WORK,PROMPT"), watching(t, s, "WORK")
	simple := watching(t, s, "PROMPT")
	v1 := one.save(1, "from the first page", "")
	if got := two.told(1, "from the first page"); got != v1 {
		t.Errorf("version %s was told, %s was saved", got, v1)
	}
	two.save(1, "from the second", v1)
	one.told(1, "from the second")

	began := time.Now()
	if err := os.WriteFile(s.file("average.py"), []byte("from an editor\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	v3 := one.told(1, "from an editor\n")
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
	two.told(1, "from an editor\n")

	// An editor that saves by renaming, of a file that was not there.
	temp := s.file("lists.tmp")
	if err := os.WriteFile(temp, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(temp, s.file("lists.py")); err != nil {
		t.Fatal(err)
	}
	one.told(2, "new")
	two.told(2, "new")

	// Nobody hears of what they saved themselves, or does not ask for.
	one.save(1, "last", v3)
	two.told(1, "last")
	time.Sleep(time.Second) // two looks at the files
	one.exec(3, "'end'")
	one.says(3, "'end'\n")
	for _, f := range one.seen {
		if f.Type == "WORK" && strings.Contains(f.Data, "last") {
			t.Error("a page is told of its own text")
		}
	}
	simple.exec(3, "'end'")
	simple.says(3, "'end'\n")
	for _, f := range simple.seen {
		if f.Type == "WORK" {
			t.Errorf("a client that does not ask for it gets %v", f)
		}
	}
	v := one.Page
	ack := fmt.Sprintf("/ack?page=%s&after=%d", v.ID, one.stream.(*protocoltest.Poller).After)
	request(t, s, "POST", ack, "")
	a := request(t, s, "POST", "/page_init?tutorial=week.md&types=WORK&resume="+v.ID, "", protocoltest.JSON)
	if strings.Contains(a.Body, `"WORK"`) || !strings.Contains(a.Body, `"text":"last"`) {
		t.Errorf("resumed: %s", a.Body)
	}
}

func TestWorkOutlivesTheServer(t *testing.T) {
	t.Parallel()
	s := keep(t)
	v := open(t, s, "week.md")
	v1 := v.save(1, "import lists\nprint(lists.answer)", "")
	v.save(2, "answer = 42", "")
	v.exec(1, "import lists\nprint(lists.answer)")
	v.says(1, "42\n") // programs of a lesson can import each other
	v.stop(1)
	v.post(3, "")
	v.prompt(3)
	if again := open(t, s, "week.md"); fmt.Sprint(again.Progress) != "map[0001:ran]" {
		t.Errorf("progress: %v", again.Progress)
	}
	v.post(3, "1 + 1\n")
	v.prompt(3)
	s.kill()
	if err := s.nobodyLeft(10 * time.Second); err != nil {
		t.Error(err)
	}

	next := start(t, setup{again: s, target: filepath.Join(s.dir, "lessons", "week.md")})
	w := open(t, next, "week.md")
	if e := w.Elements[0]; e.Work == nil || e.Work.Version != v1 || w.Elements[1].Work == nil || fmt.Sprint(w.Progress) != "map[0001:ran 0003:ran]" {
		t.Errorf("after a restart: %+v %v", e, w.Progress)
	}
	w.save(1, "on", v1)
	if ids, _ := w.versions(1); len(ids) != 1 {
		t.Errorf("earlier versions: %v", ids)
	}
}

func TestProgramsCannotMakeTheServerWriteElsewhere(t *testing.T) {
	t.Parallel()
	s := keep(t)
	v := open(t, s, "week.md")
	secret := filepath.Join(s.dir, "home", "secret.py")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	v1 := v.save(2, "before", "")
	v.exec(1, fmt.Sprintf("import os\nos.symlink(%q, 'average.py')\nos.symlink(%q, '.history')\nprint('done')", secret, filepath.Dir(secret)))
	v.says(1, "done\n")
	v.stop(1)
	for n, base := range map[int]string{1: "", 2: v1} {
		a, err := v.Act(t.Context(), n, "save", "&base="+base, "overwritten", protocoltest.JSON)
		if err != nil || a.Status != 507 || !strings.Contains(a.Body, "could not be saved") {
			t.Errorf("element %d: %v %d %s", n, err, a.Status, a.Body)
		}
		checkSentence(t, "a link", "application/json", a)
	}
	if b, _ := os.ReadFile(secret); string(b) != "secret" || s.holds(t, "lists.py") != "before" {
		t.Errorf("they hold %q and %q", b, s.holds(t, "lists.py"))
	}
	if entries, _ := os.ReadDir(filepath.Dir(secret)); len(entries) != 1 {
		t.Errorf("beside it: %v", entries)
	}
	if again := open(t, s, "week.md"); again.Elements[0].Work != nil {
		t.Errorf("what the link leads to is shown: %+v", again.Elements[0].Work)
	}
}

func TestLessonChangesUnderItsWork(t *testing.T) {
	t.Parallel()
	s := keep(t)
	v := open(t, s, "week.md")
	v.save(1, "my average", "")
	v2 := v.save(2, "my list", "")
	v.exec(2, "my_list = 1")
	v.stop(2)
	keys := []string{v.Elements[0].Key, v.Elements[1].Key, v.Elements[2].Key}

	// A block under another heading moves nobody's key.
	s.rewrite(t, strings.Replace(week, "## Lists", "```python editor\nnew = 1\n```\n\n## Lists", 1))
	w := open(t, s, "week.md")
	if got := []string{w.Elements[0].Key, w.Elements[2].Key, w.Elements[3].Key}; fmt.Sprint(got) != fmt.Sprint(keys) {
		t.Errorf("the keys were %v and are %v", keys, got)
	}
	if w.Elements[1].Work != nil || w.Elements[2].Work == nil || w.Elements[2].Work.Text != "my list" || w.Progress["0003"] != "ran" {
		t.Errorf("a block was inserted: %+v", w.Elements)
	}
	// Nor does one under the same heading take its work.
	s.rewrite(t, strings.Replace(week, "## Lists", "## Lists\n\n```python editor\nnew = 1\n```\n", 1))
	w = open(t, s, "week.md")
	if e := w.Elements; e[1].Work != nil || e[2].Work == nil || e[2].Work.Text != "my list" || w.Progress["0003"] != "ran" || e[1].File == e[2].File {
		t.Errorf("a block was inserted in front: %+v", e)
	}
	// Other code: the student is offered both.
	s.rewrite(t, strings.NewReplacer("average(): ...", "average(numbers): ...", "a = [1]", "a = [1, 2]").Replace(week))
	w = open(t, s, "week.md")
	for i, old := range []string{"def average(): ...", "a = [1]"} {
		if work := w.Elements[i].Work; work == nil || !strings.HasPrefix(work.Text, "my ") || strings.TrimSpace(work.Starter) != old {
			t.Errorf("the code was changed: %+v", work)
		}
	}
	w.save(2, "my list, decided", v2)
	w = open(t, s, "week.md")
	if work := w.Elements[1].Work; work == nil || work.Starter != "" || s.holds(t, "lists.py") != "my list, decided" {
		t.Errorf("decided: %+v", work)
	}
}

func TestWatchingEndsWithThePageAndTheServer(t *testing.T) {
	t.Parallel()
	s := start(t, setup{lessons: map[string]string{"week.md": week}, args: []string{"--grace", "1s"}})
	v := watching(t, s, "WORK")
	v.save(1, "mine", "")
	request(t, s, "POST", "/close?page="+v.ID, "")
	if err := poll(patience, func() bool {
		a, err := s.Do(context.Background(), "POST", "/versions?uid="+v.UID(1), "")
		return err == nil && a.Status == 404
	}); err != nil {
		t.Errorf("the page is still there: %v", err)
	}
	if err := os.WriteFile(s.file("average.py"), []byte("later"), 0o644); err != nil {
		t.Fatal(err)
	}
	if w := watching(t, s, "WORK").Elements[0].Work; w == nil || w.Text != "later" {
		t.Errorf("opened again: %+v", w)
	}
}
