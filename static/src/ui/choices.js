// @ts-check
// The names that may complete what is being typed, to choose one of.
import { el } from "./dom.js";
import { popup } from "./popup.js";
import { T } from "../text.js";

/** @typedef {{text: string, kind?: string}} Match */

let lists = 0;

export class Choices {
  /**
   * @param {HTMLTextAreaElement} area  keeps the focus
   * @param {HTMLElement} host
   * @param {{where: () => DOMRect, accept: (text: string) => void, say: (text: string) => void}} options
   */
  constructor(area, host, options) {
    this.area = area;
    this.o = options;
    this.id = `cr-choices-${++lists}`;
    this.el = el("ul", { class: "cr-choices", role: "listbox", id: this.id, "aria-label": T.choices });
    this.popup = popup(this.el, options.where);
    host.append(this.el);
    /** @type {Match[]} */
    this.all = [];
    /** @type {Match[]} */
    this.shown = [];
    this.at = 0;
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    // touched or clicked; the focus stays where one types
    this.el.addEventListener("pointerdown", (e) => e.preventDefault());
    this.el.addEventListener("mousedown", (e) => e.preventDefault());
    this.el.addEventListener("click", (e) => {
      const i = [...this.el.children].indexOf(/** @type {Element} */ (e.target).closest("li") ?? this.el);
      if (i >= 0) this.#accept(i);
    });
  }

  get open() {
    return this.popup.open;
  }

  /** @param {Match[]} matches */
  show(matches) {
    this.all = matches;
    this.narrow("");
    this.o.say(T.choicesFound(matches.length));
  }

  /** Leaves those that begin so. @param {string} prefix */
  narrow(prefix) {
    this.shown = this.all.filter((m) => m.text.startsWith(prefix));
    if (!this.shown.length || (this.shown.length === 1 && this.shown[0].text === prefix)) return this.close();
    this.el.replaceChildren(...this.shown.map((m, i) =>
      el("li", { role: "option", id: `${this.id}-${i}`, "aria-selected": "false" },
        el("span", { class: "cr-choice" }, m.text), el("span", { class: "cr-choice-kind" }, m.kind ?? ""))));
    this.area.setAttribute("aria-controls", this.id);
    this.popup.show();
    this.#select(0);
  }

  close() {
    this.popup.hide();
    this.area.removeAttribute("aria-activedescendant");
    this.area.removeAttribute("aria-controls");
  }

  /** @param {number} i */
  #select(i) {
    const n = this.shown.length;
    this.el.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = (i + n) % n;
    const option = this.el.children[this.at];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", option.id);
  }

  /** Takes the one that is chosen. */
  take() {
    this.#accept(this.at);
  }

  /** @param {number} i */
  #accept(i) {
    const { text } = this.shown[i];
    this.close();
    this.o.accept(text);
  }

  /** Whether a key was for the list. @param {KeyboardEvent} e */
  key(e) {
    if (!this.open || e.ctrlKey || e.metaKey || e.altKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[e.key];
    if (step) this.#select(Math.abs(step) === 1 ? this.at + step : Math.max(0, Math.min(this.at + step, this.shown.length - 1)));
    else if (e.key === "Enter" || e.key === "Tab") this.take();
    else if (e.key === "Escape") this.close();
    else {
      if (/^(?:Arrow|Home|End)/.test(e.key)) this.close();
      return false;
    }
    e.preventDefault();
    return true;
  }
}
