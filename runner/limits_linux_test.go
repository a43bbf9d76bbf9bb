package runner_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/runner"
	"crunchy/runner/agent"
)

// hits are limits, each of which a program runs into.
var hits = []struct {
	name   string
	limits runner.Limits
	source string
	mode   runner.Mode
	reason runner.Reason
	says   string // the sentence: of STOP, or what explains the exception
	alive  bool   // the interpreter goes on
}{
	{name: "memory", limits: runner.Local(), source: "bytearray(4 << 30)", reason: runner.Raised, alive: true,
		says: "Crunchy gives a program 4 GB of memory, and this one asked for more."},
	{name: "memory in the class", limits: class(), source: "bytearray(4 << 30)", reason: runner.Raised, alive: true,
		says: "Crunchy gives a program 1 GB of memory, and this one asked for more."},
	{name: "memory, bit by bit", limits: runner.Limits{Memory: 256 << 20}, source: "all = []\nwhile True: all.append(bytearray(1 << 20))", mode: runner.Program,
		reason: runner.Raised, says: "Crunchy gives a program 256 MB of memory, and this one asked for more."},
	{name: "files", limits: runner.Local(), source: "all = []\nwhile True: all.append(open('/dev/null'))\n", reason: runner.Raised, alive: true,
		says: "Crunchy lets a program have 1024 files open at once, and this one asked for one more."},
	{name: "files in the class", limits: class(), source: "all = []\nwhile True: all.append(open('/dev/null'))\n", reason: runner.Raised, alive: true,
		says: "Crunchy lets a program have 256 files open at once, and this one asked for one more."},
	{name: "the size of a file", limits: runner.Limits{FileSize: 1 << 20}, source: "f = open('large', 'wb', 0)\nwhile True: f.write(bytes(100_000))\n", reason: runner.Raised, alive: true,
		says: "Crunchy lets a file become 1 MB large, and this program wrote more."},
	{name: "threads", limits: runner.Limits{Memory: 512 << 20}, source: `import threading
stop = threading.Event()
def start():
    try:
        for _ in range(500): threading.Thread(target=stop.wait, daemon=True).start()
    finally:
        stop.set()
start()
`, reason: runner.Raised, alive: true, says: "Crunchy gives a program 512 MB of memory. There is not enough of it left for another thread."},
	{name: "processor time of a program", limits: runner.Limits{CPU: time.Second}, source: "while True: pass", mode: runner.Program, reason: runner.Limited,
		says: "This run used more than 1 second of processor time and was stopped."},
	{name: "processor time, with no heed", limits: runner.Limits{CPU: time.Second}, mode: runner.Program, reason: runner.Limited,
		source: "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass",
		says:   "This run used more than 1 second of processor time and was stopped."},
	{name: "processor time of an interpreter", limits: runner.Limits{CPU: time.Second}, source: "while True: pass\n", reason: runner.Limited,
		says: "This Python has used more than 1 second of processor time since it began, and was stopped. Run something to begin afresh."},
	{name: "time", limits: runner.Limits{RunTime: time.Second}, source: "import time; time.sleep(1000)", mode: runner.Program, reason: runner.Limited,
		says: "This run took longer than 1 second and was stopped."},
	{name: "time of one that refuses to end", limits: runner.Limits{RunTime: time.Second}, mode: runner.Program, reason: runner.Limited,
		source: "while True:\n  try:\n    while True: pass\n  except BaseException: pass", says: "This run took longer than 1 second and was stopped."},
	{name: "output", limits: runner.Limits{Output: 1 << 20}, source: "while True: print('x' * 70)", mode: runner.Program, reason: runner.Limited,
		says: "This run showed more than 1 MB and was stopped."},
	{name: "output without an end of a line", limits: runner.Limits{Output: 1 << 20}, source: "while True: print('x', end='')\n", reason: runner.Limited,
		says: "This run showed more than 1 MB and was stopped."},
	{name: "idle", limits: runner.Limits{Idle: time.Second}, source: "import time; time.sleep(1000)", mode: runner.Program, reason: runner.Limited,
		says: "Nothing happened here for 1 second, so Python was ended. Run something to begin afresh."},
}

// class are the limits of a class without what only a sandbox can have.
func class() runner.Limits {
	l := runner.Class()
	l.Children = 0
	return l
}

func TestEveryLimit(t *testing.T) {
	for _, c := range hits {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			b := newBench(t, runner.Config{Limits: c.limits})
			r := b.add(runner.Spec{UID: "1", Mode: c.mode, File: "week.py", Dir: dir})
			other := b.interpreter("2", "")
			b.exec("2", "'here'")
			other.wait(t, "[>>>]", 1)
			b.exec("1", c.source)
			if c.alive {
				r.wait(t, "exception][>>>]", 1)
			} else {
				r.wait(t, "[stop ", 1)
			}
			o := r.outcome()
			said := o.Says
			if e := o.Exception; e != nil {
				said = e.Says
				if e.Explanation != c.says {
					t.Errorf("explained as %q", e.Explanation)
				}
			} else if stop := r.last(runner.EventStop); stop.Text != c.says {
				t.Errorf("stopped with %q", stop.Text)
			}
			if most := c.limits.CPU; most > 0 && c.mode == runner.Program {
				t.Logf("ended after %.0f ms of processor time", o.CPUMS)
				if used := time.Duration(o.CPUMS) * time.Millisecond; used < most*3/4 || used > most+2*time.Second {
					t.Errorf("it had %v of processor time", used)
				}
			}
			if o.Reason != c.reason || said.IsZero() || said.String() != c.says {
				t.Errorf("%s, %q", o.Reason, said)
			}
			r.clear()
			b.exec("1", "print('again')")
			r.wait(t, "again\n", 1)
			b.exec("2", "'on'")
			other.wait(t, "'on'\n", 1)
		})
	}
}

// What the kernel sees to is set before there is code of a learner's, whoever has
// started the process, and for all that it starts.
func TestLimitsAreInherited(t *testing.T) {
	const code = `import resource as r, subprocess, sys
names = "AS", "FSIZE", "NOFILE", "CPU", "CORE"
show = 'import resource as r\nprint([r.getrlimit(getattr(r, "RLIMIT_" + n)) for n in %r])' % (names,)
exec(show)
sys.stdout.flush()
subprocess.run([sys.executable, "-c", show])`
	const want = "[(1073741824, 1073741824), (16777216, 16777216), (256, 256), (600, 601), (0, 0)]\n"
	for name, launcher := range launchers {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, runner.Config{Launcher: launcher(), Limits: class()})
			r := b.program("1", "")
			b.exec("1", code)
			r.wait(t, "[stop", 1)
			if out, _ := r.output(); out != want+want {
				t.Errorf("%s", r.text())
			}
		})
	}
}

// unprivileged starts Pythons each as a user who owns nothing, in a namespace of his own.
type unprivileged struct{ runner.Cold }

// nobodyElse is that user.
func nobodyElse() *syscall.SysProcAttr {
	const id = 64123
	only := []syscall.SysProcIDMap{{ContainerID: id, HostID: id, Size: 1}}
	return &syscall.SysProcAttr{
		Setsid: true, Credential: &syscall.Credential{Uid: id, Gid: id, NoSetGroups: true},
		Cloneflags: syscall.CLONE_NEWUSER, UidMappings: only, GidMappings: only,
	}
}

func (*unprivileged) Start(_ context.Context, s runner.Start) (runner.Copy, error) {
	cmd := exec.Command(s.Python.Path, agent.Args(agent.Cold)...)
	cmd.Dir, cmd.ExtraFiles = "/", s.Files
	cmd.SysProcAttr = nobodyElse()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = cmd.Wait() }() // it ends with the Manager, which waits for that
	return nil, nil
}

func (*unprivileged) Starts(runner.Python) bool { return true }

// With a user of his own, no student has more than so many processes.
func TestChildren(t *testing.T) {
	const python = "/usr/bin/python3"
	probe := exec.Command(python, "-c", "")
	probe.Dir, probe.SysProcAttr = "/", nobodyElse()
	if err := probe.Run(); err != nil {
		runner.Lacks(t, fmt.Sprint("nobody else can be made here, for whom there is a Python: ", err))
	}
	b := newBench(t, runner.Config{Python: python, Launcher: &unprivileged{}, Limits: runner.Limits{Children: 20, Strict: true}})
	r := b.interpreter("1", "")
	b.exec("1", `import subprocess
all = []
while True: all.append(subprocess.Popen(["sleep", "1000"]))
`)
	r.wait(t, "exception][>>>]", 1)
	const want = "Crunchy lets a student have 20 processes at once. This program has probably started too many."
	if e := r.outcome().Exception; e.Type != "BlockingIOError" || e.Explanation != want {
		t.Errorf("%+v", e)
	}
	b.exec("1", "print(len(all))\nfor p in all: p.kill(); p.wait()\n")
	r.wait(t, "[idle 2 finished][>>>]", 1)
	// The reaper and the interpreter are processes, too.
	if out, _ := r.output(); !strings.HasPrefix(out, "18\n") {
		t.Errorf("%q", out)
	}
}

// nobodys is a Launcher whose processes say that they are ready and have no terminal.
type nobodys struct{ slow }

func (nobodys) Start(_ context.Context, s runner.Start) (runner.Copy, error) {
	_, err := s.Files[3].WriteString(`{"ev":"ready"}` + "\n")
	return nil, err
}

// Where limits are a must, nothing runs without them.
func TestStrict(t *testing.T) {
	b := newBench(t, runner.Config{Launcher: nobodys{}, Limits: runner.Class()})
	r := b.program("1", "")
	b.exec("1", "1")
	r.wait(t, "[stop Python could not be started.", 1)
}

// A hundred threads, and what lessons use most of all that needs memory.
func TestEverydayFitsIntoTheLimits(t *testing.T) {
	programs := map[string]string{
		"threads": `import threading
stop = threading.Event()
all = [threading.Thread(target=stop.wait) for _ in range(100)]
for t in all: t.start()
stop.set()
for t in all: t.join()`,
		"processes": `import multiprocessing
with multiprocessing.get_context("fork").Pool(4) as pool: assert sum(pool.map(abs, range(-100, 0))) == 5050`,
		"numpy": `import numpy
a = numpy.ones((1000, 1000)); assert (a @ a)[0, 0] == 1000`,
		"matplotlib": `import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.plot(range(1000)); plt.savefig("/dev/null", format="png")`,
		"pandas": `import pandas
assert pandas.DataFrame({"a": range(100_000)}).a.sum() == 4999950000`,
	}
	system := "/usr/bin/python3" // whose packages are those of the distribution
	for set, limits := range map[string]runner.Limits{"local": runner.Local(), "class": class()} {
		for name, source := range programs {
			t.Run(set+"/"+name, func(t *testing.T) {
				config := runner.Config{Limits: limits}
				if name == "numpy" || name == "matplotlib" || name == "pandas" {
					if exec.Command(system, "-c", "import "+name).Run() != nil {
						runner.Lacks(t, "there is no "+name)
					}
					config.Python = system
				}
				b := newBench(t, config)
				r := b.program("1", "")
				b.exec("1", source)
				r.wait(t, "[stop", 1)
				if !strings.HasSuffix(r.text(), "[ended 1 finished][stop ]") {
					t.Error(r.text())
				}
			})
		}
	}
}

// Ten processes of one element that take ever more memory harm nobody else.
func TestManyEatMemory(t *testing.T) {
	b := newBench(t, runner.Config{Limits: runner.Limits{Memory: 256 << 20}})
	r, other := b.program("1", ""), b.interpreter("2", "")
	b.exec("2", "'here'")
	other.wait(t, "[>>>]", 1)
	before := resident(t)
	b.exec("1", `import mmap, os
for _ in range(10):
    if os.fork() == 0:
        all = []
        try:
            while True: all.append(mmap.mmap(-1, 1 << 20))
        except OSError:
            os._exit(7)
print([os.wait()[1] >> 8 for _ in range(10)])`)
	r.wait(t, "[stop", 1)
	if out, _ := r.output(); strings.Count(out, "7") != 10 {
		t.Errorf("%s", r.text())
	}
	start := time.Now()
	b.exec("2", "'on'")
	other.wait(t, "'on'\n", 1)
	grown := resident(t) - before
	if grown > 16<<10 {
		t.Errorf("the server has grown by %d KiB", grown)
	}
	t.Logf("the server has grown by %d KiB; the neighbour answers within %v", grown, time.Since(start))
}

// resident is how much memory this process has, in KiB.
func resident(t *testing.T) (size int) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	if _, err := fmt.Sscan(after, &size); err != nil {
		t.Fatal(err)
	}
	return size
}

func TestOwners(t *testing.T) {
	b := newBench(t, runner.Config{Limits: runner.Limits{OwnProcesses: 2, Elements: 3}})
	add := func(owner, uid string) *recorder {
		return b.add(runner.Spec{UID: uid, Owner: owner})
	}
	one, two, three := add("ada", "1"), add("ada", "2"), add("ada", "3")
	if err := b.Add(runner.Spec{UID: "4", Owner: "ada"}, newRecorder()); !errors.Is(err, runner.ErrCrowded) {
		t.Error(err)
	}
	other := add("bob", "5")
	b.exec("1", "1")
	one.wait(t, "[>>>]", 1)
	b.exec("2", "2")
	two.wait(t, "[>>>]", 1)
	b.exec("3", "3")
	three.wait(t, "[stop You have 2 programs at work, and may not have more at once. Stop one of them, or close a page, and try again.]", 1)
	b.exec("5", "5")
	other.wait(t, "[>>>]", 1)
	b.Remove("1")
	b.exec("3", "3")
	three.wait(t, "[>>>]", 1)
	add("ada", "4")
}

// There are never more processes than the server has descriptors for.
func TestRoom(t *testing.T) {
	var had syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &had); err != nil {
		t.Fatal(err)
	}
	if had.Cur != had.Max {
		t.Errorf("the server has %d descriptors and could have %d", had.Cur, had.Max)
	}
	few := syscall.Rlimit{Cur: 256 + 2*12, Max: had.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, runner.Config{Limits: runner.Limits{Processes: 1 << 30}})
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &had); err != nil {
		t.Fatal(err)
	}
	var all []*recorder
	for i := range 3 {
		uid := fmt.Sprint(i)
		all = append(all, b.interpreter(uid, ""))
		b.exec(uid, "1")
		if i < 2 {
			all[i].wait(t, "[>>>]", 1)
		}
	}
	all[2].wait(t, "[stop Too many programs are running at once.", 1)
}
