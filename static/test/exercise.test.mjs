import { test } from "node:test";
import assert from "node:assert/strict";
import { compare, excerpt } from "../src/exercise/difference.js";
import { announcement, blocks, foremost, heading, isCode, verdict } from "../src/exercise/verdict.js";
import { gaps, parted } from "../src/exercise/gaps.js";

/** Rows as text: what differs in brackets. */
const drawn = (rows) => rows.map((r) => r.parts.map((p) => (p.differs ? `[${p.text}]` : p.text)).join("") + (r.blanks ? " blanks" : ""));

for (const [what, expected, got, wanted] of [
  ["values with nothing in common", "21.5\n", "7.166666666666667\n", [["[21.5]"], ["[7.166666666666667]"]]],
  ["one letter", "'Hello, Ada'\n", "'Hello, Adam'\n", [["'Hello, Ada'"], ["'Hello, Ada[m]'"]]],
  ["one number in a list", "[1, 2, 3]", "[1, 2, 4]", [["[1, 2, [3]]"], ["[1, 2, [4]]"]]],
  ["a word within a line", "the quick brown fox\n", "the quack brown fox\n", [["the qu[i]ck brown fox"], ["the qu[a]ck brown fox"]]],
  ["a line that is missing", "a\nb\nc\n", "a\nc\n", [["a", "[b]", "c"], ["a", "c"]]],
  ["a line too many", "a\nc\n", "a\nb\nc\n", [["a", "c"], ["a", "[b]", "c"]]],
  ["lines that are others", "one 1\ntwo 2\n", "one 1\ntwo 3\n", [["one 1", "two [2]"], ["one 1", "two [3]"]]],
  ["nothing was printed", "5\n", "", [["[5]"], []]],
  ["nothing was expected", "", "None\n", [[], ["[None]"]]],
  ["only blanks", "a b\n", "a  b\n", [["a b blanks"], ["a [ ]b blanks"]]],
  ["a blank at the end", "a\n", "a \n", [["a blanks"], ["a[ ] blanks"]]],
  ["a tab for a blank", "a b", "a\tb", [["a[ ]b blanks"], ["a[\t]b blanks"]]],
  ["only the end of the last line", "a\n", "a", [["a[\n] blanks"], ["a"]]],
  ["the ends of lines of another system", "a\r\nb\r\n", "a\nb\n", [["a", "b"], ["a", "b"]]],
  ["the same", "a\n", "a\n", [["a"], ["a"]]],
  ["letters beyond the first plane", "'🐍 a'", "'🦊 a'", [["'[🐍] a'"], ["'[🦊] a'"]]],
]) {
  test(`difference: ${what}`, () => {
    const c = compare(expected, got);
    assert.deepEqual([drawn(c.expected), drawn(c.got)], wanted);
    assert.equal(c.blanks, wanted.flat().some((r) => r.endsWith(" blanks")));
  });
}

test("long lines are compared from their ends", () => {
  const c = compare("x".repeat(5000) + "a" + "y".repeat(5000), "x".repeat(5000) + "bb" + "y".repeat(5000));
  assert.deepEqual(c.got[0].parts.map((p) => [p.text.length, p.differs]), [[5000, false], [2, true], [5000, false]]);
});

test("much is compared in a moment", () => {
  const lines = Array.from({ length: 1500 }, (_, i) => `line ${i} of the output`);
  const began = performance.now();
  compare(lines.join("\n"), lines.map((l, i) => (i % 7 ? l : l.toUpperCase())).join("\n"));
  assert.ok(performance.now() - began < 3000);
});

test("the part around the first difference is shown", () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ parts: [], differs: i === 20 }));
  assert.deepEqual(excerpt(rows, 8), { from: 18, to: 26 });
  assert.deepEqual(excerpt(rows.slice(0, 5), 8), { from: 0, to: 5 });
  assert.deepEqual(excerpt(rows.map(() => ({ parts: [], differs: false })), 8), { from: 0, to: 8 });
});

const two = {
  kind: "doctest", passed: 2, failed: 1, message: "Two of three examples work.",
  tests: [
    { name: "average([2, 4, 9])", line: 4, outcome: "passed", test: 0 },
    { name: "average([21.5])", line: 6, outcome: "failed", expected: "21.5\n", got: "7.2\n", message: "Use `len`.", test: 0, example: 1 },
    { name: "A hidden test", outcome: "passed", test: 1, hidden: true },
  ],
};

test("a result", () => {
  const v = verdict(two);
  assert.deepEqual([v.passed, v.all, v.good, v.first?.name, v.more], [2, 3, false, "average([21.5])", "Use `len`."]);
  assert.equal(announcement(v), "Two of three examples work. Use len.");
  assert.equal(heading(v.message), "Two of three examples work");
  assert.equal(heading("Not yet. Look again."), "Not yet. Look again.");
  assert.deepEqual([...blocks(v.tests)], [[0, false], [1, true]]);
  assert.equal(verdict({ ...two, failed: 0, tests: two.tests.filter((t) => t.outcome === "passed") }).good, true);
});

test("what is sent otherwise than agreed does no harm", () => {
  for (const sent of [undefined, null, {}, { tests: "x" }, { tests: [null, 1, { outcome: "great", name: 3, line: -1 }] }, { passed: "2", failed: [] }]) {
    const v = verdict(sent);
    assert.equal(v.good, false);
    assert.equal(typeof announcement(v), "string");
    assert.equal(blocks(v.tests).size, 0);
  }
  assert.equal(verdict({ passed: 0, failed: 0, tests: [] }).good, false);
});

test("of a long list what does not work comes first", () => {
  const tests = Array.from({ length: 40 }, (_, i) => ({ outcome: i === 30 || i > 37 ? "failed" : "passed" }));
  assert.deepEqual(foremost(tests, 9), [0, 1, 2, 3, 4, 5, 30, 38, 39]);
  assert.deepEqual(foremost(tests.map(() => ({ outcome: "failed" })), 3), [0, 1, 2]);
  assert.deepEqual(foremost(tests.slice(0, 2), 9), [0, 1]);
});

test("names that are code", () => {
  for (const name of ["average([2])", "test_average", "x == 1", "assert f", "dbl.x", "'a'"]) assert.equal(isCode(name), name !== "assert f", name);
  for (const name of ["A hidden test", "The list isn't empty", "What is printed"]) assert.equal(isCode(name), false, name);
});

test("gaps", () => {
  assert.deepEqual(gaps("a = ______\nb = f(________)\n__init__ _____"), [{ from: 4, to: 10, line: 1 }, { from: 17, to: 25, line: 2 }]);
  assert.deepEqual(parted("______ + x"), [{ text: "______", gap: true }, { text: " + x", gap: false }]);
  assert.deepEqual(parted("x"), [{ text: "x", gap: false }]);
  assert.deepEqual(parted(""), [{ text: "", gap: false }]);
});
