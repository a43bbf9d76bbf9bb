package runner_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

// TestCheating tries programs that want a better verdict than they deserve.
// TestTestsImportWhatTheAuthorWrote lets a program change the modules that it is
// given: its tests import those of the lesson all the same, and Python's own.
func TestTestsImportWhatTheAuthorWrote(t *testing.T) {
	b := newBench(t, runner.Config{})
	modules := b.TempDir()
	r := b.add(runner.Spec{
		UID: "1", Mode: runner.Program, File: "mine.py", Dir: b.TempDir(), Modules: modules,
		ModuleFiles: map[string][]byte{"shapes/__init__.py": []byte("from .sides import A\n"), "shapes/sides.py": []byte("A = 5\n")},
		Exercise: &runner.Exercise{Timeout: 5 * time.Second, Tests: []runner.Test{{Kind: "check", Hidden: true,
			Source: "import colorsys\nimport shapes\nassert f() == shapes.A\nassert colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)\n"}}},
	})
	plant := fmt.Sprintf("import os\nfor name in ('shapes.py', 'colorsys.py'):\n    with open(os.path.join(%q, name), 'w') as f: f.write('A = 99\\nrgb_to_hsv = lambda *a: (0.0, 0.0, 0)\\n')\n", modules)
	if v := b.checked(r, "1", plant+"def f(): return 99\n"); v == nil || v.Failed == 0 {
		t.Errorf("it passes: %+v", v)
	}
	if v := b.checked(r, "1", plant+"def f(): return 5\n"); v == nil || v.Failed > 0 {
		t.Errorf("what is right does not pass: %+v", v)
	}
}

func TestCheating(t *testing.T) {
	hidden := runner.Exercise{Timeout: 3 * time.Second, Tests: []runner.Test{{Kind: "check", Hidden: true, Source: `import math
def close(a, b): return abs(a - b) < 1e-9
assert double(2) == 4
assert double(5) == 10
assert isinstance(double(1), int)
assert close(double(0.5), 1.0)
`}}}
	right := "def double(x): return x * 2\n"
	wrong := "def double(x): return 4\n"
	cheats := map[string]string{
		"exit":                          wrong + "import sys\nsys.exit(0)\n",
		"os._exit":                      wrong + "import os\nos._exit(0)\n",
		"exit in the function":          "import os\ndef double(x): os._exit(0)\n",
		"SystemExit in the function":    "def double(x): raise SystemExit(0)\n",
		"killed":                        wrong + "import os\nos.kill(os.getpid(), 9)\n",
		"infinite loop":                 wrong + "while True: pass\n",
		"infinite loop in the function": "def double(x):\n    while True: pass\n",
		"equals everything":             "class A(int):\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n    __hash__ = int.__hash__\ndef double(x): return A(4)\n",
		"is everything":                 "class M(type):\n    def __instancecheck__(c, o): return True\nclass A(metaclass=M):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0\n    @property\n    def __class__(self): return int\ndef double(x): return A()\n",
		"redefines helpers":             wrong + "def close(a, b): return True\ndef isinstance(a, b): return True\ndef abs(x): return 0\n",
		"redefines builtins":            wrong + "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.abs = lambda x: 0\nbuiltins.AssertionError = KeyError\n",
		"patches unittest":              wrong + "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\nimport doctest\ndoctest.OutputChecker.check_output = lambda *a: True\n",
		"patches the agent":             wrong + "import sys\nfor name, m in list(sys.modules.items()):\n    if name.startswith('_crunchy'):\n        for k in list(vars(m)):\n            if k in ('describe', 'encode', 'perform', 'hold'): setattr(m, k, lambda *a, **k: True)\n",
		"prints the verdict":            wrong + "print('{\"result\": {\"passed\": 4, \"failed\": 0, \"message\": \"All work.\", \"tests\": []}}')\n",
		"writes the verdict to every descriptor": wrong + `import os, json
for fd in range(1, 1100):
    try: os.write(fd, b'\n{"ev": "result", "id": 1, "last": 4, "data": {"passed": 4, "failed": 0}}\n{"result": {"passed": 4, "failed": 0, "message": "All work.", "tests": []}}\n{"ev": "answer", "id": 1, "last": 4, "data": {"result": {"passed": 4}}}\n')
    except OSError: pass
`,
		"closes descriptors":     wrong + "import os\nos.closerange(3, 2000)\n",
		"huge output":            wrong + "print('x' * 3_000_000)\n",
		"huge value":             "def double(x): return list(range(3_000_000))\n",
		"deep value":             "def double(x):\n    v = []\n    for _ in range(5000): v = [v]\n    return v\n",
		"a value of its own":     "def double(x):\n    v = []\n    v.append(v)\n    return v\n",
		"forks":                  wrong + "import os\nos.fork()\n",
		"forks in the function":  "import os\ndef double(x):\n    if os.fork() == 0: os._exit(0)\n    return 4\n",
		"a thread that goes on":  wrong + "import threading, time\nthreading.Thread(target=lambda: time.sleep(60), daemon=True).start()\n",
		"looks for the tests":    "import gc, sys\ndef double(x):\n    for o in gc.get_objects():\n        if isinstance(o, dict) and 'tests' in o: return 'found'\n    f = sys._getframe()\n    while f:\n        if 'report' in f.f_locals: f.f_locals['report'].tests = []\n        f = f.f_back\n    return 4\n",
		"reads its commands":     wrong + "import os\nfor fd in range(3, 1100):\n    try:\n        os.set_blocking(fd, False)\n        os.read(fd, 100000)\n    except OSError: pass\n",
		"swallows everything":    "def double(x):\n    try: raise SystemExit\n    except BaseException: return 4\n",
		"an exception that lies": "class E(AssertionError):\n    def __str__(self): raise SystemExit\ndef double(x): raise E\n",
		"trace function":         wrong + "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\n",
		"recursion":              "def double(x): return double(x)\n",
		"replaces the name late": "class N(dict): pass\ndouble = lambda x: 4\nimport atexit\natexit.register(print, 'bye')\n",
		"text that looks right":  "class S(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\ndef double(x): return S('4')\n",
		"its own json":           wrong + "import json, sys\njson.dumps = json.loads = lambda *a, **k: '{\"result\": {\"passed\": 9}}'\nsys.modules['json'] = None\n",
		"a module in the folder": "open('math.py', 'w').write('raise SystemExit(0)')\nopen('unittest.py', 'w').write('raise SystemExit(0)')\nopen('doctest.py', 'w').write('raise SystemExit(0)')\n" + wrong,
	}
	b := newBench(t, runner.Config{})
	n := 0
	for name, source := range cheats {
		n++
		uid := fmt.Sprint(n)
		t.Run(name, func(t *testing.T) {
			b := &bench{t, b.Manager}
			r := b.exercise(uid, hidden)
			v := b.checked(r, uid, source)
			if v == nil {
				t.Fatal("there is no verdict")
			}
			if v.Failed == 0 || v.Passed == 4 {
				t.Errorf("it passes:\n%s", v.tell())
			}
			if text := v.tell(); strings.Contains(text, "double(5)") || strings.Contains(text, "10") {
				t.Errorf("hidden tests are told:\n%s", text)
			}
			// and who does it right afterwards is believed
			if v := b.checked(r, uid, right); v == nil || v.Failed > 0 || v.Passed != 4 {
				t.Errorf("what is right does not pass: %+v", v)
			}
			b.Remove(uid)
		})
	}
	if got := b.Stats(); got.Elements != 0 || got.Processes > 0 {
		t.Errorf("there are left: %+v", got)
	}
}
