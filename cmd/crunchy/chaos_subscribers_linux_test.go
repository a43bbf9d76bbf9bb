package main

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// subscriber is a connection that follows a channel. Beyond its socket it holds next
// to nothing, so that there may be very many.
type subscriber struct {
	net.Conn
	rest []byte // what came behind what was awaited
}

// until reads until something has come.
func (s *subscriber) until(what string) error {
	_ = s.SetReadDeadline(time.Now().Add(patience()))
	b := make([]byte, 16<<10)
	for {
		if i := bytes.Index(s.rest, []byte(what)); i >= 0 {
			s.rest = bytes.Clone(s.rest[i+len(what):])
			return nil
		}
		n, err := s.Read(b)
		if err != nil {
			return fmt.Errorf("%w before %q, after %q", err, what, s.rest)
		}
		s.rest = append(s.rest, b[:n]...)
	}
}

// subscribe follows the chat, and returns when that has begun.
func (r *ruin) subscribe() *subscriber {
	r.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.URL, "http://"))
	must(r.t, err)
	r.t.Cleanup(func() { conn.Close() })
	s := &subscriber{Conn: conn}
	_, err = fmt.Fprintf(conn, "GET /events?channel=chat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", chaosToken)
	must(r.t, err, s.until("\r\nretry: "), s.until("\n\n"))
	return s
}

// says writes to the chat, and returns how long that took.
func (r *ruin) says(text string) time.Duration {
	r.t.Helper()
	begin := time.Now()
	a, err := r.Do(r.t.Context(), "POST", "/publish?channel=chat", text)
	if err != nil || a.Status != 200 {
		r.t.Fatalf("%d %s %v", a.Status, a.Body, err)
	}
	return time.Since(begin)
}

// TestChaosSubscribers has very many follow a channel in which nothing happens, then
// something that reaches all of them, then half of them gone.
func TestChaosSubscribers(t *testing.T) {
	many := times(10_000, 100)
	r := ruined(t, ground{lesson: "# Chat\n", args: []string{"--subscribers", fmt.Sprint(many)}})
	r.subscribe().Close()
	waitFor(t, "the end of the first one", func() bool { return r.footing().fds < 30 })
	before := r.footing()
	all := make([]*subscriber, many)
	for i := range all {
		all[i] = r.subscribe()
	}
	held := r.footing()
	t.Logf("%d who follow a channel: %.1f KiB of memory each, %d KiB in all", many, float64(held.kib-before.kib)/float64(many), held.kib)
	if *chaos && held.kib-before.kib > 20*many {
		t.Error("that is too much memory")
	}
	begin := time.Now()
	answered := r.says("first")
	for _, s := range all {
		must(t, s.until("\ndata: first\n\n"))
	}
	t.Logf("a message was taken after %v, and all had it after %v", answered.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
	for i, s := range all {
		if i%2 == 0 {
			s.Close()
		}
	}
	waitFor(t, "the end of half of them", func() bool { return r.footing().fds <= before.fds+many/2+5 })
	r.says("second")
	for i, s := range all {
		if i%2 == 1 {
			must(t, s.until("\ndata: second\n\n"))
		}
	}
}

// TestChaosBadSubscribers has some stop reading, vanish, and read a byte a second,
// beside those who follow as they should.
func TestChaosBadSubscribers(t *testing.T) {
	others, rounds := times(200, 20), times(300, 10)
	r := ruined(t, ground{lesson: "# Chat\n"})
	good := make([]*subscriber, others)
	for i := range good {
		good[i] = r.subscribe()
	}
	long := strings.Repeat("x", 16_000)
	talk := func(when string) (took []time.Duration) {
		for i := range rounds {
			end := fmt.Sprint(" ", when, i)
			begin := time.Now()
			r.says(long + end)
			for _, s := range good {
				must(t, s.until(end+"\n\n"))
			}
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		t.Logf("%s: %d messages of 16 kB to %d: p50 %v, p99 %v", when, rounds, others, at(took, 50), at(took, 99))
		return took
	}
	before := talk("alone")
	footing := r.footing()
	for range 3 {
		for _, s := range []*subscriber{r.subscribe(), r.subscribe(), r.subscribe()} {
			_ = s.Conn.(*net.TCPConn).SetReadBuffer(4 << 10) // full at once
		}
		gone := r.subscribe()
		_ = gone.Conn.(*net.TCPConn).SetLinger(0)
		gone.Close()
	}
	drops := r.subscribe()
	_ = drops.Conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	ended := make(chan bool)
	stop := make(chan bool)
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for b := make([]byte, 1); ; {
			select {
			case <-stop:
				return
			case <-tick.C:
				_ = drops.SetReadDeadline(time.Now().Add(time.Second))
				_, _ = drops.Read(b)
			}
		}
	}()
	beside := talk("beside bad ones")
	close(stop)
	<-ended
	if *chaos && at(beside, 50) > 3*at(before, 50)+10*time.Millisecond {
		t.Error("the bad ones are felt")
	}
	if *chaos {
		waitFor(t, "an end of those who take nothing", func() bool { return r.footing().fds <= footing.fds+1 })
	}
}
