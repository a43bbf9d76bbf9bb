package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/web"
)

const password = "correct horse battery"

func withTeacher(c *web.Config) { c.Teacher = password }

// signIn signs the teacher in, and returns how that browser asks with a page's token.
func (s *site) signIn(secret string) func(pageToken string) func(*http.Request) {
	s.t.Helper()
	resp, body := s.do("POST", "/teacher", secret, s.browser(""))
	if resp.StatusCode != 200 || len(resp.Cookies()) != 1 {
		s.t.Fatalf("signing in: %d %s", resp.StatusCode, body)
	}
	c := resp.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Name != "crunchy-8001-teacher" || strings.Contains(c.Value, secret) {
		s.t.Errorf("cookie: %v", c)
	}
	return func(pageToken string) func(*http.Request) {
		return func(r *http.Request) { s.browser(pageToken)(r); r.AddCookie(c) }
	}
}

// TestOnlyTheTeacherSpeaksToTheClass goes through all who may come, on a server
// where the teacher has a password.
func TestOnlyTheTeacherSpeaksToTheClass(t *testing.T) {
	s := newSite(t, withTeacher)
	s.login()
	p := s.open("lesson.md", s.browser(""))
	teacher := s.signIn(password + "\n")
	both := func(r *http.Request) { bearer(r); teacher("")(r) }
	elsewhere := func(r *http.Request) { teacher("")(r); r.Header.Set("Origin", "http://evil.example") }
	crossSite := func(r *http.Request) { teacher("")(r); r.Header.Set("Sec-Fetch-Site", "cross-site") }
	alone := func(r *http.Request) {
		teacher("")(r)
		r.Header.Set("Cookie", r.Header.Get("Cookie")[strings.Index(r.Header.Get("Cookie"), "crunchy-8001-teacher"):])
	}
	forged := func(r *http.Request) {
		s.browser(p.Token)(r)
		r.AddCookie(&http.Cookie{Name: "crunchy-8001-teacher", Value: s.cookie.Value})
	}
	for name, c := range map[string]struct {
		who  func(*http.Request)
		want int
	}{
		"the teacher": {teacher(""), 200}, "the teacher with a page": {teacher(p.Token), 200}, "the teacher's program": {both, 200},
		"a program with the token": {bearer, 403}, "a page": {s.browser(p.Token), 403}, "a browser": {s.browser(""), 403},
		"nobody": {nil, 401}, "the teacher's cookie alone": {alone, 401}, "a page with a cookie it made": {forged, 403},
		"another site": {elsewhere, 403}, "a frame of another site": {crossSite, 403},
	} {
		for target, body := range map[string]string{"/publish?channel=notice": `{"text":"x"}`, "/class?chat=on": ""} {
			if resp, said := s.do("POST", target, body, c.who); resp.StatusCode != c.want {
				t.Errorf("%s, POST %s: %d %s, want %d", name, target, resp.StatusCode, said, c.want)
			}
		}
		if c.want == 200 {
			s.follow("channel=pages", c.who).leave()
		} else if resp, said := s.do("GET", "/events?channel=pages", "", c.who); resp.StatusCode != c.want {
			t.Errorf("%s follows pages: %d %s, want %d", name, resp.StatusCode, said, c.want)
		}
	}
	if resp, _ := s.do("POST", "/exec?uid="+p.Elements[0].UID, "1", teacher("")); resp.StatusCode != 403 {
		t.Errorf("the teacher acts on a student's page: %d", resp.StatusCode)
	}
	resp, _ := s.do("POST", "/teacher/out", "", teacher(""))
	if c := resp.Cookies(); len(c) != 1 || c[0].MaxAge >= 0 || c[0].Name != "crunchy-8001-teacher" {
		t.Errorf("signing out: %v", c)
	}
}

// TestTeacherWithoutPassword is a server for one: its token is the password.
func TestTeacherWithoutPassword(t *testing.T) {
	s := newSite(t)
	s.login()
	if resp, body := s.do("POST", "/class?chat=on", "", s.browser("")); resp.StatusCode != 403 || !strings.Contains(body, "/teacher") {
		t.Errorf("a browser: %d %s", resp.StatusCode, body)
	}
	if resp, body := s.do("POST", "/class?chat=maybe", "", bearer); resp.StatusCode != 400 {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	if resp, _ := s.do("POST", "/teacher", strings.Repeat("x", 9<<10), s.browser("")); resp.StatusCode != 413 {
		t.Errorf("a long password: %d", resp.StatusCode)
	}
	s.publish(200, "notice", `{"text":"x"}`, s.signIn(token)(""))
	s.publish(200, "notice", `{"text":"x"}`, bearer)
}

// TestWrongPasswords are few, and the right one is not compared among too many.
func TestWrongPasswords(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		s.login()
		for i := range 12 {
			resp, body := s.do("POST", "/teacher", "wrong", s.browser(""))
			if want := map[bool]int{true: 400, false: 429}[i < 10]; resp.StatusCode != want || len(resp.Cookies()) != 0 {
				t.Fatalf("try %d: %d %s", i, resp.StatusCode, body)
			}
		}
		resp, body := s.do("POST", "/teacher", password, s.browser(""))
		refusal(t, resp, body, 429, "Too many wrong passwords", "6")
		time.Sleep(7 * time.Second)
		for range 20 { // the right one takes none away
			s.signIn(password)
		}
		for _, odd := range []string{"", " ", password + "x", password[1:], token, "\x00", "\xff"} {
			if resp, _ := s.do("POST", "/teacher", odd, s.browser("")); resp.StatusCode < 400 || len(resp.Cookies()) != 0 {
				t.Errorf("%q lets in", odd)
			}
		}
	}, withTeacher)
}

// TestTeachersCookieEndsWithThePassword makes a new start with another one.
func TestTeachersCookieEndsWithThePassword(t *testing.T) {
	first, second, third := newSite(t, withTeacher), newSite(t, withTeacher), newSite(t, func(c *web.Config) { c.Teacher = "another long password" })
	first.login()
	second.login()
	third.login()
	teacher := first.signIn(password)
	resp, body := second.do("POST", "/class?chat=off", "", func(r *http.Request) { teacher("")(r); r.Header.Set("Origin", second.http.URL) })
	if resp.StatusCode != 200 {
		t.Errorf("after a new start: %d %s", resp.StatusCode, body)
	}
	resp, body = third.do("POST", "/class?chat=off", "", func(r *http.Request) { teacher("")(r); r.Header.Set("Origin", third.http.URL) })
	if resp.StatusCode != 403 {
		t.Errorf("after a change of the password: %d %s", resp.StatusCode, body)
	}
}

// TestTheTeacherClosesTheChat tells every page of it, and newcomers first of all.
func TestTheTeacherClosesTheChat(t *testing.T) {
	s := newSite(t, withTeacher)
	s.login()
	page, teacher := s.browser(s.open("lesson.md", s.browser("")).Token), s.signIn(password)("")
	f := s.follow("channel=class&channel=chat", page)
	f.expect(`class:{"chat":true}`)
	s.publish(200, "chat", "one", page)
	f.expect("chat:one")
	s.do("POST", "/class?chat=off", "", teacher)
	f.expect(`class:{"chat":false}`)
	s.publish(403, "chat", "two", page)
	s.follow("channel=class", page).expect(`class:{"chat":false}`)
	s.do("POST", "/class?chat=on", "", teacher)
	s.publish(200, "chat", "three", page)
	f.expect(`class:{"chat":true}`, "chat:three")
	newSite(t).follow("channel=class", bearer).expect(`class:{"chat":false}`)
}

// TestNoticesLeadNowhereElse holds what a notice may send students to.
func TestNoticesLeadNowhereElse(t *testing.T) {
	s := newSite(t)
	f := s.follow("channel=notice", bearer)
	for _, good := range []string{`{"goto":"#loops"}`, `{"goto":"/t/sub/a%20b.html#x"}`, `{"text":"é \u003c","goto":"/t/lesson.md","run":{"uid":"10001","code":"1"}}`} {
		s.publish(200, "notice", good, bearer)
		f.expect("notice:" + good)
	}
	for _, bad := range []string{"#", "x", "//evil.example", "/t//evil.example", "/\\\\evil.example", "/t/\\\\x", "/home", "/t/\\u0009x", "javascript:alert(1)", "https://evil.example/t/x", "/t/a//b#x", "/exec", "/t/../exec", "/t/%2e%2E/exec", "/t/.", "/t/lesson.md?token=x", "/t/lesson.md?"} {
		s.publish(400, "notice", `{"text":"x","goto":"`+bad+`"}`, bearer)
	}
}

// TestTheTeachersPage shows each what is theirs.
func TestTheTeachersPage(t *testing.T) {
	s := newSite(t, withTeacher)
	s.login()
	teacher := s.signIn(password)
	for name, c := range map[string]struct {
		who           func(*http.Request)
		there, absent string
	}{
		"a student":   {s.browser(""), `type="password"`, "teacher-notice"},
		"a program":   {bearer, `type="password"`, "teacher-notice"},
		"the teacher": {teacher(""), "teacher-notice", `type="password"`},
	} {
		if resp, body := s.do("GET", "/teacher", "", c.who); resp.StatusCode != 200 || !strings.Contains(body, c.there) || strings.Contains(body, c.absent) || strings.Contains(body, password) {
			t.Errorf("%s: %d %s", name, resp.StatusCode, body)
		}
	}
	if resp, _ := s.do("GET", "/teacher", "", nil); resp.StatusCode != 401 {
		t.Errorf("a stranger: %d", resp.StatusCode)
	}
	if _, body := s.do("GET", "/teacher?token="+token, "", nil); !strings.Contains(body, "url=http://127.0.0.1:8001/teacher\"") {
		t.Errorf("the printed address: %s", body)
	}
	if _, body := newSite(t).do("GET", "/teacher", "", bearer); !strings.Contains(body, "--teacher") {
		t.Error("it does not say how to have a password")
	}
}
