//go:build unix

package protocoltest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// cutting returns a client like the one given, each of whose connections breaks
// after some bytes of what the server sends: in the headers, in a frame, or, as
// a large frame has to come through some time, only after many more.
func cutting(c *protocoltest.Client, most int) *protocoltest.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if rand.IntN(2) == 0 {
			_ = conn.(*net.TCPConn).SetLinger(0) // a reset rather than a farewell
		}
		left := rand.IntN(most + 1)
		if rand.IntN(4) == 0 {
			left = 20_000
		}
		return &shortConn{Conn: conn, left: left}, nil
	}
	return &protocoltest.Client{URL: c.URL, Token: c.Token, HTTP: &http.Client{
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true},
		Timeout:   patience,
	}}
}

// shortConn reads so many bytes and then breaks.
type shortConn struct {
	net.Conn
	left int
}

var errCut = errors.New("the connection was cut")

func (c *shortConn) Read(p []byte) (int, error) {
	if c.left == 0 {
		c.Conn.Close()
		return 0, errCut
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

// numbers prints a few numbered lines for each line it reads, until it is told
// to end. What it is told is how many.
const numbers = `
n = 0
while True:
    count = input()
    if count == "end":
        break
    for i in range(int(count)):
        print(n)
        n += 1
print("printed", n)
`

// TestCutConnectionsLoseNothing cuts connections at random bytes while numbered
// lines are printed: each must come exactly once, in order.
func TestCutConnectionsLoseNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cuts, lines int
		most        int // bytes of most connections
		chunk       int // lines at a time
		way         func(*protocoltest.Page) protocoltest.Stream
	}{
		"long poll": {500, 20_000, 2000, 100, func(p *protocoltest.Page) protocoltest.Stream {
			return &mixedPoller{Poller: protocoltest.Poller{Page: p, Wait: 5}}
		}},
		"events": {100, 2_000, 3000, 10, func(p *protocoltest.Page) protocoltest.Stream { return &protocoltest.Events{Page: p} }},
		"socket": {100, 2_000, 3000, 10, func(p *protocoltest.Page) protocoltest.Stream { return &protocoltest.Socket{Page: p} }},
	} {
		t.Run(name, func(t *testing.T) {
			s := common(t)
			v := open(t, s, "lesson.md")
			v.exec(program, numbers)
			broken := *v.Page
			broken.Client = cutting(s.Client, c.most)
			stream := c.way(&broken)
			defer stream.Close()
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			var got strings.Builder
			asked, came, cuts, told := 0, 0, 0, false
			for ended := false; !ended; {
				switch {
				case told:
				case cuts >= c.cuts && asked >= c.lines:
					told = true
					v.post(program, "end\n")
				case asked-came < 2000: // else it has enough to go on with
					n := 1 + rand.IntN(c.chunk)
					asked += n
					v.post(program, fmt.Sprintf("%d\n", n))
				}
				frames, err := stream.Next(ctx)
				if err != nil {
					if status := new(protocoltest.StatusError); errors.As(err, &status) || ctx.Err() != nil {
						t.Fatalf("after %d cuts: %v", cuts, err)
					}
					cuts++
				}
				for _, f := range frames {
					if f.Type == "STDOUT" {
						got.WriteString(f.Data)
						came += strings.Count(f.Data, "\n")
					}
					ended = ended || f.Type == "STOP"
				}
			}
			text, ok := strings.CutSuffix(got.String(), fmt.Sprintf("printed %d\n", asked))
			if !ok {
				t.Errorf("at the end comes %q", tail(got.String()))
			}
			checkNumbers(t, text, 0, asked)
			t.Logf("%d connections were cut while %d lines came", cuts, asked)
		})
	}
}

// mixedPoller asks now for one frame and now for a batch.
type mixedPoller struct{ protocoltest.Poller }

func (m *mixedPoller) Next(ctx context.Context) ([]frame, error) {
	m.Batch = rand.IntN(2) == 0
	return m.Poller.Next(ctx)
}

func TestSameCursorGivesTheSameAgain(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	v.exec(program2, "for i in range(3000):\n    print(i)\n")
	poll := func(after string) (protocoltest.Answer, string) {
		a := request(t, s, "GET", "/comet?page="+v.ID+"&after="+after, "", protocoltest.Header("Accept", protocoltest.BatchType))
		frames, err := protocoltest.ParseBatch(a.Body)
		if err != nil || a.Status != 200 {
			t.Fatalf("%d %v", a.Status, err)
		}
		return a, text(frames, "STDOUT")
	}
	first, shown := poll("0")
	if _, again := poll("0"); !strings.HasPrefix(again, shown) {
		t.Errorf("the same cursor gives %q and then %q", tail(shown), tail(again))
	}
	poll(first.Header.Get("Crunchy-Seq")) // acknowledges the first
	if a := request(t, s, "GET", "/comet?page="+v.ID+"&after=0", ""); a.Status != 410 {
		t.Errorf("what was acknowledged gives %d", a.Status)
	}
}
