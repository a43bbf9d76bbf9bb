package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTokenStaysSecret starts the program as everybody does, with the widest
// umask and the most words in its log, uses it in every way, and looks for the
// token where others could see it.
func TestTokenStaysSecret(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for name, given := range map[string]string{"its own": "", "from the environment": "token-from-the-environment-0123456789", "from a file": "token-from-a-file-0123456789"} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			dir := t.TempDir()
			cmd := exec.Command("sh", "-c", `umask 0; exec "$@"`, "sh", file, "--no-browser", "--port", "0", "--verbose", "--grace", "1ms", "--work", filepath.Join(dir, "work"))
			cmd.Env = os.Environ()
			switch name {
			case "from the environment":
				cmd.Env = append(cmd.Env, "CRUNCHY_TOKEN="+given)
			case "from a file":
				secret := filepath.Join(dir, "secret")
				if err := os.WriteFile(secret, []byte(given+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				cmd.Args = append(cmd.Args, "--token-file", secret)
			}
			var said, logged output
			cmd.Stdout, cmd.Stderr = &said, &logged
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			defer func() {
				_ = cmd.Process.Signal(os.Interrupt)
				if err := <-ended; err != nil {
					t.Error(err)
				}
				if text := logged.String(); strings.Contains(text, given) {
					t.Errorf("the log tells the token: %s", text)
				}
			}()
			printed := ""
			waitFor(t, "an address", func() bool { printed = address.FindString(said.String()); return printed != "" })
			u, err := url.Parse(printed)
			if err != nil {
				t.Fatal(err)
			}
			if given == "" {
				if given = u.Query().Get("token"); !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(given) {
					t.Fatalf("the token is %q, want 256 bits", given)
				}
			}
			page := tellEverything(t, u, given)
			var pids []int
			waitFor(t, "a program of Python", func() bool {
				pids = append([]int{cmd.Process.Pid}, below(cmd.Process.Pid)...)
				return len(pids) >= 2
			})
			for i, pid := range pids {
				line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
				environment, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
				if bytes.Contains(line, []byte(given)) || i > 0 && bytes.Contains(environment, []byte(given)) {
					t.Errorf("process %d tells the token: %q", pid, line)
				}
			}
			tell(t, u, given, "POST", "/close?page="+page, "", false)
			waitFor(t, "a line in the log", func() bool { return strings.Contains(logged.String(), "page reclaimed") })
			n := 0
			for _, private := range []string{filepath.Join(os.Getenv("XDG_STATE_HOME"), "crunchy"), filepath.Join(dir, "work")} {
				_ = filepath.WalkDir(private, func(name string, d fs.DirEntry, err error) error {
					info, err2 := os.Lstat(name)
					if err != nil || err2 != nil {
						return nil // it has gone in the meantime
					}
					n++
					if mode := info.Mode().Perm(); d.IsDir() && mode != 0o700 || !d.IsDir() && mode != 0o600 {
						t.Errorf("%s can be seen by others: %v", name, info.Mode())
					}
					return nil
				})
			}
			if n < 5 {
				t.Errorf("there are only %d files", n)
			}
		})
	}
}

// tell sends a request that has the token, which must not come back.
func tell(t *testing.T, u *url.URL, token, method, target, accept string, wrong bool) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+u.Host+target, strings.NewReader("print(1)\n"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", accept)
	if wrong {
		req.Host = "evil.example"
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	var all strings.Builder
	_ = resp.Header.Write(&all)
	if all.Write(body); strings.Contains(all.String(), token) {
		t.Errorf("%s %s tells the token: %.300s", method, target, all.String())
	}
	if resp.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%s %s lets the browser tell where it was: %v", method, target, resp.Header)
	}
	return string(body)
}

// tellEverything sends the token in every way, right and wrong, and returns the
// id of a page that it leaves open.
func tellEverything(t *testing.T, u *url.URL, token string) (page string) {
	t.Helper()
	send := func(method, target, accept string, wrong bool) string {
		return tell(t, u, token, method, target, accept, wrong)
	}
	page = send("POST", "/page_init?tutorial=first-steps/01-hello.md", "", false)
	for _, act := range []string{"exec?", "save?", "complete?", "exec?seq=" + token + "&", token + "?"} {
		send("POST", "/"+act+"uid="+page+"0001", "application/json", false)
	}
	for _, target := range []string{"/?token=" + token, "/home?token=" + token, "/t/first-steps/?token=" + token, "/t/nothing.md?token=" + token, "/nothing?token=" + token, "/exec?token=" + token, "/health?nonce=" + token,
		"/comet?page=" + token, "/t/~remote/http/127.0.0.1/?token=" + token, "/preferences?token=" + token} {
		for _, accept := range []string{"text/html", "application/json"} {
			send("GET", target, accept, false)
			send("GET", target, accept, true)
			send("POST", target, accept, false)
		}
	}
	for _, broken := range []string{"GET /?token=" + token + " x HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nAuthorization : Bearer " + token + "\r\n\r\n", "Bearer " + token + "\r\n\r\n", "GET /%zz" + token + " HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: " + token + "\x00\r\n\r\n"} {
		conn, err := net.Dial("tcp", u.Host)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, broken)
		answer, _ := io.ReadAll(conn)
		conn.Close()
		if strings.Contains(string(answer), token) || !strings.HasPrefix(string(answer), "HTTP/1.1 4") {
			t.Errorf("%q is answered with %q", broken, answer)
		}
	}
	return page
}
