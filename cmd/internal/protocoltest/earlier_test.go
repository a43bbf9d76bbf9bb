//go:build unix

package protocoltest_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// What a page showed is still told to a page that is opened after the server
// was killed and started again.
func TestOutputOutlivesTheServer(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	set := setup{lessons: lessons, env: []string{"XDG_STATE_HOME=" + state}}
	type answer struct {
		protocoltest.Page
		Earlier []protocoltest.Frame
	}
	fresh := func(s *server) answer {
		t.Helper()
		a := request(t, s, "POST", "/page_init?tutorial=lesson.md&types="+allTypes, "", protocoltest.JSON)
		var p answer
		if err := json.Unmarshal([]byte(a.Body), &p); err != nil || a.Status != 200 {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		request(t, s, "POST", "/close?page="+p.ID, "") // beside an open page the next one would begin empty
		return p
	}

	first := start(t, set)
	if p := fresh(first); len(p.Earlier) != 0 {
		t.Errorf("the first page of all showed %v", p.Earlier)
	}
	v := open(t, first, "lesson.md")
	v.exec(program, "print('kept'); 1/0")
	v.until("the end", is("STOP", v.UID(program)))
	v.exec(alone1, "'typed'")
	v.prompt(alone1)
	v.do(alone1, "exec", "", "print('going on')")
	v.prompt(alone1)
	v.exec(joined, "1")
	v.until("its end", is("STOP", v.UID(joined)))
	v.do(joined, "reset", "", "")
	v.until("the reset", is("RESET", v.UID(joined)))
	shown := func(frames []protocoltest.Frame, uid, kind string) (text string) {
		for _, f := range frames {
			if f.UID == uid && f.Type == kind {
				text += f.Data
			}
		}
		return text
	}
	if p := fresh(first); len(p.Earlier) != 0 {
		t.Errorf("beside an open page it shows %v", p.Earlier)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	_, _ = v.next(ctx) // its cursor acknowledges
	request(t, first, "POST", "/close?page="+v.ID, "")
	var p answer
	if err := poll(patience, func() bool { // what is acknowledged is kept within seconds
		p = fresh(first)
		return shown(p.Earlier, p.UID(program), "STDOUT") != "" && shown(p.Earlier, p.UID(alone1), "STDOUT") != "" && shown(p.Earlier, p.UID(joined), "STOP") == ""
	}); err != nil {
		t.Fatalf("nothing is kept: %+v", p.Earlier)
	}
	first.kill()

	second := start(t, set)
	p = fresh(second)
	if got := shown(p.Earlier, p.UID(program), "STDOUT"); got != "kept\n" {
		t.Errorf("the editor showed %q", got)
	}
	if got := shown(p.Earlier, p.UID(program), "STDERR"); len(got) < 20 {
		t.Errorf("and as error %q", got)
	}
	if got := shown(p.Earlier, p.UID(alone1), "STDOUT"); got != "'typed'\ngoing on\n" {
		t.Errorf("the interpreter showed %q", got)
	}
	if got := shown(p.Earlier, p.UID(joined), "STOP"); got != "" {
		t.Errorf("what was reset is still there: %q", got)
	}
	a := request(t, second, "POST", "/page_init?tutorial=lesson.md&resume="+p.ID, "", protocoltest.JSON)
	if json.Unmarshal([]byte(a.Body), &p); a.Status != 200 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
