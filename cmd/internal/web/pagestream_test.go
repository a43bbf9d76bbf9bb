package web_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// TestStreamsOfPages follows what pages show, beside a channel, goes on where it was,
// and ends with the last page.
func TestStreamsOfPages(t *testing.T) {
	e := &showing{fake{pages: map[string]engine.Page{}}, comet.NewHub(comet.Limits{})}
	s := newSite(t, func(c *web.Config) { c.Engine = e })
	shows := func(page string, n uint64, kind comet.Kind, text string) {
		t.Helper()
		session, err := e.hub.Lookup(page)
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Append(t.Context(), page+"0001", kind, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := session.Ack(n); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for range 2 {
		p := s.open("lesson.md", bearer)
		e.hub.Open(p.Page)
		ids = append(ids, p.Page)
	}
	says := func(page int, kind, text string) string {
		return fmt.Sprintf(`page:%s:{"type":%q,"uid":%q,"data":%s}`, ids[page], kind, ids[page]+"0001", text)
	}
	shows(ids[0], 1, comet.Stdout, "long ago\n")
	query := "channel=chat&channel=page:" + ids[0] + "&channel=page:" + ids[1]
	f := s.follow(query, bearer)
	shows(ids[0], 2, comet.Stdout, "a\r10%\r\n")
	f.expect(says(0, "STDOUT", `"a\r10%\r\n"`))
	s.publish(200, "chat", "hello", bearer)
	f.expect("chat:hello")
	shows(ids[0], 3, comet.Status, `{"state":"idle"}`)
	shows(ids[1], 1, comet.Stderr, "b\n")
	f.expect(says(1, "STDERR", `"b\n"`))
	place := f.LastID
	f.leave()
	shows(ids[1], 2, comet.Stdout, "while away\n")
	s.publish(200, "chat", "meanwhile", bearer)
	resumed := s.follow(query, func(r *http.Request) { bearer(r); r.Header.Set("Last-Event-ID", place) })
	got := map[string]bool{resumed.next(): true, resumed.next(): true}
	if !got["chat:meanwhile"] || !got[says(1, "STDOUT", `"while away\n"`)] {
		t.Errorf("it goes on with %v", got)
	}
	all := s.follow("after=0&types=STATUS&channel=page:"+ids[0], bearer)
	all.expect(says(0, "STDOUT", `"long ago\n"`), says(0, "STDOUT", `"a\r10%\r\n"`), says(0, "STATUS", `"{\"state\":\"idle\"}"`))
	for from, want := range map[string]int{"~" + ids[0] + ".99": 400, "~" + ids[0] + ".x": 400, "~" + ids[0]: 400, "x~" + ids[0] + ".1": 400} {
		if resp, body := s.do("GET", "/events?after="+from+"&"+query, "", bearer); resp.StatusCode != want {
			t.Errorf("from %s: %d %s", from, resp.StatusCode, body)
		}
	}
	// the end of a page is the end of a stream that has nothing else
	e.hub.Close(ids[0])
	if _, err := all.Next(); err == nil {
		t.Error("the stream of a page that has ended goes on")
	}
	s.publish(200, "chat", "still here", bearer)
	resumed.expect("chat:still here")
	if _, err := e.Look(context.Background(), ids[0], 0, comet.Types{}); err == nil {
		t.Error("the page has not ended")
	}
}
