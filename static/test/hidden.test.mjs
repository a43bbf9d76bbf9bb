// Lines of a program that are folded away.
import assert from "node:assert/strict";
import test from "node:test";
import { countHidden, hiddenLines } from "../src/py/hidden.js";

const of = (text) => hiddenLines(text.split("\n"));

test("lines between the marks are folded away, with the marks", () => {
  assert.deepEqual(of("# !hidden_code_begin\na\n# hidden_code_end!\nb"), [[0, 2]]);
  assert.deepEqual(of("a\n  #!hidden_code_begin  \nb\n# !hidden_code_begin\n#hidden_code_end!\n# !hidden_code_begin\n# hidden_code_end!"), [[1, 4], [5, 6]]);
  assert.equal(countHidden([1, 4]), 2);
});

test("what has no end, or is no comment of its own, is not", () => {
  assert.deepEqual(of("# hidden_code_end!\n# !hidden_code_begin\na"), []);
  assert.deepEqual(of("x = '# !hidden_code_begin'\nhidden_code_end!\n# !hidden_code_begin please"), []);
});
