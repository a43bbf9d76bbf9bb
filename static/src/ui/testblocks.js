// @ts-check
// The tests as the lesson shows them: after a check each block says whether it
// is satisfied.
import { el, icon } from "./dom.js";
import { blocks } from "../exercise/verdict.js";
import { T } from "../text.js";

export class TestBlocks {
  /** @param {HTMLElement[]} parts */
  constructor(parts) {
    this.blocks = parts.map((part) => {
      const note = el("div", { class: "cr-test-note", hidden: true });
      part.append(note);
      return { part, note, number: Number(part.dataset.test ?? -1) };
    });
  }

  /** @param {import("../exercise/verdict.js").Verdict | undefined} verdict */
  show(verdict) {
    const works = blocks(verdict?.tests ?? []);
    for (const { part, note, number } of this.blocks) {
      const yes = works.get(number);
      note.hidden = yes === undefined;
      part.classList.toggle("cr-test-ok", yes === true);
      part.classList.toggle("cr-test-no", yes === false);
      const words = yes ? T.exercise.works : T.exercise.notYet;
      note.replaceChildren(...(yes === undefined ? [] : [icon(yes ? "check" : "dash"), el("span", {}, words)]));
    }
  }

  /** The program is another than the one that was checked. @param {boolean} yes */
  stale(yes) {
    for (const { part } of this.blocks) part.classList.toggle("cr-test-stale", yes);
  }
}
