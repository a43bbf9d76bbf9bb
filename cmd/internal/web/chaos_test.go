package web_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// chaos asks for the long forms, whose figures are printed and held to:
//
//	go test ./cmd/internal/web -run Chaos -chaos -v
var chaos = flag.Bool("chaos", false, "run the long forms of the tests of hostile clients, and print their figures")

// either is a number of the long form, or of the short one.
func either(long, short int) int {
	if *chaos {
		return long
	}
	return short
}

// spread is how long things took.
type spread []time.Duration

func (s spread) at(percent int) time.Duration {
	slices.Sort(s)
	return s[min(len(s)-1, len(s)*percent/100)].Round(10 * time.Microsecond)
}

// within holds a promise of the long form; what else a machine does at the time
// of the short one is not known.
func (s spread) within(t *testing.T, limit time.Duration) {
	t.Helper()
	if p99 := s.at(99); *chaos && p99 > limit {
		t.Errorf("99 of 100 good requests took up to %v, want %v", p99, limit)
	}
}

// held is what a server keeps of its clients: goroutines, and descriptors of this
// process, in which both are.
func held() (goroutines, files int) {
	entries, _ := os.ReadDir("/dev/fd")
	return runtime.NumGoroutine(), len(entries)
}

// settles waits until all is given back.
func settles(t *testing.T, goroutines, files int) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		g, f := held()
		if g <= goroutines+5 && f <= files+5 {
			t.Logf("%+d goroutines, %+d descriptors afterwards", g-goroutines, f-files)
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%+d goroutines and %+d descriptors are left", g-goroutines, f-files)
		}
	}
}

// good sends requests as a page does, each over a connection of its own, until
// stop is closed, and at least so many.
func (s *site) good(uid string, least int, stop chan struct{}) (took spread) {
	for {
		select {
		case <-stop:
			if len(took) >= least {
				return took
			}
		default:
		}
		begin := time.Now()
		status, _, body := s.raw("POST /post?uid=" + uid + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n1\n")
		if took = append(took, time.Since(begin)); status != 200 {
			s.t.Errorf("a good request: %d %s", status, body)
			return took
		}
	}
}

// chaosSite is a server over TCP whose errors are errors of the test.
func chaosSite(t *testing.T, change ...func(*web.Config)) *site {
	log := slog.New(slog.NewTextHandler(complaints{t}, &slog.HandlerOptions{Level: slog.LevelError}))
	return serve(t, loopback(t), append(change, func(c *web.Config) { c.Log, c.MaxStarts = log, 1e9 })...)
}

type complaints struct{ t *testing.T }

func (c complaints) Write(p []byte) (int, error) {
	c.t.Errorf("the server says %s", p)
	return len(p), nil
}

// malformed makes requests that no client of good will sends.
type malformed struct {
	*rand.Rand
	page, uid string
}

func (m malformed) pick(from ...string) string { return from[m.IntN(len(from))] }

func (m malformed) junk(most int) string {
	b := make([]byte, m.IntN(most))
	for i := range b {
		b[i] = byte(m.Uint32())
	}
	return string(b)
}

func (m malformed) request() string {
	junk, short := m.junk, m.junk(20)
	target := m.pick("/post?uid="+m.uid, "/exec?uid="+m.uid, "/comet?wait=0&page="+m.page, "/events?page="+m.page, "/socket?page="+m.page, "/page_init?tutorial=lesson.md", "/t/lesson.md", "/t/"+short, "/home?"+short,
		"/save?uid="+m.uid, "/complete?uid="+m.uid, "/resize?uid="+m.uid, "/ack?after="+short+"&page="+m.page, "/prefer?name=theme&value=%"+short, "/search?q=%ff"+short, "/health?nonce="+short, "*", "", "//", short, "http://evil.example/")
	heads := "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n"
	method := m.pick("GET", "POST", "POST", "PUT", "OPTIONS", "get", "", short)
	line := method + m.pick(" ", " ", " ", "\t", "  ", "") + target + m.pick(" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/9.9", " HTTP/1.x", "", short) + m.pick("\r\n", "\r\n", "\n", "\r")
	body := junk(200)
	switch m.IntN(16) {
	case 0:
		return junk(400)
	case 1:
		return "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + junk(400) // TLS
	case 2:
		return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + junk(100)
	case 3:
		return line + heads + "Transfer-Encoding: " + m.pick("chunked", "gzip", "chunked, chunked", "x") + "\r\n\r\n" + m.pick("5\r\nhello\r\n", "-5\r\n", "ffffffffffffffffff\r\n", "5;"+short+"\r\nhel", "z\r\n", "5\r\nhelloworld\r\n0\r\n\r\n") + body
	case 4:
		return line + heads + "Content-Length: " + m.pick("-1", "1x", "99999999999999999999", "4\r\nContent-Length: 5", "0x4", "", "+4", "1099511627776") + "\r\n\r\n" + body
	case 5:
		return line + heads + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET /home HTTP/1.1\r\n" + heads + "\r\n"
	case 6:
		return line + heads + m.pick("Host: evil.example", "X"+short+": y", ": y", "X : y", " folded", "Cookie: "+short, "Expect: "+short, "Range: bytes="+short, "Accept: "+short, "Accept-Language: "+short, "If-Modified-Since: "+short, "Authorization: "+short, "Origin: "+short, "Crunchy-Page: "+short) + "\r\n\r\n"
	case 7:
		return line + heads + strings.Repeat(m.pick("X: y\r\n", "Cookie: a=b\r\n"), m.IntN(5000)) + "\r\n"
	case 8:
		return line + heads + "X: " + strings.Repeat("x", m.IntN(100_000)) + "\r\n\r\n"
	case 9:
		return "GET /" + strings.Repeat(m.pick("x", "%", "../", "%00", "/"), m.IntN(30_000)) + " HTTP/1.1\r\n" + heads + "\r\n"
	case 10:
		return "GET /socket?page=" + m.page + " HTTP/1.1\r\n" + heads + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: " + m.pick("13", "13", "12", short) + "\r\nSec-WebSocket-Key: " + m.pick("AAAAAAAAAAAAAAAAAAAAAA==", short) + "\r\n\r\n" + body
	case 11:
		return strings.Repeat("GET /health HTTP/1.1\r\n"+heads+"\r\n", m.IntN(50)) + junk(50) // one behind the other
	}
	// A good one that was spoiled on its way.
	whole := []byte("POST " + target + " HTTP/1.1\r\n" + heads + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body)
	for range 1 + m.IntN(4) {
		i := m.IntN(len(whole))
		switch m.IntN(3) {
		case 0:
			whole[i] = byte(m.Uint32())
		case 1:
			whole = slices.Delete(whole, i, min(len(whole), i+1+m.IntN(8)))
		case 2:
			whole = slices.Insert(whole, i, []byte(short)...)
		}
		if len(whole) == 0 {
			return ""
		}
	}
	return string(whole[:m.IntN(len(whole)+1)])
}

// bad sends a malformed request and returns the statuses of the answers to it.
func (s *site) bad(m malformed) (statuses []int, err error) {
	conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	go func(request string) {
		_, _ = io.WriteString(conn, request)
		_ = conn.(*net.TCPConn).CloseWrite()
	}(m.request())
	answers := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(answers, nil)
		if err != nil {
			return statuses, nil // whatever comes behind a broken answer
		}
		statuses = append(statuses, resp.StatusCode)
		if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode == 101 {
			return statuses, nil
		}
	}
}

// TestChaosMalformedRequests sends nothing but nonsense from many sides, beside
// good requests.
func TestChaosMalformedRequests(t *testing.T) {
	s := chaosSite(t)
	p := s.open("lesson.md", bearer)
	goroutines, files := held()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	all, workers := either(10_000, 500), 8
	var mu sync.Mutex
	came, silent := map[int]int{}, 0
	var sides sync.WaitGroup
	for i := range workers {
		m := malformed{rand.New(rand.NewPCG(seed, uint64(i))), p.Page, p.Elements[0].UID}
		sides.Go(func() {
			for range all / workers {
				statuses, err := s.bad(m)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if len(statuses) == 0 {
					silent++
				}
				for _, status := range statuses {
					came[status]++
				}
				mu.Unlock()
			}
		})
	}
	stop := make(chan struct{})
	go func() {
		sides.Wait()
		close(stop)
	}()
	took := s.good(p.Elements[0].UID, 200, stop)
	<-stop
	for status, n := range came {
		if status >= 500 && status != 501 && status != 505 {
			t.Errorf("%d answers with %d", n, status)
		}
	}
	t.Logf("check 51: %d malformed requests: answers %v, %d times none; %d good ones took %v, p99 %v", all, came, silent, len(took), took.at(50), took.at(99))
	took.within(t, 100*time.Millisecond)
	settles(t, goroutines, files)
}

// TestChaosHalfRequests opens many more connections than there are for, and says
// half a word on each.
func TestChaosHalfRequests(t *testing.T) {
	room := either(1024, 100)
	s := chaosSite(t, func(c *web.Config) { c.MaxConnections = room })
	uid := s.open("lesson.md", bearer).Elements[0].UID
	goroutines, files := held()
	stop := make(chan struct{})
	close(stop)
	for _, many := range []int{room - 24, 2 * room} {
		begin := time.Now()
		var over sync.WaitGroup
		var conns []net.Conn
		for range many {
			conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			conns = append(conns, conn)
			if _, err := io.WriteString(conn, "GET /home HTTP/1.1\r\nHost: loc"); err != nil && many < room {
				t.Error(err)
			}
			over.Go(func() { _, _ = io.Copy(io.Discard, conn) })
		}
		opened := time.Since(begin)
		took := s.good(uid, either(500, 50), stop)
		g, f := held()
		t.Logf("check 54: %d half requests: %d goroutines, %d descriptors; %d good ones took %v, p99 %v", many, g-goroutines, f-files, len(took), took.at(50), took.at(99))
		took.within(t, 100*time.Millisecond)
		if *chaos {
			over.Wait() // by itself
			if dropped := time.Since(begin) - opened; dropped > 6*time.Second {
				t.Errorf("they were dropped after %v", dropped)
			} else {
				t.Logf("check 54: all dropped %v after the last", dropped.Round(time.Millisecond))
			}
		}
		for _, conn := range conns {
			conn.Close()
		}
		over.Wait()
		settles(t, goroutines, files)
	}
}

// TestChaosReadersThatTakeNothing asks for frames and leaves them where they are.
func TestChaosReadersThatTakeNothing(t *testing.T) {
	s := chaosSite(t)
	s.engine.shows = []comet.Frame{{Seq: 1, UID: "1", Kind: comet.Stdout, Data: bytes.Repeat([]byte("x"), 64<<10)}}
	p := s.open("lesson.md", bearer)
	goroutines, files := held()
	used := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapInuse + m.StackInuse)
	}
	before := used()
	readers := either(400, 10)
	var conns []net.Conn
	for i := range readers {
		conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conns = append(conns, conn)
		_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		fmt.Fprintf(conn, "GET /%s?page=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", []string{"comet", "events"}[i%2], p.Page, token)
	}
	stop := make(chan struct{})
	close(stop)
	took := s.good(p.Elements[0].UID, either(500, 50), stop)
	grown := (used() - before) >> 20
	t.Logf("check 54: %d readers that take nothing: %d MiB; %d good requests took %v, p99 %v", readers, grown, len(took), took.at(50), took.at(99))
	took.within(t, 100*time.Millisecond)
	if most := 16 + int64(readers)/2; grown > most {
		t.Errorf("memory has grown by %d MiB, want at most %d", grown, most)
	}
	for _, conn := range conns {
		conn.Close()
	}
	settles(t, goroutines, files)
}
