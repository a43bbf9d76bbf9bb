// @ts-check
// The button that runs a program step by step, and what was recorded of it.
import { button, el } from "./dom.js";
import { Recording, STEPS } from "../step/recording.js";
import { T } from "../text.js";

export class Steps {
  /**
   * @param {HTMLButtonElement | null} shown  the button that the server has put there, if there is anything to be looked at
   * @param {{
   *   name: string, start: () => unknown, changed: () => void, left: () => void,
   *   mark: (line: number, raised: boolean) => boolean, home: () => HTMLElement,
   * }} options  start: records a run; changed: it was opened or closed; left: the student has closed it; mark: see Stepper;
   *   home: what has the focus then where there is no room for the button
   */
  constructor(shown, options) {
    this.o = options;
    this.recording = new Recording();
    this.button = shown ?? button("step", T.step.start, () => {});
    this.button.addEventListener("click", () => options.start());
    this.button.title = T.step.startTitle;
    this.button.disabled = true;
    this.el = el("div", { class: "cr-steps-place", hidden: true });
    /** @type {import("../step/stepper.js").Stepper | undefined} */
    this.stepper = undefined;
  }

  get isOpen() {
    return !this.el.hidden;
  }

  /** Takes a piece of a recording; what is none is left to others. @param {string} data  of a DISPLAY */
  take(data) {
    if (!data.includes(STEPS)) return false;
    try {
      const piece = JSON.parse(data).data?.[STEPS];
      if (piece) this.recording.add(piece);
      return !!piece;
    } catch {
      return false;
    }
  }

  /**
   * The run is over: shows what was recorded of it, if anything was.
   * @param {boolean} atEnd  begins with the last step
   * @param {boolean} here  the focus is in the element, and goes to the slider
   */
  async show(atEnd, here) {
    const { recording } = this;
    if (recording.empty || this.isOpen) return;
    const { Stepper } = await import("../step/stepper.js");
    if (recording.empty || this.isOpen) return;
    this.stepper ??= new Stepper({ name: this.o.name, recording, mark: this.o.mark, closed: () => this.#leave() });
    if (!this.stepper.el.isConnected) this.el.append(this.stepper.el);
    this.el.hidden = false;
    this.stepper.open(atEnd);
    this.o.changed();
    if (!here) return;
    this.stepper.slider.focus({ preventScroll: true });
    this.el.scrollIntoView({ block: "nearest" });
  }

  #leave() {
    this.close();
    (this.button.checkVisibility() ? this.button : this.o.home()).focus();
    this.o.left();
  }

  close() {
    if (!this.isOpen) return;
    this.stepper?.close();
    this.el.hidden = true;
    this.o.changed();
  }

  /** The program has become another. */
  edited() {
    if (this.isOpen) this.stepper?.go(this.stepper.n);
  }

  /** Something else begins. */
  forget() {
    if (this.recording.empty) return;
    this.close();
    this.recording.clear();
  }
}
