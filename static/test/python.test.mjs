import { test } from "node:test";
import assert from "node:assert/strict";
import { clauseIndent, dedent, isComplete, nextIndent } from "../src/py/block.js";
import { highlight } from "../src/py/lexer.js";
import { balanced, callAt, inString, pair } from "../src/py/brackets.js";
import { blocks, isSession, parts, program, readPaste, statements } from "../src/py/session.js";

test("a line is complete when Python would run it", () => {
  for (const text of [
    "x = 1", "print('a')", "f(1,\n  2)", '"""a\nb"""', "for i in x:\n    print(i)\n", "for i in x:\n    print(i)\n    ",
    "if x: pass\n", "a = {'b': 1}", "x[1:]", "# note:", "def f():\n  return 1\n\nf()", "x = 1 \\\n + 2", "@a\ndef f(): pass\n",
    "lambda x: x", "print('for x in y:')",
    'print("Hello',
    "f(a, 'b",
  ]) assert.ok(isComplete(text), JSON.stringify(text));
  for (const text of [
    "for i in x:", "for i in x:\n    print(i)", "f(1,", '"""a', "x = 1 + \\", "if x: pass", "def f():\n    return 1",
    "@decorator", "class A:\n    def f(self):\n        pass", "x = [", "try:\n    f()\nexcept E:\n    pass", "match x:",
  ]) assert.ok(!isComplete(text), JSON.stringify(text));
});

test("the next line is indented", () => {
  const cases = [
    ["for i in x:", "    "], ["    if x:", "        "], ["x = 1", ""], ["    x = 1", "    "], ["    return 1", ""],
    ["        pass", "    "], ["f(", "    "], ["d = {'a': 1,", ""], ["if x:  # why:", "    "], ["x = 'a:'", ""], ["\treturn", ""],
  ];
  for (const [text, want] of cases) assert.equal(nextIndent(text), want, JSON.stringify(text));
  assert.equal(dedent("      "), "    ");
  assert.equal(dedent("    "), "");
  assert.equal(dedent(""), "");
});

test("a clause moves back under its block", () => {
  assert.equal(clauseIndent("if x:\n    f()\n", "    else:"), "else:");
  assert.equal(clauseIndent("if x:\n    f()\n", "    elif y:"), "elif y:");
  assert.equal(clauseIndent("if x:\n    f()\n", "else:"), undefined);
  assert.equal(clauseIndent("    if x:\n", "        else:"), undefined);
  assert.equal(clauseIndent("if x:\n    if y:\n        f()\n", "    else:"), undefined);
  assert.equal(clauseIndent("if x:\n    f()\n", "    x = y[1:"), undefined);
});

test("sessions are taken apart", () => {
  const session = [
    ">>> week = [1,", "...         2]", ">>> len(week)", "2", ">>> for t in week:", "...     print(t)", "...", "1", "2",
    ">>> 1/0", "Traceback (most recent call last):", '  File "<stdin>", line 1, in <module>', "ZeroDivisionError: division by zero",
    ">>> '''a", "b'''", "'a\\nb'", ">>> ", ">>> x",
  ].join("\n");
  assert.deepEqual(statements(session), ["week = [1,\n        2]", "len(week)", "for t in week:\n    print(t)", "1/0", "'''a\nb'''", "x"]);
  assert.deepEqual(statements("  >>> if a:\n  ...     b\n  c"), ["if a:\n    b"]);
  assert.deepEqual(statements(">>> def f():\n      return 1\n\n>>> f()\n1"), ["def f():\n      return 1", "f()"]);
  assert.ok(isSession("\n   >>> x") && isSession("--> x") && !isSession("x >>> y") && !isSession(">>>x"));
});

test("the lines of each statement", () => {
  const at = (list) => list.map(({ source, from, to }) => [source, from, to]);
  assert.deepEqual(at(parts("\n>>> a\n1\n>>> for x in y:\n...     f()\n...\n2\n>>> b\n")), [["a", 1, 1], ["for x in y:\n    f()", 3, 5], ["b", 7, 7]]);
  const code = "# one\nx = 1\n\n@d\ndef f(\n  a,\n):\n    return a\n\n    # inside\nif x:\n    f()\nelse:\n    g()\nprint(`x\ny\n`)\n".replaceAll("`", '"""');
  assert.deepEqual(at(blocks(code)), [
    ["# one\nx = 1", 0, 1], ["@d\ndef f(\n  a,\n):\n    return a\n\n    # inside", 3, 9], ["if x:\n    f()\nelse:\n    g()", 10, 13],
    ['print("""x\ny\n""")', 14, 16],
  ]);
  assert.deepEqual(blocks("\n\n"), []);
});

test("statements become a program", () => {
  assert.equal(program(["x = 1", "y = 2", "for i in x:\n    f(i)\n", "def f():\n    pass", "f()"]),
    "x = 1\ny = 2\n\nfor i in x:\n    f(i)\n\ndef f():\n    pass\n\nf()\n");
  assert.equal(program([]), "");
});

test("brackets that belong together", () => {
  const cases = [
    ["f(x)|", [1, 3]], ["f|(x)", [1, 3]], ["f(|x)", [1, 3]], ["f('(')|", [1, 5]], ["(]|", undefined], ["f(x|y)", undefined], ["a[b(c)]|", [1, 6]],
    ["f(  # )\n)|", [1, 8]], ["|", undefined], ["(|", undefined],
  ];
  for (const [text, want] of cases) assert.deepEqual(pair(text.replace("|", ""), text.indexOf("|")), want, text);
  assert.ok(balanced("f(x)") && !balanced("f(") && balanced("'('"));
  assert.ok(inString("f('a") && !inString("f('a'") && inString('"""a\nb') && !inString("x # 'a"));
});

test("the call that is typed", () => {
  const cases = [
    ["print(|", "print"], ["a.b(x, |", "a.b"], ["f(g(1), |", "f"], ["f(g(|", "g"], ["f(x[|", "f"], ["f(')|", "f"], ["def f(|", undefined],
    ["f(1)|", undefined], ["(|", undefined], ["f(\n  a,\n  |", "f"], ["x = [f(|", "f"], ["|", undefined],
  ];
  for (const [text, want] of cases) assert.equal(callAt(text.replace("|", ""), text.indexOf("|"))?.name, want, text);
});

test("what is pasted", () => {
  assert.deepEqual(readPaste(">>> a\r\n1\r\n>>> b\r\n"), { statements: ["a", "b"] });
  assert.deepEqual(readPaste("    x = 1\n    y = 2\n"), { code: "x = 1\ny = 2\n" });
  assert.deepEqual(readPaste("  x"), { code: "  x" });
});

test("colours keep the text", () => {
  const show = (text) => highlight(text).map((line) => line.map((s) => (s.cls ? `${s.cls}:${s.text}` : s.text)).join("|")).join("\n");
  assert.equal(show("for t in week[:3]:"), "k:for| t |k:in| week[:|n:3|]:");
  assert.equal(show('print(f"{a["b"]:5.1f}") # c'), 'b:print|(|s:f"{a["b"]:5.1f}"|) |c:# c');
  assert.equal(show("def f(x):\n    '''a\n    b''' + 1e-5"), "k:def| |f:f|(x):\n    |s:'''a\ns:    b'''| + |n:1e-5");
  assert.equal(show("@a.b\nmatch x:\nmatch = 1\nx.print"), "f:@a.b\nk:match| x:\nmatch = |n:1\nx.print");
  for (const text of ["", "'", '"""', "f'{", "x\\", "é = '漢'", "\t#", "0x1F_e+3", ".5.", "@"]) {
    assert.equal(highlight(text).map((l) => l.map((s) => s.text).join("")).join("\n"), text);
  }
});
