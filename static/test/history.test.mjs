import { test } from "node:test";
import assert from "node:assert/strict";
import { makeStore } from "../src/store.js";
import { makeHistory } from "../src/ui/history.js";

/** A browser's storage. */
function storage(full = false) {
  const kept = new Map();
  return {
    getItem: (k) => kept.get(k) ?? null,
    setItem(k, v) {
      if (full) throw new Error("full");
      kept.set(k, v);
    },
    removeItem: (k) => kept.delete(k),
  };
}

test("what one tab adds the other finds", () => {
  const s = storage();
  const [a, b] = [makeHistory(makeStore("x", () => s)), makeHistory(makeStore("x", () => s))];
  a.add("one\n");
  b.add("two");
  a.add("three");
  assert.deepEqual(a.all(), ["one", "two", "three"]);
  assert.deepEqual(b.all(), ["one", "two", "three"]);
  assert.deepEqual(makeHistory(makeStore("y", () => s)).all(), []);
});

test("the same twice is kept once, blanks not at all, the newest 500", () => {
  const s = storage();
  const h = makeHistory(makeStore("x", () => s));
  for (const line of ["a", "a", "  ", "b", "a"]) h.add(line);
  assert.deepEqual(h.all(), ["a", "b", "a"]);
  for (let i = 0; i < 600; i++) h.add(`line ${i}`);
  assert.equal(h.all().length, 500);
  assert.equal(h.all()[499], "line 599");
  assert.equal(makeHistory(makeStore("x", () => s)).all()[0], "line 100");
});

test("without storage it lasts as long as the page", () => {
  const full = storage(true);
  const h = makeHistory(makeStore("x", () => full));
  h.add("a");
  h.add("b");
  assert.deepEqual(h.all(), ["a", "b"]);
  const none = makeHistory(makeStore("x", () => {
    throw new Error("forbidden");
  }));
  none.add("a");
  assert.deepEqual(none.all(), ["a"]);
});

test("somebody else's value does no harm", () => {
  const s = storage();
  s.setItem("crunchy x history", '[1, {"a": 2}, "ok"');
  assert.deepEqual(makeHistory(makeStore("x", () => s)).all(), []);
  s.setItem("crunchy x history", '[1, {"a": 2}, "ok"]');
  assert.deepEqual(makeHistory(makeStore("x", () => s)).all(), ["ok"]);
});
