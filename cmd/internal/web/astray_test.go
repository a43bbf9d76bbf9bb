package web_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"crunchy/cmd/internal/web"
)

var goesOnTo = regexp.MustCompile(`url=([^"]*)"`)

// TestNothingLeadsAway sends what leads other programs to another site, wherever
// an answer may lead on: on its own, in the place of a lesson, and in a login.
func TestNothingLeadsAway(t *testing.T) {
	s := serve(t, loopback(t))
	base, _ := url.Parse("http://127.0.0.1:8001")
	led := 0
	for _, to := range []string{
		`\\tree`, `\evil.example`, "//evil.example", "//evil.example/tree", "https://evil.example", "/absolute/not/base", "https:///a%40b/extra/slash",
		"///evil.example", "////evil.example", `/\evil.example`, `/\/evil.example`, `\/\/evil.example`, "/%2fevil.example", "/%2f%2fevil.example", "/%5cevil.example",
		"/%09/evil.example", "/\tevil.example", "/%0d%0aLocation:%20https://evil.example", "/%00//evil.example", "/.//evil.example", "/..//evil.example", "//evil.example/..", "//evil.example/%2e%2e",
		"/sub/..//evil.example", "javascript:alert(1)", "data:text/html,x", "@evil.example", ":80@evil.example", ".evil.example", "evil.example", "http:evil.example", "sub", "sub//evil.example", "sub/..", "", "home", "~lessons", "~lessons//evil.example",
	} {
		for _, target := range []string{to, "/" + to, "/t/" + to, "/t" + to, "/home" + to, "/preferences" + to, "/t/sub/" + to, "/static/" + to} {
			for _, query := range []string{"", "?token=" + token, "?token=" + token + "&next=https://evil.example", "?next=//evil.example&url=https://evil.example"} {
				if target == "" {
					continue
				}
				login := "Authorization: Bearer " + token + "\r\n"
				if strings.Contains(query, "token=") {
					login = ""
				}
				status, header, body := s.raw("GET " + target + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + login + "Connection: close\r\n\r\n")
				if status >= 500 || status == 0 {
					t.Errorf("%s%s: %d", target, query, status)
				}
				where := header.Get("Location")
				if m := goesOnTo.FindStringSubmatch(body); m != nil && status == 200 && strings.Contains(body, "http-equiv=refresh") {
					where = m[1]
				}
				if where == "" {
					continue
				}
				led++
				// As browsers read it: they take a backslash for a slash, and leave out tabs.
				where = strings.NewReplacer(`\`, "/", "\t", "", "\r", "", "\n", "").Replace(where)
				if u, err := base.Parse(where); err != nil || u.Host != base.Host || u.Scheme != "http" || u.User != nil {
					t.Errorf("%s%s leads to %q", target, query, where)
				}
				if strings.Contains(where, token) {
					t.Errorf("%s%s tells the token on: %s", target, query, where)
				}
			}
		}
	}
	if led < 20 {
		t.Errorf("only %d answers led anywhere", led)
	}
}

// ways are spellings of a file beside the folder that may be read.
func ways(file string) []string {
	all := []string{"/etc/passwd", "//etc/passwd", "file:///etc/passwd", "C:/secret.md", `C:\secret.md`, `\\host\share\secret.md`, "secret.md%00.md", "a.md%00", "a.md/../../secret.md", "./../secret.md", "~/secret.md", "~root/secret.md", "~lessons/../../secret.md", "~remote/../secret.md", "~remote/file/etc/passwd", "sub/../../secret.md", "link.md", "absolute.md", "up/secret.md", "up/lessons/../secret.md", "loop.md", "pipe.md", "/proc/self/environ", "/dev/zero"}
	for _, up := range []string{"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", `..\`, "..%5c", "%2e%2e%5c", "....//", "..;/", "..%00/", "..%c0%af", "%c0%ae%c0%ae/", "..%ef%bc%8f", "．．/", "..%u2215", " ../", ".. /", "%20../", "..%0a/", "..%09/"} {
		all = append(all, up+file, "sub/"+up+up+file, strings.Repeat(up, 9)+"etc/passwd", "/"+up+file)
	}
	return all
}

// TestNothingOutsideIsRead asks for a file that is beside the folder, through
// every route that takes the name of one.
func TestNothingOutsideIsRead(t *testing.T) {
	dir := t.TempDir()
	lessons := filepath.Join(dir, "lessons")
	for name, text := range map[string]string{"lessons/a.md": "# A\n\n```python editor name=a\n1\n```\n", "lessons/sub/b.md": "# B", "secret.md": "# xyzzy\n\n```python editor name=a\nxyzzy\n```\n"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"link.md": "../secret.md", "absolute.md": filepath.Join(dir, "secret.md"), "up": "..", "loop.md": "loop.md"} {
		if err := os.Symlink(to, filepath.Join(lessons, name)); err != nil {
			t.Fatal(err)
		}
	}
	pipe(t, filepath.Join(lessons, "pipe.md"))
	front, err := os.OpenRoot(filepath.Join(lessons, "sub"))
	if err != nil {
		t.Fatal(err)
	}
	defer front.Close()
	s := serve(t, loopback(t), func(c *web.Config) { c.Start, c.Static = lessons, front.FS() })
	_, page := s.do("GET", "/t/a.md", "", bearer)
	static := regexp.MustCompile(`/static/[0-9a-f]+/`).FindString(page)
	p := s.open("a.md", bearer)
	if static == "" || len(p.Elements) != 1 {
		t.Fatalf("no page: %s", page)
	}
	uid := p.Elements[0].UID
	ok := 0
	for _, name := range append(ways("secret.md"), "a.md", "sub/b.md") {
		for _, request := range []string{
			"GET /t/" + name, "GET " + static + name, "GET /t/~lessons/" + name, "GET /t/sub/" + name,
			"POST /page_init?tutorial=" + name, "GET /search?q=xyzzy&tutorial=" + name, "POST /version?uid=" + uid + "&id=" + name, "POST /trust?tutorial=" + name,
		} {
			request = strings.NewReplacer("\t", "%09", " /", "%20/").Replace(strings.Replace(request, " ", "\x00", 1))
			request = strings.Replace(strings.ReplaceAll(request, " ", "%20"), "\x00", " ", 1)
			status, _, body := s.raw(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n\r\n")
			if strings.Contains(body, "xyzzy\\n") || strings.Contains(body, "# xyzzy") || strings.Contains(body, "<h1>xyzzy") || strings.Contains(body, "root:") || strings.Contains(body, "PATH=") {
				t.Errorf("%s reads what is outside: %.200s", request, body)
			}
			if status >= 500 || status == 0 {
				t.Errorf("%s: %d %s", request, status, body)
			}
			if status == 200 {
				ok++
			}
		}
	}
	if ok < 6 {
		t.Errorf("only %d requests found what is inside", ok)
	}
}

// TestAddressesOfThisComputer asks for pages of a server that nobody but this
// computer reaches, through the address of a page on the web, in every spelling.
func TestAddressesOfThisComputer(t *testing.T) {
	var reached atomic.Int32
	canary := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	canary.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			reached.Add(1)
		}
	}
	canary.Start()
	defer canary.Close()
	port := canary.URL[strings.LastIndex(canary.URL, ":"):]
	web.Names(t, func(string) []netip.Addr {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}
	})
	s := serve(t, loopback(t), func(c *web.Config) { c.Fetch = web.AnyPort() })
	own := s.http.URL[strings.LastIndex(s.http.URL, ":"):]
	for _, host := range []string{
		"127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.0.0.01", "0", "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "ip6-localhost",
		"[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::]", "[::1%25lo]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
		"user@127.0.0.1", "user:secret@127.0.0.1", "example.org@127.0.0.1", "127.0.0.1%23@example.org", "example.org%40127.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1%00.example.org", "127.0.0.1%2f", "127.0.0.1.", "[::1", "",
	} {
		for _, name := range []string{"~remote/http/" + host + port + "/", "~remote/https/" + host + port + "/", "~remote/http/" + host + "/", "~remote/http/" + host + own + "/health", "~remote/file/" + host + "/etc/passwd", "~remote/gopher/" + host + port + "/_x", "~remote/ftp/" + host + port + "/", "~remote/dict/" + host + port + "/", "~remote/HTTP/" + host + port + "/", "~remote/http%3a/" + host + port + "/", "~remote//" + host + port + "/"} {
			for _, dest := range []string{"document", "image"} {
				if dest == "image" && strings.HasSuffix(name, "/") && host != "127.0.0.1" {
					continue // it takes the same way, twice
				}
				req := fmt.Sprintf("GET /t/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nSec-Fetch-Dest: %s\r\nConnection: close\r\n\r\n", name, token, dest)
				if status, _, body := s.raw(req); status == 200 || status >= 500 || status == 0 {
					t.Errorf("%s as %q: %d %.200s", name, dest, status, body)
				}
			}
		}
		for _, target := range []string{"http://" + host + port + "/", "gopher://" + host + port + "/"} {
			_, answer := s.do("POST", "/open?target="+url.QueryEscape(target), "", bearer)
			if path := regexp.MustCompile(`"path":"(.*)"`).FindStringSubmatch(answer); path != nil {
				if status, _, body := s.raw("GET " + path[1] + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n\r\n"); status == 200 || status >= 500 {
					t.Errorf("%s: %d %.200s", path[1], status, body)
				}
			}
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("%d connections came to where none may go", n)
	}
}
