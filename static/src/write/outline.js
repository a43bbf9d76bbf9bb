// @ts-check
// Where in a Markdown text one is, by its headings.

/** @typedef {{heading: number, part: number}} Place  how many headings stand above, and which part of the way to the next one it is */

/**
 * The numbers of the lines that are headings, from 1. What is in a block of code or
 * in the front matter is none.
 * @param {string[]} lines
 */
export function headings(lines) {
  /** @type {number[]} */
  const found = [];
  let fence = "";
  let i = 0;
  if (/^(---|\+\+\+)\s*$/.test(lines[0] ?? "")) {
    const end = lines.findIndex((l, n) => n > 0 && l.trim() === lines[0].trim());
    if (end > 0) i = end + 1;
  }
  for (; i < lines.length; i++) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(lines[i])?.[1] ?? "";
    if (fence) {
      if (mark.startsWith(fence) && lines[i].trim() === mark) fence = "";
    } else if (mark) fence = mark;
    else if (/^ {0,3}#{1,6}(\s|$)/.test(lines[i])) found.push(i + 1);
    else if (/^ {0,3}(=+|-+)\s*$/.test(lines[i]) && i > 0 && /^ {0,3}[^\s>#|*+-]/.test(lines[i - 1]) && found.at(-1) !== i) found.push(i);
  }
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
