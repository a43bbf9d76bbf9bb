// @ts-check
// One line of a Screen. Text that is only ever appended, nearly all text, is
// kept as runs; a line that is overwritten is taken apart into cells.
import { plain } from "./style.js";
import { charWidth } from "./width.js";

/**
 * @typedef {Readonly<import("./style.js").Style>} Style
 * @typedef {{text: string, style: Style}} Run
 */

/** The looks of a column that nothing was written to. */
const BLANK = plain();

/** Only characters that take one column each. */
const NARROW = /^[\x20-\x7e\xa0-\u02ff]*$/;

export class Row {
  constructor() {
    /** @type {Run[]} */
    this.runs = [];
    /** In columns. */
    this.width = 0;
    /** One per column; the second column of a wide character is "". @type {string[] | null} */
    this.chars = null;
    /** @type {Style[]} */
    this.styles = [];
    /** Whether a line feed has ended it. */
    this.ended = false;
    /** What shows it. @type {HTMLElement | null} */
    this.el = null;
  }

  /**
   * Writes text at a column and returns the column after it.
   * @param {number} col
   * @param {string} text
   * @param {Style} style
   */
  write(col, text, style) {
    const narrow = NARROW.test(text);
    if (!this.chars && col >= this.width && narrow) {
      if (col > this.width) this.#append(" ".repeat(col - this.width), BLANK);
      this.#append(text, style);
      this.width = col + text.length;
      return this.width;
    }
    this.#explode();
    for (const char of text) col = this.#put(col, char, narrow ? 1 : charWidth(char), style);
    return col;
  }

  /**
   * @param {string} text
   * @param {Style} style
   */
  #append(text, style) {
    const last = this.runs[this.runs.length - 1];
    if (last && last.style === style) last.text += text;
    else this.runs.push({ text, style });
  }

  /** @returns {string[]} */
  #explode() {
    if (this.chars) return this.chars;
    this.chars = [];
    this.styles = [];
    for (const { text, style } of this.runs) {
      for (const char of text) {
        const width = charWidth(char);
        if (width === 0 && this.chars.length) this.#combine(this.chars.length, char);
        else {
          this.chars.push(char);
          this.styles.push(style);
          if (width === 2) {
            this.chars.push("");
            this.styles.push(style);
          }
        }
      }
    }
    return this.chars;
  }

  /**
   * @param {number} col  column after the character
   * @param {string} char
   */
  #combine(col, char) {
    const chars = /** @type {string[]} */ (this.chars);
    const at = chars[col - 1] === "" ? col - 2 : col - 1;
    if (at >= 0 && at < chars.length) chars[at] += char;
  }

  /**
   * @param {number} col
   * @param {string} char
   * @param {number} width
   * @param {Style} style
   */
  #put(col, char, width, style) {
    const chars = /** @type {string[]} */ (this.chars);
    if (width === 0) {
      this.#combine(col, char);
      return col;
    }
    this.#pad(col);
    this.#split(col);
    this.#split(col + width);
    chars[col] = char;
    this.styles[col] = style;
    if (width === 2) {
      chars[col + 1] = "";
      this.styles[col + 1] = style;
    }
    this.width = chars.length;
    return col + width;
  }

  /** @param {number} col */
  #pad(col) {
    const chars = /** @type {string[]} */ (this.chars);
    while (chars.length < col) {
      chars.push(" ");
      this.styles.push(BLANK);
    }
  }

  /** A wide character across the border before col becomes blanks. @param {number} col */
  #split(col) {
    const chars = /** @type {string[]} */ (this.chars);
    if (chars[col] === "" && col > 0) {
      chars[col] = " ";
      chars[col - 1] = " ";
    }
  }

  /**
   * Blanks the columns from..to-1 (to may be Infinity).
   * @param {number} from
   * @param {number} to
   */
  erase(from, to) {
    if (from >= this.width) return;
    const chars = this.#explode();
    this.#split(from);
    this.#split(to);
    if (to >= chars.length) chars.length = this.styles.length = from;
    else {
      for (let i = from; i < to; i++) {
        chars[i] = " ";
        this.styles[i] = BLANK;
      }
    }
    this.width = chars.length;
  }

  /**
   * Takes n columns out at col; what follows moves left.
   * @param {number} col
   * @param {number} n
   */
  remove(col, n) {
    if (col >= this.width) return;
    const chars = this.#explode();
    this.#split(col);
    this.#split(col + n);
    chars.splice(col, n);
    this.styles.splice(col, n);
    this.width = chars.length;
  }

  /**
   * Puts n blanks in at col; what follows moves right.
   * @param {number} col
   * @param {number} n
   */
  insert(col, n) {
    if (col >= this.width) return;
    const chars = this.#explode();
    this.#split(col);
    chars.splice(col, 0, ...Array(n).fill(" "));
    this.styles.splice(col, 0, ...Array(n).fill(BLANK));
    this.width = chars.length;
  }

  /** The line as runs of one style each. @returns {Run[]} */
  read() {
    if (!this.chars) return this.runs;
    /** @type {Run[]} */
    const runs = [];
    for (let i = 0; i < this.chars.length; i++) {
      const last = runs[runs.length - 1];
      if (last && last.style === this.styles[i]) last.text += this.chars[i];
      else if (this.chars[i]) runs.push({ text: this.chars[i], style: this.styles[i] });
    }
    return runs;
  }

  get text() {
    return this.chars ? this.chars.join("") : this.runs.map((r) => r.text).join("");
  }
}
