//go:build unix

package protocoltest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// TestErrors asks for each failure twice: as text and as JSON.
func TestErrors(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	v.exec(program, "pass")
	v.stop(program)
	v.exec(program2, "input()")
	v.asks(program2)
	v.exec(shared1, "input()")
	v.asks(shared1)
	// The cursor stands behind all of this now, and what came before is gone.
	after := v.stream.(*protocoltest.Poller).After
	request(t, s, "POST", fmt.Sprintf("/ack?page=%s&after=%d", v.ID, after), "")
	uid := v.UID
	withoutToken := func(r *http.Request) { r.Header.Del("Authorization") }
	bearer := func(token string) func(*http.Request) { return protocoltest.Header("Authorization", "Bearer "+token) }
	v.do(program, "save", "", "first")
	big := strings.Repeat("x", 9<<20)
	long := strings.Repeat("x", 40<<10)
	for _, c := range []struct {
		status         int
		method, target string
		body           string
		edit           func(*http.Request)
	}{
		{400, "POST", "/post", "x", nil},
		{400, "POST", "/exec", "x", nil},
		{400, "POST", "/post?uid=1", "x", nil},
		{400, "GET", "/comet", "", nil},
		{400, "GET", "/events", "", nil},
		{400, "GET", "/socket", "", nil},
		{400, "GET", "/comet?page=" + v.ID + "&after=x", "", nil},
		{400, "GET", "/comet?page=" + v.ID + "&after=-1", "", nil},
		{400, "GET", "/comet?page=" + v.ID + "&wait=long", "", nil},
		{400, "GET", fmt.Sprintf("/comet?page=%s&after=%d", v.ID, after+1000), "", nil},
		{400, "GET", fmt.Sprintf("/events?page=%s&after=%d", v.ID, after+1000), "", nil},
		{400, "POST", fmt.Sprintf("/ack?page=%s&after=%d", v.ID, after+1000), "", nil},
		{400, "POST", "/ack?page=" + v.ID + "&after=", "", nil},
		{400, "POST", "/post?uid=" + uid(alone1) + "&seq=one", "x", nil},
		{400, "POST", "/resize?uid=" + uid(alone1), "large", nil},
		{400, "POST", "/resize?uid=" + uid(alone1), `{"rows":0,"cols":80}`, nil},
		{400, "POST", "/complete?uid=" + uid(alone1), `{"code":"pri"}`, nil},
		{400, "POST", "/complete?uid=" + uid(alone1), `{"code":`, nil},

		{401, "GET", "/page_init", "", withoutToken},
		{401, "POST", "/exec?uid=" + uid(alone1), "x", withoutToken},
		{401, "GET", "/comet?page=" + v.ID, "", bearer(token + "x")},
		{401, "GET", "/t/lesson.md", "", withoutToken},
		{401, "GET", "/page_init", "", protocoltest.Header("Authorization", "Basic "+token)},

		{403, "GET", "/page_init", "", func(r *http.Request) { r.Host = "evil.example" }},
		{403, "POST", "/exec?uid=" + uid(alone1), "x", protocoltest.Header("Origin", "http://evil.example")},
		{403, "POST", "/exec?uid=" + uid(alone1), "x", protocoltest.Header("Sec-Fetch-Site", "cross-site")},
		{403, "GET", "/socket?page=" + v.ID, "", protocoltest.Header("Origin", "http://evil.example")},

		{404, "GET", "/comet?page=12345", "", nil},
		{404, "GET", "/events?page=12345", "", nil},
		{404, "GET", "/socket?page=12345", "", nil},
		{404, "POST", "/post?uid=123450001", "x", nil},
		{404, "POST", "/post?uid=" + v.ID + "0099", "x", nil},
		{404, "POST", "/interrupt?uid=" + v.ID + "0000", "", nil},
		{404, "POST", "/close?page=12345", "", nil},
		{404, "POST", "/ack?page=12345&after=0", "", nil},
		{404, "GET", "/page_init?tutorial=missing.md", "", nil},
		{404, "GET", "/page_init?tutorial=../secret.md", "", nil},
		{404, "GET", "/nowhere", "", nil},
		{404, "GET", "/t/missing.md", "", nil},

		{409, "POST", "/exec?uid=" + uid(program2), "x", nil},
		{409, "POST", "/complete?uid=" + uid(shared1), `{"code":"pri","cursor":3}`, nil},
		{409, "POST", "/inspect?uid=" + uid(shared1), `{"code":"print","cursor":3}`, nil},

		{410, "POST", "/post?uid=" + uid(program), "x", nil},
		{410, "GET", "/comet?page=" + v.ID + "&after=0", "", nil},
		{410, "GET", "/events?page=" + v.ID, "", protocoltest.Header("Last-Event-ID", "0")},
		{410, "GET", "/socket?page=" + v.ID + "&after=0", "", nil},
		{410, "POST", "/ack?page=" + v.ID + "&after=0", "", nil},

		{404, "POST", "/save?uid=" + uid(alone1), "x", nil},
		{404, "POST", "/save?uid=" + v.ID + "0099", "x", nil},
		{404, "POST", "/versions?uid=" + uid(alone1), "", nil},
		{404, "POST", "/version?uid=" + uid(program) + "&id=../../x", "", nil},
		{400, "POST", "/save", "x", nil},
		{409, "POST", "/save?uid=" + uid(program) + "&base=0", "second", nil},

		{413, "POST", "/save?uid=" + uid(program), big[:2<<20], nil},
		{413, "POST", "/exec?uid=" + uid(alone1), big, nil},
		{431, "GET", "/page_init", "", protocoltest.Header("X-Long", long)},
	} {
		name := fmt.Sprintf("%d %s %.60s", c.status, c.method, c.target)
		for _, accept := range []string{"*/*", "application/json"} {
			edits := []func(*http.Request){protocoltest.Header("Accept", accept)}
			if c.edit != nil {
				edits = append(edits, c.edit)
			}
			a, err := s.Do(t.Context(), c.method, c.target, c.body, edits...)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if a.Status != c.status {
				t.Errorf("%s: %d %.200q", name, a.Status, a.Body)
				continue
			}
			if c.status != 431 { // the headers were not read, so nobody knows what is accepted
				checkSentence(t, name, accept, a)
			}
		}
	}
}

// checkSentence wants one sentence, in the form that was asked for.
func checkSentence(t *testing.T, name, accept string, a protocoltest.Answer) {
	t.Helper()
	kind := a.Header.Get("Content-Type")
	sentence := strings.TrimSuffix(a.Body, "\n")
	if accept == "application/json" {
		var e struct {
			Error struct {
				Code int
				Name string
				Msg  string
			}
		}
		if err := json.Unmarshal([]byte(a.Body), &e); err != nil || e.Error.Code%1000 != a.Status || e.Error.Name == "" {
			t.Errorf("%s as JSON: %q", name, a.Body)
		}
		if !strings.HasPrefix(kind, "application/json") {
			t.Errorf("%s as JSON: Content-Type %q", name, kind)
		}
		sentence = e.Error.Msg
	} else if !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("%s: Content-Type %q", name, kind)
	}
	if len(sentence) < 10 || !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, "\n") ||
		strings.Contains(sentence, "/tmp") || strings.Contains(sentence, ".go") {
		t.Errorf("%s is not explained in a sentence: %q", name, sentence)
	}
}

func TestABusyEditorReplacesItsProgram(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(program, "print('first')\ninput()")
	v.asks(program)
	v.refused(409, program, "exec", "print('second')")
	v.do(program, "exec", "&replace=1", "print('second')")
	if frames := v.stop(program); frames[len(frames)-1].Data == "" {
		t.Error("the STOP of the program that was replaced does not say why")
	}
	same(t, v.stop(program), `
		6 RESET ""
		6 STDOUT "second\n"
		6 STOP ""`)
}

func TestTooMuchInputIsRefusedAndNothingIsLost(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	// It does not read until it is told to by a file.
	v.exec(program, `
import os, sys, time
while not os.path.exists("go"):
    time.sleep(0.01)
n = 0
for line in sys.stdin:
    if line == "end\n":
        break
    n += len(line)
os.remove("go")
print(n)
`)
	v.running(program)
	chunk := strings.Repeat(strings.Repeat("x", 1023)+"\n", 64)
	taken := 0
	var refusal protocoltest.Answer
	for i := 0; i < 64 && refusal.Status == 0; i++ {
		a, err := v.Act(t.Context(), program, "post", "", chunk)
		switch {
		case err != nil:
			t.Fatal(err)
		case a.Status == 200:
			taken += len(chunk)
		default:
			refusal = a
		}
	}
	if refusal.Status != 429 || refusal.Header.Get("Retry-After") == "" {
		t.Fatalf("after %d bytes: %d, Retry-After %q", taken, refusal.Status, refusal.Header.Get("Retry-After"))
	}
	checkSentence(t, "429", "*/*", refusal)
	if taken < 900<<10 || taken > 1200<<10 {
		t.Errorf("%d bytes were taken before one was refused", taken)
	}
	v.exec(alone1, "open('go', 'w').close()")
	if err := poll(patience, func() bool {
		a, err := v.Act(t.Context(), program, "post", "", "end\n")
		return err == nil && a.Status == 200
	}); err != nil {
		t.Fatal(err)
	}
	if got := text(v.stop(program), "STDOUT"); got != fmt.Sprintf("%d\n", taken) {
		t.Errorf("%q bytes were read, %d were accepted", got, taken)
	}
}

// TestPatienceOfTheServer holds back the rest of a body, and meanwhile polls a
// page on which nothing happens.
func TestPatienceOfTheServer(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	t.Parallel()
	s := common(t)
	v := open(t, s, "lesson.md")
	quiet := plain(t, s, "lesson.md")
	type result struct {
		protocoltest.Answer
		err  error
		took time.Duration
	}
	polled := make(chan result, 1)
	go func() {
		begin := time.Now()
		a, err := s.Do(t.Context(), "GET", "/comet?page="+quiet, "")
		polled <- result{a, err, time.Since(begin)}
	}()

	r, w := io.Pipe()
	defer w.Close()
	go io.WriteString(w, "print(1)\n")
	req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/exec?uid="+v.UID(alone1), r)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = 100
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := (&http.Client{}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 408 {
		t.Errorf("a body that stays away is answered with %d", resp.StatusCode)
	}
	if p := <-polled; p.err != nil || p.Status != 204 || p.took < 24*time.Second || p.took > 30*time.Second {
		t.Errorf("a quiet poll is answered with %d %v after %v", p.Status, p.err, p.took)
	}
}

// TestNoRoom opens pages until there is no room for one more.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	s := start(t, setup{lessons: lessons})
	for range 20_000 {
		a := request(t, s, "POST", "/page_init?tutorial=empty.md", "")
		if a.Status == 200 {
			continue
		}
		if a.Status != 503 || a.Header.Get("Retry-After") == "" {
			t.Errorf("%d %q, Retry-After %q", a.Status, a.Body, a.Header.Get("Retry-After"))
		}
		return
	}
	t.Error("there is always room")
}
