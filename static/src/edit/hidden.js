// @ts-check
// Folded lines in CodeMirror: a click or the cursor opens them. As long as they
// are closed, what is typed, pasted or deleted around them leaves them alone.
import { codeFolding, foldEffect, foldedRanges, unfoldEffect } from "@codemirror/language";
import { EditorSelection, EditorState } from "@codemirror/state";
import { countHidden, hiddenLines } from "../py/hidden.js";
import { el } from "../ui/dom.js";
import { T } from "../text.js";

/** @typedef {{from: number, to: number}} Range */

/** @param {EditorState} state @returns {(Range & {n: number})[]} */
const regions = (state) => {
  const { doc } = state;
  return hiddenLines(doc.toString().split("\n")).map((lines) => ({
    from: doc.line(lines[0] + 1).from, to: doc.line(lines[1] + 1).to, n: countHidden(lines),
  }));
};

/** @param {EditorState} state @returns {Range[]} */
function closed(state) {
  /** @type {Range[]} */
  const ranges = [];
  foldedRanges(state).between(0, state.doc.length, (from, to) => void ranges.push({ from, to }));
  return ranges;
}

/** Closes all that can be. @param {EditorState} state */
export const closeAll = (state) => regions(state).map(({ from, to }) => foldEffect.of({ from, to }));

/** Opens all, or what holds a line. @param {EditorState} state @param {number} [line] */
export function open(state, line) {
  if (line !== undefined && (line < 1 || line > state.doc.lines)) return [];
  const at = line && state.doc.line(line).from;
  return closed(state).filter(({ from, to }) => at === undefined || (from <= at && at <= to)).map((r) => unfoldEffect.of(r));
}

/**
 * What is left of a change that may not touch what is closed: pieces to be
 * deleted, and the place for what is new, which gets a line of its own beside them.
 * @param {Range[]} folds
 * @param {number} from
 * @param {number} to
 * @param {string} text
 */
function around(folds, from, to, text) {
  /** @type {{from: number, to: number, insert: string}[]} */
  const changes = [];
  let at = from;
  for (const f of folds) {
    if (f.to < from || f.from > to) continue;
    if (f.from - 1 > at) changes.push({ from: at, to: f.from - 1, insert: "" });
    at = Math.max(at, f.to + 1); // the ends of the lines before and behind it are part of it
  }
  if (at < to) changes.push({ from: at, to, insert: "" });
  if (!text) return changes;
  const first = changes[0];
  if (first && !folds.some((f) => f.from <= first.from && first.from <= f.to)) first.insert = text;
  else {
    const fold = folds.filter((f) => f.from <= to).pop();
    const place = fold ? fold.to : from;
    changes.push({ from: place, to: place, insert: (text.startsWith("\n") ? "" : "\n") + text });
  }
  return changes;
}

/** @type {import("@codemirror/state").Extension} */
const guarded = EditorState.transactionFilter.of((tr) => {
  if (!tr.docChanged || tr.isUserEvent("input.set") || tr.isUserEvent("input.format")) return tr;
  const folds = closed(tr.startState);
  let touches = false;
  /** @type {{from: number, to: number, insert: string}[]} */
  const changes = [];
  tr.changes.iterChanges((from, to, _from, _to, inserted) => {
    const hit = folds.some((f) => f.from <= to && f.to >= from) || (from < to && folds.some((f) => f.to + 1 > from && f.from - 1 < to));
    touches ||= hit;
    if (hit) changes.push(...around(folds, from, to, inserted.toString()));
    else changes.push({ from, to, insert: inserted.toString() });
  });
  if (!touches) return tr;
  changes.sort((a, b) => a.from - b.from);
  const set = tr.startState.changes(changes);
  const last = changes.filter((c) => c.insert).pop();
  const head = last ? set.mapPos(last.to, 1) : set.mapPos(tr.startState.selection.main.head, 1);
  return [{ changes: set, selection: EditorSelection.cursor(head), scrollIntoView: true, userEvent: "input" }];
});

export const hiddenCode = [
  codeFolding({
    preparePlaceholder: (state, range) => regions(state).find((r) => r.from === range.from)?.n ?? state.doc.lineAt(range.to).number - state.doc.lineAt(range.from).number,
    placeholderDOM(_view, onclick, n) {
      const label = T.hiddenLines(n);
      const b = el("button", { class: "cr-tuck-label", type: "button", "data-label": label, "aria-label": label });
      b.addEventListener("click", onclick);
      return b;
    },
  }),
  guarded,
];
