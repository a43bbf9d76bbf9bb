// @ts-check
// Keeps what a student writes in one element: every edit is on the server's disk
// within a second, what could not be sent is kept in the tab, and a text that
// somebody else changed meanwhile is never overwritten without a question.

/**
 * @typedef {{text: string, version: string, starter?: string}} Kept  as page_init's `work`
 * @typedef {"saved" | "saving" | "offline" | "failed" | "conflict"} WorkState
 * @typedef {"kept" | "unsaved" | "elsewhere" | "theirs"} Why
 * @typedef {{
 *   save: (text: string, base: string, how: {keepalive: boolean}) => Promise<{version: string}>,
 *   author: string,
 *   kept?: Kept,
 *   key: string,
 *   store: import("./store.js").Store,
 *   onText: (text: string, why: Why) => void,
 *   onState: (state: WorkState, sentence?: string) => void,
 *   pause?: number, longest?: number,
 *   env?: {setTimeout: (f: () => void, ms: number) => any, clearTimeout: (t: any) => void, now: () => number},
 * }} WorkOptions
 *   save fails with {status, message}: status 0 when there was no answer, and for 409 a body {text, version};
 *   onText: the editor is to show this text, so that it can be undone; pause, longest: in the place of those below
 */

/** So long after the last edit it is saved, and while edits go on, so long after the first. */
const PAUSE = 400;
const LONGEST = 800;
/** How long to wait after the first failure, and at most. */
const RETRY = 500;
const LONGEST_RETRY = 10000;
/** What browsers send after the page has gone, in bytes, with some room to spare. */
const LAST_WORDS = 60000;

export class Work {
  /** @param {WorkOptions} options */
  constructor(options) {
    this.o = options;
    this.env = options.env ?? { setTimeout: (f, ms) => setTimeout(f, ms), clearTimeout: (t) => clearTimeout(t), now: () => Date.now() };
    /** What the editor shows. */
    this.text = options.author;
    /** What the server has as far as this page knows, and its version: "" is the author's code. */
    this.saved = options.author;
    this.base = "";
    /** @type {WorkState} */
    this.state = "saved";
    /** The other text, in state "conflict". @type {Kept | undefined} */
    this.theirs = undefined;
    /** The author's code of before, when the author has changed it since the student began. */
    this.starter = options.kept?.starter;
    /** The text on its way. @type {string | undefined} */
    this.sending = undefined;
    /** What was told while a text was on its way. @type {Kept | undefined} */
    this.waiting = undefined;
    /** @type {any} */
    this.timer = undefined;
    this.since = 0; // first edit that is not sent
    this.failures = 0;
    this.generation = 0;
    this.#begin(options.kept);
  }

  /** Whether the server does not have the text. */
  get unsaved() {
    return this.text !== this.saved;
  }

  /** @param {Kept | undefined} kept */
  #begin(kept) {
    const server = this.#server(kept);
    this.saved = this.text = server.text;
    this.base = server.version;
    const left = this.#left();
    if (!left || left.text === server.text) {
      this.#forget();
      if (kept) this.o.onText(kept.text, "kept");
      return;
    }
    this.text = left.text;
    this.o.onText(left.text, "unsaved");
    if (left.base === server.version || left.sent === server.text) this.#send();
    else this.#contradicted(server);
  }

  /** @param {Kept | undefined} kept @returns {Kept} */
  #server(kept) {
    return kept ?? { text: this.o.author, version: "" };
  }

  /** The editor's text has changed. @param {string} text */
  edited(text) {
    if (text === this.text) return;
    this.text = text;
    if (this.state === "conflict") return this.#remember();
    if (!this.unsaved && this.sending === undefined) return this.#settle();
    this.failures = 0;
    this.since ||= this.env.now();
    if (this.state === "saved") this.#setState("saving");
    this.#later(Math.max(0, Math.min(this.o.pause ?? PAUSE, this.since + (this.o.longest ?? LONGEST) - this.env.now())));
  }

  /** A WORK frame: somebody else has changed the file. @param {Kept} theirs */
  told(theirs) {
    if (this.sending !== undefined) {
      this.waiting = theirs; // what is on its way tells more
      return;
    }
    if (theirs.version === this.base && this.state !== "conflict") return;
    if (theirs.text === this.text) return this.#adopt(theirs);
    if (this.unsaved) return this.#contradicted(theirs);
    this.text = theirs.text;
    this.#adopt(theirs);
    this.o.onText(theirs.text, "elsewhere");
  }

  /**
   * The page was opened again, after a break or a restart of the server.
   * @param {Kept | undefined} kept
   */
  attach(kept) {
    this.generation++;
    this.sending = this.waiting = undefined;
    this.starter = kept?.starter;
    const server = this.#server(kept);
    if (server.text === this.text) return this.#adopt(server);
    if (!this.unsaved) {
      this.text = server.text;
      this.#adopt(server);
      this.o.onText(server.text, "elsewhere");
      return;
    }
    if (server.version !== this.base && server.text !== this.saved) return this.#contradicted(server);
    this.base = server.version;
    this.failures = 0;
    if (this.state === "conflict") this.theirs = undefined;
    this.#send();
  }

  /**
   * Ends a conflict. Taking theirs can be undone in the editor.
   * @param {"mine" | "theirs"} which
   */
  choose(which) {
    const theirs = this.theirs;
    if (!theirs) return;
    this.theirs = undefined;
    if (which === "mine") {
      this.saved = theirs.text;
      this.base = theirs.version;
      this.#send();
      return;
    }
    this.text = theirs.text;
    this.#adopt(theirs);
    this.o.onText(theirs.text, "theirs");
  }

  /** Of a text whose starter the author has changed: it stays as it is. */
  keep() {
    if (!this.starter || this.state === "conflict") return;
    this.starter = undefined;
    this.#send(); // the server asks no more
  }

  /** Sends at once what is not saved: the page may be about to go. */
  flush({ keepalive = false } = {}) {
    if (!this.unsaved && this.sending === undefined) return;
    this.#remember();
    if (this.state === "conflict" || this.sending !== undefined) return;
    this.#send({ keepalive: keepalive && new TextEncoder().encode(this.text).length < LAST_WORDS });
  }

  /** The network may be back. */
  nudge() {
    this.failures = 0;
    if ((this.state === "offline" || this.state === "failed") && this.sending === undefined) this.#send();
  }

  /** Lets go of everything; what is not saved stays in the tab. */
  close() {
    this.flush();
    this.generation++;
    this.env.clearTimeout(this.timer);
  }

  async #send({ keepalive = false } = {}) {
    this.env.clearTimeout(this.timer);
    this.timer = undefined;
    this.since = 0;
    if (this.sending !== undefined) return; // goes on when that has arrived
    const generation = this.generation;
    const text = (this.sending = this.text);
    this.#remember();
    if (this.state !== "offline" && this.state !== "failed") this.#setState("saving");
    try {
      const { version } = await this.o.save(text, this.base, { keepalive });
      if (generation !== this.generation) return;
      this.sending = undefined;
      this.failures = 0;
      this.starter = undefined;
      this.saved = text;
      this.base = version;
      const waiting = this.waiting;
      this.waiting = undefined;
      if (waiting && waiting.version !== version) this.told(waiting);
      else if (this.unsaved) this.#again();
      else this.#settle();
    } catch (/** @type {any} */ e) {
      if (generation !== this.generation) return;
      this.sending = undefined;
      this.#refused(e);
    }
  }

  /** Something was written while the last text was on its way. */
  #again() {
    this.#setState("saving");
    this.since ||= this.env.now();
    this.#later(this.o.pause ?? PAUSE);
  }

  /** @param {{status?: number, message?: string, body?: any}} e */
  #refused({ status = 0, message = "", body }) {
    const waiting = this.waiting;
    this.waiting = undefined;
    if (status === 409 && typeof body?.text === "string") {
      if (body.text === this.text) return this.#adopt(body);
      return this.#contradicted(body);
    }
    if (waiting) return this.told(waiting);
    this.#remember();
    const mended = [400, 403, 413].includes(status); // only by another text
    this.#setState(status === 0 || status === 404 || status === 502 || status === 503 ? "offline" : "failed", message);
    if (!mended) this.#later(Math.min(LONGEST_RETRY, RETRY * 2 ** this.failures++));
  }

  /** @param {Kept} theirs */
  #contradicted(theirs) {
    this.env.clearTimeout(this.timer);
    this.since = 0;
    this.theirs = theirs;
    this.#remember();
    this.state = "saving"; // told again when theirs changes once more
    this.#setState("conflict");
  }

  /** The server has what the editor shows. @param {Kept} server */
  #adopt(server) {
    this.saved = server.text;
    this.base = server.version;
    this.theirs = undefined;
    this.#settle();
  }

  #settle() {
    this.env.clearTimeout(this.timer);
    this.timer = undefined;
    this.since = 0;
    this.#forget();
    this.#setState("saved");
  }

  /** @param {number} ms */
  #later(ms) {
    this.env.clearTimeout(this.timer);
    this.timer = this.env.setTimeout(() => this.#send(), ms);
  }

  /** @param {WorkState} state @param {string} [sentence] */
  #setState(state, sentence) {
    if (state === this.state && !sentence) return;
    this.state = state;
    this.o.onState(state, sentence);
  }

  get #place() {
    return `work ${this.o.key}`;
  }

  #remember() {
    this.o.store.set(this.#place, JSON.stringify({ text: this.text, base: this.base, sent: this.sending }));
  }

  #forget() {
    this.o.store.set(this.#place, null);
  }

  /** What this tab had and the server had not, before the page was loaded again. */
  #left() {
    try {
      const { text, base, sent } = JSON.parse(this.o.store.get(this.#place) ?? "{}");
      return typeof text === "string" ? { text, base, sent } : undefined;
    } catch {
      return undefined;
    }
  }
}
