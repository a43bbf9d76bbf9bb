// @ts-check
// Hints: they stand folded on the page, and come into the card one after the
// other, whenever they are asked for.
import { el, icon, live } from "./dom.js";
import { T } from "../text.js";

export class Hints {
  /**
   * @param {HTMLElement[]} parts  the folded hints of the page, in order
   * @param {HTMLButtonElement | null} shown  the button that the server has put there
   * @param {{say: (text: string) => void, changed: () => void}} options  changed: one more is shown
   */
  constructor(parts, shown, options) {
    this.o = options;
    this.hints = parts.map((part, i) => new Hint(part, T.exercise.hint(i + 1, parts.length)));
    this.shown = 0;
    this.el = el("div", { class: "cr-hints" });
    this.button = live(shown, "bulb", "cr-hint-next", () => this.#ask());
    this.#show();
  }

  /** Shows so many. @param {number} n */
  set(n) {
    const before = this.shown;
    this.shown = Math.max(0, Math.min(n, this.hints.length));
    for (const hint of this.hints.slice(before)) hint.el.open = true;
    this.el.replaceChildren(...this.hints.slice(0, this.shown).map((h) => h.el));
    this.#show();
    if (before !== this.shown) this.o.changed();
  }

  /** They have served. */
  fold() {
    for (const hint of this.hints) if (!hint.el.contains(document.activeElement)) hint.el.open = false;
  }

  #ask() {
    this.set(this.shown + 1);
    const hint = this.hints[this.shown - 1];
    this.o.say(`${hint.title}. ${hint.text}`);
    // where there is nothing more to press one goes on from the last hint
    if (this.button.hidden) hint.summary.focus({ preventScroll: true });
  }

  #show() {
    const all = this.hints.length;
    this.button.hidden = this.shown >= all;
    const words = this.button.querySelector("span");
    if (words && this.shown < all) words.textContent = T.exercise.nextHint(this.shown + 1, all);
  }
}

class Hint {
  /** @param {HTMLElement} part @param {string} title */
  constructor(part, title) {
    this.title = title;
    this.part = part;
    const own = part.querySelector(":scope > summary");
    this.body = el("div", { class: "cr-hint-body" });
    this.body.append(...[...part.childNodes].filter((n) => n !== own));
    this.text = (this.body.textContent ?? "").trim().replace(/\s+/g, " ");
    this.summary = el("summary", {}, icon("bulb"), el("span", {}, title));
    this.el = el("details", { class: "cr-hint-box" }, this.summary, this.body);
    part.hidden = true;
  }
}
