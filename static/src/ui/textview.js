// @ts-check
// Shows a Screen: a line for each of its rows, only what changed is painted
// anew, text only as text.
import { Parser } from "../term/parser.js";
import { Screen } from "../term/screen.js";
import { css, plain } from "../term/style.js";
import { charWidth } from "../term/width.js";
import { el } from "./dom.js";
import { paint } from "./paint.js";

/** @typedef {Readonly<import("../term/style.js").Style>} Style */
/** @typedef {import("../term/row.js").Row} Row */

/** Lines that are made in one frame, and how long it has to be quiet for more. */
const AT_ONCE = 500;
const QUIET = 100;

/** How many of the last lines takeTail looks at. */
const TAIL = 2000;

export class TextView {
  /** @param {() => void} onPainted */
  constructor(onPainted) {
    this.el = el("pre", { class: "cr-text" });
    this.screen = new Screen();
    /** Standard output and error each have their own colours. */
    this.parsers = { "": new Parser(), err: new Parser("err") };
    /** What stands after the last line, an input box. @type {Element | null} */
    this.tail = null;
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
    this.el.classList.toggle("cr-asking", !!tail);
    if (tail) this.el.append(tail);
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

  #paint() {
    const s = this.screen;
    for (const row of s.gone) row.el?.remove();
    s.gone.length = 0;
    const shown = s.row.width === 0 && s.height === s.base + s.y + 1 ? s.height - 1 : s.height;
    if (s.moved) {
      for (const row of s.rows) {
        row.el?.remove();
        row.el = null;
      }
      s.moved = false;
    }
    // From the end, where one looks, and not too many at once: in a flood most
    // lines are gone again before they could be seen.
    let most = AT_ONCE;
    /** @type {Element | null} */
    let next = this.tail;
    for (let i = s.rows.length - 1; i >= 0; i--) {
      const row = s.rows[i];
      if (i >= shown) {
        row.el?.remove();
        row.el = null;
        continue;
      }
      if (row.el) {
        if (s.dirty.has(row)) fill(row);
      } else if (most-- > 0) {
        row.el = el("span", { class: "cr-row" });
        fill(row);
        this.el.insertBefore(row.el, next);
      } else {
        clearTimeout(this.rest);
        this.rest = setTimeout(() => paint(this.job), QUIET);
        continue;
      }
      next = row.el;
    }
    s.dirty.clear();
  }
  /** @type {any} */
  rest = undefined;
}

/** What of a line went to standard error at its end, and what stands before that. @param {Row} row */
function tailOf(row) {
  const runs = row.read();
  let n = runs.length;
  while (n > 0 && runs[n - 1].style.kind === "err") n--;
  const text = (/** @type {typeof runs} */ part) => part.map((run) => run.text).join("");
  return { plain: text(runs.slice(0, n)), err: text(runs.slice(n)) };
}

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
  if (!classes.length && !fg && !bg) return text;
  const span = el("span", classes.length ? { class: classes.join(" ") } : {}, text);
  if (fg) span.style.color = fg;
  if (bg) span.style.backgroundColor = bg;
  return span;
}
