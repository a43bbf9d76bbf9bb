// @ts-check
// The line an interpreter is typed to: it grows with a block, and keeps the
// prompt beside each of its lines.
import { el } from "./dom.js";
import { backspace, clause, newline, replace, shift } from "./textarea.js";
import { isComplete } from "../py/block.js";
import { readPaste } from "../py/session.js";

/**
 * @typedef {{start: number, end: number, matches: {text: string}[]}} Completion
 * @typedef {{
 *   submit: (source: string) => void,
 *   submitAll: (sources: string[]) => void,
 *   key: (e: KeyboardEvent) => boolean,
 *   complete: (code: string, cursor: number) => Promise<Completion>,
 *   history: ReturnType<typeof import("./history.js").makeHistory>,
 * }} EntryOptions
 */

export class EntryLine {
  /**
   * @param {HTMLElement} row
   * @param {string} first
   * @param {string} more
   * @param {EntryOptions} options
   */
  constructor(row, first, more, options) {
    this.o = options;
    this.first = first;
    this.more = more;
    this.row = row;
    this.promptEl = /** @type {HTMLElement} */ (row.querySelector(".cr-prompt"));
    this.area = /** @type {HTMLTextAreaElement} */ (row.querySelector(".cr-line"));
    this.area.wrap = "off";
    this.choices = el("div", { class: "cr-choices", role: "status", hidden: true });
    row.append(this.choices);
    /** Place in the history, and what was being typed before. */
    this.place = -1;
    this.draft = "";
    this.leaving = false;
    this.area.addEventListener("input", (e) => {
      if (/** @type {InputEvent} */ (e).data === ":") clause(this.area);
      this.#fit();
    });
    this.area.addEventListener("keydown", (e) => this.#key(e));
    this.area.addEventListener("paste", (e) => this.#paste(e));
    this.area.addEventListener("blur", () => (this.leaving = false));
  }

  /** @param {boolean} on */
  enable(on) {
    this.area.disabled = !on;
    this.row.classList.toggle("cr-over", !on);
  }

  focus() {
    this.area.focus();
  }

  get focused() {
    return document.activeElement === this.area;
  }

  get empty() {
    return this.area.value === "";
  }

  clear() {
    replace(this.area, 0, this.area.value.length, "");
    this.place = -1;
    this.#fit();
  }

  /** What could not be sent comes back, before what has been typed since. @param {string} source */
  putBack(source) {
    this.area.value = this.area.value ? `${source}\n${this.area.value}` : source;
    this.#fit();
  }

  /** @param {string} prompt */
  setPrompt(prompt) {
    this.first = prompt;
    this.#fit();
  }

  #fit() {
    const lines = this.area.value.split("\n").length;
    this.area.rows = lines;
    this.promptEl.textContent = this.first + `\n${this.more}`.repeat(lines - 1);
    this.choices.hidden = true;
  }

  #send() {
    const source = this.area.value.trimEnd();
    if (!source.trim()) {
      this.clear();
      return;
    }
    this.area.value = "";
    this.place = -1;
    this.#fit();
    this.o.submit(source);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.isComposing || this.o.key(e)) return;
    const { area } = this;
    const mod = e.ctrlKey || e.metaKey || e.altKey;
    if (e.key === "Escape") {
      this.leaving = true;
      this.choices.hidden = true;
      return;
    }
    if (e.key === "Enter") {
      e.preventDefault();
      if (e.shiftKey) newline(area);
      else if (mod || isComplete(area.value)) this.#send();
      else newline(area);
    } else if (e.key === "Tab" && !mod) this.#tab(e);
    else if (e.key === "Backspace" && !mod && !e.shiftKey) {
      if (backspace(area)) e.preventDefault();
    } else if (e.key === "ArrowUp" && !mod && !e.shiftKey) {
      if (!area.value.slice(0, area.selectionStart).includes("\n")) this.#recall(-1, e);
    } else if (e.key === "ArrowDown" && !mod && !e.shiftKey) {
      if (!area.value.slice(area.selectionEnd).includes("\n")) this.#recall(1, e);
    }
    if (e.key !== "Shift") this.leaving = false;
  }

  /**
   * @param {-1 | 1} step
   * @param {KeyboardEvent} e
   */
  #recall(step, e) {
    const { history } = this.o;
    const now = this.place < 0 ? history.length : this.place;
    const next = now + step;
    if (next < 0 || next > history.length || (step > 0 && this.place < 0)) return;
    e.preventDefault();
    if (this.place < 0) this.draft = this.area.value;
    this.place = next === history.length ? -1 : next;
    this.area.value = this.place < 0 ? this.draft : history.at(next);
    const end = step < 0 ? (this.area.value.indexOf("\n") + 1 || this.area.value.length + 1) - 1 : this.area.value.length;
    this.area.setSelectionRange(end, end);
    this.#fit();
  }

  /** Indents, completes, or on an empty line and after Escape leaves. @param {KeyboardEvent} e */
  #tab(e) {
    const { area } = this;
    if (this.leaving || !area.value || (e.shiftKey && !area.value.includes("\n"))) return;
    e.preventDefault();
    const before = area.value.slice(0, area.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (e.shiftKey || !line.trim() || area.selectionStart !== area.selectionEnd) shift(area, e.shiftKey);
    else this.#complete();
  }

  async #complete() {
    const { area } = this;
    const code = area.value;
    const cursor = [...code.slice(0, area.selectionStart)].length;
    /** @type {Completion} */
    let found;
    try {
      found = await this.o.complete(code, cursor);
    } catch {
      return;
    }
    const texts = (found.matches ?? []).map((m) => m.text);
    if (!texts.length || area.value !== code) return;
    const chars = [...code];
    const start = chars.slice(0, found.start).join("").length;
    const end = chars.slice(0, found.end).join("").length;
    const common = texts.reduce((a, b) => {
      let i = 0;
      while (i < a.length && a[i] === b[i]) i++;
      return a.slice(0, i);
    });
    if (common.length > end - start || texts.length === 1) replace(area, start, end, common);
    this.#fit();
    if (texts.length > 1) {
      this.choices.textContent = texts.slice(0, 60).join("  ") + (texts.length > 60 ? " …" : "");
      this.choices.hidden = false;
    }
  }

  /** A session is run; code with several lines is put in for the student to run. @param {ClipboardEvent} e */
  #paste(e) {
    const text = e.clipboardData?.getData("text") ?? "";
    const read = readPaste(text);
    if ("statements" in read) {
      e.preventDefault();
      const [only, ...others] = read.statements;
      if (others.length && this.empty) this.o.submitAll(read.statements);
      else replace(this.area, this.area.selectionStart, this.area.selectionEnd, [only, ...others].join("\n"));
    } else if (text.includes("\n")) {
      e.preventDefault();
      replace(this.area, this.area.selectionStart, this.area.selectionEnd, read.code.trimEnd());
    }
    this.#fit();
  }
}
