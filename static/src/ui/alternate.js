// @ts-check
// An editor whose program runs with one of several Pythons. The choice is this
// browser's: it holds for the element whenever the lesson is opened.
import { el } from "./dom.js";
import { EditorCell } from "./editor.js";
import { T } from "../text.js";

/** @typedef {{version?: string, missing?: string, gone?: boolean, pythons: string[]}} Answer */

export class AlternateCell extends EditorCell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    const row = /** @type {HTMLElement} */ (section.querySelector(":scope > .cr-with"));
    this.select = /** @type {HTMLSelectElement} */ (row.querySelector("select"));
    this.said = el("span", { class: "cr-with-said", role: "status" });
    row.append(this.said);
    this.select.addEventListener("change", () => this.#choose(this.select.value));
  }

  /** The choice on its way. @type {Promise<void>} */
  chosen = Promise.resolve();

  /** @param {import("./cell.js").Element} element */
  attach(element) {
    super.attach(element);
    this.wanted = String(element.options?.python ?? "");
    this.kept = `python ${element.key ?? element.number}`;
    this.#choose(this.context.lasting.get(this.kept) ?? "");
  }

  /** Runs with what was chosen, even when that is still being told. */
  async run() {
    await this.chosen;
    return super.run();
  }

  /** @param {string} version  "" is the author's */
  #choose(version) {
    this.context.lasting.set(this.kept, version || null);
    this.chosen = this.chosen.then(() => this.#tell(version));
    return this.chosen;
  }
  /** Where the choice is kept. */
  kept = "";
  /** What the author asks for. */
  wanted = "";

  /** @param {string} version */
  async #tell(version) {
    /** @type {Answer} */
    let answer;
    try {
      answer = await this.context.session.act(this.number, "python", JSON.stringify({ choose: version }));
    } catch (e) {
      return this.failed(e);
    }
    if (answer.gone) this.context.lasting.set(this.kept, null);
    const own = answer.missing ? [el("option", { value: "", selected: true }, T.alternate.author)] : [];
    this.select.replaceChildren(...own, ...answer.pythons.map((v) => el("option", { value: v, selected: v === answer.version }, T.alternate.version(v))));
    if (answer.version && !answer.pythons.includes(answer.version)) {
      this.select.prepend(el("option", { value: "", selected: true }, T.alternate.version(answer.version)));
    }
    this.select.disabled = !answer.pythons.length;
    this.said.textContent = answer.gone ? T.alternate.gone(version) : answer.missing ? T.alternate.missing(this.wanted) : "";
  }
}
