// @ts-check
// An editor whose program may also be run in a terminal below it.
import { EditorCell } from "./editor.js";
import { TerminalCell } from "./terminal.js";

export class ExternalCell extends TerminalCell {
  /**
   * @param {HTMLElement} section
   * @param {import("./cell.js").Context} context
   */
  constructor(section, context) {
    super(section, context);
    this.button = /** @type {HTMLButtonElement} */ (section.querySelector('[data-do="external"]'));
    this.button.addEventListener("click", () => this.runOutside());
    /** Whether the run is, or was last, in the terminal. */
    this.outside = context.store.get(`external ${this.number}`) === "1";
  }

  /** @param {import("./cell.js").Element} element */
  attach(element) {
    super.attach(element);
    this.button.disabled = false;
  }

  run() {
    this.#choose(false);
    return EditorCell.prototype.run.call(this);
  }

  step() {
    this.#choose(false);
    return super.step();
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
    else EditorCell.prototype.frame.call(this, frame, replay);
  }

  /**
   * @param {import("./status.js").StatusData} s
   * @param {boolean} replay
   */
  stated(s, replay) {
    if (this.outside) super.stated(s, replay);
    else EditorCell.prototype.stated.call(this, s, replay);
  }
}
