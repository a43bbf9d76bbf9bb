// @ts-check
// Breakpoints: lines with a sign before them, set and taken away by a click on the
// number of a line, or a key. They stay with their lines while one edits.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { numberAt } from "./number.js";

/** @typedef {import("@codemirror/state").EditorState} State */

/** @type {import("@codemirror/state").StateEffectType<number[]>} */
const put = StateEffect.define();
const sign = Decoration.line({ class: "cr-break" });

/** @param {import("@codemirror/state").Text} doc @param {Iterable<number>} places  anywhere in the lines */
const signs = (doc, places) => Decoration.set([...new Set([...places].map((at) => doc.lineAt(Math.min(at, doc.length)).from))].sort((a, b) => a - b).map((at) => sign.range(at)));

/** @param {import("@codemirror/view").DecorationSet} set */
function places(set) {
  const found = [];
  for (const at = set.iter(); at.value; at.next()) found.push(at.from);
  return found;
}

/** @type {StateField<import("@codemirror/view").DecorationSet>} */
const field = StateField.define({
  create: () => Decoration.none,
  update(set, tr) {
    if (tr.docChanged && set.size) set = signs(tr.state.doc, places(set).map((at) => tr.changes.mapPos(at)));
    for (const e of tr.effects) {
      if (e.is(put)) set = signs(tr.state.doc, e.value.filter((n) => n >= 1 && n <= tr.state.doc.lines).map((n) => tr.state.doc.line(n).from));
    }
    return set;
  },
});

/** The numbers of the lines that have one. @param {State} state */
export const breaksOf = (state) => places(state.field(field)).map((at) => state.doc.lineAt(at).number);

/** @param {number[]} lines */
export const setBreaks = (lines) => put.of(lines);

/**
 * @param {number} first  number of the first line
 * @param {(line: number) => void} toggle
 * @param {() => void} changed
 */
export const breakpoints = (first, toggle, changed) => [
  field,
  EditorView.decorations.from(field),
  EditorView.updateListener.of((u) => {
    if (u.startState.field(field) !== u.state.field(field)) changed();
  }),
  EditorView.domEventHandlers({
    mousedown(e, view) {
      const n = numberAt(e, view.scrollDOM);
      if (!n) return false;
      e.preventDefault();
      toggle(n - first + 1);
      return true;
    },
  }),
];
