package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// A run counts when it has come to a good end, not when it begins.
func TestProgressIsNotedAtTheEnd(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Start = filepath.Join(t.TempDir(), "l.md")
		os.WriteFile(c.Start, []byte("# L\n\n```python editor name=a\n1\n```\n"), 0o644)
	})
	p := s.open("l.md", bearer)
	for _, c := range []struct {
		kind     comet.Kind
		data, at string
	}{
		{comet.Status, `{"state":"starting","run":1}`, "map[]"},
		{comet.Status, `{"state":"running","run":1,"since":1}`, "map[]"},
		{comet.Status, `{"state":"ended","run":1,"ms":1,"reason":"exception"}`, "map[0001:tried]"},
		{comet.Status, `{"state":"ended","run":2,"ms":1,"reason":"stopped"}`, "map[0001:tried]"},
		{comet.Status, `{"state":"ended","run":3,"ms":1,"reason":"exit","code":3}`, "map[0001:tried]"},
		{comet.Status, `{"state":"ended","run":4,"ms":1,"reason":"exit","code":0}`, "map[0001:ran]"},
		{comet.Status, `{"state":"ended","run":5,"ms":1,"reason":"exception"}`, "map[0001:ran]"},
		{comet.Result, `{"passed":1,"failed":1}`, "map[0001:ran]"},
		{comet.Result, `{"passed":2,"failed":0}`, "map[0001:solved]"},
		{comet.Status, `{"state":"ended","run":6,"ms":1,"reason":"finished"}`, "map[0001:solved]"},
	} {
		s.engine.see(p.Page, p.Elements[0].UID, c.kind, []byte(c.data))
		_, body := s.do("POST", "/page_init?tutorial=l.md", "", func(r *http.Request) {
			bearer(r)
			r.Header.Set("Accept", "application/json")
		})
		var again struct{ Progress map[string]string }
		if err := json.Unmarshal([]byte(body), &again); err != nil || fmt.Sprint(again.Progress) != c.at {
			t.Errorf("after %s: %v, want %s (%v)", c.data, again.Progress, c.at, err)
		}
	}
}
