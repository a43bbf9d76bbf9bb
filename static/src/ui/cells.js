// @ts-check
// The elements of a page, in its order. Those at its beginning come to life at
// once; each of the others does when it is needed, when it comes near to what is
// seen, or when the browser has nothing better to do: a long lesson can be used
// as soon as a short one.
import { forget, whenNear } from "../edit/near.js";

/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("../net/session.js").Element} Element */
/** @typedef {import("../page/progress.js").Done} Done */

/** As many as a window may show, with some to scroll to. */
const FIRST = 10;
/** ms of work at a time, so that nobody who types or scrolls notices. */
const SLICE = 8;

/** @param {() => void} job */
const whenIdle = (job) => ("requestIdleCallback" in window ? requestIdleCallback(() => job(), { timeout: 500 }) : setTimeout(job, 30));

export class Cells {
  /** @param {(section: HTMLElement) => Cell | undefined} make  of its kind; undefined: it is no element that one uses */
  constructor(make) {
    this.make = make;
    /** @type {HTMLElement[]} */
    this.sections = [];
    /** @type {Map<string, HTMLElement>} */
    this.numbers = new Map();
    /** @type {Map<HTMLElement, Cell | undefined>} */
    this.made = new Map();
    /** What the server has said of them, by number. @type {Map<string, Element>} */
    this.elements = new Map();
    /** What it remembers of them, by number. @type {Record<string, Done>} */
    this.done = {};
    const wanted = (/** @type {Event} */ e) => this.#wanted(e);
    for (const type of ["pointerdown", "focus"]) addEventListener(type, wanted, true);
    addEventListener("beforeprint", () => this.all());
  }

  /** Takes the sections of the page, of which the first come to life now. @param {Iterable<HTMLElement>} sections */
  begin(sections) {
    this.sections = [...sections];
    for (const section of this.sections) this.numbers.set(section.dataset.number ?? "", section);
    this.sections.slice(0, FIRST).forEach((section) => this.of(section));
    for (const section of this.sections.slice(FIRST)) whenNear(section, () => this.of(section));
  }

  /** Takes one that was not in the page, perhaps in the place of another. @param {HTMLElement} section */
  add(section) {
    this.sections = this.sections.filter((s) => s.dataset.number !== section.dataset.number);
    const i = this.sections.findIndex((s) => section.compareDocumentPosition(s) & Node.DOCUMENT_POSITION_FOLLOWING);
    this.sections.splice(i < 0 ? this.sections.length : i, 0, section);
    this.numbers.set(section.dataset.number ?? "", section);
    this.of(section);
  }

  /** The page has these by now, of which some are new. @param {Iterable<HTMLElement>} sections */
  renew(sections) {
    this.sections = [...sections];
    this.numbers = new Map(this.sections.map((section) => [section.dataset.number ?? "", section]));
    for (const number of [...this.elements.keys()]) if (!this.numbers.has(number)) this.elements.delete(number);
    for (const section of this.sections) if (!this.made.has(section)) whenNear(section, () => this.of(section));
  }

  /** One is no more. @param {HTMLElement} section */
  drop(section) {
    forget(section);
    const cell = this.made.get(section);
    this.made.delete(section);
    cell?.stopped("", true);
  }

  /** The element that a section is, alive. @param {HTMLElement} section */
  of(section) {
    if (this.made.has(section)) return this.made.get(section);
    if (this.numbers.get(section.dataset.number ?? "") !== section) return undefined;
    this.made.set(section, undefined); // who asks while it is being made is too early
    forget(section);
    section.classList.remove("cr-far"); // what is in it may change now, and with it how high it is
    const cell = this.make(section);
    this.made.set(section, cell);
    const element = cell && this.elements.get(cell.number);
    if (cell && element) { // as those that were alive when the page was opened
      cell.cleared();
      attach(cell, element);
      cell.remembered(this.done[cell.number]);
    }
    return cell;
  }

  /** @param {string} number */
  numbered(number) {
    const section = this.numbers.get(number);
    return section && this.of(section);
  }

  /** Those that are alive, in the order of the page. */
  alive() {
    return this.sections.flatMap((section) => this.made.get(section) ?? []);
  }

  /** All of them, in the order of the page. */
  all() {
    return this.sections.flatMap((section) => this.of(section) ?? []);
  }

  /** The one behind it. @param {Cell} cell */
  after(cell) {
    for (const section of this.sections.slice(this.sections.indexOf(cell.section) + 1)) {
      const next = this.of(section);
      if (next) return next;
    }
    return undefined;
  }

  /** The server knows these; those that are alive can be used now. @param {Element[]} elements */
  attach(elements) {
    for (const element of elements) {
      this.elements.set(element.number, element);
      const cell = this.made.get(/** @type {HTMLElement} */ (this.numbers.get(element.number)));
      if (cell) attach(cell, element);
    }
  }

  /** What the server remembers of them. @param {Record<string, Done>} done */
  remember(done) {
    this.done = done;
    for (const cell of this.alive()) cell.remembered(done[cell.number]);
  }

  /** Brings the others to life, a few at a time. */
  async finish() {
    for (const section of [...this.sections]) {
      if (this.made.has(section)) continue;
      if (performance.now() - this.#began > SLICE) {
        await new Promise((resume) => whenIdle(() => resume(undefined)));
        this.#began = performance.now();
      }
      this.of(section);
    }
  }
  #began = 0;

  /** Somebody reaches for one that is not alive yet. @param {Event} e */
  #wanted(e) {
    const target = e.target instanceof HTMLElement || e.target instanceof SVGElement ? e.target : undefined;
    const section = /** @type {HTMLElement | null | undefined} */ (target?.closest("section.cr-cell"));
    if (!section || this.made.has(section) || !this.of(section)) return;
    if (e.type === "focus" && document.activeElement !== target) target?.focus(); // it was moved into the editor
  }
}

/** @param {Cell} cell @param {Element} element */
function attach(cell, element) {
  cell.closed = false;
  cell.keepsLog = !!element.log;
  cell.hurries = !!element.limit?.seconds;
  cell.attach(element);
}
