// Lines to be put in order, as text and back.
import assert from "node:assert/strict";
import test from "node:test";
import { cut, read, written } from "../src/exercise/pieces.js";

const pieces = cut("b = (\n  1\n)\na\nfor x in y:\na", "3,1,1,1");

test("pieces are cut by their numbers of lines", () => {
  assert.deepEqual(pieces, ["b = (\n  1\n)", "a", "for x in y:", "a"]);
  assert.deepEqual(cut("a\nb", ""), ["a", "b"]);
  assert.deepEqual(cut("a\n\nb", "x,9"), ["a", "\nb"]);
});

test("an order is written and read back", () => {
  const order = [{ piece: 2, level: 0 }, { piece: 0, level: 1 }, { piece: 1, level: 2 }, { piece: 3, level: 0 }];
  const text = "for x in y:\n    b = (\n      1\n    )\n        a\na";
  assert.equal(written(pieces, order), text);
  assert.deepEqual(read(pieces, text), order);
});

test("what somebody else has written is taken as far as it goes", () => {
  assert.deepEqual(read(pieces, "# new\n\tfor x in y:\n  a\n\n\n"), [
    { piece: 2, level: 1 }, { piece: 1, level: 0 }, { piece: 0, level: 0 }, { piece: 3, level: 0 },
  ]);
  assert.deepEqual(read(pieces, "").map((p) => p.piece), [0, 1, 2, 3]);
  assert.equal(read(pieces, `${" ".repeat(400)}a`)[0].level, 8);
});
