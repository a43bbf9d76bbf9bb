//go:build linux && (amd64 || arm64)

package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Sandbox is a Launcher for a class whose students do not trust each other. Each
// owner has, for each Python, a zygote in a sandbox of bubblewrap: its own file
// system with the system's programs, read-only, and a home and a /tmp of bounded
// size in memory; no network; no capability; system calls filtered; and under a
// user id of its own if we are root. Each process has a pid namespace there.
type Sandbox struct {
	log     *slog.Logger
	bwrap   string
	filter  string
	nursery *nursery

	mu      sync.Mutex
	layouts map[string]func() ([]string, error) // what an interpreter needs to be seen, by its path
	uids    map[int]bool                        // in use
	groups  *groups
}

// Where students are in a sandbox.
const (
	sandboxHome = "/home/student"
	mostUIDs    = 1000
)

// NewSandbox returns a Sandbox if the machine can have one; [Sandbox.Check] tells
// whether it holds. The error is a [*SandboxError].
func NewSandbox(log *slog.Logger) (*Sandbox, error) {
	bwrap, err := findBubblewrap()
	if err != nil {
		return nil, err
	}
	refuse, err := filter()
	if err != nil {
		return nil, sandboxError(err)
	}
	s := &Sandbox{log: log, bwrap: bwrap, filter: refuse, layouts: map[string]func() ([]string, error){}, uids: map[int]bool{}, groups: findGroups(log)}
	s.nursery = newNursery(s.boot)
	return s, nil
}

// Start implements [Launcher].
func (s *Sandbox) Start(ctx context.Context, start Start) (Copy, error) {
	var made Copy
	err := s.nursery.fork(ctx, start.Owner+"\x00"+start.Python.Path, start.Files, func(zy *zygote) (any, error) {
		order := request{Dir: sandboxHome, Env: map[string]string{}, Terminal: start.Terminal}
		for _, r := range start.Limits.resources() { // from outside it takes a right that not every root has
			order.Limits = append(order.Limits, [3]uint64{uint64(r.number), r.soft, r.hard})
		}
		if start.Dir != "" {
			f := &folder{zy.home, start.Dir}
			made = f
			order.Dir = path.Join(sandboxHome, zy.home.name(start.Dir))
			if start.Modules != "" {
				order.Env["PYTHONPATH"] = path.Join(order.Dir, filepath.Base(start.Modules))
			}
			if err := f.Bring(); err != nil {
				s.log.Info("files of a lesson are not in the sandbox", "err", err)
			}
		}
		return order, nil
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// boot starts the zygote of an owner and an interpreter.
func (s *Sandbox) boot(key string) (*zygote, error) {
	_, python, _ := strings.Cut(key, "\x00")
	seen, err := s.seen(python)
	if err != nil {
		return nil, err
	}
	uid, err := s.takeUID()
	if err != nil {
		return nil, err
	}
	return s.enclose(python, seen, uid)
}

// enclose starts bubblewrap and waits until the zygote in it is up.
func (s *Sandbox) enclose(python string, seen []string, uid int) (*zygote, error) {
	said := &head{}
	zy, info, wait, err := s.wrap(python, seen, uid, said)
	if err != nil {
		s.freeUID(uid)
		return nil, err
	}
	zy.ended = func() { s.leave(zy, uid) }
	defer closeAll([]*os.File{info, wait})
	if err := s.settle(zy, info, wait, uid); err != nil {
		err = errors.Join(err, zy.end())
		cause, fix := explain(said.String(), err)
		return nil, &SandboxError{Cause: cause, Fix: fix, err: err}
	}
	s.log.Debug("a sandbox is up", "python", python, "uid", uid)
	return zy, nil
}

// wrap starts bubblewrap, which tells on info what its child is, and waits with
// that until something is written to wait.
func (s *Sandbox) wrap(python string, seen []string, uid int, said io.Writer) (zy *zygote, info, wait *os.File, err error) {
	var theirs [3]*os.File
	defer func() { closeAll(theirs[:]) }() // so that their end is seen
	conn, far, err := line()
	if err != nil {
		return nil, nil, nil, err
	}
	theirs[0] = far
	if info, theirs[1], err = os.Pipe(); err == nil {
		theirs[2], wait, err = os.Pipe()
	}
	if err == nil {
		cmd := exec.Command(s.bwrap, s.arguments(python, seen, uid)...)
		cmd.ExtraFiles, cmd.Env, cmd.Dir = theirs[:], []string{}, "/"
		cmd.Stderr, cmd.WaitDelay = said, time.Second
		cmd.SysProcAttr = ownSession()
		if os.Geteuid() == 0 {
			cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid), Groups: []uint32{}}
		}
		zy = &zygote{conn: conn, cmd: cmd}
		err = cmd.Start()
	}
	if err != nil {
		_ = conn.Close()
		closeAll([]*os.File{info, wait})
		return nil, nil, nil, err
	}
	return zy, info, wait, nil
}

// settle puts a new sandbox into its control group, tells the zygote what it has to
// know, and waits until it takes requests.
func (s *Sandbox) settle(zy *zygote, info, wait *os.File, uid int) error {
	var about struct {
		Child int `json:"child-pid"`
	}
	_ = info.SetReadDeadline(time.Now().Add(zygoteStart))
	if err := json.NewDecoder(info).Decode(&about); err != nil {
		return err
	}
	if fd, err := unix.PidfdOpen(about.Child, unix.PIDFD_NONBLOCK); err == nil {
		zy.first = os.NewFile(uintptr(fd), "pidfd")
	}
	var err error
	if zy.group, err = s.groups.put(about.Child); err != nil {
		return err // it was promised
	}
	order, err := json.Marshal(map[string]any{
		"home": sandboxHome, "folders": boundedFolders(),
		"bytes": homeBytes, "files": homeFiles, "filter": s.filter,
	})
	if err != nil {
		return err
	}
	if _, err := wait.Write([]byte{0}); err != nil {
		return err
	}
	if _, err := zy.conn.Write(order); err != nil {
		return err
	}
	if zy.home, err = receiveHome(zy, uid); err != nil {
		return err
	}
	return zy.listen()
}

// leave gives back what a sandbox had, once it has ended.
func (s *Sandbox) leave(zy *zygote, uid int) {
	zy.group.leave()
	if zy.home != nil {
		_ = zy.home.root.Close()
	}
	if await(zy.first) { // else somebody of that user lives on
		s.freeUID(uid)
	}
	closeAll([]*os.File{zy.first})
}

// Starved implements starver.
func (s *Sandbox) Starved(owner string) int64 {
	starved := false
	s.nursery.each(owner+"\x00", func(zy *zygote) { starved = zy.group.starved() || starved })
	if starved {
		return groupMemory
	}
	return 0
}

// await waits a moment until the first process of a sandbox is gone, and with it all
// others, and says whether it is. One that cannot be asked for has been gone for long.
func await(first *os.File) bool {
	if first == nil {
		return true
	}
	poll := []unix.PollFd{{Fd: int32(first.Fd()), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(poll, 2000)
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n == 1
		}
	}
}

// receiveHome waits for the folder that is the student's.
func receiveHome(zy *zygote, uid int) (*home, error) {
	message, rights := make([]byte, 4096), make([]byte, unix.CmsgSpace(4))
	_ = zy.conn.SetReadDeadline(time.Now().Add(zygoteStart))
	n, got, _, _, err := zy.conn.ReadMsgUnix(message, rights)
	if err != nil {
		return nil, err
	}
	var said hello
	_ = json.Unmarshal(message[:n], &said)
	if said.Cause != "" {
		return nil, errors.New(said.Cause)
	}
	controls, err := unix.ParseSocketControlMessage(rights[:got])
	if err != nil || len(controls) != 1 {
		return nil, fmt.Errorf("the sandbox has sent no home: %w", errors.Join(err, errors.New("no descriptor")))
	}
	fds, err := unix.ParseUnixRights(&controls[0])
	if err != nil || len(fds) != 1 {
		return nil, fmt.Errorf("the sandbox has sent no home: %w", errors.Join(err, errors.New("no descriptor")))
	}
	defer unix.Close(fds[0])
	root, err := os.OpenRoot(fmt.Sprintf("/proc/self/fd/%d", fds[0]))
	if err != nil {
		return nil, err
	}
	return newHome(root, uid), nil
}

// boundedFolders are those that students may write into.
func boundedFolders() []string { return []string{sandboxHome, "/tmp", "/dev/shm"} }

// takeUID returns a user that no sandbox has just now.
func (s *Sandbox) takeUID() (int, error) {
	if os.Geteuid() != 0 {
		return os.Geteuid(), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	first := firstUID()
	for uid := first; uid < first+mostUIDs; uid++ {
		if !s.uids[uid] {
			s.uids[uid] = true
			return uid, nil
		}
	}
	return 0, errFull
}

// firstUID begins a range of users that systems give to nobody, and another Crunchy
// on this computer hardly has. A container may have but the usual 65536.
func firstUID() int {
	table, _ := os.ReadFile("/proc/self/uid_map")
	if f := strings.Fields(string(table)); len(f) == 3 && f[0] == "0" && len(f[2]) < len("4294967295") {
		return 60600
	}
	return 2_000_000 + os.Getpid()%1000*mostUIDs
}

func (s *Sandbox) freeUID(uid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.uids, uid)
}

// Starts implements [Launcher]: not every Python is in a place that all may enter.
func (s *Sandbox) Starts(p Python) bool {
	_, err := s.seen(p.Path)
	return err == nil
}

// Close implements [Launcher].
func (s *Sandbox) Close() {
	s.nursery.close()
}

// head keeps the beginning of what bubblewrap and the zygote complain of.
type head struct {
	mu   sync.Mutex
	text []byte
}

func (t *head) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p[:min(len(p), 4096-len(t.text))]...)
	return len(p), nil
}

func (t *head) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.text))
}

// String says in sentences for whoever starts the server what the sandbox is like.
func (s *Sandbox) String() string {
	said := fmt.Sprintf("They have no network and a home of %d MiB each.", homeBytes>>20)
	if s.groups == nil {
		return said + " Memory is limited for each program alone, since control groups cannot be made here; crunchy doctor tells how they can."
	}
	return said + fmt.Sprintf(" All programs of a student have %d MiB of memory together.", groupMemory>>20)
}

// examineGroups says what control groups there are.
func examineGroups(s *Sandbox) Finding {
	found := Finding{What: "control groups", Good: s.groups != nil, Class: true}
	switch {
	case s.groups == nil:
		found.Detail = "none can be made, so that many programs of one student together have no limit of memory"
		found.Fix = "systemd-run --user --scope -p Delegate=yes crunchy --sandbox"
	case s.groups.unified:
		found.Detail = "version 2"
	default:
		found.Detail = "version 1"
	}
	return found
}
