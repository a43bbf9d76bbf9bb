//go:build linux && (amd64 || arm64)

package runner_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

// chaos asks for the tests that load the machine, in full; see their figures with -v.
var chaos = flag.Bool("chaos", false, "run the tests that load the machine, in full")

// hostile are programs that mean harm, by what they do. Each runs until it is
// stopped, or has met its limit.
var hostile = map[string]string{
	"forks":               "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
	"forks and leaves":    "import os\nwhile True:\n    try:\n        if os.fork(): os._exit(0)\n        os.setsid()\n    except OSError: pass",
	"forks a shell":       "import os\nos.system('f() { f | f & }; f; f; wait; sleep 60')",
	"daemons":             "import os, signal, time\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nfor _ in range(20):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork(): os._exit(0)\n        time.sleep(600)\ntime.sleep(600)",
	"eats memory":         "import time\nb = []\nwhile True:\n    try: b.append(bytearray(1 << 24))\n    except MemoryError: time.sleep(0.1)",
	"eats memory by many": "import os, time\nfor _ in range(9):\n    if os.fork() == 0: break\nb = []\nwhile True:\n    try: b.append(os.urandom(1 << 22))\n    except MemoryError: time.sleep(0.1)",
	"eats the disk":       "n = 0\nwhile True:\n    try:\n        with open('f%d' % n, 'wb') as f: f.write(bytes(1 << 22))\n    except OSError: pass\n    n += 1",
	"eats inodes":         "n = 0\nwhile True:\n    try: open('/tmp/%d' % n, 'w').close()\n    except OSError: pass\n    n += 1",
	"eats descriptors":    "import os, time\nf = []\nwhile True:\n    try: f.append(os.open('/', 0))\n    except OSError: time.sleep(0.1)",
	"eats terminals":      "import os, time\nf = []\nwhile True:\n    try: f.append(os.openpty())\n    except OSError: time.sleep(0.1)",
	"eats threads":        "import threading, time\nwhile True:\n    try: threading.Thread(target=time.sleep, args=(600,)).start()\n    except RuntimeError: time.sleep(0.1)",
	"eats the processors": "import os\nfor _ in range(40):\n    try:\n        if os.fork() == 0: break\n    except OSError: break\nwhile True: pass",
	"floods":              "while True: print('x' * 70)",
	"floods a line":       "import sys\nwhile True: sys.stdout.write('x' * 4096)",
	"floods returns":      "import sys\nwhile True: sys.stdout.write('50%\\r')",
	"floods escapes":      "import sys\nwhile True: sys.stdout.write('\\x1b[31m\\x1b]52;c;eA==\\x07')",
	"floods errors":       "import os\nwhile True: os.write(2, bytes(range(256)) * 16)",
	"floods from many":    "import os\nfor _ in range(9): os.fork()\nwhile True: print(os.getpid())",
	"ignores signals":     "import signal, time\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True:\n    try: time.sleep(600)\n    except BaseException: pass",
	"stops itself":        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\nos.kill(-1, signal.SIGSTOP)\nwhile True: pass",
	"spoils the terminal": "import os, termios, tty\ntty.setraw(0)\na = termios.tcgetattr(0)\na[3] |= termios.ECHO\ntermios.tcsetattr(0, termios.TCSANOW, a)\ntermios.tcflow(0, termios.TCIOFF) if 0 else None\nwhile True: os.write(1, b'\\x04\\x03\\x1a')",
	"fakes events":        "import os\nevents = [n for n in range(3, 1024) if os.path.exists('/proc/self/fd/%d' % n)]\nwhile True:\n    for n in events:\n        try: os.write(n, b'{\"ev\":\"done\",\"id\":1}\\n{\"ev\":\"sync\",\"id\":300}\\n[\\n' + b'{' * 5000 + b'\\n')\n        except OSError: pass",
	"closes everything":   "import os\nos.closerange(0, 4096)\nwhile True: pass",
	"reads /proc":         "import os\nwhile True:\n    for top, dirs, names in os.walk('/proc'):\n        for name in names[:50]:\n            try:\n                f = os.open(os.path.join(top, name), os.O_RDONLY | os.O_NONBLOCK); os.read(f, 4096); os.close(f)\n            except OSError: pass",
	"makes holes":         "import os, time\nfor n in range(200):\n    with open('hole%d' % n, 'wb') as f: f.truncate(8 << 20)\ntime.sleep(600)",
	"keeps its commands":  "import fcntl, os, termios, threading, time\nkept = []\nfor n in range(3, 1024):\n    try: kept.append(os.open('/proc/self/fd/%d' % n, os.O_RDWR))\n    except OSError: pass\nthreading.Thread(target=fcntl.ioctl, args=(0, termios.TIOCNOTTY)).start()\nwhile True:\n    try: time.sleep(600)\n    except BaseException: pass",
	"plants links":        "import os\nn = 0\nwhile True:\n    n += 1\n    for name in ('try.py', '.crunchy.json', 'data.txt', '.modules'):\n        try: os.symlink('/etc/passwd', name)\n        except OSError: pass\n        try: os.remove(name)\n        except OSError: pass",
}

// TestChaosHostilePrograms runs each beside a neighbour of another owner, whose round
// trips are timed; then it is stopped, and everything of it has to be gone. Another
// interpreter of the same owner lives through it all.
func TestChaosHostilePrograms(t *testing.T) {
	b := newBench(t, runner.Config{Python: systemPython(t).Path, Launcher: newSandbox(t), Limits: runner.Class()})
	neighbour := b.add(runner.Spec{UID: "neighbour", Owner: "bob", Dir: t.TempDir()})
	b.exec("neighbour", "1")
	neighbour.wait(t, "[>>>]", 1)
	mallory := b.add(runner.Spec{UID: "mallory", Owner: "mallory"}) // so that there is a sandbox
	b.exec("mallory", "1")
	mallory.wait(t, "[>>>]", 1)
	names := []string{"forks and leaves", "daemons", "eats memory by many", "floods from many", "spoils the terminal", "fakes events", "makes holes", "keeps its commands"}
	least := time.Second // for the program to do its harm
	if *chaos {
		names, least = nil, 4*time.Second
		for name := range hostile {
			names = append(names, name)
		}
		slices.Sort(names)
	}
	for n, name := range names {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			uid, dir := fmt.Sprint("h", n), t.TempDir()
			before := members(t)
			r := b.add(runner.Spec{UID: uid, Owner: "mallory", Mode: runner.Program, File: "try.py", Dir: dir})
			b.exec(uid, hostile[name])
			r.until(t, "the start", func() bool { return strings.Contains(r.text(), "[running") })
			times, most := roundTrips(t, b, neighbour, least)
			most -= before
			began := time.Now()
			b.do(b.Kill, uid)
			b.Remove(uid)
			took := time.Since(began)
			left := members(t) - before
			for deadline := time.Now().Add(2 * time.Second); left > 0 && time.Now().Before(deadline); left = members(t) - before {
				time.Sleep(10 * time.Millisecond)
			}
			t.Logf("%s: a neighbour's round trip %s at p50, %s at p99 of %d; up to %d processes; gone %s after Stop",
				name, times[len(times)/2], times[len(times)*99/100], len(times), most, took.Round(time.Millisecond))
			if most > 64+8 {
				t.Errorf("there were %d processes", most)
			}
			if left > 0 {
				t.Errorf("%d processes are left", left)
			}
			if size := folderSize(t, dir); size > 64<<20 {
				t.Errorf("%d bytes are on the disk", size)
			}
			if said := mallory.text(); strings.Contains(said, "[ended") {
				t.Errorf("the owner's other interpreter: %q", said)
			}
		})
	}
}

// roundTrips times what an interpreter answers, for so long, and the most processes
// of all seen meanwhile.
func roundTrips(t *testing.T, b *bench, r *recorder, least time.Duration) (times []time.Duration, most int) {
	t.Helper()
	for i, start := 0, time.Now(); time.Since(start) < least || i < 20; i++ {
		r.clear()
		began := time.Now()
		b.write("neighbour", fmt.Sprintf("%d * 2\n", i))
		r.wait(t, "[>>>]", 1)
		times = append(times, time.Since(began).Round(10*time.Microsecond))
		if i%50 == 0 {
			most = max(most, members(t))
		}
	}
	slices.Sort(times)
	return times, most
}

// members counts the processes that live below this one.
func members(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	parents := map[string]string{}
	for _, e := range entries {
		stat, err := os.ReadFile(filepath.Join("/proc", e.Name(), "stat"))
		if err != nil {
			continue
		}
		if f := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])); len(f) > 1 && f[0] != "Z" {
			parents[e.Name()] = f[1]
		}
	}
	count, self := 0, strconv.Itoa(os.Getpid())
	for pid := range parents {
		for up := parents[pid]; up != ""; up = parents[up] {
			if up == self {
				count++
				break
			}
		}
	}
	return count
}

func folderSize(t *testing.T, dir string) (size int64) {
	t.Helper()
	_ = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	return size
}
