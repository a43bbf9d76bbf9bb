package web_test

import (
	"context"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
)

func (f *fake) Pythons(context.Context) ([]engine.Python, error) {
	return []engine.Python{{Version: "3.13.1", Path: "/new"}, {Version: "3.8.20", Path: "/old"}}, nil
}

func (f *fake) Choose(_ context.Context, _, _, python string) (engine.Python, error) {
	if python == "" {
		return engine.Python{Missing: "This needs Python 3.99."}, f.act()
	}
	return engine.Python{Version: "chosen " + python}, f.act()
}

func TestPythonIsChosen(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{
			"index.md": {Data: []byte("# Home\n")},
			"l.md":     {Data: []byte("# L\n\n```python alt_py python=3.99\n1\n```\n\n```python editor\n1\n```\n")},
		}
	})
	p := s.open("l.md", bearer)
	const all = `"pythons":["3.13.1","3.8.20"]}`
	for _, tt := range []struct {
		element    int
		body, want string
		status     int
	}{
		{0, `{"choose":"3.8.20"}`, `{"version":"chosen /old",` + all, 200},
		{0, `{"choose":"3.1.4"}`, `{"missing":"This needs Python 3.99.","gone":true,` + all, 200},
		{0, `{"choose":"/bin/sh"}`, `{"missing":"This needs Python 3.99.","gone":true,` + all, 200},
		{0, `{}`, `{"missing":"This needs Python 3.99.",` + all, 200},
		{0, `3.8`, `The body must be {"choose":"3.12.1"}.`, 400},
		{1, `{}`, "This element has its own Python; another cannot be chosen.", 400},
	} {
		resp, got := s.do("POST", "/python?uid="+p.Elements[tt.element].UID, tt.body, bearer)
		if resp.StatusCode != tt.status || got != tt.want && got != tt.want+"\n" {
			t.Errorf("%d %s: %d %q", tt.element, tt.body, resp.StatusCode, got)
		}
	}
	if resp, got := s.do("POST", "/python?uid="+p.Page+"9999", "{}", bearer); resp.StatusCode != 404 {
		t.Errorf("an unknown element: %d %s", resp.StatusCode, got)
	}
}
