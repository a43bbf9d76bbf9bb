package browsertest_test

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is one run of the program.
type server struct {
	t       *testing.T
	cmd     *exec.Cmd
	args    []string
	state   string
	work    string
	address *url.URL // the printed one, with the token
	out     *output
	ended   chan struct{} // closed when it has
	err     error         // how it ended
}

// serve starts the program on the lessons of testdata, or on what args say, and
// ends it with the test: it must then end well.
func serve(t *testing.T, args ...string) *server {
	t.Helper()
	needBrowser(t)
	s := &server{t: t, state: t.TempDir(), work: t.TempDir()}
	s.args = append([]string{"--no-browser", "--token", "T", "--work", s.work}, args...)
	if shared.python != "" && !slices.Contains(args, "--python") {
		s.args = append(s.args, "--python", shared.python)
	}
	s.start("--port", "0")
	t.Cleanup(s.stop)
	return s
}

// lessons are pages made for these tests.
const lessons = "testdata/lessons"

func (s *server) start(more ...string) {
	s.t.Helper()
	s.out = &output{address: make(chan string, 1)}
	s.ended = make(chan struct{})
	s.cmd = exec.Command(shared.binary, append(s.args, more...)...)
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.out
	s.cmd.Env = append(withoutOurs(os.Environ()), "XDG_STATE_HOME="+s.state,
		"GORACE=atexit_sleep_ms=50") // each end would take a second
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		s.err = s.cmd.Wait()
		close(s.ended)
	}()
	select {
	case printed := <-s.out.address:
		var err error
		if s.address, err = url.Parse(printed); err != nil {
			s.t.Fatal(err)
		}
	case <-s.ended:
		s.t.Fatalf("the program ended: %v\n%s", s.err, s.out)
	case <-time.After(30 * time.Second):
		s.t.Fatalf("no address is printed:\n%s", s.out)
	}
}

// stop ends the program as Ctrl-C does; it must then end well.
func (s *server) stop() {
	s.t.Helper()
	_ = s.cmd.Process.Signal(syscall.SIGINT) // it may have ended already
	select {
	case <-s.ended:
		if s.err != nil || strings.Contains(s.out.String(), "DATA RACE") {
			s.t.Errorf("the program ended with %v:\n%s", s.err, s.out)
		}
	case <-time.After(20 * time.Second):
		_ = s.cmd.Process.Kill()
		s.t.Errorf("the program does not end:\n%s", s.out)
	}
}

// at returns the address of a document; the first one holds the token.
func (s *server) at(path string, token bool) string {
	u := *s.address
	if path != "" {
		u.Path = path
	}
	if !token {
		u.RawQuery = ""
	}
	return u.String()
}

// withoutOurs leaves out the variables that are flags.
func withoutOurs(env []string) []string {
	var kept []string
	for _, kv := range env {
		if !strings.HasPrefix(kv, "CRUNCHY_") {
			kept = append(kept, kv)
		}
	}
	return kept
}

// output collects what the program prints, and finds the address in it.
type output struct {
	mu      sync.Mutex
	b       bytes.Buffer
	address chan string
	found   bool
}

var printed = regexp.MustCompile(`(?m)Crunchy is ready: (http\S+)\n`)

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.b.Write(p)
	if m := printed.FindSubmatch(o.b.Bytes()); m != nil && !o.found {
		o.found = true
		o.address <- string(m[1])
	}
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}
