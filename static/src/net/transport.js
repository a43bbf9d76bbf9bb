// @ts-check
// Brings the frames of a page home, in order, each once: over a WebSocket, and
// where that does not work over long polls. It keeps the cursor, so whatever
// happens to a connection, the next one goes on where the last one ended. A stream
// of events is not among the ways: it takes one of the browser's few connections as a
// poll does, and each acknowledgement would take another.
import { parseBatch } from "./frames.js";
import { takeSlot } from "./slots.js";
import { openSocket } from "./socket.js";

/**
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {"connecting" | "live" | "lost"} LinkState
 * @typedef {{channel: string, id: string, text: string}} Message  of a channel
 * @typedef {{channels: string[], from: string}} Following  from: behind which message to go on, kept here
 * @typedef {{
 *   root: string, page: string, token: string, types: string, after: number,
 *   onFrames: (frames: Frame[]) => void,
 *   following?: Following,
 *   onMessages?: (messages: Message[]) => void,
 *   painted: () => Promise<void>,
 *   onState: (state: LinkState) => void,
 *   without?: {get: () => boolean, set: () => void},
 *   onGone: (status: number) => void,
 *   env?: Partial<Env>,
 * }} TransportOptions  onGone: the server refused the page or its cursor; the transport has stopped;
 *   without: whether sockets are known not to work where this tab is, kept over a reload
 * @typedef {{
 *   fetch: typeof fetch, WebSocket: typeof WebSocket | undefined,
 *   lock: import("./slots.js").Request | undefined, hidden: () => boolean,
 *   setTimeout: (f: () => void, ms: number) => any, clearTimeout: (t: any) => void, now: () => number,
 * }} Env
 */

/** How long a silent server is waited for, beyond what it was asked to hold a poll. */
const PATIENCE = 15000;
const HOLD = 25;
const LONGEST_PAUSE = 2000;
/** The longest pause between polls that are not held; less than a page is kept for its holder. */
const BRIEF_PAUSE = 800;
/** So many sockets that brought nothing, though polls do work, and no more are tried. */
const SOCKET_TRIES = 2;
/** A socket that lasted so long may be opened again at once. */
const STEADY = 5000;

export class Transport {
  /** @param {TransportOptions} options */
  constructor(options) {
    this.o = options;
    /** Sequence of the last frame handed on. */
    this.cursor = options.after;
    const env = options.env ?? {};
    /** @type {Env} */
    this.env = {
      fetch: env.fetch ?? ((...a) => fetch(...a)),
      WebSocket: "WebSocket" in env ? env.WebSocket : globalThis.WebSocket,
      lock: "lock" in env ? env.lock : globalThis.navigator?.locks?.request.bind(navigator.locks),
      hidden: env.hidden ?? (() => globalThis.document?.hidden ?? false),
      setTimeout: env.setTimeout ?? ((f, ms) => setTimeout(f, ms)),
      clearTimeout: env.clearTimeout ?? ((t) => clearTimeout(t)),
      now: env.now ?? (() => Date.now()),
    };
    /** @type {LinkState} */
    this.state = "connecting";
    this.stopped = false;
    this.refusals = options.without?.get() ? SOCKET_TRIES : 0; // sockets that brought nothing
    this.quiet = 0; // polls that were not held and brought nothing
    this.brief = false; // between two of those
    this.failures = 0; // polls since one was answered
    this.flaps = 0; // sockets that opened and soon closed
    /** @type {() => void} */
    this.wake = () => {};
    /** @type {AbortController | undefined} */
    this.polling = undefined;
    /** @type {import("./socket.js").Socket | undefined} */
    this.socket = undefined;
  }

  /** Whether sockets are tried. */
  get #sockets() {
    return !!this.env.WebSocket && this.refusals < SOCKET_TRIES;
  }

  /** What is asked for, on whichever way home. */
  get query() {
    const { page, types, following } = this.o;
    const along = following ? `${following.channels.map((name) => `&channel=${name}`).join("")}&from=${following.from}` : "";
    return `page=${page}&after=${this.cursor}&types=${types}${along}`;
  }

  /** Runs until stop() or onGone. */
  async run() {
    while (!this.stopped) {
      if (!this.#sockets) {
        await this.#pollRound();
        continue;
      }
      const since = this.env.now();
      const opened = await this.#socketRound();
      if (this.stopped) return;
      // Why a socket ended, it does not say; a short poll finds out, and
      // brings what is waiting.
      const there = await this.#poll(0);
      if (this.stopped) return;
      if (there) this.refusals = opened ? 0 : this.refusals + 1;
      if (!this.#sockets) this.o.without?.set();
      if (this.env.now() - since > STEADY) this.flaps = 0;
      else if (opened && there) await this.#pause(this.flaps++);
      if (!there) await this.#pause(this.failures++);
    }
  }

  stop() {
    this.stopped = true;
    this.polling?.abort();
    this.socket?.close();
    this.wake();
  }

  /** Something says that the network is back or that somebody looks: try at once. */
  nudge() {
    this.failures = this.flaps = 0;
    this.wake();
    this.socket?.probe();
  }

  /** Something was sent, whose answer will not be long. */
  hurry() {
    this.quiet = 0;
    if (this.brief) this.wake();
  }

  /** A poll that is held, or where too many tabs hold one, one that is not. */
  async #pollRound() {
    const held = this.state === "live" ? await takeSlot(this.env.lock, this.env.hidden()) : undefined;
    if (this.stopped) return held?.();
    const before = this.cursor;
    const live = this.state === "live";
    const there = await this.#poll(held ? HOLD : 0);
    held?.();
    if (!there) return this.#pause(this.failures++);
    if (held || !live) return;
    this.quiet = this.cursor > before ? 0 : this.quiet + 1;
    this.brief = true;
    await this.#pause(this.quiet, BRIEF_PAUSE);
    this.brief = false;
  }

  async #socketRound() {
    const socket = openSocket(this, (bytes) => {
      const { frames, seq } = parseBatch(bytes);
      this.#deliver(frames, seq);
      const at = this.cursor;
      this.o.painted().then(() => socket.ack(at));
    });
    this.socket = socket;
    const opened = await socket.opened;
    if (opened && !this.stopped) this.#setState("live");
    await socket.closed;
    this.socket = undefined;
    return opened;
  }

  /**
   * One poll; true if the server answered it.
   * @param {number} seconds
   */
  async #poll(seconds) {
    const { o, env } = this;
    const abort = (this.polling = new AbortController());
    const timer = env.setTimeout(() => abort.abort(), seconds * 1000 + PATIENCE);
    try {
      const wait = seconds === HOLD ? "" : `&wait=${seconds}`;
      const answer = await env.fetch(`${o.root}comet?${this.query}${wait}`, {
        headers: { "Crunchy-Page": o.token, Accept: "application/vnd.crunchy.frames" },
        cache: "no-store",
        signal: abort.signal,
      });
      if ([400, 401, 403, 404, 410].includes(answer.status)) {
        if (!this.stopped) {
          this.stop();
          o.onGone(answer.status);
        }
        return true;
      }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const bytes = answer.status === 204 ? new Uint8Array() : new Uint8Array(await answer.arrayBuffer());
      const { frames } = parseBatch(bytes);
      if (this.stopped) return true;
      this.failures = 0;
      this.#deliver(frames, Number(answer.headers.get("Crunchy-Seq") ?? this.cursor));
      if (!this.#sockets) this.#setState("live");
      await o.painted();
      return true;
    } catch {
      if (!this.stopped) this.#setState("lost");
      return false;
    } finally {
      env.clearTimeout(timer);
    }
  }

  /**
   * @param {Frame[]} frames
   * @param {number | undefined} seq
   */
  #deliver(frames, seq) {
    if (seq !== undefined && seq > this.cursor) this.cursor = seq;
    const own = frames.filter((f) => f.type !== "MESSAGE");
    const messages = frames.filter((f) => f.type === "MESSAGE").map((f) => /** @type {Message} */ (JSON.parse(f.data)));
    const last = messages.at(-1);
    if (last && this.o.following) this.o.following.from = last.id;
    if (own.length) this.o.onFrames(own);
    if (messages.length) this.o.onMessages?.(messages);
  }

  /** @param {LinkState} state */
  #setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.o.onState(state);
  }

  /** @param {number} n how often before @param {number} [longest] */
  #pause(n, longest = LONGEST_PAUSE) {
    if (this.stopped) return;
    const ms = Math.min(longest, 100 * 2 ** n);
    return new Promise((resolve) => {
      const timer = this.env.setTimeout(() => resolve(undefined), ms);
      this.wake = () => {
        this.env.clearTimeout(timer);
        resolve(undefined);
      };
    });
  }
}
