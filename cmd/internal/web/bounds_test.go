package web_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// TestSizesOfRequests sends what is just small enough, and one byte more.
func TestSizesOfRequests(t *testing.T) {
	s := serve(t, loopback(t), func(c *web.Config) { c.MaxBody = 100_000 })
	p := s.open("lesson.md", bearer)
	head := func(rest string) string {
		return "Host: localhost\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n" + rest + "\r\n"
	}
	post := "POST /post?uid=" + p.Elements[0].UID + " HTTP/1.1\r\n"
	chunks := func(n int) string {
		var b strings.Builder
		for ; n > 0; n -= 1000 {
			fmt.Fprintf(&b, "%x\r\n%s\r\n", min(n, 1000), strings.Repeat("x", min(n, 1000)))
		}
		return b.String() + "0\r\n\r\n"
	}
	long := strings.Repeat("x", 64<<10)
	for name, c := range map[string]struct {
		request string
		want    int
	}{
		"a body of the limit":           {post + head("Content-Length: 100000\r\n") + strings.Repeat("x", 100_000), 200},
		"a body of one byte more":       {post + head("Content-Length: 100001\r\n") + strings.Repeat("x", 100_001), 413},
		"a body of a terabyte, it says": {post + head("Content-Length: 1099511627776\r\n") + long, 413},
		"the same, asking before":       {post + head("Expect: 100-continue\r\nContent-Length: 1099511627776\r\n"), 413},
		"pieces of the limit":           {post + head("Transfer-Encoding: chunked\r\n") + chunks(100_000), 200},
		"pieces of one byte more":       {post + head("Transfer-Encoding: chunked\r\n") + chunks(100_001), 413},
		"a piece of no size":            {post + head("Transfer-Encoding: chunked\r\n") + "x\r\n", 400},
		"a piece of less than nothing":  {post + head("Transfer-Encoding: chunked\r\n") + "-1\r\nx\r\n0\r\n\r\n", 400},
		"a piece of far too much":       {post + head("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n", 400},
		"a piece that is longer":        {post + head("Transfer-Encoding: chunked\r\n") + "1\r\nxx\r\n0\r\n\r\n", 400},
		"a piece with a long remark":    {post + head("Transfer-Encoding: chunked\r\n") + "1;" + long + "\r\nx\r\n0\r\n\r\n", 400},
		"two lengths":                   {post + head("Content-Length: 1\r\nContent-Length: 2\r\n") + "xx", 400},
		"a length less than nothing":    {post + head("Content-Length: -1\r\n"), 400},
		"a length that is no number":    {post + head("Content-Length: 1x\r\n") + "x", 400},
		"another encoding":              {post + head("Transfer-Encoding: gzip\r\n") + "x", 501},
		"an expectation of something":   {post + head("Expect: wonders\r\nContent-Length: 1\r\n") + "x", 417},
		"heads of 15 KiB":               {"GET /home HTTP/1.1\r\n" + head("X: "+long[:15<<10]+"\r\n"), 200},
		"heads of 64 KiB":               {"GET /home HTTP/1.1\r\n" + head("X: "+long+"\r\n"), 431},
		"many heads":                    {"GET /home HTTP/1.1\r\n" + head(strings.Repeat("X: x\r\n", 10_000)), 431},
		"a cookie of 64 KiB":            {"GET /home HTTP/1.1\r\n" + head("Cookie: a="+long+"\r\n"), 431},
		"an address of 15 KiB":          {"GET /home?" + long[:15<<10] + " HTTP/1.1\r\n" + head(""), 200},
		"an address of 64 KiB":          {"GET /home?" + long + " HTTP/1.1\r\n" + head(""), 431},
		"a path of 64 KiB":              {"GET /t/" + long + " HTTP/1.1\r\n" + head(""), 431},
		"a method of 64 KiB":            {long + " /home HTTP/1.1\r\n" + head(""), 431},
		"a protocol of the future":      {"GET /home HTTP/9.9\r\n" + head(""), 505},
		"no protocol":                   {"GET /home\r\n" + head(""), 400},
		"an address with a space":       {"GET /home x HTTP/1.1\r\n" + head(""), 400},
		"an address that is broken":     {"GET /%zz HTTP/1.1\r\n" + head(""), 400},
		"a head with a space":           {"GET /home HTTP/1.1\r\n" + head("X x: y\r\n"), 400},
		"a head without a colon":        {"GET /home HTTP/1.1\r\n" + head("X\r\n"), 400},
		"a head with a NUL":             {"GET /home HTTP/1.1\r\n" + head("X: \x00\r\n"), 400},
	} {
		if status, _, body := s.raw(c.request); status != c.want {
			t.Errorf("%s: %d %.100q, want %d", name, status, body, c.want)
		}
	}
}

// refusal wants a status, and to be told when to try again.
func refusal(t *testing.T, resp *http.Response, body string, status int, words, after string) {
	t.Helper()
	if resp.StatusCode != status || !strings.Contains(body, words) || resp.Header.Get("Retry-After") != after {
		t.Errorf("%d %q, again after %q; want %d %q, after %q", resp.StatusCode, body, resp.Header.Get("Retry-After"), status, words, after)
	}
}

func TestStartsInAMinute(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, _ *pipes) {
		p := s.open("lesson.md", bearer)
		interpreter, program := p.Elements[0].UID, p.Elements[1].UID
		status := func(uid, state string) { s.engine.see(p.Page, uid, comet.Status, []byte(`{"state":"`+state+`"}`)) }
		try := func(want int, route, uid string) {
			t.Helper()
			resp, body := s.do("POST", "/"+route+"uid="+uid, "1", bearer)
			if want == 429 {
				refusal(t, resp, body, 429, "programs were started", "20")
			} else if resp.StatusCode != want {
				t.Errorf("%s of %s: %d %s, want %d", route, uid, resp.StatusCode, body, want)
			}
		}
		acts := s.engine.acts
		try(400, "exec?seq=x&", program) // nothing was started
		try(200, "exec?", program)
		try(200, "post?", interpreter)
		status(interpreter, "running")
		try(200, "exec?", interpreter) // what runs takes as much as it likes
		try(200, "post?", interpreter)
		try(200, "reset?", interpreter)
		status(program, "running")
		try(429, "exec?", program) // each run is a start
		try(429, "reset?", interpreter)
		try(200, "exec?", interpreter)
		try(200, "post?", program)
		try(200, "interrupt?", program)
		try(200, "kill?", program)
		status(program, "ended")
		status(interpreter, "ended")
		try(429, "post?", program)
		try(429, "exec?", interpreter)
		if n := s.engine.acts - acts; n != 9 {
			t.Errorf("%d things were done", n)
		}
		time.Sleep(20 * time.Second)
		try(200, "exec?", interpreter)
		try(429, "exec?", interpreter)
		time.Sleep(time.Hour)
		for range 3 {
			try(200, "exec?", program)
		}
		try(429, "exec?", program)
	}, func(c *web.Config) { c.MaxStarts, c.GraceSilent = 3, 24*time.Hour })
}

// TestALongLessonRunsAsAWhole holds that the usual limit is none for a reader:
// two hundred elements are run and run again.
func TestALongLessonRunsAsAWhole(t *testing.T) {
	s := newSite(t)
	p := s.open("lesson.md", bearer)
	for range 400 {
		if resp, body := s.do("POST", "/exec?uid="+p.Elements[1].UID, "1", bearer); resp.StatusCode != 200 {
			t.Fatalf("%d %s", resp.StatusCode, body)
		}
	}
}

func TestWrongTokens(t *testing.T) {
	for name, c := range map[string]struct {
		token string
		right int // the answer to the right token after many wrong ones
	}{
		"a token that could be guessed": {token, 429},
		"a token that could not":        {strings.Repeat("a", 32), 200},
	} {
		t.Run(name, func(t *testing.T) {
			timeless(t, func(t *testing.T, s *site, _ *pipes) {
				resp, _ := s.do("GET", "/?token="+c.token, "", nil)
				s.cookie = resp.Cookies()[0]
				with := func(token string) func(*http.Request) {
					return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
				}
				for range 50 {
					if resp, _ := s.do("GET", "/home", "", with("x")); resp.StatusCode != 401 {
						t.Errorf("a wrong token: %d", resp.StatusCode)
					}
					if resp, _ := s.do("GET", "/home?token=x", "", nil); resp.StatusCode != 401 || len(resp.Cookies()) != 0 {
						t.Errorf("a wrong token in the address: %d", resp.StatusCode)
					}
				}
				const sentence = "Too many wrong tokens"
				resp, body := s.do("GET", "/home", "", with("x"))
				refusal(t, resp, body, 429, sentence, "1")
				resp, body = s.do("GET", "/home?token=x", "", nil)
				refusal(t, resp, body, 429, sentence, "1")
				if resp, _ := s.do("GET", "/home", "", with(c.token)); resp.StatusCode != c.right {
					t.Errorf("the right token: %d, want %d", resp.StatusCode, c.right)
				}
				resp, _ = s.do("GET", "/home?token="+c.token, "", nil)
				if resp.StatusCode != c.right || (len(resp.Cookies()) == 1) != (c.right == 200) {
					t.Errorf("the right token in the address: %d, %v", resp.StatusCode, resp.Cookies())
				}
				if resp, _ := s.do("POST", "/page_init", "", s.browser("")); resp.StatusCode != 200 {
					t.Errorf("who is logged in already is not any more: %d", resp.StatusCode)
				}
				if resp, _ := s.do("GET", "/home", "", nil); resp.StatusCode != 401 {
					t.Errorf("who says nothing: %d", resp.StatusCode)
				}
				time.Sleep(time.Minute)
				if resp, _ := s.do("GET", "/home", "", with(c.token)); resp.StatusCode != 200 {
					t.Errorf("the right token after a minute: %d", resp.StatusCode)
				}
			}, func(conf *web.Config) { conf.Token = c.token })
		})
	}
}

// TestPollsOfAUser holds how many may wait, on whichever way home.
func TestPollsOfAUser(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, p *pipes) {
		var held []net.Conn
		for _, route := range []string{"comet", "events"} {
			conn := p.dial()
			defer conn.Close()
			fmt.Fprintf(conn, "GET /%s?page=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", route, s.open("lesson.md", bearer).Page, token)
			held = append(held, conn)
			go io.Copy(io.Discard, conn)
		}
		synctest.Wait()
		page := s.open("lesson.md", bearer).Page
		for _, route := range []string{"comet", "events", "socket"} {
			resp, body := s.do("GET", "/"+route+"?page="+page, "", bearer)
			refusal(t, resp, body, 429, "too many tabs", "1")
		}
		held[0].Close()
		synctest.Wait()
		if resp, body := s.do("GET", "/comet?wait=0&page="+page, "", bearer); resp.StatusCode != 204 {
			t.Errorf("when one has gone: %d %s", resp.StatusCode, body)
		}
	}, func(c *web.Config) { c.MaxPolls = 2 })
}

// TestMoreConnectionsThanThereIsRoomFor keeps those that are at work.
func TestMoreConnectionsThanThereIsRoomFor(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, p *pipes) {
		page := s.open("lesson.md", bearer).Page
		// open makes a connection, which may begin with something, and says
		// whether it was closed.
		open := func(request string) (conn net.Conn, closed func() bool) {
			conn = p.dial()
			t.Cleanup(func() { conn.Close() })
			over := make(chan error, 1)
			go func() {
				_, err := io.Copy(io.Discard, conn)
				over <- err
			}()
			if _, err := io.WriteString(conn, request); err != nil {
				t.Error(err)
			}
			synctest.Wait()
			return conn, func() bool {
				synctest.Wait()
				return len(over) == 1
			}
		}
		poll := "GET /comet?page=" + page + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n"
		working, workingGone := open(poll)
		_, halfGone := open("GET /home HTTP/1.1\r\n")
		_, idleGone := open("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
		for i, gone := range []func() bool{halfGone, idleGone} { // the one that has been silent for longest goes first
			if gone() {
				t.Errorf("silent connection %d goes before there is need", i)
			}
			if resp, body := s.do("GET", "/health", "", nil); resp.StatusCode != 200 {
				t.Errorf("%d %s", resp.StatusCode, body)
			}
			if !gone() {
				t.Errorf("silent connection %d stays", i)
			}
			open("")
		}
		open(poll)
		open(poll)
		resp, body := s.do("GET", "/health", "", nil)
		refusal(t, resp, body, 503, "Too many connections", "1")
		if !resp.Close {
			t.Error("the connection stays, for which there is no room")
		}
		if workingGone() {
			t.Error("a poll was cut")
		}
		working.Close()
		synctest.Wait()
		if resp, body := s.do("GET", "/health", "", nil); resp.StatusCode != 200 {
			t.Errorf("when one has gone: %d %s", resp.StatusCode, body)
		}
	}, func(c *web.Config) { c.MaxConnections = 3 })
}

// TestRoomForManyTabs opens the connections of ten browsers with six tabs each,
// as many as they may have.
func TestRoomForManyTabs(t *testing.T) {
	s := serve(t, loopback(t))
	page := s.open("lesson.md", bearer).Page
	for range 10 * 6 {
		conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /comet?page=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", page, token)
	}
	if resp, body := s.do("GET", "/comet?wait=0&page="+page, "", bearer); resp.StatusCode != 204 {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}
