package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crunchy/comet"
)

// wrong is a lesson with one mistake of each kind that can be seen, and where it is.
const wrong = `# A

` + "```python editor nam=x linenumbers" + `
1
` + "```" + `

` + "```python edtior" + `
2
` + "```" + `

` + "```python editor name=double" + `
3
` + "```" + `

` + "```python check name=duble hidden" + `
assert True
` + "```" + `

` + "```python editor name=double" + `
4
` + "```" + `

See [that](b.md), [here](#nowhere) and [there](neighbour.md#twice).
![A bird](bird.png)
`

// mistakes are what its author is told.
var mistakes = []string{
	`3: The option "nam" means nothing to "editor" and is passed over; is "name" meant?`,
	`3: The option "linenumbers" means nothing to "editor" and is passed over; is "linenumber" meant?`,
	`7: The block is left as it is: "edtior" is not a keyword; is "editor" meant?`,
	`15: No editor and no test is called "duble", so this "check" belongs to nothing; is "double" meant?`,
	`23: The link b.md leads to no file; is a.md meant?`,
	`23: There is no place called #nowhere on this page.`,
	`23: There is no place called #twice in neighbour.md; is #twins meant?`,
	`24: The picture bird.png is not there; is birds.png meant?`,
}

// findings is what the author of an open page is told.
func (s *site) findings(page, more string, who func(*http.Request)) (status int, told []string) {
	s.t.Helper()
	resp, body := s.do("POST", "/findings?page="+page+more, "", who)
	var a struct {
		Findings []struct {
			File, Kind, Text string
			Line             int
		}
	}
	if resp.StatusCode == 200 {
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, f := range a.Findings {
		told = append(told, strings.TrimPrefix(fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text), ":"))
	}
	return resp.StatusCode, told
}

// TestAuthorIsToldWhatIsWrong: with its line, and how to mend it, as the file is now.
func TestAuthorIsToldWhatIsWrong(t *testing.T) {
	s, write := authored(t, wrong)
	for name, text := range map[string]string{"neighbour.md": "# Two\n\n## Twins\n", "birds.png": "x", "crunchy.toml": "# mine\ntitel = 1\n"} {
		if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := s.open("a.md", bearer)
	_, told := s.findings(p.Page, "", bearer)
	i := slices.Index(told, `crunchy.toml:2: There is no key "titel"; did you mean "title"?`)
	if i < 0 || !slices.Equal(slices.Delete(slices.Clone(told), i, i+1), mistakes) {
		t.Errorf("%s", strings.Join(told, "\n"))
	}
	write("# A\n\nR\xe4tsel\n")
	if _, told = s.findings(p.Page, "", bearer); len(told) != 2 || !strings.Contains(told[0], "UTF-8") {
		t.Errorf("letters of another encoding: %q", told)
	}
	write("# A\n")
	if err := os.Remove(filepath.Join(s.folder, "crunchy.toml")); err != nil {
		t.Fatal(err)
	}
	if status, told := s.findings(p.Page, "", bearer); status != 200 || len(told) != 0 {
		t.Errorf("%d, and of nothing wrong: %q", status, told)
	}
}

// TestOnlyTheAuthorIsTold: nobody else sees the switch, or where blocks stand in the
// file, or is told of findings: no student of a class, and nobody on lessons of others.
func TestOnlyTheAuthorIsTold(t *testing.T) {
	s, _ := authored(t, wrong, withTeacher)
	const solved = "# S\n\n```text quiz\nWhat is it?\n\n= the secret\n```\n"
	if err := os.WriteFile(filepath.Join(s.folder, "solved.md"), []byte(solved), 0o644); err != nil {
		t.Fatal(err)
	}
	s.login()
	teacher := s.signIn(password)
	_, page := s.do("GET", "/t/a.md", "", teacher(""))
	for _, part := range []string{`data-crunchy-margin`, `data-do="margin"`, `<p data-crunchy-line="23">`, `data-number="0001"`} {
		if !strings.Contains(page, part) {
			t.Errorf("the teacher's page has no %s", part)
		}
	}
	p := s.open("a.md", teacher(""))
	if status, told := s.findings(p.Page, "", teacher(p.Token)); status != 200 || len(told) < len(mistakes) {
		t.Errorf("the teacher is told %d %q", status, told)
	}
	_, page = s.do("GET", "/t/a.md", "", s.browser(""))
	if strings.Contains(page, "data-crunchy-margin") || strings.Contains(page, `data-do="margin"`) || strings.Contains(page, "data-crunchy-line") {
		t.Error("a student's page says what is the author's")
	}
	q := s.open("a.md", s.browser(""))
	program := s.open("a.md", bearer)
	taken := s.open("a.md&resume="+p.Page, s.browser(""))
	for name, c := range map[string]struct {
		page string
		who  func(*http.Request)
	}{"a student": {q.Page, s.browser(q.Token)}, "a program": {program.Page, bearer}, "a student with the teacher's page": {taken.Page, s.browser(taken.Token)}} {
		for _, more := range []string{"", "&run=1"} {
			if status, told := s.findings(c.page, more, c.who); status != 404 || told != nil {
				t.Errorf("%s%s: %d %q", name, more, status, told)
			}
		}
	}
	if taken.Page != p.Page {
		t.Error("the page was not taken over")
	}
	for who, want := range map[string]bool{"teacher": true, "student": false} {
		ask := s.browser("")
		if who == "teacher" {
			ask = teacher("")
		}
		if _, page = s.do("GET", "/t/solved.md?print=answers", "", ask); strings.Contains(page, "the secret") != want || !strings.Contains(page, "cr-0001") {
			t.Errorf("the %s gets answers to print: %t", who, !want)
		}
	}
	built := newSite(t)
	_, page = built.do("GET", "/t/lesson.md", "", bearer)
	if strings.Contains(page, "data-crunchy-margin") || strings.Contains(page, `data-do="margin"`) || strings.Contains(page, "data-crunchy-line") {
		t.Error("the page of a lesson that is built in says what is the author's")
	}
	if status, _ := built.findings(built.open("lesson.md", bearer).Page, "", bearer); status != 404 {
		t.Errorf("findings of a lesson that is built in: %d", status)
	}
}

// TestTrialEndsWithWhoAsked: one lesson is run at a time, as long as somebody waits for
// it, and none that is not trusted to run.
func TestTrialEndsWithWhoAsked(t *testing.T) {
	s, _ := authored(t, "# A\n\n"+editor("1"))
	p := s.open("a.md", bearer)
	opened := func() (n int) {
		s.engine.mu.Lock()
		defer s.engine.mu.Unlock()
		for _, page := range s.engine.pages {
			if page.Owner == "check" {
				n++
			}
		}
		return n
	}
	runs := func(n int) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); opened() != n; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d lessons are run, and not %d", opened(), n)
			}
		}
	}
	ask := func() (leave func(), left chan struct{}) {
		ctx, cancel := context.WithCancel(t.Context())
		left = make(chan struct{})
		go func() {
			defer close(left)
			req, _ := http.NewRequestWithContext(ctx, "POST", s.http.URL+"/findings?page="+p.Page+"&run=1", nil)
			bearer(req)
			if resp, err := http.DefaultClient.Do(req); err == nil {
				resp.Body.Close()
				t.Errorf("a lesson that does not end was answered with %d", resp.StatusCode)
			}
		}()
		return cancel, left
	}
	leave, left := ask()
	runs(1)
	s.engine.mu.Lock()
	for id, page := range s.engine.pages {
		if page.Owner == "check" {
			s.engine.see(id, page.Elements[0].UID, comet.Status, []byte(`{"state":"running"}`))
		}
	}
	s.engine.mu.Unlock()
	leaveToo, leftToo := ask()
	leave()
	<-left
	runs(2) // the other has waited for this
	if _, body := s.do("POST", "/ctl/stop", "", asOperator); !strings.Contains(body, `"stopped":0`) {
		t.Errorf("of a lesson that was tried is still known what ran: %s", body)
	}
	leaveToo()
	<-leftToo
	s.do("POST", "/trust?tutorial=a.md&level=display+normal", "", bearer)
	if status, _ := s.findings(p.Page, "&run=1", bearer); status != 403 && status != 404 || opened() != 2 {
		t.Errorf("a lesson that may not run: %d, %d were run", status, opened())
	}
}

// deadlined keeps until when an answer may be written.
type deadlined struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (d *deadlined) SetWriteDeadline(t time.Time) error {
	d.until = t
	return nil
}

// TestTrialHasTimeToAnswer: whoever waits for as long as a lesson may be tried is
// still told so.
func TestTrialHasTimeToAnswer(t *testing.T) {
	s, _ := authored(t, "# A\n\n"+editor("1"))
	p := s.open("a.md", bearer)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // nobody waits
	req := httptest.NewRequestWithContext(ctx, "POST", "http://localhost/findings?page="+p.Page+"&run=1", nil)
	bearer(req)
	answer := &deadlined{ResponseRecorder: httptest.NewRecorder()}
	began := time.Now()
	s.server.ServeHTTP(answer, req)
	if answer.until.Before(began.Add(3 * time.Minute)) {
		t.Errorf("the answer may be written for %v", answer.until.Sub(began))
	}
}

// TestAuthorWhoHasSignedOutIsToldNothing, although the page is still open, and neither
// is a program that only has the token.
func TestAuthorWhoHasSignedOutIsToldNothing(t *testing.T) {
	s, _ := authored(t, wrong, withTeacher)
	s.login()
	teacher := s.signIn(password)
	p := s.open("a.md", teacher(""))
	for name, who := range map[string]func(*http.Request){"whoever comes to this browser": s.browser(p.Token), "a program": bearer} {
		if status, told := s.findings(p.Page, "", who); status != 404 || told != nil {
			t.Errorf("%s is told %d %q", name, status, told)
		}
	}
	if status, _ := s.findings(p.Page, "", teacher(p.Token)); status != 200 {
		t.Errorf("the teacher is told %d", status)
	}
}

// TestRulesOfAFolder: what its author says of all blocks is on each page, whatever runs
// there, and comes to open pages when only crunchy.toml is saved. A reader's own
// preferences count above it.
func TestRulesOfAFolder(t *testing.T) {
	s, _ := authored(t, "# A\n\n```python\nx = 1\n```\n\n"+editor("1"))
	settings := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(s.folder, "crunchy.toml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := s.open("a.md", bearer)
	before := s.edition()
	if len(p.Elements) != 1 {
		t.Fatalf("without rules: %+v", p.Elements)
	}
	settings("rules = [\n  \"no_markup = editor\",\n  \"add linenumber to editor\",\n]\n")
	s.toldOf(0, "crunchy.toml")
	now := s.edition()
	r := s.refresh(p.Page, now)
	if now == before || len(r.Elements) != 2 || r.Elements[0].Source != "x = 1" {
		t.Errorf("with rules the page has %+v", r.Elements)
	}
	if _, body := s.do("POST", "/page_init?tutorial=a.md", "", asJSON); strings.Count(body, `"linenumber":true`) != 2 {
		t.Errorf("not both editors have numbers of lines: %s", body)
	}
	settings("rules = [\"add linenumber to py_code\"]\n")
	if styled := s.edition(); styled == now || styled == before {
		t.Error("a page on which only the look is another is not refreshed")
	}
	settings("rules = [\"no_markup = editor\"]\n")
	s.do("POST", "/prefer?name=no_markup&value=none", "", bearer)
	if p := s.open("a.md", bearer); len(p.Elements) != 1 {
		t.Errorf("the reader's preference does not count: %+v", p.Elements)
	}
}
