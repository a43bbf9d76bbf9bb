// @ts-check
// Says, as the interactive interpreter does, whether what has been typed is
// complete, and how far the next line is indented.
import { Lexer } from "./lexer.js";

const UNIT = "    ";
const LEAVES = /^\s*(?:return|pass|break|continue|raise)\b/;
const COMPOUND = /^(?:if|for|while|with|try|def|class|async|match)\b|^@/;
/** How a line begins that belongs to the block above it. */
export const GOES_ON = /^(?:else|elif|except|finally|case)\b/;
const CLAUSE = /^(\s*)(?:else|finally|(?:elif|except|case)\b.*)\s*:$/;

/** @param {string} text */
function read(text) {
  const lexer = new Lexer();
  /** Whether a block has been opened that only an empty line ends. */
  let block = false;
  const lines = text.split("\n");
  for (const line of lines) {
    const fresh = !lexer.open;
    if (fresh && line.trim() && !line.trim().startsWith("#")) {
      if (!/^\s/.test(line)) block = COMPOUND.test(line) || (block && GOES_ON.test(line));
    }
    lexer.line(line);
    if (fresh && lexer.colon && COMPOUND.test(line)) block = true;
  }
  return { lexer, block, last: lines[lines.length - 1] };
}

/**
 * Whether Enter sends the text: nothing is open, and a block has been ended by
 * an empty line.
 * @param {string} text
 */
export function isComplete(text) {
  const { lexer, block, last } = read(text);
  if (lexer.broken) return true; // Python says so at once, whatever else is open
  if (lexer.open) return false;
  return !block || last.trim() === "";
}

/**
 * The indentation of the line after this text.
 * @param {string} text  up to the cursor
 */
export function nextIndent(text) {
  const { lexer, last } = read(text);
  if (lexer.quote) return /^\s*/.exec(last)?.[0] ?? "";
  const indent = /^\s*/.exec(last)?.[0] ?? "";
  if (lexer.colon || (lexer.depth > 0 && /[([{]\s*$/.test(last))) return indent + UNIT;
  if (!lexer.open && LEAVES.test(last)) return dedent(indent);
  return indent;
}

/** One step less. @param {string} indent */
export function dedent(indent) {
  if (indent.endsWith("\t")) return indent.slice(0, -1);
  return indent.slice(0, Math.max(0, Math.ceil(indent.length / UNIT.length) - 1) * UNIT.length);
}

/**
 * The line with the indentation that a clause such as `else:` should have,
 * when its colon has just been typed as deep as the block before it.
 * @param {string} before  the lines above, with the line feed
 * @param {string} line  up to the cursor
 * @returns {string | undefined}  undefined: as it is
 */
export function clauseIndent(before, line) {
  const indent = CLAUSE.exec(line)?.[1];
  if (!indent || !before) return undefined;
  // only one that stands as deep as the line above, which opens nothing
  const above = before.replace(/\n$/, "").split("\n").filter((l) => l.trim()).pop() ?? "";
  const lexer = new Lexer();
  lexer.line(above);
  if (lexer.colon || (/^\s*/.exec(above)?.[0] ?? "") !== indent) return undefined;
  return dedent(indent) + line.trimStart();
}
