// @ts-check
// Which brackets of a text belong together, and the call that the cursor is in.
import { Lexer } from "./lexer.js";

const OPEN = "([{";
const CLOSE = ")]}";
const NAME = /[\p{L}_][\p{L}\p{Nd}\p{Mn}_]*(?:\.[\p{L}_][\p{L}\p{Nd}\p{Mn}_]*)*$/u;

/** The text with blanks in the place of strings and comments. @param {string} text */
function mask(text) {
  const lexer = new Lexer();
  const line = (/** @type {string} */ s) =>
    lexer.line(s).map((span) => (span.cls === "s" || span.cls === "c" ? " ".repeat(span.text.length) : span.text)).join("");
  return text.split("\n").map(line).join("\n");
}

/**
 * The bracket beside the cursor and its partner.
 * @param {string} text
 * @param {number} cursor
 * @returns {[number, number] | undefined}  places in the text, the first one first
 */
export function pair(text, cursor) {
  const code = mask(text);
  for (const at of [cursor - 1, cursor]) {
    const opens = OPEN.indexOf(code[at] || "-");
    const closes = CLOSE.indexOf(code[at] || "-");
    if (opens < 0 && closes < 0) continue;
    const step = opens >= 0 ? 1 : -1;
    let depth = 0;
    for (let i = at; i >= 0 && i < code.length; i += step) {
      if (OPEN.includes(code[i])) depth++;
      else if (CLOSE.includes(code[i])) depth--;
      else continue;
      if (depth === 0) {
        const [a, b] = step > 0 ? [at, i] : [i, at];
        return OPEN.indexOf(code[a]) === CLOSE.indexOf(code[b]) ? [a, b] : undefined;
      }
    }
  }
  return undefined;
}

/**
 * Where the name ends whose arguments are typed at the cursor.
 * @param {string} text
 * @param {number} cursor
 * @returns {{end: number, name: string} | undefined}
 */
export function callAt(text, cursor) {
  const code = mask(text.slice(0, cursor));
  let depth = 0;
  for (let i = code.length - 1; i >= 0; i--) {
    if (CLOSE.includes(code[i])) depth++;
    else if (OPEN.includes(code[i]) && depth-- === 0) {
      depth = 0;
      const before = code.slice(0, i);
      const name = code[i] === "(" ? NAME.exec(before)?.[0] : undefined;
      if (name && !/\b(?:def|class)\s+$/.test(before.slice(0, -name.length))) return { end: i, name };
    }
  }
  return undefined;
}

/** What closes an opening bracket or quote; undefined: it is none. @param {string} c */
export const closing = (c) => /** @type {Record<string, string>} */ ({ "(": ")", "[": "]", "{": "}", '"': '"', "'": "'" })[c];

/** Whether each bracket of the text is closed. @param {string} text */
export function balanced(text) {
  const lexer = new Lexer();
  for (const line of text.split("\n")) lexer.line(line);
  return lexer.depth === 0;
}

/** Whether a text ends within a string. @param {string} text */
export function inString(text) {
  const lexer = new Lexer();
  const lines = text.split("\n");
  for (const line of lines) lexer.line(line);
  return lexer.quote !== "" || lexer.broken;
}
