package web_test

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
)

// analyzed is the fake's answer on some source.
func analyzed(source string) json.RawMessage {
	switch source {
	case "":
		return json.RawMessage(`{"problem":"missing"}`)
	case "x = (":
		return json.RawMessage(`{"problem":"syntax","line":1}`)
	case "odd":
		return json.RawMessage(`{"reports":7}`)
	}
	return json.RawMessage(`{"reports":[{"by":"pylint","score":0,"remarks":[{"line":1,"code":"c","text":"t","more":1}]},{"by":"ruff","remarks":[]}]}`)
}

func TestAnalyzed(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "l.md": {Data: []byte("# L\n\n```python analyzer\n1\n```\n")}}
	})
	p := s.open("l.md", bearer)
	for _, tt := range []struct {
		body, want string
		status     int
	}{
		{"x = 1", `{"reports":[{"by":"pylint","score":0,"remarks":[{"line":1,"code":"c","text":"t"}]},{"by":"ruff","remarks":[]}]}`, 200},
		{"", `{"reports":[],"problem":"missing"}`, 200},
		{"x = (", `{"reports":[],"problem":"syntax","line":1}`, 200},
		{"odd", "Something went wrong inside Crunchy; its log says more.", 500},
		{"\xff", "The body must be source code in UTF-8.", 400},
	} {
		resp, got := s.do("POST", "/analyze?uid="+p.Elements[0].UID, tt.body, bearer)
		if resp.StatusCode != tt.status || strings.TrimSpace(got) != tt.want {
			t.Errorf("%q: %d %q", tt.body, resp.StatusCode, got)
		}
	}
}

func (f *fake) Excerpt(_ context.Context, l engine.Lookup) (engine.Excerpt, error) {
	return engine.Excerpt{Text: "found = " + strconv.Quote(l.Name+string(l.Given)) + "\n", Line: 1}, nil
}

// TestSourceIsLive changes a file that a lesson shows.
func TestSourceIsLive(t *testing.T) {
	lessons := fstest.MapFS{
		"index.md": {Data: []byte("# Home\n")},
		"l.md":     {Data: []byte("# L\n\n```python getpythonsource mine editor\n```\n\n```python getpythonsource random.shuffle\n```\n")},
		"mine.py":  {Data: []byte("one")},
	}
	s := newSite(t, func(c *web.Config) { c.Lessons = lessons })
	for _, text := range []string{"one", "two"} {
		lessons["mine.py"] = &fstest.MapFile{Data: []byte(text)}
		if _, got := s.do("GET", "/t/l.md", "", bearer); !strings.Contains(got, "&#34;"+text+"&#34;") || !strings.Contains(got, "&#34;random.shuffle&#34;") {
			t.Errorf("%s", got)
		}
		if p := s.open("l.md", bearer); p.Elements[0].Source != `found = "`+text+`"` {
			t.Errorf("%+v", p.Elements)
		}
	}
}
