package web_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
	"crunchy/pages"
)

func TestPageInitGivesDigitsAndNothingElse(t *testing.T) {
	s := newSite(t)
	seen := map[string]bool{}
	for _, method := range []string{"GET", "POST", "GET", "POST"} {
		resp, body := s.do(method, "/page_init", "", bearer)
		if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %d %v", method, resp.StatusCode, resp.Header)
		}
		if body == "" || len(body) > 39 || strings.Trim(body, "0123456789") != "" || body[0] == '0' || seen[body] {
			t.Errorf("the id %q", body)
		}
		seen[body] = true
	}
}

func TestErrorsAreSentencesOrJSON(t *testing.T) {
	s := newSite(t)
	resp, body := s.do("POST", "/exec?uid=12340001", "", bearer)
	if resp.StatusCode != 404 || !strings.HasSuffix(body, ".\n") {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	_, body = s.do("POST", "/exec?uid=12340001", "", func(r *http.Request) { bearer(r); r.Header.Set("Accept", "application/json") })
	var e struct {
		Error struct {
			Code      int
			Name, Msg string
		}
	}
	if json.Unmarshal([]byte(body), &e) != nil || e.Error.Code != 1404 || e.Error.Name != "unknown_page" || e.Error.Msg == "" {
		t.Errorf("%q", body)
	}
	resp, body = s.do("GET", "/t/nothing.md", "", func(r *http.Request) { bearer(r); r.Header.Set("Accept", "text/html") })
	if resp.StatusCode != 404 || !strings.Contains(body, "<!DOCTYPE html>") && !strings.Contains(body, "<!doctype html>") {
		t.Errorf("%d %.100q", resp.StatusCode, body)
	}
}

func TestBodyLimit(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.MaxBody = 1000 })
	p := s.open("lesson.md", bearer)
	uid := p.Elements[0].UID
	for n, want := range map[int]int{1000: 200, 1001: 413} {
		if resp, _ := s.do("POST", "/post?uid="+uid, strings.Repeat("x", n), bearer); resp.StatusCode != want {
			t.Errorf("%d bytes: %d, want %d", n, resp.StatusCode, want)
		}
	}
}

func TestFilesBesideALesson(t *testing.T) {
	s := newSite(t)
	for target, want := range map[string]string{
		"/t/sub/picture.svg":  "image/svg+xml",
		"/t/sub/harmless.js":  "text/plain",
		"/t/sub/data.unknown": "text/plain",
		"/t/lesson.md":        "text/html",
		"/t/sub/a%20b.html":   "text/html",
	} {
		resp, _ := s.do("GET", target, "", bearer)
		if got := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %d %s, want %s", target, resp.StatusCode, got, want)
		}
	}
	if _, css := s.do("GET", "/t/sub/look.css", "", bearer); strings.Contains(css, "evil") || strings.Contains(css, ".cr-btn") || !strings.Contains(css, "a.png") {
		t.Errorf("the style sheet: %s", css)
	}
	if resp, _ := s.do("GET", "/", "", bearer); resp.StatusCode != 200 {
		t.Errorf("the home page: %d", resp.StatusCode)
	}
	if resp, _ := s.do("GET", "/t/", "", bearer); resp.Header.Get("Location") != "/t/index.md" {
		t.Errorf("/t/ leads to %q", resp.Header.Get("Location"))
	}
	_, body := s.do("GET", "/t/sub/", "", bearer)
	if !strings.Contains(body, `href="a%20b.html"`) || !strings.Contains(body, `href="more/"`) {
		t.Errorf("a folder without an index is not listed: %s", body)
	}
	if strings.Contains(body, "pictures") {
		t.Errorf("the list leads to a folder without lessons: %s", body)
	}
}

func TestNothingOutsideTheFolderIsServed(t *testing.T) {
	dir := t.TempDir()
	lessons := filepath.Join(dir, "lessons")
	os.MkdirAll(filepath.Join(lessons, "sub"), 0o755)
	for name, text := range map[string]string{"lessons/a.md": "# A", "secret.md": "# secret"} {
		os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)
	}
	os.Symlink("../secret.md", filepath.Join(lessons, "relative.md"))
	os.Symlink(filepath.Join(dir, "secret.md"), filepath.Join(lessons, "absolute.md"))
	os.Symlink("..", filepath.Join(lessons, "up"))
	s := newSite(t, func(c *web.Config) { c.Start = lessons })
	if resp, _ := s.do("GET", "/t/a.md", "", bearer); resp.StatusCode != 200 {
		t.Errorf("the lesson itself: %d", resp.StatusCode)
	}
	for _, target := range []string{
		"/t/../secret.md", "/t/%2e%2e/secret.md", "/t/..%2fsecret.md", "/t/sub/../../secret.md", "/t/relative.md", "/t/absolute.md",
		"/t/up/secret.md", "/t//etc/passwd", "/t/%2fetc%2fpasswd", "/t/a.md%00", "/t/..%5csecret.md", "/t/~remote/file/etc/passwd",
		"/t/~nothing/a.md", "/t/./a.md/../../secret.md",
	} {
		resp, body := s.do("GET", target, "", bearer)
		if strings.Contains(body, "secret") && !strings.Contains(body, "There is") || resp.StatusCode == 200 || resp.StatusCode >= 500 {
			t.Errorf("%s: %d %.200s", target, resp.StatusCode, body)
		}
	}
}

func TestSecondTutorialStandsUnderItsOwnSegment(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "extra.md")
	os.WriteFile(file, []byte("# Extra\n\n```python editor\nprint(2)\n```\n"), 0o644)
	put := func(target string) (int, string) {
		resp, body := s.do("POST", "/open?target="+url.QueryEscape(target), "", bearer)
		var a struct{ Path string }
		json.Unmarshal([]byte(body), &a)
		return resp.StatusCode, a.Path
	}
	status, path := put(file)
	if status != 200 || !strings.HasPrefix(path, "/t/~") || !strings.HasSuffix(path, "/extra.md") {
		t.Fatalf("%d %q", status, path)
	}
	if _, again := put(file); again != path {
		t.Errorf("opened twice: %q and %q", path, again)
	}
	if p := s.open(strings.TrimPrefix(path, "/t/"), bearer); len(p.Elements) != 1 || p.Elements[0].Source != "print(2)\n" && p.Elements[0].Source != "print(2)" {
		t.Errorf("elements: %+v", p.Elements)
	}
	if status, _ := put(filepath.Join(dir, "nothing.md")); status != 404 {
		t.Errorf("a file that is not there: %d", status)
	}
}

// site2 fetches what a map holds.
type fetcher map[string]string

func (f fetcher) Fetch(_ context.Context, address string) ([]byte, string, *url.URL, error) {
	u, _ := url.Parse(address)
	body, ok := f[address]
	if !ok {
		return nil, "", nil, os.ErrNotExist
	}
	kind := "text/html; charset=utf-8"
	if strings.HasSuffix(u.Path, ".rst") {
		kind = "text/plain"
	}
	return []byte(body), kind, u, nil
}

// TestRemoteRest reads reStructuredText of the web: shown first, live once that is
// agreed to.
func TestRemoteRest(t *testing.T) {
	const name = "~remote/https/docs.example/week.rst"
	read := ""
	s := newSite(t, func(c *web.Config) {
		c.Fetch = fetcher{"https://docs.example/week.rst": "Week\n====\n\n>>> 1\n1\n"}
		c.Rest = func(_ context.Context, source string) (pages.Rest, error) {
			read = source
			return pages.Rest{Body: "<h1>Week</h1><pre>&gt;&gt;&gt; 1\n1</pre><script>alert(1)</script>"}, nil
		}
	})
	if p := s.open(name, bearer); len(p.Elements) > 0 {
		t.Errorf("a page that nobody agreed to has %d elements", len(p.Elements))
	}
	resp, body := s.do("GET", "/t/"+name, "", document)
	if resp.StatusCode != http.StatusOK || !strings.Contains(body, "Week</h1>") || !strings.Contains(body, `data-trust="display"`) || strings.Contains(body, "alert(1)") || read == "" {
		t.Errorf("%d %q %s", resp.StatusCode, read, body)
	}
	s.do("POST", "/trust?tutorial="+name, "", bearer)
	if p := s.open(name, bearer); len(p.Elements) != 1 {
		t.Errorf("a page that is agreed to has %d elements", len(p.Elements))
	}
}

func TestRemotePageRunsNothingUntilTheUserSaysSo(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Fetch = fetcher{"https://docs.example/a/b.html?x=1": "<title>R</title><a href=\"/c.html\">c</a><pre>&gt;&gt;&gt; 1\n1\n</pre><script>alert(1)</script>"}
		c.Start = "https://docs.example/a/b.html?x=1"
	})
	s.login()
	const name = "~remote/https/docs.example/a/b.html?x=1"
	resp, _ := s.do("GET", "/", "", bearer)
	if resp.Header.Get("Location") != "/t/"+name {
		t.Errorf("home leads to %q", resp.Header.Get("Location"))
	}
	_, body := s.do("GET", "/t/"+name, "", bearer)
	if !strings.Contains(body, `data-trust="display"`) || strings.Contains(body, "alert") || !strings.Contains(body, "/t/~remote/https/docs.example/c.html") {
		t.Errorf("the page: %s", body)
	}
	p := s.open(url.QueryEscape(name), s.browser(""))
	if len(p.Elements) != 0 {
		t.Errorf("it has live elements: %+v", p.Elements)
	}
	if resp, body := s.do("POST", "/trust?tutorial="+url.QueryEscape(name), "", s.browser("")); resp.StatusCode != 200 {
		t.Fatalf("trust: %d %s", resp.StatusCode, body)
	}
	if p := s.open(url.QueryEscape(name), s.browser("")); len(p.Elements) != 1 {
		t.Errorf("elements after the click: %+v", p.Elements)
	}
}

func TestFetcherReachesNothingPrivate(t *testing.T) {
	var hits atomic.Int32
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer canary.Close()
	port := canary.URL[strings.LastIndex(canary.URL, ":"):]
	f := web.AnyPort()
	for _, host := range []string{
		"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001", "0", "0.0.0.0", "[::]",
		"10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]", "user@127.0.0.1",
	} {
		for _, p := range []string{port, ""} {
			ctx, cancel := context.WithTimeout(t.Context(), 1e9)
			if _, _, _, err := f.Fetch(ctx, "http://"+host+p+"/"); err == nil {
				t.Errorf("%s%s was fetched", host, p)
			}
			cancel()
		}
	}
	for _, address := range []string{"file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "http:", "//x", "javascript:1"} {
		if _, _, _, err := f.Fetch(t.Context(), address); err == nil {
			t.Errorf("%s was fetched", address)
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("the canary was reached %d times", n)
	}
}

func TestBehindAProxyUnderAPath(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.BaseURL = "http://127.0.0.1:8001/class" })
	if _, body := s.do("GET", "/class/", "", bearer); !strings.Contains(body, `href="/class/t/~lessons/lesson.md"`) || !strings.Contains(body, `class="cr-home" href="/class/home"`) {
		t.Errorf("the home page leads elsewhere: %s", body)
	}
	if _, body := s.do("GET", "/class/t/lesson.md", "", bearer); !strings.Contains(body, `"/class/static/`) || strings.Contains(body, `"/static/`) {
		t.Errorf("addresses without the path: %s", body)
	}
	if _, body := s.do("GET", "/class/t/lesson.md?token="+token, "", nil); !strings.Contains(body, "url=http://127.0.0.1:8001/class/t/lesson.md") {
		t.Errorf("login leads to %s", body)
	}
	if resp, _ := s.do("GET", "/t/lesson.md", "", bearer); resp.StatusCode != 404 {
		t.Errorf("outside the path: %d", resp.StatusCode)
	}
}

func TestAuthorReadsWhatIsWrongWithALesson(t *testing.T) {
	var log strings.Builder
	s := newSite(t, func(c *web.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
		c.Lessons = fstest.MapFS{"a.md": {Data: []byte("# A\n\n```python editor bogus=1\nx\n```\n")}}
	})
	for range 2 {
		s.do("GET", "/t/a.md", "", bearer)
	}
	if n := strings.Count(log.String(), "bogus"); n != 1 {
		t.Errorf("it is said %d times: %s", n, log.String())
	}
}

func TestHiddenFilesAndQueriesOfFolders(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{".git/config": {Data: []byte("x")}, "sub/.secret": {Data: []byte("x")}, "sub/index.md": {Data: []byte("# S")}}
	})
	for _, target := range []string{"/t/.git/config", "/t/sub/.secret"} {
		if resp, _ := s.do("GET", target, "", bearer); resp.StatusCode != 404 {
			t.Errorf("%s: %d", target, resp.StatusCode)
		}
	}
	for from, to := range map[string]string{"/t/sub?x=1": "/t/sub/?x=1", "/t/sub/?x=1": "/t/sub/index.md?x=1"} {
		if resp, _ := s.do("GET", from, "", bearer); resp.Header.Get("Location") != to {
			t.Errorf("%s leads to %q", from, resp.Header.Get("Location"))
		}
	}
}
