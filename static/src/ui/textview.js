// @ts-check
// Shows a Screen: a line for each of its rows, only what changed is painted
// anew, text only as text. The lines are in blocks, which the browser lays out
// only when they are looked at.
import { Parser } from "../term/parser.js";
import { BLOCK, Screen } from "../term/screen.js";
import { css, plain } from "../term/style.js";
import { charWidth } from "../term/width.js";
import { Archive } from "./archive.js";
import { el } from "./dom.js";
import { paint } from "./paint.js";

/** @typedef {Readonly<import("../term/style.js").Style>} Style */
/** @typedef {import("../term/row.js").Row} Row */

/** Lines that are made in one frame, as long as more are written; how long it has to be quiet for the others. */
const AT_ONCE = 60;
const QUIET = 100;
/** Lines that are made in one frame then. */
const IN_PEACE = 500;

/** How many of the last lines takeTail looks at. */
const TAIL = 2000;

export class TextView {
  /** @param {() => void} onPainted */
  constructor(onPainted) {
    this.el = el("pre", { class: "cr-text" });
    /** What has been dropped. */
    this.archive = new Archive();
    this.screen = new Screen({ onDrop: (rows) => this.archive.add(textOf(rows)) });
    /** Standard output and error each have their own colours. */
    this.parsers = { "": new Parser(), err: new Parser("err") };
    /** By the number of their first line. @type {Map<number, HTMLElement>} */
    this.blocks = new Map();
    /** What stands after the last line, an input box. @type {Element | null} */
    this.tail = null;
    /** The line it stands behind. @type {HTMLElement | null} */
    this.asks = null;
    /** Whether something has been written since the last painting. */
    this.wrote = false;
    this.job = () => {
      this.#paint();
      onPainted();
    };
  }

  /**
   * @param {"" | "err"} kind
   * @param {string} text
   */
  write(kind, text) {
    this.parsers[kind].feed(this.screen, text);
    this.wrote = true;
    paint(this.job);
  }

  /** Shows what the student typed and ends the line. @param {string} text */
  typed(text) {
    if (text) this.screen.write(text, plain("in"));
    this.screen.newline();
    paint(this.job);
  }

  /** Puts something behind the last line, or takes it away. @param {Element | null} tail */
  setTail(tail) {
    this.tail?.remove();
    this.tail = tail;
    paint(this.job);
  }

  get empty() {
    return this.screen.dropped === 0 && this.screen.height === 1 && this.screen.row.width === 0;
  }

  get lines() {
    return this.screen.dropped + this.screen.height - (this.screen.row.width === 0 ? 1 : 0);
  }

  /** What is shown, as text. */
  get text() {
    return this.screen.rows.slice(0, this.screen.height).map((r) => r.text).join("\n").trimEnd();
  }

  /**
   * Takes the last lines away.
   * @param {(lines: import("../explain/traceback.js").Line[]) => number} from  the first of them; less than 0: none
   * @returns {string}  what has been taken
   */
  takeTail(from) {
    const first = Math.max(0, this.screen.height - TAIL);
    const lines = this.screen.rows.slice(first, this.screen.height).map(tailOf);
    const at = from(lines);
    if (at < 0) return "";
    const text = lines.slice(at).map((line) => line.err).join("\n").trimEnd();
    const col = [...lines[at].plain].reduce((n, char) => n + charWidth(char), 0);
    this.screen.cut(first + at, col);
    paint(this.job);
    return text;
  }

  /** What is shown, line by line as it was printed. */
  get exact() {
    const text = textOf(this.screen.rows.slice(0, this.screen.height));
    return !text || text.endsWith("\n") ? text : text + "\n";
  }

  /** Lets go of what shows it, when it is taken from the page. */
  end() {
    clearTimeout(this.rest);
    this.el.remove();
  }

  #paint() {
    const s = this.screen;
    for (const row of s.gone) row.el?.remove();
    s.gone.length = 0;
    const first = s.first - (s.first % BLOCK);
    for (const [n, block] of this.blocks) {
      if (n >= first) continue;
      block.remove(); // with all its lines
      this.blocks.delete(n);
    }
    const shown = s.row.width === 0 && s.height === s.base + s.y + 1 ? s.height - 1 : s.height;
    if (s.moved) {
      for (const row of s.rows.slice(s.base)) {
        row.el?.remove();
        row.el = null;
      }
      s.moved = false;
    }
    for (const row of s.dirty) if (row.el) fill(row);
    s.dirty.clear();
    // From the end, where one looks, and not too many at once: in a flood most
    // lines are gone again before they could be seen.
    let most = this.wrote ? AT_ONCE : IN_PEACE;
    /** @type {HTMLElement | null} */
    let block = null;
    let number = -1;
    /** @type {Element | null} */
    let next = null;
    for (let i = s.rows.length - 1; i >= 0; i--) {
      const row = s.rows[i];
      if (i >= shown) {
        row.el?.remove();
        row.el = null;
        continue;
      }
      const line = s.first + i;
      if (line - (line % BLOCK) !== number) {
        number = line - (line % BLOCK);
        block = this.#block(number, block);
        const start = number - s.first;
        block.classList.toggle("cr-full", start >= 0 && start + BLOCK <= s.base);
        next = null;
      }
      if (!row.el) {
        if (most-- <= 0) {
          clearTimeout(this.rest);
          this.rest = setTimeout(() => paint(this.job), this.wrote ? QUIET : 0);
          break;
        }
        row.el = el("span", { class: "cr-row" });
        fill(row);
        block?.insertBefore(row.el, next);
      }
      next = row.el;
    }
    this.wrote = false;
    this.#ask();
  }
  /** @type {any} */
  rest = undefined;

  /** Puts the tail behind the last line. */
  #ask() {
    const block = this.tail && this.el.querySelector(":scope > .cr-block:last-of-type");
    const last = block && [...block.children].reverse().find((e) => e !== this.tail);
    if (this.tail && this.tail !== (block ?? this.el).lastElementChild) (block ?? this.el).append(this.tail);
    if (last === this.asks) return;
    this.asks?.classList.remove("cr-asks");
    this.asks = /** @type {HTMLElement | null} */ (last ?? null);
    this.asks?.classList.add("cr-asks");
  }

  /**
   * @param {number} number
   * @param {HTMLElement | null} next  the block after it
   */
  #block(number, next) {
    let block = this.blocks.get(number);
    if (!block) {
      block = el("span", { class: "cr-block" });
      this.el.insertBefore(block, next);
      this.blocks.set(number, block);
    }
    return block;
  }
}

/** What of a line went to standard error at its end, and what stands before that. @param {Row} row */
function tailOf(row) {
  const runs = row.read();
  let n = runs.length;
  while (n > 0 && runs[n - 1].style.kind === "err") n--;
  const text = (/** @type {typeof runs} */ part) => part.map((run) => run.text).join("");
  return { plain: text(runs.slice(0, n)), err: text(runs.slice(n)) };
}
/** @param {Row[]} rows */
const textOf = (rows) => rows.map((r) => r.text.trimEnd() + (r.ended ? "\n" : "")).join("");

/** @param {Row} row */
function fill(row) {
  const nodes = row.read().map(({ text, style }) => looks(text, style));
  row.el?.replaceChildren(...nodes, ...(row.ended ? ["\n"] : []));
}

/**
 * @param {string} text
 * @param {Style} style
 */
function looks(text, style) {
  const classes = [];
  if (style.kind) classes.push(`cr-${style.kind}`);
  for (const name of /** @type {const} */ (["bold", "dim", "italic", "underline", "strike", "overline", "hidden"])) {
    if (style[name]) classes.push(`cr-t-${name}`);
  }
  let fg = css(style.fg);
  let bg = css(style.bg);
  if (style.inverse) [fg, bg] = [bg ?? "var(--cr-term)", fg ?? "var(--cr-term-ink)"];
  if (!classes.length && !fg && !bg && !style.link) return text;
  const span = style.link
    ? el("a", { href: style.link, target: "_blank", rel: "noopener noreferrer" }, text)
    : el("span", {}, text);
  if (classes.length) span.className = classes.join(" ");
  if (fg) span.style.color = fg;
  if (bg) span.style.backgroundColor = bg;
  return span;
}
