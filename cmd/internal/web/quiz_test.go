package web_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
)

const quizzes = "# Questions\n\n" +
	"```text quiz name=one\nWhich?\n\n- [ ] a | xyzzy no\n- [x] b | xyzzy yes\n```\n\n" +
	"```text quiz\nWhat?\n\n= plugh\n```\n\n" +
	"```python editor\nprint(1)\n```\n"

func TestQuiz(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "quiz.md": {Data: []byte(quizzes)}}
	})
	asJSON := func(r *http.Request) {
		bearer(r)
		r.Header.Set("Accept", "application/json")
	}
	init := func() string {
		_, body := s.do("POST", "/page_init?tutorial=quiz.md", "", asJSON)
		return body
	}
	_, page := s.do("GET", "/t/quiz.md", "", bearer)
	for where, text := range map[string]string{"the page": page, "page_init": init()} {
		if strings.Contains(text, "xyzzy") || strings.Contains(text, "plugh") || strings.Contains(text, "[x]") {
			t.Errorf("%s tells the answer: %s", where, text)
		}
	}
	for _, word := range []string{"xyzzy", "plugh"} {
		if f := s.look("quiz.md", word); len(f.Hits) != 0 {
			t.Errorf("%s is found: %+v", word, f)
		}
	}

	p := s.open("quiz.md", bearer)
	uid := func(i int) string { return p.Elements[i].UID }
	for _, tt := range []struct {
		target, body string
		status       int
		holds        string
	}{
		{"/answer?uid=" + uid(0), `{"choices":[0]}`, 200, `"passed":0,"failed":2,"message":"Not yet.","answer":{"choices":[0]},"tests":[{"name":"a","outcome":"failed","message":"xyzzy no","test":0,"given":true}]`},
		{"/answer?uid=" + uid(0), `{"choices":[1]}`, 200, `"outcome":"passed","message":"xyzzy yes"`},
		{"/answer?uid=" + uid(1), `{"text":"Plugh"}`, 200, `"near":true`},
		{"/answer?uid=" + uid(1), `{"text":" plugh "}`, 200, `"passed":1,"failed":0`},
		{"/answer?uid=" + uid(0), `{"choices":[2]}`, 400, "there is no answer 2"},
		{"/answer?uid=" + uid(0), `{"choices":[]}`, 400, "no answer is chosen"},
		{"/answer?uid=" + uid(0), `{"text":"b"}`, 400, "no answer is chosen"},
		{"/answer?uid=" + uid(1), `{"choices":[0]}`, 400, "no answer is written"},
		{"/answer?uid=" + uid(0), `b`, 400, "The body must be"},
		{"/answer?uid=" + uid(0), `{"choices":[1e99]}`, 400, "The body must be"},
		{"/answer?uid=" + uid(2), `{"choices":[0]}`, 404, "asks no question"},
		{"/answer?page=" + p.Page, `{"choices":[0]}`, 404, "asks no question"},
		{"/exec?uid=" + uid(0), `1/0`, 409, "nothing runs in it"},
		{"/post?uid=" + uid(1), "1\n", 409, "nothing runs in it"},
		{"/complete?uid=" + uid(0), `{"code":"","cursor":0}`, 409, "nothing runs in it"},
		{"/reset?uid=" + uid(0), "", 200, ""},
	} {
		resp, body := s.do("POST", tt.target, tt.body, asJSON)
		if resp.StatusCode != tt.status || !strings.Contains(body, tt.holds) {
			t.Errorf("%s %s: %d %s", tt.target, tt.body, resp.StatusCode, body)
		}
	}
	if len(s.engine.published) != 4 || !strings.HasPrefix(s.engine.published[0], "RESULT "+uid(0)+` {"kind":"quiz"`) {
		t.Errorf("%q", s.engine.published)
	}
	if body := init(); !strings.Contains(body, `"progress":{"0001":"solved","0002":"solved"}`) {
		t.Errorf("%s", body)
	}
}
