//go:build unix

package protocoltest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// way makes one of the ways home of a page.
type way func(*protocoltest.Page, string) protocoltest.Stream

// from is a page of the same id whose requests are changed before they go.
func from(p *protocoltest.Page, token string, edit func(*http.Request)) *protocoltest.Page {
	q := *p
	q.Client = &protocoltest.Client{URL: p.Client.URL, Token: token, HTTP: &http.Client{
		Timeout: patience, Transport: edited{p.Client.HTTP.Transport, edit},
	}}
	return &q
}

type edited struct {
	http.RoundTripper
	edit func(*http.Request)
}

func (e edited) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	e.edit(r)
	return e.RoundTripper.RoundTrip(r)
}

// refuses wants a way home to be answered by a status.
func refuses(t *testing.T, what string, want int, stream protocoltest.Stream) {
	t.Helper()
	defer stream.Close()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	frames, err := stream.Next(ctx)
	if status := new(protocoltest.StatusError); !errors.As(err, &status) || status.Status != want {
		t.Errorf("%s: %v %v, want %d", what, frames, err, want)
	}
}

// TestEachWayHome tries the same things with each of the ways home.
func TestEachWayHome(t *testing.T) {
	for _, c := range []struct {
		name string
		try  func(*testing.T, *server, way)
	}{
		{"input and output, in order", func(t *testing.T, s *server, home way) {
			v := openWith(t, s, "lesson.md", nil, func(p *protocoltest.Page) protocoltest.Stream { return home(p, allTypes) })
			v.exec(program, "print('one')\nprint(input('two '))\nfor i in range(300): print(i)\n")
			v.asks(program)
			if w, ok := v.stream.(*protocoltest.Socket); ok {
				r, err := w.Call(t.Context(), map[string]any{"do": "post", "uid": v.UID(program), "body": "three\n"})
				if err != nil || r.Status != 200 {
					t.Fatalf("%d %v", r.Status, err)
				}
			} else {
				v.post(program, "three\n")
			}
			v.stop(program)
			rest, ok := strings.CutPrefix(text(v.seen, "STDOUT"), "one\ntwo three\n")
			if !ok {
				t.Errorf("it begins with %.50q", rest)
			}
			checkNumbers(t, rest, 0, 300)
		}},
		{"cut again and again in the middle", func(t *testing.T, s *server, home way) {
			v := openWith(t, s, "lesson.md", nil, func(p *protocoltest.Page) protocoltest.Stream {
				broken := *p
				broken.Client = cutting(s.Client, 1500)
				return home(&broken, allTypes)
			})
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			v.exec(program, "import time\nfor i in range(300):\n    print(i)\n    time.sleep(0.001)\n")
			var got []frame
			for ended := false; !ended; {
				frames, err := v.stream.Next(ctx)
				if status := new(protocoltest.StatusError); errors.As(err, &status) || ctx.Err() != nil {
					t.Fatal(err)
				}
				got = append(got, frames...)
				ended = len(frames) > 0 && is("STOP", v.UID(program))(frames[len(frames)-1])
			}
			checkNumbers(t, text(got, "STDOUT"), 0, 300)
		}},
		{"refused", func(t *testing.T, s *server, home way) {
			p, err := s.Open(t.Context(), "lesson.md", nil)
			if err != nil {
				t.Fatal(err)
			}
			asIs := func(*http.Request) {}
			other := from(p, token, asIs)
			other.ID = "12345"
			refuses(t, "no token", 401, home(from(p, "", func(r *http.Request) { r.Header.Del("Authorization") }), ""))
			refuses(t, "a wrong token", 401, home(from(p, token+"x", asIs), ""))
			refuses(t, "another origin", 403, home(from(p, token, protocoltest.Header("Origin", "http://evil.example")), ""))
			refuses(t, "another site", 403, home(from(p, token, protocoltest.Header("Sec-Fetch-Site", "cross-site")), ""))
			refuses(t, "another name of this computer", 403, home(from(p, token, func(r *http.Request) { r.Host = "evil.example" }), ""))
			refuses(t, "a page that is not open", 404, home(other, ""))
		}},
	} {
		for name, home := range ways {
			t.Run(c.name+"/"+name, func(t *testing.T) { c.try(t, common(t), home) })
		}
	}
}

// TestEachWayHomeEnds holds that nobody waits for a page, or a server, that has ended.
func TestEachWayHomeEnds(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--grace", "1ms"}})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	ended := make(chan error, len(ways))
	left := map[string]*protocoltest.Page{}
	for name := range ways {
		p, err := s.Open(ctx, "lesson.md", nil)
		if err != nil {
			t.Fatal(err)
		}
		request(t, s, "POST", "/close?page="+p.ID, "")
		left[name] = p
	}
	for name, home := range ways {
		p := left[name]
		err := poll(patience, func() bool {
			return request(t, s, "POST", "/ack?after=0&page="+p.ID, "").Status == 404
		})
		if err != nil {
			t.Fatalf("%s: the page does not end: %v", name, err)
		}
		refuses(t, name+" of a page that has ended", 404, home(p, ""))

		if p, err = s.Open(ctx, "lesson.md", nil); err != nil {
			t.Fatal(err)
		}
		stream := home(p, allTypes)
		if _, err := p.Act(ctx, program, "exec", "", "print('here')\ninput()"); err != nil {
			t.Fatal(err)
		}
		if _, err := stream.Next(ctx); err != nil {
			t.Fatal(err)
		}
		go func() {
			defer stream.Close()
			for {
				if _, err := stream.Next(ctx); err != nil {
					ended <- fmt.Errorf("%s: %w", name, err)
					return
				}
			}
		}()
	}
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	for range ways {
		if err := <-ended; ctx.Err() != nil {
			t.Errorf("who waits is not told of the server's end: %v", err)
		}
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
