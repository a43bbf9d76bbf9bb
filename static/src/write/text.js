// @ts-check
// The text of a lesson in CodeMirror: Markdown, HTML, or what has no colours here.
import { closeBrackets } from "@codemirror/autocomplete";
import { history, historyField } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Text } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightSpecialChars, lineNumbers, tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { finding } from "../edit/find.js";
import { keys } from "../edit/keys.js";
import { ownLayer } from "../edit/layer.js";
import { services } from "../edit/services.js";
import { pointing, space } from "../edit/setup.js";
import { T } from "../text.js";

/** The colours are those of code; headings and the like say by their weight what they are. */
const colours = HighlightStyle.define([
  { tag: tags.heading, class: "cr-w-heading" },
  { tag: tags.strong, class: "cr-w-strong" },
  { tag: tags.emphasis, class: "cr-w-emphasis" },
  { tag: [tags.link, tags.url], class: "cr-f" },
  { tag: [tags.monospace, tags.string, tags.attributeValue, tags.character], class: "cr-s" },
  { tag: [tags.labelName, tags.keyword, tags.tagName, tags.bool, tags.null], class: "cr-k" },
  { tag: [tags.number], class: "cr-n" },
  { tag: [tags.attributeName, tags.standard(tags.variableName), tags.className], class: "cr-b" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "cr-f" },
  { tag: [tags.comment, tags.meta, tags.processingInstruction, tags.contentSeparator, tags.angleBracket], class: "cr-c" },
]);

/** Languages whose blocks in Markdown are Python. */
const PYTHON = /^(python|python3|py|py3|pycon|\{python\})$/;

/** @param {string} language */
function languageOf(language) {
  if (language === "html") return html({ autoCloseTags: true });
  if (language !== "markdown") return [];
  return markdown({ base: markdownLanguage, completeHTMLTags: false, codeLanguages: (info) => (PYTHON.test(info) ? pythonLanguage : null) });
}

/** With the selection, and what can be undone. @typedef {{state: any, top: number}} Kept */

const FIELDS = { history: historyField };

/**
 * @param {{
 *   text: string, language: string, label: string, describedBy: string, readOnly: boolean,
 *   more: import("@codemirror/state").Extension,
 *   onKey: (e: KeyboardEvent) => boolean, onChange: (text: string) => void, onMove: () => void,
 *   kept?: Kept,
 * }} o  kept: how it was when the page was left; more: what else this editor can do; onMove: the author has moved the cursor
 */
export function makeText(o) {
  let setting = false;
  const config = {
    doc: o.text,
    extensions: [
      services.of({ onKey: o.onKey }),
      EditorView.contentAttributes.of({ "aria-label": o.label, "aria-describedby": o.describedBy, spellcheck: "true", tabindex: "0" }),
      EditorView.updateListener.of((u) => {
        if (u.docChanged && !setting) o.onChange(u.state.doc.toString());
        if ((u.selectionSet || u.docChanged) && !setting) o.onMove();
      }),
      EditorState.readOnly.of(o.readOnly),
      o.more,
      keys,
      history(),
      languageOf(o.language),
      syntaxHighlighting(colours),
      o.language === "html" ? closeBrackets() : [],
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      finding,
      EditorView.lineWrapping,
      lineNumbers(), // the margin of the page speaks of lines
      highlightActiveLine(),
      highlightSpecialChars(),
      EditorState.allowMultipleSelections.of(true), // places that are filled in together, by touch as well
      pointing(),
      tooltips({ tooltipSpace: space }),
      EditorState.phrases.of(T.editorPhrases),
    ],
  };
  const before = earlier(o.kept, config);
  const view = new EditorView({ state: before ?? EditorState.create(config) });
  ownLayer();
  if (before) view.requestMeasure({ read: () => 0, write: () => (view.scrollDOM.scrollTop = o.kept?.top ?? 0) });

  return {
    view,
    get: () => view.state.doc.toString(),
    /** Replaces what differs, so that it can be undone and the cursor stays. @param {string} text */
    set(text) {
      const old = view.state.doc.toString();
      if (old === text) return;
      let from = 0;
      let end = 0;
      const most = Math.min(old.length, text.length);
      while (from < most && old[from] === text[from]) from++;
      while (end < most - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
      setting = true;
      view.dispatch({ changes: { from, to: old.length - end, insert: Text.of(text.slice(from, text.length - end).split("\n")) }, userEvent: "input.set" });
      setting = false;
    },
    focus: () => view.focus(),
    /** The number of the line with the cursor. */
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    /** @returns {Kept} */
    keep: () => ({ state: view.state.toJSON(FIELDS), top: view.scrollDOM.scrollTop }),
  };
}

/**
 * The state that was kept, if its text is still the one that is wanted.
 * @param {Kept | undefined} kept
 * @param {import("@codemirror/state").EditorStateConfig} config
 */
function earlier(kept, config) {
  try {
    const state = EditorState.fromJSON(kept?.state, config, FIELDS);
    return state.doc.toString() === config.doc ? state : undefined;
  } catch {
    return undefined; // there is none, or it is of another version
  }
}
