package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// nursery keeps one zygote for each key, and starts it when it is first wanted.
type nursery struct {
	// boot starts the zygote of a key and returns when it takes requests.
	boot func(key string) (*zygote, error)

	mu     sync.Mutex
	closed bool
	all    map[string]*cradle
	wg     sync.WaitGroup
}

func newNursery(boot func(key string) (*zygote, error)) *nursery {
	return &nursery{boot: boot, all: map[string]*cradle{}}
}

// cradle is the place of a zygote. Its fields may be read once up is closed.
type cradle struct {
	up  chan empty
	zy  *zygote
	err error
}

// zygoteRetry is how long after a failed start the next one is tried.
const zygoteRetry = 30 * time.Second

// fork has the zygote of a key fork a process. The request is made for the zygote
// that will get it.
func (n *nursery) fork(ctx context.Context, key string, files []*os.File, request func(*zygote) (any, error)) error {
	var err error
	for range 2 { // the first may turn out to be dead
		var c *cradle
		if c, err = n.get(ctx, key); err != nil {
			break
		}
		var message any
		if message, err = request(c.zy); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err() // it took long to make it ready, which is not the zygote's fault
		}
		if err = c.zy.fork(ctx, message, files); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
		n.drop(key, c)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// get returns a cradle whose zygote is up.
func (n *nursery) get(ctx context.Context, key string) (*cradle, error) {
	n.mu.Lock()
	if n.closed {
		n.mu.Unlock()
		return nil, ErrClosed
	}
	c := n.all[key]
	if c == nil {
		c = &cradle{up: make(chan empty)}
		n.all[key] = c
		n.wg.Go(func() { n.live(key, c) })
	}
	n.mu.Unlock()
	select {
	case <-c.up:
		return c, c.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// drop forgets a zygote that is of no use, and ends it.
func (n *nursery) drop(key string, c *cradle) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.all[key] == c {
		delete(n.all, key)
	}
	if c.zy != nil {
		_ = c.zy.conn.Close()
	}
}

// end ends the zygote of a key, if there is one.
func (n *nursery) end(key string) {
	n.mu.Lock()
	c := n.all[key]
	n.mu.Unlock()
	if c != nil {
		<-c.up
		n.drop(key, c)
	}
}

// each does something with every zygote that is up and whose key begins so.
func (n *nursery) each(prefix string, do func(*zygote)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for key, c := range n.all {
		if c.zy != nil && strings.HasPrefix(key, prefix) {
			do(c.zy)
		}
	}
}

// live starts a zygote and waits for its end.
func (n *nursery) live(key string, c *cradle) {
	// Bubblewrap dies with the thread that started it, which is to be there as long.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	zy, err := n.boot(key)
	n.mu.Lock()
	c.zy, c.err = zy, err
	if n.closed && zy != nil {
		_ = zy.conn.Close()
	}
	n.mu.Unlock()
	close(c.up)
	if err != nil {
		time.AfterFunc(zygoteRetry, func() { n.drop(key, c) })
		return
	}
	_, _ = zy.conn.Read(make([]byte, 1)) // nothing comes but the end, its or ours
	n.drop(key, c)
	_ = zy.end()
}

// close ends all of them, and returns when they are gone.
func (n *nursery) close() {
	n.mu.Lock()
	n.closed = true
	for _, c := range n.all {
		select {
		case <-c.up:
			if c.zy != nil {
				_ = c.zy.conn.Close()
			}
		default: // live will see
		}
	}
	n.mu.Unlock()
	n.wg.Wait()
}

// zygote is an interpreter that forks processes.
type zygote struct {
	cmd   *exec.Cmd
	conn  *net.UnixConn
	hello hello
	ended func() // called when it is gone; nil for nothing to do
	home  *home  // of the student, in a sandbox
	group *controlGroup
	first *os.File // the pidfd of the first process in the sandbox
}

// hello is what a zygote says when it is up, or why it is not.
type hello struct {
	Ready   bool
	Cause   string
	Version string
	PIDNS   bool // each process gets a pid namespace of its own
}

// zygoteStart is how long it may take to come up.
const zygoteStart = 15 * time.Second

// line makes the socket of a zygote: our end, and the file that is to be its
// descriptor 3.
func line() (ours *net.UnixConn, theirs *os.File, err error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	near, far := os.NewFile(uintptr(pair[0]), "zygote"), os.NewFile(uintptr(pair[1]), "zygote")
	conn, err := net.FileConn(near)
	_ = near.Close()
	if err != nil {
		_ = far.Close()
		return nil, nil, err
	}
	return conn.(*net.UnixConn), far, nil
}

// listen waits until the zygote is ready.
func (zy *zygote) listen() error {
	message := make([]byte, 4096)
	_ = zy.conn.SetReadDeadline(time.Now().Add(zygoteStart))
	n, err := zy.conn.Read(message)
	if err == nil {
		err = json.Unmarshal(message[:n], &zy.hello)
	}
	if err == nil && !zy.hello.Ready {
		err = errors.New(zy.hello.Cause)
	}
	if err != nil {
		return fmt.Errorf("runner: the zygote did not come up: %w", err)
	}
	_ = zy.conn.SetReadDeadline(time.Time{})
	return nil
}

// end ends a zygote, and says how it did.
func (zy *zygote) end() error {
	_ = zy.conn.Close()
	_ = zy.cmd.Process.Kill()
	err := zy.cmd.Wait()
	if zy.ended != nil {
		zy.ended()
	}
	return err
}

// fork asks for a process.
func (zy *zygote) fork(ctx context.Context, message any, files []*os.File) error {
	request, err := json.Marshal(message)
	if err != nil {
		return err
	}
	fds := make([]int, len(files))
	for i, f := range files {
		fds[i] = int(f.Fd())
	}
	deadline, _ := ctx.Deadline() // none: no limit either
	_ = zy.conn.SetWriteDeadline(deadline)
	_, _, err = zy.conn.WriteMsgUnix(request, unix.UnixRights(fds...), nil)
	return err
}

// request is what a zygote is asked to fork.
type request struct {
	Dir      string            `json:"dir"`
	Env      map[string]string `json:"env"`
	Terminal bool              `json:"terminal"`
	Limits   [][3]uint64       `json:"limits,omitempty"` // number, soft and hard limit, which it sets itself
	Probe    *canary           `json:"probe,omitempty"`  // it is to tell what it can do, and end
}

// canary is what a process in a sandbox must not reach, see python/selfcheck.py.
type canary struct {
	Port    int                 `json:"port"`    // of this computer
	File    string              `json:"file"`    // that everybody may read
	Folders []string            `json:"folders"` // of a bounded size
	Bytes   int                 `json:"bytes"`
	Files   int                 `json:"files"`
	Seen    map[string][]string `json:"seen"` // what it may see, by folder
}
