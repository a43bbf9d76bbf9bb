//go:build unix

package protocoltest_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// TestRequestsInPieces sends a request to each of the doors that speak HTTP, cut in
// two at each of its bytes and then byte by byte, and reads each answer byte by byte.
func TestRequestsInPieces(t *testing.T) {
	s := start(t, setup{lessons: lessons})
	session, err := s.Begin(t.Context(), "lesson.md")
	if err != nil {
		t.Fatal(err)
	}
	caller, err := protocoltest.Enter(t.Context(), s.Client)
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Pull(t.Context(), "EXEC", session.UID(alone1), "print('é€😀')"); err != nil {
		t.Fatal(err)
	}
	pushed(t, session, alone1, "--> ")
	request(t, s, "POST", "/publish?channel=chat", "a\n\nb: é€😀\r\n")
	message := fmt.Sprintf(`{"session":%q,"name":"é€😀","data":[{"fname":"version"}]}`, caller)
	for name, c := range map[string]struct {
		head, body string
		want       string // status, type and what the answer begins with
	}{
		"many channels in one poll": {"POST /comet HTTP/1.1\r\nContent-Type: application/x-ocsigen-comet\r\n", "registration=a%2520b%0Anone&client=pieces",
			"200 text/plain; charset=utf-8 a%20b:ENDED_CHANNEL\nnone:ENDED_CHANNEL"},
		"push":                    {"GET /push/" + session.Number + "?after=0 HTTP/1.1\r\n", "", "410 text/plain; charset=utf-8 These frames"},
		"pull":                    {"POST /pull/" + session.Number + " HTTP/1.1\r\n", "INTERRUPT " + session.UID(alone1) + "\r", "200 application/json; charset=utf-8 {\"state\":\"idle\"}\n"},
		"publish":                 {"POST /publish?channel=none HTTP/1.1\r\n", "é€😀", "404 text/plain; charset=utf-8 There is no channel"},
		"a message of a frontend": {"POST /api HTTP/1.1\r\n", message, "200 application/json; charset=utf-8 {\"session\":\"" + caller + "\",\"name\":\"Crunchy\",\"data\":[{\"fname\":\"version\",\"data\":{\"version\":"},
		"frames of a page":        {"GET /comet?page=" + session.Number + "&after=0 HTTP/1.1\r\n", "", "410 text/plain; charset=utf-8 These frames"},
		"a stream of channels":    {"GET /events?channel=chat&after=0 HTTP/1.1\r\n", "", "200 text/event-stream chat a\n\nb: é€😀\n"},
	} {
		t.Run(name, func(t *testing.T) {
			whole := fmt.Sprintf("%sHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n", c.head, token)
			if c.body != "" {
				whole += fmt.Sprintf("Content-Length: %d\r\n", len(c.body))
			}
			whole += "\r\n" + c.body
			var conn net.Conn
			var in *bufio.Reader
			defer func() { conn.Close() }()
			for at := 1; at <= len(whole); at++ {
				if conn == nil {
					var err error
					if conn, err = net.Dial("tcp", strings.TrimPrefix(s.URL, "http://")); err != nil {
						t.Fatal(err)
					}
					_ = conn.SetDeadline(time.Now().Add(time.Minute))
					in = bufio.NewReader(iotest.OneByteReader(conn))
				}
				pieces := []string{whole[:at], whole[at:]}
				if at == len(whole) {
					pieces = strings.Split(whole, "")
				}
				for _, piece := range pieces {
					if _, err := io.WriteString(conn, piece); err != nil {
						t.Fatal(err)
					}
				}
				got, stays := answerOf(t, in)
				if !strings.HasPrefix(got, c.want) {
					t.Fatalf("cut at %d, the answer is %q", at, got)
				}
				if !stays {
					conn.Close()
					conn = nil
				}
			}
			if conn == nil {
				conn, _ = net.Pipe()
			}
		})
	}
}

// answerOf reads an answer, or the first event of a stream; stays says whether the
// connection may be used again.
func answerOf(t *testing.T, in *bufio.Reader) (text string, stays bool) {
	t.Helper()
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	kind := resp.Header.Get("Content-Type")
	head := fmt.Sprint(resp.StatusCode, " ", kind, " ")
	if kind == "text/event-stream" {
		e, err := protocoltest.NewEventReader(iotest.OneByteReader(resp.Body)).Next()
		if err != nil {
			t.Fatal(err)
		}
		return head + e.Name + " " + e.Data, false
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return head + string(b), !resp.Close
}
