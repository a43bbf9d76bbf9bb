//go:build linux && (amd64 || arm64)

package runner

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crunchy/runner/agent"
)

// Check starts a process as a student's would be and has it try what must fail. The
// error is a [*SandboxError].
func (s *Sandbox) Check(ctx context.Context, python Python) error {
	seen, err := s.seen(python.Path)
	if err != nil {
		return sandboxError(err)
	}
	key := "\x00" + python.Path // nobody's
	defer s.nursery.end(key)
	holes, err := probeProcess(ctx, s.nursery, key, seen)
	if err != nil {
		return sandboxError(err)
	}
	if len(holes) > 0 {
		return &SandboxError{Cause: "a program in it " + strings.Join(holes, ", and ")}
	}
	return nil
}

func sandboxError(err error) error {
	var known *SandboxError
	if errors.As(err, &known) {
		return known
	}
	return &SandboxError{Cause: err.Error(), err: err}
}

// probeProcess has a process tell what it can do that it must not.
func probeProcess(ctx context.Context, n *nursery, key string, seen []string) (holes []string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	file, err := os.CreateTemp("", "crunchy-check")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := file.Chmod(0o644); err != nil {
		return nil, err
	}
	tries := &canary{
		Port: listener.Addr().(*net.TCPAddr).Port, File: file.Name(),
		Folders: boundedFolders(), Bytes: homeBytes, Files: homeFiles, Seen: visible(slices.Concat(seen, []string{sandboxHome})),
	}
	p, err := bare(func(files []*os.File) error {
		return n.fork(ctx, key, files, func(*zygote) (any, error) {
			return request{Dir: sandboxHome, Env: map[string]string{}, Probe: tries}, nil
		})
	})
	if err != nil {
		return nil, err
	}
	defer p.close()
	said, err := hear(bufio.NewReader(p.events), agent.EvHoles)
	return said.Holes, err
}

// visible is what folders on the way to those that are shown have in them.
func visible(shown []string) map[string][]string {
	seen := map[string][]string{}
	for _, dir := range shown {
		for ; dir != "/"; dir = filepath.Dir(dir) {
			seen[filepath.Dir(dir)] = append(seen[filepath.Dir(dir)], filepath.Base(dir))
		}
	}
	return seen
}
