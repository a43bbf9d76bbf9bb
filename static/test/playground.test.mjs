// What the playground for frontends makes of functions and answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { draft, learn, readable } from "../src/page/playground.js";

const uid = { name: "uid", kind: "text", needed: true };
const body = { name: "body", kind: "body", needed: true };

test("a call has what it needs", () => {
  assert.deepEqual(draft({ name: "exec", args: [uid, body, { name: "seq", kind: "number" }] }, {}), { fname: "exec", uid: "", body: "" });
  assert.deepEqual(draft({ name: "list_tutorials", args: [] }, {}), { fname: "list_tutorials" });
  assert.deepEqual(draft({ name: "resize", args: [uid, body] }, { uid: "10001" }), { fname: "resize", uid: "10001", body: { rows: 24, cols: 80 } });
});

test("later calls know what earlier ones were answered", () => {
  const known = {};
  learn({ data: [{ fname: "list_tutorials", data: [{ name: "lesson.md" }] }] }, known);
  assert.deepEqual(draft({ name: "page_init", args: [{ name: "tutorial", kind: "text" }, { name: "resume", kind: "text" }] }, known), { fname: "page_init", tutorial: "lesson.md" });
  learn({ data: [{ fname: "page_init", data: { page: "1", version: "v", seq: 0, elements: [{ uid: "10001" }, { uid: "10002" }] } }] }, known);
  const poll = { name: "comet", args: [{ name: "page", kind: "text" }, { name: "after", kind: "number" }, { name: "wait", kind: "number" }] };
  assert.deepEqual(draft(poll, known), { fname: "comet", page: "1", after: 0 });
  learn({ data: [{ fname: "comet", data: { seq: 7, frames: [{}] } }] }, known);
  assert.deepEqual(draft(poll, known), { fname: "comet", page: "1", after: 7 });
  assert.deepEqual(draft({ name: "exec", args: [uid] }, known), { fname: "exec", uid: "10001" });
  for (const odd of [undefined, null, {}, { data: "serverquit" }, { data: [null, 1, { fname: "page_init", data: null }] }]) learn(odd, known);
  assert.equal(known.uid, "10001");
});

test("what is shown tells no password and is no longer than one can read", () => {
  assert.ok(!readable('{"data":{"user":"owner","password":"secret"}}').includes("secret"));
  assert.equal(readable("not JSON"), "not JSON");
  assert.ok(readable(JSON.stringify("x".repeat(1e6))).length < 21000);
});
