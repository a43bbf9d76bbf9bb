package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"crunchy/cmd/internal/missing"
)

// built is the folder of the program, once there is one.
var built string

// binary is the real program, which needs no library beside it; built once. It
// has to be asked for before alone takes away the home, where Go's cache is.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "crunchy-binary-")
	if err != nil {
		return "", err
	}
	built = dir
	// Another user has to be able to start it.
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "crunchy")
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// attempt is a way to start the program.
type attempt struct {
	file string
	env  []string
	attr *syscall.SysProcAttr
}

// fails wants the program to end with status 1, one line of complaint that has
// the words, and nothing else said.
func (a attempt) fails(t *testing.T, words string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, a.file, args...)
	var stdout, stderr bytes.Buffer
	cmd.Env, cmd.SysProcAttr, cmd.Stdout, cmd.Stderr = a.env, a.attr, &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		if errors.Is(err, syscall.EPERM) {
			missing.Skip(t, "only root may start a program as somebody else, or in another root folder")
		}
		t.Fatal(err)
	}
	said := stderr.String()
	if cmd.ProcessState.ExitCode() != 1 || stdout.Len() != 0 || strings.Count(said, "\n") != 1 ||
		!strings.HasPrefix(said, "crunchy: ") || !strings.Contains(said, words) {
		t.Errorf("%v: %v, stdout %q, stderr %q; want %q", args, cmd.ProcessState, stdout.String(), said, words)
	}
}

func TestExitOfTheProgram(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	alone(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	for _, c := range []struct {
		args  []string
		words string
	}{
		{[]string{"--port", port}, "port " + port + " is taken by another program; choose another with --port, or --port 0 for any that is free"},
		{[]string{"--port", "0", filepath.Join(t.TempDir(), "no.md")}, "there is no file or folder"},
		{[]string{"--host", "0.0.0.0"}, "use --host 127.0.0.1"},
		{[]string{"--nothing"}, "unknown flag: --nothing"},
		{[]string{"--port", "many"}, `invalid argument "many"`},
	} {
		attempt{file: file, env: os.Environ()}.fails(t, c.words, append(c.args, "--no-browser")...)
	}
	if out, err := exec.Command(file, "version").Output(); err != nil || !strings.HasPrefix(string(out), "crunchy ") {
		t.Errorf("%q, %v", out, err)
	}
}

// nobody is the user and group that own nothing.
const nobody = 65534

// TestUnreadableFolder runs the program as nobody where we are root, who reads
// every folder.
func TestUnreadableFolder(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "crunchy-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	a := attempt{file: file, env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_STATE_HOME=" + filepath.Join(dir, "state")}}
	own := func(string) {}
	if os.Geteuid() == 0 {
		a.env[0] = "PATH=/usr/local/bin:/usr/bin:/bin" // our own may be closed to others
		a.attr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		own = func(name string) {
			if err := os.Chown(name, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	own(dir)
	for name, mode := range map[string]os.FileMode{"closed": 0, "only to be listed": 0o400, "only to be entered": 0o100} {
		closed := filepath.Join(dir, name)
		if err := os.Mkdir(closed, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(closed, "a.md"), []byte("# A\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		own(closed)
		if err := os.Chmod(closed, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(closed, 0o755) })
		if name != "only to be listed" {
			a.fails(t, "cannot be read; check its permissions", "--no-browser", "--port", "0", closed)
		}
		if name != "only to be entered" {
			a.fails(t, "a.md", "--no-browser", "--port", "0", filepath.Join(closed, "a.md"))
		}
	}
}

// TestWithoutPython starts the program where there is nothing else at all.
func TestWithoutPython(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "crunchy"), program, 0o755); err != nil {
		t.Fatal(err)
	}
	attr := &syscall.SysProcAttr{Chroot: dir}
	if os.Geteuid() != 0 {
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	a := attempt{file: "/crunchy", attr: attr, env: []string{"PATH=/bin", "HOME=/", "XDG_STATE_HOME=/state"}}
	a.fails(t, "Python 3.8 or newer was not found on this computer. Install it (python.org has it for every system) and try again.", "--no-browser")
	a.fails(t, "no CPython 3.8 or newer is found as --python 3.12; give the path", "--no-browser", "--python", "3.12")
}
