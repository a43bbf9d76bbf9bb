// @ts-check
// Editing in a textarea so that the browser's own undo keeps working.
import { clauseIndent, dedent, nextIndent } from "../py/block.js";

/**
 * Replaces a range as if it had been typed.
 * @param {HTMLTextAreaElement} area
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
export function replace(area, start, end, text) {
  area.setSelectionRange(start, end);
  if (start === end && !text) return;
  // deprecated, and the only way that undo knows of
  if (document.activeElement === area && document.execCommand(text ? "insertText" : "delete", false, text)) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Where the line of a position begins. @param {string} text @param {number} at */
const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;

/** A new line with the indentation that Python's blocks want. @param {HTMLTextAreaElement} area */
export function newline(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const before = value.slice(0, start);
  const blank = before.slice(lineStart(before, start)).trim() === "";
  const indent = blank ? before.slice(lineStart(before, start)) : nextIndent(before);
  replace(area, start, end, "\n" + indent);
}

/**
 * Tab and Shift-Tab: the selected lines move, or blanks up to the next stop are typed.
 * @param {HTMLTextAreaElement} area
 * @param {boolean} back
 */
export function shift(area, back) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const from = lineStart(value, start);
  if (!back && !value.slice(start, end).includes("\n")) {
    replace(area, start, end, " ".repeat(4 - ((start - from) % 4)));
    return;
  }
  const to = end > start && value[end - 1] === "\n" ? end - 1 : end;
  const old = value.slice(from, to);
  const moved = old.split("\n").map((line) => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
    if (!back) return line ? "    " + line : line;
    return dedent(indent) + line.slice(indent.length);
  }).join("\n");
  if (moved === old) return;
  replace(area, from, to, moved);
  const at = Math.max(from, start + moved.length - old.length);
  if (start === end) area.setSelectionRange(at, at);
  else area.setSelectionRange(from, from + moved.length);
}

/** Backspace within the indentation takes a step; true if it did. @param {HTMLTextAreaElement} area */
export function backspace(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const indent = value.slice(lineStart(value, start), start);
  if (start !== end || !/^ {2,}$/.test(indent)) return false;
  replace(area, start - (indent.length - dedent(indent).length), start, "");
  return true;
}

/** After a colon was typed: `else:` and its kin move back under their block. @param {HTMLTextAreaElement} area */
export function clause(area) {
  const { selectionStart: at, value } = area;
  const from = lineStart(value, at);
  const line = clauseIndent(value.slice(0, from), value.slice(from, at));
  if (line !== undefined) replace(area, from, at, line);
}
