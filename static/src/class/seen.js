// @ts-check
// Which notices of the teacher a reader has closed. It is known to all tabs of the
// browser, and over a reload, for as long as the server that they come from runs.

const KEY = "crunchy notices";

/** The run of the server that numbered a message. @param {string} id */
const runOf = (id) => id.slice(0, id.lastIndexOf("-"));
/** @param {string} id */
const numberOf = (id) => Number(id.slice(id.lastIndexOf("-") + 1));

export class Seen {
  /** @param {() => Storage} [storage] */
  constructor(storage = () => localStorage) {
    this.storage = storage;
    /** What this page has closed, where nothing can be kept. @type {Set<string>} */
    this.here = new Set();
  }

  /** Whether any notice of that server was met before. @param {string} id */
  knows(id) {
    return this.#read().run === runOf(id);
  }

  /** @param {string} id */
  has(id) {
    const { run, all } = this.#read();
    return this.here.has(id) || (run === runOf(id) && all.includes(numberOf(id)));
  }

  /** Notes that they are closed, and with none that the server is known. @param {string} run  id of any message of it @param {string[]} ids */
  add(run, ids) {
    const kept = this.#read();
    const all = kept.run === runOf(run) ? kept.all : [];
    for (const id of ids) {
      this.here.add(id);
      if (!all.includes(numberOf(id))) all.push(numberOf(id));
    }
    try {
      this.storage().setItem(KEY, JSON.stringify({ run: runOf(run), all: all.slice(-MOST) }));
    } catch {
      // only for this page, then
    }
  }

  /** @returns {{run: string, all: number[]}} */
  #read() {
    try {
      const kept = JSON.parse(this.storage().getItem(KEY) ?? "");
      if (typeof kept.run === "string" && Array.isArray(kept.all)) return kept;
    } catch {
      // nothing, or somebody else's value
    }
    return { run: "", all: [] };
  }

  /** Calls back when another tab has closed some. @param {() => void} then */
  watch(then) {
    addEventListener("storage", (e) => e.key === KEY && then());
  }
}

/** More than a channel keeps. */
const MOST = 200;
