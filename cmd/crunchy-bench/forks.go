package main

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// forkedTicks are forks of one bare Python that tell the time once a second, one
// after the other, until their standard input ends.
const forkedTicks = `import os, select, time
n = %d
for i in range(n):
    if os.fork() == 0:
        time.sleep(i / n)
        while not select.select([0], [], [], 1)[0]: os.write(1, b"%%f\n" %% time.time())
        os._exit(0)
while os.read(0, 1): pass
`

// forks are forks of a bare Python: the floor of many programs.
type forks struct {
	late lateness
	pid  int
	end  func() error
}

// fork starts so many and returns when each has told its time.
func (b *bench) fork(n int) (*forks, error) {
	cmd := exec.CommandContext(b.ctx, b.python, "-I", "-c", fmt.Sprintf(forkedTicks, n))
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	f := &forks{pid: cmd.Process.Pid}
	up, over := make(chan struct{}), make(chan error, 1)
	go func() {
		var err error
		lines := bufio.NewScanner(out)
		for i := 1; lines.Scan() && err == nil; i++ {
			err = f.late.line(lines.Text())
			if i == n {
				close(up)
			}
		}
		_, _ = io.Copy(io.Discard, out)
		over <- err
	}()
	f.end = func() error {
		_ = in.Close()
		err := <-over
		_ = cmd.Wait()
		return err
	}
	select {
	case <-up:
		return f, nil
	case err := <-over:
		_ = in.Close()
		_ = cmd.Wait()
		return nil, fmt.Errorf("%d forks of a bare Python do not come up: %v", n, err)
	}
}

// line takes a line that tells when it was printed.
func (l *lateness) line(text string) error {
	now := time.Now()
	then, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return fmt.Errorf("a line is %q", text)
	}
	l.add(1000 * (float64(now.UnixNano())/1e9 - then))
	return nil
}
