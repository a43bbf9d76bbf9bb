// What the teacher's page makes of what it is told: the state of a tile, the form of
// a poll, and the loop around it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { progressWords, span } from "../src/watch/board.js";
import { Follower } from "../src/watch/follow.js";
import { nameOf } from "../src/watch/names.js";
import { readFrame, readValues, writeRegistration } from "../src/watch/registration.js";
import { LONG_WAIT, MANY_FAILS, Tile } from "../src/watch/tile.js";

const E = "10001", X = "10002";

function made() {
  const tile = new Tile("1");
  tile.describe({ seat: 3, title: "Loops", lang: "en", elements: [
    { uid: E, kind: "Editor", file: "first.py", done: "", code: "" },
    { uid: X, kind: "Exercise", file: "sum.py", done: "tried", code: "" },
  ] });
  const take = (type, uid, data = "", now = 0) => tile.take({ type, uid, data: typeof data === "string" ? data : JSON.stringify(data) }, now);
  const begins = (uid, since) => take("STATUS", uid, { state: "running", run: 1, since }, since);
  const ends = (uid, now, how) => take("STATUS", uid, { state: "ended", run: 1, ms: 1000, ...how }, now);
  return { tile, take, begins, ends };
}

test("a page is read, runs, waits for input, and is idle since its last run", () => {
  const { tile, take, begins, ends } = made();
  assert.equal(tile.state(50).state, "reading");
  take("STATUS", E, { state: "starting", run: 0 }, 50);
  assert.equal(tile.state(50).state, "reading", "Python has started, and nothing in it");
  begins(E, 1000);
  assert.deepEqual(tile.state(4000), { state: "running", ms: 3000, uid: E, fails: 0 });
  take("INPUT", E, { waiting: true, prompt: "Who? " }, 2000);
  assert.deepEqual(tile.state(4000), { state: "waiting", ms: 2000, uid: E, fails: 0 });
  take("INPUT", E, { waiting: true, prompt: "Who? " }, 3000); // as it comes again
  assert.equal(tile.state(2000 + LONG_WAIT - 1).state, "waiting");
  assert.equal(tile.state(2000 + LONG_WAIT).state, "stuckWaiting");
  take("INPUT", E, { waiting: false, prompt: "", text: "Ada\n" }, 3000);
  assert.equal(tile.state(4000).state, "running");
  ends(E, 5000, { reason: "finished" });
  assert.deepEqual(tile.state(9000), { state: "idle", ms: 7000, uid: "", fails: 0 });
  assert.deepEqual(tile.progress, { solved: 0, exercises: 1, ran: 2, all: 2 });
  tile.left = true;
  assert.equal(tile.state(9000).state, "left");
});

test("what came long ago is not taken for what is now", () => {
  const { tile, begins, ends } = made();
  begins(E, 1000);
  ends(E, 900_000, { reason: "finished" }); // replayed a quarter of an hour later
  assert.equal(tile.state(900_000).ms, 898_000);
});

test("several runs in a row that go wrong may mean that somebody is stuck", () => {
  const { tile, begins, ends } = made();
  const wrong = { reason: "exception", exception: { type: "NameError", message: "", line: 1 } };
  for (let n = 1; n <= MANY_FAILS; n++) {
    assert.equal(tile.state(0).state === "stuck", false, `after ${n - 1}`);
    begins(E, n * 10_000);
    assert.equal(tile.trouble, "");
    ends(E, n * 10_000 + 1000, wrong);
    assert.equal(tile.trouble, "NameError");
  }
  assert.deepEqual(tile.state(40_000), { state: "stuck", ms: 9000, uid: E, fails: MANY_FAILS });
  begins(X, 50_000); // what somebody goes on to is another thing
  assert.equal(tile.state(50_000).state, "running");
  begins(E, 60_000);
  assert.equal(tile.state(60_000).state, "stuck", "it has not worked yet");
  ends(E, 61_000, { reason: "finished" });
  assert.equal(tile.state(61_000).state !== "stuck", true);
});

test("an exercise counts by its tests, and each run once", () => {
  const { tile, take, begins, ends } = made();
  for (let n = 0; n < 2; n++) {
    begins(X, 1000);
    take("RESULT", X, { passed: 1, failed: 1 });
    ends(X, 2000, { reason: "finished" });
    assert.equal(tile.trouble, "check");
    assert.equal(tile.elements.get(X).fails, n + 1);
  }
  begins(X, 1000);
  ends(X, 2000, { reason: "exception", exception: { type: "ValueError", message: "", line: 1 } });
  take("RESULT", X, { passed: 0, failed: 2 });
  assert.equal(tile.trouble, "ValueError");
  assert.equal(tile.elements.get(X).fails, 3);
  begins(X, 1000);
  take("RESULT", X, { passed: 2, failed: 0 });
  ends(X, 2000, { reason: "finished" });
  assert.deepEqual([tile.elements.get(X).fails, tile.elements.get(X).done, tile.trouble], [0, "solved", ""]);
  begins(X, 3000);
  ends(X, 4000, { reason: "exception", exception: { type: "ValueError", message: "", line: 1 } });
  assert.equal(tile.progress.solved, 1, "nobody falls back");
});

test("who stops a program is not in trouble, a limit is", () => {
  const { tile, begins, ends } = made();
  for (let n = 0; n < MANY_FAILS; n++) {
    begins(E, 1000);
    ends(E, 2000, { reason: "stopped" });
  }
  assert.deepEqual([tile.trouble, tile.state(3000).state], ["", "idle"]);
  begins(E, 1000);
  ends(E, 2000, { reason: "limit" });
  assert.equal(tile.trouble, "bad");
  begins(E, 1000);
  ends(E, 2000, { reason: "exit", code: 0 });
  assert.equal(tile.trouble, "");
});

test("the last lines are those of who printed last, as a terminal would have them", () => {
  const { tile, take } = made();
  take("STDOUT", E, "one\ntwo\n");
  assert.deepEqual(tile.lines, ["one", "two"]);
  take("STDOUT", E, "\x1b[31mthr");
  take("STDOUT", E, "ee\x1b[0m\n\n10%\r20%\r\n");
  assert.deepEqual(tile.lines, ["three", "20%"]);
  take("STDERR", X, "Traceback\n    ~~^^\nNameError: x\n");
  assert.deepEqual(tile.lines, ["Traceback", "NameError: x"]);
  take("STDOUT", X, "y".repeat(9999));
  assert.ok(tile.lines.join("").length <= 2000);
  take("RESET", E);
  assert.notDeepEqual(tile.lines, []);
  take("RESET", X);
  assert.deepEqual(tile.lines, []);
  take("DISPLAY", E, { data: { "text/plain": "<Figure>" } });
  assert.deepEqual(tile.lines, ["<Figure>"]);
  take("DISPLAY", E, { data: { "image/png": "" } });
  assert.deepEqual(tile.lines, ["<Figure>", "\u0000"]);
});

test("a tile that is told anew keeps how far its page has come", () => {
  const { tile, begins, ends } = made();
  begins(E, 1000);
  ends(E, 2000, { reason: "exception", exception: { type: "NameError", message: "", line: 1 } });
  tile.clear();
  assert.deepEqual([tile.state(5000).state, tile.trouble, tile.lines, tile.progress.ran], ["reading", "", [], 2]);
});

test("what is not known yet is asked for, and what cannot be read harms nothing", () => {
  const { tile, take } = made();
  assert.equal(tile.strange, false);
  take("STATUS", "10003", { state: "running", run: 1, since: 1 }, 1);
  assert.equal(tile.strange, true);
  assert.equal(tile.progress.all, 2);
  for (const bad of ["", "null", "[]", "{", "1", '{"state":{}}', '{"data":1}']) for (const type of ["STATUS", "RESULT", "INPUT", "DISPLAY", "PROMPT", "NEW"]) take(type, E, bad);
  take("POPUP", "0", "hello");
  assert.equal(tile.elements.has("0"), false);
});

test("no two seats of a class have one name", () => {
  const names = Array.from({ length: 120 }, (_, i) => nameOf(i + 1));
  assert.equal(new Set(names).size, 120);
  assert.match(names[0], /^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u);
});

test("times and progress in words", () => {
  assert.deepEqual([0, 59_999, 60_000, 3_599_000, 3_660_000].map(span), ["0 s", "59 s", "1 min", "59 min", "1 h 1 min"]);
  const { tile } = made();
  assert.equal(progressWords(tile), "0 of 1 solved · 1 of 2 run");
});

test("a poll is written, and its answer read, as Ocsigen's comet has them", () => {
  const form = new URLSearchParams(writeRegistration({ client: "me", channels: ["pages", "page:1", "é:€\n"], from: new Map([["page:1", "0"]]), types: "STATUS" }));
  assert.deepEqual(Object.fromEntries(form), { registration: "pages\npage%3A1\n%E9%3A%u20AC%0A", client: "me", from: "page%3A1:0", types: "STATUS" });
  assert.deepEqual(readValues(""), []);
  assert.deepEqual(readValues("page%3A1:STDOUT%2010001%0Da%3A%u20AC%0A\npage%3A2:ENDED_CHANNEL\nchat:"), [
    { channel: "page:1", text: "STDOUT 10001\ra:€\n", ended: false }, { channel: "page:2", text: "", ended: true }, { channel: "chat", text: "", ended: false },
  ]);
  assert.throws(() => readValues("no value"));
  assert.deepEqual(readFrame("STDOUT 10001\r\r\na"), { type: "STDOUT", uid: "10001", data: "\r\na" });
  for (const bad of ["", "STDOUT", "STDOUT x\r", "stdout 1\r"]) assert.equal(readFrame(bad), undefined);
});

/** A follower whose server is what the test says; each answer is given when it is wanted. */
function following() {
  const polls = [], told = [];
  let woken = () => {};
  const follower = new Follower({
    ask: (form) => new Promise((resolve) => {
      polls.push({ form: Object.fromEntries(new URLSearchParams(form)), answer: (body, status = 200) => resolve(new Response(body, { status })) });
      woken();
    }),
    onPage: (t) => told.push(`page ${t.page} ${t.state}`), onAnew: (page) => told.push(`anew ${page}`),
    onShown: (page, text) => told.push(`shown ${page} ${text}`), onGone: (page) => told.push(`gone ${page}`),
    onLink: (state) => told.at(-1) !== state && told.push(state), pause: () => Promise.resolve(),
  });
  const poll = async (/** @type {number} */ n) => {
    while (polls.length < n) await new Promise((resolve) => (woken = () => resolve(undefined)));
    return polls[n - 1];
  };
  const done = follower.run();
  return { follower, told, poll, done, end: () => (follower.stop(), done) };
}

const opens = (page, state = "open") => `pages:${escape(JSON.stringify({ page, tutorial: "lesson.md", state }))}`;

test("pages come, are shown from their beginning, and go, over one poll at a time", async () => {
  const { told, poll, end } = following();
  const first = await poll(1);
  assert.deepEqual([first.form.registration, first.form.from], ["pages", undefined]);
  first.answer(`${opens("1")}\n${opens("2")}`);
  const second = await poll(2);
  assert.deepEqual([second.form.registration, second.form.from, second.form.client], ["pages\npage%3A1\npage%3A2", "page%3A1:0\npage%3A2:0", first.form.client]);
  second.answer("page%3A1:a");
  const third = await poll(3);
  assert.equal(third.form.from, undefined, "it goes on where it stands");
  third.answer(`page%3A1:b\npage%3A2:ENDED_CHANNEL\n${opens("1", "left")}`);
  assert.equal((await poll(4)).form.registration, "pages\npage%3A1");
  assert.deepEqual(told, ["live", "page 1 open", "page 2 open", "live", "anew 1", "anew 2", "shown 1 a", "live", "shown 1 b", "gone 2", "page 1 left"]);
  (await poll(4)).answer(opens("1", "ended"));
  assert.equal((await poll(5)).form.registration, "pages");
  (await poll(5)).answer("");
  await end();
});

test("of more pages than one poll may be about as many are followed, and the others when there is room", async () => {
  const { follower, poll, end } = following();
  const named = (/** @type {string} */ registration) => registration.split("\n").slice(1).map((name) => unescape(name).slice("page:".length));
  const all = Array.from({ length: 300 }, (_, i) => String(i + 1));
  (await poll(1)).answer(all.map((page) => opens(page)).join("\n"));
  const second = await poll(2);
  assert.deepEqual(named(second.form.registration), all.slice(0, 255));
  follower.again("299");
  const third = await poll(3);
  assert.deepEqual(named(third.form.registration), ["299", ...all.slice(0, 254)], "the one that is looked at is among them");
  assert.equal(third.form.from, "page%3A299:0");
  second.answer("");
  third.answer(`${opens("1", "ended")}\n${opens("2", "ended")}`);
  const fourth = await poll(4);
  assert.deepEqual(named(fourth.form.registration), ["299", ...all.slice(2, 256)]);
  assert.deepEqual(fourth.form.from.split("\n").sort(), ["page%3A255:0", "page%3A256:0"]);
  fourth.answer("");
  await end();
});

test("what is to come again does not wait, and what the poll before brought comes first", async () => {
  const { follower, told, poll, end } = following();
  (await poll(1)).answer(opens("1"));
  (await poll(2)).answer("page%3A1:old");
  const waiting = await poll(3);
  follower.again("1");
  const hurried = await poll(4);
  assert.equal(hurried.form.from, "page%3A1:0");
  hurried.answer("page%3A1:old");
  told.length = 0;
  waiting.answer("page%3A1:late");
  await poll(5);
  assert.deepEqual(told.filter((t) => t !== "live"), ["shown 1 late", "anew 1", "shown 1 old"]);
  (await poll(5)).answer("");
  await end();
});

test("after an answer that was lost, everything comes again", async () => {
  const { told, poll, done } = following();
  const first = await poll(1);
  first.answer(opens("1"));
  (await poll(2)).answer("", 503);
  const third = await poll(3);
  assert.notEqual(third.form.client, first.form.client);
  assert.deepEqual([third.form.registration, third.form.from], ["pages\npage%3A1", "page%3A1:0"]);
  third.answer("no value");
  (await poll(4)).answer(opens("1"));
  assert.equal((await poll(5)).form.from, undefined);
  assert.deepEqual(told, ["live", "page 1 open", "lost", "live", "anew 1", "page 1 open"]);
  (await poll(5)).answer("", 403);
  await done; // it does not knock again
  assert.equal(told.at(-1), "out");
});
