import { test } from "node:test";
import assert from "node:assert/strict";
import { cleanName, madeUpName, readMessage } from "../src/class/chat.js";
import { addressOf, readNotice } from "../src/class/notice.js";
import { Seen } from "../src/class/seen.js";
import { placeOf } from "../src/page/teacher.js";

const root = "http://127.0.0.1:8001/base/";

test("a notice leads to places of this server only", () => {
  assert.equal(addressOf(root, "#for"), "#for");
  assert.equal(addressOf(root, "/t/a%20b.md#x"), `${root}t/a%20b.md#x`);
  for (const bad of ["", "#", "x", "/home", "//evil.example/t/", "/t/../exec", "/t//evil.example", "javascript:alert(1)", "https://evil.example/t/x", "/t/\\..\\..\\exec"]) {
    assert.equal(addressOf(root, bad), "", bad);
  }
});

test("what a teacher types becomes a place", () => {
  for (const [typed, place] of [
    ["#for", "#for"], [`${root}t/a%20b.md#x`, "/t/a%20b.md#x"], [`${root}t/a.md?token=T#x`, "/t/a.md#x"], ["t/a.md", "/t/a.md"],
    ["#", undefined], ["https://evil.example/base/t/a.md", undefined], [`${root}home`, undefined], ["http://127.0.0.1:8001/t/a.md", undefined], ["javascript:alert(1)", undefined], ["http://[", undefined],
  ]) assert.equal(placeOf(root, typed), place, typed);
});

test("notices are read with care", () => {
  assert.deepEqual(readNotice('{"text":"a","more":1}'), { text: "a", goto: "", run: undefined });
  assert.deepEqual(readNotice('{"run":{"code":"1","uid":"10002"}}'), { text: "", goto: "", run: { code: "1", uid: "10002" } });
  for (const bad of ["", "null", "[]", "{}", '{"text":1}', '{"run":{}}', '{"goto":{}}', "{"]) assert.equal(readNotice(bad), undefined, bad);
});

test("messages of the chat have names, or not", () => {
  for (const [text, name, said] of [
    ["Blue Heron: hello: you", "Blue Heron", "hello: you"], ["hello", "", "hello"], [": x", "", ": x"], ["a\nb: c", "", "a\nb: c"],
    [`${"x".repeat(31)}: y`, "", `${"x".repeat(31)}: y`], ["  : x", "", "  : x"], ["http://x", "", "http://x"],
  ]) assert.deepEqual(readMessage(text), { name, said }, text);
  for (const [typed, name] of [[" Ada:\tL.\n", "Ada L."], ["\u202e\u0000", ""], ["x".repeat(99), "x".repeat(30)]]) assert.equal(cleanName(typed), name);
  for (const at of [0, 0.5, 0.999999]) {
    const name = madeUpName(() => at);
    assert.match(name, /^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u);
    assert.equal(cleanName(name), name);
    assert.deepEqual(readMessage(`${name}: x`), { name, said: "x" });
  }
});

test("what was closed is known until the server starts again", () => {
  const kept = new Map();
  const storage = () => ({ getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v) });
  const one = new Seen(storage);
  assert.ok(!one.knows("ab-1"));
  one.add("ab-3", []);
  assert.ok(one.knows("ab-9") && !one.has("ab-3"));
  one.add("ab-3", ["ab-1", "ab-3"]);
  assert.ok(new Seen(storage).has("ab-1") && new Seen(storage).has("ab-3") && !new Seen(storage).has("ab-2"));
  const two = new Seen(storage);
  two.add("cd-1", ["cd-1"]);
  assert.ok(two.has("cd-1") && !new Seen(storage).has("ab-1") && one.has("ab-1"));
  kept.set("crunchy notices", "not ours");
  assert.ok(!new Seen(storage).has("cd-1"));
  const none = new Seen(() => { throw new Error("forbidden"); });
  none.add("ab-1", ["ab-1"]);
  assert.ok(none.has("ab-1") && !none.knows("ab-1"));
});
