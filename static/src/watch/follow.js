// @ts-check
// Follows all the pages that are open over one long poll: it waits for the next
// answer, however many pages there are, and one that is lost is asked for again.
import { readValues, writeRegistration } from "./registration.js";

const PAGES = "pages";
const PAGE = "page:";
const TYPES = "PROMPT,INPUT,DISPLAY,RESULT,STATUS";
/** Time between two polls, in milliseconds, so that pages that print without end make few answers. */
const BREATH = 250;
const LONGEST_PAUSE = 5000;
/** What the server follows in one poll, with the channel of all pages. */
const MOST = 256;
/** The server waits for 25 seconds at most. */
const PATIENCE = 60_000;

export class Follower {
  /**
   * @param {{
   *   ask: (form: string, signal: AbortSignal) => Promise<Response>,
   *   onPage: (told: {page: string, tutorial: string, state: string}) => void,
   *   onAnew: (page: string) => void,
   *   onShown: (page: string, text: string) => void,
   *   onGone: (page: string) => void,
   *   onLink: (state: "live" | "lost" | "out") => void,
   *   pause?: (ms: number) => Promise<void>,
   * }} o  onAnew: what the page shows comes again from its beginning
   */
  constructor(o) {
    this.o = o;
    this.pause = o.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    /** @type {Set<string>} */
    this.pages = new Set();
    /** Those of which all is to come with the next answer. @type {Set<string>} */
    this.anew = new Set();
    this.stopped = false;
    /** By this the server keeps its place between two polls. */
    this.client = made();
  }

  /** Begins anew, with a place of its own. */
  #begin() {
    this.client = made();
    this.anew = new Set(this.pages);
  }

  /** Lets all that a page shows come again, at once. It is followed, however many there are. @param {string} page */
  again(page) {
    if (!this.pages.has(page)) return;
    this.pages = new Set([page, ...this.pages]);
    this.anew.add(page);
    this.hurry?.();
  }

  /** Follows until it is stopped. */
  async run() {
    let earlier = Promise.resolve(true);
    for (let failures = 0; !this.stopped;) {
      const hurried = new Promise((resolve) => (this.hurry = () => resolve(true)));
      const asked = this.#ask();
      // a poll that hurries ends the one before, whose answer may hold something
      const taken = (earlier = earlier.then(async () => this.#take(await asked)));
      const fine = await Promise.race([taken, hurried]);
      failures = fine ? 0 : failures + 1;
      if (!fine) this.#begin();
      await Promise.race([this.pause(fine ? BREATH : Math.min(LONGEST_PAUSE, 500 * 2 ** failures)), ...(fine ? [hurried] : [])]);
    }
  }

  stop() {
    this.stopped = true;
    this.hurry?.();
  }

  /** @returns {Promise<{status: number, body: string, anew: Set<string>}>} */
  async #ask() {
    const followed = new Set([...this.pages].slice(0, MOST - 1));
    for (const page of this.pages) if (!followed.has(page)) this.anew.add(page); // for when there is room
    const anew = new Set([...this.anew].filter((page) => followed.has(page)));
    for (const page of anew) this.anew.delete(page);
    const from = new Map([...anew].map((page) => [PAGE + page, "0"]));
    const channels = [PAGES, ...[...followed].map((page) => PAGE + page)];
    try {
      const answer = await this.o.ask(writeRegistration({ client: this.client, channels, from, types: TYPES }), AbortSignal.timeout(PATIENCE));
      return { status: answer.status, body: await answer.text(), anew };
    } catch {
      return { status: 0, body: "", anew };
    }
  }

  /**
   * @param {{status: number, body: string, anew: Set<string>}} answer
   * @returns {Promise<boolean>}  whether it was one
   */
  async #take({ status, body, anew }) {
    if (this.stopped) return true;
    if (status === 401 || status === 403) {
      this.stop();
      this.o.onLink("out");
      return true;
    }
    /** @type {import("./registration.js").Value[]} */
    let values = [];
    try {
      if (status !== 200) throw new Error(String(status));
      values = readValues(body);
    } catch {
      this.o.onLink("lost");
      return false;
    }
    this.o.onLink("live");
    for (const page of anew) if (this.pages.has(page)) this.o.onAnew(page);
    for (const { channel, text, ended } of values) {
      if (channel === PAGES && !ended) this.#told(text);
      else if (channel.startsWith(PAGE) && this.pages.has(channel.slice(PAGE.length))) {
        if (ended) this.#gone(channel.slice(PAGE.length));
        else this.o.onShown(channel.slice(PAGE.length), text);
      }
    }
    return true;
  }

  /** @param {string} text */
  #told(text) {
    /** @type {any} */
    let told;
    try {
      told = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof told?.page !== "string") return;
    if (told.state === "ended") return this.#gone(told.page);
    if (!this.pages.has(told.page)) {
      this.pages.add(told.page);
      this.anew.add(told.page);
    }
    this.o.onPage(told);
  }

  /** @param {string} page */
  #gone(page) {
    if (!this.pages.delete(page)) return;
    this.anew.delete(page);
    this.o.onGone(page);
  }
}

/** A name that nobody else has. */
const made = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
