package web_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// agrees saves in each element that the engine has of a page, then takes the page
// over and compares what it has with those, and with the sources that it is to have.
func (s *site) agrees(page string, sources ...string) {
	s.t.Helper()
	s.engine.mu.Lock()
	there := slices.Clone(s.engine.pages[page].Elements)
	s.engine.mu.Unlock()
	var shown, runs, got []string
	for _, e := range there {
		runs = append(runs, e.UID+" "+strings.TrimSpace(e.Source))
		if resp, body := s.do("POST", "/save?uid="+e.UID, "x = 1\n", bearer); resp.StatusCode != 200 {
			s.t.Errorf("%s cannot be saved: %d %s", e.UID, resp.StatusCode, body)
		}
	}
	p := s.open("a.md&resume="+page, bearer)
	for _, e := range p.Elements {
		shown = append(shown, e.UID+" "+strings.TrimSpace(e.Source))
		got = append(got, strings.TrimSpace(e.Source))
	}
	slices.Sort(shown)
	slices.Sort(runs)
	if p.Page != page || !slices.Equal(shown, runs) {
		s.t.Errorf("the page %s shows %q, the engine of %s has %q", p.Page, shown, page, runs)
	}
	if !slices.Equal(got, sources) {
		s.t.Errorf("the page shows %q, want %q", got, sources)
	}
}

// amid returns a function that begins a request the first time that it is called, and
// gives it the time to end that it would need if nothing held it up; ended waits for
// its end.
func (s *site) amid(target, body string) (begin func(), ended func()) {
	done := make(chan struct{})
	var begun atomic.Bool
	begin = func() {
		if begun.Swap(true) { // also from within the request
			return
		}
		go func() {
			defer close(done)
			if resp, text := s.do("POST", target, body, bearer); resp.StatusCode != 200 {
				s.t.Errorf("%s: %d %s", target, resp.StatusCode, text)
			}
		}()
		select {
		case <-done:
		case <-time.After(100 * time.Millisecond):
		}
	}
	return begin, func() { <-done }
}

// TestRefreshTakenBack: a refresh that fails halfway leaves the page as it was, and
// the next one, and an added editor, have uids that the engine has not heard of.
func TestRefreshTakenBack(t *testing.T) {
	s, write := authored(t, "# A\n\n"+editor("1"))
	p := s.open("a.md", bearer)
	write("# A\n\n" + editor("0") + editor("1") + editor("4"))
	v := s.edition()
	s.engine.adding = func(uid string) error {
		if uid == p.Page+"0003" {
			return errors.New("no room")
		}
		return nil
	}
	if resp, body := s.do("POST", "/refresh?page="+p.Page+"&version="+v, "", bearer); resp.StatusCode != 500 {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	s.agrees(p.Page, "1")
	if resp, body := s.do("POST", "/add?page="+p.Page, "mine", bearer); resp.StatusCode != 200 || !strings.Contains(body, `"number":"0002"`) {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
	s.agrees(p.Page, "1", "mine")
	s.refresh(p.Page, v)
	s.agrees(p.Page, "0", "1", "4", "mine")
}

// TestAddFails: an editor that the engine does not take is not on the page.
func TestAddFails(t *testing.T) {
	s, _ := authored(t, "# A\n\n"+editor("1"))
	p := s.open("a.md", bearer)
	s.engine.adding = func(uid string) error {
		if uid == p.Page+"0002" {
			return errors.New("no room")
		}
		return nil
	}
	for _, status := range []int{500, 200} {
		if resp, body := s.do("POST", "/add?page="+p.Page, "mine", bearer); resp.StatusCode != status {
			t.Fatalf("%d %s, want %d", resp.StatusCode, body, status)
		}
	}
	s.agrees(p.Page, "1", "mine")
}

// TestRefreshAmidResume: a page that is refreshed while somebody takes it over has
// the elements of the new lesson.
func TestRefreshAmidResume(t *testing.T) {
	s, write := authored(t, "# A\n\n"+editor("1")+editor("2"))
	p := s.open("a.md", bearer)
	write("# A\n\n" + editor("2") + editor("3"))
	begin, ended := s.amid("/refresh?page="+p.Page+"&version="+s.edition(), "")
	s.engine.resuming = begin
	s.open("a.md&resume="+p.Page, bearer)
	ended()
	s.agrees(p.Page, "2", "3")
}

// TestAddAmidRefresh: either waits for the other.
func TestAddAmidRefresh(t *testing.T) {
	for _, first := range []string{"refresh", "add"} {
		t.Run(first, func(t *testing.T) {
			s, write := authored(t, "# A\n\n"+editor("1")+editor("2"))
			p := s.open("a.md", bearer)
			write("# A\n\n" + editor("2") + editor("3"))
			v := s.edition()
			add, refresh := "/add?page="+p.Page, "/refresh?page="+p.Page+"&version="+v
			now, later := refresh, add
			if first == "add" {
				now, later = add, refresh
			}
			begin, ended := s.amid(later, "mine")
			s.engine.adding = func(string) error { begin(); return nil }
			if resp, body := s.do("POST", now, "mine", bearer); resp.StatusCode != 200 {
				t.Errorf("%d %s", resp.StatusCode, body)
			}
			ended()
			s.agrees(p.Page, "2", "3", "mine")
		})
	}
}
