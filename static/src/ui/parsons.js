// @ts-check
// Lines in disorder, to be put in order, and then checked as every exercise.
import { ExerciseCell } from "./exercise.js";
import { makePuzzle } from "./puzzle.js";
import { T } from "../text.js";

export class ParsonsCell extends ExerciseCell {
  get formats() {
    return false;
  }

  /**
   * @param {HTMLElement} pre
   * @param {import("./codeedit.js").EditorOptions} options
   */
  makeEditor(pre, options) {
    return makePuzzle(pre, this.section.dataset.lines ?? "", { ...options, label: T.parsons.lines(this.name) }, this.context.notices.say);
  }

  changed() {
    if (this.work) super.changed(); // else it is only being built
  }

  /** @param {import("../exercise/verdict.js").Verdict} v */
  worded(v) {
    if (v.tests.length !== 1 || v.first?.outcome === "error" || v.kind !== "parsons") return v;
    return { ...v, message: v.good ? T.parsons.right : T.parsons.notYet };
  }
}
