import { test } from "node:test";
import assert from "node:assert/strict";
import { Work } from "../src/work.js";
import { difference } from "../src/work/diff.js";
import { makeStore } from "../src/store.js";

const turn = () => new Promise((r) => setImmediate(r));

/** A tab with a clock of its own, and a server that keeps one file. */
function world({ author = "author", file } = {}) {
  const storage = new Map();
  const w = {
    now: 0, timers: [], up: true, status: 0, slow: undefined, saves: [], file, states: [], texts: [],
    store: makeStore("t", () => ({ getItem: (k) => storage.get(k) ?? null, setItem: (k, v) => storage.set(k, v), removeItem: (k) => storage.delete(k) })),
    storage,
  };
  w.version = (text) => (text === undefined ? "" : `v:${text}`);
  w.env = {
    now: () => w.now,
    setTimeout: (f, ms) => {
      const t = { f, at: w.now + ms };
      w.timers.push(t);
      return t;
    },
    clearTimeout: (t) => (w.timers = w.timers.filter((u) => u !== t)),
  };
  w.save = async (text, base, how) => {
    w.saves.push({ text, base, at: w.now, ...how });
    if (w.slow) await w.slow;
    await turn();
    if (!w.up) throw Object.assign(new Error(""), { status: 0 });
    if (w.status) throw Object.assign(new Error("A sentence."), { status: w.status });
    if (w.file !== undefined && w.file !== text && w.version(w.file) !== base && !(base === "" && w.file === author)) {
      throw Object.assign(new Error("changed"), { status: 409, body: { text: w.file, version: w.version(w.file) } });
    }
    w.file = text;
    return { version: w.version(text) };
  };
  w.kept = () => (w.file === undefined || w.file === author ? undefined : { text: w.file, version: w.version(w.file) });
  w.open = (kept = w.kept(), more = {}) => {
    w.texts = [];
    w.states = [];
    w.work = new Work({
      save: w.save, author, kept, key: "average", store: w.store,
      onText: (text, why) => w.texts.push(`${why}: ${text}`), onState: (s, sentence) => w.states.push(sentence ? `${s} ${sentence}` : s), env: w.env, ...more,
    });
    return w.work;
  };
  w.pass = async (ms) => {
    for (const end = w.now + ms; ; ) {
      for (let i = 0; i < 4; i++) await turn();
      const next = w.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        w.now = end;
        break;
      }
      w.now = Math.max(w.now, next.at);
      w.timers = w.timers.filter((t) => t !== next);
      next.f();
    }
    for (let i = 0; i < 4; i++) await turn();
  };
  w.type = async (text, ms = 50) => {
    for (let i = 1; i <= text.length; i++) {
      w.work.edited(text.slice(0, i));
      await w.pass(ms);
    }
  };
  return w;
}

test("an edit is on the server within a second, and few requests are made", async () => {
  const w = world();
  w.open();
  w.work.edited("a");
  assert.equal(w.work.state, "saving");
  await w.pass(399);
  assert.equal(w.saves.length, 0);
  await w.pass(1);
  assert.equal(w.file, "a");
  assert.deepEqual(w.states, ["saving", "saved"]);
  assert.equal(w.work.base, "v:a");

  const from = w.now;
  await w.type("a".repeat(100), 50); // five seconds
  const during = w.saves.filter((s) => s.at > from);
  assert.ok(during.length >= 6 && during.length <= 8, `${during.length} saves`);
  during.forEach((s, i) => assert.ok(s.at - (during[i - 1]?.at ?? from) <= 850));
  await w.pass(400);
  assert.equal(w.file, "a".repeat(100));
  assert.equal(w.storage.size, 0);
  assert.equal(w.work.state, "saved");
});

test("what is typed while a text is on its way is sent after it", async () => {
  const w = world();
  w.open();
  let arrive;
  w.slow = new Promise((r) => (arrive = r));
  w.work.edited("a");
  await w.pass(400);
  w.work.edited("ab");
  await w.pass(5000);
  assert.equal(w.saves.length, 1);
  w.slow = undefined;
  arrive();
  await w.pass(400);
  assert.deepEqual(w.saves.map((s) => [s.text, s.base]), [["a", ""], ["ab", "v:a"]]);
  assert.equal(w.work.state, "saved");
});

test("typing back to what is saved sends nothing", async () => {
  const w = world({ file: "mine" });
  w.open();
  assert.deepEqual(w.texts, ["kept: mine"]);
  w.work.edited("mine!");
  w.work.edited("mine");
  await w.pass(1000);
  assert.equal(w.saves.length, 0);
  assert.equal(w.work.state, "saved");
});

test("without a network the tab keeps the text, over a reload too", async () => {
  const w = world();
  w.open();
  w.up = false;
  w.work.edited("offline");
  await w.pass(60_000);
  assert.equal(w.work.state, "offline");
  const gaps = w.saves.map((s, i) => s.at - (w.saves[i - 1]?.at ?? 0));
  assert.ok(w.saves.length < 14 && Math.max(...gaps) <= 10_000, `${gaps}`);
  w.work.edited("offline 2");
  w.work.flush({ keepalive: true });
  await w.pass(0);

  w.open(); // the reload
  assert.deepEqual(w.texts, ["unsaved: offline 2"]);
  await w.pass(100);
  assert.equal(w.work.state, "offline");
  w.up = true;
  w.work.nudge();
  await w.pass(0);
  assert.equal(w.file, "offline 2");
  assert.equal(w.work.state, "saved");
  assert.equal(w.storage.size, 0);
});

test("a reload while a text is on its way makes no conflict", async () => {
  const w = world();
  w.open();
  let arrive;
  w.slow = new Promise((r) => (arrive = r));
  w.work.edited("a");
  await w.pass(400);
  w.work.edited("ab");
  w.work.flush({ keepalive: true });
  w.work.generation++; // the page is gone
  arrive();
  w.slow = undefined;
  await w.pass(0);
  assert.equal(w.file, "a");
  w.open();
  await w.pass(400);
  assert.equal(w.file, "ab");
  assert.ok(!w.states.includes("conflict"));
});

test("the last words of a page go with keepalive, if they are not too long", async () => {
  const w = world();
  w.open();
  w.work.edited("short");
  w.work.flush({ keepalive: true });
  await w.pass(0);
  assert.deepEqual(w.saves.map((s) => s.keepalive), [true]);
  w.work.edited("ü".repeat(40_000));
  w.work.flush({ keepalive: true });
  assert.equal(w.saves[1].keepalive, false);
  await w.pass(0);
  w.work.flush({ keepalive: true });
  assert.equal(w.saves.length, 2, "nothing is left to send");
});

test("a change elsewhere appears when nothing is unsaved", async () => {
  const w = world({ file: "mine" });
  w.open();
  w.work.told({ text: "theirs", version: "v:theirs" });
  assert.deepEqual(w.texts, ["kept: mine", "elsewhere: theirs"]);
  w.file = "theirs";
  w.work.edited("theirs and mine");
  await w.pass(400);
  assert.equal(w.file, "theirs and mine");
  w.work.told({ text: "theirs and mine", version: "v:theirs and mine" });
  assert.equal(w.texts.length, 2);
});

for (const how of ["told", "refused", "after a reload"]) {
  for (const which of ["mine", "theirs"]) {
    test(`two texts, ${how}: ${which} is chosen`, async () => {
      const w = world({ file: "begin" });
      w.open();
      w.work.edited("mine");
      w.file = "theirs";
      if (how === "told") w.work.told({ text: "theirs", version: "v:theirs" });
      else if (how === "refused") await w.pass(400);
      else {
        w.up = false;
        w.work.flush();
        await w.pass(0);
        w.up = true;
        w.open();
        assert.deepEqual(w.texts, ["unsaved: mine"]);
      }
      assert.equal(w.work.state, "conflict");
      assert.deepEqual(w.work.theirs, { text: "theirs", version: "v:theirs" });
      w.work.edited("mine!");
      await w.pass(20_000);
      assert.equal(w.file, "theirs", "nothing is overwritten without a question");
      w.file = "theirs 2"; // and they go on
      w.work.told({ text: "theirs 2", version: "v:theirs 2" });
      assert.deepEqual(w.work.theirs, { text: "theirs 2", version: "v:theirs 2" });
      w.work.choose(which);
      await w.pass(1000);
      assert.equal(w.file, which === "mine" ? "mine!" : "theirs 2");
      assert.equal(w.work.state, "saved");
      assert.equal(w.texts.at(-1) === "theirs: theirs 2", which === "theirs");
      assert.equal(w.storage.size, 0);
    });
  }
}

test("told while a text is on its way", async () => {
  const w = world({ file: "begin" });
  w.open();
  let arrive;
  w.slow = new Promise((r) => (arrive = r));
  w.work.edited("mine");
  await w.pass(400);
  w.work.told({ text: "theirs", version: "v:theirs" }); // after ours was taken
  arrive();
  w.slow = undefined;
  await w.pass(0);
  assert.deepEqual([w.work.text, w.work.state, w.texts.at(-1)], ["theirs", "saved", "elsewhere: theirs"]);
});

test("the server was started again", async () => {
  const w = world({ file: "mine" });
  w.open();
  w.work.edited("mine 2");
  w.status = 404; // the page is not known any more
  await w.pass(400);
  assert.equal(w.work.state, "offline");
  w.status = 0;
  w.work.attach(w.kept());
  await w.pass(0);
  assert.equal(w.file, "mine 2");
  w.file = "other";
  w.work.attach(w.kept());
  assert.equal(w.texts.at(-1), "elsewhere: other");
  w.work.edited("other and mine");
  w.file = "different";
  w.work.attach(w.kept());
  assert.equal(w.work.state, "conflict");
  w.work.attach(w.kept());
  assert.equal(w.work.state, "conflict");
  w.work.choose("mine");
  await w.pass(0);
  assert.equal(w.file, "other and mine");
});

test("a reset is no conflict in any order", async () => {
  const w = world({ file: "mine" });
  w.open();
  w.work.edited("author");
  await w.pass(400);
  assert.equal(w.file, "author");
  w.work.attach(undefined); // there is no work any more, as far as page_init says
  w.work.edited("anew");
  await w.pass(400);
  assert.equal(w.file, "anew");
  assert.ok(!w.states.includes("conflict"));
});

test("a text that is refused is kept, and said why", async () => {
  const w = world();
  w.open();
  w.status = 507;
  w.work.edited("a");
  await w.pass(400);
  assert.deepEqual(w.states, ["saving", "failed A sentence."]);
  w.status = 0;
  await w.pass(1000);
  assert.equal(w.file, "a");
  w.status = 413;
  w.work.edited("long");
  await w.pass(60_000);
  assert.equal(w.saves.filter((s) => s.text === "long").length, 1);
  w.status = 0;
  w.open();
  await w.pass(0);
  assert.equal(w.file, "long");
});

test("the author's new code is offered until something is saved", async () => {
  const w = world({ file: "mine" });
  w.open({ text: "mine", version: "v:mine", starter: "old" });
  assert.equal(w.work.starter, "old");
  w.work.edited("mine 2");
  await w.pass(400);
  assert.equal(w.work.starter, undefined);
  w.open({ text: "mine 2", version: "v:mine 2", starter: "old" });
  w.work.keep();
  await w.pass(0);
  assert.deepEqual([w.saves.length, w.saves.at(-1).text, w.work.state], [2, "mine 2", "saved"]);
});

test("a broken record in the tab harms nobody", async () => {
  for (const record of ["{", "null", "[]", '{"text":5}', '{"base":""}']) {
    const w = world({ file: "mine" });
    w.store.set("work average", record);
    w.open();
    assert.deepEqual(w.texts, ["kept: mine"], record);
  }
});

test("differences", () => {
  const show = (a, b) => difference(a, b).map((l) => (l.how || " ") + l.text).join("|");
  assert.equal(show("a\nb\nc", "a\nx\nc"), " a|-b|+x| c");
  assert.equal(show("a", "a"), " a");
  assert.equal(show("", "a\nb"), "-|+a|+b");
  assert.equal(show("a\nb\nc\nd", "b\nc\ne\nd"), "-a| b| c|+e| d");
  const long = Array.from({ length: 5000 }, (_, i) => `${i}`).join("\n");
  assert.equal(difference(`x\n${long}`, `${long}\ny`).filter((l) => l.how === "").length, 0);
});

test("who writes for longer may ask for a longer pause", async () => {
  const w = world();
  w.open(undefined, { pause: 1000, longest: 8000 });
  w.work.edited("a");
  await w.pass(999);
  assert.equal(w.saves.length, 0);
  await w.pass(1);
  assert.equal(w.file, "a");
  await w.type("a".repeat(80), 200); // sixteen seconds
  assert.deepEqual(w.saves.slice(1).map((s) => s.at), [9200]);
});
