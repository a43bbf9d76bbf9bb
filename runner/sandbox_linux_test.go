//go:build linux && (amd64 || arm64)

package runner_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crunchy/runner"
)

// systemPython is a Python that a user of its own may run.
func systemPython(t testing.TB) runner.Python {
	t.Helper()
	python, err := runner.FindPython(context.Background(), "/usr/bin/python3")
	if err != nil {
		runner.Lacks(t, "there is no /usr/bin/python3, which other users may run")
	}
	return python
}

// newSandbox returns a sandbox that holds. In CI there has to be one.
func newSandbox(t testing.TB) *runner.Sandbox {
	t.Helper()
	s, err := runner.TrySandbox(context.Background(), systemPython(t), slog.New(slog.NewTextHandler(testWriter{t}, nil)))
	if err != nil {
		runner.Lacks(t, err)
	}
	return s
}

func sandboxBench(t testing.TB) *bench {
	t.Helper()
	return newBench(t, runner.Config{Python: systemPython(t).Path, Launcher: newSandbox(t)})
}

// TestSandboxKeepsIn runs what a student might try, each of which prints "no".
func TestSandboxKeepsIn(t *testing.T) {
	b := sandboxBench(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("42"), 0o644); err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	r := b.add(runner.Spec{UID: "1", Owner: "ada", Mode: runner.Program, File: "try.py", Dir: t.TempDir()})
	const try = "import ctypes, os, socket, subprocess, sys\nlibc = ctypes.CDLL(None, use_errno=True)\ntry:\n    %s\n    print('YES')\nexcept (OSError, SystemExit, subprocess.SubprocessError) as e: print('no', e)\n"
	for name, code := range map[string]string{
		"shadow":        `open("/etc/shadow").read()`,
		"root's home":   `os.listdir("/root")`,
		"a file of all": fmt.Sprintf(`open(%q).read()`, secret),
		"the server":    fmt.Sprintf(`os.kill(%d, 0)`, os.Getpid()),
		"its memory":    fmt.Sprintf(`open("/proc/%d/environ", "rb").read()`, os.Getpid()),
		"the zygote":    `open("/proc/1/mem", "r+b").read(1)`,
		"its reaper":    `[os.readlink("/proc/1/fd/" + n) for n in os.listdir("/proc/1/fd")]`,
		"loopback":      fmt.Sprintf(`socket.create_connection(("127.0.0.1", %d), 2)`, port),
		"the cloud":     `socket.create_connection(("169.254.169.254", 80), 2)`,
		"UDP":           `socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 9))`,
		"vsock":         `socket.socket(40, socket.SOCK_STREAM)`,
		"raw packets":   `socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)`,
		"/":             `open("/new", "w")`,
		"/usr":          `open("/usr/new", "w")`,
		"/dev":          `open("/dev/new", "w")`,
		"a device":      `os.mknod("disk", 0o60644, os.makedev(8, 0))`,
		"a namespace":   `subprocess.run(["unshare", "-Ur", "true"], check=True)`,
		"setuid":        `os.setuid(0)`,
		"new rights":    `"NoNewPrivs:\t1" in open("/proc/self/status").read() and sys.exit("no")`,
		"mount":         `(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0) or sys.exit("no")`,
		"ptrace":        `(libc.ptrace(16, 1, 0, 0) == 0) or sys.exit("no")`,
		"queues":        `(libc.msgget(0, 0o1600) >= 0) or sys.exit("no")`,
		"a discipline":  "import fcntl, struct\n    fcntl.ioctl(0, 0x5423, struct.pack('i', 27))",
		"io_uring":      `(libc.syscall(425, 1, 0) < 0 and ctypes.get_errno() == 1) and sys.exit("no")`,
		"typing":        "import fcntl, termios\n    fcntl.ioctl(0, termios.TIOCSTI, b'x')",
		"big file":      `f = open("big", "wb"); [f.write(bytes(1 << 20)) for _ in range(80)]; f.close()`,
		"many files":    `[open("/tmp/%d" % n, "w").close() for n in range(20000)]`,
		"shared memory": `f = open("/dev/shm/big", "wb"); [f.write(bytes(1 << 20)) for _ in range(80)]; f.close()`,
	} {
		r.clear()
		b.exec("1", fmt.Sprintf(try, code))
		r.wait(t, "[stop", 1)
		if out, said := r.output(); !strings.HasPrefix(out, "no") || strings.Contains(out, "YES") {
			t.Errorf("%s: %s: %q %q", name, code, out, said)
		}
	}
}

// TestSandboxIsLikeHome runs what lessons do, which works as outside.
func TestSandboxIsLikeHome(t *testing.T) {
	t.Setenv("TZ", "XYZ-5:30")
	b := sandboxBench(t)
	dir := t.TempDir()
	r := b.add(runner.Spec{UID: "1", Owner: "ada", Mode: runner.Program, File: "try.py", Dir: dir})
	for name, code := range map[string]string{
		"processes":       "import subprocess\nprint(subprocess.run(['echo', 'yes'], capture_output=True, text=True).stdout.strip())",
		"shell":           "import os\nos.system('echo yes')",
		"multiprocessing": "import multiprocessing\nif __name__ == '__main__':\n    with multiprocessing.Pool(2) as p: print('yes' if p.map(abs, [-1, -2]) == [1, 2] else 0)",
		"threads":         "import threading\nt = [threading.Thread(target=lambda: None) for _ in range(100)]\n[x.start() for x in t]; [x.join() for x in t]\nprint('yes')",
		"a server":        "import socket\ns = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); print('yes')",
		"who":             "import getpass, os\nprint('yes' if (getpass.getuser(), os.path.expanduser('~')) == ('student', '/home/student') else 0)",
		"its folder":      "import os\nprint('yes' if os.path.dirname(os.getcwd()) == '/home/student' else os.getcwd())",
		"temporary files": "import tempfile\nwith tempfile.NamedTemporaryFile() as f: print('yes')",
		"killing itself":  "import os, signal\nif os.fork() == 0: os.kill(os.getpid(), 9)\nprint('yes' if os.wait()[1] == 9 else 0)",
		"a terminal":      "import os, pty\npty.openpty(); print('yes' if os.isatty(0) and os.open('/dev/tty', os.O_RDWR) else 0)",
		"the time zone":   "import time\nprint('yes' if time.tzname[0] == 'XYZ' else time.tzname)",
	} {
		r.clear()
		b.exec("1", code)
		r.wait(t, "[stop", 1)
		if out, said := r.output(); strings.TrimSpace(out) != "yes" {
			t.Errorf("%s: %q %q", name, out, said)
		}
	}
	r.clear()
	b.exec("1", "import time\ntry: print('on'); time.sleep(60)\nexcept KeyboardInterrupt: print('off')")
	r.wait(t, "on", 1)
	b.do(b.Interrupt, "1")
	r.wait(t, "off", 1)
}

// TestSandboxFiles has files go in and out.
func TestSandboxFiles(t *testing.T) {
	b := sandboxBench(t)
	dir := filepath.Join(t.TempDir(), "lesson")
	write := func(name, text string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700), os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("data/names.txt", "Ada")
	write(".modules/helper.py", "word = 'author'")
	write(".crunchy.json", "{}")
	r := b.add(runner.Spec{UID: "1", Owner: "ada", Dir: dir, Modules: filepath.Join(dir, ".modules")})
	r2 := b.add(runner.Spec{UID: "2", Owner: "bob", Dir: filepath.Join(t.TempDir(), "lesson")})
	say := func(r *recorder, uid, code, want string) {
		t.Helper()
		r.clear()
		b.exec(uid, code)
		r.wait(t, "[>>>]", 1)
		if out, said := r.output(); !strings.Contains(out, want) {
			t.Errorf("%s: %q %q, want %q", code, out, said, want)
		}
	}
	say(r, "1", "open('data/names.txt').read()", "'Ada'")
	say(r, "1", "import helper; helper.word", "'author'")
	say(r, "1", "import os; sorted(os.listdir('.'))", "['.modules', 'data']")
	write("data/names.txt", "Grace") // as an edit in the page does
	say(r, "1", "open('data/names.txt').read()", "'Grace'")
	say(r, "1", "open('data/diary.txt', 'w').write('x'); open('data/names.txt', 'a').write(' Hopper')", "7")
	for name, want := range map[string]string{"data/diary.txt": "x", "data/names.txt": "Grace Hopper"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	say(r, "1", "os.remove('data/diary.txt')", "")
	if _, err := os.Stat(filepath.Join(dir, "data/diary.txt")); err == nil {
		t.Error("a file that was removed is there")
	}
	say(r2, "2", "import os; os.listdir('/home/student'), os.getuid() != 0", "(['lesson'], True)")
}

// TestSandboxPlants has a student plant things where the server reads and writes.
func TestSandboxPlants(t *testing.T) {
	b := sandboxBench(t)
	outside := t.TempDir()
	target := filepath.Join(outside, "target")
	if err := os.WriteFile(target, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(outside, "lesson")
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "folder"), 0o700), os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("a"), 0o600),
		os.WriteFile(filepath.Join(dir, "folder/notes.txt"), []byte("a"), 0o600)); err != nil {
		t.Fatal(err)
	}
	r := b.add(runner.Spec{UID: "1", Owner: "ada", Dir: dir})
	say := func(code string) {
		t.Helper()
		r.clear()
		b.exec("1", code)
		r.wait(t, "[>>>]", 1)
	}
	say("import os, shutil")
	say(fmt.Sprintf("for p in (%q, '../../../../..%s'): os.remove('notes.txt') or os.symlink(p, 'notes.txt')", target, target))
	say("shutil.rmtree('folder'); os.symlink('/', 'folder')")
	say("os.mkfifo('pipe'); os.link('pipe', 'pipe2'); os.mkdir('deep')")
	say("p = 'deep'\nfor _ in range(300):\n    p += '/d'; os.mkdir(p)\n")
	say("open(b'\\xff\\xfe', 'w').close(); open('x' * 255, 'w').write('x')")
	say("os.rename(os.getcwd(), '../elsewhere'); os.symlink('/etc', '../lesson')")
	for _, name := range []string{"notes.txt", "folder/notes.txt"} { // an edit in the page
		_ = os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700)
		if err := os.WriteFile(filepath.Join(dir, name), []byte("edited"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	say("print('still here')")
	if out, _ := r.output(); !strings.Contains(out, "still here") {
		t.Errorf("%q", r.text())
	}
	if got, err := os.ReadFile(target); string(got) != "mine" {
		t.Errorf("the target is %q, %v", got, err)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "*")); len(found) == 0 {
		t.Error("the folder is empty")
	}
	for _, name := range []string{"pipe", "pipe2"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s came out", name)
		}
	}
}

// TestSandboxIsRefused has machines without the means say so.
func TestSandboxIsRefused(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := runner.NewSandbox(slog.New(slog.DiscardHandler))
	var missing *runner.SandboxError
	if !errors.As(err, &missing) || !strings.Contains(missing.Cause, "not installed") || missing.Fix != "sudo apt install bubblewrap" {
		t.Errorf("%v", err)
	}
}

// TestSandboxKeepsWhatItCannotCopy has files that do not fit in, are changed on both
// sides, or are hidden, and loses none of them.
func TestSandboxKeepsWhatItCannotCopy(t *testing.T) {
	b := sandboxBench(t)
	dir := filepath.Join(t.TempDir(), "lesson")
	file := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.MkdirAll(file("data"), 0o700), os.WriteFile(file("data/a.txt"), []byte("a"), 0o600),
		os.WriteFile(file("both.txt"), []byte("both"), 0o600), os.WriteFile(file("huge"), nil, 0o600), os.Truncate(file("huge"), 80<<20)); err != nil {
		t.Fatal(err)
	}
	r := b.add(runner.Spec{UID: "1", Owner: "ada", Dir: dir})
	say := func(code string) {
		t.Helper()
		r.clear()
		b.exec("1", code)
		r.wait(t, "[>>>]", 1)
	}
	say("import os")
	say("os.chmod('data', 0)")
	say("os.chmod('data', 0o700)")
	say("n = open('fill', 'wb')\nwhile True: n.write(bytes(1 << 20))\n")
	if err := os.WriteFile(file("new.py"), []byte("print(1)"), 0o600); err != nil {
		t.Fatal(err)
	}
	say("1") // there is no room for it
	say("n.close(); os.remove('fill')")
	say("open('new.py').read()")
	if out, _ := r.output(); !strings.Contains(out, "print(1)") {
		t.Errorf("it is not brought when there is room: %q", r.text())
	}
	r.clear()
	b.exec("1", "_ = input(), open('both.txt', 'w').write('inside')")
	r.wait(t, "[input true]", 1)
	if err := os.WriteFile(file("both.txt"), []byte("outside"), 0o600); err != nil { // as somebody else does
		t.Fatal(err)
	}
	b.write("1", "\n")
	r.wait(t, "[>>>]", 1)
	say("for n in range(40):\n    with open('hole%d' % n, 'wb') as f: _ = f.truncate(8 << 20)\n")
	for name, want := range map[string]string{"data/a.txt": "a", "new.py": "print(1)", "both.txt": "outside"} {
		if got, err := os.ReadFile(file(name)); string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	if info, err := os.Stat(file("huge")); err != nil || info.Size() != 80<<20 {
		t.Errorf("the large file: %v", err)
	}
	if size := folderSize(t, dir); size > 80<<20+64<<20 {
		t.Errorf("%d bytes are on the disk", size)
	}
	say("os.makedirs('x/y/z'); open('x/y/z/f', 'w').close()")
	say("import shutil; shutil.rmtree('x')")
	if _, err := os.Stat(file("x")); err == nil {
		t.Error("an empty folder is left")
	}
}

// TestSandboxMemoryTogether has one program take more than all of a student may.
func TestSandboxMemoryTogether(t *testing.T) {
	sandbox := newSandbox(t)
	if !strings.Contains(sandbox.String(), "together") {
		sandbox.Close()
		t.Skip("this kernel, or whoever runs us, has no control groups for us: nothing can be installed for that")
	}
	b := newBench(t, runner.Config{Python: systemPython(t).Path, Launcher: sandbox, Limits: runner.Class()})
	r := b.add(runner.Spec{UID: "1", Owner: "ada"})
	b.exec("1", "b = bytearray(b'x') * (700 << 20)")
	r.wait(t, "[stop Your programs together may use 512 MB of memory.", 1)
	b.exec("1", "'again'")
	r.wait(t, "'again'", 1)
}

// TestSandboxOfNobody runs the tests of the sandbox once more, without the rights of root.
func TestSandboxOfNobody(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("we are not root, so that the other tests are this one already")
	}
	dir, err := os.MkdirTemp("", "crunchy-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	own, err := os.ReadFile("/proc/self/exe")
	binary := filepath.Join(dir, "runner.test")
	if err := errors.Join(err, os.WriteFile(binary, own, 0o755), os.Chmod(binary, 0o755), os.Chown(dir, 65534, 65534)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "-test.run", "^(TestSandboxFiles|TestSandboxKeepsWhatItCannotCopy|TestSandboxPlants|TestChaosHostilePrograms)$", "-test.v")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + dir, "TMPDIR=" + dir, "CI=" + os.Getenv("CI")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534, Groups: []uint32{}}}
	out, err := cmd.CombinedOutput()
	if said := string(out); err != nil || !strings.Contains(said, "--- PASS: TestSandboxFiles") && !strings.Contains(said, "--- SKIP: TestSandboxFiles") {
		t.Errorf("%v: %s", err, said)
	}
}
