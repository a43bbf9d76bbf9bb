import { Transport } from "../src/net/transport.js";

export const bytes = (s) => new TextEncoder().encode(s);
export const frame = (type, uid, data) => `${type} ${uid} ${bytes(data).length}\r${data}`;
export const turn = () => new Promise((r) => setImmediate(r));

/** A server of frames 1…n whose connections fail as the test says. */
export function world({ sockets = true } = {}) {
  const w = { frames: 0, up: true, status: 0, polls: [], sockets: [], now: 0, timers: [], waits: new Set() };
  const batch = (after) => Array.from({ length: w.frames - after }, (_, i) => frame("STDOUT", "10001", `${after + i + 1},`)).join("");
  w.fetch = async (url, { signal }) => {
    const q = new URL(url).searchParams;
    const after = Number(q.get("after"));
    w.polls.push({ after, wait: q.get("wait") });
    await turn();
    if (!w.up) throw new TypeError("Failed to fetch");
    if (w.status) return { ok: false, status: w.status, headers: new Headers() };
    if (w.frames === after && q.get("wait") !== "0") {
      await new Promise((resolve, reject) => {
        w.waits.add(resolve);
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
      if (!w.up) throw new TypeError("Failed to fetch");
    }
    const body = bytes(batch(after));
    if (!body.length) return { ok: true, status: 204, headers: new Headers({ "Crunchy-Seq": String(after) }) };
    return { ok: true, status: 200, headers: new Headers({ "Crunchy-Seq": String(w.frames) }), arrayBuffer: async () => body.buffer };
  };
  w.WebSocket = class {
    constructor(url, protocols) {
      Object.assign(this, { url, protocols, readyState: 0, sent: [] });
      w.sockets.push(this);
      setImmediate(() => {
        if (!sockets || !w.up) return this.onclose?.();
        this.readyState = 1;
        this.onopen?.();
        this.push(Number(new URL(url).searchParams.get("after")));
      });
    }
    push(after) {
      if (w.frames > after) this.onmessage?.({ data: batch(after) + frame("SEQ", "0", String(w.frames)) });
    }
    send(text) {
      const m = JSON.parse(text);
      this.sent.push(m);
      if (w.up) setImmediate(() => this.onmessage?.({ data: JSON.stringify({ id: m.id, status: 200, body: {} }) }));
    }
    close() {
      this.readyState = 3;
    }
    drop() {
      this.readyState = 3;
      this.onclose?.();
    }
  };
  w.print = (n) => {
    const before = w.frames;
    w.frames += n;
    for (const wake of w.waits) wake();
    w.waits.clear();
    for (const s of w.sockets) if (s.readyState === 1) s.push(before);
  };
  w.cut = () => {
    w.up = false;
    for (const wake of w.waits) wake();
    w.waits.clear();
    for (const s of w.sockets) if (s.readyState === 1) s.drop();
  };
  /** Lets time pass. */
  w.pass = async (ms) => {
    const end = w.now + ms;
    for (;;) {
      for (let i = 0; i < 20; i++) await turn();
      const next = w.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      w.now = Math.max(w.now, next.at);
      w.timers.splice(w.timers.indexOf(next), 1);
      next.f();
    }
    w.now = end;
  };
  w.env = {
    fetch: w.fetch,
    WebSocket: w.WebSocket,
    lock: undefined,
    hidden: () => false,
    now: () => w.now,
    setTimeout: (f, ms) => (w.timers.push({ f, at: w.now + ms }), w.timers.at(-1)),
    clearTimeout: (t) => w.timers.includes(t) && w.timers.splice(w.timers.indexOf(t), 1),
  };
  return w;
}

export function connect(w, more = {}) {
  const c = { text: "", states: [], gone: 0 };
  c.transport = new Transport({
    root: "http://test/", page: "1", token: "T", types: "STATUS", after: 0, env: w.env,
    onFrames: (frames) => (c.text += frames.map((f) => f.data).join("")),
    painted: () => Promise.resolve(),
    onState: (s) => c.states.push(s),
    onGone: (s) => (c.gone = s),
    ...more,
  });
  c.done = c.transport.run();
  return c;
}
export const upTo = (n) => Array.from({ length: n }, (_, i) => `${i + 1},`).join("");
