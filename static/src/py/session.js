// @ts-check
// Takes an interpreter's session apart, as an author shows it or a student
// copies it: prompts and outputs out, one statement after the other.
import { Lexer } from "./lexer.js";

const FIRST = /^([ \t]*)(>>>|-->|_u__\)\)?|<t>>>)(?: |\t|$)/;
const REPORT = /^\s*(?:File "|Traceback \()/;

/** Whether a text starts with a prompt. @param {string} text */
export function isSession(text) {
  return FIRST.test(text.replace(/^(?:[ \t]*\n)+/, ""));
}

/**
 * The statements of a session, without their prompts. A line without a prompt
 * belongs to the statement before it when that is open or, after a colon,
 * indented; all others are output.
 * @param {string} text
 * @returns {string[]}
 */
export function statements(text) {
  /** @type {string[][]} */
  const found = [];
  let lexer = new Lexer();
  let indent = "";
  let block = false; // a block goes on as long as lines are indented
  /** @type {string[] | null} */
  let inside = null;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const m = FIRST.exec(line);
    if (m) {
      lexer = new Lexer();
      indent = m[1];
      inside = [line.slice(m[0].length)];
      found.push(inside);
    } else if (inside && new RegExp(`^${indent}\\.\\.\\.(?: |\\t|$)`).test(line)) {
      inside.push(line.slice(indent.length + 4));
    } else if (inside && !REPORT.test(line) && (lexer.open || (block && (!line.trim() || /^\s/.test(line.slice(indent.length)))))) {
      inside.push(line.startsWith(indent) ? line.slice(indent.length) : line.trimStart());
    } else {
      inside = null;
      continue;
    }
    const added = inside[inside.length - 1];
    lexer.line(added);
    block = lexer.colon || (block && !m && !!added.trim());
  }
  return found.map((lines) => lines.join("\n").trimEnd()).filter((s) => s.trim());
}

/**
 * What a pasted text means for an interpreter: a session's statements, or code
 * with the indentation taken off that all its lines have.
 * @param {string} text
 * @returns {{statements: string[]} | {code: string}}
 */
export function readPaste(text) {
  const clean = text.replace(/\r\n?/g, "\n").replace(/\u00a0/g, " ");
  if (isSession(clean)) return { statements: statements(clean) };
  const lines = clean.replace(/^(?:[ \t]*\n)+/, "").split("\n");
  const margins = lines.filter((l) => l.trim()).map((l) => /^[ \t]*/.exec(l)?.[0].length ?? 0);
  const margin = lines.length > 1 ? Math.min(...margins) : 0;
  return { code: Number.isFinite(margin) ? lines.map((l) => l.slice(margin)).join("\n") : clean };
}
