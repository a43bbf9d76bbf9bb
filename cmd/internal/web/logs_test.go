package web_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// TestLog reads what is kept of two elements with one log_id; a password is not.
func TestLog(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "log.md": {Data: []byte("# Log\n\n" +
			"```python editor name=ask log_id=(mine)\nprint(input())\n```\n\n```python interpreter log_id=mine\n>>> 1\n1\n```\n\n```python editor\nprint(1)\n```\n")}}
	})
	p := s.open("log.md", bearer)
	if e := s.engine.pages[p.Page].Elements; !e[0].Logged || !e[1].Logged || e[2].Logged {
		t.Errorf("%+v", e)
	}
	uid := p.Elements[0].UID
	see := func(kind comet.Kind, data string) { s.engine.see(p.Page, uid, kind, []byte(data)) }
	s.do("POST", "/exec?uid="+uid, "print(input())\n", bearer)
	see(comet.Stdout, "Name? ")
	see(comet.Input, `{"waiting":true,"secret":false}`)
	s.do("POST", "/post?uid="+uid, "Ada\n", bearer)
	see(comet.Stdout, "Ada\r\n")
	see(comet.Input, `{"waiting":true,"secret":true}`)
	s.do("POST", "/post?uid="+uid, "xyzzy\n", bearer)
	see(comet.Stderr, "a warning\n")
	see(comet.Status, `{"state":"ended","reason":"exception","text":"It ended with a ValueError."}`)
	s.do("POST", "/exec?uid="+p.Elements[1].UID, "1 + 1\n", bearer)
	s.do("POST", "/exec?uid="+p.Elements[2].UID, "not logged\n", bearer)

	_, body := s.do("POST", "/log?uid="+uid, "", bearer)
	var said struct{ File, Path, Text string }
	if err := json.Unmarshal([]byte(body), &said); err != nil || said.File != "log-mine.txt" || !strings.HasSuffix(said.Path, "log-mine.txt") {
		t.Fatalf("%s", body)
	}
	for _, want := range []string{"ask.py, 20", "print(input())\n---- output ----\nName? Ada\nAda\n", "a warning\n\n---- It ended with a ValueError. ----\n", "interpreter, 20", "1 + 1\n"} {
		if !strings.Contains(said.Text, want) {
			t.Errorf("%q is not in the log: %s", want, said.Text)
		}
	}
	if strings.Contains(said.Text, "xyzzy") || strings.Contains(said.Text, "not logged") {
		t.Errorf("it holds too much: %s", said.Text)
	}
	if resp, body := s.do("POST", "/log?uid="+p.Elements[2].UID, "", bearer); resp.StatusCode != 404 || !strings.Contains(body, "keeps no log") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}
