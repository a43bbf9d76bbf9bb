//go:build unix

package protocoltest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// token is what the servers of the tests are started with.
const token = "T0ken-for-tests"

// built is the folder of the program, once there is one.
var built string

// binary is the real program, with the race detector in it; built once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "crunchy-binary-")
	if err != nil {
		return "", err
	}
	built = dir
	file := filepath.Join(dir, "crunchy")
	// Another user has to be able to start it.
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-race", "-o", file, "../../crunchy").CombinedOutput()
	if err != nil && os.Getenv("CI") == "" {
		fmt.Println("The race detector cannot be built in; these tests go on without it.")
		out, err = exec.Command("go", "build", "-o", file, "../../crunchy").CombinedOutput()
	}
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

// shared is the server of the tests that need none of their own.
var shared struct {
	sync.Once
	*server
	err error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.server != nil {
		if err := shared.stop(); err != nil {
			fmt.Println("FAIL: the shared server:", err)
			code = 1
		}
	}
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// server is a running Crunchy.
type server struct {
	*protocoltest.Client
	Printed string // the address that it printed
	dir     string // all that is its own
	mark    string // in the environment of all that it starts
	cmd     *exec.Cmd
	ended   chan struct{}
	err     error // of its end
	log     lockedBuffer
}

// setup says how a server is started.
type setup struct {
	lessons map[string]string // the folder that it shows; none for the built-in lessons
	target  string            // instead of lessons
	args    []string
	env     []string
	attr    *syscall.SysProcAttr
	within  []string // a command that starts it, with the server's own as its last arguments
	owner   int      // of its folders, when it is not us
	again   *server  // whose folders it gets, after that one has ended
}

// start starts a server that ends with the test.
func start(t *testing.T, s setup) *server {
	t.Helper()
	srv, err := launch(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() && srv.log.String() != "" {
			t.Logf("the server's log:\n%s", srv.log.String())
		}
	})
	return srv
}

// common returns the server that most tests share.
func common(t *testing.T) *server {
	t.Helper()
	shared.Do(func() { shared.server, shared.err = launch(setup{lessons: lessons}) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.server
}

var readyLine = regexp.MustCompile(`Crunchy is ready: (http://\S+)`)

func launch(s setup) (*server, error) {
	file, err := binary()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "crunchy-test-")
	if err != nil {
		return nil, err
	}
	if s.again != nil {
		os.Remove(dir)
		dir = s.again.dir
	}
	srv := &server{dir: dir, mark: filepath.Base(dir), ended: make(chan struct{})}
	for _, name := range []string{"lessons", "state", "work", "home"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return nil, err
		}
	}
	for name, text := range s.lessons {
		if err := os.WriteFile(filepath.Join(dir, "lessons", name), []byte(text), 0o644); err != nil {
			return nil, err
		}
		s.target = filepath.Join(dir, "lessons")
	}
	if s.owner != 0 {
		err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, _ error) error {
			return os.Chown(path, s.owner, s.owner)
		})
		if err != nil {
			return nil, err
		}
	}
	args := append([]string{file, "--no-browser", "--port", "0", "--token", token, "--work", filepath.Join(dir, "work")}, s.args...)
	if s.target != "" {
		args = append(args, s.target)
	}
	args = append(s.within, args...)
	srv.cmd = exec.Command(args[0], args[1:]...)
	srv.cmd.Dir = dir
	srv.cmd.SysProcAttr = s.attr
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "CRUNCHY_") {
			srv.cmd.Env = append(srv.cmd.Env, v)
		}
	}
	srv.cmd.Env = append(srv.cmd.Env, "XDG_STATE_HOME="+filepath.Join(dir, "state"), "HOME="+filepath.Join(dir, "home"),
		markName+"="+srv.mark, "GORACE=exitcode=66 atexit_sleep_ms=50")
	srv.cmd.Env = append(srv.cmd.Env, s.env...)
	srv.cmd.Stderr = &srv.log
	stdout, err := srv.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := srv.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_, _ = io.Copy(&srv.log, stdout)
		srv.err = srv.cmd.Wait()
		close(srv.ended)
	}()
	err = poll(30*time.Second, func() bool {
		if m := readyLine.FindStringSubmatch(srv.log.String()); m != nil {
			srv.Printed = m[1]
		}
		select {
		case <-srv.ended:
			return true
		default:
			return srv.Printed != ""
		}
	})
	if srv.Printed == "" {
		srv.kill()
		return nil, errors.Join(err, fmt.Errorf("the server did not say that it is ready: %s", srv.log.String()))
	}
	u, err := url.Parse(srv.Printed)
	if err != nil {
		return nil, err
	}
	srv.Client = &protocoltest.Client{URL: u.Scheme + "://" + u.Host, Token: token, HTTP: &http.Client{
		Transport: &http.Transport{Proxy: nil, MaxIdleConnsPerHost: 16},
		Timeout:   time.Minute,
	}}
	return srv, nil
}

// stop ends the server as its user would, and says what was not in order.
func (s *server) stop() error {
	select {
	case <-s.ended:
		os.RemoveAll(s.dir)
		return nil // a test has ended it
	default:
	}
	s.HTTP.CloseIdleConnections()
	_ = s.cmd.Process.Signal(os.Interrupt)
	var problems []error
	select {
	case <-s.ended:
		if s.err != nil {
			problems = append(problems, fmt.Errorf("the server ended with %w", s.err))
		}
	case <-time.After(patience):
		s.kill()
		problems = append(problems, fmt.Errorf("the server did not end within %v", patience))
	}
	for _, bad := range []string{"DATA RACE", "panic", "level=ERROR"} {
		if strings.Contains(s.log.String(), bad) {
			problems = append(problems, fmt.Errorf("the server's log has %q:\n%s", bad, s.log.String()))
		}
	}
	if err := s.nobodyLeft(patience); err != nil {
		problems = append(problems, err)
	}
	os.RemoveAll(s.dir)
	return errors.Join(problems...)
}

// kill ends the server without a warning.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

// poll tries until it succeeds or the time is up.
func poll(limit time.Duration, done func() bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if done() {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not within %v", limit)
		case <-tick.C:
		}
	}
}

// lockedBuffer is written by the server's output and read by tests.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
