package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// pipes is a listener without a network, for tests whose time is their own.
type pipes struct {
	conns chan net.Conn
	ended chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), ended: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.ended) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours
}

// timeless runs a test of a server whose clock goes when nothing else does.
func timeless(t *testing.T, test func(t *testing.T, s *site, p *pipes), change ...func(*web.Config)) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipes()
		s := serve(t, p, change...)
		transport := &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) { return p.dial(), nil }}
		s.transport = transport
		test(t, s, p)
	})
}

// TestSlowClientsAreCut holds the times that a client has for each part of a
// request. Whoever needs longer is cut at that moment.
func TestSlowClientsAreCut(t *testing.T) {
	const own = "Host: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n"
	for name, c := range map[string]struct {
		request string
		every   time.Duration // one more byte each time
		more    string        // the byte
		reads   bool          // all that comes
		answer  string        // what it begins with
		after   time.Duration
		base    string // path under which the server is
	}{
		"says nothing":                             {after: 5 * time.Second, reads: true},
		"half a line":                              {request: "GET / HT", after: 5 * time.Second, reads: true, answer: "HTTP/1.1 400"},
		"half a head":                              {request: "GET / HTTP/1.1\r\nHost: 127", after: 5 * time.Second, reads: true},
		"a head in drops":                          {request: "GET / HTTP/1.1\r\nX: ", every: time.Second, more: "a", after: 5 * time.Second, reads: true},
		"no body":                                  {request: "POST /post?uid=UID HTTP/1.1\r\n" + own + "Content-Length: 1000\r\n\r\n", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 408"},
		"a body in drops":                          {request: "POST /post?uid=UID HTTP/1.1\r\n" + own + "Content-Length: 1000\r\n\r\n", every: time.Second, more: "a", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 408"},
		"a body in pieces":                         {request: "POST /post?uid=UID HTTP/1.1\r\n" + own + "Transfer-Encoding: chunked\r\n\r\n", every: time.Second, more: "1\r\na\r\n", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 408"},
		"a stranger's body in drops":               {request: "POST /post?uid=UID HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n", every: time.Second, more: "a", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 401"},
		"a stranger's body stays away":             {request: "POST /health HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 401"},
		"a stranger takes nothing":                 {request: "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", after: 90 * time.Second},
		"a stranger is refused, and takes nothing": {request: "GET /home HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", after: 90 * time.Second},
		"a stranger asks for more than there is":   {request: "POST /outside HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n", base: "/class", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 404"},
		"a body for a page":                        {request: "GET /home HTTP/1.1\r\n" + own + "Content-Length: 100000000\r\n\r\n", after: 0, reads: true, answer: "HTTP/1.1 413"},
		"nothing after the answer":                 {request: "GET /health HTTP/1.1\r\n" + own + "\r\n", after: 2 * time.Minute, reads: true, answer: "HTTP/1.1 200"},
		"does not take a page":                     {request: "GET /home HTTP/1.1\r\n" + own + "\r\n", after: 90 * time.Second},
		"does not take what was polled":            {request: "GET /comet?page=PAGE HTTP/1.1\r\n" + own + "\r\n", after: 90 * time.Second},
		"does not take a stream of channels":       {request: "GET /events?channel=chat HTTP/1.1\r\n" + own + "\r\n", after: 30 * time.Second},
		"does not send its message":                {request: "POST /publish?channel=chat HTTP/1.1\r\n" + own + "Content-Length: 10\r\n\r\nx", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 408"},
		"names its channels too slowly":            {request: "POST /comet HTTP/1.1\r\n" + own + "Content-Type: application/x-ocsigen-comet\r\nContent-Length: 1000\r\n\r\nreg", every: time.Second, more: "x", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 408"},
		"pulls too slowly":                         {request: "POST /pull/PAGE HTTP/1.1\r\n" + own + "Content-Length: 1000\r\n\r\nPOST", every: time.Second, more: "x", after: 30 * time.Second, reads: true, answer: "HTTP/1.1 408"},
		"does not take what was pushed":            {request: "GET /push/PAGE HTTP/1.1\r\n" + own + "\r\n", after: 90 * time.Second},
		"does not take a stream":                   {request: "GET /events?page=PAGE HTTP/1.1\r\n" + own + "\r\n", after: 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			timeless(t, func(t *testing.T, s *site, p *pipes) {
				s.engine.shows = []comet.Frame{{Seq: 1, UID: "1", Kind: comet.Stdout, Data: make([]byte, 1<<20)}}
				var page, uid string
				if c.base == "" {
					p := s.open("lesson.md", bearer)
					page, uid = p.Page, p.Elements[0].UID
				}
				conn := p.dial()
				defer conn.Close()
				begin, over := time.Now(), make(chan string, 1)
				if c.reads {
					go func() {
						b, _ := io.ReadAll(conn)
						over <- string(b)
					}()
				}
				request := strings.NewReplacer("UID", uid, "PAGE", page).Replace(c.request)
				if _, err := io.WriteString(conn, request); err != nil {
					t.Fatal(err)
				}
				var err error
				for c.every > 0 && err == nil {
					time.Sleep(c.every)
					_, err = io.WriteString(conn, c.more)
				}
				answer := ""
				if c.reads {
					answer = <-over
				} else { // a write finds out, and nothing that the server waits for
					for err == nil {
						time.Sleep(time.Second)
						_ = conn.SetWriteDeadline(time.Now().Add(time.Millisecond))
						if _, err = conn.Write([]byte("x")); errors.Is(err, os.ErrDeadlineExceeded) {
							err = nil
						}
					}
				}
				took := time.Since(begin)
				if took < c.after || took > c.after+2*time.Second || !strings.HasPrefix(answer, c.answer) || (c.answer == "") != (answer == "") {
					t.Errorf("cut after %v with %.300q; want %v, %q", took, answer, c.after, c.answer)
				}
			}, func(conf *web.Config) { conf.BaseURL += c.base })
		})
	}
}

// TestPollsAreHeldFor25Seconds and answered then, well within what is cut.
func TestPollsAreHeldFor25Seconds(t *testing.T) {
	timeless(t, func(t *testing.T, s *site, p *pipes) {
		page := s.open("lesson.md", bearer)
		conn := p.dial()
		defer conn.Close()
		answers := bufio.NewReader(conn)
		for range 5 { // together longer than any one request may take
			begin := time.Now()
			fmt.Fprintf(conn, "GET /comet?after=0&page=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", page.Page, token)
			resp, err := http.ReadResponse(answers, nil)
			if err != nil || resp.StatusCode != 204 || time.Since(begin) != 25*time.Second {
				t.Errorf("%v, %v after %v", resp, err, time.Since(begin))
			}
		}
	})
}
