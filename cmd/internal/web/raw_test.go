package web_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"crunchy/cmd/internal/web"
)

// raw sends bytes as they are, which a client library would mend, and returns
// the whole answer; status 0 is none.
func (s *site) raw(request string) (status int, header http.Header, body string) {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	go io.WriteString(conn, request) // the answer may come before all is sent
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			s.t.Errorf("%.80q is not answered", request)
		}
		return 0, nil, ""
	}
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, string(b)
}

// TestHosts is what is answered by which name. Each is asked with the token, so
// that nothing but the name is wrong.
func TestHosts(t *testing.T) {
	s := serve(t, loopback(t), func(c *web.Config) { c.AllowHosts = []string{"lab.example"} })
	head := "Authorization: Bearer " + token + "\r\nConnection: close\r\n\r\n"
	for host, want := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:8001": 200, "127.8.9.1:1": 200, "localhost": 200, "LOCALHOST:80": 200, "localhost:": 200,
		"[::1]": 200, "[::1]:8001": 200, "[0:0:0:0:0:0:0:1]": 200, "lab.example": 200, "Lab.Example:8001": 200,

		"evil.example": 403, "evil.example:8001": 403, "evil.example:80:80": 403,
		"127.0.0.1.evil.example": 403, "localhost.evil.example": 403, "xlocalhost": 403, "localhost-evil.example": 403,
		"lab.example.evil.example": 403, "xlab.example": 403, "lab.example.": 403, "localhost.": 403, "127.0.0.1.": 403,
		"[::ffff:127.0.0.1]": 403, "[::ffff:7f00:1]": 403, "[::1%25lo]": 403, "127.1": 403, "127.0.1": 403, "0x7f.1": 403, "0x7f000001": 403,
		"0177.0.0.1": 403, "127.0.0.01": 403, "2130706433": 403, "0": 403, "0.0.0.0": 403, "[::]": 403, "10.0.0.1": 403, "169.254.169.254": 403,
		"[fe80::1]": 403, "::1": 403, "[::1": 403, "::1]": 403, "localhost,evil.example": 403, "user@localhost": 403, "localhost@evil.example": 403,
		"ⅼocalhost": 403, "": 403, " ": 403,
		"local host": 400, "localhost/": 400, "localhost\\": 400, "localhost\x00": 400, "localhost?": 400, "localhost#": 400, "local\thost": 400,
	} {
		status, _, body := s.raw("GET /home HTTP/1.1\r\nHost: " + host + "\r\n" + head)
		if status != want && !(want == 403 && status == 400) {
			t.Errorf("Host %q: %d %.100s, want %d", host, status, body, want)
		}
	}
	for name, c := range map[string]struct {
		request string
		want    int
	}{
		"absolute form":                      {"GET http://127.0.0.1/home HTTP/1.1\r\nHost: evil.example\r\n", 200}, // RFC 9112: the header is not looked at
		"absolute form of another host":      {"GET http://evil.example/home HTTP/1.1\r\nHost: 127.0.0.1\r\n", 403},
		"absolute form with a user":          {"GET http://127.0.0.1@evil.example/home HTTP/1.1\r\nHost: 127.0.0.1\r\n", 403},
		"absolute form of no host":           {"GET http:///home HTTP/1.1\r\nHost: 127.0.0.1\r\n", 200},
		"absolute form without a header":     {"GET http://127.0.0.1/home HTTP/1.1\r\n", 400},
		"two hosts":                          {"GET /home HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n", 400},
		"the same host twice":                {"GET /home HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n", 400},
		"no host":                            {"GET /home HTTP/1.1\r\n", 400},
		"no host in the old protocol":        {"GET /home HTTP/1.0\r\n", 200}, // a program on this computer, with the token
		"another host in the old protocol":   {"GET /home HTTP/1.0\r\nHost: evil.example\r\n", 403},
		"a forwarded host":                   {"GET /home HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: 127.0.0.1\r\nForwarded: host=127.0.0.1\r\n", 403},
		"a host behind another path":         {"GET //evil.example/home HTTP/1.1\r\nHost: 127.0.0.1\r\n", 404},
		"a tunnel":                           {"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n", 403},
		"a tunnel to this computer":          {"CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: 127.0.0.1:80\r\n", 405},
		"what all can do":                    {"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n", 404},
		"what all can do, by another name":   {"OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n", 403},
		"the beginning of another protocol":  {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 403},
		"another protocol in the place of 1": {"GET /home HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n", 200},
	} {
		status, header, body := s.raw(c.request + head)
		if status != c.want {
			t.Errorf("%s: %d %.100s, want %d", name, status, body, c.want)
		}
		if header.Get("Upgrade") != "" {
			t.Errorf("%s: it goes over to %s", name, header.Get("Upgrade"))
		}
	}
	if status, _, _ := s.raw("GET /home HTTP/1.0\r\n\r\n"); status != 403 {
		t.Errorf("no host and no token: %d", status)
	}
	if status, _, _ := s.raw("OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"); status != 401 {
		t.Errorf("what all can do, without the token: %d", status)
	}
}
