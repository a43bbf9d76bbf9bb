// @ts-check
// One line that is marked: where a run failed.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** @type {import("@codemirror/state").StateEffectType<{at: number, message: string} | null>} */
const change = StateEffect.define({
  map: (mark, changes) => mark && { ...mark, at: changes.mapPos(mark.at) },
});

/** @type {StateField<import("@codemirror/view").DecorationSet>} */
const field = StateField.define({
  create: () => Decoration.none,
  update(marks, tr) {
    const { from } = marks.iter();
    if (marks.size && tr.docChanged) {
      const line = tr.startState.doc.lineAt(from);
      marks = tr.changes.touchesRange(line.from, line.to) ? Decoration.none : marks.map(tr.changes);
    }
    for (const e of tr.effects) {
      if (!e.is(change)) continue;
      const attributes = e.value?.message ? { title: e.value.message } : undefined;
      marks = e.value ? Decoration.set(Decoration.line({ class: "cr-mark", attributes }).range(tr.state.doc.lineAt(e.value.at).from)) : Decoration.none;
    }
    return marks;
  },
});

export const marks = [field, EditorView.decorations.from(field)];

/** @param {import("@codemirror/state").EditorState} state */
export const hasMark = (state) => state.field(field).size > 0;

/**
 * @param {import("@codemirror/state").EditorState} state
 * @param {number} line  0 or one that is not there: none
 * @param {string} message
 */
export const setMark = (state, line, message) =>
  change.of(line >= 1 && line <= state.doc.lines ? { at: state.doc.line(line).from, message } : null);

export const clearMark = () => change.of(null);
