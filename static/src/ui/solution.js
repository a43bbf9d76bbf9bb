// @ts-check
// A solution: shown to who asks for it twice, or has solved the exercise.
import { button, el, live, painted } from "./dom.js";
import { copyText } from "./save.js";
import { program } from "../page/copy.js";
import { highlight } from "../py/lexer.js";
import { T } from "../text.js";

export class Solution {
  /**
   * @param {HTMLElement[]} parts  the folded solutions of the page
   * @param {HTMLButtonElement | null} shown  the button that the server has put there
   * @param {{
   *   solved: () => boolean, put: (text: string) => void, changed: () => void,
   *   notices: import("./notices.js").Notices, heading: keyof HTMLElementTagNameMap,
   * }} options  changed: it is shown, or no longer
   */
  constructor(parts, shown, options) {
    this.o = options;
    const blocks = parts.flatMap((p) => [...(p.matches("pre") ? [p] : p.querySelectorAll("pre"))]);
    this.text = blocks.map(program).join("\n").replace(/\n+$/, "");
    for (const part of parts) part.hidden = true;
    this.button = live(shown, "key", "cr-solution-show", () => this.#ask());
    this.button.hidden = !this.text;
    this.sure = el("div", { class: "cr-sure", role: "group", hidden: true }, el("p", {}, T.exercise.sure),
      plain(T.exercise.show, () => this.#answer(true)), plain(T.exercise.notNow, () => this.#answer(false)));
    this.sure.setAttribute("aria-label", T.exercise.sure);
    this.sure.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      this.#answer(false);
    });
    this.el = el("div", { class: "cr-solution-box", role: "group", "aria-label": T.exercise.solution, hidden: true },
      el("div", { class: "cr-solution-head" }, el(options.heading, {}, T.exercise.solution),
        button("copy", T.exercise.copy, () => this.#copy()),
        button("pen", T.exercise.put, () => options.put(this.text)),
        button("close", T.exercise.hideSolution, () => this.#hide())),
      el("pre", { class: "cr-solution-code", tabindex: "0", role: "group", "aria-label": T.exercise.solution }, code(this.text)));
    this.el.querySelectorAll(".cr-btn")[2]?.classList.add("cr-solution-hide");
    /** Whether it has been asked for; nobody is asked again. */
    this.wanted = false;
    this.shown = false;
  }

  /** @param {{wanted: boolean, shown: boolean}} state */
  set({ wanted, shown }) {
    this.wanted = wanted;
    this.shown = shown && !!this.text;
    this.el.hidden = !this.shown;
    this.sure.hidden = true;
    this.button.hidden = !this.text || this.shown;
    this.o.changed();
  }

  get state() {
    return { wanted: this.wanted, shown: this.shown };
  }

  #ask() {
    if (this.wanted || this.o.solved()) return this.#answer(true);
    this.button.hidden = true;
    this.sure.hidden = false;
    this.sure.querySelector("button")?.focus();
  }

  /** @param {boolean} yes */
  #answer(yes) {
    this.set({ wanted: this.wanted || yes, shown: yes });
    if (yes) this.el.querySelector("pre")?.focus({ preventScroll: true });
    else this.button.focus();
  }

  #hide() {
    this.set({ wanted: this.wanted, shown: false });
    this.button.focus();
  }

  async #copy() {
    const { notices } = this.o;
    notices.notice((await copyText(this.text + "\n")) ? T.copied : T.copyFailed, 2500);
  }
}

/** @param {string} text @param {() => void} action */
function plain(text, action) {
  const b = button("check", text, action);
  b.firstChild?.remove();
  return b;
}

/** @param {string} text */
function code(text) {
  const lines = highlight(text);
  return el("code", {}, ...lines.map((spans, i) => el("span", { class: "cr-ln" }, ...painted(spans), ...(i < lines.length - 1 ? ["\n"] : []))));
}
