package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"crunchy/runner/agent"

	"golang.org/x/sys/unix"
)

// Zygotes is a Launcher that keeps one interpreter with everything loaded for
// each installation of Python, and has it fork the processes. Where that does
// not work it starts them cold.
type Zygotes struct {
	log        *slog.Logger
	namespaces bool
	cold       Cold

	mu     sync.Mutex
	closed bool
	all    map[string]*zygote // by the path of the interpreter
	wg     sync.WaitGroup
}

// NewZygotes returns a Launcher for Linux. With namespaces a zygote is started in
// a pid namespace of its own, if the system allows that, so that nothing of it
// can be left. Either way it gives one to each process if it may, and otherwise
// the reapers see to the descendants.
func NewZygotes(log *slog.Logger, namespaces bool) *Zygotes {
	return &Zygotes{log: log, namespaces: namespaces, all: map[string]*zygote{}}
}

func newZygotes(log *slog.Logger) Launcher { return NewZygotes(log, true) }

// zygote is one of them. Its fields may be read once up is closed.
type zygote struct {
	up   chan empty
	err  error
	cmd  *exec.Cmd
	conn *net.UnixConn

	hello struct {
		Ready   bool
		Version string
		PIDNS   bool // each process gets a pid namespace of its own
	}
}

const (
	zygoteStart = 15 * time.Second // for it to be ready
	zygoteRetry = 30 * time.Second // from a failed one to the next attempt
)

// Start implements [Launcher].
func (z *Zygotes) Start(ctx context.Context, s Start) error {
	var err error
	for range 2 { // the first may turn out to be dead
		var zy *zygote
		if zy, err = z.get(ctx, s.Python.Path); err != nil {
			break
		}
		if err = zy.fork(ctx, s); err == nil {
			return nil
		}
		z.drop(s.Python.Path, zy)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, ErrClosed) {
		return err
	}
	z.log.Warn("Python is started without a zygote, which is slower", "python", s.Python.Path, "err", err)
	return z.cold.Start(ctx, s)
}

// get returns a zygote that is up.
func (z *Zygotes) get(ctx context.Context, python string) (*zygote, error) {
	z.mu.Lock()
	if z.closed {
		z.mu.Unlock()
		return nil, ErrClosed
	}
	zy := z.all[python]
	if zy == nil {
		zy = &zygote{up: make(chan empty)}
		z.all[python] = zy
		z.wg.Go(func() { z.live(python, zy) })
	}
	z.mu.Unlock()
	select {
	case <-zy.up:
		return zy, zy.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// drop forgets a zygote that is of no use, and ends it.
func (z *Zygotes) drop(python string, zy *zygote) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.all[python] == zy {
		delete(z.all, python)
	}
	if zy.conn != nil {
		_ = zy.conn.Close()
	}
}

// live starts a zygote and waits for its end.
func (z *Zygotes) live(python string, zy *zygote) {
	zy.err = zy.boot(python, z.namespaces)
	if zy.err != nil && z.namespaces {
		z.log.Debug("no zygote in namespaces", "python", python, "err", zy.err)
		zy.err = zy.boot(python, false)
	}
	if zy.err == nil {
		z.log.Debug("a zygote is up", "python", python, "version", zy.hello.Version, "namespaces", zy.hello.PIDNS)
	}
	z.mu.Lock()
	if z.closed && zy.conn != nil {
		_ = zy.conn.Close()
	}
	z.mu.Unlock()
	close(zy.up)
	if zy.err != nil {
		time.AfterFunc(zygoteRetry, func() { z.drop(python, zy) })
		return
	}
	_, _ = zy.conn.Read(make([]byte, 1)) // nothing comes but the end, its or ours
	z.drop(python, zy)
	_ = zy.cmd.Process.Kill()
	_ = zy.cmd.Wait()
}

// boot starts the interpreter and waits until it is ready.
func (zy *zygote) boot(python string, namespaces bool) error {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "zygote"), os.NewFile(uintptr(pair[1]), "zygote")
	defer closeAll([]*os.File{ours, theirs})
	conn, err := net.FileConn(ours)
	if err != nil {
		return err
	}
	line := conn.(*net.UnixConn)
	cmd := exec.Command(python, agent.Args(agent.Zygote)...)
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.Env = environment(os.Environ())
	cmd.SysProcAttr = ownSession()
	if namespaces {
		separate(cmd.SysProcAttr)
	}
	if err := cmd.Start(); err != nil {
		_ = line.Close()
		return err
	}
	_ = theirs.Close() // so that its end is seen
	message := make([]byte, 4096)
	_ = line.SetReadDeadline(time.Now().Add(zygoteStart))
	n, err := line.Read(message)
	if err == nil {
		err = json.Unmarshal(message[:n], &zy.hello)
	}
	if err != nil || !zy.hello.Ready {
		_ = line.Close()
		_ = cmd.Process.Kill()
		return fmt.Errorf("runner: the zygote did not come up: %w", errors.Join(err, cmd.Wait()))
	}
	_ = line.SetReadDeadline(time.Time{})
	zy.cmd, zy.conn = cmd, line
	return nil
}

// separate asks for a pid namespace in which the zygote may make others.
func separate(attr *syscall.SysProcAttr) {
	attr.Cloneflags = syscall.CLONE_NEWPID
	if os.Geteuid() == 0 {
		return
	}
	attr.Cloneflags |= syscall.CLONE_NEWUSER
	attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
	attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
	attr.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN}
}

// fork asks for a process.
func (zy *zygote) fork(ctx context.Context, s Start) error {
	request, err := json.Marshal(struct {
		Dir      string            `json:"dir"`
		Env      map[string]string `json:"env"`
		Terminal bool              `json:"terminal"`
	}{s.Dir, s.environment(), s.Terminal})
	if err != nil {
		return err
	}
	fds := make([]int, len(s.Files))
	for i, f := range s.Files {
		fds[i] = int(f.Fd())
	}
	deadline, _ := ctx.Deadline() // none: no limit either
	_ = zy.conn.SetWriteDeadline(deadline)
	_, _, err = zy.conn.WriteMsgUnix(request, unix.UnixRights(fds...), nil)
	return err
}

// Close implements [Launcher].
func (z *Zygotes) Close() {
	z.mu.Lock()
	z.closed = true
	for _, zy := range z.all {
		select {
		case <-zy.up:
			if zy.conn != nil {
				_ = zy.conn.Close()
			}
		default: // live will see
		}
	}
	z.mu.Unlock()
	z.wg.Wait()
	z.cold.Close()
}
