//go:build linux

package agent_test

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// inLibrary is the line in the place of frames; how many a library has differs
// from version to version.
var inLibrary = regexp.MustCompile(`(one call|\d+ calls) in the library`)

// What happens inside a library is one line of a traceback, with its modules.
func TestLibraryIsOneLine(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		dir, site := t.TempDir(), t.TempDir()
		packages := filepath.Join(site, "site-packages")
		write(t, dir, map[string]string{
			"helper.py": "import json\ndef read(text):\n    return json.loads(text)\n",
			"string.py": "def own(f):\n    return f()\n", // a file of the learner's with a library's name
		})
		write(t, packages, map[string]string{"tool/__init__.py": "from .inner import use\n", "tool/inner.py": "def use(f):\n    return f()\n", "flat.py": "def use(f):\n    return f()\n"})
		s := coldIn(t, python, dir, "PYTHONPATH="+packages)
		const json = "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
		const top = "Traceback (most recent call last):\n"
		for _, c := range []struct{ name, code, want string }{
			{"below", "import json\njson.loads('x')", top + "  File \"week.py\", line 2, in <module>\n    json.loads('x')\n  ... N calls in the library (json) ...\n" + json + "\n"},
			{"below a file of one's own", "import helper\nhelper.read('x')", top +
				"  File \"week.py\", line 2, in <module>\n    helper.read('x')\n  File \"DIR/helper.py\", line 3, in read\n    return json.loads(text)\n  ... N calls in the library (json) ...\n" + json + "\n"},
			{"between", "import tool\ndef f():\n    1/0\ntool.use(f)", top +
				"  File \"week.py\", line 4, in <module>\n    tool.use(f)\n  ... N calls in the library (tool) ...\n  File \"week.py\", line 3, in f\n    1/0\nZeroDivisionError: division by zero\n"},
			{"one calls another", "import flat, tool, functools\ntool.use(functools.partial(flat.use, 5))", top +
				"  File \"week.py\", line 2, in <module>\n    tool.use(functools.partial(flat.use, 5))\n  ... N calls in the library (tool, flat) ...\nTypeError: 'int' object is not callable\n"},
			{"a file that hides the library's", "import sys; sys.modules.pop('string', None)\nimport string\nstring.own(lambda: 1/0)", top +
				"  File \"week.py\", line 3, in <module>\n    string.own(lambda: 1/0)\n  File \"DIR/string.py\", line 2, in own\n    return f()\n  File \"week.py\", line 3, in <lambda>\n    string.own(lambda: 1/0)\nZeroDivisionError: division by zero\n"},
			{"a chain", "import json\ntry:\n    json.loads('x')\nexcept ValueError as e:\n    raise KeyError('k') from e", top +
				"  File \"week.py\", line 3, in <module>\n    json.loads('x')\n  ... N calls in the library (json) ...\n" + json + "\n\nThe above exception was the direct cause of the following exception:\n\n" +
				top + "  File \"week.py\", line 5, in <module>\n    raise KeyError('k') from e\nKeyError: 'k'\n"},
			{"made by exec", "exec('def f():\\n    1/0\\nf()')", top +
				"  File \"week.py\", line 1, in <module>\n    exec('def f():\\n    1/0\\nf()')\n  File \"<string>\", line 3, in <module>\n  File \"<string>\", line 2, in f\nZeroDivisionError: division by zero\n"},
			{"a thread", "import threading\ndef f():\n    1/0\nt = threading.Thread(target=f, name='T')\nt.start(); t.join()", "Exception in thread T:\n" + top +
				"  ... N calls in the library (threading) ...\n  File \"week.py\", line 3, in f\n    1/0\nZeroDivisionError: division by zero\n"},
			{"only the library", "import threading\nt = threading.Thread(target=5, name='T')\nt.start(); t.join()", ""},
		} {
			_, _, errs := s.do(agent.Command{Op: agent.OpRun, File: "week.py", Text: c.code})
			whole := errs
			errs = inLibrary.ReplaceAllString(strings.ReplaceAll(plain(errs), dir, "DIR"), "N calls in the library")
			switch {
			case c.name == "only the library":
				if strings.Contains(whole, "in the library") || !strings.Contains(whole, "threading.py\", line ") {
					t.Errorf("%s: %q", c.name, whole)
				}
			case errs != plain(c.want):
				t.Errorf("%s:\n%s\nwant\n%s", c.name, errs, c.want)
			}
		}
		// Who asks Python itself sees all of it.
		out, errs := s.exec("import json, traceback\ntry: json.loads('x')\nexcept ValueError: traceback.print_exc()")
		if out != "" || strings.Contains(errs, "in the library") || !strings.Contains(errs, "decoder.py\", line ") {
			t.Errorf("traceback.print_exc: %q", errs)
		}
		s.exec("json.loads('x')")
		if _, errs = s.exec("import sys; traceback.print_tb(sys.last_traceback)"); strings.Contains(errs, "in the library") || !strings.Contains(errs, "decoder.py\", line ") {
			t.Errorf("traceback.print_tb: %q", errs)
		}
	})
}

// A traceback that is all in the learner's lines is what CPython prints, byte for byte.
func TestOwnTracebackIsCPythons(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		dir := t.TempDir()
		write(t, dir, map[string]string{"helper.py": "def half(x):\n    return x / 0 if x else half('a')\n"})
		s := coldIn(t, python, dir)
		for name, code := range map[string]string{
			"simple":        "1/0\n",
			"functions":     "def f(a):\n    return g(a) + 1\ndef g(a):\n    return [1, 2][a] * (a\n        + 1)\nf(7)\n",
			"module":        "import helper\nhelper.half(1)\n",
			"recursion":     "def f(n):\n    return f(n - 1) if n else 1/0\nf(50)\n",
			"mutual":        "def f(n):\n    return g(n)\ndef g(n):\n    return f(n - 1) if n else {}['k']\nf(9)\n",
			"chain":         "try:\n    1/0\nexcept ZeroDivisionError:\n    raise ValueError('a\\nb')\n",
			"cause":         "try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise ValueError() from e\n",
			"class":         "class Mine(Exception): pass\ndef f():\n    raise Mine('it')\nf()\n",
			"syntax":        "for x in 3\n    pass\n",
			"unreadable":    "def f(:\n    pass\n",
			"name":          "number = 1\nnumbr\n",
			"comprehension": "print([1 / n for n in (1, 0)])\n",
		} {
			write(t, dir, map[string]string{"week.py": code})
			cmd := exec.Command(python, "week.py")
			var want bytes.Buffer
			cmd.Dir, cmd.Stderr = dir, &want
			_ = cmd.Run() // it is to fail
			full := strings.ReplaceAll(want.String(), `"`+filepath.Join(dir, "week.py")+`"`, `"week.py"`)
			_, _, errs := s.do(agent.Command{Op: agent.OpRun, File: "week.py", Text: code})
			if errs != full || errs == "" {
				t.Errorf("%s:\n%s\nCPython prints\n%s", name, errs, full)
			}
			s.exec("import sys\nk = sys.modules.pop('helper', None) and None")
		}
	})
}
