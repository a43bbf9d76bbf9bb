package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/cmd/internal/web"
)

// tcpFrontend is a client of the door over TCP, on a connection without a network.
type tcpFrontend struct {
	t    *testing.T
	conn net.Conn
	rest []byte
}

// frontends runs a test of a server with that door, whose clock goes when nothing
// else does. dial comes in and has read the greeting.
func frontends(t *testing.T, test func(t *testing.T, s *site, dial func() *tcpFrontend), change ...func(*web.Config)) {
	synctestOf(t, func(t *testing.T, s *site, door *pipes) {
		test(t, s, func() *tcpFrontend {
			f := &tcpFrontend{t: t, conn: door.dial()}
			t.Cleanup(func() { f.conn.Close() })
			if a := f.next(); a.Session != "" || string(a.Data) != `{"version":{"core":[0,1,0],"program":""},"guest_allowed":true}` || a.Name == "" {
				t.Fatalf("the greeting is %s", a.Data)
			}
			return f
		})
	}, change...)
}

func synctestOf(t *testing.T, test func(t *testing.T, s *site, door *pipes), change ...func(*web.Config)) {
	var door *pipes
	timeless(t, func(t *testing.T, s *site, _ *pipes) { test(t, s, door) }, append(change, withGuests, func(c *web.Config) {
		door = newPipes() // it belongs to the bubble
		c.Frontends = door
	})...)
}

func packed(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String() + "<EOF>"
}

// write sends bytes as they are; what is not taken is no failure.
func (f *tcpFrontend) write(text string) { _, _ = io.WriteString(f.conn, text) }

// read returns the next message, or why there is none.
func (f *tcpFrontend) read() (a said, err error) {
	for {
		if message, rest, ok := bytes.Cut(f.rest, []byte("<EOF>")); ok {
			z, err := gzip.NewReader(bytes.NewReader(message))
			if err != nil {
				return a, err
			}
			f.rest = rest
			return a, json.NewDecoder(z).Decode(&a)
		}
		b := make([]byte, 1000)
		n, err := f.conn.Read(b)
		f.rest = append(f.rest, b[:n]...)
		if err != nil && n == 0 {
			return a, err
		}
	}
}

func (f *tcpFrontend) next() said {
	f.t.Helper()
	a, err := f.read()
	if err != nil {
		f.t.Fatal(err)
	}
	return a
}

// ask sends a message and returns the next one that comes.
func (f *tcpFrontend) ask(message string) said {
	f.t.Helper()
	f.write(packed(message))
	return f.next()
}

// enter begins a session.
func (f *tcpFrontend) enter(data string) string {
	f.t.Helper()
	a := f.ask(`{"session":"","name":"x","data":` + data + `}`)
	if string(a.Data) != `"Authenticated"` {
		f.t.Fatalf("%s: %+v", a.Data, a.Error)
	}
	return a.Session
}

const asOwner = `{"user":"owner","password":"` + token + `"}`

// TestFrontendsOverTCP has two connections share a session, and answers what cannot
// be understood without an end.
func TestFrontendsOverTCP(t *testing.T) {
	frontends(t, func(t *testing.T, s *site, dial func() *tcpFrontend) {
		one, two := dial(), dial()
		session := one.enter(asOwner)
		p := s.open("lesson.md", bearer)
		call := `{"session":"` + session + `","data":[{"fname":"exec","uid":"` + p.Elements[0].UID + `","body":"1"}]}`
		for _, f := range []*tcpFrontend{one, two, one} {
			if a := f.ask(call); string(a.Data) != `[{"fname":"exec","data":{"run":7}}]` || a.Session != session {
				t.Errorf("%s %+v", a.Data, a.Error)
			}
		}
		if a := two.ask(`{"session":"","data":{}}`); string(a.Data) != `"Authenticated"` || a.Session == session {
			t.Errorf("%s %+v", a.Data, a.Error)
		}
		for _, bad := range []string{"<EOF>", "{}<EOF>", "GET / HTTP/1.1\r\n\r\n<EOF>", packed("")[5:], packed(""), packed("x"), packed("{\"session\":\"\xff\"}"), packed(strings.Repeat("[", 50000)), packed(`{"session":"` + session + `","data":3}`)} {
			one.write(bad)
			if a := one.next(); a.Error == nil || a.Error.Code != 6400 || string(a.Data) != "null" {
				t.Errorf("%.20q: %s %+v", bad, a.Data, a.Error)
			}
		}
		// Several at once, one of them cut: they are answered in their order.
		all := packed(call) + packed(`{"session":"none","data":[]}`) + packed(call)
		go one.write(all[:len(all)-3])
		if a, b := one.next(), one.next(); a.Error != nil || b.Error == nil || b.Error.Code != 2401 {
			t.Errorf("%+v %+v", a, b)
		}
		go one.write(all[len(all)-3:])
		if a := one.next(); a.Error != nil {
			t.Errorf("%+v", a.Error)
		}
		two.conn.Close()
		if a := one.ask(call); a.Error != nil {
			t.Errorf("after another has gone: %+v", a.Error)
		}
	})
}

// TestNoWebPageIsAFrontend: what a browser sends for it begins with a request, behind
// which nothing is carried out.
func TestNoWebPageIsAFrontend(t *testing.T) {
	frontends(t, func(t *testing.T, _ *site, dial func() *tcpFrontend) {
		f := dial()
		f.write("POST / HTTP/1.1\r\nOrigin: http://evil.example\r\n\r\n<EOF>" + packed(`{"session":"","data":{}}`))
		if a := f.next(); a.Error == nil || a.Error.Code != 6400 {
			t.Errorf("%s %+v", a.Data, a.Error)
		}
		if a, err := f.read(); !errors.Is(err, io.EOF) {
			t.Errorf("then it is answered %s, %v", a.Data, err)
		}
	})
}

// TestBigMessagesOfFrontends have the bounds of whoever sends them.
func TestBigMessagesOfFrontends(t *testing.T) {
	frontends(t, func(t *testing.T, s *site, dial func() *tcpFrontend) {
		bomb := func(n int) string { return packed(strings.Repeat(" ", n)) }
		f := dial()
		if f.write(bomb(64<<10 + 1)); f.next().Error.Code != 1413 {
			t.Error("a stranger's bomb is unpacked")
		}
		f.enter(`{}`)
		if f.write(bomb(64<<10 + 1)); f.next().Error.Code != 1413 {
			t.Error("a guest's bomb is unpacked")
		}
		session := f.enter(asOwner)
		if a := f.ask(`{"session":"` + session + `","data":[]}` + strings.Repeat(" ", 1<<20)); string(a.Data) != "[]" {
			t.Errorf("a message of 1 MiB: %s %+v", a.Data, a.Error)
		}
		for _, n := range []int{8<<20 + 1, 64 << 20} {
			if f.write(bomb(n)); f.next().Error.Code != 1413 {
				t.Errorf("a bomb of %d bytes is unpacked", n)
			}
		}
		for who, most := range map[string]int{"a stranger": 64 << 10, "the owner": 8 << 20} {
			f := dial()
			if who == "the owner" {
				f.enter(asOwner)
			}
			go f.write(strings.Repeat("x", most+6)) // no end of it
			if a := f.next(); a.Error == nil || a.Error.Code != 1413 {
				t.Errorf("%s sends too much: %+v", who, a)
			}
			if _, err := f.read(); !errors.Is(err, io.EOF) {
				t.Errorf("%s may go on: %v", who, err)
			}
		}
	})
}

// TestSlowFrontendsAreCut holds the times that a frontend has.
func TestSlowFrontendsAreCut(t *testing.T) {
	for name, c := range map[string]struct {
		enters, before string        // what is said at first
		drop           string        // what is sent each second then
		deaf           bool          // nothing is read
		after          time.Duration // it is cut
		told           int           // why
	}{
		"says nothing":                {after: 30 * time.Second},
		"half a message":              {before: "\x1f\x8b", after: 30 * time.Second, told: 1408},
		"a message in drops":          {drop: "x", after: 30 * time.Second, told: 1408},
		"says nothing more":           {enters: asOwner, after: time.Hour},
		"an owner's message in drops": {enters: asOwner, drop: "x", after: 30 * time.Second, told: 1408},
		"a guest says nothing more":   {enters: "{}", after: time.Hour},
		"does not take its answer":    {before: packed(`{"session":"","data":{}}`), deaf: true, after: 90 * time.Second},
		"is refused, and deaf":        {before: packed(`x`), deaf: true, after: 90 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			frontends(t, func(t *testing.T, _ *site, dial func() *tcpFrontend) {
				f := dial()
				if c.enters != "" {
					f.enter(c.enters)
				}
				began := time.Now()
				f.write(c.before)
				gone := make(chan struct{})
				var dropping sync.WaitGroup
				defer dropping.Wait()
				defer f.conn.Close()
				dropping.Go(func() {
					for c.drop != "" {
						if _, err := io.WriteString(f.conn, c.drop); err != nil {
							return
						}
						time.Sleep(time.Second)
					}
				})
				if c.deaf { // until it is cut: then nothing can be sent any more
					go func() {
						defer close(gone)
						for {
							if _, err := io.WriteString(f.conn, "x"); err != nil {
								return
							}
						}
					}()
					<-gone
				} else {
					a, err := f.read()
					if c.told != 0 && (err != nil || a.Error == nil || a.Error.Code != c.told) {
						t.Errorf("it is told %+v, %v", a.Error, err)
					}
					for err == nil {
						_, err = f.read()
					}
				}
				if took := time.Since(began); took < c.after || took > c.after+2*time.Second {
					t.Errorf("it is cut after %v, want %v", took, c.after)
				}
			})
		})
	}
}

// TestTheSilentMakeRoom for a new connection.
func TestTheSilentMakeRoom(t *testing.T) {
	frontends(t, func(t *testing.T, s *site, dial func() *tcpFrontend) {
		var all []*tcpFrontend
		for range 128 {
			all = append(all, dial())
			time.Sleep(time.Millisecond)
		}
		session := all[0].enter(asOwner) // it has been silent for the shortest time now
		dial()
		if _, err := all[1].read(); err == nil {
			t.Error("who was silent for longest stays")
		}
		if a := all[0].ask(`{"session":"` + session + `","data":[]}`); a.Error != nil {
			t.Errorf("%+v", a.Error)
		}
	})
}

// TestEveryFrontendIsToldOfTheEnd once, before its connection ends; what was in
// flight is finished.
func TestEveryFrontendIsToldOfTheEnd(t *testing.T) {
	for _, command := range []string{"serverquit", "serverrestart", "ctl"} {
		t.Run(command, func(t *testing.T) {
			synctestOf(t, func(t *testing.T, s *site, door *pipes) {
				dial := func() *tcpFrontend {
					f := &tcpFrontend{t: t, conn: door.dial()}
					t.Cleanup(func() { f.conn.Close() })
					f.next()
					return f
				}
				sender, waiting, silent, deaf := dial(), dial(), dial(), dial()
				_ = deaf // reads nothing more
				session := sender.enter(asOwner)
				p := s.open("lesson.md", bearer)
				waiting.write(packed(`{"session":"` + session + `","data":[{"fname":"comet","page":"` + p.Page + `","after":0}]}`))
				synctest.Wait()
				began, want := time.Now(), fmt.Sprintf("%q", command)
				if command == "ctl" {
					s.command(200, "quit", "")
					want = `"serverquit"`
				} else {
					sender.write(packed(`{"session":"` + session + `","data":"` + command + `"}`))
				}
				for name, f := range map[string]*tcpFrontend{"the sender": sender, "who waits": waiting, "who is silent": silent} {
					if a := f.next(); string(a.Data) != want || a.Error != nil {
						t.Errorf("%s is told %s %+v", name, a.Data, a.Error)
					}
				}
				if a := waiting.next(); string(a.Data) != `[{"fname":"comet","data":{"seq":0,"frames":[]}}]` {
					t.Errorf("who waits is answered %s %+v", a.Data, a.Error)
				}
				for name, f := range map[string]*tcpFrontend{"the sender": sender, "who waits": waiting, "who is silent": silent} {
					if a, err := f.read(); err == nil {
						t.Errorf("then %s is told %s", name, a.Data)
					}
				}
				<-s.over
				if took := time.Since(began); took > 3*time.Second {
					t.Errorf("the end takes %v", took)
				}
			})
		})
	}
}
