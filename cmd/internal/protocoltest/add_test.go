//go:build unix

package protocoltest_test

import (
	"encoding/json"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// A page may be given editors beside those of its lesson; whoever takes the
// page over gets them too.
func TestAddedEditor(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	n := len(v.Elements)
	a := request(t, s, "POST", "/add?page="+v.ID, "print(6 * 7)\n", protocoltest.JSON)
	var e protocoltest.Element
	if err := json.Unmarshal([]byte(a.Body), &e); err != nil || a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if e.Kind != "editor" || e.Source != "print(6 * 7)\n" || e.UID != v.UID(n+1) {
		t.Errorf("it is %+v", e)
	}
	v.exec(n+1, "print('mine'); 1/0")
	v.until("the end", is("STOP", e.UID))
	if got := text(v.seen, "STDOUT"); got != "mine\n" {
		t.Errorf("it prints %q", got)
	}
	p := v.resume()
	if len(p.Elements) != n+1 || p.Elements[n].UID != e.UID || p.Elements[n].Source != e.Source {
		t.Errorf("who takes the page over sees %+v", p.Elements[n:])
	}
	if a := request(t, s, "POST", "/add?page=12345", "1", protocoltest.JSON); a.Status != 404 {
		t.Errorf("to an unknown page: %d", a.Status)
	}
}
