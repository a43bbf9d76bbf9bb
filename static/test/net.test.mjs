import { test } from "node:test";
import assert from "node:assert/strict";
import { parseBatch } from "../src/net/frames.js";
import { Outbox } from "../src/net/outbox.js";
import { bytes, connect, frame, upTo, world } from "../harness/world.mjs";

test("batches are read, cut ones refused", () => {
  const text = frame("STDOUT", "10001", "é\r\n漢") + frame("STOP", "10001", "") + frame("SEQ", "0", "17");
  assert.deepEqual(parseBatch(bytes(text)), {
    frames: [{ type: "STDOUT", uid: "10001", data: "é\r\n漢" }, { type: "STOP", uid: "10001", data: "" }],
    seq: 17,
  });
  assert.deepEqual(parseBatch(bytes("")), { frames: [], seq: undefined });
  const ends = [0, frame("STDOUT", "10001", "é\r\n漢").length, text.length - frame("SEQ", "0", "17").length, text.length].map((n) => bytes(text.slice(0, n)).length);
  for (let i = 0; i <= bytes(text).length; i++) {
    const cut = bytes(text).subarray(0, i);
    if (ends.includes(i)) parseBatch(cut);
    else assert.throws(() => parseBatch(cut), `cut at ${i}`);
  }
  for (const bad of ["STDOUT 1 x\r", "stdout 1 0\r", "STDOUT -1 0\r", "STDOUT 1 5\rabc", "STDOUT 1 0"]) assert.throws(() => parseBatch(bytes(bad)), bad);
});

test("a socket brings frames and they are acknowledged", async () => {
  const w = world();
  const c = connect(w);
  await w.pass(10);
  w.print(3);
  await w.pass(10);
  assert.equal(c.text, upTo(3));
  assert.deepEqual(w.sockets[0].protocols, ["crunchy", "crunchy-page.T"]);
  assert.match(w.sockets[0].url, /^ws:\/\/test\/socket\?page=1&after=0&types=STATUS&window=131072$/);
  assert.deepEqual(w.sockets[0].sent.map((m) => [m.do, m.after]), [["ack", 0], ["ack", 3]]);
  assert.deepEqual(c.states, ["live"]);
  assert.equal(w.polls.length, 0);
  c.transport.stop();
  await c.done;
});

for (const sockets of [true, false]) {
  test(`messages come along and go on where they were, sockets ${sockets}`, async () => {
    const w = world({ sockets });
    const said = [];
    const asked = [];
    const message = (n) => frame("MESSAGE", "0", JSON.stringify({ channel: "chat", id: `a-${n}`, text: `${n}` }));
    const whole = w.env.fetch;
    w.env.fetch = async (url, more) => {
      asked.push(url);
      if (sockets || asked.length !== 3) return whole(url, more);
      return { ok: true, status: 200, headers: new Headers({ "Crunchy-Seq": "0" }), arrayBuffer: async () => bytes(message(1) + message(2)).buffer };
    };
    const following = { channels: ["class", "chat"], from: "0" };
    const c = connect(w, { following, onMessages: (all) => said.push(...all) });
    await w.pass(1000);
    if (sockets) {
      w.sockets[0].onmessage({ data: message(1) + message(2) + frame("SEQ", "0", "0") });
      await w.pass(10);
      w.sockets[0].drop();
      await w.pass(3000);
    }
    const urls = sockets ? w.sockets.map((s) => s.url) : asked;
    assert.match(urls[0], /page=1&after=0&types=STATUS&channel=class&channel=chat&from=0/);
    assert.match(urls.at(-1), /page=1&after=0&types=STATUS&channel=class&channel=chat&from=a-2/);
    w.print(1);
    await w.pass(100);
    assert.deepEqual(said, [1, 2].map((n) => ({ channel: "chat", id: `a-${n}`, text: `${n}` })));
    assert.equal(c.text, upTo(w.frames));
    c.transport.stop();
    await c.done;
  });
}

test("a dropped socket goes on where it was", async () => {
  const w = world();
  const c = connect(w);
  await w.pass(10);
  for (let i = 1; i <= 10; i++) {
    w.print(5);
    await w.pass(3);
    w.sockets.at(-1).drop();
    w.print(5);
    await w.pass(3000);
    assert.equal(c.text, upTo(10 * i));
  }
  assert.ok(!c.states.includes("lost"));
  c.transport.stop();
  await c.done;
});

test("without sockets polls do it", async () => {
  const w = world({ sockets: false });
  const c = connect(w);
  await w.pass(1000);
  assert.equal(c.transport.state, "live");
  const tried = w.sockets.length;
  for (let i = 1; i <= 5; i++) {
    w.print(2);
    await w.pass(50);
    assert.equal(c.text, upTo(2 * i));
  }
  assert.equal(w.sockets.length, tried);
  assert.ok(tried <= 2);
  c.transport.stop();
  await c.done;
});

/** What a tab keeps over a reload. */
const memory = () => ({ value: false, get() { return this.value; }, set() { this.value = true; } });

for (const [how, Socket] of Object.entries({
  "refuse": (W) => W,
  "never answer": (W) => class extends W {
    constructor(...args) {
      super(...args);
      Object.defineProperty(this, "onopen", { get: () => undefined, set: () => {} });
    }
    push() {}
  },
  "are held up by something between": (W) => class extends W {
    send() {}
    push() {}
  },
})) {
  test(`sockets that ${how} are given up for as long as the tab lives`, async () => {
    const w = world({ sockets: how !== "refuse" });
    w.env.WebSocket = Socket(w.WebSocket);
    const without = memory();
    const c = connect(w, { without });
    await w.pass(100);
    w.print(1);
    await w.pass(4500); // the first try has had its time
    assert.equal(c.text, upTo(1));
    await w.pass(5000);
    w.print(1);
    await w.pass(50);
    assert.equal(c.text, upTo(2));
    assert.deepEqual([c.transport.state, w.sockets.length, without.value], ["live", 2, true]);
    await w.pass(20000);
    c.transport.stop();
    await c.done;
    const again = connect(w, { without }); // after a reload
    await w.pass(1000);
    assert.deepEqual([again.transport.state, again.text, w.sockets.length], ["live", upTo(2), 2]);
    assert.ok(!c.states.includes("lost"));
    again.transport.stop();
    await again.done;
  });
}

test("a server that starts again is not a place without sockets", async () => {
  const w = world();
  const without = memory();
  const c = connect(w, { without });
  await w.pass(1000);
  for (let i = 1; i <= 4; i++) {
    w.cut();
    await w.pass(1500 * i);
    w.up = true;
    w.print(1);
    await w.pass(10000);
    assert.equal(c.text, upTo(i));
  }
  assert.ok(!without.value);
  assert.equal(w.sockets.at(-1).readyState, 1);
  c.transport.stop();
  await c.done;
});

/** Locks as all tabs of a browser share them. */
function locks() {
  const held = new Set();
  return {
    held,
    request: async (name, _, then) => {
      if (held.has(name)) return then(null);
      held.add(name);
      await then({});
      held.delete(name);
    },
  };
}

test("of many tabs without sockets only some hold a poll", async () => {
  const w = world({ sockets: false });
  const shared = locks();
  w.env.lock = shared.request;
  let open = 0;
  let most = 0;
  const whole = w.env.fetch;
  w.env.fetch = async (...args) => {
    most = Math.max(most, ++open);
    try {
      return await whole(...args);
    } finally {
      open--;
    }
  };
  const tabs = Array.from({ length: 10 }, (_, i) => connect(w, { env: { ...w.env, hidden: () => i >= 5 } }));
  await w.pass(3000);
  most = 0;
  for (let i = 1; i <= 5; i++) {
    w.print(2);
    await w.pass(900);
    for (const c of tabs) assert.equal(c.text, upTo(2 * i));
  }
  assert.ok(w.waits.size <= 4, `${w.waits.size} polls are held`);
  assert.ok(shared.held.size <= 4);
  // who sends something does not wait for the next turn
  const polls = w.polls.length;
  for (const c of tabs) c.transport.hurry();
  await w.pass(10);
  assert.ok(w.polls.length - polls >= 6, `${w.polls.length - polls} polls`);
  for (const c of tabs) c.transport.stop();
  w.print(1);
  await w.pass(10);
  await Promise.all(tabs.map((c) => c.done));
  await w.pass(10);
  assert.equal(shared.held.size, 0);
});

for (const sockets of [true, false]) {
  test(`an outage is seen and got over, sockets ${sockets}`, async () => {
    const w = world({ sockets });
    const c = connect(w);
    await w.pass(1000);
    w.print(1);
    await w.pass(10);
    w.cut();
    await w.pass(60000);
    assert.equal(c.transport.state, "lost");
    const attempts = w.polls.length;
    await w.pass(20000);
    const more = w.polls.length - attempts;
    assert.ok(more >= 8 && more <= 12, `${more} attempts in 20 s`);
    w.up = true;
    w.print(4);
    await w.pass(2100);
    assert.equal(c.text, upTo(5));
    assert.equal(c.transport.state, "live");
    c.transport.stop();
    await c.done;
  });

  test(`a nudge tries at once, sockets ${sockets}`, async () => {
    const w = world({ sockets });
    const c = connect(w);
    await w.pass(1000);
    w.cut();
    await w.pass(60001);
    w.up = true;
    w.print(1);
    c.transport.nudge();
    await w.pass(150);
    assert.equal(c.text, upTo(1));
    c.transport.stop();
    await c.done;
  });
}

test("a connection that died silently is noticed", async () => {
  const w = world();
  const c = connect(w);
  await w.pass(10);
  w.up = false; // no close, no answers
  w.frames = 2;
  await w.pass(30000);
  assert.equal(c.transport.state, "lost");
  w.up = true;
  await w.pass(3000);
  assert.equal(c.text, upTo(2));
  c.transport.stop();
  await c.done;
});

test("a page that is gone is reported", async () => {
  for (const status of [404, 410, 400, 401]) {
    const w = world();
    const c = connect(w);
    await w.pass(10);
    w.status = status;
    w.sockets[0].drop();
    await w.pass(3000);
    assert.equal(c.gone, status);
    await c.done;
  }
});

test("an answer cut in its middle is asked for again", async () => {
  const w = world({ sockets: false });
  const whole = w.env.fetch;
  let cuts = 3;
  w.env.fetch = async (...args) => {
    const answer = await whole(...args);
    if (answer.arrayBuffer && cuts-- > 0) {
      const body = await answer.arrayBuffer();
      return { ...answer, arrayBuffer: async () => body.slice(0, body.byteLength - 2) };
    }
    return answer;
  };
  const c = connect(w);
  w.print(7);
  await w.pass(9000);
  assert.equal(c.text, upTo(7));
  c.transport.stop();
  await c.done;
});

test("what is not painted is not acknowledged", async () => {
  const w = world();
  let release;
  const c = connect(w, { painted: () => new Promise((r) => (release = r)) });
  await w.pass(10);
  w.print(1);
  await w.pass(10);
  assert.deepEqual(w.sockets[0].sent.map((m) => m.after), [0]);
  release();
  await w.pass(10);
  assert.deepEqual(w.sockets[0].sent.map((m) => m.after), [0, 1]);
  c.transport.stop();
  await c.done;
});

test("an outbox keeps the order and numbers, and sends again", async () => {
  const got = [];
  let fail = 2;
  const box = new Outbox({
    act: async (number, route, body, query) => {
      got.push(`${route} ${body} ${query.seq}`);
      if (fail-- > 0) throw Object.assign(new Error(), { status: fail ? 0 : 503 });
      return { run: got.length };
    },
    pause: async () => {},
  }, 5);
  const job = (text) => box.add({ number: "0001", route: "exec", text, query: {} });
  const answers = await Promise.all([job("a"), job("b")]);
  assert.deepEqual(got, ["exec a 6", "exec a 6", "exec a 6", "exec b 7"]);
  assert.deepEqual(answers.map((a) => a.run), [3, 4]);
});

test("an outbox reports what is refused, and goes on", async () => {
  const box = new Outbox({
    act: async (_, __, body) => {
      if (body === "bad") throw Object.assign(new Error("too big"), { status: 413 });
      return {};
    },
    pause: async () => {},
  }, 0);
  const job = (text) => box.add({ number: "0001", route: "post", text, query: {} });
  await assert.rejects(job("bad"), /too big/);
  await job("good");
  box.abandon();
  await assert.rejects(job("late"));
});
