// @ts-check
// Numbers of lines, as the static code has them: each line carries its own, and
// the style sheet shows it. Unlike a gutter they stand right before anything has
// been measured.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

/** @typedef {import("@codemirror/view").EditorView} EditorView */

/** @type {Map<number, Decoration>} */
const made = new Map();

/** @param {number} n */
function numbered(n) {
  let d = made.get(n);
  if (!d) made.set(n, (d = Decoration.line({ class: "cr-ln", attributes: { "data-n": String(n) } })));
  return d;
}

/** @param {EditorView} view @param {number} first */
function all(view, first) {
  const { doc } = view.state;
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  const last = doc.lineAt(view.viewport.to).number;
  for (let n = doc.lineAt(view.viewport.from).number; n <= last; n++) {
    const { from } = doc.line(n);
    builder.add(from, from, numbered(n - 1 + first));
  }
  return builder.finish();
}

/** @param {number} first  number of the first line */
export const numbers = (first) => ViewPlugin.define((view) => ({
  decorations: all(view, first),
  /** @param {import("@codemirror/view").ViewUpdate} u */
  update(u) {
    if (u.docChanged || u.viewportChanged) this.decorations = all(u.view, first);
  },
}), { decorations: (p) => p.decorations });
