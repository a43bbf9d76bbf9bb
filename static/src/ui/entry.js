// @ts-check
// The line an interpreter is typed to: it grows with a block, keeps the prompt
// beside each of its lines, and colours what is typed.
import { Choices } from "./choices.js";
import { el, painted } from "./dom.js";
import { Help } from "./help.js";
import { keyBar } from "./keybar.js";
import { paint } from "./paint.js";
import { Search } from "./search.js";
import { backspace, clause, newline, replace, shift } from "./textarea.js";
import { erasePair, splitPair, typeBracket } from "./pairs.js";
import { isComplete } from "../py/block.js";
import { pair } from "../py/brackets.js";
import { highlight } from "../py/lexer.js";
import { readPaste } from "../py/session.js";

/**
 * @typedef {{start: number, end: number, matches: import("./choices.js").Match[]}} Completion
 * @typedef {{
 *   submit: (source: string) => void,
 *   submitAll: (sources: string[]) => void,
 *   key: (e: KeyboardEvent) => boolean,
 *   complete: (code: string, cursor: number) => Promise<Completion>,
 *   inspect: (code: string, cursor: number) => Promise<import("./help.js").Found>,
 *   say: (text: string) => void,
 *   history: import("./history.js").History,
 * }} EntryOptions  key sees each key first and says whether it was its own
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
    this.area.setAttribute("autocorrect", "off");
    this.area.translate = false;
    this.shade = el("pre", { class: "cr-shade", "aria-hidden": "true" });
    const inner = el("div", { class: "cr-type-in" });
    this.type = el("div", { class: "cr-type" }, inner);
    this.area.replaceWith(this.type);
    inner.append(this.shade, this.area);
    /** Where what is completed begins, in UTF-16 units. */
    this.start = 0;
    this.choices = new Choices(this.area, row, {
      where: () => this.#rect(this.start),
      accept: (text) => this.#put(this.start, text),
      say: options.say,
    });
    this.help = new Help(this.area, row, { ask: options.inspect, say: options.say, where: () => this.type.getBoundingClientRect() });
    this.find = new Search({
      all: () => options.history.all(),
      show: (source) => this.#show(source ?? this.draft),
      done: (taken) => this.#found(taken),
    });
    row.prepend(this.find.el);
    this.keys = keyBar(row, {
      tab: () => this.#tab(false),
      up: () => this.#recall(-1),
      down: () => this.#recall(1),
      search: () => this.search(),
      explain: () => this.help.explain(),
    });
    /** The history while one walks through it, the place there, and what was being typed. @type {readonly string[] | null} */
    this.past = null;
    this.place = 0;
    this.draft = "";
    this.leaving = false;
    this.draw = () => this.#draw();
    this.area.addEventListener("input", (e) => this.#input(/** @type {InputEvent} */ (e)));
    this.area.addEventListener("keydown", (e) => this.#key(e));
    this.area.addEventListener("paste", (e) => this.#paste(e));
    this.area.addEventListener("blur", () => {
      this.leaving = false;
      this.choices.close();
      this.keys.hide();
      paint(this.draw);
    });
    this.area.addEventListener("focus", () => this.keys.show());
    this.area.addEventListener("keyup", () => this.help.open && this.help.follow());
    for (const type of ["keyup", "pointerup", "focus"]) this.area.addEventListener(type, () => paint(this.draw));
    this.fit();
  }

  /** @param {boolean} on */
  enable(on) {
    this.area.disabled = !on;
    if (!on) this.keys.hide();
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
    this.past = null;
    this.fit();
  }

  /** What could not be sent comes back, before what has been typed since. @param {string} source */
  putBack(source) {
    this.area.value = this.area.value ? `${source}\n${this.area.value}` : source;
    this.fit();
  }

  /** @param {string} prompt */
  setPrompt(prompt) {
    this.first = prompt;
    this.fit();
  }

  /** Looks for something typed earlier. */
  search() {
    if (this.area.disabled) return;
    this.choices.close();
    this.help.close();
    if (!this.find.open) this.draft = this.area.value;
    this.find.begin();
  }

  /** Shows what is known of the name at the cursor. */
  explain() {
    if (!this.help.el.contains(document.activeElement)) this.area.focus();
    this.help.explain();
  }

  /** @param {boolean} taken */
  #found(taken) {
    this.past = null;
    this.area.focus();
    const { value } = this.area;
    const at = taken ? value.toLowerCase().indexOf(this.find.input.value.toLowerCase()) : value.length;
    this.area.setSelectionRange(at, at);
    paint(this.draw);
  }

  /** @param {string} source */
  #show(source) {
    this.area.value = source;
    this.fit();
  }

  /** The box grows with its text. */
  fit() {
    const lines = this.area.value.split("\n").length;
    this.area.rows = lines;
    const prompts = this.first + `\n${this.more}`.repeat(lines - 1);
    if (this.promptEl.textContent !== prompts) this.promptEl.textContent = prompts;
    this.keys.place();
    this.#draw();
  }

  #draw() {
    const { value } = this.area;
    const lines = highlight(value);
    const nodes = lines.flatMap((spans, i) => [...painted(spans), i < lines.length - 1 ? "\n" : ""]);
    this.shade.replaceChildren(...nodes);
    // textContent and value have the same places
    const both = this.focused && this.area.selectionStart === this.area.selectionEnd ? pair(value, this.area.selectionStart) : undefined;
    for (const at of both?.slice().reverse() ?? []) {
      const range = this.#range(at, at + 1);
      if (range) range.surroundContents(el("span", { class: "cr-pair" }));
    }
  }

  /**
   * A stretch of the coloured text.
   * @param {number} from
   * @param {number} to  within the same run of one colour
   */
  #range(from, to) {
    const walker = document.createTreeWalker(this.shade, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.nodeValue?.length ?? 0;
      if (from < before + length) {
        const range = document.createRange();
        range.setStart(node, from - before);
        range.setEnd(node, Math.min(to - before, length));
        return range;
      }
      before += length;
    }
    return undefined;
  }

  /** Where a place of the text is on the screen. @param {number} at */
  #rect(at) {
    this.#draw();
    const rect = this.#range(at, at + 1)?.getBoundingClientRect();
    return rect?.height ? rect : this.area.getBoundingClientRect();
  }

  /** @param {InputEvent} e */
  #input(e) {
    if (e.data === ":") clause(this.area);
    const { value, selectionStart } = this.area;
    if (this.choices.open) {
      const prefix = value.slice(this.start, selectionStart);
      if (selectionStart >= this.start && /^[\p{L}\p{Nd}\p{Mn}_]*$/u.test(prefix)) this.choices.narrow(prefix);
      else this.choices.close();
    }
    this.fit();
    this.help.follow();
  }

  #send() {
    const source = this.area.value.trimEnd();
    if (!source.trim()) {
      this.clear();
      return;
    }
    this.area.value = "";
    this.past = null;
    this.fit();
    this.help.follow();
    this.o.submit(source);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.isComposing || this.choices.key(e) || this.o.key(e)) return;
    const { area } = this;
    const mod = e.ctrlKey || e.metaKey || e.altKey;
    if (e.key === "Escape") {
      this.leaving = !this.help.open;
      this.help.close();
      return;
    }
    if (e.key !== "Shift") paint(this.draw);
    if (e.key === "Enter") {
      e.preventDefault();
      this.choices.close();
      if (e.shiftKey || !(mod || this.#runs())) splitPair(area) || newline(area);
      else this.#send();
    } else if (e.key === "Tab" && !mod) {
      if (this.leaving || !area.value || (e.shiftKey && !area.value.includes("\n"))) return;
      e.preventDefault();
      this.#tab(e.shiftKey);
    } else if (e.key === "Backspace" && !mod && !e.shiftKey) {
      if (erasePair(area) || backspace(area)) e.preventDefault();
    } else if (e.key === "ArrowUp" && !mod && !e.shiftKey) {
      if (!area.value.slice(0, area.selectionStart).includes("\n") && this.#recall(-1)) e.preventDefault();
    } else if (e.key === "ArrowDown" && !mod && !e.shiftKey) {
      if (!area.value.slice(area.selectionEnd).includes("\n") && this.#recall(1)) e.preventDefault();
    } else if (typeBracket(area, e)) {
      e.preventDefault();
      this.help.follow(); // the cursor is between the two only now
    }
    if (e.key !== "Shift") this.leaving = false;
  }

  /** Whether Enter sends what is there. */
  #runs() {
    const { value, selectionStart: at } = this.area;
    if (this.past && this.past[this.place] === value) return true; // it has been sent before
    // between brackets that closed by themselves one goes on typing
    if (/[[{,][ \t]*$/.test(value.slice(0, at)) && /^[ \t]*[\])}]/.test(value.slice(at))) return false;
    return isComplete(value);
  }

  /** @param {-1 | 1} step  @returns {boolean} whether there was something */
  #recall(step) {
    if (!this.past) {
      if (step > 0) return false;
      this.past = this.o.history.all();
      this.place = this.past.length;
      this.draft = this.area.value;
    }
    const next = this.place + step;
    if (next < 0 || next > this.past.length) return false;
    this.place = next;
    const here = this.past[next];
    if (here === undefined) this.past = null;
    this.#show(here ?? this.draft);
    const { value } = this.area;
    const end = step < 0 && value.includes("\n") ? value.indexOf("\n") : value.length;
    this.area.setSelectionRange(end, end);
    return true;
  }

  /** Indents or completes. @param {boolean} back */
  #tab(back) {
    const { area } = this;
    if (this.choices.open) return this.choices.take();
    const before = area.value.slice(0, area.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (back || !line.trim() || area.selectionStart !== area.selectionEnd) shift(area, back);
    else this.#complete();
  }

  async #complete() {
    const { area } = this;
    const code = area.value;
    const chars = [...code];
    /** @type {Completion} */
    let found;
    try {
      found = await this.o.complete(code, [...code.slice(0, area.selectionStart)].length);
    } catch {
      return; // Python is busy, or away
    }
    const matches = found.matches ?? [];
    if (!matches.length || area.value !== code || !this.focused) return;
    this.help.close();
    this.start = chars.slice(0, found.start).join("").length;
    const typed = chars.slice(found.start, found.end).join("");
    const common = matches.map((m) => m.text).reduce((a, b) => {
      let i = 0;
      while (i < a.length && a[i] === b[i]) i++;
      return a.slice(0, i);
    });
    if (common.length > typed.length || matches.length === 1) this.#put(this.start, common);
    if (matches.length > 1) this.choices.show(matches);
  }

  /**
   * Puts a name in from start to the cursor.
   * @param {number} start
   * @param {string} text
   */
  #put(start, text) {
    this.area.focus();
    replace(this.area, start, this.area.selectionEnd, text);
    this.fit();
    this.help.follow();
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
    this.fit();
  }
}
