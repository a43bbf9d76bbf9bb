package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"crunchy/cmd/internal/web"
)

// hands are a clock that tests set.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hands) set(at string) {
	t, err := time.Parse("2006-01-02 15:04:05", at)
	if err != nil {
		panic(err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = t
}

const examined = "# Exam\n\n" +
	"```text exam_define name=mid start=\"2026-12-01 09:00Z\" duration=1:30\n```\n\n" +
	"```python editor name=one\nxyzzy = ______\n```\n\n" +
	"```pycon doctest name=one exam_name=mid\n>>> xyzzy\n2\n```\n\n" +
	"```python setup name=one\nxyzzy_0 = 1\n```\n\n" +
	"<details class=\"hint\" data-for=\"one\"><summary>xyzzy hint</summary>xyzzy</details>\n\n" +
	"```python solution name=one\nxyzzy = 2\n```\n\n" +
	"```text quiz exam_name=mid\nIs it xyzzy?\n\n- [x] xyzzy yes\n- [ ] no\n```\n\n" +
	"```python predict exam_name=mid\nprint('xyzzy')\n```\n\n" +
	"```python parsons exam_name=mid time=60\nxyzzy = 1\nprint(xyzzy)\n```\n\n" +
	"```pycon doctest exam_name=nowhere\n>>> xyzzy\n```\n\n" +
	"```python editor name=quick time=60\nprint(1)\n```\n\n```python check name=quick\nassert True\n```\n"

func examSite(t *testing.T, work string) (*site, *hands) {
	clock := &hands{}
	clock.set("2026-12-01 08:59:59")
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "exam.md": {Data: []byte(examined)}}
		c.Now, c.Work = clock.now, work
	})
	return s, clock
}

func asJSON(r *http.Request) {
	bearer(r)
	r.Header.Set("Accept", "application/json")
}

// TestExamOpensAndCloses is what a client with requests of its own gets of an
// exam before, while and after it runs.
func TestExamOpensAndCloses(t *testing.T) {
	work := t.TempDir()
	s, clock := examSite(t, work)
	page := func() string {
		_, body := s.do("GET", "/t/exam.md", "", bearer)
		return body
	}
	init := func() string {
		_, body := s.do("POST", "/page_init?tutorial=exam.md", "", asJSON)
		return body
	}
	p := s.open("exam.md", bearer)
	try := func(status int, name string, i int, acts ...string) {
		t.Helper()
		for _, act := range acts {
			body := "x = 1"
			if act == "answer" {
				body = `{"choices":[0]}`
			}
			if act == "complete" || act == "inspect" {
				body = `{"code":"x","cursor":1}`
			}
			resp, said := s.do("POST", "/"+act+"?uid="+p.Elements[i].UID, body, asJSON)
			if resp.StatusCode != status || !strings.Contains(said, name) {
				t.Errorf("%s of %d: %d %s, want %d %s", act, i, resp.StatusCode, said, status, name)
			}
		}
	}
	running := []string{"exec", "post", "reset", "eof", "complete", "inspect", "save"}

	for where, text := range map[string]string{"the page": page(), "page_init": init()} {
		if before, rest, _ := strings.Cut(text, "nowhere"); strings.Contains(before, "xyzzy") || strings.Contains(rest, "xyzzy") {
			t.Errorf("%s tells of the exam: %s", where, text)
		}
	}
	try(403, "not_open_yet", 0, running...)
	try(403, "not_open_yet", 1, "answer")
	try(403, "not_open_yet", 2, "exec")
	try(403, "not_open_yet", 3, "exec")
	try(200, `"state":"before"`, 0, "element")
	if _, said := s.do("POST", "/element?uid="+p.Elements[0].UID, "", asJSON); strings.Contains(said, "xyzzy") {
		t.Errorf("/element tells of the exam: %s", said)
	}
	if f := s.look("exam.md", "xyzzy"); len(f.Hits) != 0 {
		t.Errorf("it is found: %+v", f)
	}

	clock.set("2026-12-01 09:00:00")
	if text := page(); !strings.Contains(text, "xyzzy") || !strings.Contains(text, "xyzzy hint") {
		t.Errorf("the exam is not on the page: %s", text)
	}
	try(200, "", 0, running...)
	try(200, "xyzzy yes", 1, "answer")
	try(200, `"state":"open"`, 0, "element")
	try(200, "xyzzy", 0, "element")
	try(403, "not_open_yet", 4, "exec") // of an exam that nobody defines
	try(200, "", 3, "exec")
	clock.set("2026-12-01 09:01:01")
	try(403, "time_up", 3, "exec", "post")
	try(200, "", 0, "exec")

	clock.set("2026-12-01 10:30:00")
	try(403, "exam_over", 0, "exec", "post", "reset", "eof", "complete")
	try(403, "exam_over", 1, "answer")
	try(200, "", 0, "save", "interrupt", "kill") // written before the end
	clock.set("2026-12-01 10:30:05")
	try(403, "exam_over", 0, "save")
	if text := page(); !strings.Contains(text, "xyzzy") {
		t.Error("what the exam was about cannot be read any more")
	}
	clock.set("2026-12-01 08:00:00")
	if text := page(); strings.Contains(strings.ReplaceAll(text, "nowhere", ""), "xyzzy hint") {
		t.Error("a page of the time of the exam is shown before it")
	}
}

// TestTimeFromTheFirstRun holds that the time of an exercise begins once, for all
// pages and servers.
func TestTimeFromTheFirstRun(t *testing.T) {
	work := t.TempDir()
	s, clock := examSite(t, work)
	clock.set("2026-11-01 12:00:00")
	run := func(s *site, status int, acts ...string) {
		t.Helper()
		p := s.open("exam.md", bearer)
		for _, act := range acts {
			resp, said := s.do("POST", "/"+act+"?uid="+p.Elements[5].UID, "x", asJSON)
			if resp.StatusCode != status {
				t.Errorf("%s: %d %s", act, resp.StatusCode, said)
			}
		}
	}
	run(s, 200, "reset", "save")
	clock.set("2026-11-02 12:00:00")
	run(s, 200, "exec")
	clock.set("2026-11-02 12:00:59")
	run(s, 200, "exec", "post")
	other, clock2 := examSite(t, work) // another server, or the same one again
	clock2.set("2026-11-02 12:01:00")
	run(other, 403, "exec", "post", "reset")
	clock.set("2026-11-02 12:01:00")
	run(s, 403, "exec", "post")
}
