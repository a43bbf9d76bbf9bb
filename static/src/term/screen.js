// @ts-check
// The text that a program has written, line by line, and the cursor that
// writes it. As in a terminal the cursor can go up, as far as the screen's 24
// lines reach; unlike there, a line is as long as it is and nothing wraps.
import { Row } from "./row.js";

/** @typedef {Readonly<import("./style.js").Style>} Style */

export const LINES = 24;
/** Lines are dropped in blocks of so many. */
export const BLOCK = 100;

export class Screen {
  /**
   * @param {{cols?: number, limit?: number, onDrop?: (rows: Row[]) => void}} [options]
   *   cols: as far right as the cursor is sent; limit: lines kept; onDrop: gets those that are not
   */
  constructor({ cols = 80, limit = 10000, onDrop = () => {} } = {}) {
    this.onDrop = onDrop;
    this.cols = cols;
    this.limit = limit;
    /** @type {Row[]} */
    this.rows = [new Row()];
    /** Line of rows where the 24 lines begin. */
    this.base = 0;
    /** Cursor: line below base, column. */
    this.y = 0;
    this.x = 0;
    /** @type {{x: number, y: number} | null} */
    this.saved = null;
    /** Lines that were dropped at the top because there were too many. */
    this.dropped = 0;
    /** The number of the first line that is left, of all lines that have been. */
    this.first = 0;
    /** Rows that changed since they were shown. @type {Set<Row>} */
    this.dirty = new Set();
    /** Rows that were erased since. @type {Row[]} */
    this.gone = [];
    /** Whether rows changed places since. */
    this.moved = false;
  }

  /** The row of the cursor. */
  get row() {
    const at = this.base + this.y;
    while (this.rows.length <= at) this.rows.push(new Row());
    return this.rows[at];
  }

  /**
   * @param {string} text  without control characters
   * @param {Style} style
   */
  write(text, style) {
    const row = this.row;
    this.x = row.write(this.x, text, style);
    this.dirty.add(row);
  }

  newline() {
    const row = this.row;
    row.ended = true;
    this.dirty.add(row);
    this.x = 0;
    this.index();
  }

  /** One line down; at the bottom everything moves up. */
  index() {
    if (this.y < LINES - 1) this.y++;
    else this.base++;
    void this.row;
    const over = this.rows.length - this.limit;
    // a tenth at a time, for to shift an array for every line is slow
    if (over > this.limit / 10) this.#drop(over);
  }

  /** One line up; at the top everything moves down. */
  reverseIndex() {
    if (this.y > 0) this.y--;
    else {
      const x = this.x;
      this.insertLines(1);
      this.x = x;
    }
  }

  /** @param {number} n */
  #drop(n) {
    n = Math.min(n, this.base);
    n -= (this.first + n) % BLOCK; // whole blocks, which are taken from the page at once
    if (n <= 0) return;
    const rows = this.rows.splice(0, n);
    for (const row of rows) this.dirty.delete(row);
    this.onDrop(rows);
    this.first += n;
    this.base -= n;
    this.dropped += n;
  }

  /** @param {number} n */
  tab(n = 1) {
    for (let i = 0; i < Math.min(n, this.cols); i++) {
      const next = (Math.floor(this.x / 8) + 1) * 8;
      this.x = this.x >= this.cols - 1 ? Math.max(this.x, this.cols - 1) : Math.min(next, this.cols - 1);
    }
  }

  /** @param {number} n */
  tabBack(n = 1) {
    for (let i = 0; i < n && this.x > 0; i++) this.x = Math.floor((this.x - 1) / 8) * 8;
  }

  /**
   * Moves the cursor by that much, within the screen.
   * @param {number} dx
   * @param {number} dy
   */
  move(dx, dy) {
    if (dx) this.x = Math.max(0, Math.min(this.x + dx, Math.max(this.x, this.cols - 1)));
    if (dy) this.y = Math.max(0, Math.min(this.y + dy, LINES - 1));
  }

  /**
   * Moves the cursor to a place, counted from 0; undefined leaves that one.
   * @param {number | undefined} x
   * @param {number | undefined} y
   */
  moveTo(x, y) {
    if (x !== undefined) this.x = Math.max(0, Math.min(x, this.cols - 1));
    if (y !== undefined) this.y = Math.max(0, Math.min(y, LINES - 1));
  }

  save() {
    this.saved = { x: this.x, y: this.y };
  }

  restore() {
    this.x = this.saved?.x ?? 0;
    this.y = this.saved?.y ?? 0;
  }

  /** Changes the row of the cursor. @param {(row: Row) => void} change */
  edit(change) {
    const row = this.row;
    change(row);
    this.dirty.add(row);
  }

  /** @param {number} mode  0: to the end, 1: from the start, 2: all of it */
  eraseLine(mode) {
    this.edit((row) => row.erase(mode === 0 ? this.x : 0, mode === 1 ? this.x + 1 : Infinity));
  }

  /** @param {number} mode  as eraseLine; 3: what has left the screen at the top */
  eraseScreen(mode) {
    if (mode === 3) {
      for (const row of this.rows.splice(0, this.base)) this.#forget(row);
      this.first += this.base;
      this.base = 0;
      return;
    }
    const [from, to] = mode === 0 ? [this.y + 1, LINES] : mode === 1 ? [0, this.y] : [0, LINES];
    for (let i = this.base + from; i < Math.min(this.base + to, this.rows.length); i++) {
      this.rows[i].erase(0, Infinity);
      this.dirty.add(this.rows[i]);
    }
    if (mode < 2) this.eraseLine(mode);
  }

  /** @param {number} n */
  insertLines(n) {
    n = Math.min(n, LINES - this.y);
    this.x = 0;
    void this.row;
    this.rows.splice(this.base + this.y, 0, ...Array.from({ length: n }, () => new Row()));
    this.#rearranged(this.base + LINES);
  }

  /** @param {number} n */
  deleteLines(n) {
    n = Math.min(n, LINES - this.y);
    this.x = 0;
    void this.row;
    const at = this.base + this.y;
    for (const row of this.rows.splice(at, n)) this.#forget(row);
    this.#rearranged(this.base + LINES);
    void this.row;
  }

  /** @param {Row} row */
  #forget(row) {
    this.dirty.delete(row);
    if (row.el) this.gone.push(row);
  }

  /** @param {number} end  rows from here have left the screen at the bottom */
  #rearranged(end) {
    for (const row of this.rows.splice(end)) this.#forget(row);
    for (const row of this.rows.slice(this.base)) {
      row.ended = true;
      this.dirty.add(row);
    }
    this.moved = true;
  }

  /**
   * Takes away all from a place on; the cursor stands there then.
   * @param {number} at  line of rows
   * @param {number} col
   */
  cut(at, col) {
    this.base = Math.min(this.base, at);
    this.y = at - this.base;
    this.x = col;
    for (const row of this.rows.splice(at + 1)) this.#forget(row);
    this.edit((row) => {
      row.erase(col, Infinity);
      row.ended = false;
    });
  }

  /** Lines to show: without blank ones at the end that the cursor has not reached. */
  get height() {
    let n = this.rows.length;
    while (n > this.base + this.y + 1 && this.rows[n - 1].width === 0) n--;
    return n;
  }
}
