package runner

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// inquiry is a small program of ours that a Python runs by itself, isolated from the
// learner's folder, and that answers on its standard output.
type inquiry struct {
	code string
	time time.Duration // after which it is ended
	most int           // bytes of an answer
}

// run returns what it says. It fails for a program that fails, takes longer than
// its time, or says too much.
func (q inquiry) run(ctx context.Context, python string, stdin io.Reader, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, q.time)
	defer cancel()
	if strings.ContainsRune(python, filepath.Separator) { // it is not to be looked for from Dir
		path, err := filepath.Abs(python)
		if err != nil {
			return nil, err
		}
		python = path
	}
	cmd := exec.CommandContext(ctx, python, append([]string{"-I", "-c", q.code}, args...)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = os.TempDir(), environment(os.Environ()), time.Second
	cmd.Stdin = stdin
	out := &bounded{left: q.most}
	cmd.Stdout = out
	err := cmd.Run()
	return out.Bytes(), err
}

// bounded keeps what is written, up to a size.
type bounded struct {
	bytes.Buffer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(p) > b.left {
		return 0, errors.New("too much")
	}
	b.left -= len(p)
	return b.Buffer.Write(p)
}
