// @ts-check
// Brackets and quotes that close by themselves while one types.
import { balanced, closing, inString } from "../py/brackets.js";
import { replace } from "./textarea.js";

const CLOSERS = ")]}\"'";

/**
 * Types what a key says if it is a bracket or a quote that closes, closes
 * itself or encloses what is selected.
 * @param {HTMLTextAreaElement} area
 * @param {KeyboardEvent} e
 * @returns {boolean}  false: the key is typed as ever
 */
export function typeBracket(area, e) {
  const c = e.key;
  if (c.length !== 1 || e.metaKey || (e.ctrlKey && !e.getModifierState("AltGraph"))) return false;
  const { value, selectionStart: start, selectionEnd: end } = area;
  const quote = c === '"' || c === "'";
  const next = value[end] ?? "";
  if (start === end && CLOSERS.includes(c) && next === c && (quote ? inString(value.slice(0, start)) : balanced(value))) {
    area.setSelectionRange(end + 1, end + 1); // over the one that is there
    return true;
  }
  const close = closing(c);
  if (!close) return false;
  if (start !== end) {
    replace(area, start, end, c + value.slice(start, end) + close);
    area.setSelectionRange(start + 1, end + 1);
    return true;
  }
  if (next && !/[\s)\]},:;.]/.test(next)) return false;
  if (inString(value.slice(0, start))) return false;
  // after a word a quote is an apostrophe or ends something, unless it is a prefix such as f
  if (quote && /[\p{L}\p{Nd}_"']$/u.test(value.slice(0, start)) && !/(?:^|[^\p{L}\p{Nd}_])[rbfut]{1,2}$/iu.test(value.slice(0, start))) return false;
  replace(area, start, end, c + close);
  area.setSelectionRange(start + 1, start + 1);
  return true;
}

/** Backspace between the two of an empty pair takes both. @param {HTMLTextAreaElement} area */
export function erasePair(area) {
  const { value, selectionStart: at } = area;
  const close = at === area.selectionEnd && at > 0 ? closing(value[at - 1]) : undefined;
  if (!close || value[at] !== close) return false;
  replace(area, at - 1, at + 1, "");
  return true;
}

/** A new line between the two of an empty pair: each gets a line of its own. @param {HTMLTextAreaElement} area */
export function splitPair(area) {
  const { value, selectionStart: at } = area;
  if (at !== area.selectionEnd || !/[([{]/.test(value[at - 1] ?? "") || closing(value[at - 1]) !== value[at]) return false;
  const indent = /^[ \t]*/.exec(value.slice(value.lastIndexOf("\n", at - 1) + 1))?.[0] ?? "";
  replace(area, at, at, `\n${indent}    \n${indent}`);
  area.setSelectionRange(at + indent.length + 5, at + indent.length + 5);
  return true;
}
