// @ts-check
// What an element has shown, in the order in which it happened: text, what was
// typed at a prompt, pictures, notes. Too long a log loses its oldest lines.
import { Archive } from "./archive.js";
import { button, el, painted as nodes } from "./dom.js";
import { figure, renewed } from "./figure.js";
import { Later } from "./motion.js";
import { TextView } from "./textview.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

const MOST_LINES = 10000;
const MOST_PARTS = 1000;
/** What sticks out by less is not folded. */
const SLACK = 8;

/** @typedef {{el: HTMLElement, lines: number, text?: TextView, id?: string, plain?: string}} Part  plain: the text for a picture or table */

export class Log {
  /** @param {string} label */
  constructor(label) {
    this.el = el("div", { class: "cr-log", role: "log", "aria-live": "off", "aria-label": label, tabindex: "0" });
    /** @type {Part[]} */
    this.parts = [];
    this.dropped = 0;
    /** @type {HTMLElement | null} */
    this.note = null;
    /** What is no longer shown. */
    this.archive = new Archive();
    /** Whether the end is kept in view. */
    this.follow = true;
    this.foldButton = button("fold", "", () => this.#fold(!this.unfolded));
    this.foldBar = el("div", { class: "cr-fold", hidden: true }, this.foldButton);
    this.unfolded = false;
    new ResizeObserver(() => this.#measure()).observe(this.el);
    this.el.addEventListener("scroll", () => {
      this.follow = this.el.scrollTop + this.el.clientHeight > this.el.scrollHeight - 30;
    }, { passive: true });
    /** Called when something has been added. @type {() => void} */
    this.onChange = () => {};
  }

  get empty() {
    return this.parts.every((p) => p.text?.empty);
  }

  /** Lines of text written since mark(). */
  get linesSince() {
    const text = this.parts.slice(this.from).reduce((n, p) => n + (p.text?.lines ?? 0), 0);
    return text - this.before;
  }

  /** Begins counting. */
  mark() {
    this.from = Math.max(0, this.parts.length - 1);
    this.before = this.parts[this.from]?.text?.lines ?? 0;
  }
  from = 0;
  before = 0;

  /** The text of the last part, if it is text. */
  get lastText() {
    return this.parts[this.parts.length - 1]?.text?.text ?? "";
  }

  /**
   * @param {"" | "err"} kind
   * @param {string} text
   */
  write(kind, text) {
    if (text) this.#text().write(kind, text);
    this.onChange();
  }

  /**
   * What the program read from the student.
   * @param {string} text
   */
  typed(text) {
    this.#text().typed(text);
  }

  /**
   * Source that was typed at a prompt.
   * @param {string} source
   * @param {string} prompt
   * @param {string} more
   */
  echo(source, prompt, more) {
    this.#add({ el: echo(source, prompt, more), lines: source.split("\n").length });
  }

  /** @param {HTMLElement} element  made by echo(), shown already elsewhere */
  adopt(element) {
    this.#add({ el: element, lines: element.childElementCount });
  }

  /** @param {string} text */
  remark(text) {
    this.#add({ el: el("p", { class: "cr-remark" }, text), lines: 1 });
  }

  /**
   * A picture or table; one with the same id is replaced.
   * @param {Record<string, any>} data  by media type
   * @param {string} [id]
   */
  display(data, id) {
    const again = id && this.parts.some((p) => p.id === id);
    if (again && this.later.holds(id, () => this.#display(data, id))) return;
    this.#display(data, id);
  }
  /** For those who want no motion. */
  later = new Later();

  /**
   * @param {Record<string, any>} data
   * @param {string} [id]
   */
  #display(data, id) {
    const made = figure(data);
    if (typeof made === "string") return this.write("", made.endsWith("\n") ? made : made + "\n");
    this.el.classList.add("cr-rich");
    const old = id && this.parts.find((p) => p.id === id);
    if (old) {
      if (!renewed(old.el, made, data)) {
        old.el.replaceWith(made);
        old.el = made;
      }
      old.plain = data["text/plain"];
    } else this.#add({ el: made, lines: 1, id, plain: data["text/plain"] ?? "" });
    made.querySelector("img")?.addEventListener("load", () => this.scroll());
    this.onChange();
  }

  /**
   * Takes the last lines of text away, to be shown elsewhere.
   * @param {(lines: import("../explain/traceback.js").Line[]) => number} from  the first of them; less than 0: none
   * @returns {string}  what has been taken
   */
  takeTail(from) {
    const last = this.parts[this.parts.length - 1];
    const taken = last?.text?.takeTail(from) ?? "";
    if (taken && last.text?.empty) {
      this.parts.pop();
      last.el.remove();
      if (this.from >= this.parts.length) this.from = this.before = 0;
    }
    if (taken) this.onChange();
    return taken;
  }

  /** Puts an input box where the output ends. @param {Element | null} box */
  ask(box) {
    for (const part of this.parts) if (part.text?.tail) part.text.setTail(null);
    if (box) {
      this.#text().setTail(box);
      this.onChange();
    }
  }

  /** The last picture, if there is one. */
  get picture() {
    return /** @type {HTMLImageElement | undefined} */ ([...this.el.querySelectorAll(".cr-figure img")].pop());
  }

  /** All that has been shown, as a text file. */
  saved() {
    /** @type {BlobPart[]} */
    const all = [...this.archive.parts];
    let lost = this.archive.lost;
    for (const part of this.parts) {
      lost ||= !!part.text?.archive.lost;
      all.push(...(part.text?.archive.parts ?? []), textOf(part));
    }
    return new Blob([...(lost ? [T.missingLines + "\n"] : []), ...all], { type: "text/plain;charset=utf-8" });
  }

  clear() {
    this.later.drop();
    for (const part of this.parts) part.text?.end();
    this.el.replaceChildren();
    this.el.classList.remove("cr-rich");
    this.parts = [];
    this.archive = new Archive();
    this.#fold(false);
    this.dropped = 0;
    this.note = null;
    this.follow = true;
    this.from = this.before = 0;
    this.onChange();
  }

  #text() {
    const last = this.parts[this.parts.length - 1];
    if (last?.text) return last.text;
    const text = new TextView(() => this.#trim());
    this.#add({ el: text.el, lines: 0, text });
    return text;
  }

  /** @param {Part} part */
  #add(part) {
    this.parts.push(part);
    this.el.append(part.el);
    this.#trim();
    this.onChange();
  }

  #trim() {
    let dropped = this.dropped;
    let lines = this.parts.reduce((n, p) => n + (p.text ? p.text.screen.rows.length : p.lines), 0);
    while (this.parts.length > MOST_PARTS || (lines > MOST_LINES * 1.2 && this.parts.length > 1)) {
      const part = /** @type {Part} */ (this.parts.shift());
      if (part.text) {
        part.text.end();
        this.archive.take(part.text.archive);
      } else part.el.remove();
      this.archive.add(textOf(part));
      lines -= part.text ? part.text.screen.rows.length : part.lines;
      dropped += part.text ? part.text.lines : part.lines;
      this.from = Math.max(0, this.from - 1);
    }
    this.dropped = dropped;
    const all = dropped + this.parts.reduce((n, p) => n + (p.text?.screen.dropped ?? 0), 0);
    if (all && !this.note) this.el.prepend((this.note = el("p", { class: "cr-remark" })));
    if (all && this.note) this.note.textContent = T.skipped(all);
    this.scroll();
  }

  scroll() {
    if (this.follow && !this.unfolded) this.el.scrollTop = this.el.scrollHeight;
    this.#measure();
  }

  /** Offers to show all when only a part is in view. */
  #measure() {
    const { el: box, foldBar: bar } = this;
    const folds = this.unfolded || box.scrollHeight > box.clientHeight + SLACK;
    bar.hidden = !folds || box.hidden || !this.parts.length;
    if (bar.hidden || !box.parentElement) return;
    if (!bar.parentElement) box.after(bar);
    const lines = this.parts.reduce((n, p) => n + (p.text ? p.text.screen.rows.length - 1 : p.lines), 0);
    const words = this.unfolded ? T.fold : lines > 3 && !box.classList.contains("cr-rich") ? T.showAll(lines) : T.showAllParts;
    const span = this.foldButton.querySelector("span");
    if (span && span.textContent !== words) span.textContent = words;
    this.foldButton.setAttribute("aria-expanded", String(this.unfolded));
  }

  /** @param {boolean} open */
  #fold(open) {
    if (open === this.unfolded) return;
    this.unfolded = open;
    this.el.classList.toggle("cr-unfolded", open);
    this.scroll();
    if (!open) this.foldButton.scrollIntoView({ block: "nearest" });
  }
}

/** @param {Part} part */
function textOf(part) {
  if (part.text) return part.text.exact;
  const text = part.plain ?? part.el.textContent ?? "";
  const shown = part.plain === undefined ? text : text || T.picture;
  return shown.endsWith("\n") ? shown : shown + "\n";
}

/**
 * Source with its prompts.
 * @param {string} source
 * @param {string} prompt
 * @param {string} more
 */
export function echo(source, prompt, more) {
  const rows = highlight(source).map((spans, i) =>
    el("span", { class: "cr-row" }, el("span", { class: "cr-p" }, i ? more : prompt), ...nodes(spans), "\n"));
  return el("pre", { class: "cr-echo" }, ...rows);
}
