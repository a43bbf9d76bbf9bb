// @ts-check
// A textarea over the coloured code, of the very same size: for what is typed
// before the editor has arrived, and instead of it when it does not.
import { el } from "../ui/dom.js";
import { paint } from "../ui/paint.js";
import { backspace, clause, newline, replace, shift } from "../ui/textarea.js";

/**
 * @param {import("./still.js").Still} still  goes on to show the code
 * @param {{
 *   label: string, describedBy: string,
 *   onInput: () => void, onKey: (e: KeyboardEvent) => boolean, marked: () => number,
 * }} options  onInput: the text is another, whoever changed it
 */
export function makePlain(still, options) {
  const area = el("textarea", {
    class: "cr-area", "aria-label": options.label, "aria-describedby": options.describedBy, rows: "1", wrap: "off",
    spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off", translate: "no",
  });
  area.value = still.get();
  let leaving = false;
  let composing = false;
  const draw = () => area.isConnected && still.draw(area.value, options.marked());

  area.addEventListener("input", (e) => {
    if (/** @type {InputEvent} */ (e).data === ":") clause(area);
    options.onInput();
    paint(draw);
  });
  area.addEventListener("compositionstart", () => (composing = true));
  area.addEventListener("compositionend", () => (composing = false));
  area.addEventListener("blur", () => (leaving = false));
  area.addEventListener("keydown", (e) => {
    if (e.isComposing || options.onKey(e)) return;
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (e.key === "Escape") {
      leaving = true;
      return;
    }
    if (plain && e.key === "Tab") {
      if (leaving) return;
      e.preventDefault();
      shift(area, e.shiftKey);
    } else if (plain && e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      newline(area);
    } else if (plain && e.key === "Backspace" && !e.shiftKey) {
      if (backspace(area)) e.preventDefault();
    }
    if (e.key !== "Shift") leaving = false;
  });

  return {
    el: area,
    get: () => area.value,
    /** @param {string} text */
    set(text) {
      replace(area, 0, area.value.length, text);
      area.setSelectionRange(0, 0);
    },
    focus: () => area.focus(),
    draw,
    /** @returns {[number, number]} */
    selection: () => (area.selectionDirection === "backward" ? [area.selectionEnd, area.selectionStart] : [area.selectionStart, area.selectionEnd]),
    get composing() {
      return composing;
    },
  };
}
