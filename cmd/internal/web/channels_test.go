package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/protocoltest"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// follower reads a stream of channels. It ends with the test.
type follower struct {
	*protocoltest.EventReader
	t     *testing.T
	leave context.CancelFunc
}

// follow opens a stream, and returns when it has begun.
func (s *site) follow(query string, edit func(*http.Request)) *follower {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	s.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", s.http.URL+"/events?"+query, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	edit(req)
	resp, err := (&http.Client{Transport: s.transport}).Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { resp.Body.Close() })
	if kind := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || kind != "text/event-stream" {
		b, _ := io.ReadAll(resp.Body)
		s.t.Fatalf("a stream of %s: %d %s %s", query, resp.StatusCode, kind, b)
	}
	return &follower{protocoltest.NewEventReader(resp.Body), s.t, cancel}
}

// next is the next event, as channel:text.
func (f *follower) next() string {
	f.t.Helper()
	e, err := f.Next()
	if err != nil {
		f.t.Fatalf("the stream ends: %v", err)
	}
	return e.Name + ":" + e.Data
}

func (f *follower) expect(all ...string) {
	f.t.Helper()
	for _, want := range all {
		if got := f.next(); got != want {
			f.t.Errorf("%q, want %q", got, want)
		}
	}
}

func (s *site) publish(status int, channel, text string, edit func(*http.Request)) {
	s.t.Helper()
	if resp, body := s.do("POST", "/publish?channel="+channel, text, edit); resp.StatusCode != status || status == 200 && body != "" {
		s.t.Errorf("publishing %.40q to %s: %d %s, want %d", text, channel, resp.StatusCode, body, status)
	}
}

// TestStreamsOfChannels is what comes, byte for byte, and where it goes on.
func TestStreamsOfChannels(t *testing.T) {
	s := newSite(t)
	f := s.follow("channel=chat&channel=notice", bearer)
	s.publish(200, "chat", "one\ntwo\r\n three\r", bearer)
	f.expect("chat:one\ntwo\n three\n")
	first := f.LastID
	s.publish(200, "notice", `{"text":"Stop","more":1}`, bearer)
	s.publish(200, "chat", "", bearer)
	f.expect(`notice:{"text":"Stop"}`, "chat:")
	if f.Retry != "2000" {
		t.Errorf("retry is %q", f.Retry)
	}
	f.leave()
	s.publish(200, "chat", "while away", bearer)
	header := func(r *http.Request) { bearer(r); r.Header.Set("Last-Event-ID", f.LastID) }
	s.follow("channel=chat&channel=notice", header).expect("chat:while away")
	s.follow("channel=chat&after=0", header).expect("chat:while away") // the header is newer
	s.follow("channel=chat&after="+first, bearer).expect("chat:", "chat:while away")
	s.follow("channel=notice&after=0", bearer).expect(`notice:{"text":"Stop"}`)

	run, _, _ := strings.Cut(first, "-")
	for from, want := range map[string]string{
		first:           "retry: 2000\nid: " + first + "\n\n",
		comet.Beginning: "retry: 2000\nid: " + run + "-0\n\n",
		"abc-1":         "retry: 2000\nid: " + run + "-0\n\n: earlier messages are not kept any more\n\nid: " + first + "\nevent: chat\ndata: one\ndata: two\ndata:  three\ndata: \n\n",
	} {
		ctx, cancel := context.WithCancel(t.Context())
		req, _ := http.NewRequestWithContext(ctx, "GET", s.http.URL+"/events?channel=chat&after="+from, nil)
		bearer(req)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(want))
		if _, err := io.ReadFull(resp.Body, got); err != nil || string(got) != want {
			t.Errorf("from %q: %q %v, want %q", from, got, err, want)
		}
		cancel()
		resp.Body.Close()
	}
}

// TestAStreamThatIsCutBeforeItsFirstMessage goes on from where it stood.
func TestAStreamThatIsCutBeforeItsFirstMessage(t *testing.T) {
	s := newSite(t)
	f := s.follow("channel=chat", bearer)
	other := s.follow("channel=notice", bearer)
	s.publish(200, "notice", `{"text":"a"}`, bearer)
	other.expect(`notice:{"text":"a"}`)
	f.leave()
	if _, err := f.Next(); err == nil || f.LastID == "" {
		t.Errorf("the place of a stream without messages is %q", f.LastID)
	}
	s.publish(200, "chat", "b", bearer)
	s.follow("channel=chat&after="+f.LastID, bearer).expect("chat:b")
}

// TestWhoReadsAndPublishes goes through all channels and all who come in.
func TestWhoReadsAndPublishes(t *testing.T) {
	s := newSite(t)
	s.login()
	p, other := s.open("lesson.md", s.browser("")), s.open("lesson.md", s.browser(""))
	page := s.browser(p.Token)
	from := func(edit func(*http.Request), place string) func(*http.Request) {
		return func(r *http.Request) { edit(r); r.Header.Set("Origin", place) }
	}
	for _, c := range []struct {
		name, channel string
		who           func(*http.Request)
		read, publish int
	}{
		{"a page", "notice", page, 200, 403},
		{"a page", "chat", page, 200, 200},
		{"a page", "pages", page, 403, 403},
		{"a page", "page:" + p.Page, page, 200, 403},
		{"a page", "page:" + other.Page, page, 403, 403},
		{"a page", "page:12", page, 404, 404},
		{"the teacher", "page:" + other.Page, bearer, 200, 403},
		{"a page", "none", page, 404, 404},
		{"a page", "", page, 404, 400},
		{"the teacher", "notice", bearer, 200, 200},
		{"the teacher", "chat", bearer, 200, 200},
		{"the teacher", "pages", bearer, 200, 403},
		{"the teacher", "none", bearer, 404, 404},
		{"nobody", "chat", nil, 401, 401},
		{"nobody", "none", nil, 401, 401},
		{"a browser without a page", "chat", s.browser(""), 403, 403},
		{"a page on another site", "chat", from(page, "http://evil.example"), 403, 403},
		{"the teacher on another site", "notice", from(bearer, "http://evil.example"), 403, 403},
	} {
		if c.read == 200 {
			s.follow("channel="+c.channel, c.who).leave()
		} else if resp, body := s.do("GET", "/events?channel="+c.channel, "", c.who); resp.StatusCode != c.read || !strings.HasSuffix(body, ".\n") {
			t.Errorf("%s reads %q: %d %s, want %d", c.name, c.channel, resp.StatusCode, body, c.read)
		}
		s.publish(c.publish, c.channel, `{"text":"x"}`, c.who)
	}
	for query, want := range map[string]int{
		"channel=chat&channel=none": 404, "channel=chat&channel=pages": 403, "channel=none&channel=pages": 404,
		"channel=chat&page=" + p.Page: 400, "channel=chat&after=x": 400, "channel=chat&after=-": 400,
		strings.Repeat("channel=chat&", 100): 200, strings.Repeat("channel=a&channel=b&", 40): 404,
	} {
		if want == 200 {
			s.follow(query, page).leave()
		} else if resp, body := s.do("GET", "/events?"+query, "", page); resp.StatusCode != want {
			t.Errorf("%s: %d %s, want %d", query, resp.StatusCode, body, want)
		}
	}
	f := s.follow("channel=chat", page)
	s.publish(413, "chat", strings.Repeat("x", comet.MaxMessage+1), page)
	s.publish(413, "chat", strings.Repeat("x", 9<<20), bearer)
	s.publish(400, "chat", "\xff", page)
	s.publish(400, "notice", "not JSON", bearer)
	s.publish(200, "chat", strings.Repeat("x", comet.MaxMessage), page)
	f.expect("chat:" + strings.Repeat("x", comet.MaxMessage))
}

// TestPagesAreTold lets the teacher see what is open, when it opens and when it ends.
func TestPagesAreTold(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.GraceClosed = time.Nanosecond })
	told := func(p opened, state string) string {
		return fmt.Sprintf(`pages:{"page":%q,"tutorial":"lesson.md","state":%q}`, p.Page, state)
	}
	one := s.open("lesson.md", bearer)
	f := s.follow("channel=pages", bearer)
	f.expect(told(one, "open"))
	s.do("POST", "/close?page="+one.Page, "", bearer)
	f.expect(told(one, "left"))
	s.follow("channel=pages", bearer).expect(told(one, "left"))
	s.do("POST", "/page_init?tutorial=lesson.md&resume="+one.Page, "", bearer)
	f.expect(told(one, "open"))
	s.engine.left(one.Page)
	f.expect(told(one, "ended"))
	two := s.open("lesson.md", bearer)
	f.expect(told(two, "open"))
	s.follow("channel=pages&after=0", bearer).expect(told(two, "open"))
}

// TestQuietStreams say something every 15 seconds, for as long as it takes, and end
// when their readers do.
func TestQuietStreams(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, p *pipes) {
		conn := p.dial()
		fmt.Fprintf(conn, "GET /events?channel=chat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", token)
		came := make(chan string, 1000)
		go func() {
			b := make([]byte, 1000)
			for {
				n, err := conn.Read(b)
				if err != nil {
					close(came)
					return
				}
				came <- string(b[:n])
			}
		}()
		synctest.Wait()
		for len(came) > 0 {
			<-came
		}
		begin := time.Now()
		for range 50 { // longer than any answer may take
			if got := <-came; got != ":\n\n" {
				t.Fatalf("%q", got)
			}
		}
		if took := time.Since(begin); took != 50*15*time.Second {
			t.Errorf("fifty times quiet took %v", took)
		}
		if resp, body := s.do("GET", "/events?channel=chat", "", bearer); resp.StatusCode != 429 || !strings.Contains(body, "too many tabs") {
			t.Errorf("one more than may be: %d %s", resp.StatusCode, body)
		}
		conn.Close()
		synctest.Wait()
		s.follow("channel=chat", bearer).leave()
	}, func(c *web.Config) { c.MaxSubscribers, c.GraceSilent = 1, 24*time.Hour })
}

// TestTalkOfAPage holds how much one page may say, so that others are heard.
func TestTalkOfAPage(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		s.login()
		loud, other := s.browser(s.open("lesson.md", bearer).Token), s.browser(s.open("lesson.md", bearer).Token)
		for range 60 {
			s.publish(200, "chat", "x", loud)
		}
		resp, body := s.do("POST", "/publish?channel=chat", "x", loud)
		refusal(t, resp, body, 429, "very many messages", "1")
		s.publish(200, "chat", "x", other)
		s.publish(200, "chat", "x", bearer)
		time.Sleep(time.Second)
		s.publish(200, "chat", "x", loud)
		s.publish(429, "chat", "x", loud)
	})
}

// FuzzEvents writes what somebody says, and reads it as the standard says.
func FuzzEvents(f *testing.F) {
	for _, s := range []string{"", "a", "a\nb", "\r\n\r\r\n\n", " a", "id: 1\n\ndata: x", ":\x00", "\uFEFF", "é\u2028"} {
		f.Add("chat", s)
	}
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		c := comet.NewChannels()
		if _, err := c.Create(name, comet.Rules{Publish: 1}); err != nil {
			return // no channel has such a name
		}
		if c.Publish(1, name, text) != nil {
			return
		}
		stream := comet.AppendEvent([]byte("id: a-0\n\n"+comet.Quiet), "a-1", name, text)
		stream = comet.AppendEvent(stream, "a-2", "end", "")
		in := protocoltest.NewEventReader(iotest.OneByteReader(strings.NewReader(string(stream))))
		for _, want := range []protocoltest.Event{{ID: "a-1", Name: name, Data: lines.Replace(text)}, {ID: "a-2", Name: "end"}} {
			if got, err := in.Next(); err != nil || got != want {
				t.Errorf("%q: %+v %v, want %+v", stream, got, err, want)
			}
		}
	})
}

// TestMessagesComeWithThePage takes a page's messages home with its frames.
func TestMessagesComeWithThePage(t *testing.T) {
	s := newSite(t)
	s.login()
	p := s.open("lesson.md", s.browser(""))
	page := s.browser(p.Token)
	s.publish(200, "chat", "one\n\"é\"", page)
	poll := func(status int, query string, edit func(*http.Request)) string {
		t.Helper()
		resp, body := s.do("GET", "/comet?wait=5&page="+p.Page+"&after=0"+query, "", func(r *http.Request) { edit(r); r.Header.Set("Accept", comet.BatchType) })
		if resp.StatusCode != status {
			t.Errorf("%s: %d %s, want %d", query, resp.StatusCode, body, status)
		}
		return body
	}
	got := poll(200, "&channel=chat&channel=class&from=0", page)
	frames := regexp.MustCompile(`^MESSAGE 0 \d+\r\{"channel":"class","id":"[0-9a-f]+-0","text":"\{\\"chat\\":false\}"\}MESSAGE 0 \d+\r\{"channel":"chat","id":"([0-9a-f]+-2)","text":"one\\n\\"é\\""\}$`).FindStringSubmatch(got)
	if frames == nil {
		t.Fatalf("%q", got)
	}
	go func() {
		s.do("POST", "/publish?channel=chat", "two", page)
	}()
	if got := poll(200, "&channel=chat&from="+frames[1], page); !strings.Contains(got, `"text":"two"`) || strings.Contains(got, "one") {
		t.Errorf("what comes next is %q", got)
	}
	poll(403, "&channel=chat&channel=pages", page)
	poll(404, "&channel=none", page)
	poll(400, "&channel=chat&from=x", page)
	poll(400, "&channel=chat&from="+strings.Replace(frames[1], "-2", "-99", 1), page)
	if resp, body := s.do("GET", "/socket?page="+p.Page+"&channel=pages", "", page); resp.StatusCode != 403 {
		t.Errorf("a socket that follows pages: %d %s", resp.StatusCode, body)
	}
}
