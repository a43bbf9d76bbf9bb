//go:build linux

package agent_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"
)

// answer is what complete or inspect answers.
type answer struct {
	Start, End int
	Matches    []struct{ Text, Kind string }
	Found      bool
	Signature  string
	Doc        string

	Code, By, Problem string
	Line              int
}

// asked asks at the mark | in code.
func (s *session) asked(op, code string) answer {
	s.t.Helper()
	before, after, _ := strings.Cut(code, "|")
	s.send(agent.Command{Op: op, Text: before + after, Cursor: len([]rune(before))})
	var a answer
	check(s.t, json.Unmarshal(s.until(agent.EvAnswer).Data, &a))
	return a
}

// kinds are the matches, as "name:kind".
func (a answer) kinds() map[string]bool {
	all := map[string]bool{}
	for _, m := range a.Matches {
		all[m.Text+":"+m.Kind] = true
	}
	return all
}

// evil is a module that must never run.
const evil = "print('it ran')\nopen('ran', 'w').close()\ndef trick(): 'Mine.'\n"

// folder is a learner's folder full of modules that tell when they are run.
func folder(t *testing.T) string {
	dir := t.TempDir()
	for _, name := range []string{
		"random", "json", "helper", "friendly_traceback", "ruff", "black", "inspect", "ast", "re", "tokenize",
		"subprocess", "keyword", "pkgutil", "textwrap", "colorsys",
	} {
		check(t, os.WriteFile(filepath.Join(dir, name+".py"), []byte(evil), 0o600))
	}
	return dir
}

// untouched fails if anything of the learner's has run, or anything was shown.
func (s *session) untouched(dir string, from int) {
	s.t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		s.t.Error("a module of the learner's was imported")
	}
	for _, entry := range s.log[from:] {
		if entry != "ev:answer" {
			s.t.Errorf("besides the answers came %q", entry)
		}
	}
}

// coldIn starts an interpreter in a folder.
func coldIn(t *testing.T, python, dir string, env ...string) *session {
	t.Helper()
	s := coldWith(t, python, dir, env)
	s.until(agent.EvReady)
	return s
}

const program = `import json, os.path as p
import colorsys as farben
from collections import Counter, OrderedDict as OD
import xml.etree.ElementTree as ET
import random
import helper
import missing_thing
LIMIT = 3
def area(width, height=2, *rest, deep=None, **more):
    """The area
       of it."""
    inner = []
    return width * height
class Point:
    "A point."
    origin = 0
    def __init__(self, x, y=LIMIT):
        self.x = x
        self.label = "p"
    def norm(self, scale=1):
        "Its length."
        return self.x
    @property
    def angle(self):
        "In degrees."
    @classmethod
    def make(cls, text): pass
    @staticmethod
    def zero(kind): pass
class Far(Point):
    def far(self): pass
class Oops(ValueError):
    pass
x = []
s = "text"
d = {"a": 1}
pt = Point(1, 2)
far = Far(1)
counted = Counter(s)
answer = input("? ")
words = s.split()
number, pair = 1, (2, 3)
typed: Point = None
square = lambda side: side * side
with open("f") as handle:
    pass
for index in range(3):
    pass
try:
    pass
except ValueError as problem:
    pass
root = ET.fromstring("<a/>")
if (big := 10) > 5:
    pass
`

func TestCompleteFromCode(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		dir := folder(t)
		s := coldIn(t, python, dir)
		from := len(s.log)
		for _, c := range []struct{ code, want, not string }{
			{"ar|", "area:function", ""},
			{"LI|", "LIMIT:variable", ""},
			{"Poi|", "Point:class", ""},
			{"p|", "p:module pt:variable pair:variable problem:variable print:function", ""},
			{"farben.rgb|", "rgb_to_hsv:function", ""},
			{"json.du|", "dump:function dumps:function", "trick"},
			{"json.dec|", "decoder:module", ""},
			{"p.jo|", "join:function", ""},
			{"C|", "Counter:class", ""},
			{"OD.from|", "fromkeys:function", ""},
			{"ET.from|", "fromstring:function", ""},
			{"random.rand|", "randint:function", "trick"},
			{"helper.tr|", "trick:function", ""},
			{"missing_thing.|", "", ":"},
			{"x.ap|", "append:function", ""},
			{"s.up|", "upper:function", ""},
			{"d.it|", "items:function", ""},
			{"pt.|", "x:variable label:variable norm:function angle:property origin:variable make:function", "__init__"},
			{"pt.label.up|", "upper:function", ""},
			{"far.|", "far:function norm:function x:variable", ""},
			{"Point.z|", "zero:function", ""},
			{"counted.most|", "most_common:function", ""},
			{"answer.str|", "strip:function", ""},
			{"words.so|", "sort:function", ""},
			{"number.bit|", "bit_length:function", ""},
			{"pair.co|", "count:function", ""},
			{"typed.no|", "norm:function", ""},
			{"handle.readl|", "readline:function readlines:function", ""},
			{"index.bit|", "bit_length:function", ""},
			{"big.bit|", "bit_length:function", ""},
			{"squ|", "square:function", ""},
			{"def f(there):\n    the|", "there:variable", ""},
			{"def f(there: Point):\n    there.no|", "norm:function", ""},
			{"class K:\n    def __init__(self):\n        self.mine = []\n    def go(self):\n        self.|", "mine:variable go:function", ""},
			{"class K:\n    def __init__(self):\n        self.mine = []\n    def go(self):\n        self.mine.|\n        return 1\nz = K(", "append:function", ""},
			{"for letter in 'abc':\n    let|", "letter:variable", ""},
			{"from math import sq|", "sqrt:function", ""},
			{"from collections import de|", "deque:class defaultdict:class", ""},
			{"from json import de|", "decoder:module", "trick"},
			{"from xml.etree import Elem|", "ElementTree:module", ""},
			{"import xml.etree.El|", "ElementTree:module", ""},
			{"import xml.d|", "dom:module", ""},
			{"import help|", "helper:module", ""},
			{"from colorsys import hl|", "hls_to_rgb:function", ""},
			{"import turtle as tu\ntu.forw|", "forward:function", ""},
			{"from turtle import *\nforw|", "forward:function", ""},
			{"import cmath\ncmath.pol|", "polar:function", ""},
			{"import array\narray.ar|", "array:class", ""},
			{"import readline\nreadline.|", "", "get_"},
			{"Oops.with_t|", "with_traceback:function", ""},
		} {
			started := time.Now()
			got := s.asked(agent.OpComplete, program+c.code+"\nprint('the rest'\n").kinds()
			if took := time.Since(started); took > 2*time.Second {
				t.Errorf("%q took %v", c.code, took)
			}
			for n := 0; len(got) == 0 && c.want != "" && n < 3; n++ { // there was no time for more
				got = s.asked(agent.OpComplete, program+c.code+"\nprint('the rest'\n").kinds()
			}
			for _, want := range strings.Fields(c.want) {
				if !got[want] {
					t.Errorf("%q: no %q in %.300v", c.code, want, got)
				}
			}
			for have := range got {
				if c.not != "" && strings.Contains(have, c.not) {
					t.Errorf("%q: %q", c.code, have)
				}
			}
		}
		s.untouched(dir, from)
		// What was looked at must not be what the program then imports.
		_, out, _ := s.do(agent.Command{Op: agent.OpExec, Text: "import sys\nprint([m for m in ('array', 'cmath', 'turtle', 'xml') if m in sys.modules])"})
		if out != "[]\n" {
			t.Errorf("loaded by looking: %s", out)
		}
		if _, out, _ = s.do(agent.Command{Op: agent.OpExec, Text: "import colorsys"}); out != "it ran\n" {
			t.Errorf("the learner's own colorsys: %q", out)
		}
	})
}

func TestInspectFromCode(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		dir := folder(t)
		s := coldIn(t, python, dir)
		from := len(s.log)
		for _, c := range []struct{ code, signature, doc string }{
			{"area(|", "area(width, height=2, *rest, deep=None, **more)", "The area\nof it."},
			{"are|a", "area(width, height=2, *rest, deep=None, **more)", "The area\nof it."},
			{"Point(|", "Point(x, y=LIMIT)", "A point."},
			{"far.norm(|", "norm(scale=1)", "Its length."},
			{"Point.norm|", "norm(self, scale=1)", "Its length."},
			{"Point.make|", "make(text)", ""},
			{"pt.zero(|", "zero(kind)", ""},
			{"pt.angle|", "", "In degrees."},
			{"pt|", "pt: Point", "A point."},
			{"square(|", "square(side)", ""},
			{"json.dumps(|", "json.dumps", "Serialize ``obj`` to a JSON formatted ``str``."},
			{"from json import dump|s", "dumps", "Serialize"},
			{"farben.rgb_to_hsv(|", "rgb_to_hsv(r, g, b)", ""},
			{"import colors|ys", "", "Conversion functions"},
			{"random.randint(|", "randint(a, b)", "Return random integer in range [a, b], including both end points."},
			{"x.append(|", "append(", "Append object"},
			{"import turtle\nturtle.forward(|", "forward(distance)", "Move the turtle forward"},
			{"import cmath\ncmath.polar(|", "polar(", "Convert a complex"},
			{"helper.trick(|", "trick()", "Mine."},
			{"len(|", "len(obj, /)", "Return the number"},
		} {
			got := s.asked(agent.OpInspect, program+c.code+"\n")
			for n := 0; !got.Found && n < 3; n++ { // there was no time for more
				got = s.asked(agent.OpInspect, program+c.code+"\n")
			}
			want := c.signature
			if want == "json.dumps" || want == "dumps" {
				want = "dumps(obj, *, skipkeys=False, "
			}
			if !got.Found || !strings.HasPrefix(got.Signature, want) || (want == "") != (got.Signature == "") || !strings.HasPrefix(got.Doc, c.doc) {
				t.Errorf("%q: %+.300v", c.code, got)
			}
		}
		for _, code := range []string{"nothing_of_that_name(|", "pt.nothing|", "'words|'", "missing_thing.x|"} {
			if got := s.asked(agent.OpInspect, program+code+"\n"); got.Found {
				t.Errorf("%q: %+v", code, got)
			}
		}
		s.untouched(dir, from)
	})
}

// Code in the middle of being written is understood as far as possible.
func TestUnfinishedCode(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		for _, c := range []struct{ code, want string }{
			{"value = 1\nif value:\nval|", "value:variable"},
			{"value = 1\nfor i in [1, 2\nval|", "value:variable"},
			{"def value():\n    return (\nval|\n", "value:function"},
			{"value = 1\ntry:\n    x = 2\n    val|\nprint(3)\n", "value:variable"},
			{"value = 1\nx = '''\nval", ""},
			{"val|\nclass value:\n    def f(self:\n        pass\n", "value:class"},
			{"def f(\nvalue = 5\n)))\nother = 6\noth|", "other:variable"},
			{"value = 1\n\x00\nval|", "value:variable"},
			{"value = 1\n" + strings.Repeat("(", 80) + "\nval|", "value:variable"},
			{"class A(B): pass\nclass B(A): pass\nvalue = A()\nvalue.x\nval|", "value:variable"},
			{"value = value.value\nval|", "value:variable"},
			{"import value\nval|", "value:module"},
		} {
			got := s.asked(agent.OpComplete, c.code).kinds()
			if c.want != "" && !got[c.want] {
				t.Errorf("%q: %v", c.code, got)
			}
		}
		// Long code takes no longer than it may.
		long := strings.Repeat("def f(a, b):\n    return [a, b, (a + b) * 3]\n", 4000)
		started := time.Now()
		s.asked(agent.OpComplete, long+"val|")
		s.asked(agent.OpComplete, long+"x = (\nval|")
		if took := time.Since(started); took > 4*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}
