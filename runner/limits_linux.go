package runner

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// errNobody says that a terminal is nobody's.
var errNobody = errors.New("runner: the terminal has no session")

// restrict bounds what the interpreter on the terminal may use, and all that it
// will start. It is done from here, before there is code of a learner's, as a
// process can be known by its terminal also where its namespace has other numbers.
func (t *terminal) restrict(l Limits) error {
	err := errNobody
	t.control(func(fd uintptr) {
		if pid := sessionLeader(fd); pid > 1 {
			err = l.impose(pid)
		}
	})
	if errors.Is(err, unix.ESRCH) {
		return nil // it has ended meanwhile
	}
	return err
}

// impose sets a process's limits, in so far as they are not lower already.
func (l Limits) impose(pid int) error {
	for _, r := range l.resources() {
		var old unix.Rlimit
		if err := unix.Prlimit(pid, r.number, nil, &old); err != nil {
			return fmt.Errorf("runner: reading the limit of %s: %w", r.name, err)
		}
		limit := unix.Rlimit{Cur: min(r.soft, old.Max), Max: min(r.hard, old.Max)}
		if err := unix.Prlimit(pid, r.number, &limit, nil); err != nil {
			return fmt.Errorf("runner: setting the limit of %s: %w", r.name, err)
		}
	}
	return nil
}

// resource is a limit of the kernel's.
type resource struct {
	name       string
	number     int
	soft, hard uint64
}

// resources are the limits of the kernel's for each process.
func (l Limits) resources() []resource {
	set := []resource{{name: "core", number: unix.RLIMIT_CORE}}
	for _, r := range []struct {
		name   string
		number int
		most   int64
		last   uint64 // how much further than the first warning it gets
	}{
		{"memory", unix.RLIMIT_AS, l.Memory, 0},
		{"file size", unix.RLIMIT_FSIZE, l.FileSize, 0},
		{"files", unix.RLIMIT_NOFILE, int64(l.Files), 0},
		{"processes", unix.RLIMIT_NPROC, int64(l.Children), 0},
		{"processor time", unix.RLIMIT_CPU, int64(math.Ceil(l.CPU.Seconds())), 1},
	} {
		if r.most > 0 {
			set = append(set, resource{r.name, r.number, uint64(r.most), uint64(r.most) + r.last})
		}
	}
	return set
}

const (
	ttysEach = 2  // terminals of a process
	filesAt  = 12 // descriptors that it takes while it is started, and what it shows
	spare    = 256
)

// room is how many processes the computer has terminals and descriptors for; 0 if
// that cannot be known. Go has raised our own limit as far as it goes.
func room() int {
	var files unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &files); err != nil {
		return 0
	}
	most := max(int(min(files.Cur, math.MaxInt32))-spare, filesAt) / filesAt
	ttys, err := ptys("max")
	if err != nil {
		return most
	}
	reserved, _ := ptys("reserve") // older systems have none
	used, _ := ptys("nr")
	return min(most, max(ttys-reserved-used, ttysEach)/ttysEach)
}

// ptys is one of the kernel's numbers about terminals.
func ptys(name string) (int, error) {
	text, err := os.ReadFile("/proc/sys/kernel/pty/" + name)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}
