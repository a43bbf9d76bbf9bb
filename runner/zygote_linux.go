package runner

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"syscall"

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
	nursery    *nursery // by the path of the interpreter
}

// NewZygotes returns a Launcher for Linux. With namespaces a zygote is started in
// a pid namespace of its own, if the system allows that, so that nothing of it
// can be left. Either way it gives one to each process if it may, and otherwise
// the reapers see to the descendants.
func NewZygotes(log *slog.Logger, namespaces bool) *Zygotes {
	z := &Zygotes{log: log, namespaces: namespaces}
	z.nursery = newNursery(z.start)
	return z
}

func newZygotes(log *slog.Logger) Launcher { return NewZygotes(log, true) }

// Start implements [Launcher].
func (z *Zygotes) Start(ctx context.Context, s Start) (Copy, error) {
	err := z.nursery.fork(ctx, s.Python.Path, s.Files, func(*zygote) (any, error) {
		return request{Dir: s.Dir, Env: s.environment(), Terminal: s.Terminal}, nil
	})
	if err == nil || ctx.Err() != nil || errors.Is(err, ErrClosed) {
		return nil, err
	}
	z.log.Warn("Python is started without a zygote, which is slower", "python", s.Python.Path, "err", err)
	return z.cold.Start(ctx, s)
}

// start starts the zygote of an interpreter.
func (z *Zygotes) start(python string) (*zygote, error) {
	zy, err := bootZygote(python, z.namespaces)
	if err != nil && z.namespaces {
		z.log.Debug("no zygote in namespaces", "python", python, "err", err)
		zy, err = bootZygote(python, false)
	}
	if err == nil {
		z.log.Debug("a zygote is up", "python", python, "version", zy.hello.Version, "namespaces", zy.hello.PIDNS)
	}
	return zy, err
}

func bootZygote(python string, namespaces bool) (*zygote, error) {
	conn, theirs, err := line()
	if err != nil {
		return nil, err
	}
	zy := &zygote{conn: conn, cmd: exec.Command(python, agent.Args(agent.Zygote)...)}
	zy.cmd.ExtraFiles = []*os.File{theirs}
	zy.cmd.Env = environment(os.Environ())
	zy.cmd.SysProcAttr = ownSession()
	if namespaces {
		separate(zy.cmd.SysProcAttr)
	}
	err = zy.cmd.Start()
	_ = theirs.Close() // so that its end is seen
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	if err := zy.listen(); err != nil {
		return nil, errors.Join(err, zy.end())
	}
	return zy, nil
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

// Starts implements [Launcher].
func (z *Zygotes) Starts(Python) bool { return true }

// PIDNamespaces reports whether processes can be given pid namespaces: an attempt to
// start what is not there fails for that reason only if they can.
func PIDNamespaces() bool {
	cmd := &exec.Cmd{Path: "/proc/self/fd/none", Args: []string{"none"}, SysProcAttr: &syscall.SysProcAttr{}}
	separate(cmd.SysProcAttr)
	return errors.Is(cmd.Start(), fs.ErrNotExist)
}

// Close implements [Launcher].
func (z *Zygotes) Close() {
	z.nursery.close()
	z.cold.Close()
}
