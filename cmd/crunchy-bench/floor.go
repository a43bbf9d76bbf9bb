package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"

	"crunchy/cmd/internal/protocoltest"
)

// bareArgument is the word with which this program, started again, is the floor of
// what goes through a server: a process as Crunchy is one, but with nothing in it.
const bareArgument = "bare"

// bareServer gives what is posted to it to a bare Python, if there is one, and what
// that says, line by line, to requests that wait. It ends with its standard input.
func bareServer(command []string, in io.Reader, out io.Writer) error {
	to, from, held := io.Writer(io.Discard), bufio.NewReader(strings.NewReader("")), &atomic.Int64{}
	if len(command) > 0 {
		cmd := exec.Command(command[0], command[1:]...)
		stdin, err := cmd.StdinPipe()
		if err != nil {
			return err
		}
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			return err
		}
		if err := cmd.Start(); err != nil {
			return err
		}
		defer func() { _ = stdin.Close(); _ = cmd.Process.Kill(); _ = cmd.Wait() }()
		to, from = stdin, bufio.NewReader(stdout)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /post", func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		_, _ = to.Write(text)
	})
	mux.HandleFunc("GET /wait", func(w http.ResponseWriter, _ *http.Request) {
		line, _ := from.ReadString('\n')
		_, _ = io.WriteString(w, line)
	})
	mux.HandleFunc("GET /hold", func(_ http.ResponseWriter, r *http.Request) {
		held.Add(1)
		<-r.Context().Done()
	})
	mux.HandleFunc("GET /held", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, held.Load()) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s := &http.Server{Handler: mux}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		_ = s.Close()
	}()
	fmt.Fprintln(out, l.Addr())
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// bare is a bare server in a process of its own.
type bare struct {
	*protocoltest.Client
	cmd *exec.Cmd
	end func()
}

// bare starts a bare server, with a Python that runs the source unless that is empty.
func (b *bench) bare(source string) (*bare, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{bareArgument}
	if source != "" {
		args = append(args, b.python, "-I", "-c", source)
	}
	cmd := exec.CommandContext(b.ctx, self, args...)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	cmd.Cancel = stdin.Close
	address, _, err := firstLine(cmd)
	if err != nil {
		return nil, err
	}
	client := &protocoltest.Client{URL: "http://" + strings.TrimSpace(address), HTTP: &http.Client{Transport: &http.Transport{}}}
	return &bare{Client: client, cmd: cmd, end: func() { _ = stdin.Close(); _ = cmd.Wait() }}, nil
}

// trip posts a line and returns the line that comes for it.
func (f *bare) trip(ctx context.Context, line string) (string, error) {
	if _, err := f.Do(ctx, http.MethodPost, "/post", line+"\n"); err != nil {
		return "", err
	}
	a, err := f.Do(ctx, http.MethodGet, "/wait", "")
	return strings.TrimSuffix(a.Body, "\n"), err
}

// answers is a trip whose answer is known.
func (f *bare) answers(ctx context.Context, line, want string) error {
	got, err := f.trip(ctx, line)
	if err == nil && got != want {
		err = fmt.Errorf("the floor answers %q, not %q", got, want)
	}
	return err
}

// firstLine starts a program and returns when it has written a line, and then the
// program's end.
func firstLine(cmd *exec.Cmd) (line string, end func(), err error) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	line, err = bufio.NewReader(out).ReadString('\n')
	return line, func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }, err
}
