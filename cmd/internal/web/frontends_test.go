package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// said is a message to a frontend.
type said struct {
	Session, Name string
	Data          json.RawMessage
	Error         *struct {
		Code int
		Msg  string
	}
}

// answered is the answer to a call.
type answered struct {
	FName string
	Data  json.RawMessage
	Error *struct {
		Code int
		Msg  string
	}
}

func withGuests(c *web.Config) { c.Guests = true }

// says sends a message to POST /api, which is to have that status.
func (s *site) says(status int, message string, edit func(*http.Request)) said {
	s.t.Helper()
	resp, body := s.do("POST", "/api", message, edit)
	var a said
	if err := json.Unmarshal([]byte(body), &a); err != nil || resp.StatusCode != status || a.Name != "Crunchy" || resp.Header.Get("Content-Type") != "application/json; charset=utf-8" {
		s.t.Fatalf("%.100s: %d %.500s", message, resp.StatusCode, body)
	}
	return a
}

// enters begins a session.
func (s *site) enters(data string, edit func(*http.Request)) string {
	s.t.Helper()
	a := s.says(200, `{"session":"","name":"test","data":`+data+`}`, edit)
	if string(a.Data) != `"Authenticated"` || len(a.Session) < 32 {
		s.t.Fatalf("%s: %s %v", data, a.Data, a.Error)
	}
	return a.Session
}

// calls has functions called, and returns the answer to each.
func (s *site) calls(session, calls string, edit func(*http.Request)) []answered {
	s.t.Helper()
	a := s.says(200, `{"session":"`+session+`","name":"test","data":[`+calls+`]}`, edit)
	var all []answered
	if err := json.Unmarshal(a.Data, &all); err != nil || a.Error != nil || a.Session != session {
		s.t.Fatalf("%s: %s %+v", calls, a.Data, a.Error)
	}
	return all
}

// code is the number of a refusal, 0 for none.
func (a answered) code() int {
	if a.Error == nil {
		return 0
	}
	return a.Error.Code
}

func (a said) code() int { return answered{Error: a.Error}.code() }

// TestFrontendsEnter goes through all that a session can begin with.
func TestFrontendsEnter(t *testing.T) {
	s := newSite(t, withTeacher, withGuests)
	s.login()
	for data, code := range map[string]int{
		`{}`: 0, `{"user":"owner","password":"` + token + `"}`: 0, `{"user":"teacher","password":"` + password + `"}`: 0,
		`{"user":"owner","password":"x"}`: 3401, `{"user":"owner"}`: 3401, `{"password":"` + token + `"}`: 3401, `{"user":"admin","password":"x"}`: 3401,
		`{"user":"owner","password":"` + password + `"}`: 3401, `{"user":"teacher","password":"` + token + `"}`: 5400, `{"user":"teacher"}`: 5400,
		`[]`: 6400, `null`: 6400, `"serverquit"`: 6400, `{"user":1}`: 6400, `{"name":"x"}`: 6400, `[{"fname":"list_tutorials"}]`: 6400,
	} {
		a := s.says(map[bool]int{true: 400, false: 200}[code == 6400], `{"session":"","name":"test","data":`+data+`}`, s.browser(""))
		if a.code() != code || (code == 0) != (a.Session != "") || code != 0 && (string(a.Data) != "null" || a.Error.Msg == "") {
			t.Errorf("%s: %+v %+v, want %d", data, a, a.Error, code)
		}
	}
	for _, message := range []string{"", "x", "[]", `"x"`, "1", `{"session":1}`, "{\"session\":\"\xff\"}", strings.Repeat("[", 20000), `{}`} {
		if a := s.says(400, message, bearer); a.code() != 6400 {
			t.Errorf("%.20q: %+v", message, a.Error)
		}
	}
	if resp, body := s.do("POST", "/api", strings.Repeat(" ", 8<<20+1), func(r *http.Request) { bearer(r); r.Header.Set("Accept", "application/json") }); resp.StatusCode != 413 || !strings.HasPrefix(body, `{"error":{"code":1413,`) {
		t.Errorf("too big: %d %s", resp.StatusCode, body)
	}
	if a := s.says(413, strings.Repeat(" ", 8<<20+1), func(r *http.Request) { bearer(r); r.ContentLength = -1 }); a.code() != 1413 {
		t.Errorf("too big, and its size not told: %+v", a.Error)
	}
	closed := newSite(t)
	closed.login()
	if a := closed.says(200, `{"session":"","data":{}}`, closed.browser("")); a.code() != 12403 {
		t.Errorf("a guest where none is let in: %+v", a.Error)
	}
	closed.enters(`{}`, bearer) // who has the token is none
	for edit, status := range map[*func(*http.Request)]int{ptr(bearer): 200, ptr(s.browser("")): 200, nil: 401} {
		do := func(*http.Request) {}
		if edit != nil {
			do = *edit
		}
		resp, body := s.do("GET", "/api/version", "", do)
		if resp.StatusCode != status || status == 200 && !strings.HasPrefix(body, `{"version":{"core":[0,1,0],"program":""},"guest_allowed":true}`) {
			t.Errorf("the version: %d %s", resp.StatusCode, body)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestFrontendsDoWhatTheyMay has each kind of session try the same things.
func TestFrontendsDoWhatTheyMay(t *testing.T) {
	s := newSite(t, withTeacher, withGuests)
	s.login()
	p := s.open("lesson.md", s.browser(""))
	uid := p.Elements[0].UID
	guest, owner, teacher := s.enters(`{}`, s.browser("")), s.enters(`{}`, bearer), s.enters(`{"user":"teacher","password":"`+password+`"}`, bearer)
	s.calls(guest, `{"fname":"publish","channel":"chat","body":"so that nobody waits for it"}`, s.browser(""))
	for call, want := range map[string][3]int{ // guest, owner, teacher
		`{"fname":"list_tutorials"}`: {}, `{"fname":"version"}`: {},
		`{"fname":"publish","channel":"chat","body":"hello"}`:                                      {},
		`{"fname":"comet","channel":"chat","from":"0","wait":0}`:                                   {},
		`{"fname":"comet","channel":["chat","class"],"from":"0","wait":0}`:                         {11403, 0, 0},
		`{"fname":"comet","channel":"pages","from":"0","wait":0}`:                                  {11403, 8403, 0},
		`{"fname":"publish","channel":"notice","body":"{\"text\":\"x\"}"}`:                         {11403, 8403, 0},
		`{"fname":"publish","channel":"pages","body":"x"}`:                                         {11403, 8403, 8403},
		`{"fname":"publish","channel":"none","body":"x"}`:                                          {11403, 6404, 6404},
		`{"fname":"page_init","tutorial":"lesson.md"}`:                                             {11403, 0, 0},
		`{"fname":"exec","uid":"` + uid + `","body":"1"}`:                                          {11403, 0, 0},
		`{"fname":"exec","uid":` + uid + `,"body":"1","check":false,"seq":4}`:                      {11403, 0, 0},
		`{"fname":"post","uid":"` + uid + `"}`:                                                     {11403, 0, 0},
		`{"fname":"resize","uid":"` + uid + `","body":{"rows":2,"cols":3}}`:                        {11403, 0, 0},
		`{"fname":"comet","page":"` + p.Page + `","wait":0,"after":0}`:                             {11403, 0, 0},
		`{"fname":"comet","page":"` + p.Page + `","channel":"chat","from":"0","after":0,"wait":0}`: {11403, 0, 0},
		`{"fname":"exec","uid":"123450001","body":"1"}`:                                            {11403, 1404, 1404},
		`{"fname":"ack","page":"` + p.Page + `","after":-1}`:                                       {11403, 1400, 1400},
		`{"fname":"teacher"}`:            {7404, 7404, 7404},
		`{"fname":"class","chat":"off"}`: {7404, 7404, 7404},
		`{"fname":"ctl/quit"}`:           {7404, 7404, 7404},
		`{"fname":"quit"}`:               {7404, 7404, 7404},
		`{"fname":"exec","uid":"` + uid + `","body":"1","page":"1"}`:   {7400, 7400, 7400},
		`{"fname":"exec","uid":"` + uid + `"}`:                         {7400, 7400, 7400},
		`{"fname":"exec","uid":["` + uid + `"],"body":"1"}`:            {7400, 7400, 7400},
		`{"fname":"exec","uid":1.5,"body":"1"}`:                        {7400, 7400, 7400},
		`{"fname":"exec","uid":"` + uid + `","body":"1","seq":"x"}`:    {7400, 7400, 7400},
		`{"fname":"exec","uid":"` + uid + `","body":"1","check":"no"}`: {7400, 7400, 7400},
		`{"fname":1}`: {7400, 7400, 7400}, `{}`: {7400, 7400, 7400}, `1`: {7400, 7400, 7400}, `null`: {7400, 7400, 7400}, `[]`: {7400, 7400, 7400},
	} {
		for i, session := range []string{guest, owner, teacher} {
			edit := bearer
			if i == 0 {
				edit = s.browser("") // which has no more rights for it
			}
			a := s.calls(session, call, edit)
			if len(a) != 1 || a[0].code() != want[i] || want[i] != 0 && (string(a[0].Data) != "null" || a[0].Error.Msg == "") {
				t.Errorf("session %d, %s: %+v %+v, want %d", i, call, a, a[0].Error, want[i])
			}
		}
	}
	// A session is as good over whichever connection; who comes over HTTP has to be let in as well.
	if a := s.calls(owner, `{"fname":"interrupt","uid":"`+uid+`"}`, s.browser("")); string(a[0].Data) != `{"state":"idle"}` {
		t.Errorf("%s", a[0].Data)
	}
	if resp, _ := s.do("POST", "/api", `{"session":"`+owner+`","data":[]}`, nil); resp.StatusCode != 401 {
		t.Errorf("a session and no token: %d", resp.StatusCode)
	}
	for i, session := range []string{guest, owner} {
		for _, command := range []string{"serverquit", "serverrestart"} {
			if a := s.says(200, `{"session":"`+session+`","data":"`+command+`"}`, bearer); a.code() != 9403 || string(a.Data) != "null" {
				t.Errorf("session %d says %s: %+v", i, command, a)
			}
		}
	}
	if a := s.says(200, `{"session":"`+teacher+`","data":"serverdance"}`, bearer); a.code() != 7404 || !strings.Contains(a.Error.Msg, "serverquit and serverrestart") {
		t.Errorf("%+v", a)
	}
	if a := s.says(400, `{"session":"`+teacher+`","data":{}}`, bearer); a.code() != 6400 {
		t.Errorf("%+v", a)
	}
	many := strings.Repeat(`{"fname":"version"},`, 64)
	if all := s.calls(owner, strings.TrimSuffix(many, ","), bearer); len(all) != 64 {
		t.Errorf("%d answers", len(all))
	}
	if a := s.says(400, `{"session":"`+owner+`","data":[`+many+`{"fname":"version"}]}`, bearer); !strings.Contains(a.Error.Msg, "64") {
		t.Errorf("%+v", a)
	}
}

// TestWhatFrontendsAreAnswered is the form of each kind of answer, in the order of
// the calls.
func TestWhatFrontendsAreAnswered(t *testing.T) {
	s := newSite(t)
	owner := s.enters(`{}`, bearer)
	var opened struct {
		Page     string
		Elements []struct{ UID string }
	}
	if err := json.Unmarshal(s.calls(owner, `{"fname":"page_init","tutorial":"lesson.md"}`, bearer)[0].Data, &opened); err != nil || len(opened.Elements) != 2 {
		t.Fatalf("%v %+v", err, opened)
	}
	s.engine.shows = []comet.Frame{{Seq: 1, UID: opened.Elements[0].UID, Kind: comet.Stdout, Data: []byte("é\x1b <EOF>\r\n")}, {Seq: 1, UID: "0", Kind: comet.Popup, Data: nil}}
	calls := strings.NewReplacer("UID", opened.Elements[0].UID, "PAGE", opened.Page).Replace(
		`{"fname":"list_tutorials"}, {"fname":"exec","uid":"UID","body":"1"}, {"fname":"post","uid":"UID","body":"1\n"}, {"fname":"none","x":1}, {"fname":"comet","page":"PAGE","after":0}, {"fname":"where"}`)
	for i, a := range s.calls(owner, calls, bearer) {
		said := string(a.Data)
		if a.Error != nil {
			said = fmt.Sprint(a.Error.Code, " ", a.Error.Msg)
		}
		want := []string{
			`list_tutorials: [{"name":"index.md","title":"Home"},{"name":"lesson.md","title":"One"},{"name":"sub/a b.html","title":"A"},{"name":"sub/more/deep/b.md","title":"B"}]`,
			`exec: {"run":7}`, `post: null`, `none: 7404 There is no function "none"; there are list_tutorials, version, page_init, `,
			`comet: {"seq":1,"frames":[{"type":"STDOUT","uid":"` + opened.Elements[0].UID + `","data":"é\u001b \u003cEOF\u003e\r\n"},{"type":"POPUP","uid":"0","data":""}]}`,
			`where: 7400 where needs the argument "uid"; it takes uid.`,
		}[i]
		if said = a.FName + ": " + said; said != want && !(a.FName == "none" && strings.HasPrefix(said, want)) {
			t.Errorf("call %d: %s, want %s", i, said, want)
		}
	}
	if acts := s.engine.acts; acts != 2 {
		t.Errorf("%d acts", acts)
	}
}

// TestACommandOfTheTeacherEndsTheServer answers the sender and tells pages.
func TestACommandOfTheTeacherEndsTheServer(t *testing.T) {
	s := newSite(t) // without a password, the owner is the teacher
	s.open("lesson.md", bearer)
	owner := s.enters(`{}`, bearer)
	a := s.says(200, `{"session":"`+owner+`","data":"serverrestart"}`, bearer)
	if string(a.Data) != `"serverrestart"` || a.Error != nil || a.Session != owner {
		t.Errorf("%+v", a)
	}
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	if told := strings.Join(s.engine.published, " "); !regexp.MustCompile(`^POPUP 0 Crunchy is starting anew`).MatchString(told) {
		t.Errorf("pages are told %q", told)
	}
}

// TestThePlayground is there when it is wanted, and shows what can be called.
func TestThePlayground(t *testing.T) {
	if resp, _ := newSite(t).do("GET", "/api", "", bearer); resp.StatusCode != 405 {
		t.Errorf("where nobody wants it: %d", resp.StatusCode)
	}
	s := newSite(t, func(c *web.Config) { c.Debug = true })
	resp, body := s.do("GET", "/api", "", func(r *http.Request) { bearer(r); r.Header.Set("Accept-Language", "de") })
	for _, want := range []string{"Spielwiese", `&#34;name&#34;:&#34;exec&#34;`, `&#34;name&#34;:&#34;uid&#34;,&#34;kind&#34;:&#34;text&#34;,&#34;needed&#34;:true`} {
		if resp.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%d, and there is no %s", resp.StatusCode, want)
		}
	}
	if _, body := s.do("GET", "/api?token="+token, "", nil); !strings.Contains(body, `url=http://127.0.0.1:8001/api"`) {
		t.Errorf("the printed address: %s", body)
	}
}

// FuzzFrontendMessages has whatever is sent be answered in the form of an answer, as
// a message and as the data of one.
func FuzzFrontendMessages(f *testing.F) {
	for _, data := range []string{`[{"fname":"version"},{"fname":"publish","channel":"chat","body":{}}]`, `"serverquit"`, `{}`, `[[]]`, `{"user":"owner","password":"x"}`} {
		f.Add([]byte(`{"session":"","name":"x","data":`+data+`}`), []byte(data))
	}
	long := strings.Repeat(token, 3) // which lets in whatever wrong ones were tried
	s, err := web.New(f.Context(), web.Config{
		Engine: &fake{pages: map[string]engine.Page{}}, Log: slog.New(slog.DiscardHandler), Token: long, BaseURL: "http://127.0.0.1:8001",
		Static: fstest.MapFS{"crunchy.js": {Data: []byte("//")}}, Lessons: fstest.MapFS{"lesson.md": {Data: []byte("# One\n\n```python editor\n1\n```\n")}},
		Work: f.TempDir(),
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	session := ""
	send := func(t *testing.T, message string) (status int, a said) {
		r := httptest.NewRequest("POST", "http://127.0.0.1/api", strings.NewReader(message))
		r.Header.Set("Authorization", "Bearer "+long)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond) // nobody waits for news
		defer cancel()
		r = r.WithContext(ctx)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || a.Name != "Crunchy" || w.Code != 200 && w.Code != 400 || (w.Code == 400) != (a.code() == 6400) {
			t.Fatalf("%q: %d %s", message, w.Code, w.Body)
		}
		if a.Error != nil && (a.Error.Msg == "" || string(a.Data) != "null") {
			t.Errorf("%q: %s", message, w.Body)
		}
		return w.Code, a
	}
	f.Fuzz(func(t *testing.T, message, data []byte) {
		send(t, string(message))
		if session == "" {
			_, a := send(t, `{"session":"","name":"x","data":{}}`)
			session = a.Session
		}
		if status, a := send(t, `{"session":"`+session+`","name":"x","data":`+string(data)+`}`); status == 200 && a.Error == nil && a.Session != session {
			t.Errorf("%q is answered for the session %q", data, a.Session)
		}
	})
}
