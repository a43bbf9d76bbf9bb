import { test } from "node:test";
import assert from "node:assert/strict";
import { E, kind } from "../src/explain/texts.js";
import { makeStore } from "../src/store.js";
import { seconds } from "../src/text.js";
import { makeHistory } from "../src/ui/history.js";
import { outcome } from "../src/ui/status.js";

test("times are short to read", () => {
  const cases = [[0, "0.01 s"], [34, "0.03 s"], [990, "0.99 s"], [999, "1.0 s"], [1234, "1.2 s"], [9960, "10 s"], [59400, "59 s"], [61000, "1 min 1 s"]];
  for (const [ms, want] of cases) assert.equal(seconds(ms), want);
});

test("how a run ended, in words", () => {
  const cases = [
    [{ reason: "finished", ms: 30 }, "", "Finished in 0.03 s", true],
    [{ reason: "exception", ms: 30, exception: { type: "IndexError", message: "", line: 3 } }, "", "IndexError in line 3, 0.03 s", false],
    [{ reason: "exception", exception: { type: "SyntaxError", message: "", line: 0 } }, "", "SyntaxError", false],
    [{ reason: "stopped", ms: 2000 }, "You stopped it.", "You stopped it, 2.0 s", false],
    [{ reason: "signal", signal: 11 }, "Python crashed.", "Python crashed.", false],
    [{ reason: "exit", code: 0 }, "", "Ended", true],
    [{}, "", "Ended", true],
  ];
  for (const [status, stop, words, good] of cases) {
    const got = outcome({ state: "ended", ...status }, stop);
    assert.deepEqual([got.words, got.good], [words, good]);
  }
});

test("what one does not know has its article all the same", () => {
  const names = { Fraction: "a", object: "an", OSError: "an", EOFError: "an", HTTPError: "an", HelpError: "a", Unicode: "a", URLError: "a", Undone: "an", One: "a" };
  for (const [name, article] of Object.entries(names)) assert.equal(kind(name), `${article} \`${name}\``);
  assert.match(E.indexType("array", "str").text, /^The items of an array are numbered/);
  assert.match(E.changedSize("ordereddict").text, /through an ordereddict while/);
});

test("what is kept is kept by tutorial, and broken storage does no harm", () => {
  const map = new Map();
  const storage = { getItem: (k) => map.get(k) ?? null, setItem: (k, v) => map.set(k, v), removeItem: (k) => map.delete(k) };
  const one = makeStore("one.md", () => storage);
  one.set("page", "1");
  assert.equal(one.get("page"), "1");
  assert.equal(makeStore("two.md", () => storage).get("page"), null);
  one.set("page", null);
  assert.equal(one.get("page"), null);
  const none = makeStore("one.md", () => { throw new Error("forbidden"); });
  none.set("page", "1");
  assert.equal(none.get("page"), null);

  const history = makeHistory(one);
  for (const line of ["a", "a", " ", "b"]) history.add(line);
  const again = makeHistory(one);
  assert.deepEqual(again.all(), ["a", "b"]);
  one.set("history", "{broken");
  assert.equal(makeHistory(one).all().length, 0);
});
