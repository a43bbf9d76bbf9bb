//go:build linux && (amd64 || arm64)

package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"crunchy/runner/agent"
)

// arguments are those of bubblewrap for the sandbox of one owner, whose zygote has
// its socket as descriptor 3; 4 and 5 are what bubblewrap tells and waits for.
func (s *Sandbox) arguments(python string, seen []string, uid int) []string {
	gid := uid
	if os.Geteuid() != 0 {
		gid = os.Getegid()
	}
	args := []string{
		"--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
		"--die-with-parent", "--hostname", "class", "--cap-drop", "ALL", "--info-fd", "4", "--block-fd", "5",
		"--uid", strconv.Itoa(uid), "--gid", strconv.Itoa(gid),
	}
	args = append(args, system()...)
	for _, dir := range seen {
		args = append(args, "--ro-bind", dir, dir)
	}
	for _, file := range []string{"/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/fonts", "/etc/matplotlibrc", "/etc/mime.types", "/etc/python3"} {
		args = append(args, "--ro-bind-try", file, file)
	}
	args = append(args, "--proc", "/proc", "--dev", "/dev",
		"--dir", sandboxHome, "--dir", "/tmp", "--dir", "/dev/shm", "--dir", "/var", "--symlink", "../tmp", "/var/tmp",
		"--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--clearenv")
	for _, pair := range [][2]string{
		{"PATH", filepath.Dir(python) + ":/usr/local/bin:/usr/bin:/bin"}, {"HOME", sandboxHome}, {"USER", "student"}, {"LOGNAME", "student"},
		{"LANG", language()}, {"TERM", "xterm-256color"}, {"TMPDIR", "/tmp"}, {"SHELL", "/bin/sh"}, {arenas, "1"}, {"TZ", os.Getenv("TZ")},
	} {
		if pair[1] != "" {
			args = append(args, "--setenv", pair[0], pair[1])
		}
	}
	return append(append(args, "--", python), agent.Args(agent.Sandbox)...)
}

// language is a locale whose texts are UTF-8.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); strings.HasSuffix(strings.ToUpper(v), "UTF-8") || strings.HasSuffix(strings.ToUpper(v), "UTF8") {
			return v
		}
	}
	return "C.UTF-8"
}

// system shows /usr, and what lies beside it as it does outside.
func system() []string {
	args := []string{"--ro-bind", "/usr", "/usr"}
	for _, dir := range []string{"/bin", "/sbin", "/lib", "/lib32", "/lib64"} {
		if to, err := os.Readlink(dir); err == nil {
			args = append(args, "--symlink", to, dir)
		} else if info, err := os.Stat(dir); err == nil && info.IsDir() {
			args = append(args, "--ro-bind", dir, dir)
		}
	}
	return args
}

const prefixCode = `import json, os, sys
print(json.dumps([os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)] + [sys.prefix]))`

// seen returns the folders that an interpreter needs and that are not in /usr, or a
// [*SandboxError] if it cannot have them.
func (s *Sandbox) seen(python string) ([]string, error) {
	s.mu.Lock()
	find := s.layouts[python]
	if find == nil {
		find = sync.OnceValues(func() ([]string, error) { return prefixes(python) })
		s.layouts[python] = find
	}
	s.mu.Unlock()
	dirs, err := find()
	if err != nil && !errors.As(err, new(*SandboxError)) { // it may do better the next time
		s.mu.Lock()
		delete(s.layouts, python)
		s.mu.Unlock()
	}
	return dirs, err
}

// prefixes asks an interpreter for its folders, and looks whether students may have them.
func prefixes(python string) (dirs []string, err error) {
	out, err := inquiry{prefixCode, 10 * time.Second, 64 << 10}.run(context.Background(), python, nil)
	if err != nil {
		return nil, err
	}
	var all []string
	if err := json.Unmarshal(out, &all); err != nil {
		return nil, err
	}
	home, _ := os.UserHomeDir()
	for _, dir := range all {
		if within(dir, "/usr") || slices.Contains(dirs, dir) {
			continue
		}
		if filepath.Dir(dir) == "/" || within(home, dir) {
			return nil, &SandboxError{Cause: fmt.Sprintf("this Python is spread over %s, all of which students would see", dir), Fix: usualFix}
		}
		if closed := closedTo(dir); closed != "" && os.Geteuid() == 0 {
			return nil, &SandboxError{Cause: fmt.Sprintf("students have a user of their own, who may not enter %s, where this Python is", closed), Fix: usualFix}
		}
		dirs = append(dirs, dir)
	}
	return dirs, nil
}

// usualFix takes the system's own Python.
const usualFix = "crunchy --sandbox --python /usr/bin/python3"

// within reports whether a path is a folder or in it.
func within(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// closedTo returns the folder on the way to a path that others may not enter, or "".
func closedTo(path string) string {
	for dir := path; dir != "/"; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm()&0o001 == 0 {
			return dir
		}
	}
	return ""
}

// findBubblewrap finds a bubblewrap that runs with no more rights than ours.
func findBubblewrap() (string, error) {
	path, err := exec.LookPath("bwrap")
	if err != nil {
		return "", &SandboxError{Cause: "bubblewrap, which makes the sandbox, is not installed", Fix: "sudo apt install bubblewrap"}
	}
	if info, err := os.Stat(path); err == nil && info.Mode()&os.ModeSetuid != 0 {
		return "", &SandboxError{Cause: "bubblewrap is installed with the rights of root, in which mode holes were found", Fix: "sudo chmod u-s " + path}
	}
	return path, nil
}
