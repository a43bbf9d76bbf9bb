package web_test

import (
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
)

// A page asks for the scripts that its own script imports, and for what those
// import, but not for what is only fetched where there is a use for it.
func TestPageAsksForItsModules(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Static = fstest.MapFS{
			"crunchy.js":       {Data: []byte(`import{a}from"./chunks/one-1.js";import"./chunks/two-2.js";let f=()=>import("./chunks/late-3.js");`)},
			"chunks/one-1.js":  {Data: []byte(`import{c as d}from"./two-2.js";import{e}from"./four-4.js";export{a};`)},
			"chunks/two-2.js":  {Data: []byte(`export{c};`)},
			"chunks/four-4.js": {Data: []byte(`import"./one-1.js";let e="import x from y";export{e};`)},
			"chunks/late-3.js": {Data: []byte(`import"./late-6.js"`)},
		}
	})
	s.login()
	for _, path := range []string{"/t/lesson.md", "/t/sub/a%20b.html"} {
		resp, page := s.do("GET", path, "", s.withCookie)
		if resp.StatusCode != 200 {
			t.Fatalf("%s: %s", path, resp.Status)
		}
		var got []string
		for _, m := range regexp.MustCompile(`<link rel="modulepreload" nonce="([^"]+)" href="/static/[0-9a-f]+/([^"]+)"`).FindAllStringSubmatch(page, -1) {
			got = append(got, m[2])
		}
		if want := []string{"chunks/one-1.js", "chunks/two-2.js", "chunks/four-4.js"}; !slices.Equal(got, want) {
			t.Errorf("%s asks for %q, want %q", path, got, want)
		}
	}
}
