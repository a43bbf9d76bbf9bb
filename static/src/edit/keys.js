// @ts-check
// The keys of an editor.
import { acceptCompletion, closeBracketsKeymap, closeCompletion, selectedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { EditorSelection, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { services } from "./services.js";

/** @typedef {import("@codemirror/view").KeyBinding} KeyBinding */

/** How long Escape holds, if no other key comes; ms. */
const LEAVING = 300_000;

/** Tab types blanks up to the next stop, or moves the selected lines. @param {EditorView} view */
function tab(view) {
  const { state } = view;
  if (state.selection.ranges.some((r) => state.doc.lineAt(r.from).number !== state.doc.lineAt(r.to).number)) return indentMore(view);
  view.dispatch(state.update(state.changeByRange((r) => {
    const line = state.doc.lineAt(r.from);
    const before = line.text.slice(0, r.from - line.from);
    const insert = " ".repeat(4 - ([...before].reduce((n, c) => n + (c === "\t" ? 4 - (n % 4) : 1), 0) % 4));
    return { changes: { from: r.from, to: r.to, insert }, range: EditorSelection.cursor(r.from + insert.length) };
  }), { userEvent: "input.indent", scrollIntoView: true }));
  return true;
}

/** Enter after a word that is written out is a new line, whatever is offered. @param {EditorView} view */
function written(view) {
  const chosen = selectedCompletion(view.state);
  const { head } = view.state.selection.main;
  const before = view.state.sliceDoc(Math.max(0, head - 80), head);
  if (chosen && /[\p{L}\p{N}_]*$/u.exec(before)?.[0] === chosen.label) closeCompletion(view);
  return false;
}

/** @param {EditorView} view */
function format(view) {
  const { reformat } = view.state.facet(services);
  if (!reformat) return false;
  reformat().catch(() => {}); // who has given it tells why
  return true;
}

/** @type {KeyBinding[]} */
const ours = [
  { key: "Tab", run: acceptCompletion },
  { key: "Tab", run: tab, shift: indentLess },
  { key: "Shift-Alt-f", run: format },
];

// what has another meaning here, or asks for a place of its own
const others = new Set(["Mod-Enter", "Mod-i", "Ctrl-m"]);

export const keys = [
  Prec.highest(EditorView.domEventHandlers({
    keydown: (e, view) => !e.isComposing && (view.state.facet(services).onKey?.(e) ?? false),
    blur: (_e, view) => view.setTabFocusMode(false),
  })),
  Prec.highest(keymap.of([{ key: "Enter", run: written }])),
  keymap.of([...ours, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap.filter((k) => !others.has(k.key ?? ""))]),
  // an Escape that had nothing to close: Tab leaves
  Prec.lowest(keymap.of([{
    key: "Escape",
    run(view) {
      view.setTabFocusMode(LEAVING);
      return true;
    },
  }])),
];
