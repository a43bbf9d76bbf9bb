// @ts-check
// Helps to write a lesson: blocks to be put in, the words for Crunchy as one types
// them, and what such a word means.
import { autocompletion, snippet } from "@codemirror/autocomplete";
import { EditorView, hoverTooltip } from "@codemirror/view";
import { BLOCKS, INLINE, blockText, roomFor } from "./blocks.js";
import { blockAt } from "./fences.js";
import { placeIn, saysAt, wordsAt } from "./words.js";
import { el } from "../ui/dom.js";
import { T } from "../text.js";

/**
 * @typedef {import("@codemirror/state").EditorState} EditorState
 * @typedef {import("./blocks.js").Block} Block
 * @typedef {"markdown" | "html"} Language
 * @typedef {(files: File[]) => Promise<string[]>} Keep  puts pictures beside the lesson, and says what they are called there; tells why not
 */

const linesOf = (/** @type {EditorState} */ state) => [...state.doc.iterLines()];

/**
 * What an editor of lessons in that language can do.
 * @param {import("./words.js").Vocabulary} vocabulary
 * @param {Language} language
 * @param {Keep} keep
 */
export function writing(vocabulary, language, keep) {
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
        apply: (/** @type {EditorView} */ view, _c, /** @type {number} */ from, /** @type {number} */ to) => put(view, block, language, keep, from, to),
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

  /** @param {EditorView} view @param {DataTransfer | null} data @param {Event} e */
  function take(view, data, e) {
    const files = [...(data?.files ?? [])].filter((f) => f.type.startsWith("image/"));
    if (!files.length || view.state.readOnly || data?.types.includes("text/plain")) return false; // of text with pictures the text is meant
    e.preventDefault();
    picture(view, language, keep(files));
    return true;
  }

  return [
    EditorView.domEventHandlers({
      paste: (e, view) => take(view, e.clipboardData, e),
      drop(e, view) {
        const pos = view.posAtCoords({ x: e.clientX, y: e.clientY });
        if (!e.dataTransfer?.files.length) return false;
        if (pos !== null) view.dispatch({ selection: { anchor: pos } });
        return take(view, e.dataTransfer, e);
      },
    }),
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
 * Shows pictures that are being put beside the lesson, where the cursor is then. What
 * they show is for the author to say: it is selected.
 * @param {EditorView} view @param {Language} language @param {Promise<string[]>} names
 */
async function picture(view, language, names) {
  let end = -1;
  for (const name of await names) {
    if (end >= 0) view.dispatch({ changes: { from: end, insert: "\n" }, selection: { anchor: end + 1 } }); // behind the one before
    const { from, to } = view.state.selection.main;
    const text = blockText("picture", language, [], 0, T.write.samples, name);
    snippet(text)(view, null, from, to);
    end = from + text.replace(/\$\{\d+:([^}]*)\}/g, "$1").length;
  }
  view.focus();
}

/**
 * Lets the author choose pictures; who chooses none gets a place for the name of one.
 * @param {EditorView} view @param {Language} language @param {Keep} keep
 */
function choose(view, language, keep) {
  const input = el("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", multiple: true });
  input.addEventListener("change", () => picture(view, language, keep([...(input.files ?? [])])));
  input.addEventListener("cancel", () => picture(view, language, Promise.resolve(["picture.png"])));
  input.click();
}

/**
 * Puts a block in the place of what was typed for it.
 * @param {EditorView} view @param {Block} block @param {Language} language @param {Keep} keep @param {number} from @param {number} to
 */
function put(view, block, language, keep, from, to) {
  const { state } = view;
  if (block === "picture") {
    view.dispatch({ changes: { from, to } });
    return choose(view, language, keep);
  }
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
 * @param {Keep} keep
 */
export function insert(view, block, language, keep) {
  if (block === "picture") return choose(view, language, keep);
  const { state } = view;
  const { from, to } = state.selection.main;
  const lines = linesOf(state);
  const number = state.doc.lineAt(to).number;
  if (INLINE.has(block)) {
    const selected = state.sliceDoc(from, to).replace(/[\n{}\\]/g, " ").trim();
    const samples = { ...T.write.samples, ...(selected ? { link: selected } : {}) };
    snippet(blockText(block, language, lines, number, samples))(view, null, from, to);
  } else {
    const room = roomFor(lines, number);
    const pos = state.doc.line(Math.max(1, room.line)).to;
    snippet(room.before + blockText(block, language, lines, number, T.write.samples) + room.after)(view, null, pos, pos);
  }
  view.focus();
}
