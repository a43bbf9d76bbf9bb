// @ts-check
// Where in a Markdown text one is, by its headings.

/** @typedef {{heading: number, part: number}} Place  how many headings stand above, and which part of the way to the next one it is */

/**
 * Goes through the lines, and tells of each which block of code it is in, if any: a
 * number that is another for each; the front matter is 0.
 * @param {string[]} lines
 */
function blocks(lines) {
  /** @type {(number | undefined)[]} */
  const all = [];
  let fence = "";
  let n = 0;
  if (/^(---|\+\+\+)\s*$/.test(lines[0] ?? "")) {
    const end = lines.findIndex((l, i) => i > 0 && l.trim() === lines[0].trim());
    if (end > 0) all.push(...Array(end + 1).fill(0));
  }
  for (const line of lines.slice(all.length)) {
    const mark = /^\s*(?:>\s*)*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? "";
    if (fence) {
      all.push(n);
      if (mark.startsWith(fence) && line.trim().endsWith(mark)) fence = "";
    } else if (mark) {
      all.push(++n);
      fence = mark;
    } else all.push(undefined);
  }
  return all;
}

/**
 * The block of code, or the front matter, that a line is in.
 * @param {string[]} lines
 * @param {number} line  from 1
 * @returns {{from: number, to: number} | undefined}  its first and last line
 */
export function blockAt(lines, line) {
  const all = blocks(lines);
  const n = all[line - 1];
  return n === undefined ? undefined : { from: all.indexOf(n) + 1, to: all.lastIndexOf(n) + 1 };
}

/**
 * The numbers of the lines that are headings, from 1. What is in a block of code or
 * in the front matter is none.
 * @param {string[]} lines
 */
export function headings(lines) {
  /** @type {number[]} */
  const found = [];
  const inside = blocks(lines);
  lines.forEach((line, i) => {
    if (inside[i] !== undefined) return;
    if (/^ {0,3}#{1,6}(\s|$)/.test(line)) found.push(i + 1);
    else if (/^ {0,3}(=+|-+)\s*$/.test(line) && i > 0 && inside[i - 1] === undefined && /^ {0,3}[^\s>#|*+-]/.test(lines[i - 1]) && found.at(-1) !== i) found.push(i);
  });
  return found;
}

/**
 * @param {string[]} lines
 * @param {number} line  from 1
 * @returns {Place}
 */
export function placeOf(lines, line) {
  const all = headings(lines);
  const heading = all.filter((n) => n <= line).length;
  const from = all[heading - 1] ?? 1;
  const to = all[heading] ?? lines.length + 1;
  return { heading, part: (line - from) / Math.max(1, to - from) };
}
