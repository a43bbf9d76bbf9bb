// What the server says of an answer to a quiz.
import assert from "node:assert/strict";
import test from "node:test";
import { judged } from "../src/exercise/quiz.js";

test("a result is read, and what it lacks is empty", () => {
  assert.deepEqual(judged('{"passed":1,"failed":0,"answer":{"choices":[2,0,2]},"tests":[{"test":2,"outcome":"passed","message":"yes","given":true},{"outcome":"?"}]}'), {
    passed: 1, failed: 0, good: true, near: false, given: { choices: [0, 2] },
    answers: [{ test: 2, outcome: "passed", message: "yes", given: true }, { test: -1, outcome: "failed", message: "", given: false }],
  });
  assert.deepEqual(judged('{"passed":0,"failed":1,"near":true,"answer":{"text":"Len"}}'), { passed: 0, failed: 1, good: false, near: true, given: { text: "Len" }, answers: [] });
});

test("what is no result says nothing", () => {
  for (const data of ["", "null", "{}", "nonsense", '{"passed":"1","failed":0}', "[]"]) assert.equal(judged(data), undefined, data);
});
