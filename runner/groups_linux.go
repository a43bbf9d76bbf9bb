package runner

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// groups makes control groups, one for each sandbox, where the system lets us:
// version 2 in a part of the tree that is ours (systemd: Delegate=yes), version 1
// as root. They bound what all processes of a student have together. A nil groups
// has none.
type groups struct {
	parents []string // folders in which to make them: one of version 2, several of version 1
	unified bool
	made    atomic.Int64
}

const (
	groupMemory    = 512 << 20
	groupProcesses = 256
)

// findGroups looks where control groups can be made.
func findGroups(log *slog.Logger) *groups {
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return nil
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	for _, find := range []func(mounts, own string) (*groups, error){unifiedGroups, separateGroups} {
		g, err := find(string(mounts), string(own))
		if err == nil {
			return g
		}
		log.Debug("control groups of one kind cannot be made", "err", err)
	}
	return nil
}

var errNoGroups = errors.New("runner: there are none")

// unifiedGroups looks for version 2.
func unifiedGroups(mounts, own string) (*groups, error) {
	root, path := mountOf(mounts, "cgroup2", ""), ownPath(own, "")
	if root == "" || path == "" {
		return nil, errNoGroups
	}
	base := filepath.Join(root, strings.TrimSuffix(path, "/"+asideName))
	controllers, err := os.ReadFile(filepath.Join(base, "cgroup.controllers"))
	if err != nil {
		return nil, err
	}
	for _, wanted := range []string{"memory", "pids"} {
		if !slices.Contains(strings.Fields(string(controllers)), wanted) {
			return nil, fmt.Errorf("there is no controller for %s", wanted)
		}
	}
	enable := func() error {
		return os.WriteFile(filepath.Join(base, "cgroup.subtree_control"), []byte("+memory +pids"), 0)
	}
	if enable() != nil { // a group with members has no parts: step aside, if it is all ours
		aside := filepath.Join(base, asideName)
		members, err := os.ReadFile(filepath.Join(base, "cgroup.procs"))
		if err != nil {
			return nil, err
		}
		for _, pid := range strings.Fields(string(members)) {
			if !isCrunchy(pid) {
				return nil, errors.New("the group is shared with other programs")
			}
		}
		if err := os.Mkdir(aside, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
			return nil, err
		}
		for _, pid := range strings.Fields(string(members)) {
			if err := os.WriteFile(filepath.Join(aside, "cgroup.procs"), []byte(pid), 0); err != nil {
				return nil, err
			}
		}
		if err := enable(); err != nil {
			return nil, err
		}
	}
	return tryGroups(&groups{parents: []string{base}, unified: true})
}

// asideName is the part of a group in which the server is itself.
const asideName = "crunchy-server"

// isCrunchy reports whether a process is.
func isCrunchy(pid string) bool {
	theirs, err := os.Readlink("/proc/" + pid + "/exe")
	own, _ := os.Readlink("/proc/self/exe")
	return err == nil && theirs == own
}

// separateGroups looks for version 1.
func separateGroups(mounts, own string) (*groups, error) {
	g := &groups{}
	for _, controller := range []string{"memory", "pids"} {
		root, path := mountOf(mounts, "cgroup", controller), ownPath(own, controller)
		if root == "" || path == "" {
			return nil, errNoGroups
		}
		dir := filepath.Join(root, path)
		if _, err := os.Stat(dir); err != nil { // a container sees its own part as the root
			dir = root
		}
		g.parents = append(g.parents, dir)
	}
	return tryGroups(g)
}

// tryGroups makes one to see whether that can be done.
func tryGroups(g *groups) (*groups, error) {
	one, err := g.put(0)
	one.leave()
	if err != nil {
		return nil, err
	}
	return g, nil
}

// mountOf finds where a control group system is mounted: version 1 by an option.
func mountOf(mounts, kind, option string) string {
	for line := range strings.Lines(mounts) {
		f := strings.Fields(line)
		if len(f) > 3 && f[2] == kind && (option == "" || slices.Contains(strings.Split(f[3], ","), option)) {
			return f[1]
		}
	}
	return ""
}

// ownPath finds our own group: "0::/path", or "8:pids:/path".
func ownPath(own, controller string) string {
	for line := range strings.Lines(strings.TrimSpace(own)) {
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(f) == 3 && (controller == "" && f[0] == "0" || controller != "" && slices.Contains(strings.Split(f[1], ","), controller)) {
			return f[2]
		}
	}
	return ""
}

// controlGroup is one of them: a folder in each of the parents. A nil group is none.
type controlGroup struct {
	dirs  []string
	kills int // of processes for want of memory, when it was asked last
}

// put makes a group for a process that has no children yet; 0 puts nobody in it. The
// group is to be left also when there is an error.
func (g *groups) put(pid int) (*controlGroup, error) {
	if g == nil {
		return nil, nil
	}
	n, made := g.made.Add(1), &controlGroup{}
	for _, parent := range g.parents {
		dir := filepath.Join(parent, fmt.Sprintf("crunchy-%d-%d", os.Getpid(), n))
		if err := os.Mkdir(dir, 0o755); err != nil {
			return made, err
		}
		made.dirs = append(made.dirs, dir)
		if err := g.limit(dir); err != nil {
			return made, err
		}
		if pid == 0 {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0); err != nil {
			return made, err
		}
	}
	return made, nil
}

// leave removes the group when all in it are to be gone.
func (g *controlGroup) leave() {
	if g == nil {
		return
	}
	for _, dir := range g.dirs {
		removeGroup(dir)
	}
}

// starved reports whether a process was killed for want of memory since it was asked last.
func (g *controlGroup) starved() bool {
	if g == nil {
		return false
	}
	kills := 0
	for _, dir := range g.dirs {
		for _, file := range []string{"memory.events", "memory.oom_control"} { // version 2, version 1
			text, _ := os.ReadFile(filepath.Join(dir, file)) // the other has none
			for line := range strings.Lines(string(text)) {
				if n, found := strings.CutPrefix(strings.TrimSpace(line), "oom_kill "); found {
					kills, _ = strconv.Atoi(n)
				}
			}
		}
	}
	more := kills > g.kills
	g.kills = kills
	return more
}

// limit sets what the controllers of a group take.
func (g *groups) limit(dir string) error {
	var errs []error
	for _, l := range []struct {
		file  string
		value int
		must  bool
	}{
		{"memory.max", groupMemory, true}, {"memory.swap.max", 0, false}, {"memory.limit_in_bytes", groupMemory, true}, {"pids.max", groupProcesses, true},
	} {
		file := filepath.Join(dir, l.file)
		if _, err := os.Stat(file); err != nil {
			continue // of another version, or another controller
		}
		if err := os.WriteFile(file, []byte(strconv.Itoa(l.value)), 0); err != nil && l.must {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// removeGroup ends whoever is left in a group, and removes it.
func removeGroup(dir string) {
	_ = os.WriteFile(filepath.Join(dir, "cgroup.kill"), []byte("1"), 0) // version 2
	for deadline := time.Now().Add(2 * time.Second); os.Remove(dir) != nil && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond) // they are dying
	}
}
