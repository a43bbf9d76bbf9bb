package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestFrontendSessionsEnd an hour after they were used last.
func TestFrontendSessionsEnd(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		one, two := s.enters(`{}`, bearer), s.enters(`{"user":"owner","password":"`+token+`"}`, bearer)
		if one == two {
			t.Error("two sessions are the same")
		}
		for range 3 {
			time.Sleep(59 * time.Minute)
			s.calls(one, `{"fname":"version"}`, bearer)
		}
		for session, code := range map[string]int{one: 0, two: 2401, "x": 2401, strings.Repeat("x", 10000): 2401} {
			if a := s.says(200, `{"session":"`+session+`","data":[]}`, bearer); a.code() != code {
				t.Errorf("%.10s: %+v, want %d", session, a.Error, code)
			}
		}
		time.Sleep(time.Hour)
		if a := s.says(200, `{"session":"`+one+`","data":[]}`, bearer); a.code() != 2401 || a.Session != "" {
			t.Errorf("an hour later: %+v", a)
		}
		// Guests take no room from others.
		owner, first := s.enters(`{}`, bearer), s.enters(`{}`, s.guestly())
		time.Sleep(time.Second)
		for range 1000 {
			s.enters(`{}`, s.guestly())
		}
		if a := s.says(200, `{"session":"`+first+`","data":[]}`, bearer); a.code() != 2401 {
			t.Errorf("the oldest of too many guests: %+v", a)
		}
		s.calls(owner, "", bearer)
	}, withGuests)
}

// guestly is a browser, which has not shown the token.
func (s *site) guestly() func(*http.Request) {
	if s.cookie == nil {
		s.login()
	}
	return s.browser("")
}

// TestFrontendsWaitAMinuteTogether has several calls wait in one message.
func TestFrontendsWaitAMinuteTogether(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		owner, p := s.enters(`{}`, bearer), s.open("lesson.md", bearer)
		s.command(200, "set-timeout?seconds=60", "")
		began, wait := time.Now(), `{"fname":"comet","page":"`+p.Page+`","after":0}`
		resp := make(chan string, 1)
		req, err := http.NewRequestWithContext(t.Context(), "POST", s.http.URL+"/api", strings.NewReader(`{"session":"`+owner+`","data":[`+wait+`,`+wait+`,`+wait+`,`+wait+`,{"fname":"version"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		bearer(req)
		go func() {
			a, err := (&http.Client{Transport: s.transport}).Do(req)
			if err != nil {
				resp <- err.Error()
				return
			}
			defer a.Body.Close()
			var all struct{ Data []answered }
			err = json.NewDecoder(a.Body).Decode(&all)
			resp <- fmt.Sprint(err, len(all.Data), all.Data[len(all.Data)-1].code())
		}()
		if said := <-resp; said != "<nil> 5 0" || time.Since(began) != time.Minute {
			t.Errorf("%q after %v", said, time.Since(began))
		}
	})
}

// TestFrontendsTalkOnlySoMuch counts a session's messages as a page's, and those of
// all guests together.
func TestFrontendsTalkOnlySoMuch(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		call := strings.TrimSuffix(strings.Repeat(`{"fname":"publish","channel":"chat","body":"x"},`, 64), ",")
		for name, c := range map[string]struct {
			edit func(*http.Request)
			most int
		}{"the owner": {bearer, 6 * 60}, "guests": {s.guestly(), 300}} {
			codes := map[int]int{}
			for range 6 {
				for _, a := range s.calls(s.enters(`{}`, c.edit), call, c.edit) {
					codes[a.code()]++
				}
			}
			if codes[0] != c.most || codes[6429] != 6*64-c.most {
				t.Errorf("%s: %v", name, codes)
			}
		}
	}, withTeacher, withGuests)
}

// TestWrongPasswordsOfFrontends are counted, and keep no teacher from signing in to a
// browser: strangers may try them.
func TestWrongPasswordsOfFrontends(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		s.login()
		for user, want := range map[string]int{"teacher": 7429, "owner": 4429} {
			last := 0
			for range 101 {
				last = s.says(200, `{"session":"","data":{"user":"`+user+`","password":"wrong"}}`, s.guestly()).code()
			}
			if last != want {
				t.Errorf("%s: the last of many is %d, want %d", user, last, want)
			}
		}
		s.signIn(password)
	}, withTeacher)
}
