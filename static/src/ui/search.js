// @ts-check
// Looking for something typed earlier: Ctrl-R, as in a shell.
import { el, icon } from "./dom.js";
import { T } from "../text.js";

let searches = 0;

export class Search {
  /**
   * @param {{all: () => readonly string[], show: (source: string | undefined) => void, done: (taken: boolean) => void}} options
   *   show: what is found, undefined for what had been typed; done: takes what was shown last, or not
   */
  constructor(options) {
    this.o = options;
    const id = `cr-search-${++searches}`;
    this.input = el("input", { class: "cr-search-input", id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done" });
    this.count = el("span", { class: "cr-search-count", role: "status" });
    const older = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.searchOlder, title: T.searchOlder }, icon("up"));
    const close = el("button", { class: "cr-btn cr-square", type: "button", "aria-label": T.searchClose, title: T.searchClose }, icon("close"));
    this.el = el("div", { class: "cr-search", role: "search", hidden: true }, el("label", { for: id }, T.search), this.input, this.count, older, close);
    /** Places of what matches, the newest first. @type {string[]} */
    this.found = [];
    this.at = 0;
    this.input.addEventListener("input", () => this.#look());
    this.input.addEventListener("keydown", (e) => this.#key(e));
    older.addEventListener("click", () => {
      this.step(1);
      this.input.focus();
    });
    close.addEventListener("click", () => this.close(false));
  }

  get open() {
    return !this.el.hidden;
  }

  begin() {
    this.el.hidden = false;
    this.input.value = "";
    this.#look();
    this.input.focus();
  }

  /** @param {boolean} taken */
  close(taken) {
    if (!this.open) return;
    this.el.hidden = true;
    if (!taken || !this.found.length) this.o.show(undefined);
    this.o.done(taken && this.found.length > 0);
  }

  #look() {
    const wanted = this.input.value.toLowerCase();
    const seen = new Set();
    this.found = wanted ? this.o.all().filter((s) => s.toLowerCase().includes(wanted)).reverse().filter((s) => !seen.has(s) && seen.add(s)) : [];
    this.at = 0;
    this.#tell();
  }

  /** @param {number} by  1: the next older one */
  step(by) {
    this.at = Math.max(0, Math.min(this.at + by, this.found.length - 1));
    this.#tell();
  }

  #tell() {
    const n = this.found.length;
    this.count.textContent = !this.input.value ? "" : n ? T.searchAt(this.at + 1, n) : T.searchNone;
    this.o.show(this.found[this.at]);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.isComposing) return;
    const ctrl = e.ctrlKey && !e.altKey && !e.metaKey;
    if ((ctrl && e.key.toLowerCase() === "r") || (e.key === "ArrowUp" && !ctrl)) this.step(e.shiftKey ? -1 : 1);
    else if ((ctrl && e.key === "s") || (e.key === "ArrowDown" && !ctrl)) this.step(-1);
    else if (e.key === "Enter") this.close(true);
    else if (e.key === "Escape" || (ctrl && (e.key === "g" || e.key === "c"))) this.close(false);
    else return;
    e.preventDefault();
    e.stopPropagation();
  }
}
