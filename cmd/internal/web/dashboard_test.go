package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
	"crunchy/pages"
)

// watched is what the teacher is told of a page.
type watched struct {
	Page, Tutorial, Title string
	Seat                  int
	Elements              []struct{ UID, Kind, File, Done, Code string }
}

func (s *site) watched(page string, edit func(*http.Request)) (w watched, body string) {
	s.t.Helper()
	resp, body := s.do("GET", "/watch/page?page="+page, "", edit)
	if err := json.Unmarshal([]byte(body), &w); err != nil || resp.StatusCode != 200 {
		s.t.Fatalf("watching: %d %s", resp.StatusCode, body)
	}
	return w, body
}

// TestOnlyTheTeacherWatches goes through all who may come, and all ways to watch.
func TestOnlyTheTeacherWatches(t *testing.T) {
	s := newSite(t, withTeacher)
	s.login()
	p, other := s.open("lesson.md", s.browser("")), s.open("lesson.md", s.browser(""))
	teacher := s.signIn(password)
	elsewhere := func(r *http.Request) { teacher("")(r); r.Header.Set("Sec-Fetch-Site", "cross-site") }
	picture := func(r *http.Request) { teacher("")(r); r.Header.Set("Sec-Fetch-Dest", "image") }
	s.engine.shows = []comet.Frame{{Seq: 1, UID: p.Elements[0].UID, Kind: comet.Stdout, Data: []byte("4\n")}}
	for name, c := range map[string]struct {
		who   func(*http.Request)
		tells int
		polls int // of the page's frames
		board int
	}{
		"the teacher":              {teacher(""), 200, 200, 200},
		"the teacher with a page":  {teacher(other.Token), 200, 200, 200},
		"a program with the token": {bearer, 403, 200, 200}, // all pages are its owner's
		"another page":             {s.browser(other.Token), 403, 403, 200},
		"a browser":                {s.browser(""), 403, 403, 200},
		"nobody":                   {nil, 401, 401, 401},
		"another site":             {elsewhere, 403, 403, 403},
	} {
		if resp, body := s.do("GET", "/watch/page?page="+p.Page, "", c.who); resp.StatusCode != c.tells {
			t.Errorf("%s is told of a page: %d %s, want %d", name, resp.StatusCode, body, c.tells)
		}
		edit := c.who
		if edit == nil {
			edit = func(*http.Request) {}
		}
		if status, body := s.ocsigen("", edit, "page:"+p.Page); status != c.polls {
			t.Errorf("%s polls a page: %d %s, want %d", name, status, body, c.polls)
		}
		if status, body := s.ocsigen("", edit, "pages", "none"); status != c.tells {
			t.Errorf("%s polls what is open: %d %s, want %d", name, status, body, c.tells)
		}
		resp, body := s.do("GET", "/watch", "", c.who)
		if resp.StatusCode != c.board {
			t.Errorf("%s opens the board: %d, want %d", name, resp.StatusCode, c.board)
		}
		if board := strings.Contains(body, `data-do="watch"`); board != (c.board == 200 && c.tells == 200) {
			t.Errorf("%s sees the board: %v", name, board)
		}
		if strings.Contains(body, p.Page) {
			t.Errorf("%s is told of pages by the document", name)
		}
	}
	if resp, _ := s.do("GET", "/watch/page?page="+p.Page, "", picture); resp.StatusCode != 403 {
		t.Errorf("a picture of a lesson asks: %d", resp.StatusCode)
	}
	if resp, body := s.do("GET", "/watch/page?page=12", "", teacher("")); resp.StatusCode != 404 {
		t.Errorf("a page that is not there: %d %s", resp.StatusCode, body)
	}
	// who only watches acts on nothing
	for _, target := range []string{"/exec?uid=" + p.Elements[0].UID, "/post?uid=" + p.Elements[0].UID, "/save?uid=" + p.Elements[1].UID, "/close?page=" + p.Page} {
		if resp, _ := s.do("POST", target, "x", teacher("")); resp.StatusCode != 403 {
			t.Errorf("the teacher acts by %s: %d", target, resp.StatusCode)
		}
	}
}

// TestWhatTheTeacherIsTold is the code as it was saved last and how far each page has
// come by itself, and no secret.
func TestWhatTheTeacherIsTold(t *testing.T) {
	s := newSite(t, withTeacher, func(c *web.Config) {
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "dbl.md": {Data: []byte(exercise)}}
	})
	s.login()
	p, other := s.open("dbl.md", s.browser("")), s.open("dbl.md", s.browser(""))
	teacher := s.signIn(password)("")
	first, body := s.watched(p.Page, teacher)
	for _, secret := range []string{"xyzzy", "plugh", "assert", token, p.Token, other.Token, password, s.cookie.Value} {
		if strings.Contains(body, secret) {
			t.Errorf("%q is told: %s", secret, body)
		}
	}
	e := first.Elements
	if first.Title != "Doubling" || first.Tutorial != "dbl.md" || len(e) != 2 || e[0].Kind != "Exercise" || e[1].Kind != "Editor" || e[0].Code != "def dbl(a):\n    return ______" || e[0].File == "" {
		t.Errorf("%s", body)
	}
	second, _ := s.watched(other.Page, teacher)
	if first.Seat == 0 || first.Seat == second.Seat {
		t.Errorf("the seats are %d and %d", first.Seat, second.Seat)
	}
	if resp, said := s.do("POST", "/save?uid="+e[0].UID, "def dbl(a):\n    return 2 * a", s.browser(p.Token)); resp.StatusCode != 200 {
		t.Fatalf("%d %s", resp.StatusCode, said)
	}
	s.engine.see(p.Page, e[0].UID, comet.Result, []byte(`{"run":1,"passed":2,"failed":0}`))
	s.engine.see(p.Page, e[0].UID, comet.Status, []byte(`{"state":"ended","run":2,"reason":"exception"}`))
	s.engine.see(p.Page, e[1].UID, comet.Status, []byte(`{"state":"ended","run":3,"reason":"exception"}`))
	for range 2 {
		now, body := s.watched(p.Page, teacher)
		if now.Elements[0].Code != "def dbl(a):\n    return 2 * a" || now.Elements[0].Done != "solved" || now.Elements[1].Done != "tried" || now.Seat != first.Seat {
			t.Errorf("after a while: %s", body)
		}
		// a reload changes nothing
		if resp, _ := s.do("POST", "/page_init?tutorial=dbl.md&resume="+p.Page, "", s.browser("")); resp.StatusCode != 200 {
			t.Fatal(resp.StatusCode)
		}
	}
	if now, _ := s.watched(other.Page, teacher); now.Elements[0].Done != "" {
		t.Errorf("what one page has solved another has: %+v", now)
	}
	// a page without a lesson is watched, too
	resp, id := s.do("GET", "/page_init", "", s.browser(""))
	if now, body := s.watched(id, teacher); resp.StatusCode != 200 || now.Title != "" || len(now.Elements) != 0 {
		t.Errorf("%s", body)
	}
}

// TestStudentsAreToldThatTheyAreWatched on each page that can be, and nowhere else.
func TestStudentsAreToldThatTheyAreWatched(t *testing.T) {
	const told = "Your teacher can watch this page"
	lessons := func(c *web.Config) {
		c.Lessons = fstest.MapFS{
			"index.md": {Data: []byte("# Home\n")}, "lesson.md": {Data: []byte("# One\n\n```python editor\nprint(1)\n```\n")},
			"foreign.html": {Data: []byte("<html><body><h1>Two</h1><pre title=\"editor\">print(1)</pre></body></html>")},
		}
	}
	for name, c := range map[string]struct {
		change func(*web.Config)
		want   bool
	}{"with a teacher": {withTeacher, true}, "alone": {func(*web.Config) {}, false}} {
		s := newSite(t, lessons, c.change)
		for target, page := range map[string]bool{"/t/lesson.md": true, "/t/foreign.html": true, "/home": false, "/teacher": false, "/preferences": false} {
			if _, body := s.do("GET", target, "", bearer); strings.Contains(body, told) != (page && c.want) {
				t.Errorf("%s, %s: %v", name, target, !c.want)
			}
		}
		german := func(r *http.Request) { bearer(r); r.Header.Set("Accept-Language", "de") }
		if _, body := s.do("GET", "/t/lesson.md", "", german); strings.Contains(body, "Deine Lehrkraft kann") != c.want {
			t.Errorf("%s, in German: %v", name, !c.want)
		}
	}
	// what does not run is no page that is open, so nobody sees it
	s := newSite(t, lessons, withTeacher)
	if resp, body := s.do("POST", "/trust?tutorial=lesson.md&level="+url.QueryEscape(string(pages.Display)), "", bearer); resp.StatusCode != 200 {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	if _, body := s.do("GET", "/t/lesson.md", "", bearer); strings.Contains(body, told) {
		t.Error("a page that only shows says that it is watched")
	}
}

// TestWatchersSayWhatTheyUnderstand: types of frames, and where to begin.
func TestWatchersSayWhatTheyUnderstand(t *testing.T) {
	s := newSite(t)
	p := s.open("lesson.md", bearer)
	s.engine.shows = []comet.Frame{
		{Seq: 1, UID: "10001", Kind: comet.Status, Data: []byte(`{"state":"running","run":1}`)},
		{Seq: 2, UID: "10001", Kind: comet.Stdout, Data: []byte("4\n")},
	}
	name := "page%3A" + p.Page
	shows := name + ":STATUS%2010001%0D%7B%22state%22%3A%22running%22%2C%22run%22%3A1%7D"
	printed := name + ":STDOUT%2010001%0D4%0A"
	for _, c := range []struct{ more, want string }{
		{"", printed},
		{"&types=STATUS&from=" + strings.ReplaceAll(name, "%", "%25") + "%3A0", shows + "\n" + printed},
		{"&types=STATUS,NEW&client=A", shows + "\n" + printed},
		{"&client=A&from=" + strings.ReplaceAll(name, "%", "%25") + "%3A1", printed},
		{"&client=A&from=" + strings.ReplaceAll(name, "%", "%25") + "%3A0", printed},
	} {
		resp, body := s.do("POST", "/comet", "registration="+strings.ReplaceAll(name, "%", "%25")+c.more, func(r *http.Request) {
			bearer(r)
			r.Header.Set("Content-Type", "application/x-ocsigen-comet")
		})
		if resp.StatusCode != 200 || body != c.want {
			t.Errorf("%s: %d %q, want %q", c.more, resp.StatusCode, body, c.want)
		}
	}
	s.publish(200, "chat", "one", bearer)
	for from, want := range map[string]int{"0": 200, "x": 400, "-": 400} {
		resp, body := s.do("POST", "/comet", "registration=chat&from=chat%3A"+from, func(r *http.Request) {
			bearer(r)
			r.Header.Set("Content-Type", "application/x-ocsigen-comet")
		})
		if resp.StatusCode != want || want == 200 && body != "chat:one" {
			t.Errorf("from %s: %d %q", from, resp.StatusCode, body)
		}
	}
}
