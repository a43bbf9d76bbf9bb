// @ts-check
// CodeMirror, as this page uses it. A chunk of its own, fetched only where code
// is edited.
import { EditorSelection, EditorState, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { ownLayer } from "./layer.js";
import { clearMark, hasMark, setMark } from "./mark.js";
import { el } from "../ui/dom.js";
import { numbers } from "./numbers.js";
import { breakpoints, breaksOf, setBreaks } from "./breaks.js";
import { closeAll, hiddenCode, open } from "./hidden.js";
import { gapMarks } from "./gaps.js";
import { services } from "./services.js";
import { extensions } from "./setup.js";

/**
 * @typedef {import("./services.js").Services} Services
 * @typedef {{
 *   text: string, numbers: number, label: string, describedBy: string,
 *   services: Services, format: () => Promise<boolean>, gaps: boolean, hidden: boolean,
 *   onKey: (e: KeyboardEvent) => boolean, onChange: () => void, onUnmark: () => void,
 *   breaks?: {toggle: (line: number) => void, changed: () => void},
 * }} ViewOptions  numbers: of the first line, 0 for none
 */

/** @param {ViewOptions} o */
export function makeView(o) {
  const state = EditorState.create({
    doc: o.text,
    extensions: [
      services.of({ ...o.services, reformat: o.services.format && o.format, onKey: o.onKey }),
      o.numbers ? [numbers(o.numbers), EditorView.editorAttributes.of({ class: "cr-lines" })] : [],
      EditorView.contentAttributes.of({ "aria-label": o.label, "aria-describedby": o.describedBy, tabindex: "0" }),
      EditorView.updateListener.of((u) => {
        if (hasMark(u.startState) && !hasMark(u.state)) o.onUnmark();
        if (u.docChanged) o.onChange();
      }),
      o.gaps ? gapMarks : [],
      o.hidden ? hiddenCode : [],
      o.breaks ? breakpoints(o.numbers, o.breaks.toggle, o.breaks.changed) : [],
      extensions(),
    ],
  });
  const view = new EditorView({ state });
  const fold = () => o.hidden && view.dispatch({ effects: closeAll(view.state) });
  fold();
  ownLayer();

  /**
   * Replaces what differs.
   * @param {string} text
   * @param {"set" | "format"} event
   */
  function put(text, event) {
    const old = view.state.doc.toString();
    let from = 0;
    let end = 0;
    const most = Math.min(old.length, text.length);
    while (from < most && old[from] === text[from]) from++;
    while (end < most - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
    const doc = Text.of(text.split(/\r\n?|\n/));
    const { state } = view;
    const at = state.doc.lineAt(state.selection.main.head);
    const line = doc.line(Math.min(at.number, doc.lines));
    const column = Math.min(state.selection.main.head - at.from, line.length);
    view.dispatch({
      changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) },
      selection: EditorSelection.cursor(line.from + column),
      effects: event === "set" ? clearMark() : [],
      userEvent: `input.${event}`,
      scrollIntoView: view.hasFocus,
    });
  }

  return {
    /** To be put into the page. */
    el: el("div", { class: "cr-view" }, view.dom),
    get: () => view.state.doc.toString(),
    set(/** @type {string} */ text) {
      put(text, "set");
      fold();
    },
    reformat: (/** @type {string} */ text) => put(text, "format"),
    focus: () => view.focus(),
    /** The number of the line with the cursor. */
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    breaks: () => breaksOf(view.state),
    setBreaks: (/** @type {number[]} */ lines) => view.dispatch({ effects: setBreaks(lines) }),
    mark: (/** @type {number} */ line, /** @type {string} */ message) =>
      view.dispatch({ effects: [setMark(view.state, line, message), ...(o.hidden ? open(view.state, line) : [])] }),
    /** Folds hidden lines away, or shows them. @param {boolean} yes */
    hide: (yes) => view.dispatch({ effects: yes ? closeAll(view.state) : open(view.state) }),

    /** Scrolls the box, and not the page, to where a line is seen. @param {number} line */
    reveal(line) {
      const { doc } = view.state;
      if (line < 1 || line > doc.lines) return;
      const { from } = doc.line(line);
      view.requestMeasure({
        read: () => view.lineBlockAt(Math.min(from, view.state.doc.length)),
        write: ({ top, bottom }) => {
          const box = view.scrollDOM;
          if (top < box.scrollTop || bottom > box.scrollTop + box.clientHeight) box.scrollTop = (top + bottom - box.clientHeight) / 2;
        },
      });
    },

    /** @param {number} anchor @param {number} head */
    select(anchor, head) {
      const { length } = view.state.doc;
      view.dispatch({ selection: { anchor: Math.min(anchor, length), head: Math.min(head, length) } });
    },

    /** @param {number} left @param {number} top  px */
    scrollTo(left, top) {
      view.scrollDOM.scrollLeft = left;
      view.scrollDOM.scrollTop = top;
    },
  };
}
