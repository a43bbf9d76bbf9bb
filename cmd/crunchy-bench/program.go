package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// bench is a built program, a folder of lessons, and a server for each measurement.
type bench struct {
	ctx    context.Context
	part   int    // of the repetitions: whole, third or tenth
	dir    string // with the program, lessons and work
	python string
	server *server

	jupyter        []string // the command of a Jupyter server that is measured as well, if any
	jupyterVersion string
	jupyterLate    bool // it was too slow for a figure
}

// What part of the repetitions there is.
const (
	whole = 1
	third = 3
	tenth = 10
)

// times is how often something is measured.
func (b *bench) times(n int) int { return max(3, n/b.part) }

func newBench(ctx context.Context, part int) (*bench, error) {
	dir, err := os.MkdirTemp("", "crunchy-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{ctx: ctx, part: part, dir: dir}
	if err := b.prepare(); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) prepare() (err error) {
	build := exec.CommandContext(b.ctx, "go", "build", "-o", b.program(), "crunchy/cmd/crunchy")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("crunchy cannot be built here (start this in its folder): %w", err)
	}
	if b.python, err = exec.LookPath("python3"); err != nil {
		return err
	}
	if real, err := exec.CommandContext(b.ctx, b.python, "-c", "import sys; print(sys.executable)").Output(); err == nil {
		b.python = strings.TrimSpace(string(real)) // not what only finds it
	}
	if err := os.MkdirAll(b.lessons(), 0o755); err != nil {
		return err
	}
	for name, text := range lessons {
		if err := os.WriteFile(filepath.Join(b.lessons(), name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// alone measures with a server of its own: programs of pages that were closed are
// kept for a while.
func (b *bench) alone(of func(*bench) ([]figure, error)) (figures []figure, err error) {
	if b.server, err = b.start(); err != nil {
		return nil, err
	}
	defer b.server.stop()
	return of(b)
}

func (b *bench) program() string { return filepath.Join(b.dir, "crunchy") }
func (b *bench) lessons() string { return filepath.Join(b.dir, "lessons") }

func (b *bench) close() { os.RemoveAll(b.dir) }

const token = "token-of-the-benchmark"

// server is a running crunchy.
type server struct {
	*protocoltest.Client
	cmd *exec.Cmd
}

// freeAddress is an address of this computer on which nobody listens yet, and its port.
func freeAddress() (address, port string, err error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	defer free.Close()
	_, port, err = net.SplitHostPort(free.Addr().String())
	return free.Addr().String(), port, err
}

// start starts a server and returns when it answers.
func (b *bench) start(flags ...string) (*server, error) {
	address, port, err := freeAddress()
	if err != nil {
		return nil, err
	}
	secret := filepath.Join(b.dir, "token")
	if err := os.WriteFile(secret, []byte(token+"\n"), 0o600); err != nil {
		return nil, err
	}
	flags = append(flags, "--no-browser", "--port", port, "--token-file", secret, "--python", b.python, "--starts", "1000000", b.lessons())
	cmd := exec.CommandContext(b.ctx, b.program(), flags...)
	cmd.Env = append(os.Environ(), "HOME="+b.dir)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	said := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, Client: &protocoltest.Client{URL: "http://" + address, Token: token, HTTP: &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 2000},
	}}}
	for begin := time.Now(); ; time.Sleep(200 * time.Microsecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return s, nil
		}
		if time.Since(begin) > 20*time.Second {
			s.stop()
			return nil, fmt.Errorf("crunchy does not answer: %s", said)
		}
	}
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

// page is an open page, and what has come for it.
type page struct {
	*protocoltest.Page
	b      *bench
	frames *protocoltest.Poller
	heard  map[string]*strings.Builder // by uid and type
}

func (b *bench) open(lesson string) (*page, error) { return b.openOn(b.server, lesson) }

func (b *bench) openOn(s *server, lesson string) (*page, error) {
	p, err := s.Open(b.ctx, lesson, nil)
	if err != nil {
		return nil, err
	}
	return &page{Page: p, b: b, heard: map[string]*strings.Builder{}, frames: &protocoltest.Poller{
		Page: p, Types: "PROMPT,INPUT,STATUS", Batch: true, Wait: 20, After: p.Seq}}, nil
}

// do posts to the nth element.
func (p *page) do(n int, route, body string) error {
	a, err := p.Act(p.b.ctx, n, route, "&replace=1", body)
	if err == nil && a.Status != http.StatusOK {
		err = &protocoltest.StatusError{Answer: a}
	}
	return err
}

// listen takes what comes next.
func (p *page) listen() error {
	frames, err := p.frames.Next(p.b.ctx)
	for _, f := range frames {
		p.said(f.UID, f.Type).WriteString(f.Data)
	}
	return err
}

func (p *page) said(uid, kind string) *strings.Builder {
	key := uid + " " + kind
	if p.heard[key] == nil {
		p.heard[key] = &strings.Builder{}
	}
	return p.heard[key]
}

// until waits until the nth element has said something in frames of a type.
func (p *page) until(n int, kind, words string) error {
	for {
		if s := p.heard[p.UID(n)+" "+kind]; s != nil && strings.Contains(s.String(), words) {
			return nil
		}
		if err := p.ended(n); err != nil {
			return err
		}
		if err := p.listen(); err != nil {
			return err
		}
	}
}

// ended is an error when what the nth element runs has ended.
func (p *page) ended(n int) error {
	if p.heard[p.UID(n)+" STOP"] == nil {
		return nil
	}
	return fmt.Errorf("a program has ended too early: %s", p.said(p.UID(n), "STATUS"))
}

// forget forgets what has come.
func (p *page) forget() { clear(p.heard) }

// shut closes the page, with all that runs on it.
func (p *page) shut() {
	_, _ = p.Client.Do(p.b.ctx, http.MethodPost, "/close?page="+p.ID, "")
}
