//go:build linux

package agent_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"
)

// write puts files into a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		check(t, os.MkdirAll(filepath.Dir(path), 0o755))
		check(t, os.WriteFile(path, []byte(text), 0o600))
	}
}

// What CPython adds when it prints an exception is in the message, too.
func TestSuggestions(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		old := strings.HasPrefix(filepath.Base(t.Name()), "3.08") || strings.HasPrefix(filepath.Base(t.Name()), "3.09")
		for _, c := range []struct{ code, message, hint string }{
			{"number = 1\nnumbr", "name 'numbr' is not defined", ". Did you mean: 'number'?"},
			{"class P:\n    colour = 1\nP().color", "'P' object has no attribute 'color'", ". Did you mean: 'colour'?"},
			{"'a'.uper()", "'str' object has no attribute 'uper'", ". Did you mean: 'upper'?"},
			{"zzzzzzzz", "name 'zzzzzzzz' is not defined", ""},
			{"raise ValueError('a. Did you mean: b?')", "a. Did you mean: b?", ""},
			{"raise NameError('a\\nb')", "a\nb", ""},
		} {
			done, _, errs := s.do(agent.Command{Op: agent.OpExec, Text: c.code})
			want := c.message
			if !old {
				want += c.hint
			}
			if done.Exception == nil || done.Exception.Message != want {
				t.Errorf("%q: %+v, want %q", c.code, done.Exception, want)
			} else if !strings.Contains(errs, want) {
				t.Errorf("%q: the message is %q, shown is %q", c.code, want, errs)
			}
		}
	})
}

func TestFramesOfException(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		dir := t.TempDir()
		write(t, dir, map[string]string{"helper.py": "import json\ndef read(text):\n    return json.loads(text)\n"})
		s := coldIn(t, python, dir)
		done, _, _ := s.do(agent.Command{Op: agent.OpRun, File: "week.py", Text: "import helper\ndef go():\n    helper.read('{')\ngo()\n"})
		want := "[{week.py 4 <module>} {week.py 3 go} {helper.py 3 read}]"
		if done.Exception == nil || fmt.Sprint(done.Exception.Frames) != want || done.Exception.Line != 3 || done.Exception.Shadow != "" {
			t.Errorf("%+v, want %s", done.Exception, want)
		}
		done, _, _ = s.do(agent.Command{Op: agent.OpRun, File: "deep.py", Text: "def f(n):\n    return f(n + 1)\nf(0)\n"})
		frames := done.Exception.Frames
		if len(frames) != 20 || frames[19].Line != 2 || frames[0].Function != "f" {
			t.Errorf("%d frames: %v", len(frames), frames)
		}
		done, _, _ = s.do(agent.Command{Op: agent.OpRun, File: "week.py", Text: "x = (\n"})
		if done.Exception.Type != "SyntaxError" || len(done.Exception.Frames) != 0 {
			t.Errorf("%+v", done.Exception)
		}
	})
}

// A file of the learner's that hides a library module is named when it is to blame.
func TestShadow(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		for _, c := range []struct {
			name   string
			files  map[string]string
			code   string
			shadow string
		}{
			{"attribute", map[string]string{"statistics.py": "x = 1\n"}, "import statistics\nstatistics.mean([1])", "statistics.py"},
			{"name", map[string]string{"statistics.py": "x = 1\n"}, "from statistics import mean", "statistics.py"},
			{"itself", map[string]string{"statistics.py": "import statistics\nprint(statistics.mean([1]))\n"}, "import statistics", "statistics.py"},
			{"itself by name", map[string]string{"turtle.py": "from turtle import Turtle\n"}, "import turtle", "turtle.py"},
			{"no package", map[string]string{"xml.py": ""}, "import xml.dom", "xml.py"},
			{"called", map[string]string{"turtle.py": ""}, "import turtle\nturtle()", "turtle.py"},
			{"under a library", map[string]string{"random.py": "x = 1\n"}, "import sys\nfor m in ('tempfile', 'random'): sys.modules.pop(m, None)\nimport tempfile", "random.py"},
			{"package", map[string]string{"statistics/__init__.py": ""}, "import statistics\nstatistics.mean([1])", "statistics/__init__.py"},
			{"the library's own", map[string]string{"random.py": "x = 1\n"}, "import math\nmath.sine(1)", ""},
			{"a name of their own", map[string]string{"dice.py": "x = 1\n"}, "import dice\ndice.randint(1, 6)", ""},
			{"another mistake in it", map[string]string{"test.py": "def f():\n    return 1 + 'a'\n"}, "import test\ntest.f()", ""},
			{"another error", map[string]string{"random.py": "x = 1\n"}, "import random\n1 / 0", ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				dir := t.TempDir()
				write(t, dir, c.files)
				s := coldIn(t, python, dir)
				done, _, _ := s.do(agent.Command{Op: agent.OpRun, File: "week.py", Text: c.code})
				if done.Exception == nil || done.Exception.Shadow != c.shadow {
					t.Errorf("%+v, want %q", done.Exception, c.shadow)
				}
			})
		}
	})
}

// friendly has the parts of friendly-traceback's interface that are used.
var friendly = map[string]string{
	"friendly_traceback/__init__.py": "import warnings\nwarnings.simplefilter('ignore')\nprint('loaded')\n_lang = []\ndef set_lang(lang='en'): _lang.append(lang)\n",
	"friendly_traceback/core.py": `
import random, sys, time
class FriendlyTraceback:
    def __init__(self, etype, value, tb):
        print("looking")
        self.info = {"header": "Python exception:"}
        self.value, self.tb = value, tb
    def assign_cause(self):
        from . import _lang
        text = str(self.value)
        if text == "slow":
            time.sleep(30)
        if text == "broken":
            raise SystemExit("Internal error")
        if text == "nothing":
            return
        while self.tb.tb_next: self.tb = self.tb.tb_next
        self.info["cause"] = "%s: %s in line %d.%d\n" % (_lang[-1], text, self.tb.tb_lineno, random.randint(5, 5))
`,
}

func TestExplanation(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		site, dir := t.TempDir(), t.TempDir()
		write(t, site, friendly)
		write(t, dir, map[string]string{"friendly_traceback.py": evil, "random.py": evil})
		s := coldIn(t, python, dir, "PYTHONPATH="+site)
		for _, c := range []struct{ code, want string }{
			{"x = 1\nraise ValueError('odd')", "en: odd in line 2.5"},
			{"raise ValueError('nothing')", ""},
			{"raise ValueError('broken')", ""},
			{"raise ValueError('slow')", ""},
			{"raise KeyboardInterrupt('odd')", ""},
		} {
			started := time.Now()
			done, out, _ := s.do(agent.Command{Op: agent.OpExec, Text: c.code})
			if done.Exception == nil || done.Exception.Explanation != c.want || out != "" {
				t.Errorf("%s: %+v %q, want %q", c.code, done.Exception, out, c.want)
			}
			if took := time.Since(started); took > 5*time.Second || done.MS > 1000 {
				t.Errorf("%s took %v, of which are the program's %v", c.code, took, done.MS)
			}
		}
		s.expect("import sys, warnings, os\n[m for m in sys.modules if m.startswith('friendly')], os.path.exists('ran')", "([], False)\n", "")
		// Without it there is none, and the learner's own file of that name is not it.
		s = coldIn(t, python, dir)
		done, out, _ := s.do(agent.Command{Op: agent.OpExec, Text: "raise ValueError('odd')"})
		if done.Exception.Explanation != "" || out != "" {
			t.Errorf("%+v %q", done.Exception, out)
		}
	})
}

func TestStatistics(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		run := func(code string) agent.Event {
			done, _, _ := s.do(agent.Command{Op: agent.OpExec, Text: code})
			return done
		}
		busy := run("import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass")
		if busy.CPUMS < 290 || busy.CPUMS > 600 || busy.MS < 290 {
			t.Errorf("a busy loop: %v ms, %v ms of the processor", busy.MS, busy.CPUMS)
		}
		asleep := run("time.sleep(0.2)")
		if asleep.MS < 200 || asleep.CPUMS > 100 {
			t.Errorf("a sleep: %v ms, %v ms of the processor", asleep.MS, asleep.CPUMS)
		}
		child := run("import subprocess, sys\nsubprocess.run([sys.executable, '-S', '-c', 'import time\\nwhile time.process_time() < 0.3: pass']).returncode")
		if child.CPUMS < 290 {
			t.Errorf("a busy child: %v ms of the processor", child.CPUMS)
		}
		before := run("1")
		big := run("x = b'1' * (50 << 20)\ndel x")
		after := run("1")
		if grown := big.PeakKiB - before.PeakKiB; before.PeakKiB < 2<<10 || grown < 49<<10 || grown > 80<<10 {
			t.Errorf("50 MiB more: the peak is %d KiB after %d KiB", big.PeakKiB, before.PeakKiB)
		}
		if after.PeakKiB > before.PeakKiB+(10<<10) {
			t.Errorf("the next run's peak is still %d KiB after %d KiB", after.PeakKiB, before.PeakKiB)
		}
	})
}
