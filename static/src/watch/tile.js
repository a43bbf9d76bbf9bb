// @ts-check
// What is known of a page that is watched, from what the page shows: a state
// machine without a clock and without a document.

/**
 * @typedef {import("../net/frames.js").Frame} Frame
 * @typedef {{uid: string, kind: string, file: string, done: string, code: string}} Known  what the server says of an element
 * @typedef {{known: boolean, kind: string, file: string, done: string, state: string, began: number, waiting: number, fails: number, judged: boolean}} Element
 *   waiting: since when it waits for input, 0 when it does not; fails: runs in a row that went wrong;
 *   judged: whether the run that goes on, or was the last, has been counted
 */

/** So many runs of one element that went wrong, one after the other, may mean that somebody is stuck. */
export const MANY_FAILS = 3;
/** So long may a program wait for input before that may mean it, in milliseconds. */
export const LONG_WAIT = 120_000;

/** What is kept of the end of an output, in characters; two lines of it are shown. */
const TAIL = 2000;
const LINES = 2;
const ORDER = ["", "tried", "ran", "solved"];

export class Tile {
  /** @param {string} page */
  constructor(page) {
    this.page = page;
    this.seat = 0;
    this.title = "";
    this.lang = "";
    /** Whether its student has closed it. */
    this.left = false;
    /** @type {Map<string, Element>} by uid, in the order of the page once that is known */
    this.elements = new Map();
    /** Of the last output: whose it is, and its end. */
    this.tail = { uid: "", text: "" };
    /** The kind of error in which the last run ended; "check" for an exercise not solved, "bad" for what has no name. */
    this.trouble = "";
    /** The element that ran last, and when that run began or ended, in the clock of the server. */
    this.last = "";
    this.heard = 0;
  }

  /** Forgets what came from the page, which is to come again. How far it has come stays. */
  clear() {
    for (const e of this.elements.values()) Object.assign(e, { state: "idle", began: 0, waiting: 0, fails: 0, judged: false });
    this.tail = { uid: "", text: "" };
    this.trouble = "";
    this.last = "";
    this.heard = 0;
  }

  /**
   * Takes in what the server says of the page.
   * @param {{seat: number, title: string, lang: string, elements: Known[]}} o
   */
  describe({ seat, title, lang, elements }) {
    Object.assign(this, { seat, title, lang });
    const before = this.elements;
    this.elements = new Map();
    for (const { uid, kind, file, done } of elements) {
      const e = before.get(uid) ?? fresh();
      before.delete(uid);
      this.elements.set(uid, Object.assign(e, { known: true, kind, file }));
      reach(e, done);
    }
    for (const [uid, e] of before) if (!e.known) this.elements.set(uid, e); // newer than the answer
  }

  /** Whether something came of an element that the server has not told of yet. */
  get strange() {
    return [...this.elements.values()].some((e) => !e.known);
  }

  /**
   * @param {Frame} frame
   * @param {number} now  in the clock of the server
   */
  take({ type, uid, data }, now) {
    if (uid === "0") return;
    let e = this.elements.get(uid);
    if (!e) this.elements.set(uid, (e = fresh()));
    switch (type) {
      case "STDOUT":
      case "STDERR":
        return this.#write(uid, data);
      case "RESET":
        if (this.tail.uid === uid) this.tail = { uid, text: "" };
        if (this.last === uid) this.trouble = "";
        e.waiting = 0;
        return;
      case "STOP":
        e.state = "ended";
        e.waiting = 0;
        return;
      case "DISPLAY": {
        const text = parse(data).data?.["text/plain"];
        return this.#write(uid, typeof text === "string" && text ? `${text}\n` : "\u0000\n");
      }
      case "INPUT":
        e.waiting = parse(data).waiting ? e.waiting || now : 0;
        return;
      case "RESULT":
        return this.#judged(uid, e, parse(data));
      case "STATUS":
        return this.#stated(uid, e, parse(data), now);
    }
  }

  /** @param {string} uid @param {string} text */
  #write(uid, text) {
    if (this.tail.uid !== uid) this.tail = { uid, text: "" };
    this.tail.text = (this.tail.text + text).slice(-TAIL);
  }

  /** @param {string} uid @param {Element} e @param {any} s @param {number} now */
  #stated(uid, e, s, now) {
    if (!s.run) return; // Python has started, and nothing in it
    if (s.state === "running" && e.state !== "running") {
      e.began = s.since || now;
      e.judged = false;
      this.last = uid;
      this.heard = e.began;
      this.trouble = "";
    }
    e.state = String(s.state);
    if (e.state !== "running") e.waiting = 0;
    if (s.reason === undefined) return;
    this.last = uid;
    this.heard = Math.max(this.heard, Math.min(now, e.began + (s.ms ?? 0)));
    const good = s.reason === "finished" || (s.reason === "exit" && !s.code);
    reach(e, good ? "ran" : "tried");
    if (good && !e.judged) e.fails = 0;
    if (good || s.reason === "stopped") return; // who stops a program knows it
    this.trouble = s.exception?.type || this.trouble || "bad";
    if (!e.judged) e.fails++;
    e.judged = true;
  }

  /** @param {string} uid @param {Element} e @param {any} r */
  #judged(uid, e, r) {
    if (r.passed > 0 && !r.failed) {
      reach(e, "solved");
      e.fails = 0;
      e.judged = true;
    } else if (r.failed > 0) {
      if (!e.judged) e.fails++;
      e.judged = true;
      this.last = uid;
      this.trouble ||= "check";
    }
  }

  /**
   * How things are, with what is needed to say so; the elapsed time is in milliseconds.
   * @param {number} now  in the clock of the server
   * @returns {{state: "left" | "stuck" | "stuckWaiting" | "waiting" | "running" | "reading" | "idle", ms: number, uid: string, fails: number}}
   */
  state(now) {
    const of = (/** @type {(e: Element) => unknown} */ is) => [...this.elements].find(([, e]) => is(e));
    const told = (/** @type {any} */ state, /** @type {number} */ since, uid = "") => ({ state, ms: Math.max(0, now - since), uid, fails: this.elements.get(uid)?.fails ?? 0 });
    if (this.left) return told("left", now);
    const waits = of((e) => e.waiting);
    if (waits && now - waits[1].waiting >= LONG_WAIT) return told("stuckWaiting", waits[1].waiting, waits[0]);
    if ((this.elements.get(this.last)?.fails ?? 0) >= MANY_FAILS) return told("stuck", this.heard, this.last);
    if (waits) return told("waiting", waits[1].waiting, waits[0]);
    const runs = of((e) => e.state === "running");
    if (runs) return told("running", runs[1].began, runs[0]);
    return this.last ? told("idle", this.heard) : told("reading", now);
  }

  /** How far the page has come. */
  get progress() {
    const all = [...this.elements.values()].filter((e) => e.known);
    const graded = all.filter((e) => e.kind === "Exercise" || e.kind === "Question");
    return {
      solved: graded.filter((e) => e.done === "solved").length, exercises: graded.length,
      ran: all.filter((e) => e.done).length, all: all.length,
    };
  }

  /** The last lines of what was shown last; a picture without words is a NUL. */
  get lines() {
    // what a terminal would do with the rest of these does not matter for two lines
    const plain = this.tail.text.replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b./g, "");
    const lines = plain.split("\n").map((line) => line.replace(/\r+$/, "").split("\r").pop()?.trimEnd() ?? "");
    return lines.filter((line) => /[^\s^~]/.test(line)).slice(-LINES); // the marks below a line of a traceback say nothing alone
  }
}

/** @returns {Element} */
const fresh = () => ({ known: false, kind: "", file: "", done: "", state: "idle", began: 0, waiting: 0, fails: 0, judged: false });

/** Nobody falls back. @param {Element} e @param {string} done */
function reach(e, done) {
  if (ORDER.indexOf(done) > ORDER.indexOf(e.done)) e.done = done;
}

/** @param {string} data @returns {any} */
function parse(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
