//go:build linux

package agent_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// programs are run by CPython itself and by the agent; what they print, on
// which stream, and their exit status must be the same.
var programs = map[string]string{
	"plain":        "print('hello')\n",
	"main":         "if __name__ == '__main__':\n    print(__name__, __file__[-7:], __doc__)\n",
	"argv":         "import sys; print(sys.argv, sys.path[0] == '' or 'x')\n",
	"error":        "def f(x):\n    return 1 / x\n\nprint('before')\nf(0)\n",
	"name":         "value = 1\nprint(valu)\n",
	"attribute":    "import math\n'abc'.uper()\n",
	"attribute2":   "class A:\n    colour = 1\na = A()\na.color\n",
	"syntax":       "x = 1\nprint(x\ny = 2\n",
	"syntax2":      "for i in range(3)\n    print(i)\n",
	"indent":       "def f():\nreturn 1\n",
	"tabs":         "if 1:\n        a = 1\n\tb = 2\n",
	"badchar":      "x = 5 £ 3\n",
	"return":       "return 5\n",
	"nonlocal":     "def f():\n    nonlocal x\n",
	"eval":         "eval('1 +')\n",
	"evalname":     "eval('nope')\n",
	"execerror":    "exec('1/0')\n",
	"compile":      "compile('a b', 'other.py', 'exec')\n",
	"cause":        "try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise ValueError('bad') from e\n",
	"context":      "try:\n    1/0\nexcept ZeroDivisionError as e:\n    {}['k']\n",
	"none":         "try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise ValueError('bad') from None\n",
	"recursion":    "def f(n):\n    return f(n + 1)\nf(0)\n",
	"reprerror":    "class E(Exception):\n    def __str__(self): raise ValueError('in str')\nraise E()\n",
	"multi":        "raise ValueError('one\\ntwo\\nthree')\n",
	"empty":        "raise ValueError\n",
	"custom":       "class E(Exception): pass\nclass O:\n    class I(Exception): pass\ntry:\n    raise E(1, 2)\nexcept E as e:\n    raise O.I('x')\n",
	"assert":       "x = 3\nassert x == 4, 'x is %d' % x\n",
	"exit":         "import sys\nprint('a')\nsys.exit(3)\n",
	"exittext":     "import sys\nsys.exit('went wrong')\n",
	"exitnone":     "raise SystemExit\n",
	"exitfinally":  "try:\n    exit(4)\nfinally:\n    print('finally')\n",
	"exitbig":      "import sys\nsys.exit(1000)\n",
	"exitobject":   "import sys\nsys.exit([1, 2])\n",
	"exitbase":     "try:\n    raise SystemExit(5)\nexcept Exception:\n    print('no')\n",
	"quit":         "quit()\n",
	"atexit":       "import atexit\n@atexit.register\ndef bye(): print('bye')\natexit.register(lambda: 1/0)\nprint('end')\n",
	"atexiterror":  "import atexit\natexit.register(print, 'bye')\n1/0\n",
	"threads":      "import threading, time\ndef work():\n    time.sleep(0.05)\n    print('worked')\nthreading.Thread(target=work).start()\nprint('main ends')\n",
	"daemon":       "import threading, time\ndef work():\n    while True: time.sleep(0.01)\nthreading.Thread(target=work, daemon=True).start()\nprint('main ends')\n",
	"threaderror":  "import threading\nt = threading.Thread(target=lambda: 1/0, name='T')\nt.start(); t.join()\nprint('on')\n",
	"threadexit":   "import threading, sys\nt = threading.Thread(target=sys.exit, args=(3,))\nt.start(); t.join()\nprint('on')\n",
	"del":          "class A:\n    def __del__(self): print('deleted')\na = A()\nprint('end')\n",
	"delerror":     "class A:\n    def __del__(self): 1/0\na = A()\ndel a\nprint('end')\n",
	"warn":         "import warnings\ndef f():\n    warnings.warn('careful')\nf()\nprint('on')\n",
	"warnlevel":    "import warnings\ndef f():\n    warnings.warn('careful', DeprecationWarning, stacklevel=2)\nf()\n",
	"syntaxwarn":   "x = 1\nprint(x is 1)\n",
	"escapewarn":   "print('\\d')\n",
	"excepthook":   "import sys\nsys.excepthook = lambda t, v, tb: print('hook', t.__name__, v, tb.tb_lineno)\n1/0\n",
	"excepthook2":  "import sys\ndef hook(t, v, tb): raise KeyError('hook')\nsys.excepthook = hook\n1/0\n",
	"printexc":     "import traceback\ntry:\n    1/0\nexcept ZeroDivisionError:\n    traceback.print_exc()\n    print(traceback.format_exc())\n",
	"printstack":   "import traceback\ndef f():\n    traceback.print_stack()\nf()\n",
	"logging":      "import logging\nlogging.warning('hm')\ntry:\n    1/0\nexcept ZeroDivisionError:\n    logging.exception('oops')\n",
	"pickle":       "import pickle\nclass P:\n    def __init__(self): self.x = 5\nq = pickle.loads(pickle.dumps(P()))\nprint(q.x, type(q) is P, P.__module__)\n",
	"dataclass":    "from dataclasses import dataclass, field\nfrom typing import List, get_type_hints\n@dataclass\nclass P:\n    x: int\n    y: 'List[P]' = field(default_factory=list)\nprint(P(1), get_type_hints(P)['y'])\n",
	"source":       "import inspect\ndef f():\n    return 1  # one\nclass A:\n    x = 1\nprint(inspect.getsource(f), inspect.getsource(A))\n",
	"mpfork":       "import multiprocessing as mp\ndef f(x): return x * x\nif __name__ == '__main__':\n    with mp.get_context('fork').Pool(2) as p:\n        print(p.map(f, [1, 2, 3]))\n",
	"futures":      "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as e:\n    print(list(e.map(lambda x: x + 1, [1, 2])))\n",
	"forked":       "import os, sys\npid = os.fork()\nif pid:\n    print(os.waitpid(pid, 0)[1])\nelse:\n    print('child')\n    sys.stdout.flush()\n    sys.exit(2)\n",
	"forkedend":    "import os, sys\npid = os.fork()\nif pid:\n    print(os.waitpid(pid, 0)[1])\nelse:\n    print('child', flush=True)\n",
	"forkederror":  "import os, sys\npid = os.fork()\nif pid:\n    print(os.waitpid(pid, 0)[1])\nelse:\n    1/0\n",
	"asyncio":      "import asyncio\nasync def main():\n    await asyncio.sleep(0.01)\n    print('slept')\n    return 1\nprint(asyncio.run(main()))\n",
	"unclosed":     "import asyncio\nasync def f(): pass\nf()\nprint('end')\n",
	"unittest":     "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): self.assertEqual(1, 1)\n    def test_b(self): self.assertEqual(1, 2)\nif __name__ == '__main__':\n    unittest.main()\n",
	"doctest":      "'''\n>>> f(2)\n4\n>>> f(3)\n7\n'''\ndef f(x):\n    '''Double.\n\n    >>> f(1)\n    2\n    '''\n    return x * 2\nimport doctest\nprint(doctest.testmod())\n",
	"doctesterror": "def f(x):\n    '''\n    >>> f(0)\n    1\n    '''\n    return 1 / x\nimport doctest\ndoctest.testmod()\n",
	"nostdout":     "import sys\nsys.stdout = None\nprint('lost')\n",
	"closed":       "import sys\nsys.stdout.close()\ntry:\n    print('x')\nexcept ValueError as e:\n    sys.stderr.write(str(e))\n",
	"redirect":     "import io, contextlib\nb = io.StringIO()\nwith contextlib.redirect_stdout(b):\n    print('caught')\nprint(repr(b.getvalue()))\n",
	"dup":          "import os, sys\nprint('before', flush=True)\nkeep = os.dup(1)\nf = os.open('/dev/null', os.O_WRONLY)\nos.dup2(f, 1)\nprint('lost', flush=True)\nos.dup2(keep, 1)\nprint('back')\n",
	"buffer":       "import sys\nsys.stdout.buffer.write(b'bytes\\n')\nsys.stdout.buffer.flush()\nsys.stdout.write('x\\n')\nprint(sys.stdout.writelines(['a\\n', 'b\\n']))\n",
	"bytearray":    "import sys\nsys.stdout.buffer.write(bytearray(b'a\\n'))\nsys.stdout.buffer.write(memoryview(b'b\\n'))\ntry:\n    sys.stdout.write(b'x')\nexcept TypeError as e:\n    print(e)\n",
	"print":        "print('a', 'b', sep='-', end='!\\n', flush=True)\nprint()\nprint(1, [2], {'k': None})\n",
	"generator":    "def g():\n    try:\n        yield 1\n    finally:\n        print('closed')\nx = g()\nnext(x)\ndel x\nprint('end')\n",
	"globals":      "print(sorted(n for n in globals() if not n.startswith('__')))\n",
	"module":       "import sys\nm = sys.modules['__main__']\nx = 5\nprint(m.x, m.__name__, __name__ in sys.modules)\n",
	"kwargs":       "print(dict(a=1), *[1, 2], **{})\n",
	"memory":       "x = bytearray(2 ** 62)\n",
	"limit":        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\nx = 'a' * (500 << 20)\n",
	"intmax":       "print(10 ** 10 // 3, 0.1 + 0.2, -7 // 2)\n",
	"encoding":     "# -*- coding: utf-8 -*-\nprint('größe', ascii('é'))\n",
	"crlf":         "x = '''a\r\nb'''\r\nprint(repr(x))\r\n",
	"shadow":       "import random\nprint(random.MARK)\n",
	"local":        "import helper\nhelper.fail()\n",
	"keyboard":     "raise KeyboardInterrupt\n",
	"genexit":      "raise GeneratorExit('x')\n",
	"import":       "import nothing_of_that_name\n",
	"importfrom":   "from math import sine\n",
	"chained":      "e = None\nfor i in range(20):\n    try:\n        raise ValueError(i) from e\n    except ValueError as x:\n        e = x\nraise e\n",
	"cycle":        "a = ValueError('a'); b = KeyError('b')\na.__cause__ = b; b.__cause__ = a\nraise a\n",
	"long":         "raise ValueError('x' * 10000)\n",
	"setrecursion": "import sys\nsys.setrecursionlimit(60)\ndef f(n):\n    print(n, end=' ') if n % 10 == 0 else None\n    f(n + 1) if n < 20 else None\nf(0)\n",
	"trace":        "import sys\nseen = []\ndef t(f, e, a):\n    seen.append((f.f_code.co_name, e))\nsys.settrace(t)\ndef g(): pass\ng()\nsys.settrace(None)\nprint(seen)\n",
	"signal":       "import signal, os\nsignal.signal(signal.SIGUSR1, lambda n, f: print('got', n))\nos.kill(os.getpid(), signal.SIGUSR1)\n",
	"alarm":        "import signal, time\ndef h(n, f): raise TimeoutError('late')\nsignal.signal(signal.SIGALRM, h)\nsignal.setitimer(signal.ITIMER_REAL, 0.02)\nwhile True: pass\n",
	"sigint":       "import signal, os\nprint(signal.getsignal(signal.SIGINT) is signal.default_int_handler)\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept KeyboardInterrupt:\n    print('caught')\n",
	"types":        "import sys, io\nprint(isinstance(sys.stdout, io.TextIOWrapper), sys.stdout.encoding, sys.stdin.encoding, sys.stdout.writable(), sys.stdin.readable(), sys.stdout.name)\n",
	"format":       "print(f'{3.14159:.2f} {\"x\":>5}|{1_000_000:,}')\n",
}

// newer are programs that older versions do not know.
var newer = map[string]string{
	"group":  "raise ExceptionGroup('many', [ValueError(1), ExceptionGroup('in', [KeyError('k')])])\n",
	"group2": "def f(x):\n    raise ValueError(x)\nerrors = []\nfor i in range(2):\n    try:\n        f(i)\n    except ValueError as e:\n        errors.append(e)\nraise ExceptionGroup('many', errors)\n",
	"note":   "e = ValueError('x')\ne.add_note('a note')\nraise e\n",
	"match":  "match [1, 2]:\n    case [a, b]: print(a, b)\n",
}

// libraryFrames are frames of a library as CPython shows them, and the line that
// we show in their place.
var libraryFrames = regexp.MustCompile(`(  File "/[^"]*/lib/python3[^"]*", line \d+, in .*\n    .*\n)+|  \.\.\. .* in the library \(.+\) \.\.\.\n`)

// timing is what differs from run to run.
var timing = regexp.MustCompile(`0x[0-9a-f]+|Ran \d+ tests? in [\d.]+s|Thread-\d+|repeated \d+ more`)

// asWritten are programs of which CPython shows a line as it was typed, or not,
// depending on whether it comes from a file: only the last line is compared.
var asWritten = map[string]bool{"tabs": true, "indent": true, "atexit": true}

func TestPrograms(t *testing.T) {
	// Two processes for each program take their time: the oldest, a middle one, the newest.
	pythons := interpreters(t)
	some := []python{pythons[0]}
	if n := len(pythons); n > 1 {
		some = append(some, pythons[n-1])
		if n > 2 {
			some = append(some, pythons[n/2])
		}
	}
	of(t, some, func(t *testing.T, python string) {
		z := newZygote(t, python, true)
		all := programs
		if z.hello.Version > "3.11" && len(z.hello.Version) > 5 || z.hello.Version[:3] == "3.1" && z.hello.Version[:4] != "3.10" {
			all = map[string]string{}
			for _, some := range []map[string]string{programs, newer} {
				for name, source := range some {
					all[name] = source
				}
			}
		}
		for name, source := range all {
			t.Run(name, func(t *testing.T) {
				dir := t.TempDir()
				check(t, os.WriteFile(filepath.Join(dir, "week.py"), []byte(source), 0o600))
				if name == "shadow" {
					check(t, os.WriteFile(filepath.Join(dir, "random.py"), []byte("MARK = 'mine'\n"), 0o600))
				}
				check(t, os.WriteFile(filepath.Join(dir, "helper.py"), []byte("def fail():\n    return [][1]\n"), 0o600))
				cmd := exec.Command(python, "week.py")
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8", "PYTHONDONTWRITEBYTECODE=1")
				var out, errs bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &errs
				code := 0
				if cmd.Run() != nil {
					code = cmd.ProcessState.ExitCode()
				}
				check(t, os.Remove(filepath.Join(dir, "week.py")))

				s := z.fork(map[string]any{"dir": dir, "env": map[string]string{"PYTHONDONTWRITEBYTECODE": "1"}})
				s.send(agent.Command{Op: agent.OpRun, Text: source, File: "week.py", Final: true})
				done := s.until(agent.EvDone)
				exit := s.until(agent.EvExit)
				clean := func(text string) string {
					text = strings.ReplaceAll(text, "\""+dir+"/", "\"")
					text = strings.ReplaceAll(text, dir+"/", "")
					text = libraryFrames.ReplaceAllString(plain(timing.ReplaceAllString(text, "<N>")), "  <library>\n")
					if asWritten[name] {
						text = text[strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n")+1:]
					}
					return text
				}
				if got, want := clean(s.text(1, 0)), clean(out.String()); got != want {
					t.Errorf("stdout %q\n  want %q", got, want)
				}
				if got, want := clean(s.text(2, 0)), clean(errs.String()); got != want {
					t.Errorf("stderr %s\n---want %s", got, want)
				}
				if want := map[bool]int{true: 1, false: code}[code < 0]; exit.Code != want || exit.Signal != 0 || done.Exit == nil || *done.Exit != want {
					t.Errorf("exit %+v, want %d", exit, code)
				}
			})
		}
	})
}
