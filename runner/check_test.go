package runner_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

// verdict is the RESULT of an exercise.
type verdict struct {
	Kind    string
	Passed  int
	Failed  int
	Message string
	Tests   []struct {
		Name, Outcome, Expected, Got, Message string
		Line, Test, Example                   int
		Hidden                                bool
	}
}

// tell is the verdict on one line for each test, for comparing.
func (v verdict) tell() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %s\n", v.Passed, v.Failed, v.Message)
	for _, t := range v.Tests {
		fmt.Fprintf(&b, "%s %s", t.Outcome, t.Name)
		if t.Line != 0 {
			fmt.Fprintf(&b, " line %d", t.Line)
		}
		for _, part := range []string{t.Expected, t.Got} {
			if part != "" && t.Outcome != "passed" {
				fmt.Fprintf(&b, " | %s", strings.ReplaceAll(strings.TrimSuffix(part, "\n"), "\n", "\\n"))
			}
		}
		if t.Message != "" {
			fmt.Fprintf(&b, " : %s", t.Message)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checked runs a program of an exercise and returns the verdict, nil for none.
func (b *bench) checked(r *recorder, uid, source string) *verdict {
	b.Helper()
	if _, err := b.Check(uid, source, false); err != nil {
		b.Fatal(err)
	}
	r.wait(b, "[stop", 1)
	text := r.text()
	e := r.last(runner.EventResult)
	r.clear()
	if e.Data == nil {
		return nil
	}
	if strings.Count(text, "[result]") != 1 || !strings.Contains(text, "[result][stop") {
		b.Errorf("the result does not come just before the stop, once: %q", text)
	}
	v := &verdict{}
	if err := json.Unmarshal(e.Data, v); err != nil {
		b.Fatal(err)
	}
	return v
}

// exercise adds one element.
func (b *bench) exercise(uid string, x runner.Exercise) *recorder {
	b.Helper()
	return b.add(runner.Spec{UID: uid, Mode: runner.Program, File: "mine.py", Dir: b.TempDir(), Exercise: &x})
}

func test(kind, source string) runner.Test { return runner.Test{Kind: kind, Source: source} }

const average = `>>> average([2, 4, 9])
5.0
>>> average([21.5])
21.5
>>> average([])
0.0
`

// trial is a program and what is said of it.
type trial struct {
	exercise runner.Exercise
	source   string
	want     string
}

// echo is what shows the value of the last line, where a test asks for it.
func (t trial) echo() string {
	if t.exercise.Tests[0].Kind == "grader" {
		return "last"
	}
	return ""
}

// exercises are programs and what is said of them; an empty want stands for any
// verdict without a failure.
var exercises = map[string]trial{
	"all examples work": {
		runner.Exercise{Tests: []runner.Test{test("doctest", average)}},
		"def average(n):\n    return sum(n) / len(n) if n else 0.0\n",
		"3 0 All three examples work.\npassed average([2, 4, 9])\npassed average([21.5])\npassed average([])\n",
	},
	"one does not": {
		runner.Exercise{Tests: []runner.Test{test("doctest", average)}},
		"\ndef average(n):\n    return sum(n) / 3\n",
		"2 1 Two of three examples work.\npassed average([2, 4, 9])\nfailed average([21.5]) line 2 | 21.5 | 7.166666666666667 : Your answer is exactly a third of what is expected.\npassed average([])\n",
	},
	"a grader": {
		runner.Exercise{Setup: "def double(n): return 2 * n", Tests: []runner.Test{
			test("grader", "fine = result == 8 and 'double' in user_code\nif fine:\n    said = 'Well done!'\nelse:\n    said = 'Not yet.'\n{'correct': fine, 'message': said}"),
			test("grader", "{'correct': other == [1], 'message': 'The list is wrong.'}"),
			test("grader", "correct = True"),
		}},
		"other = [1]\ndouble(5)\ndouble(4)\n",
		"2 1 Two of three tests work.\npassed Well done! : Well done!\npassed The list is wrong. : The list is wrong.\nerror The test : This test does not work: ValueError: The last line of this check gives no verdict.\n",
	},
	"a grader without a value": {
		runner.Exercise{Tests: []runner.Test{test("grader", "{'correct': result is not None, 'message': ''}")}},
		"8;\n",
		"0 1 The test does not work yet.\nfailed The check\n",
	},
	"one raises": {
		runner.Exercise{Tests: []runner.Test{test("doctest", average)}},
		"def average(n):\n    return sum(n) / len(n)\n",
		"2 1 Two of three examples work.\npassed average([2, 4, 9])\npassed average([21.5])\nerror average([]) line 2 | 0.0 | Traceback (most recent call last):\\n    ...\\nZeroDivisionError: division by zero : It ended with a ZeroDivisionError: division by zero\n",
	},
	"an exception that is expected": {
		runner.Exercise{Tests: []runner.Test{test("doctest", ">>> root(-1)\nTraceback (most recent call last):\n    ...\nValueError: below zero\n")}},
		"def root(x):\n    raise ValueError('below zero')\n",
		"1 0 The example works.\npassed root(-1)\n",
	},
	"printed, not returned": {
		runner.Exercise{Tests: []runner.Test{test("doctest", ">>> greet('Ada')\n'Hello, Ada'\n")}},
		"def greet(name):\n    print('Hello, ' + name)\n",
		"0 1 The example does not work yet.\nfailed greet('Ada') line 1 | 'Hello, Ada' | Hello, Ada : The words are right, but they are printed. The function is to return them.\n",
	},
	"the program fails": {
		runner.Exercise{Tests: []runner.Test{test("doctest", average)}},
		"def average(n):\n    return 1\nprint(avrage([1]))\n",
		"0 1 It could not be checked yet.\nerror The program runs to its end line 3 | NameError: name 'avrage' is not defined. Did you mean: 'average'? : It stops with a NameError. Mend that first, then check again.\n",
	},
	"asserts, each a test": {
		runner.Exercise{Tests: []runner.Test{test("check", "assert double(2) == 4\nassert double(0) == 0, 'What about nothing?'\nassert double(-1) == -2\n")}},
		"def double(x):\n    return x * 2 or 1\n",
		"2 1 Two of three tests work.\npassed double(2) == 4\nfailed double(0) == 0 line 1 | 0 | 1 : What about nothing?\npassed double(-1) == -2\n",
	},
	"test functions": {
		runner.Exercise{Tests: []runner.Test{test("check", "def test_small():\n    \"Small numbers\"\n    for n in range(5):\n        assert double(n) == n + n\ndef test_text():\n    assert double('ab') == 'abab'\n")}},
		"def double(x):\n    return x * 2\n",
		"2 0 Both tests work.\npassed Small numbers\npassed test text\n",
	},
	"unittest with old names": {
		runner.Exercise{Tests: []runner.Test{test("unittest", "class T(unittest.TestCase):\n    def test_two(self):\n        self.assertEquals(double(2), 4)\n    def test_nothing(self):\n        'nothing stays nothing'\n        self.assert_(double(0) == 0)\n    def test_wrong(self):\n        self.assertRaises(TypeError, double, None)\n")}},
		"def double(x):\n    return x + 2\n",
		"2 1 Two of three tests work.\nfailed nothing stays nothing : False is not true\npassed test two\npassed test wrong\n",
	},
	"what is printed": {
		runner.Exercise{Tests: []runner.Test{test("output", "one  \ntwo\n\n")}},
		"print('one')\nprint('two')\n",
		"1 0 The test works.\npassed What it prints\n",
	},
	"something else is printed": {
		runner.Exercise{Tests: []runner.Test{test("output", "One\n")}},
		"print('one')\n",
		"0 1 The test does not work yet.\nfailed What it prints | One | one : Only capital and small letters differ.\n",
	},
	"hidden": {
		runner.Exercise{Tests: []runner.Test{{Kind: "check", Source: "assert double(7) == 14, 'Try a larger number.'\n", Hidden: true}}},
		"def double(x):\n    return 4\n",
		"0 1 The test does not work yet.\nfailed A hidden test line 1 : Try a larger number.\n",
	},
	"prepared": {
		runner.Exercise{Setup: "words = ['a', 'bb']\ndef helper(x): return x == 3\n", Tests: []runner.Test{test("check", "assert helper(total)\nassert words == ['a', 'bb', 'c']\n")}},
		"total = sum(len(w) for w in words)\nwords.append('c')\n",
		"2 0 Both tests work.\npassed helper(total)\npassed words == ['a', 'bb', 'c']\n",
	},
	"values of all kinds": {
		runner.Exercise{Author: []string{"class Money: pass\nclass Point: pass\n"}, Tests: []runner.Test{test("check", `assert same(None) is None
assert same([1, [2.5, "x"], {"k": (True, b"b", 3j, frozenset({1}))}, 10**30]) == [1, [2.5, "x"], {"k": (True, b"b", 3j, frozenset({1}))}, 10**30]
xs = [3, 1, 2]
assert sort(xs) is None and xs == [1, 2, 3]
assert same(xs) is xs
assert apply(lambda x: x + 1, 41) == 42
assert list(evens(10)) == [0, 2, 4, 6, 8]
p = Point(1, 2)
assert isinstance(p, Point) and not isinstance(3, Point)
assert p == Point(1, 2) and p != Point(2, 1)
assert (p + Point(1, 1)).x == 2
assert str(p) == "(1, 2)" and len(p) == 2 and [*p] == [1, 2] and p[0] == 1
p.x = 5
assert p.x == 5
try:
    fail()
except TooCold as error:
    told = str(error)
assert told == "brr"
from decimal import Decimal
assert price() == Decimal("1.10")
from collections import Counter
assert counted("aab") == {"a": 2, "b": 1} and counted("aab") == Counter("aab")
assert pair() == (1, 2) and level() == 3 and level() + 1 == 4 and level() > 2
assert isinstance(Point(0, 0), Point) and p * 2 == Point(10, 4)
a = chain()
assert a.next.back is a and chain.__doc__ == "Two links."
assert Money(3) == 3 and Money(3) + 1 == Money(4) and Money(3) > 2
with Point(0, 0) as q:
    assert q.x == 0
from unittest import TestCase
TestCase().assertAlmostEqual(third(), 0.333, places=3)
`)}},
		`def same(x): return x
def sort(xs): xs.sort()
def apply(f, x): return f(x)
def evens(n):
    for i in range(0, n, 2): yield i
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __add__(self, o): return Point(self.x + o.x, self.y + o.y)
    def __str__(self): return "(%d, %d)" % (self.x, self.y)
    def __len__(self): return 2
    def __iter__(self): return iter((self.x, self.y))
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __enter__(self): return self
    def __exit__(self, *e): pass
    def __mul__(self, n): return Point(self.x * n, self.y * n)
class Money:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == getattr(o, "n", o)
    def __add__(self, o): return Money(self.n + o)
    def __gt__(self, o): return self.n > o
def counted(text):
    from collections import Counter
    return Counter(text)
def pair():
    from collections import namedtuple
    return namedtuple("Pair", "x y")(1, 2)
def level():
    import enum
    return enum.IntEnum("Level", "low middle high").high
class Link: pass
def chain():
    "Two links."
    one, two = Link(), Link()
    one.next, two.back = two, one
    return one
class TooCold(ValueError): pass
def fail(): raise TooCold("brr")
def price():
    import decimal
    return decimal.Decimal("1.10")
def third(): return 1 / 3
`,
		"",
	},
}

func TestExercise(t *testing.T) {
	b := newBench(t, runner.Config{})
	uid := 0
	for name := range exercises {
		uid++
		t.Run(name, func(t *testing.T) { (&bench{t, b.Manager}).judges(fmt.Sprint(uid), "", name) })
	}
}

// TestExerciseWithEachPython tries what depends on Python itself.
func TestExerciseWithEachPython(t *testing.T) {
	for _, p := range versions(t) {
		t.Run(p.Version, func(t *testing.T) {
			b := newBench(t, runner.Config{})
			for i, name := range []string{"values of all kinds", "unittest with old names", "a grader", "one raises", "test functions", "asserts, each a test"} {
				b.judges(fmt.Sprint(i), p.Path, name)
			}
		})
	}
}

// judges checks one of the exercises.
func (b *bench) judges(uid, python, name string) {
	b.Helper()
	c := exercises[name]
	r := b.add(runner.Spec{UID: uid, Mode: runner.Program, File: "mine.py", Dir: b.TempDir(), Python: python, Exercise: &c.exercise, Echo: c.echo()})
	v := b.checked(r, uid, c.source)
	switch {
	case v == nil:
		b.Errorf("%s: there is no verdict", name)
	case c.want == "" && v.Failed > 0:
		b.Errorf("%s: not all works:\n%s", name, v.tell())
	case c.want != "" && v.tell() != c.want:
		b.Errorf("%s: got\n%s\nwant\n%s", name, v.tell(), c.want)
	}
}

// TestCheckEnds tries what a learner does to a check.
func TestCheckEnds(t *testing.T) {
	b := newBench(t, runner.Config{})
	x := runner.Exercise{Tests: []runner.Test{test("check", "assert f(1) == 1\n")}}
	for uid, c := range map[string]struct {
		source string
		wait   string
	}{
		"1": {"import time\nprint('here')\ntime.sleep(60)\n", "here"},
		"2": {"import time\ndef f(x):\n    print('here')\n    time.sleep(60)\n", "here"},
		"3": {"while True: pass\n", "[running 1]"},
	} {
		r := b.exercise(uid, x)
		if _, err := b.Check(uid, c.source, false); err != nil {
			t.Fatal(err)
		}
		r.wait(t, c.wait, 1)
		b.do(b.Interrupt, uid)
		r.wait(t, "[stop", 1)
		if text := r.text(); strings.Contains(text, "[result]") || !strings.Contains(text, "[stop You stopped it.]") {
			t.Errorf("%s: it is told %q", uid, text)
		}
		r.clear()
		if v := b.checked(r, uid, "def f(x): return x\n"); v == nil || v.Passed != 1 {
			t.Errorf("%s: the next check says %+v", uid, v)
		}
	}
	r := b.exercise("4", x)
	for _, do := range []func(string) (runner.State, error){b.Kill, b.Reset} {
		if _, err := b.Check("4", "import time\ndef f(x):\n    print('here')\n    time.sleep(60)\n", false); err != nil {
			t.Fatal(err)
		}
		r.wait(t, "here", 1)
		b.do(do, "4")
		r.clear()
	}
	if v := b.checked(r, "4", "def f(x): return x\n"); v == nil || v.Passed != 1 {
		t.Errorf("after kill and reset: %+v", v)
	}
}

// TestCheckWaitsForInput checks that the time stands still while a learner types.
func TestCheckWaitsForInput(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.exercise("1", runner.Exercise{Timeout: time.Second, Tests: []runner.Test{test("output", "Who? Hello, Ada\n")}})
	if _, err := b.Check("1", "print('Hello, ' + input('Who? '))\n", false); err != nil {
		t.Fatal(err)
	}
	r.wait(t, "[input true]", 1)
	time.Sleep(1500 * time.Millisecond) // more than there is
	b.write("1", "Ada\n")
	r.wait(t, "[result][stop", 1)
	var v verdict
	if err := json.Unmarshal(r.last(runner.EventResult).Data, &v); err != nil || v.Passed != 1 {
		t.Errorf("%v %s", err, v.tell())
	}
}

// TestOnlyRun runs an exercise without a check.
func TestOnlyRun(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.exercise("1", runner.Exercise{Setup: "seven = 7\n", Tests: []runner.Test{test("check", "assert False\n")}})
	b.exec("1", "print(seven)\n")
	r.wait(t, "[stop", 1)
	if text := r.text(); !strings.Contains(text, "7\n") || strings.Contains(text, "[result]") {
		t.Errorf("it shows %q", text)
	}
	states := []runner.EventKind{}
	for _, e := range r.events {
		states = append(states, e.Kind)
	}
	if !slices.Contains(states, runner.EventStop) {
		t.Errorf("events %v", states)
	}
}

// Code with a setup and no tests runs with what is prepared, and nothing is said of it.
func TestNothingToCheck(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.exercise("1", runner.Exercise{Setup: "factor = 2"})
	if _, err := b.Check("1", "print(21 * factor)", false); err != nil {
		t.Fatal(err)
	}
	r.wait(t, "[stop", 1)
	if text := r.text(); !strings.Contains(text, "42\n") || strings.Contains(text, "[result]") {
		t.Errorf("%q", text)
	}
}
