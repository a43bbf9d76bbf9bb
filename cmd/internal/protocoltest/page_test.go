//go:build unix

package protocoltest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

func TestPageForPrograms(t *testing.T) {
	s := common(t)
	a := request(t, s, "POST", "/page_init?tutorial=lesson.md", "", protocoltest.JSON)
	if a.Status != 200 || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("%d %v", a.Status, a.Header)
	}
	var p protocoltest.Page
	if err := json.Unmarshal([]byte(a.Body), &p); err != nil {
		t.Fatal(err)
	}
	if !pageID.MatchString(p.ID) || len(p.Token) < 16 || p.Seq != 0 || len(p.Transcript) != 0 || !strings.Contains(a.Body, `"transcript":[]`) {
		t.Errorf("the page is %s", a.Body)
	}
	kinds := []string{"interpreter", "interpreter", "interpreter", "isolated", "", "editor", "editor", "editor", "interpreter"}
	if len(p.Elements) != len(kinds) {
		t.Fatalf("%d elements, want %d: %+v", len(p.Elements), len(kinds), p.Elements)
	}
	for i, e := range p.Elements {
		number := fmt.Sprintf("%04d", i+1)
		if e.Number != number || e.UID != p.ID+number || e.Options == nil {
			t.Errorf("element %d is %+v", i+1, e)
		}
		if kinds[i] != "" && e.Kind != kinds[i] {
			t.Errorf("element %d is of kind %s, want %s", i+1, e.Kind, kinds[i])
		}
	}
	e := p.Elements[program-1]
	if e.Options["name"] != "hello" || e.Options["linenumber"] != "5" || e.Source != "name = input(\"Name? \")\nprint(\"Hello,\", name)\n" && e.Source != "name = input(\"Name? \")\nprint(\"Hello,\", name)" {
		t.Errorf("the editor is %+v", e)
	}
	if p.Elements[joined-1].Options["session"] != "data" || p.Elements[alone2-1].Options["isolated"] != true {
		t.Errorf("options: %v and %v", p.Elements[joined-1].Options, p.Elements[alone2-1].Options)
	}
	if v := open(t, s, "empty.md"); len(v.Elements) != 0 {
		t.Errorf("a page without live blocks has %v", v.Elements)
	}
}

// resume asks for an earlier page.
func (v *view) resume(edits ...func(*http.Request)) *protocoltest.Page {
	v.t.Helper()
	p, err := v.Client.Open(v.t.Context(), "lesson.md", url.Values{"resume": {v.ID}, "types": {allTypes}}, edits...)
	if err != nil {
		v.t.Fatalf("resume: %v", err)
	}
	return p
}

func TestResume(t *testing.T) {
	t.Parallel()
	v := open(t, common(t), "lesson.md")
	v.do(alone1, "exec", "&seq=1", "print('shown')")
	v.prompt(alone1)
	v.do(program, "exec", "&seq=4", "print('first'); print(input('? ')); print('third')")
	v.asks(program)
	v.do(alone1, "post", "&seq=2", "x = 1\n")
	v.prompt(alone1)
	after := v.stream.(*protocoltest.Poller).After
	request(t, common(t), "POST", fmt.Sprintf("/ack?page=%s&after=%d", v.ID, after), "")

	p := v.resume()
	if p.ID != v.ID || len(p.Elements) != len(v.Elements) || p.Elements[0].UID != v.Elements[0].UID {
		t.Fatalf("page %s was resumed as %s", v.ID, p.ID)
	}
	if p.Token == v.Token {
		t.Error("the page's token is still the old one")
	}
	if p.Seq != after {
		t.Errorf("the cursor is %d, want %d", p.Seq, after)
	}
	for i, e := range p.Elements {
		want := map[int]uint64{alone1: 2, program: 4}[i+1]
		if e.Posted != want {
			t.Errorf("element %d: posted %d, want %d", i+1, e.Posted, want)
		}
	}
	of := func(n int) (frames []frame) {
		for _, f := range p.Transcript {
			if f.UID == v.UID(n) {
				frames = append(frames, f)
			}
		}
		return frames
	}
	same(t, of(alone1), `
		4 STDOUT "shown\n"
		4 PROMPT "--> "
		4 PROMPT "--> "`)
	same(t, of(program), `
		6 STDOUT "first\n? "`)
	// What runs goes on, for the one who holds the page now.
	w := &view{Page: p, t: t, stream: &protocoltest.Poller{Page: p, Types: allTypes, Batch: true, After: p.Seq, Wait: 5}}
	w.post(program, "second\n")
	same(t, w.stop(program), `
		6 STDOUT "second\nthird\n"
		6 STOP ""`)
	w.exec(alone1, "x")
	w.says(alone1, "1\n")
}

// TestWhatWasNotAcknowledgedComesAfterResume is a laptop whose lid was closed
// with a frame on the way.
func TestWhatWasNotAcknowledgedComesAfterResume(t *testing.T) {
	t.Parallel()
	v := open(t, common(t), "lesson.md")
	v.exec(program, "print('seen')\ninput()\nprint('unseen')\n")
	v.asks(program)
	after := v.stream.(*protocoltest.Poller).After
	v.post(program, "\n")
	if err := poll(patience, func() bool {
		a, err := v.Act(t.Context(), program, "post", "", "")
		return err == nil && a.Status == 410
	}); err != nil {
		t.Fatal(err)
	}
	// This answer is handed out, and gets lost.
	request(t, common(t), "GET", fmt.Sprintf("/comet?page=%s&after=%d", v.ID, after), "")
	p := v.resume()
	if got := show(p.Transcript, false); got != `6 STDOUT "seen\n"` {
		t.Errorf("the transcript is\n%s", got)
	}
	w := &view{Page: p, t: t, stream: &protocoltest.Poller{Page: p, Batch: true, After: p.Seq, Wait: 5}}
	same(t, w.stop(program), `
		6 STDOUT "unseen\n"
		6 STOP ""`)
}

func TestHolderThatComesBackKeepsThePage(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			s := common(t)
			v := openWith(t, s, "lesson.md", nil, func(p *protocoltest.Page) protocoltest.Stream { return way(p, allTypes) })
			v.post(alone1, "x = 1\n")
			v.prompt(alone1)
			// The holder polls on, and again when its poll is ended.
			ctx, cancel := context.WithCancel(t.Context())
			held := make(chan string, 1)
			go func() {
				got := ""
				for ctx.Err() == nil && !strings.Contains(got, "held") {
					frames, err := v.stream.Next(ctx)
					if err != nil {
						v.stream.Close()
					}
					got += text(frames, "STDOUT")
				}
				held <- got
			}()
			// It may not have begun to poll: only then is the page given away.
			p := v.resume()
			if p.ID == v.ID {
				t.Fatal("the page of a holder that polls was given away")
			}
			if len(p.Elements) != len(v.Elements) || p.Elements[alone1-1].Posted != 0 || len(p.Transcript) != 0 {
				t.Errorf("the new page is %+v", p)
			}
			v.exec(alone1, "x, 'held'")
			select {
			case got := <-held:
				if got != "(1, 'held')\n" {
					t.Errorf("the holder sees %q", got)
				}
			case <-time.After(patience):
				t.Error("the holder sees nothing any more")
			}
			cancel()
		})
	}
}

func TestResumeOfAPageThatIsGone(t *testing.T) {
	s := common(t)
	p, err := s.Open(t.Context(), "lesson.md", url.Values{"resume": {"4711"}})
	if err != nil || p.ID == "4711" || len(p.Elements) != len(lessonsElements(t, s)) {
		t.Errorf("%v %v", p, err)
	}
	v := open(t, s, "lesson.md")
	other, err := s.Open(t.Context(), "empty.md", url.Values{"resume": {v.ID}})
	if err != nil || other.ID == v.ID {
		t.Errorf("a page of another tutorial was taken over: %v", err)
	}
}

func lessonsElements(t *testing.T, s *server) []protocoltest.Element {
	return open(t, s, "lesson.md").Elements
}

func TestTranscriptIsBoundedAndMarked(t *testing.T) {
	t.Parallel()
	v := open(t, common(t), "lesson.md")
	v.exec(program, "for i in range(30_000):\n    print(i, 'x' * 90)\n")
	v.stop(program)
	request(t, common(t), "POST", fmt.Sprintf("/ack?page=%s&after=%d", v.ID, v.stream.(*protocoltest.Poller).After), "")
	p := v.resume()
	all := text(p.Transcript, "STDOUT")
	if !strings.HasSuffix(all, "29999 "+strings.Repeat("x", 90)+"\n") || len(all) < 900<<10 || len(all) > 1200<<10 {
		t.Errorf("%d bytes are kept, to %q", len(all), tail(all[max(0, len(all)-100):]))
	}
	first := p.Transcript[0].Data
	if strings.HasPrefix(all, "0 x") || len(first) == 0 {
		t.Errorf("the beginning is still there")
	}
	t.Logf("the mark is %.80q", first)
}

// browser is a client with the cookie that the printed address gives, and no
// bearer token.
func browser(t *testing.T, s *server) *protocoltest.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &protocoltest.Client{URL: s.URL, HTTP: &http.Client{Jar: jar, Timeout: time.Minute, Transport: s.HTTP.Transport}}
	resp, err := c.HTTP.Get(s.Printed)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	// A redirect would lose the cookie that is Strict.
	if resp.StatusCode != 200 || resp.Request.URL.String() != s.Printed || len(jar.Cookies(resp.Request.URL)) != 1 {
		t.Fatalf("the printed address answers %d with %d cookies", resp.StatusCode, len(jar.Cookies(resp.Request.URL)))
	}
	return c
}

func TestPageTokenEndsWithTheTakeover(t *testing.T) {
	t.Parallel()
	s := common(t)
	c := browser(t, s)
	same := protocoltest.Header("Sec-Fetch-Site", "same-origin")
	p, err := c.Open(t.Context(), "lesson.md", nil, same)
	if err != nil {
		t.Fatal(err)
	}
	act := func(token string) int {
		t.Helper()
		a, err := p.Act(t.Context(), alone1, "post", "", "1\n", same, protocoltest.Header("Crunchy-Page", token))
		if err != nil {
			t.Fatal(err)
		}
		return a.Status
	}
	if got := act(p.Token); got != 200 {
		t.Fatalf("with the page's token: %d", got)
	}
	if got := act(""); got != 403 {
		t.Errorf("without it: %d", got)
	}
	v := &view{Page: p, t: t}
	resumed := v.resume(same)
	if resumed.ID != p.ID {
		t.Fatal("the page was not taken over")
	}
	if got := act(p.Token); got != 403 {
		t.Errorf("with the token of before the take-over: %d", got)
	}
	if got := act(resumed.Token); got != 200 {
		t.Errorf("with the new token: %d", got)
	}
	other, err := c.Open(t.Context(), "lesson.md", nil, same)
	if err != nil {
		t.Fatal(err)
	}
	if got := act(other.Token); got != 403 {
		t.Errorf("with the token of another page: %d", got)
	}
}

// locked runs a program that holds a lock as long as it and its child live, and
// returns a function that tells whether nobody holds it any more.
func locked(t *testing.T, v *view, dir string, n int) func() bool {
	t.Helper()
	file := dir + "/lock" + strconv.Itoa(n)
	v.exec(n, fmt.Sprintf(`
import fcntl, os, subprocess
lock = os.open(%q, os.O_CREAT | os.O_RDWR)
os.set_inheritable(lock, True)
fcntl.flock(lock, fcntl.LOCK_EX)
subprocess.Popen(['sleep', '1000'], close_fds=False, start_new_session=True)
print('locked')
input()
`, file))
	v.says(n, "locked\n")
	return func() bool {
		fd, err := syscall.Open(file, syscall.O_RDWR, 0)
		if err != nil {
			return false
		}
		defer syscall.Close(fd)
		return syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB) == nil
	}
}

func TestClosedPageIsReclaimed(t *testing.T) {
	t.Parallel()
	s := start(t, setup{lessons: lessons, args: []string{"--grace", "1s"}})
	v, stays := open(t, s, "lesson.md"), open(t, s, "lesson.md")
	kept := locked(t, stays, t.TempDir(), alone1)
	dir := t.TempDir()
	var gone []func() bool
	for _, n := range []int{shared1, alone1, alone2, program, joined} {
		gone = append(gone, locked(t, v, dir, n))
	}
	for _, free := range gone {
		if free() {
			t.Error("a program does not hold its lock")
		}
	}
	// A poll takes the farewell back: a reload closes the page and comes again.
	request(t, s, "POST", "/close?page="+v.ID, "")
	if a := request(t, s, "GET", "/comet?page="+v.ID+"&wait=3&after="+fmt.Sprint(v.stream.(*protocoltest.Poller).After), ""); a.Status != 204 && a.Status != 200 {
		t.Fatalf("a page that was closed answers %d within its time", a.Status)
	}
	begin := time.Now()
	request(t, s, "POST", "/close?page="+v.ID, "")
	for i, free := range gone {
		if err := poll(10*time.Second, free); err != nil {
			t.Errorf("process %d lives on", i)
		}
	}
	if took := time.Since(begin); took < 500*time.Millisecond {
		t.Errorf("it was reclaimed after %v", took)
	}
	if err := poll(patience, func() bool {
		a, err := s.Do(t.Context(), "GET", "/comet?page="+v.ID+"&wait=0", "")
		return err == nil && a.Status == 404
	}); err != nil {
		t.Error("the page is still known")
	}
	v.refused(404, alone1, "post", "x\n")
	if kept() {
		t.Error("a program of another page was ended")
	}
	if p := v.resume(); p.ID == v.ID {
		t.Error("a page that was reclaimed was resumed")
	}
}

func TestSilentPageIsReclaimed(t *testing.T) {
	t.Parallel()
	s := start(t, setup{lessons: lessons, args: []string{"--silence", "3s"}})
	polled := open(t, s, "lesson.md")
	kept := locked(t, polled, t.TempDir(), alone1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for ctx.Err() == nil {
			_, _ = s.Do(ctx, "GET", "/comet?wait=0.1&page="+polled.ID, "")
		}
	}()
	silent := open(t, s, "lesson.md")
	gone := locked(t, silent, t.TempDir(), alone1)
	begin := time.Now()
	if err := poll(20*time.Second, gone); err != nil {
		t.Fatal("the page that fell silent lives on")
	}
	if took := time.Since(begin); took < 2*time.Second {
		t.Errorf("it was reclaimed after %v", took)
	}
	if kept() {
		t.Error("a page that is polled was reclaimed")
	}
	silent.refused(404, alone1, "post", "x\n")
}
