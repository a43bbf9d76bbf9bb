// @ts-check
// Gaps of a program, shown as such.
import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";
import { GAP } from "../exercise/gaps.js";

const matcher = new MatchDecorator({ regexp: GAP, decoration: Decoration.mark({ class: "cr-gap" }) });

export const gapMarks = ViewPlugin.define((view) => ({
  decorations: matcher.createDeco(view),
  /** @param {import("@codemirror/view").ViewUpdate} u */
  update(u) {
    this.decorations = matcher.updateDeco(u, this.decorations);
  },
}), { decorations: (p) => p.decorations });
