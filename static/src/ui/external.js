// @ts-check
// What runs in the page, and in a terminal below it as well.
import { inTerminal } from "./terminal.js";

/**
 * An editor whose program may also be run in a terminal. What is checked is checked
 * in the page.
 * @template {new (...args: any[]) => import("./editor.js").EditorCell} Kind
 * @param {Kind} Editor  the kind without that
 */
export const orInTerminal = (Editor) => class extends inTerminal(Editor) {
  /** @param {any[]} made  section and context */
  constructor(...made) {
    super(...made);
    this.button = /** @type {HTMLButtonElement} */ (this.section.querySelector('[data-do="external"]'));
    this.button.addEventListener("click", () => this.runOutside());
    /** Whether it has a Run of its own beside that. */
    this.inside = this.section.contains(this.runButton);
    /** Whether the run is, or was last, in the terminal. */
    this.outside = this.context.store.get(`external ${this.number}`) === "1";
  }

  /** @param {import("./cell.js").Element} element */
  attach(element) {
    super.attach(element);
    this.button.disabled = false;
  }

  run() {
    if (!this.inside) return this.runOutside();
    this.#choose(false);
    return Editor.prototype.run.call(this);
  }

  step() {
    this.#choose(false);
    return super.step();
  }

  /** @param {{goesOn?: boolean, anyway?: boolean}} [how]  as an exercise has it */
  check(how) {
    this.#choose(false);
    return Editor.prototype.check.call(this, how);
  }

  runOutside() {
    this.#choose(true);
    return super.run();
  }

  /** @param {Record<string, string>} query */
  start(query) {
    return super.start(this.outside ? { ...query, terminal: "1" } : query);
  }

  /** @param {boolean} outside */
  #choose(outside) {
    this.outside = outside;
    this.place.hidden = !outside;
    this.context.store.set(`external ${this.number}`, outside ? "1" : null);
  }

  /**
   * @param {import("./cell.js").Frame} frame
   * @param {boolean} replay
   */
  frame(frame, replay) {
    if (this.outside) super.frame(frame, replay);
    else Editor.prototype.frame.call(this, frame, replay);
  }

  /**
   * @param {import("./status.js").StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    if (this.outside) super.stated(s, replay);
    else Editor.prototype.stated.call(this, s, replay);
  }
};
