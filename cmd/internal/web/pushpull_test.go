package web_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// begun is a session, as its client has it.
type begun struct {
	Session, Token, Base string
	Elements             []struct{ UID, Kind string }
}

var about = regexp.MustCompile(`= (\{"base".*\});`)

// begin begins a session of a lesson.
func (s *site) begin(target string, edit func(*http.Request)) begun {
	s.t.Helper()
	resp, body := s.do("GET", target, "", edit)
	m := about.FindStringSubmatch(body)
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || m == nil {
		s.t.Fatalf("%s: %d %v %s", target, resp.StatusCode, resp.Header, body)
	}
	var b begun
	if err := json.Unmarshal([]byte(m[1]), &b); err != nil || !strings.HasPrefix(body, "// Session "+b.Session+"\n") {
		s.t.Fatalf("%v: %s", err, body)
	}
	return b
}

// TestSessionsWithPushAndPull is what each of its three addresses takes and answers.
func TestSessionsWithPushAndPull(t *testing.T) {
	s := newSite(t)
	s.login()
	b, other := s.begin("/1/lesson.md", s.browser("")), s.begin("/0042/sub/a%20b.html", bearer)
	if len(b.Elements) != 2 || b.Elements[0].Kind != "interpreter" || b.Elements[1].UID != b.Session+"0002" || len(other.Elements) != 0 {
		t.Errorf("%+v, %+v", b, other)
	}
	uid := b.Elements[0].UID
	for _, c := range []struct {
		status         int
		session, token string
		message, said  string
	}{
		{200, b.Session, b.Token, "POST " + uid + "\r1\n", ""},
		{200, b.Session, b.Token, "POST " + uid + "\r", ""},
		{200, b.Session, b.Token, "EXEC " + uid + "\rprint(1)\r\n", `{"run":7}` + "\n"},
		{200, b.Session, b.Token, "INTERRUPT " + uid + "\r", `{"state":"idle"}` + "\n"},
		{400, b.Session, b.Token, "INTERRUPT " + uid, ""},
		{400, b.Session, b.Token, "KILL " + uid + "\r", ""},
		{400, b.Session, b.Token, "post " + uid + "\r", ""},
		{400, b.Session, b.Token, "", ""},
		{400, b.Session, b.Token, "POST  \r", ""},
		{403, b.Session, b.Token, "POST " + other.Session + "0001\r", ""},
		{403, b.Session, b.Token, "POST 1\r", ""},
		{403, other.Session, b.Token, "POST " + uid + "\r", ""},
		{403, other.Session, b.Token, "POST " + other.Session + "0001\r", ""},
		{403, b.Session, "x", "POST " + uid + "\r", ""},
		{404, "12345", b.Token, "POST 123450001\r", ""},
	} {
		resp, body := s.do("POST", "/pull/"+c.session, c.message, s.browser(c.token))
		if resp.StatusCode != c.status || c.status == 200 && body != c.said {
			t.Errorf("pull %q by %q: %d %q, want %d %q", c.message, c.token, resp.StatusCode, body, c.status, c.said)
		}
	}
	s.engine.shows = []comet.Frame{{Seq: 1, UID: uid, Kind: comet.Stdout, Data: []byte("4\n")}}
	if resp, body := s.do("GET", "/push/"+b.Session, "", s.browser(b.Token)); resp.StatusCode != 200 || body != "STDOUT "+uid+"\r4\n" {
		t.Errorf("push: %d %q", resp.StatusCode, body)
	}
	if resp, _ := s.do("GET", "/push/"+other.Session, "", s.browser(b.Token)); resp.StatusCode != 403 {
		t.Errorf("push of another session: %d", resp.StatusCode)
	}
	for target, status := range map[string]int{"/1/none.md": 404, "/1/": 404, "/1": 404, "/1x/lesson.md": 404, "//lesson.md": 404, "/1/../lesson.md": 404, "/push/1": 404, "/push/": 404} {
		if resp, body := s.do("GET", target, "", bearer); resp.StatusCode != status {
			t.Errorf("%s: %d %s, want %d", target, resp.StatusCode, body, status)
		}
	}
	// A script of another site is not answered: it would hold the token of the page.
	if resp, _ := s.do("GET", "/1/lesson.md", "", func(r *http.Request) { r.AddCookie(s.cookie) }); resp.StatusCode != 403 {
		t.Errorf("from nowhere: %d", resp.StatusCode)
	}
}

// TestASessionEndsWhenNobodyListens counts from the moment at which a push was
// open last; a page that was opened otherwise is kept for longer.
func TestASessionEndsWhenNobodyListens(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		b, p := s.begin("/1/lesson.md", bearer), s.open("lesson.md", bearer)
		s.engine.silent(b.Session)
		s.engine.silent(p.Page)
		time.Sleep(88 * time.Second)
		synctest.Wait()
		if said := s.command(200, "pages", ""); strings.Count(said, `"page":`) != 2 {
			t.Errorf("after 88 s there are %s", said)
		}
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if said := s.command(200, "pages", ""); strings.Contains(said, b.Session) || !strings.Contains(said, p.Page) {
			t.Errorf("after 92 s there are %s", said)
		}
		if resp, _ := s.do("GET", "/push/"+b.Session, "", bearer); resp.StatusCode != 404 {
			t.Errorf("then a push is answered with %d", resp.StatusCode)
		}
	}, func(c *web.Config) { c.GraceClosed, c.GraceSilent = 0, 0 })
}
