// @ts-check
// A recording of a run, as the server tells it in pieces: each step says what is
// other than in the one before (runner/steps.go has the form). Pieces can be
// missing at the beginning, and what is in them comes from the student's process.

/** The type of a piece in the bundle of a DISPLAY. */
export const STEPS = "application/vnd.crunchy.steps+json";

/**
 * @typedef {{text: string, type: string} | {to: number}} Value  a text, or the number of an object
 * @typedef {{name: string, value: Value}} Named
 * @typedef {{id: number, name: string, line: number, names: Map<string, Value>, more: number}} Frame
 * @typedef {{kind: string, type: string, count: number, items: Value[], pairs: {key: Value, value: Value}[]}} Thing
 *   an object: a list, tuple or set has items, the others have pairs; count: how many there really are
 * @typedef {{
 *   event: string, frames: Frame[], hidden: number, things: Map<number, Thing>,
 *   value: Value | undefined, error: string, output: {stream: number, text: string}[],
 * }} Step  hidden: so many frames after the first are not told; stream: 1, 2, or 0 for what was typed
 */

export class Recording {
  /** @type {{from: number, whole: boolean, out: any, steps: any[]}[]} */
  pieces = [];
  /** Whether the program has other threads than the one that was recorded. */
  threads = false;

  /** @param {any} piece  whatever it is */
  add(piece) {
    if (!Array.isArray(piece?.steps) || !Number.isSafeInteger(piece.from) || piece.from < 0) return;
    this.threads ||= piece.threads === true;
    const whole = Array.isArray(piece.out) || piece.from === 0;
    if (this.pieces.length && piece.from !== this.end) this.pieces = [];
    if (!this.pieces.length && !whole) return; // what it goes on from is gone
    this.pieces.push({ from: piece.from, whole, out: piece.out, steps: piece.steps });
  }

  /** The first step that is there; so many were not kept. */
  get first() {
    return this.pieces[0]?.from ?? 0;
  }

  /** The number after the last step. */
  get end() {
    const last = this.pieces[this.pieces.length - 1];
    return last ? last.from + last.steps.length : 0;
  }

  get empty() {
    return this.end === this.first;
  }

  clear() {
    this.pieces = [];
    this.threads = false;
  }

  /** All that is known at a step. @param {number} n @returns {Step | undefined} */
  at(n) {
    if (n < this.first || n >= this.end) return undefined;
    let i = this.pieces.findLastIndex((p) => p.whole && p.from <= n);
    /** @type {Step} */
    let step = { event: "", frames: [], hidden: 0, things: new Map(), value: undefined, error: "", output: said(this.pieces[i].out) };
    for (; i < this.pieces.length; i++) {
      for (const [k, told] of this.pieces[i].steps.entries()) {
        step = next(step, told ?? {});
        if (this.pieces[i].from + k === n) return step;
      }
    }
    return step;
  }
}

/** @param {any} x @returns {any[]} */
const list = (x) => (Array.isArray(x) ? x : []);
/** @param {any} x */
const text = (x) => (typeof x === "string" ? x : "");
/** @param {any} x */
const number = (x) => (Number.isSafeInteger(x) ? x : 0);

/** @param {any} x @returns {Value} */
function value(x) {
  if (typeof x === "number") return { to: x };
  return Array.isArray(x) ? { text: text(x[0]), type: text(x[1]) } : { text: text(x), type: "" };
}

/** @param {any} x */
const said = (x) => list(x).map((o) => ({ stream: number(o?.[0]), text: text(o?.[1]) }));

/** @param {Step} before @param {any} told @returns {Step} */
function next(before, told) {
  const things = new Map(before.things);
  for (const [id, thing] of Object.entries(told.h ?? {})) things.set(Number(id), drawn(thing));
  const frames = before.frames.slice(0, Math.max(0, number(told.k)));
  for (const f of list(told.f)) {
    const old = before.frames.find((o) => o.id === f?.i);
    const names = new Map(old?.names);
    for (const name of list(f?.d)) names.delete(name);
    for (const pair of list(f?.v)) names.set(text(pair?.[0]), value(pair?.[1]));
    frames.push({ id: number(f?.i), name: text(f?.n) || old?.name || "", line: number(f?.l), names, more: number(f?.m) });
  }
  return {
    event: text(told.e) || "line", frames, hidden: number(told.hidden), things,
    value: told.v === undefined ? undefined : value(told.v), error: text(told.x),
    output: told.o ? [...before.output, ...said(told.o)] : before.output,
  };
}

/** @param {any} thing @returns {Thing} */
function drawn(thing) {
  const kind = text(thing?.k);
  const parts = list(thing?.c);
  const flat = kind === "list" || kind === "tuple" || kind === "set";
  return {
    kind, type: text(thing?.t), count: Math.max(parts.length, number(thing?.n)),
    items: flat ? parts.map(value) : [],
    pairs: flat ? [] : parts.map((p) => ({ key: value(p?.[0]), value: value(p?.[1]) })),
  };
}

/**
 * The objects that can be reached from the names of a step, each with how far it is
 * from the nearest, 0 for what a name stands for itself.
 * @param {Step} step
 * @returns {Map<number, number>}  in the order in which they are to be shown
 */
export function reached({ frames, value, things }) {
  /** @type {Map<number, number>} */
  const found = new Map();
  const see = (/** @type {Value | undefined} */ v, /** @type {number} */ far) => {
    if (v && "to" in v && things.has(v.to) && !found.has(v.to)) found.set(v.to, far);
  };
  for (const frame of frames) for (const v of frame.names.values()) see(v, 0);
  see(value, 0);
  for (const [id, far] of found) { // it grows meanwhile
    const thing = things.get(id);
    for (const v of thing?.items ?? []) see(v, far + 1);
    for (const { key, value } of thing?.pairs ?? []) {
      see(key, far + 1);
      see(value, far + 1);
    }
  }
  return found;
}

/** @param {Value | undefined} a @param {Value | undefined} b */
export function same(a, b) {
  if (!a || !b) return a === b;
  return "to" in a ? "to" in b && a.to === b.to : !("to" in b) && a.text === b.text && a.type === b.type;
}

/**
 * What has happened to a value since the step before: nothing, or it is new, or another.
 * @param {Value} now
 * @param {Value | undefined} old
 * @param {boolean} known  whether there is a step before to compare with
 * @returns {"" | "new" | "changed"}
 */
export const news = (now, old, known) => (!known || same(now, old) ? "" : old ? "changed" : "new");
