package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
)

// TestPagesSpeakTheBrowsersLanguage asks for the same pages in turn, so that the
// cache of rendered pages shows if it mixes languages up.
func TestPagesSpeakTheBrowsersLanguage(t *testing.T) {
	german := map[string]string{"/home": "Lerne Python, indem du es benutzt", "/t/lesson.md": "<span>Starten</span>", "/t/nothing.md": "Unter dieser Adresse gibt es nichts."}
	english := map[string]string{"/home": "Learn Python by using it", "/t/lesson.md": "<span>Run</span>", "/t/nothing.md": "There is nothing at this address."}
	for _, tt := range []struct{ fixed, accept, want string }{
		{"", "", "en"}, {"", "de-DE,de;q=0.9", "de"}, {"", "en,de;q=0.5", "en"}, {"", "fr", "en"}, {"de", "", "de"}, {"en", "de", "en"},
	} {
		s := newSite(t, func(c *web.Config) { c.Language = tt.fixed })
		for path := range english {
			for _, accept := range []string{"en", tt.accept} {
				resp, body := s.do("GET", path, "", func(r *http.Request) {
					document(r)
					r.Header.Set("Accept", "text/html")
					r.Header.Set("Accept-Language", accept)
				})
				if accept != tt.accept {
					continue
				}
				want, other := english[path], german[path]
				if tt.want == "de" {
					want, other = other, want
				}
				if !strings.Contains(body, want) || strings.Contains(body, other) {
					t.Errorf("%+v: %s lacks %q or has %q", tt, path, want, other)
				}
				if resp.Header.Get("Vary") != "Accept-Language" {
					t.Errorf("%s does not say that it goes by the language", path)
				}
			}
		}
	}
	_, err := web.New(context.Background(), web.Config{Language: "xx", Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "choose one of de, en") {
		t.Errorf("an unknown language: %v", err)
	}
}

// TestFailuresSpeakThePagesLanguage asks as the page's script does, which says what
// the page speaks, and as a program that says nothing.
func TestFailuresSpeakThePagesLanguage(t *testing.T) {
	for accept, want := range map[string]string{"de": "Diese Seite ist nicht mehr offen", "": "This page is not open any more", "en": "This page is not open any more"} {
		for _, fixed := range []string{"", "de"} {
			s := newSite(t, func(c *web.Config) { c.Language = fixed })
			_, body := s.do("POST", "/post?uid=nobody", "x", func(r *http.Request) {
				bearer(r)
				r.Header.Set("Accept", "application/json")
				if accept != "" {
					r.Header.Set("Accept-Language", accept)
				}
			})
			if !strings.Contains(body, want) {
				t.Errorf("%q with %q fixed: %s", accept, fixed, body)
			}
		}
	}
}

// TestLoginSpeaksTheBrowsersLanguage reads the page that goes on by itself.
func TestLoginSpeaksTheBrowsersLanguage(t *testing.T) {
	s := newSite(t)
	for accept, want := range map[string]string{"de": ">Weiter zur Lektion<", "": ">Go on to the lesson<"} {
		_, body := s.do("GET", "/?token="+token, "", func(r *http.Request) { r.Header.Set("Accept-Language", accept) })
		if !strings.Contains(body, want) {
			t.Errorf("%q: %s", accept, body)
		}
	}
}

// TestParticularSentencesSpeakThePagesLanguage reads what is particular to a case,
// with its reasons, and what a page is told of a file.
func TestParticularSentencesSpeakThePagesLanguage(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Fetch = fetcher{}
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "files.md": {Data: []byte(filed)}}
	})
	german := func(r *http.Request) {
		bearer(r)
		r.Header.Set("Accept", "application/json")
		r.Header.Set("Accept-Language", "de")
	}
	p := s.open("files.md", german)
	for _, tt := range []struct{ path, body, want string }{
		{"/open?target=/no/where.md", "", `Es gibt keine Datei und keinen Ordner \"/no/where.md\"; prüfe`},
		{"/open?target=" + url.QueryEscape("https://u:p@x/"), "", "ist keine Adresse, die gezeigt werden kann"},
		{"/python?uid=" + p.Elements[0].UID, `{"choose":"3.12"}`, "Dieses Element hat sein eigenes Python"},
	} {
		if _, body := s.do("POST", tt.path, tt.body, german); !strings.Contains(body, tt.want) {
			t.Errorf("%s: %s", tt.path, body)
		}
	}
	s.do("POST", "/exec?uid="+p.Elements[0].UID, "x", german)
	if said := strings.Join(s.engine.published, "\n"); !strings.Contains(said, "Die Datei gone.txt steht diesem Programm nicht zur Verfügung: im Ordner der Lektion gibt es keine solche Datei.") {
		t.Errorf("%s", said)
	}
}
