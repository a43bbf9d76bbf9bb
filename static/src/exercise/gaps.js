// @ts-check
// Gaps of a program: six or more underscores stand for what is to be written.

export const GAP = /_{6,}/g;

/** @typedef {{from: number, to: number, line: number}} Gap */

/** @param {string} text @returns {Gap[]} */
export function gaps(text) {
  return [...text.matchAll(GAP)].map((m) => ({ from: m.index, to: m.index + m[0].length, line: text.slice(0, m.index).split("\n").length }));
}

/**
 * A text cut where its gaps begin and end.
 * @param {string} text
 * @returns {{text: string, gap: boolean}[]}
 */
export function parted(text) {
  const out = [];
  let at = 0;
  for (const { from, to } of gaps(text)) {
    if (from > at) out.push({ text: text.slice(at, from), gap: false });
    out.push({ text: text.slice(from, to), gap: true });
    at = to;
  }
  if (at < text.length || !out.length) out.push({ text: text.slice(at), gap: false });
  return out;
}
