package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// findJupyter finds the command of a Jupyter server, without arguments to it.
func findJupyter() []string {
	if path, err := exec.LookPath("jupyter-server"); err == nil {
		return []string{path}
	}
	if path, err := exec.LookPath("jupyter"); err == nil && exec.Command(path, "server", "--version").Run() == nil {
		return []string{path, "server"}
	}
	return nil
}

// jupyter is a running Jupyter server, with a home, a port and a token of its own and
// with the settings that it has from the start.
type jupyter struct {
	ctx     context.Context
	url     string
	version string
	log     string // the file with what it says
	cmd     *exec.Cmd
	exited  chan struct{}
	cancel  context.CancelFunc
}

// startJupyter starts one and returns when it answers. It ends at the latest with ctx.
func startJupyter(ctx context.Context, command []string, dir string) (*jupyter, error) {
	home, err := os.MkdirTemp(dir, "jupyter-")
	if err != nil {
		return nil, err
	}
	address, port, err := freeAddress()
	if err != nil {
		return nil, err
	}
	args := append(command[1:len(command):len(command)], "--no-browser", "--ip=127.0.0.1", "--port="+port,
		"--ServerApp.port_retries=0", "--ServerApp.root_dir="+home)
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	j := &jupyter{url: "http://" + address, log: filepath.Join(home, "log"), exited: make(chan struct{})}
	log, err := os.Create(j.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	j.ctx, j.cancel = context.WithCancel(ctx)
	j.cmd = exec.CommandContext(j.ctx, command[0], args...)
	j.cmd.Dir, j.cmd.Stdout, j.cmd.Stderr = home, log, log
	j.cmd.Env = append(os.Environ(), "HOME="+home, "JUPYTER_TOKEN="+token, "IPYTHONDIR="+filepath.Join(home, "ipython"))
	for _, kind := range []string{"CONFIG", "DATA", "RUNTIME"} {
		j.cmd.Env = append(j.cmd.Env, "JUPYTER_"+kind+"_DIR="+filepath.Join(home, strings.ToLower(kind)))
	}
	j.cmd.Cancel = func() error { return j.cmd.Process.Signal(syscall.SIGTERM) } // it ends its kernels
	j.cmd.WaitDelay = 20 * time.Second
	if err := j.cmd.Start(); err != nil {
		j.cancel()
		return nil, err
	}
	go func() {
		_ = j.cmd.Wait()
		close(j.exited)
	}()
	if err := j.answers(); err != nil {
		j.stop()
		return nil, err
	}
	return j, nil
}

// answers waits for its first answer.
func (j *jupyter) answers() error {
	for {
		var about struct{ Version string }
		err := j.do(http.MethodGet, "/api", nil, &about)
		if err == nil {
			j.version = about.Version
			return nil
		}
		select {
		case <-j.exited:
			said, _ := os.ReadFile(j.log)
			return fmt.Errorf("it ends at once: %s", bytes.TrimSpace(said))
		case <-j.ctx.Done():
			return fmt.Errorf("it does not answer: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// stop ends the server and its kernels, those too that it does not end itself.
func (j *jupyter) stop() {
	var kernels []*os.Process
	for _, pid := range descendants(j.cmd.Process.Pid) {
		if p, err := os.FindProcess(pid); err == nil { // held: no later process is mistaken for it
			kernels = append(kernels, p)
		}
	}
	j.cancel()
	<-j.exited
	for _, p := range kernels {
		_ = p.Kill()
		_ = p.Release()
	}
}

// do sends a request and reads the JSON of the answer.
func (j *jupyter) do(method, path string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(j.ctx, method, j.url+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "token "+token)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if text, err = io.ReadAll(a.Body); err != nil {
		return err
	}
	if a.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, path, a.Status, text)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(text, answer)
}

// kernels starts so many at once.
func (j *jupyter) kernels(n int) ([]*kernel, error) {
	all, errs := make([]*kernel, n), make(chan error, n)
	for i := range n {
		go func() {
			var err error
			all[i], err = j.kernel()
			errs <- err
		}()
	}
	var failed error
	for range n {
		failed = errors.Join(failed, <-errs)
	}
	return all, failed
}
