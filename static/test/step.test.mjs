import { test } from "node:test";
import assert from "node:assert/strict";
import { Recording, news, reached } from "../src/step/recording.js";

const pieces = () => [
  { from: 0, out: [], steps: [
    { f: [{ i: 1, n: "<module>", l: 1 }] },
    { f: [{ i: 1, l: 2, v: [["a", 1], ["n", "7"]] }], h: { 1: { k: "list", t: "list", c: ["1", 2] }, 2: { k: "dict", t: "dict", c: [["'x'", 1]] } } },
    { e: "call", k: 0, f: [{ i: 1, l: 3 }, { i: 2, n: "f", l: 8, v: [["x", ["Red", "Colour"]]] }], o: [[1, "hi\n"]] },
    { k: 1, f: [{ i: 2, l: 9, v: [["y", 1]], d: ["x"] }] },
  ] },
  { from: 4, steps: [{ e: "return", v: 2, k: 2, o: [[2, "oh"]] }] },
  { from: 5, out: [[1, "…end"]], steps: [{ e: "exception", x: "ValueError: no", f: [{ i: 1, n: "<module>", l: 4, v: [["n", "8"]] }] }] },
];
const all = (list) => {
  const r = new Recording();
  for (const piece of list) r.add(piece);
  return r;
};
const names = (frame) => Object.fromEntries([...frame.names].map(([name, v]) => [name, "to" in v ? `#${v.to}` : v.text]));

test("steps are put together from what is other in each", () => {
  const r = all(pieces());
  assert.deepEqual([r.first, r.end, r.empty], [0, 6, false]);
  const third = r.at(3);
  assert.deepEqual(third.frames.map((f) => [f.name, f.line, names(f)]), [["<module>", 3, { a: "#1", n: "7" }], ["f", 9, { y: "#1" }]]);
  assert.deepEqual([...reached(third)], [[1, 0], [2, 1]]);
  const last = r.at(4);
  assert.deepEqual([last.event, last.value, last.output.map((o) => o.text).join("")], ["return", { to: 2 }, "hi\noh"]);
  assert.equal(last.frames.length, 2);
  assert.deepEqual([r.at(5).error, r.at(5).output[0].text, r.at(5).frames.length], ["ValueError: no", "…end", 1]);
  assert.equal(r.at(6), undefined);
  assert.equal(r.at(-1), undefined);
});

test("a beginning that is not kept is known as such, and no piece is told without what it goes on from", () => {
  const [, second, third] = pieces();
  const r = all([second, third]);
  assert.deepEqual([r.first, r.end], [5, 6]);
  assert.equal(all([second]).empty, true);
  r.add({ from: 9, out: [], steps: [{}] });
  assert.deepEqual([r.first, r.end], [9, 10]);
});

test("what is new and what is another", () => {
  const one = { text: "1", type: "" };
  assert.deepEqual([news(one, undefined, true), news(one, { to: 1 }, true), news(one, { ...one }, true), news(one, undefined, false)], ["new", "changed", "", ""]);
});

test("whatever the student's process sends, nothing breaks", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  const odd = (depth = 0) => {
    const simple = [null, 0, -1, 3, 1e300, "", "x", true, undefined];
    if (depth > 3 || random(3) === 0) return simple[random(simple.length)];
    if (random(2)) return Array.from({ length: random(4) }, () => odd(depth + 1));
    return Object.fromEntries(["from", "out", "steps", "e", "k", "f", "h", "o", "v", "x", "i", "n", "l", "d", "c", "t", "1"].filter(() => random(2)).map((key) => [key, odd(depth + 1)]));
  };
  for (let i = 0; i < 3000; i++) {
    const r = all([odd(), { from: 0, out: odd(), steps: [odd(), odd()] }, { from: 2, steps: [odd()] }]);
    for (let n = r.first; n < r.end; n++) {
      const step = r.at(n);
      reached(step);
      assert.equal(typeof step.event, "string");
    }
  }
});

test("that there are other threads is known until the next recording", () => {
  const r = all([{ from: 0, out: [], steps: [{}] }, { from: 1, threads: true, steps: [{}] }]);
  assert.equal(r.threads, true);
  r.clear();
  r.add({ from: 0, out: [], threads: 1, steps: [{}] });
  assert.equal(r.threads, false);
});
