// @ts-check
// Takes an interpreter's session apart, as an author shows it or a student
// copies it: prompts and outputs out, one statement after the other.
import { GOES_ON } from "./block.js";
import { Lexer } from "./lexer.js";

/** @typedef {{source: string, from: number, to: number}} Statement  from, to: its lines in the text, counted from 0, both included */

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
 * @returns {Statement[]}
 */
export function parts(text) {
  /** @type {{lines: string[], from: number, to: number}[]} */
  const found = [];
  let lexer = new Lexer();
  let indent = "";
  let block = false; // a block goes on as long as lines are indented
  /** @type {typeof found[0] | null} */
  let inside = null;
  for (const [n, line] of text.replace(/\r\n?/g, "\n").split("\n").entries()) {
    const m = FIRST.exec(line);
    let added;
    if (m) {
      lexer = new Lexer();
      indent = m[1];
      inside = { lines: [], from: n, to: n };
      found.push(inside);
      added = line.slice(m[0].length);
    } else if (inside && new RegExp(`^${indent}\\.\\.\\.(?: |\\t|$)`).test(line)) {
      added = line.slice(indent.length + 4);
    } else if (inside && !REPORT.test(line) && (lexer.open || (block && (!line.trim() || /^\s/.test(line.slice(indent.length)))))) {
      added = line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
    }
    if (added === undefined || !inside) {
      inside = null;
      continue;
    }
    inside.lines.push(added);
    if (line.trim()) inside.to = n;
    lexer.line(added);
    block = lexer.colon || (block && !m && !!added.trim());
  }
  return found
    .map(({ lines, from, to }) => ({ source: lines.join("\n").trimEnd(), from, to }))
    .filter((s) => s.source.trim());
}

/** The statements of a session as text alone. @param {string} text */
export const statements = (text) => parts(text).map((s) => s.source);

/**
 * The statements of a program, each with the comments and decorators above it.
 * @param {string} text
 * @returns {Statement[]}
 */
export function blocks(text) {
  /** @type {{lines: string[], from: number, to: number}[]} */
  const found = [];
  const lexer = new Lexer();
  let waits = false; // for what the comment or decorator above belongs to
  for (const [n, line] of text.replace(/\r\n?/g, "\n").split("\n").entries()) {
    const fresh = !lexer.open && /^\S/.test(line);
    lexer.line(line);
    if (!found.length || (fresh && !waits && !GOES_ON.test(line))) found.push({ lines: [], from: n, to: n });
    if (fresh) waits = /^[@#]/.test(line);
    const last = found[found.length - 1];
    last.lines.push(line);
    if (line.trim()) last.to = n;
  }
  return found
    .map(({ lines, from, to }) => ({ source: lines.join("\n").trimEnd(), from, to }))
    .filter((s) => s.source.trim());
}

/**
 * Statements as one program, with room around its blocks.
 * @param {string[]} sources
 */
export function program(sources) {
  let text = "";
  let roomy = false;
  for (const source of sources.map((s) => s.trimEnd())) {
    const block = /^(?:@|(?:def|class|async|for|while|if|with|try|match)\b)/.test(source) && source.includes("\n");
    if (text && (block || roomy)) text += "\n";
    text += source + "\n";
    roomy = block;
  }
  return text;
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
