// @ts-check
// The lines of a program that are to be put in order: as text and back. A piece is
// a line, or several that Python reads as one.

/** @typedef {{piece: number, level: number}} Place  piece: its number; level: steps of indentation */

export const STEP = 4;
/** Nobody indents deeper. */
export const DEEPEST = 8;

/**
 * Takes the lines of the page apart.
 * @param {string} text
 * @param {string} counts  of how many lines each piece is: "1,3,1"
 */
export function cut(text, counts) {
  const lines = text.split("\n");
  const pieces = [];
  for (const count of counts.split(",")) {
    const n = Math.max(1, Number(count) || 1);
    if (lines.length) pieces.push(lines.splice(0, n).join("\n"));
  }
  return [...pieces, ...lines.filter((line) => line.trim())];
}

/** @param {string} text @param {number} level */
const indented = (text, level) => text.split("\n").map((line) => (line.trim() ? " ".repeat(STEP * level) + line : line));

/** The program. @param {string[]} pieces @param {Place[]} order */
export const written = (pieces, order) => order.flatMap(({ piece, level }) => indented(pieces[piece], level)).join("\n");

/**
 * The order that a program has the pieces in. Lines that are none are left out, and
 * pieces that are not in it come last.
 * @param {string[]} pieces
 * @param {string} text
 * @returns {Place[]}
 */
export function read(pieces, text) {
  const lines = text.split("\n");
  /** @type {Place[]} */
  const order = [];
  const left = new Set(pieces.keys());
  for (let at = 0; at < lines.length; ) {
    const margin = /^[ \t]*/.exec(lines[at])?.[0].replaceAll("\t", " ".repeat(STEP)).length ?? 0;
    const level = Math.min(DEEPEST, Math.floor(margin / STEP));
    const found = [...left].find((n) => pieces[n].split("\n").every((line, i) => lines[at + i]?.trim() === line.trim()));
    if (found === undefined) {
      at++;
      continue;
    }
    left.delete(found);
    order.push({ piece: found, level });
    at += pieces[found].split("\n").length;
  }
  return [...order, ...[...left].map((piece) => ({ piece, level: 0 }))];
}
