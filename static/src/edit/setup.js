// @ts-check
// What every editor has in common.
import { closeBrackets } from "@codemirror/autocomplete";
import { history } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { LanguageSupport, bracketMatching, indentOnInput, indentService, indentUnit } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView, drawSelection, dropCursor, highlightActiveLine, highlightSpecialChars,
  rectangularSelection, tooltips,
} from "@codemirror/view";
import { colours } from "./colours.js";
import { completion } from "./complete.js";
import { documentation } from "./docs.js";
import { keys } from "./keys.js";
import { marks } from "./mark.js";
import { finding } from "./find.js";
import { nextIndent } from "../py/block.js";
import { T } from "../text.js";

/** As the line of an interpreter does; what is already there is indented as the language says. */
const indentation = indentService.of((context, pos) => {
  if (context.simulatedBreak === null) return undefined;
  const before = context.state.sliceDoc(0, pos);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const indent = line.trim() ? nextIndent(before) : line;
  return [...indent].reduce((column, c) => column + (c === "\t" ? 4 - (column % 4) : 1), 0);
});

/** Ctrl-C and Ctrl-X without a selection take no line; to whom they mean something else will hear of them. */
const nothingSelected = (/** @type {ClipboardEvent} */ e, /** @type {EditorView} */ view) => {
  if (view.state.selection.ranges.some((r) => !r.empty)) return false;
  e.preventDefault();
  return true;
};

/** Where nothing gets under the top bar. @param {EditorView} view */
export function space(view) {
  const { clientWidth: right, clientHeight: bottom } = view.dom.ownerDocument.documentElement;
  const bar = document.querySelector(".cr-top")?.getBoundingClientRect().bottom ?? 0;
  return { top: Math.max(0, bar), left: 0, bottom, right };
}

/** @type {import("@codemirror/state").Extension | undefined} */
let made;

/** The same for all of them. */
export function extensions() {
  return (made ??= [
    keys,
    history(),
    new LanguageSupport(pythonLanguage),
    indentation,
    indentOnInput(),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    colours,
    bracketMatching(),
    closeBrackets(),
    completion,
    documentation,
    finding,
    marks,
    highlightActiveLine(),
    highlightSpecialChars(),
    pointing(),
    tooltips({ tooltipSpace: space }),
    EditorState.phrases.of(T.editorPhrases),
    EditorView.clipboardInputFilter.of((text) => text.replaceAll("\u00a0", " ")), // as web pages have it in code
    Prec.high(EditorView.domEventHandlers({ copy: nothingSelected, cut: nothingSelected })),
  ]);
}

/**
 * With a mouse several places can be selected, which CodeMirror has to draw. By
 * touch, and in colours that the system forces, the browser knows best.
 */
export function pointing() {
  if (!matchMedia("(pointer: fine)").matches || matchMedia("(forced-colors: active)").matches) return [];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return [EditorState.allowMultipleSelections.of(true), drawSelection({ cursorBlinkRate: still ? 0 : 1200 }), rectangularSelection(), dropCursor()];
}
