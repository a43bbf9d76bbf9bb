// @ts-check
// Colours the code as the server and everything else on the page does, so that
// nothing changes its colour when an editor comes up.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { Lexer } from "../py/lexer.js";

/**
 * @typedef {import("@codemirror/view").EditorView} EditorView
 * @typedef {import("@codemirror/view").DecorationSet} DecorationSet
 */

/** @type {Map<string, Decoration>} */
const made = new Map();

/** @param {string} cls */
function spanOf(cls) {
  let d = made.get(cls);
  if (!d) made.set(cls, (d = Decoration.mark({ class: `cr-${cls}` })));
  return d;
}

class Colours {
  /** @param {EditorView} view */
  constructor(view) {
    /** Quotes of the string that is open before each line, as far as is known. */
    this.before = [""];
    this.decorations = this.#colour(view);
  }

  /** @param {import("@codemirror/view").ViewUpdate} u */
  update(u) {
    if (u.docChanged) {
      let first = u.state.doc.length;
      u.changes.iterChangedRanges((_from, _to, from) => (first = Math.min(first, from)));
      this.before.length = Math.min(this.before.length, u.state.doc.lineAt(first).number);
    }
    if (u.docChanged || u.viewportChanged) this.decorations = this.#colour(u.view);
  }

  /** @param {EditorView} view @returns {DecorationSet} */
  #colour(view) {
    const { doc } = view.state;
    const seen = { first: doc.lineAt(view.viewport.from).number, last: doc.lineAt(view.viewport.to).number };
    /** @type {RangeSetBuilder<Decoration>} */
    const builder = new RangeSetBuilder();
    const lexer = new Lexer();
    for (let n = Math.min(this.before.length, seen.first); n <= seen.last; n++) {
      const line = doc.line(n);
      lexer.quote = this.before[n - 1];
      const spans = lexer.line(line.text);
      this.before[n] = lexer.quote;
      if (n < seen.first) continue;
      let at = line.from;
      for (const { cls, text } of spans) {
        if (cls) builder.add(at, at + text.length, spanOf(cls));
        at += text.length;
      }
    }
    return builder.finish();
  }
}

export const colours = ViewPlugin.fromClass(Colours, { decorations: (c) => c.decorations });
