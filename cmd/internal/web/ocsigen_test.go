package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/comet"
)

// Look is a page that shows each frame of shows once.
func (f *fake) Look(ctx context.Context, _ string, after uint64, types comet.Types) (comet.Batch, error) {
	if after == comet.Newest {
		after = 0
	}
	if int(after) < len(f.shows) {
		return comet.Batch{Frames: types.Adapt(f.shows[after:]), Seq: uint64(len(f.shows))}, nil
	}
	<-ctx.Done()
	return comet.Batch{Seq: after}, ctx.Err()
}

// ocsigen polls channels whose escaped names are given.
func (s *site) ocsigen(client string, edit func(*http.Request), names ...string) (status int, body string) {
	s.t.Helper()
	form := url.Values{"registration": {strings.Join(names, "\n")}}
	if client != "" {
		form.Set("client", client)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), "POST", s.http.URL+"/comet", strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Error(err)
		return 0, ""
	}
	req.Header.Set("Content-Type", "application/x-ocsigen-comet")
	edit(req)
	resp, err := (&http.Client{Transport: s.transport}).Do(req)
	if err != nil {
		s.t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Error(err)
	}
	return resp.StatusCode, string(b)
}

// TestPollsOfManyChannels is what comes, byte for byte, and when.
func TestPollsOfManyChannels(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		polled := func(want string, client string, names ...string) func() {
			t.Helper()
			done := make(chan struct{})
			go func() {
				defer close(done)
				if status, body := s.ocsigen(client, bearer, names...); status != 200 || body != want {
					t.Errorf("%s of %q: %d %q, want %q", client, names, status, body, want)
				}
			}()
			synctest.Wait()
			return func() { t.Helper(); <-done }
		}
		began := time.Now()
		polled("", "", "chat", "notice")()
		if took := time.Since(began); took != 25*time.Second {
			t.Errorf("a poll without news took %v", took)
		}
		wait := polled("chat:42%2043%2044", "A", "chat", "notice", "chat")
		other := polled("chat:42%2043%2044", "B", "chat")
		s.publish(200, "chat", "42 43 44", bearer)
		wait()
		other()
		s.publish(200, "chat", "a:b\nc é €", bearer)
		s.publish(200, "notice", `{"text":"x"}`, bearer)
		s.publish(200, "chat", "", bearer)
		polled("chat:a%3Ab%0Ac%20%E9%20%u20AC\nchat:\nnotice:%7B%22text%22%3A%22x%22%7D", "A", "chat", "notice")()
		polled("", "C", "chat")() // whoever is new begins now
		polled("", "", "chat")()
		polled("", "A", "chat", "notice")()

		// What does not exist is told at once, with what there is besides.
		s.publish(200, "chat", "more", bearer)
		polled("no%20channel:ENDED_CHANNEL\nchat:more\npage%3A12:ENDED_CHANNEL", "A", "no%20channel", "chat", "page%3A12")()

		// A second poll of the same client ends the first; another's does not.
		first := polled("", "A", "chat")
		second := polled("chat:to%20the%20second", "A", "chat")
		first()
		s.publish(200, "chat", "to the second", bearer)
		second()

		// A page is polled by what it shows.
		s.engine.shows = []comet.Frame{{Seq: 1, UID: "10001", Kind: comet.Stdout, Data: []byte("4\n")}, {Seq: 2, UID: "10001", Kind: comet.Stop}}
		p := s.open("lesson.md", bearer)
		name := "page:" + p.Page
		polled("page%3A"+p.Page+":STDOUT%2010001%0D4%0A\npage%3A"+p.Page+":STOP%2010001%0D", "A", url.QueryEscape(name))()
		wait = polled("", "A", name)
		s.command(200, "deactivate", "")
		wait()
		if status, body := s.ocsigen("A", bearer, "chat"); status != 503 {
			t.Errorf("while deactivated: %d %s", status, body)
		}
		s.command(200, "activate", "")

		// A client that is silent for long is forgotten.
		s.publish(200, "chat", "long ago", bearer)
		time.Sleep(6 * time.Minute)
		polled("", "D", "chat")()
		polled("", "A", "chat")()
	})
}

// TestWhatAPollOfChannelsRefuses is one sentence each, and closes nothing else.
func TestWhatAPollOfChannelsRefuses(t *testing.T) {
	s := newSite(t)
	s.login()
	mine, other := s.open("lesson.md", s.browser("")), s.open("lesson.md", s.browser(""))
	const kind = "application/x-ocsigen-comet"
	for name, c := range map[string]struct {
		status     int
		kind, body string
		edit       func(*http.Request)
	}{
		"another kind":         {400, "application/x-www-form-urlencoded", "registration=chat", bearer},
		"no kind":              {400, "", "registration=chat", bearer},
		"nothing":              {400, kind, "", bearer},
		"no channels":          {400, kind, "registration=%0A", bearer},
		"a broken form":        {400, kind, "registration=%zz", bearer},
		"too many channels":    {400, kind, "registration=" + strings.Join(slices.Collect(numbers(257)), "%0A"), bearer},
		"a long client":        {400, kind, "registration=chat&client=" + strings.Repeat("x", 129), bearer},
		"a long form":          {413, kind, "registration=" + strings.Repeat("x", 64<<10), bearer},
		"what pages are open":  {403, kind, "registration=chat%0Apages", s.browser(mine.Token)},
		"another page":         {403, kind, "registration=page:" + other.Page, s.browser(mine.Token)},
		"no page of one's own": {403, kind, "registration=chat", s.browser("")},
		"nobody":               {401, kind, "registration=chat", nil},
		"an end":               {200, kind + "; charset=utf-8", "registration=none", s.browser(mine.Token)},
		"the most channels":    {200, kind, "registration=" + strings.Join(slices.Collect(numbers(256)), "%0A"), bearer},
	} {
		resp, body := s.do("POST", "/comet", c.body, func(r *http.Request) {
			r.Header.Set("Content-Type", c.kind)
			if c.edit != nil {
				c.edit(r)
			}
		})
		if resp.StatusCode != c.status || c.status != 200 && strings.Count(body, "\n") != 1 {
			t.Errorf("%s: %d %s, want %d", name, resp.StatusCode, body, c.status)
		}
	}
}

// numbers are names of channels.
func numbers(n int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range n {
			if !yield(fmt.Sprint(i)) {
				return
			}
		}
	}
}

// TestAPageReadsOnlyItsOwnFrames, and one client's name in two pages is two clients.
func TestAPageReadsOnlyItsOwnFrames(t *testing.T) {
	s := newSite(t)
	s.login()
	s.engine.shows = []comet.Frame{{Seq: 1, UID: "10001", Kind: comet.Stdout, Data: []byte("4\n")}}
	for range 2 {
		p := s.open("lesson.md", s.browser(""))
		if status, body := s.ocsigen("A", s.browser(p.Token), "page:"+p.Page); status != 200 || !strings.HasSuffix(body, ":STDOUT%2010001%0D4%0A") {
			t.Errorf("a page reads itself: %d %s", status, body)
		}
	}
}

// TestClientsThatPollAreBounded forgets the most silent one of too many.
func TestClientsThatPollAreBounded(t *testing.T) {
	s := newSite(t)
	if status, _ := s.ocsigen("first", bearer, "chat", "none"); status != 200 {
		t.Fatal(status)
	}
	s.publish(200, "chat", "kept", bearer)
	for i := range 999 {
		s.ocsigen(fmt.Sprint(i), bearer, "none")
	}
	if _, body := s.ocsigen("first", bearer, "chat", "none"); body != "chat:kept\nnone:ENDED_CHANNEL" {
		t.Errorf("among a thousand: %q", body)
	}
	s.publish(200, "chat", "lost", bearer)
	for i := range 1000 {
		s.ocsigen(fmt.Sprint("more ", i), bearer, "none")
	}
	if _, body := s.ocsigen("first", bearer, "chat", "none"); body != "none:ENDED_CHANNEL" {
		t.Errorf("after a thousand more: %q", body)
	}
}
