package web_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// command has the server do something, with an operator's right.
func (s *site) command(status int, target, body string) string {
	s.t.Helper()
	resp, said := s.do("POST", "/ctl/"+target, body, asOperator)
	if resp.StatusCode != status {
		s.t.Errorf("%s: %d %s, want %d", target, resp.StatusCode, said, status)
	}
	return said
}

// TestOnlyTheOperatorCommands has programs with the token try, and a browser with a
// page of its own, which is good for everything else.
func TestOnlyTheOperatorCommands(t *testing.T) {
	s := newSite(t)
	s.login()
	p := s.open("lesson.md", s.browser(""))
	before := s.traces()
	for _, name := range []string{"deactivate", "activate", "set-timeout?seconds=1", "notice", "pages", "stop", "quit"} {
		for who, edit := range map[string]func(*http.Request){
			"a page": s.browser(p.Token), "the token": bearer, "no key": func(r *http.Request) { r.Header.Set("Authorization", "Bearer ") },
			"a part of the key":   func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+operator[1:]) },
			"the key from a page": func(r *http.Request) { asOperator(r); r.Header.Set("Origin", "http://evil.example") },
		} {
			if resp, body := s.do("POST", "/ctl/"+name, "x", edit); resp.StatusCode != 403 {
				t.Errorf("%s by %s: %d %s", name, who, resp.StatusCode, body)
			}
		}
	}
	if now := s.traces(); now != before || len(s.engine.published) != 0 {
		t.Errorf("there are traces: %s, %q", now, s.engine.published)
	}
	if resp, _ := s.do("GET", "/home", "", asOperator); resp.StatusCode != 401 {
		t.Errorf("with the key one reads: %d", resp.StatusCode)
	}
	if resp, body := s.do("GET", "/comet?wait=0&after=0&page="+p.Page, "", s.browser(p.Token)); resp.StatusCode != 204 {
		t.Errorf("then a poll gets %d %s", resp.StatusCode, body)
	}
}

// polled is the status of a poll, when it has come.
func (s *site) polled(page, query string) chan int {
	status := make(chan int, 1)
	req, err := http.NewRequestWithContext(s.t.Context(), "GET", s.http.URL+"/comet?after=0&page="+page+query, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	bearer(req)
	go func() {
		resp, err := (&http.Client{Transport: s.transport}).Do(req)
		if err != nil {
			status <- 0
			return
		}
		resp.Body.Close()
		status <- resp.StatusCode
	}()
	return status
}

// TestNobodyWaitsWhileDeactivated ends all that waits and lets nothing wait, over
// each way home, and takes nothing else from anybody.
func TestNobodyWaitsWhileDeactivated(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		p := s.open("lesson.md", bearer)
		poll := s.polled(p.Page, "")
		stream := s.follow("channel=chat", bearer)
		synctest.Wait()
		s.command(200, "deactivate", "")
		if status := <-poll; status != 204 {
			t.Errorf("who waited gets %d", status)
		}
		if _, err := stream.Next(); err == nil {
			t.Error("a stream of a channel goes on")
		}
		for _, target := range []string{"/comet?wait=0&after=0&page=" + p.Page, "/events?page=" + p.Page, "/events?channel=chat", "/socket?page=" + p.Page} {
			resp, body := s.do("GET", target, "", bearer)
			if resp.StatusCode != 503 || resp.Header.Get("Retry-After") != "5" || !strings.Contains(body, "pause") {
				t.Errorf("%s: %d %s", target, resp.StatusCode, body)
			}
		}
		if resp, body := s.do("POST", "/post?uid="+p.Elements[0].UID, "1\n", bearer); resp.StatusCode != 200 {
			t.Errorf("input: %d %s", resp.StatusCode, body)
		}
		s.command(200, "deactivate", "") // once more does no harm
		s.command(200, "activate", "")
		s.command(200, "activate", "")
		if status := <-s.polled(p.Page, "&wait=1"); status != 204 {
			t.Errorf("then a poll gets %d", status)
		}
	})
}

// TestHowLongAPollWaits is what the operator has said, and never more than the
// protocol does.
func TestHowLongAPollWaits(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		p := s.open("lesson.md", bearer)
		for _, c := range []struct {
			set, query string
			waits      time.Duration
		}{{"", "", 25 * time.Second}, {"7", "", 7 * time.Second}, {"7", "&wait=3", 3 * time.Second}, {"1.5", "&wait=20", 1500 * time.Millisecond}, {"60", "", 25 * time.Second}} {
			if c.set != "" {
				s.command(200, "set-timeout?seconds="+c.set, "")
			}
			began := time.Now()
			if status := <-s.polled(p.Page, c.query); status != 204 || time.Since(began) != c.waits {
				t.Errorf("with %q%s: %d after %v, want %v", c.set, c.query, status, time.Since(began), c.waits)
			}
		}
		for _, bad := range []string{"", "0", "0.5", "61", "-1", "NaN", "Inf", "soon", "1e99", "0x10p0x"} {
			if said := s.command(400, "set-timeout?seconds="+bad, ""); said != "A poll can wait from 1 to 60 seconds.\n" {
				t.Errorf("%q: %s", bad, said)
			}
		}
	})
}

func TestCommandsAboutPages(t *testing.T) {
	s := newSite(t)
	if said := s.command(200, "pages", ""); said != `{"pages":[]}`+"\n" {
		t.Errorf("of no page: %s", said)
	}
	p, q := s.open("lesson.md", bearer), s.open("sub/a%20b.html", bearer)
	s.engine.left(q.Page)
	uid := p.Elements[1].UID
	if said := s.command(410, "stop?uid="+uid, ""); said != "Nothing runs in the element "+uid+".\n" {
		t.Errorf("stopping what does not run: %s", said)
	}
	for _, e := range p.Elements {
		s.engine.see(p.Page, e.UID, comet.Status, []byte(`{"state":"running"}`))
	}
	want := `{"pages":[{"page":"` + p.Page + `","tutorial":"lesson.md","state":"open","programs":["` + p.Elements[0].UID + `","` + uid + `"]},` +
		`{"page":"` + q.Page + `","tutorial":"sub/a b.html","state":"left","programs":[]}]}` + "\n"
	if said := s.command(200, "pages", ""); said != want {
		t.Errorf("%s, want %s", said, want)
	}
	for _, c := range []struct{ query, said string }{{"?uid=" + uid, `{"stopped":1}`}, {"", `{"stopped":2}`}} {
		if said := s.command(200, "stop"+c.query, ""); said != c.said+"\n" {
			t.Errorf("stop%s: %s", c.query, said)
		}
	}
	for _, bad := range []string{"", "x", p.Page, p.Page + "9999", "12340001"} {
		if said := s.command(404, "stop?uid="+bad, ""); !strings.Contains(said, "crunchy ctl pages lists what runs") {
			t.Errorf("stopping %q: %s", bad, said)
		}
	}
	f := s.follow("channel=notice", bearer)
	s.command(200, "notice", "Ten \"minutes\"\nleft")
	f.expect(`notice:{"text":"Ten \"minutes\"\nleft"}`)
	s.command(400, "notice", "")
	s.command(413, "notice", strings.Repeat("x", comet.MaxMessage))
	s.command(413, "notice", strings.Repeat("x", comet.MaxMessage+1))
}

// TestQuitTellsEveryPage finishes what is in flight, and answers who waits.
func TestQuitTellsEveryPage(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		p := s.open("lesson.md", bearer)
		s.open("lesson.md", bearer)
		stream := s.follow("channel=pages&channel=chat", bearer)
		stream.next()
		stream.next()
		poll := s.polled(p.Page, "")

		// A request whose body is still on its way.
		body, rest := io.Pipe()
		req, err := http.NewRequestWithContext(t.Context(), "POST", s.http.URL+"/post?uid="+p.Elements[0].UID, body)
		if err != nil {
			t.Fatal(err)
		}
		bearer(req)
		slow := make(chan int, 1)
		go func() {
			resp, err := (&http.Client{Transport: s.transport}).Do(req)
			if err != nil {
				slow <- 0
				return
			}
			resp.Body.Close()
			slow <- resp.StatusCode
		}()
		if _, err := rest.Write([]byte("1")); err != nil { // it has been connected
			t.Fatal(err)
		}
		s.command(200, "quit", "")
		s.command(200, "quit", "") // once more does no harm
		if got := []string{stream.next(), stream.next()}; !strings.Contains(got[0], `"state":"ended"`) || !strings.Contains(got[1], `"state":"ended"`) {
			t.Errorf("who follows the pages is told %q", got)
		}
		if status := <-poll; status != 204 {
			t.Errorf("who waits gets %d", status)
		}
		rest.Write([]byte("2"))
		rest.Close()
		if status := <-slow; status != 200 {
			t.Errorf("what is in flight gets %d", status)
		}
		s.engine.mu.Lock()
		defer s.engine.mu.Unlock()
		const end = "POPUP 0 Crunchy is being ended now; what you have written is kept."
		if told := s.engine.published; !slices.Equal(told, []string{end, end}) {
			t.Errorf("pages are told %q", told)
		}
	})
}

func TestAServerWithoutAKeyIsCommandedByNobody(t *testing.T) {
	for _, key := range []string{"", "short"} {
		s := newSite(t, func(c *web.Config) { c.Operator = key })
		resp, body := s.do("POST", "/ctl/pages", "", func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) })
		if resp.StatusCode != 403 {
			t.Errorf("with the key %q: %d %s", key, resp.StatusCode, body)
		}
	}
}
