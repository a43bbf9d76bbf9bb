// @ts-check
// One open page: its id and token, the elements on it, what is sent to them
// and what comes back.
import { language } from "../language.js";
import { Outbox } from "./outbox.js";
import { Transport } from "./transport.js";

/**
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {{number: string, uid: string, kind: string, options?: Record<string, string | true>, source: string, posted?: number,
 *   key?: string, file?: string, work?: {text: string, version: string, starter?: string}, log?: boolean, limit?: import("../ui/limits.js").Limit}} Element
 * @typedef {Element & {place: string, fate: "kept" | "changed" | "new", progress?: import("../page/progress.js").Done}} Refreshed
 *   place: its number in the lesson; number is what it is called on this page
 * @typedef {{name: string, language: "markdown" | "html" | "rest", text: string, version: string, readOnly?: boolean, vocabulary?: import("../write/words.js").Vocabulary}} Source
 * @typedef {{page: string, token: string, writes?: boolean, version?: string, seq: number, seat?: number, elements: Element[], transcript?: Sent[], earlier?: Sent[], progress?: Record<string, import("../page/progress.js").Done>}} PageInit
 * @typedef {{type: string, uid: string, data: any}} Sent
 * @typedef {{file?: string, line: number, kind: string, text: string, diff?: string[]}} Finding
 * @typedef {import("./transport.js").LinkState} LinkState
 * @typedef {{
 *   root: string, tutorial: string, version: string,
 *   store: import("../store.js").Store,
 *   ways: import("../store.js").Store,
 *   painted: () => Promise<void>,
 *   onPage: (elements: Element[], transcript: Frame[], how: "fresh" | "resumed" | "replaced", earlier: Frame[], progress: Record<string, import("../page/progress.js").Done>) => void,
 *   onFrames: (frames: Frame[]) => void,
 *   onMessages: (messages: import("./transport.js").Message[]) => void,
 *   onLink: (state: LinkState) => void,
 *   onRefused: (status: number, sentence: string) => void,
 *   onVersion: (version: string) => boolean,
 * }} SessionOptions  version: of the lesson that is shown; onVersion: the elements are those of another one;
 *   true: the page is loaded anew, and takes them over. ways: what the tab knows of the network it is in.
 *   onPage "replaced": the server no longer knew the page that was open before;
 *   earlier: what elements without a transcript showed before the server's end
 */

/** What is said to the whole class comes on the page's own way home. */
const CHANNELS = ["class", "notice", "chat"];
const TYPES = "PROMPT,INPUT,DISPLAY,RESULT,STATUS,WORK,LESSON";

/** The server's answer was not a success. */
export class Refusal extends Error {
  /**
   * @param {number} status  0 when there was no answer
   * @param {string} sentence
   * @param {any} [body]  the whole answer
   */
  constructor(status, sentence, body) {
    super(sentence);
    this.status = status;
    this.body = body;
  }
}

export class Session {
  /** @param {SessionOptions} options */
  constructor(options) {
    this.o = options;
    this.version = options.version;
    this.page = "";
    this.token = "";
    /** Whether the file of the lesson can be written from here. */
    this.writes = false;
    /** @type {Map<string, Element>} by number */
    this.elements = new Map();
    /** @type {Map<string, Outbox>} by number */
    this.outboxes = new Map();
    /** @type {Transport | undefined} */
    this.transport = undefined;
    this.generation = 0;
    /** Under which the teacher watches the page. */
    this.seat = 0;
    /** What was said before this page comes first. @type {import("./transport.js").Following} */
    this.following = { channels: CHANNELS, from: "0" };
    /** @type {Set<() => void>} */
    this.waiting = new Set();
  }

  /** Opens the page, or takes the tab's earlier one over. Does not give up while the network is away. */
  async open() {
    const generation = ++this.generation;
    const earlier = this.o.store.get("page");
    const before = this.page;
    for (let failures = 0; generation === this.generation; failures++) {
      try {
        const init = await this.#init(earlier ?? "");
        if (generation !== this.generation) return;
        if (init.version && init.version !== this.version && this.o.onVersion(init.version)) {
          this.o.store.set("page", init.page);
          return;
        }
        const how = init.page === earlier ? "resumed" : before ? "replaced" : "fresh";
        this.#begin(init, how);
        return;
      } catch (e) {
        const status = e instanceof Refusal ? e.status : 0;
        if (status && status < 500 && status !== 429) {
          this.o.onRefused(status, e instanceof Error ? e.message : "");
          return;
        }
        this.o.onLink("lost");
        await this.pause(Math.min(2000, 200 * 2 ** failures));
      }
    }
  }

  /** @param {string} resume */
  async #init(resume) {
    const query = new URLSearchParams({ tutorial: this.o.tutorial, types: TYPES });
    if (this.version) query.set("version", this.version);
    if (resume) query.set("resume", resume);
    const answer = await this.#fetch(`page_init?${query}`, "", {});
    return /** @type {PageInit} */ (await answer.json());
  }

  /**
   * @param {PageInit} init
   * @param {"fresh" | "resumed" | "replaced"} how
   */
  #begin(init, how) {
    this.transport?.stop();
    if (this.page !== init.page) {
      for (const box of this.outboxes.values()) box.abandon();
      this.outboxes.clear();
    }
    this.page = init.page;
    this.token = init.token;
    this.seat = init.seat ?? 0;
    this.writes = !!init.writes;
    this.o.store.set("page", init.page);
    this.elements = new Map(init.elements.map((e) => [e.number, e]));
    this.o.onPage(init.elements, frames(init.transcript), how, frames(init.earlier), init.progress ?? {});
    const transport = new Transport({
      root: this.o.root,
      page: init.page,
      token: init.token,
      types: TYPES,
      after: init.seq,
      onFrames: this.o.onFrames,
      following: this.following,
      without: { get: () => this.o.ways.get("sockets") === "no", set: () => this.o.ways.set("sockets", "no") },
      onMessages: this.o.onMessages,
      painted: this.o.painted,
      onState: (state) => {
        this.o.onLink(state);
        if (state === "live") this.#wake();
      },
      onGone: (status) => {
        if (status === 401 || status === 403) this.o.onRefused(status, "");
        else this.open();
      },
    });
    this.transport = transport;
    transport.run();
  }

  /**
   * Gives the page one more editor.
   * @param {string} source
   * @returns {Promise<Element>}
   */
  async add(source) {
    const answer = await this.#fetch(`add?page=${this.page}`, source, { "Crunchy-Page": this.token });
    const element = this.#called(/** @type {Element} */ (await answer.json()));
    this.elements.set(element.number, element);
    return element;
  }

  /**
   * Says something to everybody who follows a channel.
   * @param {string} channel
   * @param {string} text
   */
  async publish(channel, text) {
    await this.#fetch(`publish?channel=${channel}`, text, { "Crunchy-Page": this.token });
  }

  /**
   * The file of the page's lesson, for its author; with the vocabulary also what can be written.
   * @param {{vocabulary?: boolean}} [how]
   * @returns {Promise<Source>}
   */
  async source({ vocabulary = false } = {}) {
    const answer = await this.#fetch(`source?page=${this.page}${vocabulary ? "&vocabulary=1" : ""}`, "", { "Crunchy-Page": this.token });
    return answer.json();
  }

  /**
   * Writes it, in the place of the version that the text was made of; "" makes a file that is not there.
   * @param {string} text
   * @param {string} base
   * @param {{keepalive?: boolean}} [how]
   * @returns {Promise<{version: string}>}
   */
  async write(text, base, how) {
    const answer = await this.#fetch(`write?${new URLSearchParams({ page: this.page, base })}`, text, { "Crunchy-Page": this.token }, how);
    return answer.json();
  }

  /**
   * Puts a picture beside the page's lesson.
   * @param {File} file
   * @returns {Promise<string>}  its name there
   */
  async picture(file) {
    const query = new URLSearchParams({ page: this.page, name: file.name });
    const answer = await this.#fetch(`picture?${query}`, file, { "Crunchy-Page": this.token, "Content-Type": "application/octet-stream" });
    return (await answer.json()).name;
  }

  /**
   * Puts a lesson beside the page's one.
   * @param {string} title
   * @param {string} text
   * @returns {Promise<{name: string, tutorial: string, address: string}>}  its file, and where it is opened
   */
  async lesson(title, text) {
    const answer = await this.#fetch(`lesson?${new URLSearchParams({ page: this.page, title })}`, text, { "Crunchy-Page": this.token });
    return answer.json();
  }

  /**
   * Gives the page the elements of another version of its lesson. What is kept has the
   * number that it had, what is not gets one that no other has had.
   * @param {string} version
   * @returns {Promise<{elements: Refreshed[], gone: string[]}>}
   */
  async refresh(version) {
    const page = this.page;
    const answer = await this.#fetch(`refresh?${new URLSearchParams({ page, version })}`, "", { "Crunchy-Page": this.token });
    const { elements, gone } = await answer.json();
    if (page !== this.page) throw new Refusal(404, "", { error: { name: "unknown_page" } });
    for (const element of elements) {
      element.place = element.number;
      this.#called(element);
      element.posted = this.elements.get(element.number)?.posted ?? element.posted;
    }
    this.version = version;
    this.elements = new Map(elements.map((/** @type {Refreshed} */ e) => [e.number, e]));
    for (const [number, box] of this.outboxes) {
      if (this.elements.has(number)) continue;
      box.abandon();
      this.outboxes.delete(number);
    }
    return { elements, gone };
  }

  /**
   * What is wrong with the lesson, for its author.
   * @param {boolean} run  run all of its blocks, too
   * @param {AbortSignal} signal
   * @returns {Promise<{findings: Finding[], took: number}>}
   */
  async findings(run, signal) {
    const answer = await this.#fetch(`findings?${new URLSearchParams({ page: this.page, ...(run ? { run: "1" } : {}) })}`, "", { "Crunchy-Page": this.token }, { signal });
    return await answer.json();
  }

  /** Calls an element by the number that it has on this page. @template {Element} E @param {E} element */
  #called(element) {
    const known = [...this.elements.values()].find((e) => e.uid === element.uid);
    element.number = known?.number ?? element.uid.slice(-element.number.length);
    return element;
  }

  /** The network may be back, or somebody looks again. */
  nudge() {
    this.#wake();
    this.transport?.nudge();
  }

  /** Tells the server that the user leaves. */
  leave() {
    if (!this.page) return;
    fetch(`${this.o.root}close?page=${this.page}`, {
      method: "POST",
      keepalive: true,
      headers: { "Crunchy-Page": this.token },
    }).catch(() => {});
  }

  /**
   * Sends text to an element, in order and exactly once: "post" is what is
   * typed, "exec" is source. Resolves when the server has taken it.
   * @param {string} number
   * @param {"post" | "exec"} route
   * @param {string} text
   * @param {Record<string, string>} [query]
   */
  send(number, route, text, query = {}) {
    let box = this.outboxes.get(number);
    if (!box) {
      box = new Outbox(this, this.elements.get(number)?.posted ?? 0);
      this.outboxes.set(number, box);
    }
    return box.add({ number, route, text, query });
  }

  /**
   * Resolves when the server has taken what was sent to an element, or does not
   * take it within a second.
   * @param {string} number
   */
  async sent(number) {
    const last = this.outboxes.get(number)?.last;
    if (last) await Promise.race([last, new Promise((resolve) => setTimeout(resolve, 1000))]);
  }

  /**
   * Does something to an element: interrupt, kill, reset, eof, complete …
   * @param {string} number
   * @param {string} route
   * @param {string} [body]
   * @param {Record<string, string>} [query]
   * @param {{keepalive?: boolean}} [how]  keepalive: it is sent even if the page goes
   * @returns {Promise<any>}
   */
  async act(number, route, body = "", query = {}, how = {}) {
    const uid = this.elements.get(number)?.uid;
    if (!uid) throw new Refusal(404, "");
    this.transport?.hurry();
    const answer = await this.#fetch(`${route}?${new URLSearchParams({ uid, ...query })}`, body, { "Crunchy-Page": this.token }, how);
    const text = await answer.text();
    const said = text.startsWith("{") ? JSON.parse(text) : {};
    return said.uid === uid ? this.#called(said) : said;
  }

  /**
   * @param {string} address
   * @param {string | Blob} body
   * @param {Record<string, string>} headers
   * @param {{keepalive?: boolean, signal?: AbortSignal}} [how]
   */
  async #fetch(address, body, headers, how = {}) {
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(this.o.root + address, {
        method: "POST",
        headers: { Accept: "application/json", "Accept-Language": language, "Content-Type": "text/plain; charset=utf-8", ...headers },
        body,
        cache: "no-store",
        keepalive: !!how.keepalive,
        signal: how.signal,
      });
    } catch {
      throw new Refusal(0, "");
    }
    if (answer.ok) return answer;
    let sentence = "";
    let whole;
    try {
      whole = await answer.json();
      sentence = whole.error.msg;
    } catch {
      // an answer that is not ours, of a proxy for example
    }
    throw new Refusal(answer.status, sentence, whole);
  }

  /**
   * Resolves after that long, or as soon as something has changed for the better.
   * @param {number} ms
   */
  pause(ms) {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.waiting.delete(go);
        resolve(undefined);
      };
      const timer = setTimeout(go, ms);
      this.waiting.add(go);
    });
  }

  #wake() {
    for (const go of [...this.waiting]) go();
  }
}

/** @param {Sent[]} [sent] */
const frames = (sent = []) => sent.map(({ type, uid, data }) => ({ type, uid, data: typeof data === "string" ? data : JSON.stringify(data) }));
