package web_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"crunchy/cmd/internal/web"
)

type found struct {
	State    string
	Read, Of int
	Part     bool
	Hits     []struct{ Title, Href, Before, Match, After string }
}

// look searches until the reading is done.
func (s *site) look(tutorial, q string) found {
	s.t.Helper()
	for {
		resp, body := s.do("GET", "/search?tutorial="+url.QueryEscape(tutorial)+"&q="+url.QueryEscape(q), "", bearer)
		var f found
		if err := json.Unmarshal([]byte(body), &f); err != nil || resp.StatusCode != 200 {
			s.t.Fatalf("%d %s", resp.StatusCode, body)
		}
		if f.State == "ready" {
			return f
		}
		if s.t.Context().Err() != nil {
			s.t.Fatal("it is never ready")
		}
	}
}

func hrefs(f found) string {
	var all []string
	for _, h := range f.Hits {
		all = append(all, h.Href)
	}
	return strings.Join(all, " ")
}

var library = fstest.MapFS{
	"index.md":         {Data: []byte("# Home\n")},
	"lists.md":         {Data: []byte("# Lists\n\nThey hold things.\n\n## Appending\n\nUse `append` for one more thing; the Größe grows.\n")},
	"text.md":          {Data: []byte("# Text\n\nA list of letters.\n\n## Joining\n\nwith join, not append\n")},
	"sub/deep/old.htm": {Data: []byte("<title>Old</title><main><h2 id=how>How to append</h2><p>Some text: été</main>")},
	".hidden/x.md":     {Data: []byte("# append hidden")},
	"a b#c.md":         {Data: []byte("# Odd name\n\n## Über uns\n\nzebra")},
}

func TestSearch(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.Lessons = library })
	for q, want := range map[string]string{
		"append":          "/t/sub/deep/old.htm#how /t/lists.md#appending /t/text.md#joining", // headings first
		"APPEND thing":    "/t/lists.md#appending",
		"list":            "/t/lists.md /t/text.md", // the title first
		"lis":             "/t/lists.md /t/text.md",
		"ist":             "",
		"grosse":          "/t/lists.md#appending",
		"ete":             "/t/sub/deep/old.htm#how",
		"hidden":          "",
		"zebra":           "/t/a%20b%23c.md#%C3%BCber-uns",
		"":                "",
		"!?":              "",
		"append nowhere":  "",
		"join(  'append'": "/t/text.md#joining",
	} {
		if got := hrefs(s.look("lists.md", q)); got != want {
			t.Errorf("%q: %s, want %s", q, got, want)
		}
	}
	f := s.look("", "grows")
	if len(f.Hits) != 1 || f.Hits[0].Title != "Lists › Appending" || f.Hits[0].Before != "Use append for one more thing; the Größe " || f.Hits[0].Match != "grows." {
		t.Errorf("%+v", f)
	}
	if f.Of != 5 || f.Read != 5 || f.Part {
		t.Errorf("%+v", f)
	}
}

func TestSearchOnlyWhereOneMayLook(t *testing.T) {
	dir := t.TempDir()
	os.MkdirAll(filepath.Join(dir, "below"), 0o755)
	for _, f := range []string{"one.md", "two.md", "below/three.md"} {
		os.WriteFile(filepath.Join(dir, f), []byte("# "+f+"\n\nneedle"), 0o644)
	}
	s := newSite(t, func(c *web.Config) { c.Start = filepath.Join(dir, "one.md"); c.Lessons = library })
	if got := hrefs(s.look("one.md", "needle")); got != "/t/one.md /t/two.md" {
		t.Errorf("beside a file: %s", got)
	}
	if got := hrefs(s.look("~lessons/", "zebra")); !strings.Contains(got, "/t/~lessons/") {
		t.Errorf("in the built-in lessons: %s", got)
	}
	for _, tutorial := range []string{"~remote/https/x.example/a", "../x", "~nothing/../../x", ".git/x"} {
		if resp, _ := s.do("GET", "/search?q=x&tutorial="+url.QueryEscape(tutorial), "", bearer); resp.StatusCode != 404 {
			t.Errorf("%s: %d", tutorial, resp.StatusCode)
		}
	}
	s.login()
	if resp, _ := s.do("GET", "/search?tutorial=one.md&q=x", "", s.browser("")); resp.StatusCode != 200 {
		t.Errorf("the page's script: %d", resp.StatusCode)
	}
	if resp, _ := s.do("GET", "/search?tutorial=one.md&q=x", "", func(r *http.Request) { r.AddCookie(s.cookie) }); resp.StatusCode != 403 {
		t.Errorf("another site's: %d", resp.StatusCode)
	}
}

func TestSearchSeesWhatChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		file := filepath.Join(dir, "a.md")
		os.WriteFile(file, []byte("# A\n\nbefore"), 0o644)
		server, err := web.New(t.Context(), web.Config{
			Engine: &fake{}, Log: slog.New(slog.DiscardHandler), Token: token, BaseURL: "http://127.0.0.1:8001", Static: fstest.MapFS{}, Lessons: library, Start: dir,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		look := func(q string) string {
			w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "http://127.0.0.1:8001/search?tutorial=a.md&q="+q, nil)
			bearer(r)
			server.ServeHTTP(w, r)
			synctest.Wait() // for what is read in the background
			var f found
			if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil {
				t.Fatal(err)
			}
			return hrefs(f)
		}
		look("before")
		if got := look("before"); got != "/t/a.md" {
			t.Fatal(got)
		}
		os.WriteFile(file, []byte("# A\n\nafterwards"), 0o644)
		time.Sleep(time.Minute)
		look("afterwards")
		if got := look("afterwards"); got != "/t/a.md" {
			t.Errorf("the change is not seen: %q", got)
		}
	})
}

func TestSearchIsBounded(t *testing.T) {
	many := fstest.MapFS{"big.md": {Data: []byte("# Big\n" + strings.Repeat("word ", 1<<20))}}
	for i := range 2100 {
		many[fmt.Sprintf("l%04d.md", i)] = &fstest.MapFile{Data: []byte("# L\n\nword\n\n## H\n\nword")}
	}
	s := newSite(t, func(c *web.Config) { c.Lessons = many })
	f := s.look("", "word")
	if len(f.Hits) != 20 || !f.Part || f.Of > 2000 {
		t.Errorf("%d hits in %d of %d, part %v", len(f.Hits), f.Read, f.Of, f.Part)
	}
	if f := s.look("", strings.Repeat("wörd ", 1500)); len(f.Hits) != 20 {
		t.Errorf("%d hits", len(f.Hits))
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"a", "été \xff", "🙂 a", strings.Repeat("x", 300), "\x00", "a\nb", "%", "ﬁ"} {
		f.Add(q, "Some text: été 🙂 ﬁne "+q)
	}
	f.Fuzz(func(t *testing.T, q, text string) {
		s := newSite(t, func(c *web.Config) {
			c.Lessons = fstest.MapFS{"a.html": {Data: []byte(text)}, "b.md": {Data: []byte(text)}}
		})
		for _, h := range s.look("", q).Hits {
			if !utf8.ValidString(h.Before+h.Match+h.After) || len(h.Before) > 500 || len(h.After) > 500 {
				t.Errorf("%q in %q: %+v", q, text, h)
			}
		}
	})
}
