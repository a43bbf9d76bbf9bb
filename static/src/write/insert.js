// @ts-check
// Helps to write a lesson: blocks to be put in, the words for Crunchy as one types
// them, and what such a word means.
import { autocompletion, snippet } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import { BLOCKS, INLINE, blockText, roomFor } from "./blocks.js";
import { blockAt } from "./outline.js";
import { placeIn, saysAt, wordsAt } from "./words.js";
import { el } from "../ui/dom.js";
import { T } from "../text.js";

/**
 * @typedef {import("@codemirror/view").EditorView} EditorView
 * @typedef {import("@codemirror/state").EditorState} EditorState
 * @typedef {import("./blocks.js").Block} Block
 * @typedef {"markdown" | "html"} Language
 */

const linesOf = (/** @type {EditorState} */ state) => [...state.doc.iterLines()];

/**
 * What an editor of lessons in that language can do.
 * @param {import("./words.js").Vocabulary} vocabulary
 * @param {Language} language
 */
export function writing(vocabulary, language) {
  /** @param {EditorState} state @param {number} pos */
  const at = (state, pos) => {
    const line = state.doc.lineAt(pos);
    return { line, before: line.text.slice(0, pos - line.from), opens: blockAt(linesOf(state), line.number)?.from === line.number };
  };

  /** @type {import("@codemirror/autocomplete").CompletionSource} */
  function slash({ state, pos }) {
    const { line, before } = at(state, pos);
    if (!/^\/[\p{L}]*$/u.test(before) || blockAt(linesOf(state), line.number)) return null;
    return {
      from: line.from,
      options: BLOCKS.map((block, i) => ({
        label: `/${T.write.blocks[block]}`, detail: T.write.says[block], boost: -i,
        apply: (/** @type {EditorView} */ view, _c, /** @type {number} */ from, /** @type {number} */ to) => put(view, block, language, from, to),
      })),
      validFor: /^\/[\p{L}]*$/u,
    };
  }

  /** @type {import("@codemirror/autocomplete").CompletionSource} */
  function words({ state, pos, explicit }) {
    const { line, before, opens } = at(state, pos);
    const place = placeIn(before, language, opens);
    if (!place || (!explicit && !place.word)) return null;
    return {
      from: line.from + place.from,
      options: wordsAt(vocabulary, place).map(({ label, as, says }) => ({
        label, info: says || undefined,
        apply: as ? snippet(as.replace(/=(.*)$/, "=${1:$1}")) : undefined,
      })),
      validFor: /^[\w-]*$/,
    };
  }

  return [
    autocompletion({ override: [slash, words], icons: false, maxRenderedOptions: 60, tooltipClass: () => "cr-completions" }),
    hoverTooltip((view, pos) => {
      const { line, opens } = at(view.state, pos);
      const found = saysAt(vocabulary, line.text, pos - line.from, language, opens);
      if (!found) return null;
      return { pos: line.from + found.from, end: line.from + found.to, above: true, create: () => ({ dom: el("div", { class: "cr-doc" }, el("div", { class: "cr-doc-text" }, found.says)) }) };
    }),
  ];
}

/**
 * Puts a block in the place of what was typed for it.
 * @param {EditorView} view @param {Block} block @param {Language} language @param {number} from @param {number} to
 */
function put(view, block, language, from, to) {
  const { state } = view;
  const line = state.doc.lineAt(from);
  const lines = linesOf(state);
  lines[line.number - 1] = ""; // it will have gone
  const room = INLINE.has(block) ? { before: "", after: "" } : roomFor(lines, line.number);
  snippet(room.before + blockText(block, language, lines, line.number, T.write.samples) + room.after)(view, null, from, to);
}

/**
 * Puts a block in where the cursor is, or behind what is there; a link takes what is selected.
 * @param {EditorView} view
 * @param {Block} block
 * @param {Language} language
 */
export function insert(view, block, language) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const lines = linesOf(state);
  const number = state.doc.lineAt(to).number;
  if (INLINE.has(block)) {
    const selected = state.sliceDoc(from, to).replace(/[\n{}\\]/g, " ").trim();
    const samples = { ...T.write.samples, ...(selected ? { link: selected, alt: selected } : {}) };
    snippet(blockText(block, language, lines, number, samples))(view, null, from, to);
  } else {
    const room = roomFor(lines, number);
    const pos = state.doc.line(Math.max(1, room.line)).to;
    snippet(room.before + blockText(block, language, lines, number, T.write.samples) + room.after)(view, null, pos, pos);
  }
  view.focus();
}
