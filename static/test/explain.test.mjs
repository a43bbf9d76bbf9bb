import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { explain } from "../src/explain/explain.js";
import { nearest, Source } from "../src/explain/source.js";

// A wrong program, and what its explanation must say.
const PROGRAMS = [
  // names
  ["length = 3\nprint(lenght)", /know the name `lenght`.*`length`\?/],
  ["print(zebra)", /nothing has been given that name.*quotes: `"zebra"`/],
  ["Print('a')", /`print`, but not `Print`/],
  ["x = true", /`True`, but not `true`/],
  ["print(math.pi)", /`import math`/],
  ["print(total)\ntotal = 1", /only later, in line 2/],
  ["def f():\n    inside = 1\nf()\nprint(inside)", /only inside the function `f`/],
  ["n = 1\ndef f():\n    print(n)\n    n = 2\nf()", /The function `f` gives `n` a value/],
  ["x = 1\ndel x\nprint(x)", /no `x` any more/],
  // what cannot be read
  ["x = 1\nif x == 1\n    print(x)", /`if` must end with a colon/],
  ["def f()\n    return 1", /`def` must end with a colon/],
  ["if True:\n    pass\nelse\n    pass", /`else` must end with a colon/],
  ["print('a'\nx = 1", /bracket `\(` in line 1 is never closed/],
  ["x = [1, 2", /bracket `\[` in line 1 is never closed/],
  ["print('hello)", /a quote, and the line ends.*`'`/],
  ["print('it's')", /apostrophe/],
  ["x = '''abc", /three quotes/],
  ["x = 1\nif x = 1:\n    pass", /Compare with `==`/],
  ["class = 3", /`class` is a word of the language/],
  ["def f(lambda): pass", /`lambda` is a word of the language/],
  ["print 'hello'", /`print\(…\)`/],
  ["x = [1 2]", /comma is missing/],
  ["print('a' 1)", /comma is missing/],
  ["d = {'a' 1}", /colon stands between each key/],
  ["x = f'{}'", /`{}` in this f-string are empty/],
  ["x = f'{a'", /`{` in this f-string is never closed/],
  ["x = f'a}'", /`}` too many/],
  ["x = 1\nif x:\n    pass\nelse if x == 2:\n    pass", /`elif`/],
  ["print(\u201chello\u201d)", /typographic quote/],
  ["x = 3 \u2013 1", /longer dash/],
  ["x = 5 \u20ac", /no use for the character `\u20ac`/],
  ["x = 3?", /no use for the character `\?`/],
  ["5 = x", /a value and not a name/],
  ["f() = 1", /call with round brackets cannot be given/],
  ["my-name = 3", /`my_name`/],
  ["None = 1", /`None` belongs to Python/],
  ["return 1", /`return` may stand only inside a function/],
  ["break", /`break` may stand only inside/],
  ["print(sep='', 1)", /values without a name come first/],
  ["print('a'))", /`\)` too many/],
  ["print('a']", /opened with `\(` is closed with `\]`/],
  ["1st = 3", /`1st` begins with a digit/],
  ["x = 007", /cannot begin with `0`/],
  ["x = 1 && 2", /`and`/],
  ["x = 1\nx++", /`\+= 1`/],
  [">>> x = 1", /what Python itself shows/],
  ["import sqrt from math", /`from module import name`/],
  ["try:\n    x = 1\nprint(1)", /`except` or a `finally`/],
  ["else:\n    pass", /belongs to no `if`/],
  ["function f():\n    pass", /`def`/],
  ["var x = 1", /Leave out `var`/],
  ["x = 'C:\\Users'", /`r"C:\\Users"`/],
  ["def f(a=1, b): pass", /come after those without/],
  // indentation
  ["if True:\nprint(1)", /After `if` in line 1.*block/],
  ["def f():\nreturn 1", /After `def` in line 1.*block/],
  ["for i in range(3):", /After `for` in line 1.*block/],
  ["x = 1\n  y = 2", /indented farther/],
  ["if True:\n    x = 1\n  y = 2", /indented less/],
  ["if True:\n        x = 1\n\ty = 2", /Tabs and blanks are mixed/],
  // kinds of values
  ["'a' + 1", /only text can be added to text.*`int`.*`str\(…\)`/],
  ["1 + 'a'", /`\+` does not work between a whole number/],
  ["[1] + 1", /`append/],
  ["None + 1", /One side of `\+` is `None`/],
  ["'6' > 5", /`>` is true of.*`input\(\)` always gives text/],
  ["def f(a, b): pass\nf(1)", /`f\(\)` also needs a value for `b`/],
  ["def f(a): pass\nf(1, 2)", /takes one value, but this call gives 2/],
  ["class A:\n    def f(): pass\nA().f()", /`self`/],
  ["len()", /`len\(\)` takes exactly one value/],
  ["def f(a): pass\nf(b=1)", /no parameter called `b`/],
  ["print('a', edn='')", /no parameter called `edn`.*`end`/],
  ["x = 1\nx()", /what stands before them is a whole number/],
  ["list = [1]\nlist('a')", /In line 1 the name `list`/],
  ["x = 3\n2(x + 1)", /Write `\*`/],
  ["import math\nmath()", /module itself cannot be called/],
  ["x = 1\nx[0]", /here stands a whole number/],
  ["x = []\nx.append[1]", /round brackets/],
  ["for i in 5: pass", /`range\(…\)`/],
  ["1 in 5", /`in` looks for/],
  ["{[1]: 2}", /key of a dictionary.*a list/],
  ["[1]['a']", /whole number must stand in the square brackets/],
  ["'abc'['a']", /whole number must stand in the square brackets/],
  ["x = 'a'\nx[0] = 'b'", /text \(`str`\) cannot be changed/],
  ["range(1.5)", /whole number is needed here/],
  ["int(None)", /`None`/],
  ["len(5)", /how many items/],
  ["','.join([1])", /one of the items is a whole number/],
  ["a, b = 5", /only one value/],
  // values
  ["int('abc')", /`'abc'` is no number/],
  ["int('')", /empty text/],
  ["int('1.5')", /whole numbers only/],
  ["float('1,5')", /a point where you wrote a comma/],
  ["a, b = 1, 2, 3", /more values on the right than the 2 names/],
  ["a, b, c = 'ab'", /3 names on the left, but only 2 values/],
  ["[1].remove(2)", /not in the list/],
  ["import math\nmath.sqrt(-1)", /root of a negative number/],
  ["max([])", /`max\(\)` was given nothing/],
  ["import random\nrandom.randint(5, 1)", /smaller one comes first/],
  ["import json\njson.loads('x')", /not JSON/],
  ["[1][5]", /The list has no item with that number/],
  ["'a'[5]", /The text has no item/],
  ["[].pop()", /The list is empty/],
  ["import random\nrandom.choice([])", /nothing to choose from/],
  ["{'Anna': 1}['anna']", /key `'anna'`.*`'Anna'`/],
  // attributes
  ["x = None\nx.upper()", /before `\.upper` is `None`/],
  ["'a'.append('b')", /A text cannot be changed/],
  ["[].push(1)", /`append`/],
  ["[].split()", /`split` is for text/],
  ["'a'.uper()", /`upper`/],
  ["[].length", /`len\(…\)`/],
  ["import random\nrandom.randit(1)", /module `random` has no `randit`.*`randint`/],
  ["class A: pass\nA().x", /object of the class `A` has no `x`/],
  // modules, files and the rest
  ["import zebra_thing", /`python3 -m pip install zebra_thing`/],
  ["import cv2.zebra", /pip install opencv-python/, "cv2"],
  ["import ramdom", /`random`\?/],
  ["from math import sqroot", /module `math` has no `sqroot`.*`sqrt`/],
  ["1 / 0", /divided by zero/],
  ["1 % 0", /divided by zero/],
  ["def f(n): return f(n - 1)\nf(1)", /The function `f` calls itself/],
  ["open('zebra.txt')", /no file `zebra.txt`/],
  ["open('.')", /`.` is a folder/],
  ["raise PermissionError(13, 'Permission denied', 'x.txt')", /does not let the program use `x.txt`/],
  ["b'\\xff'.decode()", /expected encoding/],
  ["input()", /asked for input/],
  ["import math\nmath.exp(1000)", /too large/],
  ["x = [0] * 10**15", /not enough memory/],
  ["assert 1 == 2", /should be true here, and it is not\. /],
  ["assert 1 == 2, 'oh no'", /it is not: oh no/],
  ["raise KeyboardInterrupt", /stopped while it was in line 1/],
  ["next(iter([]))", /none any more/],
  ["raise TimeoutError", /took too long/],
  ["d = {1: 1}\nfor k in d: d[k + 1] = 1", /goes through a dictionary while/],
];

// Runs each program of stdin, and says how it ended as the page is told.
const JUDGE = String.raw`
import io, json, sys, warnings
warnings.simplefilter("ignore")
found = []
programs = json.load(sys.stdin)
stdin, stdout = io.StringIO(""), sys.stdout
for source in programs:
    sys.stdin, sys.stdout = stdin, io.StringIO()
    try:
        exec(compile(source, "p.py", "exec"), {"__name__": "__main__"})
        found.append(None)
    except BaseException as e:
        line, message, tb = 0, str(e), e.__traceback__
        while tb:
            if tb.tb_frame.f_code.co_filename == "p.py":
                line = tb.tb_lineno
            tb = tb.tb_next
        if isinstance(e, SyntaxError):
            line, message = e.lineno, e.msg
        kind = type(e)
        name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "." + kind.__qualname__
        found.append({"type": name, "message": message, "line": line})
    finally:
        sys.stdout = stdout
print(json.dumps(found))
`;

/** Pythons from 3.8 on that are here. */
function pythons() {
  const found = new Map();
  let versions = [];
  try {
    versions = readdirSync(join(homedir(), ".pyenv/versions")).map((v) => join(homedir(), ".pyenv/versions", v, "bin/python"));
  } catch {
    // there is none of these
  }
  for (const python of ["python3", ...versions]) {
    try {
      const version = execFileSync(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { encoding: "utf8", stdio: "pipe" }).trim();
      if (Number(version.split(".")[1]) >= 8 && version.startsWith("3.")) found.set(version, python);
    } catch {
      // does not run
    }
  }
  return found;
}

const said = (e) => (e ? `${e.text} ${e.hint ?? ""}` : "");

test("errors of beginners are explained, in whichever Python", async (t) => {
  const found = pythons();
  assert.ok(found.size, "there is no Python 3.8 or later");
  for (const [version, python] of found) {
    await t.test(`Python ${version}`, () => {
      const dir = mkdtempSync(join(tmpdir(), "explain-"));
      try {
        const programs = PROGRAMS.map(([source]) => source);
        const ends = JSON.parse(execFileSync(python, ["-I", "-c", JUDGE], { input: JSON.stringify(programs), encoding: "utf8", cwd: dir, stdio: "pipe" }));
        const wrong = [];
        PROGRAMS.forEach(([source, want, unless], i) => {
          const end = ends[i];
          if (unless && !end.message.includes(`'${unless}'`)) return; // that module is installed here
          const got = said(end && explain({ ...end, source }));
          if (!want.test(got)) wrong.push({ source, end, got, want: String(want) });
        });
        assert.deepEqual(wrong, []);
      } finally {
        rmSync(dir, { recursive: true });
      }
    });
  }
});

test("what the server has found out comes first", () => {
  const error = { type: "AttributeError", message: "module 'random' has no attribute 'randint'", line: 2 };
  assert.match(said(explain({ ...error, shadow: "random.py" })), /Your file `random.py` has the same name.* Rename your file/);
  assert.equal(explain({ ...error, explanation: "A sentence." })?.text, "A sentence.");
  const own = { ...error, message: `${error.message} (consider renaming '/home/me/random.py' since it has the same name as the standard library module named 'random' and the import system gives it precedence)` };
  assert.match(said(explain(own)), /Your file `random.py`/);
});

test("what is not known is not explained", () => {
  assert.equal(explain({ type: "MyOwnError", message: "x", line: 1 }), undefined);
  assert.equal(explain({ type: "constructor", message: "x", line: 1 }), undefined);
  assert.equal(explain({ type: "TypeError", message: "something quite new", line: 1, source: "x" }), undefined);
  assert.equal(explain({ type: "RuntimeError", message: "", line: 0 }), undefined);
});

test("without the source, or with a line that is not in it, nothing breaks", () => {
  for (const line of [0, 7]) {
    for (const type of ["SyntaxError", "NameError", "TypeError", "IndentationError", "KeyError"]) {
      for (const message of ["invalid syntax", "name 'x' is not defined", "expected an indented block", "'int' object is not callable", ""]) {
        explain({ type, message, line });
        explain({ type, message, line, source: "x = (\n" });
      }
    }
  }
});

test("the word that was meant", () => {
  for (const [wrong, words, want] of [
    ["lenght", ["length", "width"], "length"], ["pritn", ["print", "int"], "print"], ["zebra", ["print", "len"], undefined],
    ["x", ["y"], undefined], ["sun", ["sum"], "sum"], ["Anna", ["anna"], "anna"],
  ]) assert.equal(nearest(wrong, words), want, wrong);
});

test("names that a program gives", () => {
  const source = "import os.path as p, re\nfrom math import sqrt as root, pi\na, b = 1, 2\nfor i in []:\n    c += 1\ndef f(x, y=2, *z):\n    'text = 1'\nwith g() as h:\n    if a == 1: k = 3";
  assert.deepEqual([...new Source(source).names.keys()].sort(), ["a", "b", "c", "f", "h", "i", "k", "p", "pi", "re", "root", "x", "y", "z"]);
});
